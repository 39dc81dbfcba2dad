"""Many requests side by side."""

import queue
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar, cast, overload

from assistant.model.sending import PostponedError

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")
Made = TypeVar("Made")
_PATIENCE = 0.001
"""Seconds after which a thread that computes lets others have the interpreter, for the whole program (Python's own: 0.005).
A call takes it a dozen times before it is out, and beside work on earlier replies waited that long for it each time."""


def answer_many(
    answer: Callable[[Asked], Answered],
    requests: Sequence[Asked],
    concurrency: int,
    done: Callable[[int, Answered], None] | None = None,
) -> list[Answered]:
    """The answers in the order of the requests, with `concurrency` of them under way.

    `done` is called in this thread as each arrives. When one raises, no further ones are started, those under way are
    finished and handed to `done`, and the first error is raised; a PostponedError stops no other, and is raised when
    all are through. An interrupt is raised at once; the threads under way
    are daemons, so that they never hold up the exit.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[int, Answered | None, BaseException | None]] = queue.SimpleQueue()
    stopping, begun = threading.Event(), threading.Semaphore(0)
    for place in range(len(requests)):
        waiting.put(place)

    def work() -> None:
        while not stopping.is_set():
            try:
                place = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                request = requests[place]
                begun.release()
                finished.put((place, answer(request), None))
            except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
                if not isinstance(error, PostponedError):
                    stopping.set()
                finished.put((place, None, error))

    sys.setswitchinterval(min(sys.getswitchinterval(), _PATIENCE))
    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(concurrency, len(requests)))]
    for thread in threads:
        thread.start()
    if isinstance(requests, OnDemand):
        # a thread that nobody waits for: a pool's would hold up the end of a program that is told to stop at once
        threading.Thread(target=_make_ahead, args=(requests, begun, len(threads), stopping), daemon=True).start()
    try:
        return _gather(threads, finished, len(requests), done)
    finally:
        stopping.set()
        begun.release(max(len(threads), 1))


def _make_ahead(requests: Sequence[object], begun: threading.Semaphore, first: int, stopping: threading.Event) -> None:
    """Makes the requests beyond the `first` ones once those have `begun`, so that they go out as soon as a place is free."""
    for _ in range(first):
        begun.acquire()
    for place in range(first, len(requests)):
        if stopping.is_set():
            return
        try:
            requests[place]
        except Exception:  # noqa: BLE001 - raised again in the thread that asks
            return


def _gather(
    threads: Sequence[threading.Thread],
    finished: "queue.SimpleQueue[tuple[int, Answered | None, BaseException | None]]",
    expected: int,
    done: Callable[[int, Answered], None] | None,
) -> list[Answered]:
    answers: dict[int, Answered] = {}
    first: BaseException | None = None
    postponed: list[PostponedError] = []
    while len(answers) + len(postponed) < expected:
        try:
            place, value, error = finished.get(timeout=None if first is None else 0.05)
        except queue.Empty:
            if any(thread.is_alive() for thread in threads):
                continue
            break
        if isinstance(error, PostponedError):
            postponed.append(error)
            continue
        if error is not None:
            first = first or error
            continue
        answers[place] = cast("Answered", value)
        if done is not None:
            done(place, answers[place])
    if first is not None or postponed:
        raise first or postponed[0]
    return [answers[place] for place in range(expected)]


class OnDemand(Sequence[Made]):
    """Requests that are built as they are asked for, so that the first go out while the others are still being made."""

    def __init__(self, count: int, build: Callable[[int], Made]) -> None:
        """`build` makes the request at a place; it is called once for each, from any thread, one at a time."""
        self._build = build
        self._lock = threading.Lock()
        self._places = range(count)
        self._made: dict[int, Made] = {}

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Made: ...

    @overload
    def __getitem__(self, place: slice) -> list[Made]: ...

    def __getitem__(self, place: int | slice) -> Made | list[Made]:
        """The request at that place."""
        if isinstance(place, slice):
            return [self[each] for each in self._places[place]]
        place = self._places[place]
        if place not in self._made:
            with self._lock:
                if place not in self._made:
                    self._made[place] = self._build(place)
        return self._made[place]
