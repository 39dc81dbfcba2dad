"""compare: two drafts, two rounds, in words, JSON and Word; nothing is changed by it."""

from pathlib import Path

from docx import Document

from assistant.errors import Exit

ZHAO = """\
日期：2026-05-02

林：您怎么看滤芯提醒？

赵女士：提醒短信从来没收到过，客服电话打了三次才有人接，很不满意。

赵女士：旁边来了一个新牌子，便宜三百。
"""


def _draft_twice(notes: Path, journey) -> None:
    for name in ("chen.md", "liu.txt", "su.md"):
        path = notes / name
        path.write_text(f"日期：2025-11-12\n\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert journey("draft", "Acme 净水").code == Exit.DONE
    (notes / "zhao.md").write_text(ZHAO, encoding="utf-8")
    assert journey("draft", "Acme 净水").code == Exit.DONE


def test_the_last_two_drafts_are_compared_with_evidence_behind_every_line(notes, place, journey, tmp_path):
    _draft_twice(notes, journey)
    stored = {each: each.read_bytes() for each in place.rglob("*.json")}
    told = journey("compare", "Acme 净水", "--json").object()
    assert (told["before"]["draft"], told["after"]["draft"]) == (1, 2)
    assert told["notes"] == {"added": ["zhao.md"], "edited": [], "removed": []}
    assert sum(told["counts"][each] for each in ("new", "changed", "confirmed", "contradicted", "gone")) == len(
        told["findings"]
    )
    for each in told["findings"]:
        assert {*each["fresh"]} <= {*each["later"]}
        assert {*each["earlier"], *each["later"]} <= {*told["evidence"]}
        assert all(told["evidence"][key]["document"] == "zhao.md" for key in each["fresh"])
    refresh = {each["kind"]: told["evidence"][each["key"]]["quote"] for each in told["refresh"]}
    assert refresh == {"competitor": "旁边来了一个新牌子，便宜三百。"}
    assert any(each["newest"] == "2026-05-02" for each in told["ages"])
    # asked again it says the same, the other way round new is gone, and nothing was stored
    assert journey("compare", "Acme 净水", "1", "2", "--json").object() == told
    back = journey("compare", "Acme 净水", "2", "1", "--json").object()
    assert {each["id"] for each in back["findings"] if each["change"] == "gone"} == {
        each["id"]
        for each in told["findings"]
        if each["reason"] in ("new-notes", "other-reading", "opposed") or each["reason"].endswith("turned")
    }
    assert {each: each.read_bytes() for each in place.rglob("*.json")} == stored


def test_the_terminal_keeps_to_eighty_columns_and_word_has_the_whole(notes, journey, tmp_path):
    from rich.cells import cell_len

    _draft_twice(notes, journey)
    ran = journey("compare", "Acme 净水", "-o", str(tmp_path / "out"))
    assert ran.code == Exit.DONE
    for line in ran.out.splitlines():
        assert cell_len(line) <= 80 or line.startswith(("Word", "Notes", "Earlier", "Later")), line
    (path,) = (tmp_path / "out").glob("*.docx")
    opened = Document(str(path))
    text = "\n".join(each.text for each in opened.paragraphs)
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    assert "版本对照" in text
    assert "旁边来了一个新牌子，便宜三百。" in "".join((text, *cells))
    assert journey("review", "pull", str(path)).code == Exit.USAGE  # it is no report to review


def test_rounds_by_date(notes, journey):
    _draft_twice(notes, journey)
    told = journey("compare", "Acme 净水", "--since", "2026-01", "--json").object()
    assert told["rounds"]["later"] == ["zhao.md"]
    assert told["rounds"]["aside"] == ["lina.txt"]
    assert told["before"]["draft"] == told["after"]["draft"] == 2
    assert told["counts"]["changed"] == 0
    assert told["counts"]["new"] > 0
    for wrong in (("--since", "gestern"), ("--since", "2030-01-01"), ("1", "2", "--since", "2026-01-01"), ("1", "9")):
        assert journey("compare", "Acme 净水", *wrong).code == Exit.USAGE


def test_drafts_in_other_stages_are_mapped_first_and_it_is_said(notes, journey):
    journey("draft", "Acme 净水")
    journey("draft", "Acme 净水", "--stage-model", "funnel", "--report", "map")
    ran = journey("compare", "Acme 净水", "--json")
    told = ran.object()
    assert any("mapped to" in each["en"] for each in told["remarks"])
    assert (told["before"]["stage_model"], told["after"]["stage_model"]) == ("five-stage", "funnel")
    assert told["counts"]["unchanged"] > 0  # the same quotes in stages that answer to each other


def test_one_draft_is_not_enough(notes, journey):
    assert journey("compare", "Acme 净水").code == Exit.USAGE
    journey("draft", "Acme 净水")
    ran = journey("compare", "Acme 净水")
    assert ran.code == Exit.USAGE
    assert "--since" in ran.err
