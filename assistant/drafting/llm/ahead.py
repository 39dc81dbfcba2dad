"""What the next step needs, read while the model answers this one."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import TypeVar

Read = TypeVar("Read")


class Ahead:
    """Does what is handed in, one after another, in a thread of its own; leaving the block waits for all of it.

    The thread is a daemon, which a pool's is not: a program that is told to stop at once must not wait for a model.
    """

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> "Ahead":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.put(None)
        self._thread.join()

    def submit(self, read: Callable[..., Read], *arguments: object) -> Future[Read]:
        """What comes of it: `result()` waits for that, and raises what was raised."""
        future: Future[Read] = Future()

        def work() -> None:
            try:
                future.set_result(read(*arguments))
            except BaseException as error:  # noqa: BLE001 - raised again where the result is asked for
                future.set_exception(error)

        self._waiting.put(work)
        return future

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            work()
