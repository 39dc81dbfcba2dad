"""Whole drafts of small notes: nothing invented, nothing twice, nobody in another's map; the same notes, the same draft."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.build import build_draft
from assistant.drafting.computing import recompute
from assistant.drafting.figures import find_figures
from assistant.drafting.quoting import find_quotations
from assistant.drafting.store import load_draft, save_draft
from assistant.journey import Claim, Coding, Draft, Role, Statement, Verdict
from assistant.sources.folding import find_quote
from assistant.wording import LANGUAGES, Language
from tests.drafting.notes import BEHAVIOUR, INSIGHT, KPI, SEGMENTS, TOUCHPOINT, Notes, rich_notes
from tests.fakes.embedders import LetterEmbedder


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    return build_draft(rich_notes().request(tmp_path))


def map_claims(draft: Draft, segment: str | None) -> list[Claim]:
    (found,) = [each for each in draft.maps if each.segment == segment]
    return [claim for cell in found.cells for claim in cell.claims]


def speakers(claims: Sequence[Claim], draft: Draft) -> set[str | None]:
    return {found.speaker for claim in claims for key in claim.keys if (found := draft.quoted(key))}


def check_true(draft: Draft, statements: Sequence[Statement]) -> None:
    """What must hold of every draft: all it quotes was said, by no interviewer, under keys it knows."""
    said = {each.id: each for each in statements}
    for evidence in draft.evidence:
        statement = said[evidence.statement]
        assert find_quote(evidence.quote, statement.text) is not None
        assert (evidence.document, evidence.locator) == (statement.document, statement.locator)
        assert evidence.role is statement.role is not Role.INTERVIEWER
    for claim in draft.claims():
        assert all(draft.quoted(key) for key in claim.keys)
        assert claim.keys or claim.computation
        assert claim.verdict is not Verdict.UNSUPPORTED, claim
        if claim.computation:
            assert recompute(claim.computation.operation, claim.computation.inputs) == claim.computation.result
    assert set(draft.unsegmented) <= {each.key for each in draft.evidence}
    assert len({each.key for each in draft.evidence}) == len(draft.evidence)
    assert len({each.id for each in draft.gaps}) == len(draft.gaps)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quote_of_a_draft_was_said(tmp_path: Path, language: Language) -> None:
    notes = rich_notes()
    draft = build_draft(notes.request(tmp_path, language))
    check_true(draft, notes.statements)
    for claim in draft.claims():
        quotes = [each.quote for key in claim.keys if (each := draft.quoted(key))]
        if claim.computation is None:
            assert any(quote in claim.text for quote in quotes), claim.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_stay_as_they_were_said_and_labels_follow_the_report(tmp_path: Path, language: Language) -> None:
    draft = build_draft(rich_notes().request(tmp_path, language))
    quotes = {each.quote for each in draft.evidence}
    assert "門市的小姐很有耐心，把三台機器的差別一項一項講給我聽。" in quotes
    assert "I saw the advert twice before I visited the shop." in quotes
    assert "我是在官网上看到的，因为邻居提过一句。" in quotes
    labels = {"zh-Hans": "购买", "zh-Hant": "購買", "en": "Purchase"}
    assert draft.insights[1].label == labels[language]
    staff = {"zh-Hans": "据员工李雷说", "zh-Hant": "據員工李雷說", "en": "According to staff (李雷)"}
    assert any(claim.text.startswith(staff[language]) for claim in draft.claims())


def test_the_same_notes_give_the_same_draft(tmp_path: Path) -> None:
    notes = rich_notes()
    first = build_draft(notes.request(tmp_path / "one"))
    assert build_draft(notes.request(tmp_path / "two")) == first
    assert build_draft(notes.request(tmp_path / "one")) == first


def test_a_new_note_leaves_keys_and_ids_as_they_were(tmp_path: Path) -> None:
    notes = rich_notes()
    before = build_draft(notes.request(tmp_path))
    notes.say("王芳", "送货倒是挺快的，下单第二天就到了。", "purchase", BEHAVIOUR, 1)
    after = build_draft(notes.request(tmp_path, number=2, parent=1))
    known = {(each.statement, each.quote): each.key for each in before.evidence}
    for each in after.evidence:
        assert known.get((each.statement, each.quote), each.key) == each.key
    new = [each.key for each in after.evidence if (each.statement, each.quote) not in known]
    assert not set(new) & {each.key for each in before.evidence}
    assert {claim.id for claim in map_claims(before, "shops")} <= {claim.id for claim in map_claims(after, "shops")}


def test_a_draft_can_be_stored(tmp_path: Path, draft: Draft) -> None:
    save_draft(tmp_path / "drafts", draft)
    assert load_draft(tmp_path / "drafts") == draft


# ---------------------------------------------------------------- who stands in which map


def test_each_map_holds_its_own_segment_alone(draft: Draft) -> None:
    for segment in SEGMENTS:
        for claim in map_claims(draft, segment.id):
            assert {evidence.segment for key in claim.keys if (evidence := draft.quoted(key))} == {segment.id}


def test_people_of_no_known_segment_are_listed_and_stand_in_no_map(draft: Draft) -> None:
    listed = {found.speaker for key in draft.unsegmented if (found := draft.quoted(key))}
    assert {"路人甲", None} <= listed
    for each in draft.maps:
        assert not {"路人甲", None} & speakers(map_claims(draft, each.segment), draft)


def test_a_segment_that_is_not_the_clients_is_no_segment(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("过路人", "我是在官网上看到的。", "awareness", TOUCHPOINT, segment="不存在的客群")
    draft = build_draft(notes.request(tmp_path))
    assert [each.segment for each in draft.maps] == ["families", "shops"]
    assert not map_claims(draft, "families")
    assert len(draft.unsegmented) == 1


def test_without_segments_there_is_one_map_that_says_so(tmp_path: Path) -> None:
    draft = build_draft(rich_notes().request(tmp_path, segments=()))
    (only,) = draft.maps
    assert (only.segment, only.label) == (None, "未细分")
    assert {"王女士", "刘强", "路人甲"} <= speakers(map_claims(draft, None), draft)
    assert draft.unsegmented == ()


def test_a_draft_of_one_segment_leaves_the_other_out(tmp_path: Path) -> None:
    draft = build_draft(rich_notes().request(tmp_path, segment="families"))
    assert [each.segment for each in draft.maps] == ["families"]
    assert not {"刘强", "刘老板", "Mr Carter"} & {each.speaker for each in draft.evidence}
    assert "李雷" in {each.speaker for each in draft.evidence}


# ---------------------------------------------------------------- cells


def test_an_empty_cell_carries_the_question_that_would_fill_it(draft: Draft) -> None:
    families = draft.maps[0]
    assert families.cell("awareness", KPI).claims == ()
    for each in draft.maps:
        assert all(cell.question.startswith(f"{cell.stage} {cell.dimension}？") for cell in each.cells)


def test_every_map_has_every_cell_in_order(draft: Draft) -> None:
    places = [(stage, row) for stage in draft.model.stage_ids for row in (BEHAVIOUR, TOUCHPOINT, KPI, INSIGHT)]
    for each in draft.maps:
        assert [(cell.stage, cell.dimension) for cell in each.cells] == places


def test_a_cell_holds_at_most_what_was_asked_for_and_counts_the_rest(tmp_path: Path) -> None:
    notes = Notes()
    places = (
        *("官网的首页", "朋友圈里的图片", "地铁站的灯箱", "小区电梯旁边"),
        *("公司楼下展台", "短视频的直播间", "搬家时的传单"),
    )
    for place in places:
        notes.say("王芳", f"第一次知道你们是通过{place}。", "awareness", TOUCHPOINT)
    draft = build_draft(notes.request(tmp_path, claims_per_cell=3))
    cell = draft.maps[0].cell("awareness", TOUCHPOINT)
    assert (len(cell.claims), cell.statements) == (3, 7)


def test_the_same_words_are_printed_once_in_a_map(tmp_path: Path) -> None:
    notes = Notes()
    for speaker in ("王芳", "赵敏", "王女士"):
        notes.say(speaker, "我是在官网上看到的，觉得挺专业。", "awareness", TOUCHPOINT, 1, also=("purchase", INSIGHT))
    draft = build_draft(notes.request(tmp_path))
    cell = draft.maps[0].cell("awareness", TOUCHPOINT)
    assert len(cell.claims) == 1
    keys = [claim.keys for claim in map_claims(draft, "families")]
    assert len(keys) == len(set(keys))


def test_a_second_code_fills_a_cell_that_would_be_empty(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王芳", "我是在官网上看到的。", "awareness", TOUCHPOINT)
    notes.say("赵敏", "门店里看了看，又回家在官网上比了比。", "awareness", TOUCHPOINT, also=("purchase", BEHAVIOUR))
    first = build_draft(notes.request(tmp_path, claims_per_cell=1)).maps[0]
    filled = [cell for cell in first.cells if cell.claims]
    assert len({claim.keys for cell in filled for claim in cell.claims}) == sum(len(cell.claims) for cell in filled)


# ---------------------------------------------------------------- who says it, and what only leans on a question


def test_a_short_answer_is_shown_with_its_question(draft: Draft) -> None:
    (claim,) = draft.maps[1].cell("purchase", BEHAVIOUR).claims
    assert claim.text == "刘强：（问：您当天就付款了吗？）“是的。”"
    evidence = draft.quoted(claim.keys[0])
    assert evidence is not None
    assert (evidence.quote, evidence.question) == ("是的。", "您当天就付款了吗？")


def test_a_long_answer_stands_without_its_question(draft: Draft) -> None:
    (claim,) = [each for each in map_claims(draft, "families") if "官网" in each.text]
    assert "问：" not in claim.text


def test_what_staff_say_of_customers_is_partial_and_says_who(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("李雷", "年轻家庭的客户一般先逛两家再回来。", "purchase", BEHAVIOUR, segment="families")
    notes.say("李雷", "年轻家庭在我们门店可以免费试水。", "purchase", TOUCHPOINT, segment="families")
    draft = build_draft(notes.request(tmp_path))
    (belief,) = draft.maps[0].cell("purchase", BEHAVIOUR).claims
    (company,) = draft.maps[0].cell("purchase", TOUCHPOINT).claims
    assert (belief.verdict, belief.text[:6]) == (Verdict.PARTIAL, "据员工李雷说")
    assert (company.verdict, company.text[:7]) == (Verdict.SUPPORTED, "李雷（店长）：")


def test_an_unknown_speaker_is_marked(tmp_path: Path) -> None:
    draft = build_draft(rich_notes().request(tmp_path, segments=()))
    (claim,) = [each for each in map_claims(draft, None) if "水很好喝" in each.text]
    assert (claim.verdict, claim.text) == (Verdict.PARTIAL, "一位发言者（身份不明）：“听说你们的水很好喝。”")


def test_the_interviewer_is_never_quoted_even_where_coded(tmp_path: Path) -> None:
    notes = rich_notes()
    asked = notes.statements[0]
    coding = Coding(asked.id, "five-stage", ("awareness",), (TOUCHPOINT,), 0, "families", 1.0, "person")
    draft = build_draft(replace(notes.request(tmp_path), codings=(coding, *notes.codings)))
    check_true(draft, notes.statements)
    assert "30" not in " ".join(claim.text for claim in draft.claims())


def test_small_talk_stands_nowhere(draft: Draft) -> None:
    assert "天气" not in " ".join(each.quote for each in draft.evidence)
    assert (draft.statements, draft.coded) == (13, 12)


# ---------------------------------------------------------------- thin and odd notes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("segments", [SEGMENTS, ()])
def test_notes_without_codings_give_an_honest_empty_draft(tmp_path: Path, language: Language, segments: object) -> None:
    notes = rich_notes()
    draft = build_draft(replace(notes.request(tmp_path, language, segments=segments), codings=()))
    check_true(draft, notes.statements)
    assert (draft.evidence, draft.coded) == ((), 0)
    assert all(cell.question and not cell.claims for each in draft.maps for cell in each.cells)
    assert all(answer.state == "open" for each in draft.insights for answer in each.answers)
    assert draft.gaps


def test_no_statements_at_all(tmp_path: Path) -> None:
    draft = build_draft(Notes().request(tmp_path))
    check_true(draft, ())
    assert (draft.statements, draft.coded) == (0, 0)


def test_vectors_change_the_choice_and_never_the_truth(tmp_path: Path) -> None:
    notes = rich_notes()
    embedder = LetterEmbedder()
    texts = [each.text for each in notes.statements]
    vectors = dict(zip((each.id for each in notes.statements), embedder.embed_queries(texts), strict=True))
    questions = [each.question for each in notes.statements if each.question]
    asked = dict(zip(questions, embedder.embed_queries(questions), strict=True))
    request = notes.request(tmp_path, vectors=vectors, embed=embedder.embed_queries, asked=asked)
    draft = build_draft(request)
    check_true(draft, notes.statements)
    assert build_draft(request) == draft


def test_a_long_statement_is_cut_at_its_sentences(tmp_path: Path) -> None:
    notes = Notes()
    long = "".join(f"第{number}次我又打电话去问，客服说还要再等两天，让我不要着急。" for number in range(2, 30))
    notes.say("王芳", long, "purchase", INSIGHT, -1)
    draft = build_draft(notes.request(tmp_path))
    check_true(draft, notes.statements)
    assert all(len(each.quote) < 100 and each.quote.endswith("。") for each in draft.evidence)


PIECES = st.sampled_from(
    ["我等了五天", "“安装”很慢", "价格「2,800」元", "三成的人", "王女士说", "Mr Lee said", "《说明书》", "但是", "，", "。", "\n", "A&B",
     "2025-03-01", "不会再买", "因为", "官网", "{words}", "％", "ﷺ", "\ud800", "e\u0301", "\u200b"]
)  # fmt: skip
SAYINGS = st.lists(
    st.tuples(
        st.lists(PIECES, min_size=1, max_size=6).map("".join).filter(lambda text: bool(text.strip())),
        st.sampled_from(["王芳", "刘老板", "李雷", "路人", None]),
        st.sampled_from(["awareness", "purchase"]),
        st.sampled_from([BEHAVIOUR, TOUCHPOINT, KPI, INSIGHT]),
        st.integers(-2, 2),
        st.none() | st.just("您等了30天吗？"),
    ),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(SAYINGS, st.sampled_from(LANGUAGES), st.booleans())
def test_no_words_make_a_draft_untrue(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple], language: Language, segmented: bool
) -> None:
    notes = Notes()
    for text, speaker, stage, dimension, feeling, question in said:
        role = Role.UNKNOWN if speaker is None else None
        notes.say(speaker, text, stage, dimension, feeling, role=role, question=question)
    segments = SEGMENTS if segmented else ()
    draft = build_draft(notes.request(tmp_path_factory.mktemp("draft"), language, segments=segments))
    check_true(draft, notes.statements)
    for each in draft.maps:
        keys = [claim.keys for cell in each.cells for claim in cell.claims]
        assert len(keys) == len(set(keys))


def test_quotations_and_figures_of_all_claims_are_the_speakers_own(draft: Draft) -> None:
    for claim in draft.claims():
        quotes = [each.quote for key in claim.keys if (each := draft.quoted(key))]
        for words in find_quotations(claim.text):
            assert any(find_quote(words, quote) is not None for quote in quotes)
        if claim.computation is None and "问：" not in claim.text:
            said = [figure for quote in quotes for figure in find_figures(quote)]
            assert all(any(figure.matches(each) for each in said) for figure in find_figures(claim.text))


def test_an_empty_kpi_cell_points_to_figures_of_the_whole_company_and_copies_none(draft: Draft) -> None:
    for each in draft.maps:
        cell = each.cell("purchase", KPI)
        assert cell.claims == ()
        assert "见《阶段洞察》" in cell.question
        assert "见《阶段洞察》" not in each.cell("awareness", KPI).question
    (purchase,) = (insight for insight in draft.insights if insight.stage == "purchase")
    assert any("三成" in claim.text for claim in purchase.kpis)
