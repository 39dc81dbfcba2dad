"""The port of whoever runs clients, and the crew of one process."""

import threading
from collections.abc import Callable
from typing import Protocol

from assistant.batch.jobs import Done, Job, StoppedError

Told = Callable[[str], None]
"""Hears the step that a job has come to: the name of a note that was read, "claim 3/40"."""


class Crew(Protocol):
    """Runs clients, at most `size` at a time; `run` is called from that many threads.

    Whoever runs a client takes a lease on it: no two run one client at a time, and what a killed one left behind is
    undone by the next (`attempts`). Reports appear under their final name whole, by rename.
    """

    @property
    def size(self) -> int: ...

    def run(self, job: Job, told: Told) -> Done:
        """Runs the job to its end.

        Raises what `Engagement.draft` raises, BusyError where somebody else has the client, WorkerLostError where the
        one that ran it is gone, StoppedError where the batch is being stopped.
        """
        ...

    def close(self) -> None:
        """Lets everybody go; what is still being run is given up at once."""
        ...


class Here:
    """The crew that runs clients in threads of this process. `work` is `ClientWork.run`."""

    def __init__(self, work: Callable[[Job, Told], Done], size: int) -> None:
        self._work = work
        self.size = size

    def run(self, job: Job, told: Told) -> Done:
        """Runs the job in this thread."""
        return self._work(job, told)

    def close(self) -> None:
        """Nothing is held."""


class Stopping:
    """Whether the batch is to stop: nothing new is begun, calls under way are finished."""

    def __init__(self) -> None:
        self._asked = threading.Event()

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def ask(self) -> None:
        """From now on nothing new is begun."""
        self._asked.set()

    def check(self) -> None:
        """Raises StoppedError where it is to stop."""
        if self._asked.is_set():
            raise StoppedError

    def wait(self, seconds: float) -> None:
        """Waits so long, or until it is to stop."""
        self._asked.wait(max(seconds, 0.0))
