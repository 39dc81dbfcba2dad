"""Replies, shapes, retries, budget and ledger, over HTTP on loopback."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from assistant.errors import BudgetError, EndpointDownError, EndpointError, Exit, SettingsError
from assistant.model.port import Message, Outcome, Request
from tests.fakes.openai_server import OpenAIServer, Scripted, fails, says, says_json
from tests.model.conftest import Build, FakeTime

ASKED = (Message("system", "你是编码员。"), Message("user", "客服电话一直打不通。"))
GOOD = {"key": "E1", "sentiment": -1}


class Coded(BaseModel):
    model_config = ConfigDict(extra="forbid")

    key: Literal["E1", "E2"]
    sentiment: int


def ledger(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "client" / "calls.jsonl").read_text("utf-8").splitlines()]


# ---------------------------------------------------------------- prose


def test_a_reply_comes_with_its_tokens_and_cost(server: OpenAIServer, build: Build) -> None:
    server.queue(says("渠道不畅。", usage=(1000, 500)))
    reply = build().complete(ASKED, max_tokens=50, step="ask")
    assert (reply.text, reply.outcome, reply.cached) == ("渠道不畅。", Outcome.DONE, False)
    assert (reply.tokens_in, reply.tokens_out) == (1000, 500)
    assert reply.cost == Decimal("0.006")
    assert server.chats[0].body["messages"] == [
        {"role": "system", "content": "你是编码员。"},
        {"role": "user", "content": "客服电话一直打不通。"},
    ]


def test_usage_that_is_not_reported_is_counted(server: OpenAIServer, build: Build) -> None:
    server.queue(says("渠道不畅。", usage=None))
    reply = build().complete(ASKED, max_tokens=50, step="ask")
    assert reply.tokens_in > 16
    assert reply.tokens_out == 5
    assert reply.cost > 0


@pytest.mark.parametrize(
    "text",
    ["<think>先看 {这里}\n再说</think>\n\n答案", "嗯，先想想</think>答案", "<THINK>\n</THINK><think>x</think>答案"],
)
def test_thinking_is_not_part_of_the_reply(server: OpenAIServer, build: Build, text: str) -> None:
    server.queue(says(text))
    assert build().complete(ASKED, max_tokens=50, step="ask").text == "答案"


def test_an_empty_reply_is_asked_once_more_and_then_failed(server: OpenAIServer, build: Build) -> None:
    server.queue(says(""))
    reply = build().complete(ASKED, max_tokens=50, step="ask")
    assert reply.outcome is Outcome.INVALID
    assert len(server.chats) == 2
    assert reply.tokens_in == 240


def test_a_reply_cut_at_its_length_says_so_and_is_not_kept(server: OpenAIServer, build: Build) -> None:
    server.queue(says("渠道", finish="length"))
    model = build()
    assert model.complete(ASKED, max_tokens=2, step="ask").outcome is Outcome.CUT
    model.complete(ASKED, max_tokens=2, step="ask")
    assert len(server.chats) == 2


def test_a_content_filter_fails_that_request_only(server: OpenAIServer, build: Build) -> None:
    server.queue(fails(400, "Content Exists Risk"), says("x", finish="content_filter"), says("好"))
    model = build()
    outcomes = [model.complete(ASKED, max_tokens=50, step=str(number)).outcome for number in range(2)]
    assert outcomes == [Outcome.REFUSED, Outcome.REFUSED]


def test_what_does_not_fit_the_context_is_not_sent(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    reply = build(context_window=200).complete([Message("user", "字" * 180)], max_tokens=50, step="code")
    assert reply.outcome is Outcome.TOO_LONG
    assert server.calls == []
    assert ledger(tmp_path)[0]["outcome"] == "too_long"


def test_the_endpoint_may_know_better_what_is_too_long(server: OpenAIServer, build: Build) -> None:
    server.queue(fails(400, "This model's maximum context length is 4096 tokens.", code="context_length_exceeded"))
    assert build().complete(ASKED, max_tokens=50, step="ask").outcome is Outcome.TOO_LONG
    assert len(server.chats) == 1


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize(
    ("lacks", "works"),
    [
        ((), "json_schema"),
        (("json_schema",), "tool"),
        (("json_schema", "tool"), "json_mode"),
        (("json_schema", "tool", "json_mode"), "plain"),
    ],
)
def test_the_best_way_of_asking_is_found_and_remembered(
    server: OpenAIServer, build: Build, lacks: tuple[str, ...], works: str
) -> None:
    server.lacks = lacks
    server.queue(says_json(GOOD))
    reply = build().complete(ASKED, max_tokens=50, step="code", schema=Coded)
    assert reply.value == Coded(key="E1", sentiment=-1)
    assert [call.asks_for for call in server.chats] == ["json_schema", "tool", "json_mode", "plain"][: len(lacks) + 1]

    server.calls.clear()
    later = build("another client")
    assert later.complete(ASKED, max_tokens=50, step="code", schema=Coded).value is not None
    assert [call.asks_for for call in server.chats] == [works]
    assert later.capabilities.method == works


def test_a_server_that_ignores_the_schema_is_asked_in_the_next_way(server: OpenAIServer, build: Build) -> None:
    server.script = lambda call: (
        says_json(GOOD) if call.asks_for == "plain" else says("好的，我来编码：负面。", in_content=True)
    )
    model = build()
    assert model.complete(ASKED, max_tokens=50, step="code", schema=Coded).value is not None
    assert model.capabilities.method == "plain"


def test_a_way_that_stops_working_is_replaced(server: OpenAIServer, build: Build) -> None:
    server.queue(says_json(GOOD))
    build().complete(ASKED, max_tokens=50, step="code", schema=Coded)
    server.lacks = ("json_schema",)
    model = build("another client")
    assert model.complete(ASKED, max_tokens=50, step="code", schema=Coded).outcome is Outcome.DONE
    assert model.capabilities.method == "tool"


def test_the_schema_is_strict_and_keeps_the_order_of_its_fields(server: OpenAIServer, build: Build) -> None:
    server.queue(says_json(GOOD))
    build().complete(ASKED, max_tokens=50, step="code", schema=Coded)
    form = server.chats[0].body["response_format"]["json_schema"]
    assert form["strict"] is True
    assert list(form["schema"]["properties"]) == ["key", "sentiment"]
    assert form["schema"]["properties"]["key"]["enum"] == ["E1", "E2"]
    assert form["schema"]["additionalProperties"] is False


def test_a_reply_that_does_not_fit_is_sent_back_once(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    server.queue(says_json({"key": "E9", "sentiment": -1}), says_json(GOOD))
    reply = build().complete(ASKED, max_tokens=50, step="code", schema=Coded)
    assert reply.value == Coded(key="E1", sentiment=-1)
    assert reply.tokens_in == 240
    first, second = server.chats
    assert second.body["messages"][:2] == first.body["messages"]
    assert second.body["messages"][2]["role"] == "assistant"
    assert "key" in second.last
    assert [line["outcome"] for line in ledger(tmp_path)] == ["invalid", "done"]


def test_after_two_wrong_replies_the_request_has_failed(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    server.queue(says_json({"key": "E9", "sentiment": -1}))
    model = build()
    reply = model.complete(ASKED, max_tokens=50, step="code", schema=Coded)
    assert (reply.outcome, reply.value) == (Outcome.INVALID, None)
    assert len(server.chats) == 2
    assert [line["outcome"] for line in ledger(tmp_path)] == ["invalid", "invalid"]
    assert model.estimate([Request(ASKED, 50, "code", Coded)]).kept == 0


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"key": "E1", "sentiment": -1}\n```',
        '好的：\n```\n{"key": "E1", "sentiment": -1}\n```\n以上。',
        '<think>{"key": "E2"}</think>{"key": "E1", "sentiment": -1}',
        'The answer {as asked} is {"key": "E1", "sentiment": -1}.',
        '{"note": 1} {"key": "E1", "sentiment": -1}',
    ],
)
def test_json_is_found_where_it_stands(server: OpenAIServer, build: Build, text: str) -> None:
    server.queue(says(text))
    assert build().complete(ASKED, max_tokens=50, step="code", schema=Coded).value == Coded(key="E1", sentiment=-1)


@pytest.mark.parametrize(
    "text", ['{"key": "E1", "senti', "", '{"key": "E1", "sentiment": NaN}', "[" * 5000, '{"a":' * 3000]
)
def test_broken_json_is_never_completed(server: OpenAIServer, build: Build, text: str) -> None:
    server.queue(says(text, in_content=True))
    reply = build().complete(ASKED, max_tokens=50, step="code", schema=Coded)
    assert (reply.outcome, reply.value) == (Outcome.INVALID, None)
    assert len(server.chats) <= 5


def test_json_cut_at_its_length_is_not_asked_again(server: OpenAIServer, build: Build) -> None:
    server.queue(says('{"key": "E1", "senti', finish="length"))
    assert build().complete(ASKED, max_tokens=5, step="code", schema=Coded).outcome is Outcome.CUT
    assert len(server.chats) == 1


def test_an_endpoint_that_refuses_every_way_is_an_error_with_its_own_words(server: OpenAIServer, build: Build) -> None:
    server.queue(fails(400, "Model Not Exist"))
    with pytest.raises(EndpointError, match="Model Not Exist") as caught:
        build().complete(ASKED, max_tokens=50, step="code", schema=Coded)
    assert not caught.value.retryable
    assert len(server.chats) == 4


# ---------------------------------------------------------------- parameters


def test_parameters_that_the_model_refuses_are_dropped_and_remembered(server: OpenAIServer, build: Build) -> None:
    server.refuses = ("temperature", "max_tokens", "reasoning_effort")
    build(reasoning_effort="low").complete(ASKED, max_tokens=50, step="ask")
    body = server.chats[-1].body
    assert body["max_completion_tokens"] == 50
    assert not {"temperature", "max_tokens", "reasoning_effort"} & set(body)

    server.calls.clear()
    build("another client", reasoning_effort="low").complete(ASKED, max_tokens=50, step="ask")
    assert len(server.chats) == 1


def test_a_refused_value_is_an_error_and_not_a_reason_to_drop_the_limit(server: OpenAIServer, build: Build) -> None:
    server.queue(
        fails(400, "max_tokens is too large: 9000. This model supports at most 4096 tokens.", param="max_tokens")
    )
    with pytest.raises(EndpointError, match="at most 4096"):
        build(context_window=100_000).complete(ASKED, max_tokens=9000, step="ask")
    assert len(server.chats) == 1


def test_parameters_that_are_not_set_are_not_sent(server: OpenAIServer, build: Build) -> None:
    build(temperature=None).complete(ASKED, max_tokens=50, step="ask")
    assert set(server.chats[0].body) == {"model", "messages", "max_tokens"}


# ---------------------------------------------------------------- failures

TRANSIENT = [
    fails(429),
    fails(408),
    fails(409),
    fails(500),
    fails(503),
    Scripted(status=502, raw=b"<html>bad gateway</html>"),
    Scripted(body={"error": {"message": "overloaded"}}),
    Scripted(body={"choices": []}),
    Scripted(body={"choices": None}),
    Scripted(raw=b'{"choices": [{"mess'),
    Scripted(raw=b""),
    says("a long enough answer", cut=30),
]


@pytest.mark.parametrize("answer", TRANSIENT, ids=lambda answer: str(answer.status))
def test_a_passing_failure_is_tried_again(
    server: OpenAIServer, build: Build, fake_time: FakeTime, tmp_path: Path, answer: Scripted
) -> None:
    server.queue(answer, says("好"))
    assert build().complete(ASKED, max_tokens=50, step="ask").text == "好"
    assert len(server.chats) == 2
    assert len(fake_time.slept) == 1
    assert 0.5 <= fake_time.slept[0] <= 1.0
    assert [line["outcome"] for line in ledger(tmp_path)][-1] == "done"


@pytest.mark.parametrize(
    "answer", TRANSIENT[:1] + TRANSIENT[4:8] + TRANSIENT[-1:], ids=lambda answer: str(answer.status)
)
def test_retries_are_bounded_and_back_off(
    server: OpenAIServer, build: Build, fake_time: FakeTime, answer: Scripted
) -> None:
    server.queue(answer)
    with pytest.raises(EndpointDownError) as caught:
        build().complete(ASKED, max_tokens=50, step="ask")
    assert caught.value.exit_code is Exit.TRY_LATER
    assert caught.value.retryable
    assert len(server.chats) == 5
    assert all(low <= wait <= 2 * low for wait, low in zip(fake_time.slept, (0.5, 1, 2, 4), strict=True))


def test_the_wait_that_the_endpoint_asks_for_is_kept(server: OpenAIServer, build: Build, fake_time: FakeTime) -> None:
    server.queue(fails(429, headers={"Retry-After": "7"}), says("好"))
    build().complete(ASKED, max_tokens=50, step="ask")
    assert 7 <= sum(fake_time.slept) <= 8.1


def test_an_endpoint_that_wants_an_hour_is_left_for_later(
    server: OpenAIServer, build: Build, fake_time: FakeTime
) -> None:
    server.queue(fails(429, headers={"Retry-After": "3600"}))
    with pytest.raises(EndpointDownError):
        build().complete(ASKED, max_tokens=50, step="ask")
    assert fake_time.slept == []
    assert len(server.chats) == 1


def test_an_endpoint_that_does_not_answer_is_tried_twice(server: OpenAIServer, build: Build) -> None:
    server.queue(Scripted(hang=True))
    with pytest.raises(EndpointDownError, match="in time"):
        build(timeout=0.1).complete(ASKED, max_tokens=50, step="ask")
    assert len(server.chats) == 2


def test_nobody_at_the_address(server: OpenAIServer, build: Build, fake_time: FakeTime) -> None:
    with OpenAIServer() as gone:
        url = gone.base_url
    with pytest.raises(EndpointDownError, match="Cannot reach") as caught:
        build(base_url=url).complete(ASKED, max_tokens=50, step="ask")
    assert "127.0.0.1" in caught.value.message.zh
    assert len(fake_time.slept) == 4


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (fails(401, "Incorrect API key provided: sk-secret"), "does not accept the key"),
        (fails(403, "No access"), "does not allow"),
        (fails(404, "no such model"), "no model test-model"),
        (fails(402, "Insufficient Balance"), "no credit"),
        (fails(429, "You exceeded your current quota", code="insufficient_quota"), "no credit"),
        (fails(400, "messages: bad"), "refuses the request"),
        (fails(307, headers={"Location": "http://127.0.0.1:9/v1"}), "another address"),
    ],
)
def test_a_lasting_failure_is_said_at_once(
    server: OpenAIServer, build: Build, fake_time: FakeTime, answer: Scripted, words: str
) -> None:
    server.queue(answer)
    with pytest.raises(EndpointError, match=words) as caught:
        build().complete(ASKED, max_tokens=50, step="ask")
    error = caught.value
    assert (error.exit_code, error.retryable) == (Exit.FAILED, False)
    assert error.hint is not None
    assert "\n" not in error.message.en + error.message.zh
    assert "sk-secret" not in error.message.en
    assert fake_time.slept == []
    assert len(server.chats) == 1


# ---------------------------------------------------------------- streaming


def test_a_stream_comes_in_pieces_and_is_kept(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    server.queue(says("", pieces=("<thi", "nk>嗯</th", "ink>\n\n客服", "电话", "打不通。"), usage=(100, 40)))
    model = build()
    assert list(model.stream(ASKED, max_tokens=50, step="ask")) == ["客服", "电话", "打不通。"]
    assert "".join(model.stream(ASKED, max_tokens=50, step="ask")) == "客服电话打不通。"
    assert len(server.chats) == 1
    assert [(line["outcome"], line["tokens_in"]) for line in ledger(tmp_path)] == [("done", 100), ("cached", 0)]


@pytest.mark.parametrize("answer", [says("", pieces=("客服", "电话"), cut=1), says("", pieces=("客服",), finish=None)])
def test_a_stream_cut_in_the_middle_is_an_error_and_not_an_answer(
    server: OpenAIServer, build: Build, answer: Scripted
) -> None:
    server.queue(answer, says("全部"))
    model = build()
    seen: list[str] = []
    with pytest.raises(EndpointDownError, match="broke off"):
        seen.extend(model.stream(ASKED, max_tokens=50, step="ask"))
    assert model.complete(ASKED, max_tokens=50, step="ask").text == "全部"


def test_a_stream_that_never_began_is_tried_again(server: OpenAIServer, build: Build) -> None:
    server.queue(
        fails(503), says("x", cut=0), Scripted(body={"error": {"message": "busy"}}), says("好的", pieces=("好", "的"))
    )
    assert "".join(build().stream(ASKED, max_tokens=50, step="ask")) == "好的"
    assert len(server.chats) == 4


def test_a_server_that_does_not_know_stream_options_streams_without(server: OpenAIServer, build: Build) -> None:
    server.refuses = ("stream_options",)
    server.queue(says("好的"))
    assert "".join(build().stream(ASKED, max_tokens=50, step="ask")) == "好的"


# ---------------------------------------------------------------- kept replies


def test_a_second_run_costs_nothing(server: OpenAIServer, build: Build) -> None:
    server.queue(says_json(GOOD))
    first = build().complete(ASKED, max_tokens=50, step="code", schema=Coded)
    again = build().complete(ASKED, max_tokens=50, step="code", schema=Coded)
    assert (again.value, again.cached, again.cost) == (first.value, True, 0)
    assert len(server.chats) == 1


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        ({"model": "other"}, {}),
        ({"temperature": 0.7}, {}),
        ({}, {"max_tokens": 51}),
        ({}, {"prompt": "other hash"}),
        ({}, {"messages": ASKED[1:]}),
        ({"client": "another client"}, {}),
    ],
)
def test_another_question_is_asked_anew(
    server: OpenAIServer, build: Build, settings: dict[str, Any], asked: dict[str, Any]
) -> None:
    usual: dict[str, Any] = {"messages": ASKED, "max_tokens": 50, "step": "ask", "prompt": "hash"}
    build().complete(**usual)
    build(**settings).complete(**{**usual, **asked})
    assert len(server.chats) == 2


def test_random_fences_make_no_difference(server: OpenAIServer, build: Build) -> None:
    model = build()
    for marker in ("a1b2c3", "d4e5f6"):
        model.complete(
            [Message("user", f"<notes {marker}>慢</notes {marker}>")], max_tokens=50, step="ask", markers=[marker]
        )
    assert len(server.chats) == 1


# ---------------------------------------------------------------- many at once


def requests(count: int) -> list[Request[Coded]]:
    return [Request((Message("user", f"第 {n} 句"),), 50, "code", Coded) for n in range(count)]


def test_many_replies_come_in_order_and_side_by_side(server: OpenAIServer, build: Build) -> None:
    server.latency = 0.03
    server.script = lambda call: says_json({"key": "E1", "sentiment": int(call.last.split()[1])})
    seen: list[int] = []
    replies = build(max_concurrency=6).complete_many(requests(24), done=lambda place, _: seen.append(place))
    assert [reply.value.sentiment for reply in replies if reply.value] == list(range(24))
    assert sorted(seen) == list(range(24))
    assert 2 <= server.most_at_once <= 6


def test_an_outage_in_the_middle_keeps_what_was_done(server: OpenAIServer, build: Build) -> None:
    answered = [0]

    def script(call: Any) -> Scripted:
        answered[0] += 1
        return says_json(GOOD) if answered[0] <= 7 else fails(503)

    server.script = script
    kept: list[int] = []
    with pytest.raises(EndpointDownError):
        build(max_concurrency=2).complete_many(requests(20), done=lambda place, _: kept.append(place))
    assert len(kept) == 7

    server.script = lambda _: says_json(GOOD)
    server.calls.clear()
    replies = build().complete_many(requests(20))
    assert all(reply.outcome is Outcome.DONE for reply in replies)
    assert len(server.chats) == 13


def test_an_endpoint_that_is_down_from_the_start_is_not_tried_by_every_request(
    server: OpenAIServer, build: Build
) -> None:
    server.queue(fails(503))
    with pytest.raises(EndpointDownError):
        build(max_concurrency=8).complete_many(requests(30))
    assert len(server.chats) == 5


def test_nothing_asked_nothing_sent(server: OpenAIServer, build: Build) -> None:
    assert build().complete_many([]) == []


# ---------------------------------------------------------------- money


def test_a_budget_stops_before_the_call_that_exceeds_it(server: OpenAIServer, build: Build) -> None:
    server.script = lambda _: says_json(GOOD, usage=(20, 40))
    model = build(budget="0.0025", max_concurrency=4)
    kept: list[int] = []
    with pytest.raises(BudgetError, match="does not cover the next call") as caught:
        model.complete_many(requests(40), done=lambda place, _: kept.append(place))
    assert caught.value.exit_code is Exit.BUDGET
    assert len(kept) == len(server.chats)
    assert 3 <= len(kept) < 40
    assert len(server.chats) * Decimal("0.00036") <= Decimal("0.0025")

    paid = len(server.chats)
    build().complete_many(requests(40))
    assert len(server.chats) == 40
    assert paid == len(kept)


def test_a_budget_needs_a_price(build: Build) -> None:
    with pytest.raises(SettingsError, match="no price"):
        build(budget="1", price=None)


def test_the_estimate_counts_only_what_is_not_kept_and_is_an_upper_bound(server: OpenAIServer, build: Build) -> None:
    server.script = lambda _: says_json(GOOD, usage=(25, 12))
    model = build()
    model.complete_many(requests(3))
    estimate = model.estimate(requests(10))
    assert (estimate.calls, estimate.kept, estimate.tokens_out) == (7, 3, 350)
    assert len(server.chats) == 3
    spent = sum(reply.cost for reply in model.complete_many(requests(10)))
    assert estimate.cost is not None
    assert 0 < spent <= estimate.cost


def test_the_ledger_says_everything_but_the_words(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    server.queue(fails(429), says("渠道不畅。", usage=(1000, 500)))
    build().complete(ASKED, max_tokens=50, step="ask", prompt="abc123")
    failed, done = ledger(tmp_path)
    assert failed["outcome"] == "rate_limited"
    assert done == {
        "time": "2026-03-01T12:00:00+00:00",
        "step": "ask",
        "model": "test-model",
        "prompt": "abc123",
        "tokens_in": 1000,
        "tokens_out": 500,
        "cost": "0.006",
        "currency": "USD",
        "latency": 0.0,
        "outcome": "done",
    }
    written = (tmp_path / "client" / "calls.jsonl").read_text("utf-8")
    assert "客服" not in written
    assert "渠道" not in written


def test_a_cut_stream_is_paid_for(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    server.queue(says("", pieces=("客服电话",) * 5, cut=3))
    with pytest.raises(EndpointDownError):
        list(build().stream(ASKED, max_tokens=50, step="ask"))
    (line,) = ledger(tmp_path)
    assert line["outcome"] == "cut_off"
    assert Decimal(line["cost"]) > 0
