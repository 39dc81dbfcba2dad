"""Answers of guided interviews are drawn to the stage they stand under; other notes are not."""

from dataclasses import replace

import pytest

from assistant.drafting.codebook_model import DIMENSIONS, Scores, choose_codes
from assistant.drafting.guided import GuidedPlaces, Place, lean_to
from assistant.journey import Dimension, Locator, Role, Statement
from assistant.library import load_playbook

PLAYBOOK = load_playbook()
STAGES = PLAYBOOK.model.stage_ids
LOYALTY = PLAYBOOK.guidance("loyalty").cell_questions[Dimension.TOUCHPOINT].text


def said(text: str, heading: tuple[str, ...], question: str | None, document: str = "访谈.md") -> Statement:
    place = Locator(line=1, heading=heading)
    told = Statement(text, document, place, "周敏", Role.CUSTOMER, None, text, "zh-Hans", 1, question)
    return replace(told, id=f"{document} {text}")


def find(*statements: Statement) -> list[Place | None]:
    places = GuidedPlaces(PLAYBOOK).find(statements)
    return [places.get(each.id) for each in statements]


@pytest.mark.parametrize(("language", "label"), [("zh-Hans", "忠诚"), ("zh-Hant", "忠誠"), ("en", "Loyalty")])
def test_an_answer_to_the_playbooks_own_question_has_its_stage_and_row(language, label):
    assert find(said("过节群发祝福。", ("访谈：周敏", label), LOYALTY.say(language))) == [
        Place("loyalty", Dimension.TOUCHPOINT)
    ]


def test_a_follow_up_in_the_same_note_has_the_stage_alone():
    assert find(
        said("过节群发祝福。", ("访谈：周敏", "忠诚"), LOYALTY.say("zh-Hans")),
        said("上个月又发了一次。", ("访谈：周敏", "购买"), "您刚才说“又发了一次”，当时是什么情况？"),
    ) == [Place("loyalty", Dimension.TOUCHPOINT), Place("purchase")]


def test_the_last_part_of_a_question_is_known_too():
    whole = LOYALTY.say("zh-Hans")
    assert whole.endswith("您怎么看？")
    first, last = whole.removesuffix("您怎么看？"), "您怎么看？"
    assert (
        find(said("一", ("忠诚",), first), said("二", ("忠诚",), last)) == [Place("loyalty", Dimension.TOUCHPOINT)] * 2
    )


def test_headings_of_other_notes_say_nothing():
    assert find(
        said("我在网上买的。", ("考虑",), "在哪里买的？"),
        said("没想过。", ("忠诚",), LOYALTY.say("zh-Hans"), "另一份.md"),
    ) == [None, Place("loyalty", Dimension.TOUCHPOINT)]


def test_a_staffs_answer_is_known_by_the_question_for_staff():
    asked = "在“购买”这个阶段，您亲眼看到客户会做些什么？请讲讲最近一次。"
    assert find(said("他们会先问价。", ("购买",), asked)) == [Place("purchase", Dimension.BEHAVIOUR)]


def scores(**stages: float) -> Scores:
    told = [stages.get(each, 0.0) for each in STAGES]
    return Scores((*told, stages.get("none", 0.0)), (0.5, 0.4, 0.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0, 0.0))


def code(told: Scores, place: Place | None) -> tuple[str, ...]:
    (leaning,) = lean_to([told], [place], STAGES)
    return choose_codes(leaning, STAGES).stages


def test_a_doubtful_answer_goes_to_the_stage_it_stands_under():
    doubtful = scores(purchase=0.4, retention=0.35)
    assert code(doubtful, None)[0] == "purchase"
    assert code(doubtful, Place("retention"))[0] == "retention"


def test_an_answer_that_plainly_speaks_of_another_stage_stays_there():
    assert code(scores(purchase=0.9, retention=0.1), Place("retention"))[0] == "purchase"


def test_small_talk_stays_small_talk_under_any_heading():
    idle = Scores((0.2, 0.1, 0.1, 0.1, 0.1, 0.6), (0.1, 0.1, 0.1, 0.1, 0.5), (0.0, 0.0, 1.0, 0.0, 0.0))
    assert code(idle, None) == code(idle, Place("loyalty", DIMENSIONS[1])) == ()
