"""A worker's desk on a cluster: what its jobs ask lies here until the submitter fetches it, and so do the answers.

The submitter asks, the worker answers: nobody ever has to reach the submitter, who may sit behind any firewall, and
there is no port but the cluster's own. What lies on a desk passes through the scheduler packed, as a message that it
does not open; nothing stands in a task's arguments, its key, its result or an error that dask would log.
"""

import asyncio
import importlib
import itertools
import pickle
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from assistant.batch.line import Raised, RaisedCall, as_value, rebuilt
from assistant.errors import JourneyError
from assistant.wording import Text

SILENCE = 60.0
"""Seconds after which a submitter that has fetched nothing is gone."""
_LOOK = 5.0


class SubmitterGoneError(JourneyError):
    """Nobody waits for this job any more."""

    def __init__(self) -> None:
        super().__init__(Text("提交任务的一方已经离开。", "The one who submitted the job is gone."))


def pack(value: Any) -> bytes:
    """A value as it goes over: nobody who sees it on its way reads it by accident."""
    return zlib.compress(pickle.dumps(value), 1)


def unpack(packed: bytes) -> Any:
    """The value. A cluster runs what it is sent: only what may do that anyway can write such bytes."""
    return pickle.loads(zlib.decompress(packed))


class Desk:
    """Where jobs of one submitter ask, from their own threads; the worker's loop takes and gives."""

    def __init__(self, clock: Callable[[], float], silence: float = SILENCE) -> None:
        """`clock` gives monotonic seconds. Made on the worker's loop."""
        self._clock = clock
        self._silence = silence
        self._loop = asyncio.get_running_loop()
        self._waiting = asyncio.Event()
        self._change = threading.Condition()
        self._numbers = itertools.count(1)
        self._asked: dict[int, bytes] = {}
        self._answers: dict[int, bytes] = {}
        self._heard = clock()
        self._closed = False
        self.shared: dict[str, Any] = {}
        """What jobs on this worker share, under `making`."""
        self.making = threading.Lock()

    @property
    def forsaken(self) -> bool:
        """Whether the submitter has closed it, or is gone."""
        return self._closed or self._clock() - self._heard > self._silence

    def ask(self, lease: str, question: Any, wanted: Callable[[], bool] = lambda: True) -> Any:
        """The submitter's answer to who works under that lease. Raises what it raised, or SubmitterGoneError, also where the
        job is not `wanted` any more."""
        packed = pack((lease, question))
        with self._change:
            number = next(self._numbers)
            self._asked[number] = packed
        self._loop.call_soon_threadsafe(self._waiting.set)
        with self._change:
            while number not in self._answers:
                if self.forsaken or not wanted():
                    raise SubmitterGoneError
                self._change.wait(1.0)
            answer = unpack(self._answers.pop(number))
        if isinstance(answer, Raised | RaisedCall):
            raise rebuilt(answer)
        return answer

    async def take(self, seen: int, wait: float) -> list[tuple[int, bytes]]:
        """What has been asked since number `seen`, which came to the submitter; waits so many seconds for something."""
        self._heard = self._clock()
        with self._change:
            for number in [each for each in self._asked if each <= seen]:
                del self._asked[number]
            found = list(self._asked.items())
            if not found:
                self._waiting.clear()
        if not found and not self._closed:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._waiting.wait(), wait)
            with self._change:
                found = list(self._asked.items())
        self._heard = self._clock()
        return found

    async def give(self, number: int, packed: bytes) -> bool:
        """Lays the answer down for who waits for it."""
        self._heard = self._clock()
        with self._change:
            self._answers[number] = packed
            self._change.notify_all()
        return True

    async def leave(self) -> bool:
        """The submitter leaves."""
        self.close()
        return True

    def close(self) -> None:
        """Whoever waits is told that nobody will answer."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        self._waiting.set()


async def open_desk(name: str, before: str | None = None, dask_worker: Any = None) -> bool:
    """Sets a desk up on the worker, under that name; it goes by itself when its submitter is gone.

    One that the same submitter had there `before` is closed: whoever still sits at it has lost its lease.
    """
    if before is not None and before in dask_worker.extensions:
        dask_worker.extensions[before].close()
    desk = Desk(monotonic)
    loop = asyncio.get_running_loop()
    dask_worker.extensions[name] = desk
    dask_worker.handlers[take_op(name)] = desk.take
    dask_worker.handlers[give_op(name)] = desk.give
    dask_worker.handlers[close_op(name)] = desk.leave

    def look() -> None:
        if not desk.forsaken:
            loop.call_later(_LOOK, look)
            return
        desk.close()
        dask_worker.extensions.pop(name, None)
        # the handlers stay a while for what is on its way
        loop.call_later(
            _LOOK, lambda: [dask_worker.handlers.pop(each(name), None) for each in (take_op, give_op, close_op)]
        )

    look()
    return True


def take_op(name: str) -> str:
    """What the worker's desk calls being asked for questions."""
    return f"{name}-take"


def give_op(name: str) -> str:
    """What the worker's desk calls being given an answer."""
    return f"{name}-give"


def close_op(name: str) -> str:
    """What the worker's desk calls being told that the submitter leaves."""
    return f"{name}-close"


class Seat:
    """One job's place at a desk: it asks under its lease, as long as the cluster wants the job."""

    def __init__(self, desk: Desk, lease: str, wanted: Callable[[], bool]) -> None:
        self._desk = desk
        self._lease = lease
        self._wanted = wanted
        self.shared = desk.shared
        self.making = desk.making

    def ask(self, question: Any) -> Any:
        """The submitter's answer. Raises as `Desk.ask`."""
        return self._desk.ask(self._lease, question, self._wanted)


def work_at_desk(program: str, name: str, lease: str) -> None:
    """The task: runs `work` of that module. Never raises: what went wrong is said at the desk alone."""
    from distributed import get_worker  # pyright: ignore[reportMissingImports] - optional

    worker: Any = get_worker()
    desk: Desk | None = worker.extensions.get(name)
    if desk is None:
        return
    key = worker.get_current_task()

    def wanted() -> bool:
        """Dask lets go of a task whose submitter has gone, or has given it up; it cannot stop it."""
        task = worker.state.tasks.get(key)
        return task is not None and task.state != "cancelled"

    seat = Seat(desk, lease, wanted)
    try:
        try:
            importlib.import_module(program).work(seat, Path(worker.local_directory))
        except SubmitterGoneError:
            return
        except Exception as error:  # noqa: BLE001 - raised again by the submitter
            seat.ask(as_value(error))
    except Exception:  # noqa: BLE001 - whoever could be told is gone, and dask would log what it says
        return
