"""The port of every chat model: what is asked, and what comes back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, Literal, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of what is sent."""

    role: Literal["system", "user", "assistant"]
    content: str


class Outcome(StrEnum):
    """How one request ended. Everything but `DONE` means: nothing was learned, and nothing may be made up instead."""

    DONE = "done"
    INVALID = "invalid"
    CUT = "cut"
    REFUSED = "refused"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Request(Generic[Shape]):
    """One question to the model. `schema` is the shape of the answer, or None for prose.

    `step` and `prompt` (the hash of the prompt) go to the ledger. `markers` are the random fences in the messages:
    they differ from run to run and are left out when a kept reply is looked for. `max_tokens` bounds the answer.
    `choices` are the words, in small letters, one of which is the answer where their likelihood is asked for.
    """

    messages: tuple[Message, ...]
    max_tokens: int
    step: str
    schema: type[Shape] | None = None
    prompt: str = ""
    markers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply(Generic[Shape]):
    """What came back. `value` is the validated answer where a schema was asked for and the outcome is `DONE`.

    Of an answer that was `CUT` it holds the entries that were complete, if any: they were paid for like the others.
    Tokens and cost cover every try that this reply took (none when `cached`), `latency` is their sum in seconds.
    `detail` says what was wrong with a reply that failed; it may quote the reply, so it is never written to a log.
    """

    text: str
    value: Shape | None
    outcome: Outcome
    tokens_in: int = 0
    tokens_out: int = 0
    latency: float = 0.0
    cost: Decimal = Decimal(0)
    cached: bool = False
    detail: str = ""


class ChatModel(Protocol):
    """A chat model. One instance may be used from several threads."""

    @property
    def name(self) -> str:
        """The model's name as its endpoint knows it."""
        ...

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
        """The reply to one request.

        A reply that does not fit `schema` is sent back once; then the outcome is `INVALID`. Raises EndpointDownError
        when the endpoint does not answer after several tries, EndpointError when it refuses for good, BudgetError
        before a call that would cost more than is left.
        """
        ...

    def complete_many(
        self,
        requests: Sequence[Request[Shape]],
        *,
        concurrency: int | None = None,
        done: Callable[[int, Reply[Shape]], None] | None = None,
    ) -> list[Reply[Shape]]:
        """The replies in the order of `requests`, asked side by side (by default as many as the limits allow).

        `done` is called in the caller's thread with the place of a request as soon as its reply is there. When one
        request raises, no further ones are started, those under way are finished and handed to `done`, and then the
        error is raised.
        """
        ...

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        step: str,
        prompt: str = "",
        markers: Sequence[str] = (),
    ) -> Iterator[str]:
        """The reply as prose, piece by piece. Raises as `complete`, also in the middle when the stream is cut."""
        ...


@runtime_checkable
class WeighingModel(Protocol):
    """A chat model that may also tell how likely it is to give each of a few answers."""

    def weigh(self, request: Request[Any]) -> Mapping[str, float]:
        """The likelihood of each of the request's `choices`, together 1; empty where the endpoint does not tell it.

        Raises as `complete`.
        """
        ...


def complete(model: ChatModel, request: Request[Shape]) -> Reply[Shape]:
    """The model's reply to one request; raises as the port says."""
    return model.complete(
        request.messages,
        max_tokens=request.max_tokens,
        step=request.step,
        schema=request.schema,
        prompt=request.prompt,
        markers=request.markers,
    )


def stream(model: ChatModel, request: Request[Shape]) -> Iterator[str]:
    """The model's reply to one request as prose, piece by piece, whatever its shape; raises as the port says."""
    return model.stream(
        request.messages,
        max_tokens=request.max_tokens,
        step=request.step,
        prompt=request.prompt,
        markers=request.markers,
    )
