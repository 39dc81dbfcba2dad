"""A chat model that sends nothing and gives the next requests instead, for whoever wants to see them first."""

from collections.abc import Callable, Sequence
from typing import Any

from assistant.model.port import Reply, Request
from assistant.model.private import MeasuredModel


class ShownError(Exception):
    """The next requests, instead of their answers."""

    def __init__(self, requests: list[Request[Any]]) -> None:
        super().__init__("shown")
        self.requests = requests


class ShownModel:
    """Answers from what is kept, and stops with the first requests that would have to be sent."""

    def __init__(self, inner: MeasuredModel) -> None:
        self._inner = inner
        self.name = inner.name
        self.counter = inner.counter
        self.room = inner.room
        self.estimate = inner.estimate
        self.complete = inner.complete
        self.stream = inner.stream

    def complete_many(
        self,
        requests: Sequence[Request[Any]],
        *,
        concurrency: int | None = None,
        done: Callable[[int, Reply[Any]], None] | None = None,
    ) -> list[Reply[Any]]:
        """The kept replies. Raises ShownError where one is not kept."""
        unsent = [each for each in requests if self._inner.estimate([each]).calls]
        if unsent:
            raise ShownError(unsent)
        return self._inner.complete_many(requests, concurrency=concurrency, done=done)
