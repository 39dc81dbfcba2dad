"""Follow-up questions made to stand alone, by rules and by a model that is not taken at its word."""

import random
from typing import Any

import pytest

from assistant.drafting.names import build_name_book
from assistant.errors import EndpointDownError
from assistant.journey import Person, Role
from assistant.model.prompts import load_prompts
from assistant.sessions.chat.following import ModelRewriter, RuleRewriter, points_back
from assistant.wording import Text
from tests.fakes.chat_model import ScriptedChatModel

NAMES = build_name_book((Person("陈静", Role.CUSTOMER), Person("王丽", Role.CUSTOMER)), ("云杉净水",))
STAGES = (Text("认知", "Awareness"), Text("购买", "Purchase"))
RULES = RuleRewriter(NAMES, STAGES)
BEFORE = [("客户多久换一次滤芯？", "半年一次 [N1]。")]


@pytest.mark.parametrize(
    ("question", "asked", "understood"),
    [
        ("那员工呢？", "客户多久换一次滤芯？", "员工多久换一次滤芯？"),
        ("王丽呢？", "陈静多久换一次滤芯？", "王丽多久换一次滤芯？"),
        ("那购买呢？", "认知阶段有哪些触点？", "购买阶段有哪些触点？"),
        ("为什么？", "客户多久换一次滤芯？", "客户多久换一次滤芯？为什么？"),
        ("那费用呢？", "客户多久换一次滤芯？", "客户多久换一次滤芯？费用呢？"),
        ("他们怎么知道该换了？", "客户多久换一次滤芯？", "客户多久换一次滤芯？他们怎么知道该换了？"),
        ("他为什么这么说？", "客户多久换一次滤芯？", "客户多久换一次滤芯？他为什么这么说？"),
        ("他怎么说的？", "客户多久换一次滤芯？", "客户多久换一次滤芯？他怎么说的？"),
        ("那他推荐给谁了？", "客户多久换一次滤芯？", "客户多久换一次滤芯？他推荐给谁了？"),
        ("How did she do it?", "How often do they change it?", "How often do they change it? How did she do it?"),
        ("比如？", "客户觉得门店怎么样？为什么？", "客户觉得门店怎么样？为什么？比如？"),
        ("还有呢？", "客户觉得门店怎么样？为什么？比如？", "客户觉得门店怎么样？比如？还有呢？"),
        ("为什么？", "讲讲安装的事。", "讲讲安装的事。为什么？"),
        ("what about staff?", "How often do customers change filters?", "How often do staff change filters?"),
        ("and why is that?", "How often do they change it?", "How often do they change it? why is that?"),
    ],
)
def test_what_points_back_is_completed(question, asked, understood):
    assert RULES.stand_alone(question, [(asked, "")]) == understood


@pytest.mark.parametrize(
    "question",
    [
        "安装师傅迟到的时候有没有提前打电话通知？",
        "客户为什么不续费？",
        "这家公司的广告投在哪里？",
        "客户是从哪里知道这个牌子的？",
        "Which channels did customers compare before buying?",
        "滤芯多少钱？",
        "没热水那次店里怎么处理的？",
        "安装那天下雨了吗？",
        "这家店是谁告诉他的？",
        "她比较过几家？",
        "选镜架时他最担心的是什么？",
        "这副眼镜一共多少钱？",
        "少了的那条腰带最后是怎么找着的？",
        "What did she dislike about the lock?",
    ],
)
def test_what_stands_alone_is_left_as_it_is(question):
    assert not points_back(question)
    assert RULES.stand_alone(question, BEFORE) == question


def test_the_first_question_has_nothing_to_point_back_to():
    assert RULES.stand_alone("为什么？", []) == "为什么？"


def by_model(told: Any, question: str = "那员工呢？") -> tuple[str, ScriptedChatModel]:
    model = ScriptedChatModel(told)
    rewriter = ModelRewriter(RULES, lambda _texts: model, load_prompts, NAMES, random.Random(1))
    return rewriter.stand_alone(question, BEFORE), model


def test_the_model_words_a_follow_up():
    said, model = by_model({"question": "员工说客户多久换一次滤芯？"})
    assert said == "员工说客户多久换一次滤芯？"
    assert "客户多久换一次滤芯？" in model.requests[0].messages[-1].content


@pytest.mark.parametrize(
    "told",
    [
        {"question": "员工说每 3 个月换一次滤芯吗？"},
        {"question": "陈静说员工多久换一次滤芯？"},
        {"question": "How often do staff change it?"},
        "not json",
        EndpointDownError(Text("连不上", "down")),
    ],
)
def test_what_the_model_adds_or_spoils_is_not_taken(told):
    assert by_model(told)[0] == "员工多久换一次滤芯？"


def test_a_question_that_stands_alone_costs_no_call():
    said, model = by_model({"question": "x"}, "滤芯多少钱？")
    assert said == "滤芯多少钱？"
    assert model.requests == []
