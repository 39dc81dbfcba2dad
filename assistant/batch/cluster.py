"""The crew of a dask cluster: each job goes to one worker under a lease, and what it needs is asked of the submitter."""

import secrets
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from assistant.batch.cluster_link import Found
from assistant.batch.crew import Told
from assistant.batch.desk import pack, unpack
from assistant.batch.elsewhere import Consignment, ElsewhereWork
from assistant.batch.errands import Errand, Finished, Hello, NextPiece, Piece
from assistant.batch.jobs import Done, Job, StoppedError, WorkerLostError
from assistant.batch.line import AskedCall, Raised, RaisedCall, ToldStep, as_value, rebuilt, start_thread
from assistant.errors import EndpointDownError, JourneyError
from assistant.model.sending import Sender
from assistant.wording import Text

LOOK = 1.0
"""Seconds between two looks at which workers there are."""
POLL = 10.0
"""Seconds that a question for questions waits at a worker's desk."""
PATIENCE = 60.0
"""Seconds to wait for a worker when the last one is gone."""
_TRIES = 3
"""For a desk that does not answer; the scheduler itself may be restarting a connection."""


class Link(Protocol):
    """The connection to a cluster, as `ClusterLink` is one."""

    def workers(self) -> dict[str, int]: ...

    def vet(self, address: str, threads: int) -> Found: ...

    def open_desk(self, address: str) -> str: ...

    def submit(self, address: str, desk: str, program: str, lease: str) -> Any: ...

    def is_over(self, task: Any) -> bool: ...

    def cancel(self, task: Any) -> None: ...

    def take(self, address: str, desk: str, seen: int, wait: float) -> list[tuple[int, bytes]] | None: ...

    def give(self, address: str, desk: str, number: int, packed: bytes) -> None: ...

    def close(self) -> None: ...


@dataclass(slots=True)
class _Lease:
    """One job at one desk of a worker. It ends with an outcome, or is taken back; from then on nothing is heard under it."""

    job: Job
    desk: str
    consignment: Consignment
    told: Told
    outcome: Finished | Raised | RaisedCall | None = None
    lost: bool = False
    asking: int = 0
    change: threading.Condition = field(default_factory=threading.Condition)


class Cluster:
    """Workers of a cluster with their threads. `size` is how many jobs they run at a time when it is opened; a worker
    that joins later takes the place of one that is gone. `program` is the module whose `work` runs a job there."""

    def __init__(
        self,
        link: Link,
        work: ElsewhereWork,
        *,
        program: str,
        counters: Callable[[str], Sender],
        remark: Callable[[Text], None],
        clock: Callable[[], float],
    ) -> None:
        """Looks which workers there are. `remark` hears why one is not used, once; `clock` gives monotonic seconds.

        Raises EndpointDownError where there is none that can be used, after saying why.
        """
        self._link = link
        self._work = work
        self._program = program
        self._counters = counters
        self._remark = remark
        self._clock = clock
        self._change = threading.Condition()
        self._leases: dict[str, _Lease] = {}
        self._free: deque[tuple[str, str]] = deque()
        self._alive: dict[str, str] = {}
        self._joining: set[str] = set()
        self._refused: set[str] = set()
        self._gone: JourneyError | None = None
        self._closed = False
        for address, threads in link.workers().items():
            self._take_in(address, threads)
        if not self._alive:
            raise EndpointDownError(_NO_WORKERS, _START_WORKERS)
        self.size = len(self._free)
        start_thread(self._watch)

    def run(self, job: Job, told: Told) -> Done:
        """Has the job done by a worker and publishes what came of it. Raises as `Crew.run`."""
        return self._work.run(job, lambda consignment: self._carry(job, consignment, told))

    def close(self) -> None:
        """Lets all workers go at once; what they had under way is never published."""
        self._closed = True
        with self._change:
            self._leases.clear()
            self._change.notify_all()
        self._link.close()

    # ------------------------------------------------------------ jobs

    def _carry(self, job: Job, consignment: Consignment, told: Told) -> Finished:
        address, desk = self._take_place()
        name = secrets.token_hex(16)
        lease = _Lease(job, desk, consignment, told)
        task: Any = None
        with self._change:
            self._leases[name] = lease
            lease.lost = self._alive.get(address) != desk
        try:
            task = self._link.submit(address, desk, self._program, name)
            return self._wait_for(lease, task)
        finally:
            with self._change:
                self._leases.pop(name, None)
                if not lease.lost:
                    self._free.append((address, desk))
                self._change.notify_all()
            if task is not None and lease.outcome is None and not self._closed:
                self._link.cancel(task)

    def _wait_for(self, lease: _Lease, task: Any) -> Finished:
        with lease.change:
            while lease.outcome is None and not lease.lost and not self._closed and self._gone is None:
                lease.lost = self._link.is_over(task)  # it says what came of it before it ends
                lease.change.wait(0.5)
            # calls that are under way for it come to their end and are stored: nobody pays for them again
            while lease.asking and not self._closed:
                lease.change.wait(0.5)
        if self._closed:
            raise StoppedError
        outcome = lease.outcome
        if isinstance(outcome, Finished):
            return outcome
        if outcome is not None:
            raise rebuilt(outcome)
        if lease.lost:
            raise WorkerLostError(_LOST)
        assert self._gone is not None
        raise self._gone

    def _take_place(self) -> tuple[str, str]:
        """A worker with a free thread, and its desk. Raises WorkerLostError where there has been none at all for a while."""
        since = self._clock()
        with self._change:
            while True:
                if self._closed:
                    raise StoppedError
                if self._gone is not None:
                    raise self._gone
                if self._free:
                    return self._free.popleft()
                if self._alive:
                    since = self._clock()
                elif self._clock() - since > PATIENCE:
                    raise WorkerLostError(_NO_WORKERS, _START_WORKERS)
                self._change.wait(0.5)

    # ------------------------------------------------------------ workers

    def _watch(self) -> None:
        pause, failed = threading.Event(), 0
        while not self._closed:
            pause.wait(LOOK)
            try:
                self._look()
                failed = 0
            except JourneyError as error:
                failed += 1
                if failed == _TRIES:
                    self._gone = error
                    with self._change:
                        self._change.notify_all()
                    return

    def _look(self) -> None:
        """Takes in who has joined and who is gone. Raises EndpointDownError where the scheduler is."""
        there = self._link.workers()
        for address, desk in list(self._alive.items()):
            if address not in there:
                self._lose(address, desk)
        for address, threads in there.items():
            if address not in self._alive and address not in self._refused | self._joining:
                self._joining.add(address)
                start_thread(self._join, address, threads)  # one that does not answer keeps nobody waiting

    def _join(self, address: str, threads: int) -> None:
        try:
            self._take_in(address, threads)
        finally:
            self._joining.discard(address)

    def _take_in(self, address: str, threads: int) -> None:
        try:
            found = self._link.vet(address, threads)
            desk = self._link.open_desk(address) if found.problem is None else ""
        except OSError:
            return  # gone, or cut off; the next look sees
        if found.problem is not None:
            self._refused.add(address)
            self._remark(found.problem)
            return
        with self._change:
            self._alive[address] = desk
            self._free.extend([(address, desk)] * threads)
            self._change.notify_all()
        start_thread(self._attend, address, desk)

    def _lose(self, address: str, desk: str) -> None:
        """The worker is gone: the leases of that desk are taken back, and its clients run elsewhere. It may come again."""
        with self._change:
            if self._alive.get(address) == desk:
                del self._alive[address]
            self._free = deque(each for each in self._free if each[1] != desk)
            lost = [each for each in self._leases.values() if each.desk == desk]
            for each in lost:
                each.lost = True
            self._change.notify_all()
        for each in lost:
            with each.change:
                each.change.notify_all()

    # ------------------------------------------------------------ what they ask

    def _attend(self, address: str, desk: str) -> None:
        """Fetches what lies on a worker's desk, as long as it lives, and has it answered."""
        seen, failed, pause = 0, 0, threading.Event()
        while not self._closed and self._alive.get(address) == desk:
            try:
                asked = self._link.take(address, desk, seen, POLL)
            except OSError:
                asked = None
            if asked is None:
                failed += 1
                if failed >= _TRIES and not self._closed:
                    self._lose(address, desk)
                pause.wait(failed * 0.2)
                continue
            failed = 0
            for number, packed in asked:
                if number > seen:
                    seen = number
                    start_thread(self._answer, address, desk, number, packed)

    def _answer(self, address: str, desk: str, number: int, packed: bytes) -> None:
        name, question = unpack(packed)
        with self._change:
            lease = self._leases.get(name)
            if lease is not None and (lease.desk != desk or lease.lost or lease.outcome is not None):
                lease = None
            if lease is not None:
                lease.asking += 1
        if lease is None:
            # taken back: whoever asks has nothing more to do
            self._reply(address, desk, number, as_value(StoppedError()))
            return
        try:
            answer = self._answer_under(lease, question)
        except Exception as error:  # noqa: BLE001 - raised again at the worker
            answer = as_value(error)
        finally:
            with lease.change:
                lease.asking -= 1
                lease.change.notify_all()
        self._reply(address, desk, number, answer)

    def _reply(self, address: str, desk: str, number: int, answer: Any) -> None:
        packed = pack(answer)
        for _ in range(_TRIES):
            with suppress(OSError):
                self._link.give(address, desk, number, packed)
                return
        self._lose(address, desk)  # whoever asked would wait for ever

    def _answer_under(self, lease: _Lease, question: Any) -> Errand | bytes | Any:
        if isinstance(question, AskedCall):
            return self._counters(lease.job.client).send(question.call)
        if isinstance(question, ToldStep):
            lease.told(question.step)
        elif isinstance(question, Hello):
            return lease.consignment.errand
        elif isinstance(question, NextPiece):
            return lease.consignment.read(question)
        elif isinstance(question, Piece):
            lease.consignment.take(question)
        elif isinstance(question, Finished | Raised | RaisedCall):
            lease.outcome = question
        return None


_LOST = Text("处理这个客户的工作机断开了。", "The worker that worked on this client is gone.")
_NO_WORKERS = Text("集群里没有可用的工作机。", "The cluster has no worker that can be used.")
_START_WORKERS = Text(
    "在每台机器上启动：dask worker tcp://调度器:8786 --nthreads 2（装有同一版本的 journey-assistant[cluster]）。",
    "On each machine start: dask worker tcp://SCHEDULER:8786 --nthreads 2 (with journey-assistant[cluster] of this version).",
)
