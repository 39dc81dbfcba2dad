"""What the reports say, and what they do when something is missing."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.journey import (
    Cell,
    Claim,
    Computation,
    Dimension,
    Draft,
    Place,
    Recasting,
    SegmentMap,
    Stage,
    StageModel,
    Unplaced,
    Verdict,
)
from assistant.journey.places import with_claims
from assistant.reports import ReportKind, phrasing
from assistant.reports.letters import legal
from assistant.reports.report import build_report
from assistant.reports.theme import Theme
from assistant.wording import same
from tests.fakes.drafts import MODEL, build_draft
from tests.reports.opened import all_paragraphs, bookmarked_text, bookmarks, open_report


def said(draft: Draft, kind: ReportKind) -> list[str]:
    return [paragraph.text for paragraph in all_paragraphs(open_report(draft, kind))]


def one_claim(claim: Claim) -> Draft:
    """A draft whose only claim is this one."""
    draft = build_draft(segments=1, per_cell=1, count=6)
    cells = (Cell("awareness", Dimension.BEHAVIOUR, (claim,), "？"),)
    only = SegmentMap("families", "年轻家庭", cells, 1, 1)
    return replace(draft, maps=(only,), insights=(), gaps=(), left_out=(), unsegmented=())


def a_claim(text: str, verdict: Verdict = Verdict.SUPPORTED, **others: object) -> Claim:
    return replace(Claim("c1", text, ("E1",), verdict, "extractive"), **others)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(), max_size=120))
def test_any_words_of_a_claim_come_back_as_they_are(text: str) -> None:
    document = open_report(one_claim(a_claim(text)), "map")
    assert bookmarked_text(document, "claim_c1") == legal(text)


@settings(max_examples=20, deadline=None)
@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=60))
def test_no_name_can_break_the_file(client: str, label: str) -> None:
    draft = one_claim(a_claim("说得清楚"))
    draft = replace(draft, client=client, maps=(replace(draft.maps[0], label=label),))
    for kind in ("map", "insights", "gaps"):
        assert open_report(draft, kind).core_properties.author == "Journey (draft)"


def test_what_xml_forbids_is_left_away() -> None:
    assert legal("a\x00b\x0bc\ud800d\ufffee\r\nf\rg\th") == "abcde\nf\ng\th"


def test_formulas_and_markup_are_plain_words() -> None:
    words_of_a_person = "=cmd|' /C calc'!A0 <w:p>&amp;{{x}} \"'"
    assert bookmarked_text(open_report(one_claim(a_claim(words_of_a_person)), "map"), "claim_c1") == words_of_a_person


def test_the_same_claim_twice_keeps_its_words_under_two_names() -> None:
    draft = one_claim(a_claim("同一句话"))
    cells = tuple(replace(draft.maps[0].cells[0], stage=stage) for stage in ("awareness", "loyalty"))
    document = open_report(replace(draft, maps=(replace(draft.maps[0], cells=cells),)), "map")
    assert [name for name in bookmarks(document) if name.startswith("claim_c1")] == [
        "claim_c1_verdict",
        "claim_c1",
        "claim_c1_verdict_2",
        "claim_c1_2",
    ]


def test_an_empty_cell_asks_its_question_and_leaves_room() -> None:
    draft = one_claim(a_claim("有一句"))
    empty = Cell("purchase", Dimension.KPI, (), "成交率是多少？")
    lines = said(replace(draft, maps=(replace(draft.maps[0], cells=(empty,)),)), "map")
    start = lines.index("待问：成交率是多少？")
    assert lines[start - 1 : start + 2] == ["缺少证据", "待问：成交率是多少？", "回答："]


@pytest.mark.parametrize(
    ("verdict", "mark", "word"),
    [
        (Verdict.SUPPORTED, "●", ""),
        (Verdict.PARTIAL, "◐", " 部分有据"),
        (Verdict.UNSUPPORTED, "○", " 证据不足"),
        (Verdict.EDITED, "✎", " 由extractive改定"),
    ],
)
def test_a_verdict_shows_without_colour(verdict: Verdict, mark: str, word: str) -> None:
    assert f"{mark}\t一句话{word} E1" in said(one_claim(a_claim("一句话", verdict)), "map")


def test_a_key_without_evidence_is_marked_not_dropped() -> None:
    draft = one_claim(a_claim("一句话", keys=("E1", "E777")))
    assert "●\t一句话 E1 E777（附录中没有这个编号）" in said(draft, "map")
    assert any("不存在的编号：E777" in line for line in said(draft, "map"))


def test_a_computed_claim_shows_its_formula() -> None:
    share = Computation("share", ("7", "20"), "35%")
    draft = build_draft()
    insight = replace(draft.insights[0], kpis=(a_claim("20 人中有 7 人", computation=share),))
    assert "计算：占比（7 / 20） = 35%" in said(replace(draft, insights=(insight,)), "insights")


def test_the_figures_of_the_summary_are_counted_from_the_draft() -> None:
    draft = build_draft()
    filled = sum(bool(cell.claims) for each in draft.maps for cell in each.cells)
    lines = said(draft, "gaps")
    start = lines.index(str(filled))
    assert lines[start : start + 4 : 2] == [str(filled), str(len(draft.claims()))]
    unsupported = sum(claim.verdict is Verdict.UNSUPPORTED for claim in draft.claims())
    assert f"○ {unsupported} 证据不足" in lines


def test_problems_come_severest_first() -> None:
    lines = said(build_draft(), "gaps")
    assert lines.index("安装迟到，客户白等一天") < lines.index("报价不含安装费，下单后才知道")


def test_a_model_with_many_stages_is_split_into_readable_tables() -> None:
    stages = tuple(Stage(f"s{n}", same(f"阶段{n}"), same("")) for n in range(1, 10))
    model = StageModel("own", same("九阶段"), stages, "ours", "b" * 64)
    draft = replace(one_claim(a_claim("一句话")), model=model)
    document = open_report(draft, "map")
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["维度", *(f"阶段{n}" for n in range(1, 6))] in heads
    assert ["维度", *(f"阶段{n}" for n in range(6, 10))] in heads


def test_a_draft_without_segments_says_so() -> None:
    draft = one_claim(a_claim("一句话"))
    draft = replace(draft, maps=(replace(draft.maps[0], segment=None, label="未细分"),))
    assert "旅程地图：未细分" in said(draft, "map")


def test_a_draft_with_nothing_in_it_is_still_a_report() -> None:
    empty = replace(
        build_draft(), maps=(), insights=(), gaps=(), evidence=(), sources=(), left_out=(), unsegmented=(), statements=0
    )
    for kind in ("map", "insights", "gaps"):
        lines = said(empty, kind)
        assert "本报告没有引用证据。" in lines
        assert "没有遗漏：所有内容都已读取。" in lines


def test_what_belongs_to_no_segment_is_listed_by_speaker() -> None:
    lines = said(build_draft(), "map")
    assert "未归入客群的陈述" in lines
    assert "E11" in lines


def test_the_engine_is_said_honestly() -> None:
    draft = build_draft()
    assert any("不概括、不推断、不改写" in line for line in said(draft, "map"))
    made = replace(draft.provenance, engine="llm", model="qwen3")
    lines = said(replace(draft, provenance=made), "map")
    assert any("由语言模型 qwen3 起草" in line for line in lines)
    assert not any("不概括" in line for line in lines)


@pytest.mark.parametrize(
    ("created", "day"), [("2025-04-02T09:30:00+08:00", "2025 年 4 月 2 日"), ("unknown", "unknown")]
)
def test_the_date_is_the_drafts(created: str, day: str) -> None:
    draft = replace(build_draft(), provenance=replace(build_draft().provenance, created=created))
    document = open_report(draft, "gaps")
    assert f"草稿 · {day}" in document.sections[0].header.paragraphs[0].text
    assert isinstance(document.core_properties.created, datetime)


@pytest.mark.parametrize(
    ("mean", "word"), [(-2.0, "很不满"), (-0.6, "偏不满"), (0.0, "中性"), (0.6, "偏满意"), (2.0, "很满意")]
)
def test_emotions_have_a_word(mean: float, word: str) -> None:
    assert phrasing.emotion_word(mean).zh == word
    assert phrasing.signed(0.04) == "0.0"
    assert phrasing.signed(-0.25) == "−0.2"


def test_labels_follow_the_language_and_quotes_do_not() -> None:
    draft = build_draft("zh-Hant")
    lines = said(draft, "map")
    assert "附錄一　證據" in lines
    assert "「朋友家装了你们的净水器，我去做客的时候才第一次听说这个牌子。」" in lines


def test_a_report_is_built_from_the_draft_alone() -> None:
    first, second = (build_report(build_draft(), "insights", Theme()) for _ in range(2))
    assert first == second
    assert MODEL.stages[0].label.zh in {block.text for block in first.body if hasattr(block, "text")}


def test_claims_without_a_place_after_a_recast_are_listed_with_their_evidence() -> None:
    claim = a_claim("说得清楚")
    waiting = Unplaced(claim, "cell", ("families", "loyalty", "insight"), "忠诚", ("retention", "awareness"), "person")
    empty = with_claims(one_claim(claim), {Place("cell", ("families", "awareness", "behaviour")): ()})
    draft = replace(empty, unplaced=(waiting,), recasting=Recasting("own", "九阶段", 2, 30, 4))
    lines = said(draft, "map")
    assert any("尚未归位" in line for line in lines)
    assert any("由人写下" in line for line in lines)
    assert any("说得清楚" in line and "E1" in line for line in lines)
    assert "evidence_E1" in bookmarks(open_report(draft, "map"))
    assert not any("尚未归位" in line for line in said(empty, "map"))
