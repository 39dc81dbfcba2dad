"""Funnel, full analysis, journeys and comparison with a chat model: the same reports, the same rules of evidence."""

from pathlib import Path

import pytest
from docx import Document

from assistant.errors import Exit
from tests.cli.conftest import Journey
from tests.drafting_llm.test_commands import NAME, analyst, journey, place, server, stored
from tests.fakes.analyst import Analyst

__all__ = ["analyst", "journey", "place", "server"]

NEW = """\
日期：2026-05-02

林：后来呢？

陈女士：滤芯提醒还是收不到，客服电话打了三次才有人接，我很不满意。

刘老板：旁边来了一个新牌子，便宜三百。
"""


def _text(path: Path) -> str:
    opened = Document(str(path))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(each.text for each in opened.paragraphs), *cells))


@pytest.mark.parametrize(
    ("report", "file"),
    [("funnel", "funnel.docx"), ("analysis", "full-analysis.docx"), ("journeys", "customer-journeys.docx")],
)
def test_each_report_of_the_method_is_written_with_evidence_and_its_age(
    place: Path, journey: Journey, analyst: Analyst, report: str, file: str
) -> None:
    analyst.codes = _code
    ran = journey("draft", NAME, "--report", report, "--json")
    # the scripted model knows the gaps of the five stages only: of the funnel it leaves them out, and that is said
    assert ran.code == (Exit.FLAGGED if report == "funnel" else Exit.DONE), ran.told
    path = next(Path(each) for each in ran.object()["reports"] if each.endswith(file))
    assert "证据有多新" in _text(path)
    draft = stored(place)
    assert draft["provenance"]["engine"] == "llm"
    keys = {each["key"] for each in draft["evidence"]}
    findings = [draft[report]] if draft.get(report) else [draft["journeys"]]
    cited = [key for each in findings for key in _keys(each)]
    assert cited
    assert set(cited) <= keys


def _code(words: str) -> tuple[str, str, int]:
    """Stages that the five and the funnel have in common."""
    stage = "awareness" if "小红书" in words else "consideration" if "比" in words else "retention"
    return stage, "insight" if "提醒" in words else "behaviour", -1 if "没" in words else 0


def test_drafts_of_a_model_are_compared_by_their_evidence(place: Path, journey: Journey) -> None:
    assert journey("draft", NAME).code == Exit.DONE
    (place / "clients" / "Acme-净水" / "notes" / "new.md").write_text(NEW, encoding="utf-8")
    assert journey("draft", NAME).code == Exit.DONE
    told = journey("compare", NAME, "--json").object()
    assert told["before"]["engine"] == told["after"]["engine"] == "llm"
    assert told["notes"]["added"] == ["new.md"]
    assert told["counts"]["unchanged"] > 0
    fresh = {key for each in told["findings"] for key in each["fresh"]}
    assert fresh
    assert {told["evidence"][key]["document"] for key in fresh} == {"new.md"}
    assert [told["evidence"][each["key"]]["quote"] for each in told["refresh"]] == ["旁边来了一个新牌子，便宜三百。"]
    assert journey("compare", NAME, "1", "1", "--json").object()["findings"] == []


def _keys(value: object) -> list[str]:
    """Every key that a part of a stored draft cites."""
    if isinstance(value, list):
        return [key for each in value for key in _keys(each)]
    if not isinstance(value, dict):
        return []
    own = [each for each in value.get("keys", []) if isinstance(each, str)]
    own += [value["key"]] if isinstance(value.get("key"), str) else []
    return [*own, *(key for each in value.values() for key in _keys(each) if isinstance(each, dict | list))]
