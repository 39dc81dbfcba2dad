"""Scores of a survey: read as they stand, computed by code, and printed with all that they were computed from."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from assistant.drafting.build import DraftRequest, build_draft
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.scores import find_scores
from assistant.journey import Dimension, Draft, Locator, Provenance, Role, Segment, Statement, Verdict, statement_id
from assistant.library import load_playbook
from assistant.sources import read_notes

HOMES, SHOPS = Segment("homes", "家庭住户"), Segment("shops", "餐饮门店")
ASKED = "您有多大可能把我们推荐给朋友？（0-10分）"
HEAD = ("编号", "客户类型", ASKED, "安装服务满意度（1-5分）", "您还有什么想说的？")
ROWS = (
    ("R01", "家庭住户", 9, 5, "师傅很准时。"),
    ("R02", "家庭住户", 10, 4, ""),
    ("R03", "餐饮门店", 6, 3, "滤芯太贵了，换一次要八百。"),
    ("R04", "餐饮门店", 7, 4.5, ""),
    ("R05", "家庭住户", 3, 2, "等了三天才装上。"),
    ("R06", "餐饮门店", 9, 5, ""),
    ("R07", "家庭住户", 11, "", ""),
    ("R08", "餐饮门店", "不清楚", 4, ""),
)


def sheet() -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in (HEAD, *ROWS):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table() -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows((HEAD, *ROWS))
    return out.getvalue().encode("gb18030")


def drafted(folder: Path, segments: tuple[Segment, ...]) -> Draft:
    notes = read_notes(folder, (), segments)
    keys = EvidenceKeys(folder.parent / "keys.json")
    provenance = Provenance("extractive", "", "", "2026-01-01T00:00:00Z", "0")
    playbook = load_playbook()
    said = notes.statements
    return build_draft(
        DraftRequest("甲公司", "zh-Hans", segments, (), playbook, said, (), (), (), provenance, 1, None, keys)
    )


@pytest.mark.parametrize(("name", "raw"), [("survey.xlsx", sheet()), ("问卷2025.csv", table())])
def test_averages_and_nps_stand_in_map_and_insights_with_their_inputs(tmp_path: Path, name: str, raw: bytes) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / name).write_bytes(raw)
    draft = drafted(folder, (HOMES, SHOPS))
    found = {(each.stage, each.segment): each for each in draft.claims() if each.computation and each.keys}
    assert all(each.verdict is Verdict.SUPPORTED for each in found.values())
    nps, mean = found["loyalty", None], found["retention", None]
    assert nps.computation is not None
    assert mean.computation is not None
    # 11 is no score of the scale, and one did not know: three promoters and two detractors of six
    assert (nps.computation.inputs, nps.computation.result) == (("9", "10", "6", "7", "3", "9"), "17")
    assert (mean.computation.inputs, mean.computation.result) == (("5", "4", "3", "4.5", "2", "5", "4"), "3.9")
    assert "17" in nps.text
    homes = next(each for each in draft.maps if each.segment == "homes")
    cell = homes.cell("loyalty", Dimension.KPI)
    assert cell.claims[0].text.endswith("家庭住户的净推荐值（NPS）为 33。")
    assert {draft.quoted(key).quote for key in cell.claims[0].keys if draft.quoted(key)} == {"9", "10", "3"}


def said(figures: list[str], question: str) -> list[Statement]:
    return [
        Statement(statement_id("a.csv", figure, at), "a.csv", Locator(row=at + 2), f"R{at}", Role.CUSTOMER, None, figure,
                  "zh-Hans", at + 1, question)
        for at, figure in enumerate(figures)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "figures", "operation"),
    [
        ("会不会推荐（0-10）", ["8", "9", "4"], "nps"),
        ("How likely are you to recommend us?", ["8", "9", "10"], "nps"),
        ("推荐意愿（1-5分）", ["4", "5", "3"], "mean"),
        ("满意度", ["４", "5分", "3.5"], "mean"),
        ("您家几口人？", ["3", "4", "5"], None),
        ("满意吗", ["满意", "还行", "4", "5"], None),
        ("满意度打分", ["4", "5"], None),
        ("会不会推荐（0-10）", ["8/10", "9/10", "4/10"], None),
    ],
)
def test_what_is_a_scored_question(question: str, figures: list[str], operation: str | None) -> None:
    found = find_scores(said(figures, question))
    assert [each.operation for each in found] == ([operation] if operation else [])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 10), min_size=3, max_size=40))
def test_every_score_is_an_input_and_nps_is_its_definition(scores: list[int]) -> None:
    (question,) = find_scores(said([str(each) for each in scores], "推荐（0-10）"))
    computed = question.compute(question.scores)
    assert computed.inputs == tuple(map(str, scores))
    share = 100 * (sum(each >= 9 for each in scores) - sum(each <= 6 for each in scores)) / len(scores)
    assert abs(int(computed.result) - share) <= 0.5
