"""Answers are compared with what they answer; what may be said of them has three steps, told apart in words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assistant.sessions.answer import Answer, answer_json
from assistant.sessions.entries import Citation, Kind
from assistant.sessions.nearness import NEAR, SURE, SURE_OF_REPLY, Asks, Certainty, Nearness, Reply, measure_replies
from assistant.sessions.second_look import Look, SecondLook
from assistant.sessions.telling import tell_answer
from assistant.wording import same

ASKED = "您第一次看到这家公司是在哪里？"


class Letters:
    """Texts as vectors of the letters they hold; counts what it is given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> Any:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> Any:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> Any:
        self.seen += texts
        vectors = np.zeros((len(texts), 64), np.float32)
        for row, text in enumerate(texts):
            for letter in text:
                vectors[row, ord(letter) % 64] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def reply(look: Look, held: float = 0.0, *, existence: bool = False, among: int = 20) -> Reply:
    return Reply(look, held, Asks(False, False, existence, False), False, among)


def test_an_answer_in_other_words_is_nearer_beside_its_question() -> None:
    look, alone = SecondLook(Letters()).compare(
        "第一次是在哪里看到的？", [("电梯里的海报。", ASKED), ("电梯里的海报。", "")]
    )
    assert look.whole > alone.whole
    assert look.asked is not None
    assert alone.asked is None


def test_what_was_compared_once_is_not_embedded_again() -> None:
    letters = Letters()
    second = SecondLook(letters)
    first = second.compare("在哪里？", [("电梯里。", ASKED)])
    seen = len(letters.seen)
    assert second.compare("在哪里？", [("电梯里。", ASKED)]) == first
    assert len(letters.seen) == seen


def test_each_measure_tells_for_an_answer_and_a_crowd_against_it() -> None:
    plain = reply(Look(0.86, 0.86), 0.3)
    assert reply(Look(0.90, 0.86), 0.3).chance > plain.chance
    assert reply(Look(0.86, 0.95), 0.3).chance > plain.chance
    assert reply(Look(0.86, 0.86), 0.9).chance > plain.chance
    assert reply(Look(0.86, 0.86), 0.3, existence=True).chance < plain.chance
    assert reply(Look(0.86, 0.86), 0.3, among=600).chance < plain.chance


def test_the_kind_of_a_question_is_known() -> None:
    def asks(question: str, text: str = "因为便宜。") -> Reply:
        return measure_replies(question, [(Look(0.9, None), text, "")], 20)[0]

    assert asks("一年要花多少钱？").asks.figure
    assert asks("有没有停车位？").asks.existence
    assert asks("可以刷医保卡吗？").asks.existence
    assert not asks("他推荐给谁了？").asks.existence
    assert asks("为什么选这家？").gives_cause
    assert not asks("为什么选这家？", "在店里买的。").gives_cause
    assert asks("Why this one?", "Because it was near.").gives_cause


def test_the_best_reply_decides_how_sure_one_may_be() -> None:
    measured = Nearness(0.7, 0.2, 0.2, 0.2)
    sure, unsure, none = (reply(Look(whole, whole), held) for whole, held in ((0.95, 1.0), (0.85, 0.2), (0.75, 0.0)))
    likely = next(each for step in range(100) if (each := reply(Look(0.84, 0.84), step / 100)).chance > SURE)
    assert sure.chance >= SURE_OF_REPLY > likely.chance > SURE > unsure.chance >= NEAR > none.chance
    assert replace(measured, replies=(likely,)).certainty is Certainty.PERHAPS
    assert replace(measured, replies=(none, sure)).certainty is Certainty.FOUND
    assert replace(measured, anywhere=0.0, replies=(none, sure)).certainty is Certainty.PERHAPS
    assert replace(measured, replies=(none, unsure)).certainty is Certainty.PERHAPS
    assert replace(measured, replies=(none,)).certainty is Certainty.NONE
    assert replace(measured, replies=(none,), other_language=True).certainty is Certainty.PERHAPS
    assert Nearness().certainty is Certainty.NONE


def test_what_may_bear_on_a_question_is_told_apart_from_found_and_from_not_found() -> None:
    near = (Citation("N1", Kind.NOTES, "a.md", same("第 3 段"), "周敏", "电梯里看到的。"),)
    told = {
        name: "\n".join(tell_answer(answer, "zh-Hans", introduced=True))
        for name, answer in (
            ("found", Answer("问", "zh-Hans", found=True, citations=near)),
            ("perhaps", Answer("问", "zh-Hans", found=False, perhaps=True, nearest=near)),
            ("none", Answer("问", "zh-Hans", found=False, nearest=near)),
        )
    }
    assert all("[N1]" in each for each in told.values())
    assert "可能相关" in told["perhaps"]
    assert "没有找到明说这一点的话" in told["perhaps"]
    assert "没有找到" in told["none"]
    assert "可能相关" not in told["none"] + told["found"]


def test_for_machines_what_may_bear_on_it_is_not_found() -> None:
    given = answer_json(Answer("问", "zh-Hans", found=False, perhaps=True))
    assert (given["found"], given["perhaps"]) == (False, True)
