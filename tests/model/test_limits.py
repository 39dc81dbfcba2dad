"""Waiting for one's turn, with a clock that passes only by sleeping."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model.faults import CallError, FaultKind
from assistant.model.limits import Limits
from assistant.model.retrying import RetryPolicy
from tests.model.conftest import FakeTime


def test_requests_a_minute_are_kept_over_a_longer_run() -> None:
    time = FakeTime()
    limits = Limits(4, requests_per_minute=60, clock=time.clock, sleep=time.sleep)
    for _ in range(130):
        with limits.turn(100):
            pass
    assert time.now - 1000 >= 119


def test_tokens_a_minute_are_kept_and_unused_ones_given_back() -> None:
    time = FakeTime()
    limits = Limits(4, tokens_per_minute=6000, clock=time.clock, sleep=time.sleep)
    for _ in range(10):
        with limits.turn(1000):
            pass
    assert 85 <= time.now - 1000 <= 95
    limits.correct(1000, 0)
    before = time.now
    with limits.turn(1000):
        pass
    assert time.now == before


def test_a_pause_holds_for_everybody() -> None:
    time = FakeTime()
    limits = Limits(4, clock=time.clock, sleep=time.sleep)
    limits.pause(12)
    with limits.turn(1):
        pass
    assert time.slept == [12]


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=30), st.integers(600, 60_000))
@settings(max_examples=40, deadline=None)
def test_no_window_ever_sees_more_than_the_burst_and_the_rate(sizes: list[int], per_minute: int) -> None:
    time = FakeTime()
    limits = Limits(1, tokens_per_minute=per_minute, clock=time.clock, sleep=time.sleep)
    sent = 0
    for size in sizes:
        with limits.turn(size):
            sent += size
        assert sent <= per_minute / 6 + (time.now - 1000) * per_minute / 60 + 1e-6


@given(st.sampled_from(list(FaultKind)), st.one_of(st.none(), st.floats(0, 1e6)), st.integers())
@settings(max_examples=60, deadline=None)
def test_waiting_always_ends(kind: FaultKind, asked: float | None, seed: int) -> None:
    policy = RetryPolicy()
    fault = CallError(kind, retry_after=asked)
    waits = [policy.wait(fault, tried, random.Random(seed)) for tried in range(1, 7)]
    assert waits[-1] is None
    assert all(wait is None or 0 <= wait <= policy.longest_asked + 1 for wait in waits)
