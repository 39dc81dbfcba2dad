"""A question for several things: each is looked for by itself, and what is not found does not take the rest with it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import EndpointDownError
from assistant.sessions.answer import answer_json
from assistant.sessions.dividing import are_parts, may_ask_several
from assistant.sessions.telling import tell_answer
from assistant.wording import Text
from tests.fakes.chat_model import ScriptedChatModel
from tests.sessions.conftest import found, key_of

BOTH = "陈静和王丽的滤芯多久换一次？"
CHENS, WANGS = "陈静的滤芯多久换一次？", "王丽的滤芯多久换一次？"
HALF_YEAR, YEAR = "滤芯我半年换一次", "我家滤芯一年换一次"


def asked(request):
    """The question at the end of a request."""
    return request.messages[-1].content.rpartition("问题：")[2].strip().split("\n")[0]


@pytest.fixture
def put(build):
    """The answer to a question that the model divides like this, and answers part by part."""

    def answer(question, parts, replies, *, check=None, told=None):
        def script(request):
            if request.step == "split-question":
                return {"parts": list(parts)}
            if request.step == "check":
                return {"checks": [{"key": "S1", "wanted": "", **check[asked(request)]}]}
            reply = replies[asked(request)]
            if not isinstance(reply, tuple):
                return reply
            words, said = reply
            key = key_of(model, words)
            return found((key, words), answer=said.replace("KEY", key))

        model = ScriptedChatModel(script=script)
        answer.model = model
        return build(model, second_check=check is not None).answer(question, told=told)

    return answer


def test_each_part_is_answered_from_its_own_passage(put):
    replies = {CHENS: (HALF_YEAR, "陈静的滤芯半年换一次 [KEY]。"), WANGS: (YEAR, "王丽的滤芯一年换一次 [KEY]。")}
    answer = put(BOTH, (CHENS, WANGS), replies)
    assert answer.found
    assert not answer.partly
    assert [each.text for each in answer.sentences] == ["陈静的滤芯半年换一次。", "王丽的滤芯一年换一次。"]
    by_key = {each.key: each for each in answer.citations}
    assert [by_key[key].speaker for each in answer.sentences for key in each.keys] == ["陈静", "王丽"]
    assert put.model.steps() == ["split-question", "ask", "ask"]


def test_what_is_not_found_is_named_and_the_rest_is_told(put):
    question, cost = "陈静的滤芯多久换一次，安装花了多少钱？", "陈静的安装花了多少钱？"
    replies = {CHENS: (HALF_YEAR, "陈静的滤芯半年换一次 [KEY]。"), cost: found(state="no")}
    answer = put(question, (CHENS, cost), replies)
    assert answer.found
    assert answer.partly
    assert answer_json(answer)["missing"] == [cost]
    assert "笔记只回答了一部分，没有说到：陈静的安装花了多少钱。" in list(tell_answer(answer, "zh-Hans"))
    assert answer.next_questions
    assert not {each.key for each in answer.nearest} & {each.key for each in answer.citations}


def test_the_second_look_asks_for_the_part_and_not_for_all_at_once(put):
    replies = {CHENS: (HALF_YEAR, "陈静的滤芯半年换一次 [KEY]。"), WANGS: (YEAR, "王丽的滤芯一年换一次 [KEY]。")}
    check = {CHENS: {"words": "半年", "answers": "yes"}, WANGS: {"words": "一年", "answers": "yes"}}
    answer = put(BOTH, (CHENS, WANGS), replies, check=check)
    assert len(answer.sentences) == 2
    assert not answer.partly


def test_of_two_people_asked_about_neither_lends_the_other_his_words(put):
    replies = {CHENS: (HALF_YEAR, "陈静的滤芯半年换一次 [KEY]。"), WANGS: found(state="no")}
    answer = put(BOTH, (CHENS, WANGS), replies)
    assert [each.text for each in answer.sentences] == ["陈静的滤芯半年换一次。"]
    assert answer.missing == (WANGS,)
    shown = {asked(each): each.messages[-1].content for each in put.model.requests}
    assert HALF_YEAR in shown[CHENS]
    assert YEAR not in shown[CHENS]
    assert HALF_YEAR not in shown[WANGS]


def test_when_no_part_is_found_the_notes_do_not_say(put):
    answer = put(BOTH, (CHENS, WANGS), {CHENS: found(state="no"), WANGS: found(state="no")})
    assert not answer.found
    assert not answer.missing
    assert answer.nearest
    assert "笔记里没有说。" in list(tell_answer(answer, "zh-Hans"))


@pytest.mark.parametrize(
    "parts",
    [
        (BOTH,),
        (CHENS,),
        (CHENS, CHENS),
        (CHENS, "李雷的滤芯多久换一次？"),
        (CHENS, "王丽的滤芯2024年多久换一次？"),
        (CHENS, WANGS, BOTH),
        ("王丽的滤芯多久换一次？", "静陈的滤芯多久换一次？"),
    ],
    ids=["whole", "half", "twice", "a stranger", "a year", "whole beside its parts", "turned round"],
)
def test_a_division_that_is_not_the_questions_own_words_is_not_taken(put, parts):
    answer = put(BOTH, parts, {BOTH: (HALF_YEAR, "陈静的滤芯半年换一次 [KEY]。")})
    assert put.model.steps() == ["split-question", "ask"]
    assert len(answer.sentences) == 1


def test_sentences_are_handed_on_once_though_both_parts_are_told_them(put):
    handed = []
    both = "陈静的滤芯半年换一次 [KEY]。"
    replies = {CHENS: (HALF_YEAR, both), WANGS: (YEAR, "王丽的滤芯一年换一次 [KEY]。")}
    answer = put(BOTH, (CHENS, WANGS), replies, told=lambda each, _: handed.append(each.text))
    assert handed == [each.text for each in answer.sentences] == ["陈静的滤芯半年换一次。", "王丽的滤芯一年换一次。"]


def test_an_endpoint_that_fails_half_way_leaves_what_was_answered(put):
    replies = {CHENS: (HALF_YEAR, "陈静的滤芯半年换一次 [KEY]。"), WANGS: EndpointDownError(Text("停机", "down"))}
    answer = put(BOTH, (CHENS, WANGS), replies)
    assert [each.text for each in answer.sentences] == ["陈静的滤芯半年换一次。"]
    assert answer.partly
    assert answer.fault is not None
    assert not answer.missing, "nobody has looked, so nothing can be said to be missing"
    down = EndpointDownError(Text("停机", "down"))
    assert put(BOTH, (CHENS, WANGS), {CHENS: down, WANGS: down}).fault is not None


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("成都店和杭州店的开业时间", True),
        ("周老师教什么，一节课多长时间？", True),
        ("When and where was the course?", True),
        ("客户多久换一次滤芯？", False),
        ("有没有更温和的洗发水？", False),
        ("价格和质量有什么关系？", False),
        ("陈静和王丽谁更满意？", False),
        ("员工怎么说？客户和店员呢？", False),
        ("What is the difference between staff and customers?", False),
    ],
)
def test_only_what_joins_things_or_asks_twice_is_divided(question, several):
    assert may_ask_several(question) is several


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("塔里木2021年和2022年的产量分别是多少？", ("塔里木2021年的产量是多少？", "塔里木2022年的产量是多少？")),
        ("EMNLP2022和2023的举办地", ("EMNLP2022的举办地", "EMNLP2023的举办地")),
        ("When and where was the course?", ("When was the course?", "Where was the course?")),
        ("周老师教什么，一节课多长？", ("周老师教什么？", "周老师一节课多长？")),
        ("陈静和王丽的看法", ("陈静的看法是什么？", "王丽的看法是什么？")),
    ],
)
def test_parts_take_up_all_that_was_asked(question, parts):
    assert are_parts(parts, question)
    assert not are_parts(parts[:1] * 2, question)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("和滤芯陈静A2 ，？", max_size=12), max_size=5), st.text("和滤芯陈静A2 ，？", max_size=20))
def test_parts_never_bring_in_anything(parts, question):
    if are_parts(parts, question):
        assert set("".join(parts)) - set(" ，？和") <= set(question)
        assert all(len(each.strip(" ，？和")) < len(question) for each in parts)
