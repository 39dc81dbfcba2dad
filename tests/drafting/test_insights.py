"""Stage insights: each part from the right people, answers as far as they go, figures that were told."""

from pathlib import Path

import pytest

from assistant.drafting.build import build_draft
from assistant.drafting.computing import recompute
from assistant.journey import Claim, Draft, StageInsight
from tests.drafting.notes import BEHAVIOUR, INSIGHT, KPI, TOUCHPOINT, Notes, rich_notes


def insight(draft: Draft, stage: str) -> StageInsight:
    (found,) = [each for each in draft.insights if each.stage == stage]
    return found


def of_notes(notes: Notes, folder: Path, stage: str = "purchase") -> StageInsight:
    return insight(build_draft(notes.request(folder)), stage)


def state(found: StageInsight, question: str) -> str:
    (answer,) = [each for each in found.answers if each.question_id.endswith(question)]
    return answer.state


def texts(claims: tuple[Claim, ...]) -> str:
    return " ".join(claim.text for claim in claims)


def test_each_part_holds_what_belongs_to_it(tmp_path: Path) -> None:
    found = of_notes(rich_notes(), tmp_path)
    assert "不会再买" in texts(found.barriers)
    assert "多收了三百块" in texts(found.barriers)
    assert "讲得清清楚楚" in texts(found.drivers)
    assert "是的" in texts(found.does)
    assert "成交率大概是三成" in texts(found.kpis)
    assert "让客户知道我们" in found.goal


def test_no_statement_stands_in_two_parts(tmp_path: Path) -> None:
    for found in build_draft(rich_notes().request(tmp_path)).insights:
        parts = (found.does, found.says, found.feels, found.drivers, found.barriers, found.company, found.kpis)
        keys = [key for part in parts for claim in part for key in claim.keys]
        assert len(keys) == len(set(keys))


def test_staff_do_not_feel_for_customers(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("李雷", "客户都很喜欢我们的服务，特别满意。", "purchase", INSIGHT, 2)
    notes.say("李雷", "我们门店每周六有试水活动。", "purchase", TOUCHPOINT, 1)
    found = of_notes(notes, tmp_path)
    assert (found.drivers, found.feels, found.says, found.does) == ((), (), (), ())
    assert "试水活动" in texts(found.company)
    assert "特别满意" not in texts(found.company)


# ---------------------------------------------------------------- answers


def test_two_customers_answer_a_question(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王芳", "最后选它是因为省心。", "purchase", INSIGHT, 1, question="是因为什么选它的？")
    notes.say("刘强", "因为别家太远了。", "purchase", INSIGHT, question="那您是因为什么？")
    found = of_notes(notes, tmp_path)
    assert state(found, "reason") == "answered"
    (answer,) = [each for each in found.answers if each.question_id.endswith("reason")]
    assert (answer.question, len(answer.claims)) == ("为什么选这一家？", 2)


def test_one_customer_answers_in_part(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王芳", "最后选它是因为省心。", "purchase", INSIGHT, 1, question="您为什么选它，是因为什么？")
    assert state(of_notes(notes, tmp_path), "reason") == "partly"


def test_staff_alone_answer_in_part(tmp_path: Path) -> None:
    notes = Notes()
    for _ in range(2):
        notes.say("李雷", "客户选我们是因为近，图的是方便。", "purchase", INSIGHT, 1, question="是因为什么？")
    assert state(of_notes(notes, tmp_path), "reason") == "partly"


def test_a_word_that_staff_say_in_passing_answers_nothing(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("李雷", "因为公司要求拍照，我每次都拍八张。", "purchase", INSIGHT, question="拍照是因为公司要求？")
    assert state(of_notes(notes, tmp_path), "reason") == "open"


def test_nobody_answers(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王芳", "门店挺大的。", "purchase", TOUCHPOINT)
    found = of_notes(notes, tmp_path)
    assert state(found, "reason") == "open"
    assert all(answer.claims == () for answer in found.answers)


def test_a_word_in_another_stage_answers_nothing_here(tmp_path: Path) -> None:
    notes = Notes()
    for speaker in ("王芳", "刘强"):
        notes.say(speaker, "因为邻居提过一句。", "awareness", INSIGHT, question="是因为什么？")
    assert state(of_notes(notes, tmp_path), "reason") == "open"


def test_praise_is_no_answer_to_what_went_wrong(tmp_path: Path) -> None:
    notes = Notes()
    for speaker in ("王芳", "刘强"):
        notes.say(speaker, "一点都不麻烦，特别顺。", "purchase", INSIGHT, 2, question="有什么麻烦吗？")
    assert state(of_notes(notes, tmp_path), "pain") == "open"


# ---------------------------------------------------------------- KPIs


@pytest.mark.parametrize("text", ["我们一直在看成交率。", "成交率一般般，还可以。"])
def test_a_kpi_without_a_figure_is_not_measured(tmp_path: Path, text: str) -> None:
    notes = Notes()
    notes.say("李雷", text, "purchase", KPI)
    assert of_notes(notes, tmp_path).kpis == ()


@pytest.mark.parametrize("text", ["成交率大概三成。", "Our conversion rate is 30%."])
def test_a_kpi_with_its_figure_is_measured(tmp_path: Path, text: str) -> None:
    notes = Notes()
    notes.say("李雷", text, "purchase", KPI)
    assert text in texts(of_notes(notes, tmp_path).kpis)


def test_a_customers_price_is_no_kpi(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王芳", "我花了2800元买的。", "purchase", BEHAVIOUR)
    assert of_notes(notes, tmp_path).kpis == ()


# ---------------------------------------------------------------- emotions


def test_the_emotion_of_a_stage_is_the_mean_of_its_customers(tmp_path: Path) -> None:
    notes = Notes()
    for speaker, feeling in (("王芳", 2), ("赵敏", -1), ("王芳", 1), ("刘强", -2), ("路人", 1)):
        notes.say(speaker, f"我的感受是{feeling}号那种。", "purchase", INSIGHT, feeling)
    notes.say("李雷", "客户都很满意。", "purchase", INSIGHT, 2)
    found = of_notes(notes, tmp_path)
    assert [(each.segment, each.mean, each.statements) for each in found.emotions] == [
        ("families", 0.7, 3),
        ("shops", -2.0, 1),
        (None, 1.0, 1),
    ]
    for each in found.emotions:
        assert recompute("mean", each.computation.inputs) == each.computation.result
        assert float(each.computation.result) == each.mean


def test_a_stage_of_staff_alone_has_no_emotion(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("李雷", "客户都很满意。", "purchase", INSIGHT, 2)
    assert of_notes(notes, tmp_path).emotions == ()
