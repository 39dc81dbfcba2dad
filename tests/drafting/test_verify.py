"""Verification: what a claim says must be in the evidence it cites, by code; nothing is changed, everything is marked."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.computing import compute_count, compute_mean, compute_nps, compute_share
from assistant.drafting.names import NameBook, build_name_book, find_names
from assistant.drafting.verify import verify_claim
from assistant.journey import (
    Claim,
    Computation,
    Dimension,
    Doubt,
    Evidence,
    Locator,
    Person,
    Role,
    Statement,
    Verdict,
)
from assistant.wording import LANGUAGES, Language

LATE = "师傅约好上午十点来，结果下午三点才到，我请了一天假。"
RATE = "我们的成交率大概在三成左右，去年三月是 25%。"
NAMES = build_name_book(
    [Person("王芳", Role.CUSTOMER, aliases=("王女士", "Ms Wang")), Person("陈经理", Role.STAFF)], ["澄川/Chengchuan"]
)


class Case:
    """Evidence E1, E2, … of one speaker each, and claims checked against it."""

    def __init__(self) -> None:
        self.evidence: dict[str, Evidence] = {}
        self.statements: dict[str, Statement] = {}

    def told(
        self,
        text: str,
        role: Role = Role.CUSTOMER,
        *,
        quote: str | None = None,
        speaker: str | None = "王女士",
        question: str | None = None,
    ) -> "Case":
        number = len(self.evidence) + 1
        where, language = Locator(line=number), "zh-Hans"
        self.statements[f"s{number}"] = Statement(
            f"s{number}", "一.md", where, speaker, role, None, text, language, number, question
        )
        self.evidence[f"E{number}"] = Evidence(
            f"E{number}", f"s{number}", "一.md", where, speaker, role, None, quote or text, language, question
        )
        return self

    def check(
        self,
        text: str,
        *keys: str,
        names: NameBook = NAMES,
        language: Language = "zh-Hans",
        dimension: Dimension | None = Dimension.INSIGHT,
        **others: object,
    ) -> Claim:
        claim = Claim("c1", text, keys or tuple(self.evidence), Verdict.SUPPORTED, "extractive", dimension=dimension)
        return verify_claim(replace(claim, **others), self.evidence, self.statements, names, language)


def kinds(claim: Claim) -> set[str]:
    return {doubt.kind for doubt in claim.doubts}


# ---------------------------------------------------------------- quotes


@pytest.mark.parametrize(
    "quote",
    [
        LATE,
        "结果下午三点才到",
        "师傅约好 上午十点来，\n结果下午三点才到",
        "师傅约好上午十点来,结果下午三点才到",
    ],
)
def test_a_quote_is_found_through_width_and_spacing(quote: str) -> None:
    claim = Case().told(LATE).check(f"王女士：“{quote}”")
    assert (claim.verdict, claim.doubts) == (Verdict.SUPPORTED, ())


def test_full_width_words_are_the_same_words() -> None:
    claim = Case().told("我在ＡＰＰ上等了３０分钟").check("她说“我在APP上等了30分钟”。")
    assert claim.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        "王女士：“师傅约好上午十点来，结果下午四点才到”",
        "王女士：「师傅没有约好上午十点来」",
        '王女士："师傅约好上午十点来，我请了一天假"',
        "王女士：“结果下午三点才到，然后走了",
        "王女士：“師傅約好上午十點來”",
    ],
)
def test_a_changed_word_in_a_quote_is_caught(text: str) -> None:
    claim = Case().told(LATE).check(text)
    assert claim.verdict is Verdict.UNSUPPORTED
    assert "not-verbatim" in kinds(claim)


def test_a_quote_across_two_pieces_of_evidence_is_no_quote() -> None:
    claim = Case().told("水很好喝").told("安装很慢").check("“水很好喝安装很慢”")
    assert kinds(claim) == {"not-verbatim"}


def test_words_of_a_statement_beyond_the_cited_quote_are_not_cited() -> None:
    claim = Case().told(LATE, quote="结果下午三点才到").check("“我请了一天假”")
    assert "not-verbatim" in kinds(claim)


def test_evidence_that_is_not_in_its_statement_marks_the_claim() -> None:
    case = Case().told(LATE, quote="师傅提前到了")
    claim = case.check("“师傅提前到了”")
    assert claim.verdict is Verdict.UNSUPPORTED
    assert {"quote-not-found", "not-verbatim"} <= kinds(claim)
    assert "E1" in claim.doubts[0].detail


def test_evidence_whose_statement_is_gone_supports_nothing() -> None:
    case = Case().told(LATE)
    case.statements.clear()
    assert case.check("师傅迟到了").verdict is Verdict.UNSUPPORTED


def test_an_empty_quote_is_no_evidence() -> None:
    assert Case().told(LATE, quote="  ").check("师傅迟到了").verdict is Verdict.UNSUPPORTED


# ---------------------------------------------------------------- figures, dates


@pytest.mark.parametrize(
    "text", ["成交率约为30%。", "成交率大概三成。", "约百分之三十的人会买。", "去年3月成交率为25%。"]
)
def test_figures_in_other_numerals_are_the_same(text: str) -> None:
    assert Case().told(RATE).check(text).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        "成交率约为40%。",
        "成交率约为30。",
        "2024年3月成交率为25%。",
        "去年四月是25%。",
        "去年3月1日是25%。",
        "有25个客户。",
    ],
)
def test_a_figure_or_date_that_is_not_in_the_evidence_is_unsupported(text: str) -> None:
    claim = Case().told(RATE).check(text)
    assert claim.verdict is Verdict.UNSUPPORTED
    assert "figure" in kinds(claim)


def test_the_doubt_names_the_figure() -> None:
    (doubt,) = Case().told(RATE).check("成交率约为40%。").doubts
    assert "40%" in doubt.detail


def test_a_rough_figure_claimed_as_exact_is_partial() -> None:
    claim = Case().told(RATE).check("成交率是30%。")
    assert (claim.verdict, kinds(claim)) == (Verdict.PARTIAL, {"figure-approximate"})


@pytest.mark.parametrize("said", ["我们一共有几十个客户", "我们一共有十几个客户", "我们一共有10多个客户"])
def test_some_dozens_are_not_exactly_ten(said: str) -> None:
    assert Case().told(said).check("一共有10个客户。").verdict is not Verdict.SUPPORTED


def test_a_figure_of_other_evidence_does_not_help() -> None:
    case = Case().told("我等了五天").told("价格是两千八")
    assert case.check("价格是2800元。", "E2").verdict is Verdict.SUPPORTED
    assert case.check("价格是2800元。", "E1").verdict is Verdict.UNSUPPORTED


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("name", ["王女士", "王芳", "Ms Wang", "王芳（Ms Wang）"])
def test_a_person_is_the_same_under_each_alias(name: str) -> None:
    assert Case().told("我很满意").check(f"{name}很满意。").verdict is Verdict.SUPPORTED


def test_script_makes_no_other_person() -> None:
    case = Case().told("我們的退貨率不高", Role.STAFF, speaker="陳經理")
    assert case.check("陈经理说退货率不高。", dimension=Dimension.KPI).verdict is Verdict.SUPPORTED


def test_a_brand_is_the_same_in_both_its_spellings() -> None:
    assert Case().told("我选了澄川的机器").check("王女士选了Chengchuan。").verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("text", ["陈经理很满意。", "李先生很满意。", "她买了《净水指南》。"])
def test_a_name_that_nobody_said_is_unsupported(text: str) -> None:
    claim = Case().told("我很满意").check(text)
    assert (claim.verdict, kinds(claim)) == (Verdict.UNSUPPORTED, {"name"})


def test_a_segment_that_holds_the_clients_name_names_nobody() -> None:
    names = build_name_book((), ["餐饮店", "店家通"], ["小型餐饮店"])
    assert find_names("小型餐饮店的指标还没有证据。", names) == []
    assert find_names("小型餐饮店说餐饮店好。", names) == ["餐饮店"]
    assert find_names("小型餐饮店家通过它买。", names) == ["店家通"]


def test_a_latin_name_ends_where_the_chinese_begins() -> None:
    assert Case().told("我用Keep跑步").check("王女士在Keep上跑步。").verdict is Verdict.SUPPORTED


def test_a_name_that_may_be_translated_is_left_to_a_person() -> None:
    claim = Case().told("我后来换了海蓝牌的").check("王女士换了Hailan。")
    assert (claim.verdict, kinds(claim)) == (Verdict.PARTIAL, {"name-unchecked"})


# ---------------------------------------------------------------- keys


def test_an_unknown_key_stays_and_is_marked() -> None:
    claim = Case().told("我很满意").check("王女士很满意。", "E1", "E99", "E100")
    assert (claim.verdict, kinds(claim), claim.keys) == (Verdict.PARTIAL, {"unknown-key"}, ("E1", "E99", "E100"))
    assert "E99、E100" in claim.doubts[0].detail


def test_only_unknown_keys_support_nothing() -> None:
    claim = Case().told("我很满意").check("客户很满意。", "E99")
    assert claim.verdict is Verdict.UNSUPPORTED
    assert claim.keys == ("E99",)


def test_no_evidence_at_all_is_unsupported() -> None:
    claim = Case().check("客户很满意。")
    assert (claim.verdict, kinds(claim)) == (Verdict.UNSUPPORTED, {"no-evidence"})


# ---------------------------------------------------------------- who says it


@pytest.mark.parametrize("dimension", [Dimension.BEHAVIOUR, Dimension.INSIGHT, None])
def test_staff_alone_do_not_speak_for_customers(dimension: Dimension | None) -> None:
    claim = Case().told("客户都先逛两家", Role.STAFF).check("客户都先逛两家。", dimension=dimension)
    assert (claim.verdict, kinds(claim)) == (Verdict.PARTIAL, {"staff-only"})


@pytest.mark.parametrize("dimension", [Dimension.TOUCHPOINT, Dimension.KPI])
def test_staff_know_what_the_company_does(dimension: Dimension) -> None:
    claim = Case().told("我们有三家店", Role.STAFF).check("公司有三家店。", dimension=dimension)
    assert claim.verdict is Verdict.SUPPORTED


def test_a_customer_confirms_what_staff_say() -> None:
    case = Case().told("客户都先逛两家", Role.STAFF).told("我先逛了两家")
    assert case.check("客户先逛两家。").verdict is Verdict.SUPPORTED


@pytest.mark.parametrize("dimension", list(Dimension))
def test_an_unknown_speaker_makes_it_partial(dimension: Dimension) -> None:
    claim = Case().told("水很好喝", Role.UNKNOWN, speaker=None).check("水很好喝。", dimension=dimension)
    assert (claim.verdict, kinds(claim)) == (Verdict.PARTIAL, {"role-unknown"})


def test_the_interviewer_is_no_evidence() -> None:
    claim = Case().told("很多客户等了五天", Role.INTERVIEWER).check("客户等了五天。")
    assert claim.verdict is Verdict.UNSUPPORTED
    assert "interviewer-only" in kinds(claim)


def test_the_interviewers_figure_does_not_count_beside_a_customer() -> None:
    case = Case().told("您等了五天吗", Role.INTERVIEWER, speaker="顾问").told("等了很久")
    claim = case.check("客户等了五天。")
    assert (claim.verdict, kinds(claim)) == (Verdict.UNSUPPORTED, {"figure"})


def test_the_question_is_context_and_never_evidence() -> None:
    case = Case().told("是的。", question="您当天付了3000元吗？")
    assert case.check("王女士：（问：您当天付了3000元吗？）“是的。”").verdict is Verdict.SUPPORTED
    claimed = case.check("王女士当天付了3000元。")
    assert (claimed.verdict, kinds(claimed)) == (Verdict.UNSUPPORTED, {"figure"})
    assert kinds(case.check("“您当天付了3000元吗”")) >= {"not-verbatim"}


# ---------------------------------------------------------------- computed


@pytest.mark.parametrize(
    ("computation", "text"),
    [
        (compute_count(["a", "b", "a"]), "有 2 位客户不满。"),
        (compute_share(7, 20), "20 人里有 7 人（35%）这么说。"),
        (compute_mean([-2, 1, 0, 2]), "平均情感为 0.3。"),
        (compute_nps([10, 9, 8, 6, 0]), "NPS 为 0。"),
    ],
)
def test_a_computed_figure_stands_on_its_inputs(computation: Computation, text: str) -> None:
    claim = Case().check(text, computation=computation)
    assert (claim.verdict, claim.doubts) == (Verdict.SUPPORTED, ())


@pytest.mark.parametrize(
    "computation",
    [
        Computation("count", ("a", "b", "a"), "3"),
        Computation("share", ("7", "20"), "36%"),
        Computation("share", ("20", "7"), "286%"),
        Computation("share", ("7", "0"), "0%"),
        Computation("share", ("7",), "7%"),
        Computation("mean", ("1", "2"), "2"),
        Computation("mean", (), "0"),
        Computation("mean", ("很多",), "5"),
        Computation("nps", ("11",), "100"),
    ],
)
def test_a_wrong_result_is_found_when_computed_again(computation: Computation) -> None:
    claim = Case().check(f"结果是 {computation.result}。", computation=computation)
    assert claim.verdict is Verdict.UNSUPPORTED
    assert "computation" in kinds(claim)


@pytest.mark.parametrize(
    ("computation", "text"),
    [
        (compute_count([f"c{n}" for n in range(7)]), "有 5 位客户不满。"),
        (compute_count([f"c{n}" for n in range(7)]), "Customers dissatisfied: 5."),
        (compute_mean([-2, 1, 0, 2]), "平均情感为 2。"),
        (compute_share(7, 20), "20 人里有 5 人这么说。"),
        (compute_nps([10, 9, 8, 6, 0]), "NPS 为 10。"),
    ],
)
def test_a_figure_that_only_a_quote_or_an_input_has_is_not_the_computed_one(
    computation: Computation, text: str
) -> None:
    claim = Case().told("我们店里有 5 位老客户，评过 10 分").check(text, computation=computation)
    assert claim.verdict is Verdict.UNSUPPORTED
    assert "computation" in kinds(claim)


@pytest.mark.parametrize("text", ["20 人里有 7 人这么说。", "35% 的人这么说。", "有 7 位（35%）说等了 5 天。"])
def test_a_share_may_be_said_in_parts_and_beside_figures_of_the_evidence(text: str) -> None:
    claim = Case().told("我等了 5 天").check(text, computation=compute_share(7, 20))
    assert claim.verdict is Verdict.SUPPORTED


def test_the_sentence_must_say_the_computed_figure() -> None:
    claim = Case().check("有 3 位客户不满。", computation=compute_count(["a", "b"]))
    assert (claim.verdict, kinds(claim)) == (Verdict.UNSUPPORTED, {"figure"})


def test_the_inputs_of_a_count_are_no_figures_of_the_sentence() -> None:
    claim = Case().check("有 7 位客户不满。", computation=compute_count(["7", "8"]))
    assert "figure" in kinds(claim)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-2, 2), min_size=1, max_size=30), st.integers(-30, 30))
def test_any_other_mean_is_found_out(numbers: list[int], tenths: int) -> None:
    right = compute_mean(numbers)
    changed = f"{tenths / 10:.1f}"
    claim = Case().check("平均情感见表。", computation=replace(right, result=changed))
    assert (claim.verdict is Verdict.SUPPORTED) == (changed == right.result)


# ---------------------------------------------------------------- people's edits, and the rest


def test_an_edit_stands_and_its_doubts_are_shown() -> None:
    claim = Case().told(RATE).check("成交率高达80%，李先生“非常满意”。", verdict=Verdict.EDITED, author="李顾问")
    assert (claim.verdict, claim.text) == (Verdict.EDITED, "成交率高达80%，李先生“非常满意”。")
    assert kinds(claim) == {"figure", "name", "not-verbatim"}


def test_an_edit_that_is_true_has_no_doubts() -> None:
    assert Case().told(RATE, Role.CUSTOMER).check("去年三月是25%。", verdict=Verdict.EDITED).doubts == ()


def test_doubts_of_others_stay_and_ours_are_made_anew() -> None:
    stale, theirs = Doubt("figure", "旧的"), Doubt("judge", "模型认为说得太满")
    claim = Case().told("我很满意").check("王女士很满意。", doubts=(stale, theirs))
    assert (claim.verdict, claim.doubts) == (Verdict.PARTIAL, (theirs,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_doubts_are_told_in_the_language_of_the_report(language: Language) -> None:
    (doubt,) = Case().told("客户都这样", Role.STAFF).check("客户都这样。", language=language).doubts
    expected = {"zh-Hans": "只有员工这么说", "zh-Hant": "只有員工這麼說", "en": "Only staff say so"}
    assert expected[language] in doubt.detail


WORDS = st.text(max_size=40) | st.sampled_from(["“", "”", "「」", "三成", "《x》", "Ms Wang", "2025-03-01", "\x00"])


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS, st.sampled_from(Role), st.lists(st.sampled_from(["E1", "E2", ""]), max_size=3))
def test_no_words_break_the_check_and_checking_twice_changes_nothing(
    text: str, said: str, role: Role, keys: list[str]
) -> None:
    case = Case().told(said, role)
    claim = Claim("c1", text, tuple(keys), Verdict.SUPPORTED, "model")
    once = verify_claim(claim, case.evidence, case.statements, NAMES, "en")
    assert (once.id, once.text, once.keys) == (claim.id, claim.text, claim.keys)
    assert verify_claim(once, case.evidence, case.statements, NAMES, "en") == once
    assert (once.verdict is Verdict.SUPPORTED) == (not once.doubts)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=60), st.data())
def test_a_piece_of_what_was_said_is_always_a_true_quote(said: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(said) - 1))
    piece = said[start : data.draw(st.integers(start + 1, len(said)))]
    if not piece.strip() or set(piece) & set('“”「」『』«»"'):
        return
    claim = Case().told(said).check(f"“{piece}”", names=NameBook())
    assert not kinds(claim) & {"not-verbatim", "quote-not-found"}
