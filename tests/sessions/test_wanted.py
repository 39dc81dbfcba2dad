"""What a question asks for, and whether an answer gives it."""

import pytest

from assistant.sessions.wanted import asks_for_method, gives_what_is_asked, repeats_question, tells_something_new


@pytest.mark.parametrize(
    ("question", "answer", "given"),
    [
        ("2021年香港GDP增长了多少？", "2021年增长了6.4%。", True),
        ("2021年香港GDP增长了多少？", "香港在过去25年中保持了较高的增速。", False),
        ("2022年春运什么时候开始？", "2022年春运的购票日历已经公布。", False),
        ("2022年春运什么时候开始？", "春运1月17日开始。", True),
        ("滤芯多久换一次？", "半年换一次。", True),
        ("滤芯多久换一次？", "灯红了才换。", False),
        ("打孔多少钱？", "打孔是免费的。", True),
        ("How many shops are there?", "The shops are near the station.", False),
        ("When did it open?", "It opened in May 2021.", True),
        ("客户为什么不续费？", "因为提醒收不到。", True),
        ("爆炸的死亡人数", "是极端组织所为。", False),
        ("提醒的打开率？", "打开率只有 7%。", True),
    ],
)
def test_a_number_or_a_time_was_asked_for(question, answer, given):
    assert gives_what_is_asked(question, [answer]) is given


@pytest.mark.parametrize(
    ("question", "method"),
    [
        ("旅程地图应该怎么画？", True),
        ("认知阶段有哪些触点？", True),
        ("How should we segment customers?", True),
        ("客户怎么知道这个品牌的？", False),
        ("滤芯多久换一次？", False),
        ("How did Mike hear about us?", False),
    ],
)
def test_method_is_told_from_facts(question, method):
    assert asks_for_method(question) is method


def test_the_question_over_again_is_no_answer_but_yes_is():
    assert repeats_question("2022年美联储将加息几次", "2022年美联储将加息几次。")
    assert not repeats_question("陈女士收到过提醒吗？", "陈女士收到过提醒。")
    assert not repeats_question("滤芯多久换一次？", "滤芯半年换一次。")


@pytest.mark.parametrize(
    ("question", "words", "given"),
    [
        ("How long did Mike wait?", "210 down to 8", False),
        ("How long did Mike wait?", "a week", True),
        ("How long did Mike wait?", "nineteen days", True),
        ("安装要等多久？", "单子有四百多", False),
        ("安装要等多久？", "赶来了五天", True),
        ("滤芯多久换一次？", "一年两次", True),
    ],
)
def test_how_long_wants_a_time_and_not_just_any_number(question, words, given):
    assert gives_what_is_asked(question, [words]) is given


def test_words_that_only_echo_the_question_tell_nothing_new():
    assert not tells_something_new("RCEP具体包括哪些国家", "RCEP")
    assert not tells_something_new("Who acquired Instagram?", "Instagram")
    assert tells_something_new("Who acquired Instagram?", "Facebook")
    assert tells_something_new("陈女士收到过提醒吗？", "收到过提醒"), "a yes may be the question's own words"
