"""The run of a batch: jobs handed to the crew, what becomes of each written down, failures kept small."""

import heapq
import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from assistant.batch.crew import Crew, Stopping
from assistant.batch.jobs import AwaitedError, Done, Failure, Job, StoppedError, failure_of
from assistant.batch.ledger import BatchLedger
from assistant.errors import BudgetError, JourneyError

Kind = Literal["begun", "step", "done", "failed", "again", "left", "awaited"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a job. `step` is what it has come to; `again` follows a failure that is tried again,
    `awaited` says that its calls lie with a provider.

    `calls` and `cost` are what all clients' calls of this run have come to.
    """

    kind: Kind
    job: Job
    step: str = ""
    done: Done | None = None
    failure: Failure | None = None
    calls: int = 0
    cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a job is tried within one run, and after what waits (seconds, doubled each time, half of it drawn).

    Single calls have their own, shorter patience; this is for a client whose notes are in use, or an endpoint that
    outlasted it.
    """

    tries: int = 3
    first: float = 5.0
    longest: float = 60.0

    def wait(self, tried: int, chance: random.Random) -> float:
        """Seconds until the next try after `tried` of them."""
        step = min(self.first * 2 ** (tried - 1), self.longest)
        return step / 2 + chance.random() * step / 2


class Runner:
    """Runs jobs with a crew. `told` hears of everything, from many threads, one at a time."""

    def __init__(
        self,
        ledger: BatchLedger,
        crew: Crew,
        *,
        stopping: Stopping,
        told: Callable[[Event], None],
        clock: Callable[[], float],
        chance: random.Random,
        patience: Patience | None = None,
    ) -> None:
        """`clock` gives monotonic seconds."""
        self._ledger = ledger
        self._crew = crew
        self._stopping = stopping
        self._told = told
        self._clock = clock
        self._chance = chance
        self._patience = patience or Patience()
        self._change = threading.Condition()
        self._waiting: list[tuple[float, int, int, Job]] = []
        self._under_way = 0
        self._telling = threading.Lock()
        self._fatal: BaseException | None = None

    def run(self, jobs: Sequence[Job]) -> None:
        """Runs every job to its end or failure; returns early when the batch is to stop.

        Raises StorageError where the ledger cannot be written: without it nothing may be done.
        """
        self._waiting = [(0.0, place, 0, job) for place, job in enumerate(jobs)]
        heapq.heapify(self._waiting)
        threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(min(self._crew.size, len(jobs)))]
        for each in threads:
            each.start()
        for each in threads:
            while each.is_alive():  # in slices, so that a signal is heard
                each.join(0.2)
        if self._fatal is not None:
            raise self._fatal

    def _serve(self) -> None:
        while (taken := self._take()) is not None:
            place, tried, job = taken
            try:
                self._run_one(place, tried, job)
            except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
                self._fatal = self._fatal or error
                self._stopping.ask()
            finally:
                with self._change:
                    self._under_way -= 1
                    self._change.notify_all()

    def _take(self) -> tuple[int, int, Job] | None:
        """The next job that is due; None when there will be none."""
        with self._change:
            while not self._stopping.asked:
                if self._waiting and self._waiting[0][0] <= self._clock():
                    _, place, tried, job = heapq.heappop(self._waiting)
                    self._under_way += 1
                    return place, tried, job
                if not self._waiting and not self._under_way:
                    return None
                self._change.wait(0.1)
        return None

    def _run_one(self, place: int, tried: int, job: Job) -> None:
        self._ledger.begin(job.client)
        self._tell(Event("begun", job))

        def step(name: str) -> None:
            self._ledger.step(job.client, name)
            self._tell(Event("step", job, name))

        try:
            done = self._crew.run(job, step)
        except StoppedError:
            self._leave(job)
        except AwaitedError:
            self._ledger.wait_for(job.client)
            self._tell(Event("awaited", job))
        except BudgetError as error:
            self._fail(job, failure_of(error))
            self._stopping.ask()  # one budget for all: whoever asks next would only hear the same
        except JourneyError as error:
            self._try_again_or_fail(place, tried + 1, job, failure_of(error))
        except Exception as error:  # noqa: BLE001 - a fault of ours in one client must not stop the others
            self._fail(job, failure_of(error))
        else:
            self._ledger.finish(job.client, done)
            self._tell(Event("done", job, done=done))

    def _try_again_or_fail(self, place: int, tried: int, job: Job, failure: Failure) -> None:
        if self._stopping.asked:
            self._leave(job)
        elif failure.retryable and tried < self._patience.tries:
            self._ledger.put_back(job.client)
            due = self._clock() + self._patience.wait(tried, self._chance)
            with self._change:
                heapq.heappush(self._waiting, (due, place, tried, job))
            self._tell(Event("again", job, failure=failure))
        else:
            self._fail(job, failure)

    def _fail(self, job: Job, failure: Failure) -> None:
        self._ledger.fail(job.client, failure)
        self._tell(Event("failed", job, failure=failure))

    def _leave(self, job: Job) -> None:
        self._ledger.put_back(job.client)
        self._tell(Event("left", job))

    def _tell(self, event: Event) -> None:
        with self._telling:
            self._told(replace(event, calls=self._ledger.answers, cost=self._ledger.spent))
