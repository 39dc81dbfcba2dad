"""One call to an endpoint with all its tries: parameters, budget, limits, waits, and a line in the ledger for each."""

import json
import random
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistant.errors import EndpointError
from assistant.model.budget import Budget
from assistant.model.cache import Replies
from assistant.model.capabilities import Capabilities, CapabilityFile
from assistant.model.completion import Answer
from assistant.model.endpoint import Endpoint
from assistant.model.faults import PAID, CallError, FaultKind, explain
from assistant.model.ledger import Entry, Ledger
from assistant.model.limits import Limits
from assistant.model.port import Message, Outcome, Request
from assistant.model.retrying import RetryPolicy
from assistant.model.sending import Call, DirectSender, Sender, call_key
from assistant.model.settings import OPENAI_URL, ModelSettings
from assistant.model.structured import ThoughtFilter
from assistant.model.tokens import TokenCounter, estimate_tokens

FIRST_LENGTH, OTHER_LENGTH = "max_completion_tokens", "max_tokens"
DROPPABLE = ("temperature", "reasoning_effort", "stream_options", FIRST_LENGTH, OTHER_LENGTH)
"""Parameters that some models refuse and that a request can do without (the two lengths stand in for each other)."""
CUT = ("length", "max_tokens")
FILTERED = ("content_filter", "sensitive")
_REFUSES = re.compile(
    r"unsupported|n.t support|not support|unrecogni[sz]ed|unknown|not permitted|unexpected|not allowed|deprecated"
    r"|extra (inputs|fields)|only the default|not accept|不支持|未知|无效的参数",
    re.IGNORECASE,
)
FOR_THE_CALLER = (FaultKind.BAD_REQUEST, FaultKind.TOO_LONG, FaultKind.REFUSED)
"""Faults that the caller may mend by asking in another way, or that concern one request only."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a model works with, built in one place and shared where it is to be shared.

    `cache` and `ledger` are the client's own. `clock` gives monotonic seconds, `chance` draws the jitter of waits.
    `sender` sends in the endpoint's place what is not asked as a stream, where one is given. With `token_factor` tokens
    are counted by that throughout, so that the same work begun again asks in the same portions. `waiting` is entered while
    whoever asked waits for replies.
    """

    capabilities: CapabilityFile
    cache: Replies | None
    ledger: Ledger
    budget: Budget
    limits: Limits
    retry: RetryPolicy
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    chance: random.Random
    sender: Sender | None = None
    token_factor: float | None = None
    waiting: Callable[[], AbstractContextManager[None]] = nullcontext


@dataclass(frozen=True, slots=True)
class Spent:
    """What one or more calls took; latency in seconds. `resumed`: it was written down before, when it was paid."""

    tokens_in: int = 0
    tokens_out: int = 0
    latency: float = 0.0
    cost: Decimal = Decimal(0)
    resumed: bool = False

    def __add__(self, other: "Spent") -> "Spent":
        """Both together."""
        return Spent(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.latency + other.latency,
            self.cost + other.cost,
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer, what it took, and what the failed tries before it took."""

    answer: Answer
    spent: Spent
    lost: Spent

    @property
    def total(self) -> Spent:
        """The answer and the failed tries together."""
        return self.lost + self.spent

    @property
    def ended_early(self) -> bool:
        """Whether the answer was cut at its length or by a filter, so that asking again will not mend it."""
        return self.answer.finish in (*CUT, *FILTERED)

    def outcome(self, otherwise: Outcome) -> Outcome:
        """How it ended, by the endpoint's own word where that says more than `otherwise`."""
        if self.answer.finish in CUT:
            return Outcome.CUT
        return Outcome.REFUSED if self.answer.finish in FILTERED else otherwise


class Caller:
    """Makes the calls of one model. Safe to use from several threads."""

    def __init__(self, endpoint: Endpoint, settings: ModelSettings, tools: Tools) -> None:
        """Nothing is sent yet."""
        self._endpoint = endpoint
        self._sender = tools.sender or DirectSender(endpoint)
        self._settings = settings
        self._tools = tools
        self._base_url = endpoint.address.base_url
        self._learned = TokenCounter(self.capabilities.token_factor)
        self.counter = self._learned if tools.token_factor is None else TokenCounter(tools.token_factor)

    @property
    def capabilities(self) -> Capabilities:
        """What is known about the endpoint so far."""
        return self._tools.capabilities.find(self._base_url, self._settings.model)

    def call(
        self, request: Request[Any], messages: Sequence[Message], extra: Mapping[str, Any], *, patient: bool = True
    ) -> Turn:
        """The answer to `messages`, after as many tries as it takes; `extra` asks for a shape.

        The caller notes the outcome of the answer, because only it can tell. Raises CallError for what it may mend,
        EndpointError for everything else, BudgetError before a call that would cost too much.
        Without patience, for what can be done without, it is tried again only where the endpoint asks to wait; any other
        fault is raised as a CallError.
        """
        lost = Spent()
        tried = 0
        while True:
            parameters = {**self._parameters(request.max_tokens), **extra}
            started = self._tools.clock()
            try:
                return Turn(*self._send(request, messages, parameters, extra), lost)
            except CallError as fault:
                lost += self._charge(request, messages, fault, self._tools.clock() - started)
                if self._drop_refused(fault, parameters):
                    continue
                if not patient and fault.kind is not FaultKind.RATE_LIMITED:
                    raise
                tried += 1
                self._wait_or_raise(fault, tried)

    def stream(self, request: Request[Any]) -> Iterator[str | Turn]:
        """The pieces of the answer without its thinking, and at last the whole.

        Tries again only while nothing was given yet. Raises as `call`.
        """
        tried = 0
        while True:
            parameters = self._parameters(request.max_tokens)
            if "stream_options" not in self.capabilities.refused:
                parameters["stream_options"] = {"include_usage": True}
            given = False
            started = self._tools.clock()
            try:
                for piece in self._stream_once(request, parameters):
                    given = True
                    yield piece
                return
            except CallError as fault:
                self._charge(request, request.messages, fault, self._tools.clock() - started)
                if given:
                    raise self.explain(fault, tried + 1) from fault
                if self._drop_refused(fault, parameters):
                    continue
                tried += 1
                self._wait_or_raise(fault, tried)

    def note(self, request: Request[Any], outcome: str, spent: Spent) -> None:
        """Writes one line of the ledger."""
        price = self._settings.price
        entry = Entry(
            step=request.step,
            model=self._settings.model,
            prompt=request.prompt,
            tokens_in=spent.tokens_in,
            tokens_out=spent.tokens_out,
            cost=spent.cost,
            currency=price.currency if price else "",
            latency=spent.latency,
            outcome=outcome,
        )
        self._tools.ledger.write(entry, again=spent.resumed)

    def explain(self, fault: CallError, tries: int = 1) -> EndpointError:
        """The error for a person."""
        return explain(fault, model=self._settings.model, base_url=self._base_url, tries=tries)

    # ------------------------------------------------------------ one try

    def _send(
        self,
        request: Request[Any],
        messages: Sequence[Message],
        parameters: Mapping[str, Any],
        extra: Mapping[str, Any],
    ) -> tuple[Answer, Spent]:
        expected = self.counter.count_messages(messages) + estimate_tokens(json.dumps(extra, ensure_ascii=False))
        with self._paid_turn(expected, request.max_tokens) as settle:
            call = self._describe(request, messages, parameters, expected)
            started = self._tools.clock()
            answer = self._sender.send(call)
            spent = self._spent(messages, answer, self._tools.clock() - started)
            settle(spent)
        if answer.tokens_in is not None:
            self._learn_tokens(messages, extra, answer.tokens_in)
        return answer, spent

    def _describe(
        self, request: Request[Any], messages: Sequence[Message], parameters: Mapping[str, Any], expected: int
    ) -> Call:
        told = tuple(messages)
        key = call_key(self._settings.model, self._base_url, told, parameters, request.markers)
        trial = request.schema is not None and self.capabilities.method is None
        return Call(key, request.step, told, parameters, expected, request.max_tokens, trial)

    def _stream_once(self, request: Request[Any], parameters: Mapping[str, Any]) -> Iterator[str | Turn]:
        expected = self.counter.count_messages(request.messages)
        thoughts = ThoughtFilter()
        received = ""
        with self._paid_turn(expected, request.max_tokens) as settle:
            started = self._tools.clock()
            try:
                for piece in self._endpoint.stream(request.messages, parameters):
                    if isinstance(piece, str):
                        received += piece
                        yield from filter(None, (thoughts.pass_on(piece),))
                    else:
                        spent = self._spent(request.messages, piece, self._tools.clock() - started)
                        received = ""
                        settle(spent)
                        yield from filter(None, (thoughts.rest(),))
                        yield Turn(piece, spent, Spent())
            finally:
                if received:  # cut, or nobody wanted the rest: what came was charged (the question, by `_charge`)
                    tokens_out = estimate_tokens(received)
                    settle(Spent(0, tokens_out, 0.0, self._tools.budget.cost(0, tokens_out)))

    @contextmanager
    def _paid_turn(self, expected: int, max_tokens: int) -> Generator[Callable[[Spent], None]]:
        """A place in the limits with money set aside; `settle` is told what was spent, else nothing was."""
        budget, limits = self._tools.budget, self._tools.limits
        most = budget.cost(expected, max_tokens)
        spent = [Spent()]
        budget.reserve(most)
        try:
            with limits.turn(expected + max_tokens):
                yield spent.append
        finally:
            budget.settle(most, spent[-1].cost)
            limits.correct(expected + max_tokens, spent[-1].tokens_in + spent[-1].tokens_out)

    def _wait_or_raise(self, fault: CallError, tried: int) -> None:
        """Waits before the next try, or raises what there is to say about the fault."""
        wait = self._tools.retry.wait(fault, tried, self._tools.chance)
        if wait is None:
            if fault.kind in FOR_THE_CALLER:
                raise fault
            raise self.explain(fault, tried) from fault
        if fault.retry_after is not None:
            self._tools.limits.pause(fault.retry_after)
        self._tools.sleep(wait)

    # ------------------------------------------------------------ parameters

    def _parameters(self, max_tokens: int) -> dict[str, Any]:
        refused = self.capabilities.refused
        lengths = (FIRST_LENGTH, OTHER_LENGTH) if self._base_url == OPENAI_URL else (OTHER_LENGTH, FIRST_LENGTH)
        wanted: dict[str, Any] = {
            "temperature": self._settings.temperature,
            "reasoning_effort": self._settings.reasoning_effort,
        }
        length = next((name for name in lengths if name not in refused), None)
        if length is not None:
            wanted[length] = max_tokens
        return {name: value for name, value in wanted.items() if value is not None and name not in refused}

    def _drop_refused(self, fault: CallError, sent: Mapping[str, Any]) -> bool:
        """Whether the endpoint named a parameter it does not take; that is left out from now on."""
        if fault.kind is not FaultKind.BAD_REQUEST:
            return False
        if _REFUSES.search(f"{fault.said} {fault.code}") is None:
            return False  # it takes the parameter, but not this value
        named = [name for name in DROPPABLE if name in sent and name in fault.said]
        if fault.parameter in sent and fault.parameter in DROPPABLE:
            named = [fault.parameter]
        for name in named:
            self._tools.capabilities.learn(self._base_url, self._settings.model, refused=name)
        return bool(named)

    # ------------------------------------------------------------ counting

    def _spent(self, messages: Sequence[Message], answer: Answer, latency: float) -> Spent:
        """What an answer took: as reported, else as we count."""
        tokens_in = answer.tokens_in if answer.tokens_in is not None else self.counter.count_messages(messages)
        tokens_out = answer.tokens_out if answer.tokens_out is not None else self.counter.count(answer.text)
        cost = self._tools.budget.cost(tokens_in, tokens_out) * answer.rate
        return Spent(tokens_in, tokens_out, latency, cost, answer.resumed)

    def _charge(self, request: Request[Any], messages: Sequence[Message], fault: CallError, latency: float) -> Spent:
        """Writes a failed call down; where the provider may have charged for the question, so do we."""
        tokens_in = self.counter.count_messages(messages) if fault.kind in PAID else 0
        spent = Spent(tokens_in, 0, latency, self._tools.budget.cost(tokens_in, 0))
        self._tools.budget.settle(Decimal(0), spent.cost)
        self.note(request, fault.kind.value, spent)
        return spent

    def _learn_tokens(self, messages: Sequence[Message], extra: Mapping[str, Any], reported: int) -> None:
        """Corrects the counter, except where a schema, which only some endpoints count, weighs too much."""
        schema = estimate_tokens(json.dumps(extra, ensure_ascii=False)) if extra else 0
        if schema * 3 <= self.counter.count_messages(messages):
            self._learned.correct(messages, reported)
            factor = self._learned.factor
            self._tools.capabilities.learn(self._base_url, self._settings.model, token_factor=factor)
