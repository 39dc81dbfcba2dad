"""Follow-up questions: what the rules ask, and what of a model's questions is put to anybody."""

import random
from collections.abc import Sequence
from threading import Event
from typing import Any

import pytest

from assistant.drafting.lexicon import read_lexicon
from assistant.drafting.names import build_name_book
from assistant.errors import EndpointDownError
from assistant.journey import Dimension, Role
from assistant.library import knowledge_folder
from assistant.model.prompts import load_prompts
from assistant.model_engine import UnsettledNamesError
from assistant.privacy import Suspect
from assistant.sessions.interview.plan import PlannedQuestion, build_plan
from assistant.sessions.interview.probing import Reply, RuleProber
from assistant.sessions.interview.probing_model import ModelProber
from assistant.wording import Text
from tests.fakes.chat_model import ScriptedChatModel


@pytest.fixture(scope="module")
def lexicon() -> Any:
    return read_lexicon(knowledge_folder() / "sentiment.yaml")


@pytest.fixture
def rules(playbook, lexicon) -> RuleProber:
    return RuleProber(playbook, lexicon, "zh-Hans")


def reply(
    playbook: Any, text: str, *, question: str = "awareness.cell.behaviour", earlier: Sequence[str] = ()
) -> Reply:
    planned = next(each for each in build_plan(playbook, {}) if each.id == question)
    return Reply(planned, planned.text.zh, text, earlier)


@pytest.mark.parametrize(
    ("question", "text", "asked"),
    [
        ("awareness.cell.behaviour", "上网查了查。", "能再多说一些吗？比如最近一次是什么情形？"),
        ("loyalty.question.recommend-likelihood", "七分", "是什么让您给出这个分数？"),
        (
            "purchase.question.budget",
            "比原来想的多花了一些，后来也就那样了没有再算过。",
            "大概是多少？说个约数也可以。",
        ),
        ("loyalty.cell.kpi", "我们有统计过老客户介绍来的，但是没有细看过这个。", "大概是多少？说个约数也可以。"),
        (
            "retention.cell.behaviour",
            "平时就是做饭和烧水，滤芯换得实在太麻烦了，其他的都还可以用用看。",
            "您刚才说“滤芯换得实在太麻烦了”，当时是什么情况？",
        ),
        (
            "purchase.cell.behaviour",
            "先看了官网，又去了一趟门店，最后在门店里把单子签下来的。",
            "您提到“先看了官网”，这一段能再讲讲吗？",
        ),
    ],
)
def test_the_rules_take_up_what_was_said(rules, playbook, question, text, asked):
    assert rules.follow_up(reply(playbook, text, question=question), []) == asked


@pytest.mark.parametrize(
    "text",
    [
        "不知道。",
        "想不起来了",
        "上个月接孩子放学时在校门口拿到一张传单，当天晚上就照着上面的号码打了电话过去问价钱。",
        "因为来得太慢，所以我们等了三天，后来就自己找人弄好了，花了两百块。",
    ],
)
def test_who_said_all_or_has_nothing_to_say_is_left_alone(rules, playbook, text):
    assert rules.follow_up(reply(playbook, text), []) is None


def test_whoever_came_is_asked_about_by_what_was_said_of_him(rules, playbook):
    text = "在电梯里看到广告，后来师傅上门修热水器的时候也提过这个牌子。"
    asked = rules.follow_up(reply(playbook, text, question="awareness.cell.touchpoint"), [])
    assert asked == "您提到“师傅上门修热水器的时候也提过这个牌子”，这一段能再讲讲吗？"


@pytest.mark.parametrize(
    "text",
    [
        "平时就是早晚接水做饭，用着也就那样，和以前的水没有多大的区别吧。",  # using the product is no place of contact
        "当时没有打过客服，也没有看官网，就是听邻居讲了一下就直接定下来了。",  # what was not done
        "楼下贴着传单，我照着上面的号码问了价钱，第二天就定下来了没多想。",  # of this very stage
    ],
)
def test_generic_words_and_what_was_not_done_open_nothing_new(rules, playbook, text):
    assert rules.follow_up(reply(playbook, text), []) is None


def test_another_word_for_a_touchpoint_that_was_spoken_of_is_not_new(rules, playbook):
    text = "后来售后的人上门看过一次，前后大概用了两个星期的时间才算弄完。"
    said = reply(playbook, text, question="purchase.cell.behaviour", earlier=["我打了客服的电话"])
    assert rules.follow_up(said, []) is None


def test_a_thin_answer_to_a_follow_up_ends_it(rules, playbook):
    assert rules.follow_up(reply(playbook, "就那样吧。"), ["能再多说一些吗？比如最近一次是什么情形？"]) is None


def test_what_was_spoken_of_before_is_not_new(rules, playbook):
    text = "先看了官网，后来在店里把单子签下来的，前后大概用了两个星期的时间。"
    said = reply(playbook, text, question="purchase.cell.behaviour", earlier=["我是在官网上看到的"])
    assert rules.follow_up(said, []) is None


# ---------------------------------------------------------------- with a model

ANSWER = "装的时候跟师傅闹得不太愉快，后来也就算了，用着还行。"


@pytest.fixture
def probe(playbook, lexicon, rules):
    def asked(told: Any, text: str = ANSWER, *, opener: Any = None, before: Sequence[str] = ()) -> Any:
        model = ScriptedChatModel(told)
        remarks: list[Text] = []
        prober = ModelProber(
            opener or (lambda _texts: model),
            load_prompts().find("follow-up", "zh-Hans"),
            rules,
            lexicon=lexicon,
            names=build_name_book((), ("云杉净水",)),
            language="zh-Hans",
            chance=random.Random(1),
            told=remarks.append,
        )
        said = prober.follow_up(reply(playbook, text), before)
        again = prober.follow_up(reply(playbook, text), before)
        assert said == again
        asked.remarks, asked.model = remarks, model
        return said

    return asked


def follow(words: str, question: str) -> dict[str, str]:
    return {"words": words, "question": question}


def test_a_sound_question_of_the_model_is_put(probe):
    good = follow("跟师傅闹得不太愉快", "您说“跟师傅闹得不太愉快”，那天的经过是怎样的？")
    assert probe(good) == good["question"]
    shown = probe.model.requests[0].messages[-1].content
    assert ANSWER in shown
    assert "<notes " in shown


def test_the_model_may_say_that_nothing_is_open(probe):
    assert probe(follow("", "")) is None


@pytest.mark.parametrize(
    "bad",
    [
        follow("跟师傅闹得不太愉快", "师傅是不是态度很差？"),
        follow("跟师傅闹得不太愉快", "您说“跟师傅闹得不太愉快”，是师傅太粗鲁了才这样的？"),
        follow("跟师傅闹得不太愉快", "您说“跟师傅闹得不太愉快”，对吧？"),
        follow("跟师傅吵了一架", "您说“跟师傅吵了一架”，那天的经过是怎样的？"),
        follow("跟师傅闹得不太愉快", "您说“跟师傅闹得不太愉快”，是不是等了3个小时？"),
        follow("跟师傅闹得不太愉快", "请讲讲那天的经过。"),
        follow("跟师傅闹得不太愉快", "那天的经过是怎样的？后来呢？"),
        follow("跟师傅闹得不太愉快", "您是怎么知道这家琴行的？"),
        "no json at all",
    ],
)
def test_a_question_that_leads_or_invents_gives_way_to_the_rules(probe, bad):
    assert probe(bad) == "您刚才说“装的时候跟师傅闹得不太愉快”，当时是什么情况？"


def test_an_endpoint_that_is_down_is_told_of_once_and_the_rules_go_on(probe):
    down = EndpointDownError(Text("连不上。", "Cannot connect."))
    assert probe(down) == "您刚才说“装的时候跟师傅闹得不太愉快”，当时是什么情况？"
    assert [each.zh for each in probe.remarks] == ["追问改用规则：连不上。"]
    assert len(probe.model.requests) == 1


def test_a_model_that_keeps_people_waiting_twice_is_asked_no_more(rules, playbook, lexicon):
    released = Event()
    asked: list[str] = []
    remarks: list[Text] = []

    def script(_request: Any) -> Any:
        asked.append("asked")
        released.wait(30)
        return follow("", "")

    prober = ModelProber(
        lambda _texts: ScriptedChatModel(script=script),
        load_prompts().find("follow-up", "zh-Hans"),
        rules,
        lexicon=lexicon,
        names=build_name_book((), ()),
        language="zh-Hans",
        chance=random.Random(1),
        told=remarks.append,
        wait=0.01,
    )
    said = [prober.follow_up(reply(playbook, ANSWER), []) for _ in range(3)]
    released.set()
    assert said == ["您刚才说“装的时候跟师傅闹得不太愉快”，当时是什么情况？"] * 3
    assert [each.zh for each in remarks] == ["模型回答太慢，追问改用规则。"]
    assert len(asked) <= 2


def test_a_name_in_doubt_sends_nothing_and_asks_nobody(probe):
    def opener(_texts: Sequence[str]) -> Any:
        raise UnsettledNamesError("云杉净水", [Suspect("韩梅", 0.9, 1, "surname", "…韩梅…")])

    assert probe(follow("", ""), opener=opener) == "您刚才说“装的时候跟师傅闹得不太愉快”，当时是什么情况？"
    assert probe.model.requests == []
    assert probe.remarks == []


def test_a_question_put_before_is_not_put_again(probe):
    good = follow("跟师傅闹得不太愉快", "您说“跟师傅闹得不太愉快”，那天的经过是怎样的？")
    assert probe(good, before=[good["question"]]) != good["question"]


def test_the_plan_names_the_side_of_every_question(playbook):
    plan = build_plan(playbook, {})
    assert {each.role for each in plan} == {Role.CUSTOMER, Role.STAFF}
    assert all(isinstance(each, PlannedQuestion) for each in plan)
    assert all(each.role is Role.STAFF for each in plan if each.dimension is Dimension.KPI)


def test_a_feeling_is_taken_up_without_the_words_that_only_lead_to_it(rules, playbook):
    said = reply(playbook, "还行吧，就是取衣服要排长队很麻烦。")
    assert rules.follow_up(said, []) == "您刚才说“取衣服要排长队很麻烦”，当时是什么情况？"
