"""A chat model that is listened to: when its first words come, and when the person has heard enough."""

from collections.abc import Callable, Iterator, Sequence

from assistant.errors import EndpointError
from assistant.model.port import ChatModel, Message, Reply, Request, Shape
from assistant.wording import Text


class StoppedError(EndpointError):
    """The person stopped the answer; what was said and checked before stays."""

    retryable = True  # so that nobody asks again by himself

    def __init__(self) -> None:
        super().__init__(Text("已停止", "stopped"))


class HeardModel:
    """A ChatModel in front of another. Ctrl-C while it writes comes out as StoppedError."""

    def __init__(self, inner: ChatModel, begun: Callable[[], None]) -> None:
        """`begun` is called when the first piece of a streamed reply is there."""
        self._inner = inner
        self._begun = begun

    @property
    def name(self) -> str:
        return self._inner.name

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
        try:
            return self._inner.complete(
                messages, max_tokens=max_tokens, step=step, schema=schema, prompt=prompt, markers=markers
            )
        except KeyboardInterrupt as stop:
            raise StoppedError from stop

    def complete_many(
        self,
        requests: Sequence[Request[Shape]],
        *,
        concurrency: int | None = None,
        done: Callable[[int, Reply[Shape]], None] | None = None,
    ) -> list[Reply[Shape]]:
        return self._inner.complete_many(requests, concurrency=concurrency, done=done)

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        step: str,
        prompt: str = "",
        markers: Sequence[str] = (),
    ) -> Iterator[str]:
        begun = False
        try:
            for piece in self._inner.stream(messages, max_tokens=max_tokens, step=step, prompt=prompt, markers=markers):
                if not begun:
                    begun = True
                    self._begun()
                yield piece
        except KeyboardInterrupt as stop:
            raise StoppedError from stop
