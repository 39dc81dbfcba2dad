"""Where a weak model gets the small things wrong, code looks for what it meant, and says what it changed or doubts."""

import pytest

from assistant.drafting.names import NameBook
from assistant.journey import Locator, Passage, Role
from assistant.sessions.entries import build_note_entry
from assistant.sessions.grounding import Asked, Grounding

NOTES = (
    (Role.CUSTOMER, "数据显示，2021年，国内的订单同比增长8.1%，总量突破110万。"),
    (Role.STAFF, "全年收入631万元，同比下降20%。我们在厦门开了店。"),
    (
        Role.CUSTOMER,
        "It was planned in 2018. They showed it at the fall 2019 fair and it went on sale on September 20th. It is heavy.",
    ),
)


def build(question: str) -> Grounding:
    entries = {
        f"N{n}": build_note_entry(n, Passage(f"p{n}", f"{n}.md", Locator(), None, role, None, text), None)
        for n, (role, text) in enumerate(NOTES, 1)
    }
    return Grounding(Asked(question, "zh-Hans", NameBook(), frozenset()), entries)


def test_a_quote_that_is_nearly_a_sentence_becomes_that_sentence():
    grounding = build("2021年订单增长了多少？")
    grounding.accept_quotes([("N1", "2021年，国内的订单比上年增长8.1%")])
    assert grounding.quoted == ("N1",)
    assert grounding.withheld == ["not-verbatim"]
    assert grounding.cite_quotes(["N1"])[0].quote == NOTES[0][1]


@pytest.mark.parametrize(
    "words", ["2021年，国内的订单比上年增长8.5%", "2021年，国内的订单没有同比增长8.1%", "国内的客户都很满意"]
)
def test_another_figure_or_another_meaning_is_no_quote(words):
    grounding = build("2021年订单增长了多少？")
    grounding.accept_quotes([("N1", words)])
    assert grounding.quoted == ()


def test_what_another_note_says_word_for_word_is_cited_from_there():
    grounding = build("收入多少？")
    grounding.accept_quotes([("N1", "总量突破110万")])
    sentence = grounding.check("全年收入631万元，同比下降20% [N1]。")
    assert sentence is not None
    assert sentence.keys == ("N2",)


def test_clauses_without_keys_have_a_source_each():
    sentence = build("订单和收入怎么样？").check("国内的订单同比增长8.1%；全年收入631万元。")
    assert sentence is not None
    assert sentence.keys == ("N1", "N2")


def test_a_date_from_two_places_of_one_sentence_is_marked():
    sentence = build("When did it go on sale?").check("It went on sale on September 20, 2019 [N3].")
    assert sentence is not None
    assert any("两处" in mark for mark in sentence.marks)
    assert build("When did it go on sale?").check("It went on sale on September 20, 2018 [N3].") is None


def test_a_place_that_nobody_named_is_marked():
    sentence = build("店开在哪里？").check("我们在东京开了店 [N2]。")
    assert sentence is None or any("东京" in mark for mark in sentence.marks)


def test_who_is_said_to_speak_is_who_speaks():
    grounding = build("收入怎么样？")
    wrong = grounding.check("客户说全年收入631万元 [N2]。")
    right = grounding.check("员工说全年收入同比下降20% [N2]。")
    assert wrong is not None
    assert wrong.marks == ("原话出自员工，不是客户",)
    assert right is not None
    assert right.marks == ()
    of_customers = grounding.check("员工提到，客户觉得全年收入631万元不多 [N2]。")
    assert of_customers is None or not any("出自" in mark for mark in of_customers.marks)


def test_another_year_than_was_asked_about_is_no_answer_but_to_when():
    grounding = build("2022年订单增长了多少？")
    assert grounding.check("2021年订单同比增长8.1% [N1]。") is None
    assert grounding.withheld == ["other-date"]
    when = build("When did what was planned in 2018 go on sale?")
    assert when.check("It went on sale on September 20, 2019 [N3].") is not None
