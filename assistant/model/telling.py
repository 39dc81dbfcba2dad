"""A chat model that tells how far its requests have come, for those who wait for a slow one."""

from collections.abc import Callable, Sequence
from typing import Any

from assistant.model.port import Reply, Request
from assistant.model.private import MeasuredModel


class ToldModel:
    """Stands before a chat model. `told` hears "claim 3/40" as each reply of a step is there."""

    def __init__(self, inner: MeasuredModel, told: Callable[[str], None]) -> None:
        self._inner = inner
        self._told = told
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
        """The replies in the order of the requests; see the port."""
        count = 0

        def heard(place: int, reply: Reply[Any]) -> None:
            nonlocal count
            count += 1
            self._told(f"{requests[place].step} {count}/{len(requests)}")
            if done is not None:
                done(place, reply)

        return self._inner.complete_many(requests, concurrency=concurrency, done=heard)
