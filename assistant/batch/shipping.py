"""A crew whose clients' first steps go through a provider's batch service: collected, handed in, gone on with later.

A draft is a row of steps, and each needs the answers of the one before. So a job is run until a step has asked all its
calls; those are handed in and the run is given up. When the answers lie in the client's book the job is begun anew,
finds them there, and comes one step further. Codings and claims go this way; what follows them is sent directly, and so
are the few calls that a step asks once more: a day's wait would cost more than they save.
"""

import threading
from collections import Counter as Tally
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.batch.crew import Crew, Told
from assistant.batch.dock import Collected, Dock
from assistant.batch.jobs import AwaitedError, Done, Job
from assistant.batch.post import Asked, Counter, Counters, Post, PostedCrew
from assistant.model.budget import Budget
from assistant.model.completion import Answer
from assistant.model.sending import Call, PostponedError

SHIPPED_STEPS = frozenset({"code", "claim"})
"""The steps that have most of a draft's calls, all of them known at once."""
FEW = 3
SHARE = 5
"""Of a step that came back, so many calls more, or one in so many, are sent directly."""


class Collector:
    """The Sender of a client's job that collects the calls of the shipped steps and passes the others on."""

    def __init__(self, counter: Counter, direct: frozenset[str]) -> None:
        """`direct` are the keys of calls that are to be sent by themselves all the same."""
        self._counter = counter
        self._direct = direct
        self._lock = threading.Lock()
        self.collected: list[Collected] = []

    def send(self, call: Call) -> Answer:
        """The answer, where it is stored or the call is sent by itself. Raises PostponedError, and as `Post.send`."""
        if call.trial or call.step not in SHIPPED_STEPS or call.key in self._direct:
            return self._counter.send(call)
        stored = self._counter.book.take(call.key)
        if stored is not None:
            return stored
        with self._lock:
            self.collected.append(Collected(call, self._counter.book.skip(call.key)))
        raise PostponedError


class ShippingCrew:
    """A Crew before another, for a batch whose calls go through a provider's batch service."""

    def __init__(
        self,
        crew: Crew,
        post: Post,
        counters: Counters,
        dock: Dock,
        budget: Budget,
        folder_of: Callable[[Job], Path],
        asked_of: Callable[[Job], Asked],
    ) -> None:
        """The same as for `PostedCrew`, with the dock; `budget` is the one for all clients."""
        self._crew = crew
        self._post = post
        self._counters = counters
        self._dock = dock
        self._budget = budget
        self._folder_of = folder_of
        self._asked_of = asked_of
        self._directly = PostedCrew(crew, post, counters, folder_of, asked_of)

    @property
    def size(self) -> int:
        return self._crew.size

    def run(self, job: Job, told: Told) -> Done:
        """Runs the job as far as its answers reach. Raises AwaitedError where it has handed in calls, and as `Crew.run`."""
        asked = self._asked_of(job)
        if asked.model is None:
            return self._directly.run(job, told)
        if job.client in self._dock.awaited():
            self._dock.hand_in_rest(job.client)
            raise AwaitedError
        direct = self._dock.shipments.refused(job.client)
        while True:
            with self._post.counter(job.client, self._folder_of(job), asked) as counter:
                collector = Collector(counter, direct)
                try:
                    with self._counters.open(job.client, collector):
                        done = self._crew.run(job, told)
                except PostponedError:
                    collected = collector.collected
                else:
                    counter.book.remove()
                    return done
            if not self._are_few(job.client, collected):
                self._dock.hand_in(job.client, asked.model, collected, self._budget)
                raise AwaitedError
            direct |= {each.call.key for each in collected}

    def close(self) -> None:
        """Lets everybody go, and closes the connections."""
        self._crew.close()
        self._post.close()

    def _are_few(self, client: str, collected: Sequence[Collected]) -> bool:
        """Whether each of their steps has come back already, but for these few."""
        answered = self._dock.shipments.answered_steps(client)
        return all(
            step in answered and count <= max(FEW, answered[step] // SHARE)
            for step, count in Tally(each.call.step for each in collected).items()
        )
