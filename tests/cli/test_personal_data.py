"""What the commands show of personal data, of what was left out, and of hostile names."""

from pathlib import Path
from typing import Any

import pytest

from assistant.cli.screen import Screen
from assistant.wiring import add_client
from assistant.wiring_checkup import check_up
from assistant.wiring_upkeep import anonymise_notes
from assistant.workspace import Workspace, create_workspace


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    workspace = create_workspace(tmp_path / "work", "zh-Hans")
    client = add_client(workspace, "某某", {})
    (client.notes / "a.txt").write_text("受访者：陈女士\n\n林：电话？\n陈女士：13800138000。\n", encoding="utf-8")
    return workspace


def test_doctor_lists_personal_data_of_the_client_it_is_asked_about(place: Workspace, monkeypatch: Any) -> None:
    monkeypatch.chdir(place.root)
    told = [each.told.zh for each in check_up(None, "某某")]
    assert any("a.txt" in each and "电话号码 1" in each for each in told)
    assert not any("电话号码" in each.told.zh for each in check_up(None, None))


def test_copies_are_written_under_outputs(place: Workspace) -> None:
    done = anonymise_notes(place, "某某", None)
    assert [each.name for each in done.copies] == ["a.txt.md"]
    assert done.folder.is_relative_to(place.root / "outputs")
    assert "13800138000" not in done.copies[0].read_text(encoding="utf-8")


def test_nothing_that_is_printed_can_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(language="en")
    screen.tell("a\x1b[2Jb\x07\u202ec")
    screen.remark("d\x9b31me")
    out = capsys.readouterr()
    assert out.out == "abc\n"
    assert out.err == "d31me\n"
