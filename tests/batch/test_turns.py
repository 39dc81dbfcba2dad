"""Clients of one worker take turns to compute, and their progress is told in steps that a person can follow."""

import threading
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.batch.line import Telling, ToldStep
from assistant.batch.turns import Turns


@settings(max_examples=20, deadline=None)
@given(at_once=st.integers(1, 3), clients=st.integers(1, 6), waits=st.integers(0, 3))
def test_no_more_compute_at_a_time_than_may_and_all_come_to_their_end(at_once, clients, waits):
    turns, lock = Turns(at_once), threading.Lock()
    computing, most, ended = 0, 0, []

    def compute() -> None:
        nonlocal computing, most
        with lock:
            computing += 1
            most = max(most, computing)
        with lock:
            computing -= 1

    def work(client: int) -> None:
        with turns.held():
            compute()
            for _ in range(waits):
                with turns.lent():
                    pass
                compute()
        ended.append(client)

    threads = [threading.Thread(target=work, args=(client,)) for client in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert most <= at_once
    assert sorted(ended) == list(range(clients))


def test_whoever_waits_for_replies_lets_others_compute_and_the_first_begun_goes_on_first():
    turns, order = Turns(1), []
    waiting, answered = threading.Event(), threading.Event()

    def first() -> None:
        with turns.held():
            order.append("first begins")
            with turns.lent():
                waiting.set()
                answered.wait(30)
            order.append("first goes on")

    def second() -> None:
        waiting.wait(30)
        with turns.held():
            order.append("second computes")
            answered.set()
            # the first asks for its turn meanwhile

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert order == ["first begins", "second computes", "first goes on"]


def test_an_error_gives_the_turn_back():
    turns = Turns(1)
    for _ in range(3):
        try:
            with turns.held(), turns.lent():
                raise ValueError
        except ValueError:
            continue
    with turns.held():
        pass


def test_lending_without_a_turn_changes_nothing():
    with Turns(1).lent():
        pass


class Listening:
    def __init__(self) -> None:
        self.heard: list[str] = []

    def ask(self, question: Any) -> None:
        assert isinstance(question, ToldStep)
        self.heard.append(question.step)


def test_of_a_count_the_first_the_last_and_one_each_moment_are_told():
    now, line = [0.0], Listening()
    telling = Telling(line, "甲", lambda: now[0])
    for number in range(1, 41):
        now[0] += 0.1
        telling.tell(f"claim {number}/40")
    assert line.heard[0] == "claim 1/40"
    assert line.heard[-1] == "claim 40/40"
    assert len(line.heard) <= 10


def test_notes_and_other_steps_are_told_each():
    line = Listening()
    telling = Telling(line, "甲", lambda: 0.0)
    steps = ["访谈 1.md", "访谈 2.md", "访谈 2/3.md", "code 1/2", "code 2/2", "claim 1/3", "claim", "insights"]
    for each in steps:
        telling.tell(each)
    assert line.heard == steps
