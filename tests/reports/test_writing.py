"""Files that are there whole or not at all, and never over a person's work."""

import errno
import json
from pathlib import Path

import pytest

from assistant.errors import StorageError
from assistant.reports import FILE_NAMES, KINDS, is_edited, next_report_folder, render_markdown, write_reports
from tests.fakes.drafts import build_draft


def test_the_reports_and_the_draft_lie_side_by_side(tmp_path: Path) -> None:
    paths = write_reports(build_draft(), tmp_path / "out", ["gaps", "map"])
    assert [path.name for path in paths] == ["gap-analysis.docx", "journey-map.docx", "draft.json", "draft.md"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        [".written.json", *(path.name for path in paths)]
    )


def test_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    first = write_reports(build_draft(), tmp_path / "a", KINDS)
    second = write_reports(build_draft(), tmp_path / "b", KINDS)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_reports_may_be_written_again_until_a_person_edits_one(tmp_path: Path) -> None:
    write_reports(build_draft(), tmp_path, KINDS)
    write_reports(build_draft("en"), tmp_path, KINDS)
    edited = tmp_path / FILE_NAMES["insights"]
    assert not is_edited(edited)
    edited.write_bytes(edited.read_bytes() + b" ")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(StorageError, match=r"stage-insights\.docx was edited"):
        write_reports(build_draft(), tmp_path, KINDS)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert is_edited(edited)
    write_reports(build_draft(), tmp_path, ["map", "gaps"])


@pytest.mark.parametrize("record", [None, "{", "[]"])
def test_a_file_that_nobody_recorded_is_a_persons(tmp_path: Path, record: str | None) -> None:
    (tmp_path / FILE_NAMES["map"]).write_text("mine", encoding="utf-8")
    if record is not None:
        (tmp_path / ".written.json").write_text(record, encoding="utf-8")
    with pytest.raises(StorageError):
        write_reports(build_draft(), tmp_path, ["map"])


def test_a_folder_that_cannot_be_one_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match="Cannot write"):
        write_reports(build_draft(), tmp_path / "file", ["map"])
    with pytest.raises(StorageError, match="Cannot write"):
        next_report_folder(tmp_path / "file", "client", "2025-04-02")


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StorageError, match="the disk is full"):
        write_reports(build_draft(), tmp_path, ["map"])
    assert list(tmp_path.iterdir()) == []


def test_each_run_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    folders = [next_report_folder(tmp_path, "chengchuan", "2025-04-02") for _ in range(2)]
    assert [folder.name for folder in folders] == ["2025-04-02-1", "2025-04-02-2"]
    (tmp_path / "chengchuan" / "2025-04-02-9").mkdir()
    (tmp_path / "chengchuan" / "2025-04-02-9-kept").mkdir()
    assert next_report_folder(tmp_path, "chengchuan", "2025-04-02").name == "2025-04-02-10"
    assert next_report_folder(tmp_path, "chengchuan", "2025-04-03").name == "2025-04-03-1"


def test_the_draft_beside_the_reports_is_the_whole_draft(tmp_path: Path) -> None:
    draft = build_draft()
    write_reports(draft, tmp_path, [])
    content = json.loads((tmp_path / "draft.json").read_text(encoding="utf-8"))
    assert content["client"] == draft.client
    assert content["evidence"][0]["quote"] == draft.evidence[0].quote
    assert content["gaps"][0]["kind"] == "problem"
    assert len(content["maps"]) == 2


def test_markdown_says_what_the_reports_say() -> None:
    draft = build_draft()
    text = render_markdown(draft)
    assert text.startswith("# 澄川净水 \\<测试\\> \\& Co.\n")
    for chapter in ("# 客户旅程地图", "# 阶段洞察", "# 差距分析", "## 附录一　证据"):
        assert f"\n{chapter}\n" in text
    assert '<a id="evidence_E1"></a>E1' in text
    assert "[E1](#evidence_E1)" in text
    assert "=SUM(A1:A9) 这种公式是我自己在表里算的，\\<b\\>不是\\</b\\>" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") for line in rows)
