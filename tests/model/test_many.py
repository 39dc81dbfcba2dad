"""Requests side by side."""

import threading

import pytest

from assistant.model.many import OnDemand, answer_many
from assistant.model.sending import PostponedError


def test_requests_are_made_as_they_are_wanted_and_each_once():
    made: list[int] = []

    def build(place: int) -> str:
        made.append(place)
        return f"request {place}"

    requests = OnDemand(3, build)
    assert len(requests) == 3
    assert made == []
    assert answer_many(lambda each: each.upper(), requests, 2) == ["REQUEST 0", "REQUEST 1", "REQUEST 2"]
    assert requests[-1] == "request 2"
    assert requests[:2] == ["request 0", "request 1"]
    assert sorted(made) == [0, 1, 2]
    assert list(requests) == ["request 0", "request 1", "request 2"]


def test_one_that_comes_later_stops_no_other_and_is_told_at_the_end():
    taken: list[tuple[int, str]] = []

    def answer(each: str) -> str:
        if each in ("b", "d"):
            raise PostponedError
        return each.upper()

    with pytest.raises(PostponedError):
        answer_many(answer, list("abcde"), 1, lambda place, reply: taken.append((place, reply)))
    assert taken == [(0, "A"), (2, "C"), (4, "E")]


def test_a_failure_wins_over_what_comes_later():
    def answer(each: str) -> str:
        raise PostponedError if each == "a" else KeyError(each)

    with pytest.raises(KeyError):
        answer_many(answer, list("ab"), 1)


def test_the_next_requests_are_made_while_the_first_are_out():
    made: list[int] = []
    ready = threading.Event()

    def build(place: int) -> int:
        made.append(place)
        if len(made) == 5:
            ready.set()
        return place

    def answer(request: int) -> int:
        assert ready.wait(30), "a request was left to be made when its turn had come"
        return request

    assert answer_many(answer, OnDemand(5, build), 2) == [0, 1, 2, 3, 4]
    assert sorted(made) == [0, 1, 2, 3, 4]


def test_a_request_that_cannot_be_made_is_told_to_whoever_asked():
    def build(place: int) -> int:
        if place == 3:
            raise ValueError("three")
        return place

    with pytest.raises(ValueError, match="three"):
        answer_many(lambda request: request, OnDemand(5, build), 2)
