"""Gaps: each kind is found where the notes call for it, and not where they do not."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.drafting.build import build_draft
from assistant.journey import Dimension, Draft, Gap, GapKind, Level, Role
from assistant.wording import LANGUAGES, Language
from tests.drafting.notes import (
    BEHAVIOUR,
    FAMILIES,
    INSIGHT,
    KPI,
    PLAYBOOK,
    SEGMENTS,
    TOUCHPOINT,
    Notes,
    gaps_of,
    rich_notes,
)


@pytest.fixture
def notes() -> Notes:
    return Notes()


def found(notes: Notes, folder: Path, kind: GapKind, stage: str | None = "purchase", **others: object) -> list[Gap]:
    """The gaps of one kind about one stage (all with None)."""
    draft = build_draft(notes.request(folder, **others))
    return [gap for gap in gaps_of(draft, kind) if stage is None or gap.stage == stage]


def only(gaps: list[Gap]) -> Gap:
    (gap,) = gaps
    return gap


def texts(gap: Gap) -> str:
    return " ".join(claim.text for claim in gap.claims)


# ---------------------------------------------------------------- evidence


def test_empty_cells_and_open_questions_are_one_gap_a_stage(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "我当天就付了款。", "purchase", BEHAVIOUR)
    gap = only(found(notes, tmp_path, GapKind.EVIDENCE))
    assert gap.title == "购买：地图上 7 格没有证据，2 个问题没有人回答"
    assert gap.severity is Level.HIGH
    assert "purchase touchpoint？" in gap.next_step


def test_a_stage_that_lacks_nothing_has_no_evidence_gap(tmp_path: Path, notes: Notes) -> None:
    for dimension in Dimension:
        notes.say(
            "王芳", f"说到{dimension}，付款的时候挺麻烦的。", "purchase", dimension, -1, question="麻烦吗，因为什么？"
        )
    notes.say("赵敏", "因为麻烦，我差点走了。", "purchase", INSIGHT, -1, question="麻烦吗，因为什么？")
    assert found(notes, tmp_path, GapKind.EVIDENCE, segments=(FAMILIES,)) == []


def test_empty_kpi_cells_are_asked_of_the_team(tmp_path: Path, notes: Notes) -> None:
    for dimension in (BEHAVIOUR, TOUCHPOINT, INSIGHT):
        notes.say(
            "王芳", f"说到{dimension}，付款的时候挺麻烦的。", "purchase", dimension, -1, question="麻烦吗，因为什么？"
        )
    notes.say("赵敏", "因为麻烦，我差点走了。", "purchase", INSIGHT, -1, question="麻烦吗，因为什么？")
    gap = only(found(notes, tmp_path, GapKind.EVIDENCE, segments=(FAMILIES,)))
    assert (gap.severity, gap.owner) == (Level.LOW, "销售团队")


# ---------------------------------------------------------------- touchpoints


def test_a_touchpoint_nobody_speaks_of_is_absent(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "我是在官网上看到的。", "awareness", TOUCHPOINT)
    gap = only(found(notes, tmp_path, GapKind.TOUCHPOINT, "awareness"))
    assert "广告" in texts(gap)
    assert "官网" not in texts(gap)


def test_a_touchpoint_in_the_question_was_spoken_of(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "是的，看过两次。", "awareness", TOUCHPOINT, question="您看过我们的广告或者官网吗？")
    assert found(notes, tmp_path, GapKind.TOUCHPOINT, "awareness") == []


def test_two_unhappy_customers_make_a_negative_touchpoint(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "门店的人爱理不理。", "purchase", TOUCHPOINT, -1)
    notes.say("刘强", "门店里根本找不到人。", "purchase", TOUCHPOINT, -2)
    gap = only(found(notes, tmp_path, GapKind.TOUCHPOINT))
    assert gap.title == "购买：门店让 2 位客户不满"
    assert "-1.5" in texts(gap)
    assert gap.severity is Level.HIGH


@pytest.mark.parametrize(
    "said",
    [
        [("王芳", -1)],
        [("王芳", -1), ("王女士", -2)],
        [("王芳", -1), ("刘强", -1), ("赵敏", 2), ("路人", 2)],
        [("李雷", -2), ("王芳", -1)],
    ],
)
def test_one_voice_or_a_mixed_one_makes_none(tmp_path: Path, notes: Notes, said: list[tuple[str, int]]) -> None:
    for number, (speaker, feeling) in enumerate(said):
        notes.say(speaker, f"门店嘛，我打{number + 2}分。", "purchase", TOUCHPOINT, feeling)
    assert found(notes, tmp_path, GapKind.TOUCHPOINT) == []


# ---------------------------------------------------------------- measurement


def test_a_kpi_nobody_mentions_is_not_tracked(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "你们的成交率肯定很高吧。", "purchase", KPI)
    gap = only(found(notes, tmp_path, GapKind.MEASUREMENT))
    assert gap.title == "购买：笔记中没有找到对成交率的衡量"
    assert gap.severity is Level.MEDIUM


def test_a_kpi_that_staff_speak_of_is_tracked(tmp_path: Path, notes: Notes) -> None:
    notes.say("李雷", "成交率大概三成。", "purchase", KPI)
    assert found(notes, tmp_path, GapKind.MEASUREMENT) == []


def test_staff_who_say_it_is_not_measured(tmp_path: Path, notes: Notes) -> None:
    notes.say("李雷", "成交率我们从来没统计过。", "purchase", KPI)
    gap = only(found(notes, tmp_path, GapKind.MEASUREMENT))
    assert gap.title == "购买：员工说成交率没有在衡量"
    assert gap.severity is Level.HIGH
    assert "从来没统计过" in texts(gap)


def test_staff_who_say_of_one_thing_without_a_kpi_that_it_is_not_measured(tmp_path: Path, notes: Notes) -> None:
    notes.say("李雷", "这个我们从来没统计过。", "purchase", KPI)
    assert next(gap.title for gap in found(notes, tmp_path, GapKind.MEASUREMENT)) == "购买：员工说有一处没有在衡量"


# ---------------------------------------------------------------- problems


def test_complaints_on_one_topic_are_one_problem(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "安装等了整整五天。", "purchase", INSIGHT, -1)
    notes.say("刘强", "上门的师傅晚了半天。", "purchase", INSIGHT, -1)
    gap = only(found(notes, tmp_path, GapKind.PROBLEM))
    assert gap.title.startswith("购买·等待：2 位客户不满，如“")
    assert (gap.severity, gap.owner) == (Level.MEDIUM, "客服团队")
    assert "王芳、刘强" in gap.claims[0].text


def test_a_title_quotes_words_that_tell_the_complaint(tmp_path: Path, notes: Notes) -> None:
    calm = "安装师傅上门那天我正好在家，他先看了看厨房的水管和台面，又量了量柜子里面的尺寸，等了很久，非常失望"
    notes.say("王芳", calm + "。", "purchase", INSIGHT, -1)
    notes.say("刘强", "安装等了五天，太慢了。", "purchase", INSIGHT, -1)
    gap = only(found(notes, tmp_path, GapKind.PROBLEM))
    assert gap.title == "购买·等待：2 位客户不满，如“安装等了五天，太慢了。”"


def test_a_title_does_not_quote_a_single_word(tmp_path: Path, notes: Notes) -> None:
    long = "Frustration, when after waiting for the fitter all day long there was nobody at the door and nobody on the phone"
    notes.say("王芳", long + ".", "purchase", INSIGHT, -1, language="en")
    notes.say("刘强", "安装等了五天，师傅才来。", "purchase", INSIGHT, -1)
    gap = only(found(notes, tmp_path, GapKind.PROBLEM))
    assert gap.title == "购买·等待：2 位客户不满，如“安装等了五天，师傅才来。”"


def test_who_leaves_makes_it_grave(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "安装等了五天，最后我换了别家。", "purchase", INSIGHT, -1)
    gap = only(found(notes, tmp_path, GapKind.PROBLEM))
    assert "离开或放弃" in gap.title
    assert gap.severity is Level.HIGH


def test_single_mild_complaints_go_together(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "安装等了一会儿。", "purchase", INSIGHT, -1)
    notes.say("刘强", "价格稍微高了点。", "purchase", INSIGHT, -1)
    gap = only(found(notes, tmp_path, GapKind.PROBLEM))
    assert "个别不满" in gap.title
    assert gap.severity is Level.LOW


def test_praise_doubtful_codings_and_staff_make_no_problem(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "安装特别快。", "purchase", INSIGHT, 2)
    notes.say("李雷", "客户嫌安装慢。", "purchase", INSIGHT, -2)
    notes.say("刘强", "安装嘛，唉。", "purchase", INSIGHT, -1, confidence=0.1)
    assert found(notes, tmp_path, GapKind.PROBLEM) == []


# ---------------------------------------------------------------- opportunities


def test_what_two_customers_praise_is_an_opportunity(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "安装特别快。", "purchase", INSIGHT, 1)
    notes.say("刘强", "上门很准时，好。", "purchase", TOUCHPOINT, 1)
    gap = only(found(notes, tmp_path, GapKind.OPPORTUNITY))
    assert gap.title.startswith("购买·等待：2 位客户称赞")
    assert gap.next_step == "推广等待。"


def test_one_mild_word_of_praise_is_none(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "安装还可以。", "purchase", INSIGHT, 1)
    notes.say("李雷", "客户夸安装快。", "purchase", INSIGHT, 2)
    assert found(notes, tmp_path, GapKind.OPPORTUNITY) == []


def test_a_benefit_found_out_late_is_an_opportunity(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "后来才发现滤芯是免费换的。", "purchase", INSIGHT)
    gap = only(found(notes, tmp_path, GapKind.OPPORTUNITY))
    assert "客户不知道的好处" in gap.title


# ---------------------------------------------------------------- contradictions

PROMISE = "安装我们承诺两天内一定上门安装。"


@pytest.mark.parametrize("waited", ["安装我等了五天才上门安装。", "上门安装等了一周。"])
def test_a_broken_time_is_a_candidate(tmp_path: Path, notes: Notes, waited: str) -> None:
    notes.say("李雷", PROMISE, "purchase", TOUCHPOINT)
    notes.say("王芳", waited, "purchase", INSIGHT, -1)
    gap = only(found(notes, tmp_path, GapKind.CONTRADICTION))
    assert (gap.candidate, gap.severity) == (True, Level.HIGH)
    assert "待核实" in gap.title
    assert {key for claim in gap.claims for key in claim.keys} == {"E1", "E2"}


def test_a_denied_promise_is_a_candidate(tmp_path: Path, notes: Notes) -> None:
    notes.say("李雷", "上门安装全部免费，不会多收费。", "purchase", TOUCHPOINT)
    notes.say("王芳", "上门安装的时候才知道要另外收费。", "purchase", INSIGHT, -1)
    assert only(found(notes, tmp_path, GapKind.CONTRADICTION)).candidate


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("李雷", PROMISE, 0), ("王芳", "安装第二天就上门安装了，等了一天。", 1)),
        (("李雷", PROMISE, 0), ("李店长", "安装其实等了五天才上门安装。", -1)),
        (("王芳", "安装等了两天才上门。", -1), ("王女士", "上门安装特别快。", 1)),
        (("李雷", "我们价格全部公开，一定透明。", 0), ("王芳", "安装等了五天才来人。", -2)),
        (("李雷", "安装一般要等五天，两天内做不到。", 0), ("王芳", "安装等了五天才来。", -1)),
        (
            ("李雷", "旧零件换的时候都会带走，自己换的可以在小程序里预约。", 0),
            ("王芳", "问卷好像没收到过，就那次小程序里弹了个星星，我点了五颗。", -1),
        ),
    ],
)
def test_what_agrees_or_speaks_of_something_else_is_no_contradiction(
    tmp_path: Path, notes: Notes, one: tuple[str, str, int], other: tuple[str, str, int]
) -> None:
    for speaker, text, feeling in (one, other):
        notes.say(speaker, text, "purchase", INSIGHT, feeling)
    assert found(notes, tmp_path, GapKind.CONTRADICTION, None) == []


def test_every_contradiction_is_a_candidate_and_nothing_else_is(tmp_path: Path) -> None:
    notes = rich_notes()
    notes.say("赵敏", "上门安装两天内没来，等了五天才来。", "purchase", INSIGHT, -2)
    draft = build_draft(notes.request(tmp_path))
    assert gaps_of(draft, GapKind.CONTRADICTION)
    assert all(gap.candidate == (gap.kind is GapKind.CONTRADICTION) for gap in draft.gaps)


# ---------------------------------------------------------------- data


def titles(draft: Draft) -> str:
    return "；".join(gap.title for gap in gaps_of(draft, GapKind.DATA))


def test_missing_data_and_research_are_named_and_interviews_are_not(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "我当天就付了款。", "purchase", BEHAVIOUR)
    told = titles(build_draft(notes.request(tmp_path)))
    assert "订单记录" in told
    assert "还没有做过的研究：问卷" in told
    assert "访谈：" not in told


def test_data_that_were_spoken_of_are_not_missing(tmp_path: Path, notes: Notes) -> None:
    notes.say("李雷", "我们有订单记录，每年也发问卷。", "purchase", KPI)
    told = titles(build_draft(notes.request(tmp_path)))
    assert "订单记录" not in told
    assert "问卷" not in told


@pytest.mark.parametrize(("customers", "severity"), [(0, Level.HIGH), (2, Level.HIGH), (3, Level.MEDIUM), (6, None)])
def test_a_thin_segment_is_told(tmp_path: Path, notes: Notes, customers: int, severity: Level | None) -> None:
    for number in range(customers):
        notes.say(f"客户{'甲乙丙丁戊己'[number]}", "我当天就付了款。", "purchase", BEHAVIOUR, segment="families")
    gaps = found(notes, tmp_path, GapKind.DATA, None, segments=(FAMILIES,))
    thin = [gap for gap in gaps if gap.segment == "families"]
    assert [gap.severity for gap in thin] == ([severity] if severity else [])
    if severity and customers:
        assert f"只访谈了 {customers} 位客户" in thin[0].title


def test_one_person_in_two_files_is_one_customer(tmp_path: Path, notes: Notes) -> None:
    notes.say("王芳", "我当天就付了款。", "purchase", BEHAVIOUR)
    notes.say("王女士", "后来又去看了一次。", "purchase", BEHAVIOUR, document="访谈/二.md")
    assert "年轻家庭只访谈了 1 位客户" in titles(build_draft(notes.request(tmp_path)))


def test_customers_of_no_segment_are_told_and_without_segments_advice_is_given(tmp_path: Path, notes: Notes) -> None:
    notes.say("路人", "我当天就付了款。", "purchase", BEHAVIOUR)
    assert "1 位客户不知道属于哪个客群" in titles(build_draft(notes.request(tmp_path)))
    gaps = found(notes, tmp_path, GapKind.DATA, None, segments=())
    advice = only([gap for gap in gaps if gap.title == "还没有划分客群"])
    assert "按需求" in advice.next_step


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_says_what_to_do_and_who(tmp_path: Path, language: Language) -> None:
    notes = rich_notes()
    notes.say("王芳", "门店太难找了。", "purchase", TOUCHPOINT, -2)
    notes.say("刘强", "门店里挤得要命。", "purchase", TOUCHPOINT, -2)
    draft = build_draft(notes.request(tmp_path, language))
    assert {gap.kind for gap in draft.gaps} >= set(GapKind) - {GapKind.CONTRADICTION}
    for gap in draft.gaps:
        assert gap.title.strip()
        assert gap.next_step.strip()
        assert gap.owner.strip()
        assert gap.claims
        assert "{" not in gap.title + gap.next_step + gap.owner + texts(gap)


def test_the_gravest_comes_first_within_its_kind(tmp_path: Path) -> None:
    draft = build_draft(rich_notes().request(tmp_path))
    order = list(Level)
    for kind in GapKind:
        grave = [order.index(gap.severity) for gap in gaps_of(draft, kind)]
        assert grave == sorted(grave)


def test_a_gap_keeps_its_id_when_the_notes_grow(tmp_path: Path) -> None:
    notes = rich_notes()
    before = {gap.id: gap.kind for gap in build_draft(notes.request(tmp_path)).gaps}
    notes.say("赵敏", "安装又等了三天。", "purchase", INSIGHT, -1)
    after = {gap.id: gap.kind for gap in build_draft(notes.request(tmp_path)).gaps}
    kept = {GapKind.EVIDENCE, GapKind.MEASUREMENT, GapKind.DATA}
    assert {name for name, kind in before.items() if kind in kept} <= set(after)


def test_a_client_named_stage_has_an_owner_too(tmp_path: Path, notes: Notes) -> None:
    stages = tuple(replace(stage, id=f"own-{stage.id}", akin=()) for stage in PLAYBOOK.model.stages)
    guidance = tuple(replace(each, stage=f"own-{each.stage}") for each in PLAYBOOK.stages)
    playbook = replace(PLAYBOOK, model=replace(PLAYBOOK.model, id="own", stages=stages), stages=guidance)
    notes.say("王芳", "门店的人爱理不理。", "own-purchase", TOUCHPOINT, -2)
    notes.say("路人", "官网打不开。", "own-awareness", TOUCHPOINT, -2, role=Role.UNKNOWN)
    draft = build_draft(notes.request(tmp_path, playbook=playbook, segments=SEGMENTS))
    assert all(gap.owner for gap in draft.gaps)
    assert {gap.stage for gap in draft.gaps} <= {None, "own-awareness", "own-purchase"}


def test_a_count_of_feelings_says_that_it_rests_on_automatic_coding(tmp_path: Path, notes: Notes) -> None:
    for who in ("王芳", "赵敏"):
        notes.say(who, "安装等了太久，太麻烦了。", "purchase", INSIGHT, -2)
    problem = next(gap for gap in gaps_of(build_draft(notes.request(tmp_path)), GapKind.PROBLEM))
    assert problem.claims[0].text.startswith("按自动编码（请对照原话核实），")
    assert "按自动编码" not in "".join(claim.text for claim in problem.claims[1:])


def test_a_count_of_what_a_person_coded_stands_without_that(tmp_path: Path, notes: Notes) -> None:
    for who in ("王芳", "赵敏"):
        notes.say(who, "安装等了太久，太麻烦了。", "purchase", INSIGHT, -2)
    request = notes.request(tmp_path)
    checked = tuple(replace(each, author="李顾问") for each in request.codings)
    problem = next(gap for gap in gaps_of(build_draft(replace(request, codings=checked)), GapKind.PROBLEM))
    assert problem.claims[0].text.startswith("在购买阶段")


def test_what_customers_think_is_asked_before_figures(tmp_path: Path, notes: Notes) -> None:
    for gap in gaps_of(build_draft(notes.request(tmp_path)), GapKind.EVIDENCE):
        asked = gap.next_step
        if f"{gap.stage} kpi" in asked:
            assert asked.index(f"{gap.stage} insight") < asked.index(f"{gap.stage} kpi")
        assert f"{gap.stage} insight" in asked or f"{gap.stage} behaviour" in asked
