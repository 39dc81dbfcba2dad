"""The chat model behind an OpenAI-compatible endpoint: what is kept, what fits, and answers of a given shape."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from assistant.errors import JourneyError
from assistant.model.budget import Estimate
from assistant.model.cache import Kept, reply_key
from assistant.model.calling import Caller, Spent, Tools, Turn
from assistant.model.capabilities import Capabilities
from assistant.model.endpoint import Endpoint
from assistant.model.faults import CallError, FaultKind
from assistant.model.ledger import Totals
from assistant.model.many import answer_many
from assistant.model.port import Message, Outcome, Reply, Request, Shape
from assistant.model.settings import ModelSettings
from assistant.model.structured import (
    METHODS,
    Method,
    read_cut,
    read_reply,
    repair_messages,
    strict_schema,
    strip_thoughts,
    structured_messages,
    structured_parameters,
)
from assistant.model.tokens import TokenCounter
from assistant.model.weighing import PARAMETERS, read_weights, weigh_choices, write_weights


class EndpointChatModel:
    """The ChatModel over HTTP. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint, settings: ModelSettings, tools: Tools) -> None:
        """Nothing is sent yet. `tools` may be shared with other models, but for the client's cache and ledger."""
        self.settings = settings
        self._endpoint = endpoint
        self._tools = tools
        self._base_url = endpoint.address.base_url
        self._caller = Caller(endpoint, settings, tools)
        self._proving = threading.Lock()
        self._failures: list[JourneyError] = []

    @property
    def name(self) -> str:
        """The model's name as its endpoint knows it."""
        return self.settings.model

    @property
    def capabilities(self) -> Capabilities:
        """What is known about the endpoint so far."""
        return self._caller.capabilities

    @property
    def counter(self) -> TokenCounter:
        """Counts tokens for this model, corrected by what its endpoint reports."""
        return self._caller.counter

    @property
    def totals(self) -> Totals:
        """What all calls of this run have come to so far."""
        return self._tools.ledger.totals()

    def close(self) -> None:
        """Closes connections and the client's cache."""
        self._endpoint.close()
        if self._tools.cache is not None:
            self._tools.cache.close()

    def room(self, fixed: Sequence[Message], max_tokens: int, schema: type[Shape] | None = None) -> int:
        """How many tokens of notes fit beside the fixed part of a request, its shape and its answer; at least 0."""
        return max(self.settings.context_window - max_tokens - self._count(fixed, schema), 0)

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        step: str,
        schema: type[Shape] | None = None,
        prompt: str = "",
        markers: Sequence[str] = (),
    ) -> Reply[Shape]:
        """The reply to one request; see the port."""
        return self.answer(Request(tuple(messages), max_tokens, step, schema, prompt, tuple(markers)))

    def complete_many(
        self,
        requests: Sequence[Request[Shape]],
        *,
        concurrency: int | None = None,
        done: Callable[[int, Reply[Shape]], None] | None = None,
    ) -> list[Reply[Shape]]:
        """The replies in the order of the requests; see the port."""
        with self._tools.waiting():
            return answer_many(self.answer, requests, concurrency or self._tools.limits.concurrent, done)

    def estimate(self, requests: Sequence[Request[Any]]) -> Estimate:
        """What the requests that are not kept yet would take at most. Sends and writes nothing."""
        unanswered = [each for each in requests if self._find_kept(each, self._key(each)) is None]
        counts = [self._count(each.messages, each.schema) for each in unanswered]
        tokens_in, tokens_out = sum(counts), sum(each.max_tokens for each in unanswered)
        price = self.settings.price
        by_step: dict[str, Decimal] = {}
        for each, count in zip(unanswered, counts, strict=True):
            cost = price.cost(count, each.max_tokens) if price is not None else Decimal(0)
            by_step[each.step] = by_step.get(each.step, Decimal(0)) + cost
        return Estimate(
            calls=len(unanswered),
            kept=len(requests) - len(unanswered),
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost=price.cost(tokens_in, tokens_out) if price else None,
            currency=price.currency if price else "",
            by_step=by_step,
        )

    def answer(self, request: Request[Shape]) -> Reply[Shape]:
        """The reply to one request, from what was kept or from the endpoint. Raises as the port says."""
        key = self._key(request)
        kept = self._find_kept(request, key)
        if kept is not None:
            self._caller.note(request, "cached", Spent())
            return kept
        if self._count(request.messages, request.schema) + request.max_tokens > self.settings.context_window:
            self._caller.note(request, Outcome.TOO_LONG, Spent())
            return Reply("", None, Outcome.TOO_LONG)
        try:
            if request.schema is None:
                reply = self._answer_in_prose(request)
            else:
                reply = self._answer_in_shape(request, request.schema)
        except CallError as fault:
            if fault.kind is FaultKind.TOO_LONG:
                return Reply("", None, Outcome.TOO_LONG, detail=fault.said)
            if fault.kind is FaultKind.REFUSED:
                return Reply("", None, Outcome.REFUSED, detail=fault.said)
            raise self._caller.explain(fault) from fault
        self._keep_if_done(request, key, reply)
        return reply

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        step: str,
        prompt: str = "",
        markers: Sequence[str] = (),
    ) -> Iterator[str]:
        """The reply as prose, piece by piece; see the port. A kept reply comes in one piece."""
        request: Request[Any] = Request(tuple(messages), max_tokens, step, None, prompt, tuple(markers))
        key = self._key(request)
        kept = self._find_kept(request, key)
        if kept is not None:
            self._caller.note(request, "cached", Spent())
            yield kept.text
            return
        try:
            if self._count(request.messages, None) + max_tokens > self.settings.context_window:
                raise CallError(FaultKind.TOO_LONG)
            for piece in self._caller.stream(request):
                if isinstance(piece, str):
                    yield piece
                else:
                    self._keep_if_done(request, key, self._end_in_prose(request, piece, piece.total))
        except CallError as fault:
            raise self._caller.explain(fault) from fault

    def weigh(self, request: Request[Any]) -> Mapping[str, float]:
        """How likely each choice of the request is, from what was kept or from the endpoint; see the port.

        An endpoint that once did not tell is not asked again before `journey doctor` looks anew.
        """
        key = self._key(request)
        kept = self._find_kept(request, key)
        if kept is not None:
            self._caller.note(request, "cached", Spent())
            return read_weights(kept.text, request.choices)
        room = self.settings.context_window - request.max_tokens
        if self.capabilities.weighs is False or self._count(request.messages, None) > room:
            return {}
        try:
            turn = self._caller.call(request, request.messages, PARAMETERS, patient=False)
        except CallError as fault:
            if fault.kind is FaultKind.BAD_REQUEST:
                self._tools.capabilities.learn(self._base_url, self.name, weighs=False)
            return {}
        weights = weigh_choices(turn.answer.likely, request.choices)
        self._caller.note(request, Outcome.DONE if weights else Outcome.INVALID, turn.spent)
        self._tools.capabilities.learn(self._base_url, self.name, weighs=bool(turn.answer.likely))
        if weights:
            self._keep_if_done(request, key, _reply(write_weights(weights), None, Outcome.DONE, turn.total))
        return weights

    # ------------------------------------------------------------ prose

    def _answer_in_prose(self, request: Request[Shape]) -> Reply[Shape]:
        turn = self._caller.call(request, request.messages, {})
        if strip_thoughts(turn.answer.text) or turn.ended_early:
            return self._end_in_prose(request, turn, turn.total)
        self._caller.note(request, Outcome.INVALID, turn.spent)
        again = self._caller.call(request, request.messages, {})
        return self._end_in_prose(request, again, turn.total + again.total)

    def _end_in_prose(self, request: Request[Shape], turn: Turn, spent: Spent) -> Reply[Shape]:
        text = strip_thoughts(turn.answer.text)
        outcome = turn.outcome(Outcome.DONE if text else Outcome.INVALID)
        self._caller.note(request, outcome, turn.spent)
        return _reply(text, None, outcome, spent)

    # ------------------------------------------------------------ shapes

    def _answer_in_shape(self, request: Request[Shape], schema: type[Shape]) -> Reply[Shape]:
        if self.capabilities.method is None:
            failures = len(self._failures)
            with self._proving:  # one request finds out how to ask; the others wait instead of failing side by side
                if len(self._failures) > failures:
                    raise self._failures[-1]
                if self.capabilities.method is None:
                    return self._prove(request, schema)
        methods = METHODS[METHODS.index(self.capabilities.method or METHODS[0]) :]
        return self._try_methods(request, schema, methods, proven=True)

    def _prove(self, request: Request[Shape], schema: type[Shape]) -> Reply[Shape]:
        try:
            return self._try_methods(request, schema, METHODS, proven=False)
        except JourneyError as error:
            self._failures.append(error)
            raise

    def _try_methods(
        self, request: Request[Shape], schema: type[Shape], methods: Sequence[Method], *, proven: bool
    ) -> Reply[Shape]:
        """The reply by the first way of asking that the endpoint takes. Raises CallError where it takes none."""
        spent = Spent()
        refusal: CallError | None = None
        for method in methods:
            last = method is methods[-1]
            try:
                turn = self._ask(request, schema, method, ())
            except CallError as fault:
                if fault.kind is not FaultKind.BAD_REQUEST:
                    raise
                refusal, proven = refusal or fault, False
                if last:
                    raise refusal from None
                continue
            spent += turn.total
            reading = read_reply(turn.answer.text, schema)
            ignored = not (proven or reading.has_json or turn.ended_early)
            if ignored and not last:  # the endpoint took the parameter and paid no heed to it
                self._caller.note(request, Outcome.INVALID, turn.spent)
                continue
            return self._finish(request, schema, method, turn, spent)
        raise AssertionError("the last method returns or raises")

    def _finish(
        self, request: Request[Shape], schema: type[Shape], method: Method, turn: Turn, spent: Spent
    ) -> Reply[Shape]:
        """The reply for an answer; one that does not fit is sent back once with what is wrong with it."""
        reading = read_reply(turn.answer.text, schema)
        if reading.value is None and not turn.ended_early:
            again = repair_messages(turn.answer.text, reading.problem)
            if self._count((*request.messages, *again), schema) + request.max_tokens <= self.settings.context_window:
                self._caller.note(request, Outcome.INVALID, turn.spent)
                turn = self._ask(request, schema, method, again)
                reading, spent = read_reply(turn.answer.text, schema), spent + turn.total
        if reading.value is None:
            outcome = turn.outcome(Outcome.INVALID)
            self._caller.note(request, outcome, turn.spent)
            value = read_cut(turn.answer.text, schema) if outcome is Outcome.CUT else None
            return _reply(turn.answer.text, value, outcome, spent, reading.problem)
        self._caller.note(request, Outcome.DONE, turn.spent)
        if self.capabilities.method is not method:
            self._tools.capabilities.learn(self._base_url, self.name, method=method)
        return _reply(turn.answer.text, reading.value, Outcome.DONE, spent)

    def _ask(self, request: Request[Shape], schema: type[Shape], method: Method, again: Sequence[Message]) -> Turn:
        messages = (*structured_messages(request.messages, schema, method), *again)
        return self._caller.call(request, messages, structured_parameters(schema, method))

    # ------------------------------------------------------------ counting and keeping

    def _count(self, messages: Sequence[Message], schema: type[Any] | None) -> int:
        """Tokens of a request; a shape is counted whatever way it will be told."""
        told = self.counter.count(json.dumps(strict_schema(schema), ensure_ascii=False)) if schema else 0
        return self.counter.count_messages(messages) + told

    def _find_kept(self, request: Request[Shape], key: str) -> Reply[Shape] | None:
        kept = self._tools.cache.find(key) if self._tools.cache is not None else None
        if kept is None:
            return None
        if request.choices and not read_weights(kept.text, request.choices):
            return None
        value = read_reply(kept.text, request.schema).value if request.schema else None
        if request.schema is not None and value is None:
            return None
        return Reply(kept.text, value, Outcome.DONE, cached=True)

    def _keep_if_done(self, request: Request[Any], key: str, reply: Reply[Any]) -> None:
        if self._tools.cache is not None and reply.outcome is Outcome.DONE:
            kept = Kept(reply.text, reply.tokens_in, reply.tokens_out)
            self._tools.cache.keep(key, request.step, kept)

    def _key(self, request: Request[Any]) -> str:
        if self._tools.cache is None:
            return ""
        wanted = {"temperature": self.settings.temperature, "reasoning_effort": self.settings.reasoning_effort}
        return reply_key(self.name, self._base_url, request, wanted)


def _reply(text: str, value: Shape | None, outcome: Outcome, spent: Spent, detail: str = "") -> Reply[Shape]:
    return Reply(text, value, outcome, spent.tokens_in, spent.tokens_out, spent.latency, spent.cost, False, detail)
