"""A chat model and an embedder that see pseudonyms only: masked on the way out, unmasked on the way back."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, cast

from assistant.model.budget import Estimate
from assistant.model.port import ChatModel, Message, Reply, Request, Shape, WeighingModel
from assistant.model.structured import strict_schema
from assistant.model.tokens import TokenCounter
from assistant.privacy import KnownIdentities, Pseudonyms, assert_clean

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class MeasuredModel(ChatModel, Protocol):
    """A chat model that can also tell how much fits into a request and what requests would cost."""

    @property
    def counter(self) -> TokenCounter: ...

    def room(self, fixed: Sequence[Message], max_tokens: int, schema: type[Shape] | None = None) -> int: ...

    def estimate(self, requests: Sequence[Request[Any]]) -> Estimate: ...


class PrivateChatModel:
    """Stands before a chat model: nothing personal passes it. Safe to use from several threads."""

    def __init__(self, inner: MeasuredModel, pseudonyms: Pseudonyms, known: KnownIdentities) -> None:
        """`pseudonyms` is the client's own table; it is saved before anything is sent."""
        self._inner = inner
        self._pseudonyms = pseudonyms
        self._known = known

    @property
    def name(self) -> str:
        """The model's name as its endpoint knows it."""
        return self._inner.name

    @property
    def counter(self) -> TokenCounter:
        """Counts tokens for this model."""
        return self._inner.counter

    def room(self, fixed: Sequence[Message], max_tokens: int, schema: type[Shape] | None = None) -> int:
        """How many tokens of notes fit beside the fixed part of a request, its shape and its answer; at least 0."""
        return self._inner.room(fixed, max_tokens, schema)

    def estimate(self, requests: Sequence[Request[Any]]) -> Estimate:
        """What the requests that are not kept yet would take at most. Sends and writes nothing."""
        return self._inner.estimate([self.mask(each) for each in requests])

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
        """The reply to one request; see the port. Raises LeakError where something personal would be left in it."""
        request = Request(tuple(messages), max_tokens, step, schema, prompt, tuple(markers))
        return self.complete_many([request])[0]

    def complete_many(
        self,
        requests: Sequence[Request[Shape]],
        *,
        concurrency: int | None = None,
        done: Callable[[int, Reply[Shape]], None] | None = None,
    ) -> list[Reply[Shape]]:
        """The replies in the order of the requests; see the port. Raises as `complete`."""
        masked = [self.mask(each) for each in requests]
        self._pseudonyms.save()

        def unmasked(place: int, reply: Reply[Shape]) -> None:
            if done is not None:
                done(place, self._unmask(reply, requests[place].schema))

        replies = self._inner.complete_many(masked, concurrency=concurrency, done=unmasked)
        return [self._unmask(reply, each.schema) for reply, each in zip(replies, requests, strict=True)]

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        step: str,
        prompt: str = "",
        markers: Sequence[str] = (),
    ) -> Iterator[str]:
        """The reply as prose, piece by piece, unmasked; see the port."""
        request: Request[Any] = Request(tuple(messages), max_tokens, step, None, prompt, tuple(markers))
        masked = self.mask(request)
        self._pseudonyms.save()
        pieces = self._inner.stream(
            masked.messages, max_tokens=max_tokens, step=step, prompt=prompt, markers=masked.markers
        )
        yield from self._pseudonyms.unmask_stream(pieces)

    def weigh(self, request: Request[Any]) -> Mapping[str, float]:
        """How likely each choice of the request is; see the port. Raises as `complete`."""
        if not isinstance(self._inner, WeighingModel):
            return {}
        masked = self.mask(request)
        self._pseudonyms.save()
        return self._inner.weigh(masked)

    def find_odd(self, text: str) -> list[str]:
        """What a model wrote like a pseudonym and no value stands behind."""
        return self._pseudonyms.find_unknown(text)

    def mask(self, request: Request[Shape]) -> Request[Shape]:
        """The request as it leaves the machine. Raises LeakError where its shape would give something away."""
        messages = tuple(
            Message(each.role, self._mask_text(each.content, request.markers)) for each in request.messages
        )
        for each in messages:
            assert_clean(_without(each.content, request.markers), self._known)
        if request.schema is not None:
            assert_clean(json.dumps(strict_schema(request.schema), ensure_ascii=False), self._known)
        return replace(request, messages=messages)

    def _mask_text(self, text: str, markers: Sequence[str]) -> str:
        """The text masked around its fences, which are random letters and nobody's number."""
        if not markers:
            return self._pseudonyms.mask(text).text
        marker, *others = markers
        return marker.join(self._mask_text(part, others) for part in text.split(marker))

    def _unmask(self, reply: Reply[Shape], schema: type[Shape] | None) -> Reply[Shape]:
        value = reply.value
        if value is not None and schema is not None:
            value = schema.model_validate(self._unmask_value(value.model_dump()))
        return replace(reply, text=self._pseudonyms.unmask(reply.text), value=value)

    def _unmask_value(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._pseudonyms.unmask(value)
        if isinstance(value, list):
            return [self._unmask_value(each) for each in cast("list[Any]", value)]
        if isinstance(value, dict):
            return {key: self._unmask_value(each) for key, each in cast("dict[str, Any]", value).items()}
        return value


class SomeEmbedder(Protocol):
    """What an embedder must have to be put behind pseudonyms."""

    name: str
    version: str

    @property
    def dimension(self) -> int: ...

    @property
    def symmetric(self) -> bool: ...

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[float32]": ...

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[float32]": ...


class PrivateEmbedder:
    """Stands before an embedder beyond this machine: it sees pseudonyms only.

    `gate` is called with the texts of each request before anything is sent, and raises where names in them are not
    settled yet. Its version differs from the inner one's, because its vectors do.
    """

    def __init__(
        self,
        inner: SomeEmbedder,
        pseudonyms: Pseudonyms,
        known: KnownIdentities,
        gate: Callable[[Sequence[str]], None] = lambda _texts: None,
    ) -> None:
        self.name = inner.name
        self.version = f"{inner.version}#private"
        self._inner = inner
        self._pseudonyms = pseudonyms
        self._known = known
        self._gate = gate

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        return self._inner.dimension

    @property
    def symmetric(self) -> bool:
        """Whether a text has one vector for both uses."""
        return self._inner.symmetric

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (n × dimension, unit length) of questions. Raises as the inner embedder, and LeakError."""
        return self._inner.embed_queries(self._mask(texts))

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (n × dimension, unit length) of texts to be found. Raises as `embed_queries`."""
        return self._inner.embed_passages(self._mask(texts))

    def _mask(self, texts: Sequence[str]) -> list[str]:
        self._gate(texts)
        masked = [self._pseudonyms.mask(each).text for each in texts]
        for each in masked:
            assert_clean(each, self._known)
        self._pseudonyms.save()
        return masked


def _without(text: str, markers: Sequence[str]) -> str:
    """The text without its random fences."""
    for marker in markers:
        text = text.replace(marker, "")
    return text
