"""How likely each of a few answers is, where the endpoint tells it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model.port import Message, Request, WeighingModel
from assistant.model.private import PrivateChatModel
from assistant.model.weighing import read_weights, weigh_choices, write_weights
from assistant.privacy import Pseudonyms, known_identities
from tests.fakes.openai_server import OpenAIServer, fails, says
from tests.model.conftest import Build, FakeTime

YES_NO = ("yes", "no")
ASKED: Request[Any] = Request((Message("user", "is it?"),), 4, "judge", choices=YES_NO)


@pytest.mark.parametrize(
    ("likely", "yes"),
    [
        ([{"yes": 0.6, "no": 0.2}], 0.75),
        ([{" Yes": 0.5, "YES": 0.1, "No": 0.2}], 0.75),
        ([{"\n": 1.0}, {"no": 0.9, "maybe": 0.1}], 0.0),
        ([{"maybe": 0.9, "yes": 0.1}], None),
        ([], None),
    ],
)
def test_the_likelihood_is_read_where_the_answer_comes_to_a_choice(likely: Any, yes: float | None) -> None:
    weights = weigh_choices(likely, YES_NO)
    assert weights.get("yes") == (pytest.approx(yes) if yes is not None else None)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.text("是否的yesno \n", max_size=4), st.floats(0, 1), max_size=5), max_size=3))
def test_what_is_likely_makes_one_together_and_is_kept_as_it_is(likely: list[dict[str, float]]) -> None:
    weights = weigh_choices(likely, ("是", "否"))
    assert not weights or sum(weights.values()) == pytest.approx(1)
    assert read_weights(write_weights(weights), ("是", "否")) == weights


def test_a_second_run_is_told_the_same_without_a_call(server: OpenAIServer, build: Build) -> None:
    server.queue(says("yes", likely=({"yes": 0.8, "no": 0.2},)))
    first = build().weigh(ASKED)
    assert first == pytest.approx({"yes": 0.8, "no": 0.2})
    assert build().weigh(ASKED) == first
    (call,) = server.calls
    assert (call.body["logprobs"], call.body["top_logprobs"]) == (True, 5)


@pytest.mark.parametrize("answer", [says("yes"), fails(400, "logprobs is not supported")], ids=["ignores", "refuses"])
def test_an_endpoint_that_does_not_tell_is_not_asked_again(server: OpenAIServer, build: Build, answer: Any) -> None:
    server.script = lambda _: answer
    assert build().weigh(ASKED) == {}
    assert build().weigh(ASKED) == {}
    assert len(server.calls) == 1


@pytest.mark.parametrize(("status", "asked"), [(500, 1), (429, 2)], ids=["chokes", "is busy"])
def test_what_can_be_done_without_is_waited_for_only_where_the_endpoint_asks_to_wait(
    server: OpenAIServer, build: Build, fake_time: FakeTime, status: int, asked: int
) -> None:
    server.queue(fails(status, "sorry"), says("yes", likely=({"yes": 1.0},)))
    assert build().weigh(ASKED) == ({"yes": 1.0, "no": 0.0} if status == 429 else {})
    assert len(server.calls) == asked
    assert bool(fake_time.slept) == (status == 429)


def test_odd_words_about_likelihood_are_none(server: OpenAIServer, build: Build) -> None:
    choice = {"message": {"content": "yes"}, "finish_reason": "stop", "logprobs": {"content": [{"token": "yes"}]}}
    server.queue(says("", body={"choices": [choice]}))
    assert build().weigh(ASKED) == {}


def test_only_pseudonyms_are_weighed(server: OpenAIServer, build: Build, tmp_path: Any) -> None:
    server.queue(says("yes", likely=({"yes": 1.0},)))
    known = known_identities("澄川净水")
    model = PrivateChatModel(build(), Pseudonyms(tmp_path / "names.json", "client", known), known)
    assert isinstance(model, WeighingModel)
    request: Request[Any] = Request((Message("user", "澄川净水半年换一次滤芯？"),), 4, "judge", choices=YES_NO)
    assert model.weigh(request)["yes"] == 1.0
    assert "澄川净水" not in server.calls[0].last
