"""Whose turn it is to compute: a worker's clients take turns instead of all getting in each other's way.

Threads of one program share its interpreter. With eight clients computing at a time each is as slow as all together, no
call goes out until all are nearly ready to send, and much is lost in handing the interpreter around.
"""

import heapq
import threading
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count


class Turns:
    """So many clients compute at a time; of those that wait, the one that was begun first is next."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._change = threading.Condition()
        self._waiting: list[int] = []
        self._numbers = count()
        self._own = threading.local()

    @contextmanager
    def held(self) -> Generator[None]:
        """The thread's turn, for a whole job."""
        self._own.number = next(self._numbers)
        self._take(self._own.number)
        try:
            yield
        finally:
            self._give()
            del self._own.number

    @contextmanager
    def lent(self) -> Generator[None]:
        """Others may compute while the block waits for something; nothing changes for a thread that has no turn."""
        number: int | None = getattr(self._own, "number", None)
        if number is None:
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take(number)

    def _take(self, number: int) -> None:
        with self._change:
            heapq.heappush(self._waiting, number)
            while not self._free or self._waiting[0] != number:
                self._change.wait()
            heapq.heappop(self._waiting)
            self._free -= 1
            self._change.notify_all()

    def _give(self) -> None:
        with self._change:
            self._free += 1
            self._change.notify_all()
