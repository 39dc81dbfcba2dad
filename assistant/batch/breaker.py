"""A circuit breaker before an endpoint: when it is dead, calls wait for one that tries, instead of failing one by one."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from assistant.batch.crew import Stopping
from assistant.model.faults import CallError, FaultKind

_DEAD = frozenset({FaultKind.UNREACHABLE, FaultKind.TIMEOUT, FaultKind.SERVER, FaultKind.CUT})
"""Faults that a dead endpoint shows. One that limits is alive, and says itself how long to wait."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """So many faults in a row open it; then one call tries after `first` seconds, twice that, up to `longest`.

    After `patience` seconds without an answer calls fail. (The pattern: Nygard, "Release It!", 2007.)
    """

    faults: int = 6
    first: float = 2.0
    longest: float = 60.0
    patience: float = 900.0


class Breaker:
    """Stands before one endpoint; safe to use from several threads. `clock` gives monotonic seconds."""

    def __init__(self, circuit: Circuit, stopping: Stopping, clock: Callable[[], float]) -> None:
        self._circuit = circuit
        self._stopping = stopping
        self._clock = clock
        self._change = threading.Condition()
        self._in_a_row = 0
        self._wait = circuit.first
        self._open_since: float | None = None
        self._try_at = 0.0
        self._trying = False
        self._last: CallError | None = None

    @property
    def is_open(self) -> bool:
        """Whether the endpoint counts as dead."""
        return self._open_since is not None

    def admit(self) -> bool:
        """Waits until a call may go out; True for the one that tries a dead endpoint.

        Raises StoppedError, and the last CallError where the patience is at an end.
        """
        with self._change:
            while self._open_since is not None:
                self._stopping.check()
                now = self._clock()
                if self._last is not None and now - self._open_since > self._circuit.patience:
                    raise self._last
                if now >= self._try_at and not self._trying:
                    self._trying = True
                    return True
                self._change.wait(0.1)
        self._stopping.check()
        return False

    def answered(self) -> None:
        """A call came back with an answer, or with an error of its own: the endpoint lives."""
        with self._change:
            self._in_a_row = 0
            self._wait = self._circuit.first
            self._open_since = None
            self._trying = False
            self._change.notify_all()

    def failed(self, fault: CallError, *, trying: bool) -> None:
        """A call failed."""
        if fault.kind not in _DEAD:
            self.answered()
            return
        with self._change:
            self._in_a_row += 1
            self._last = fault
            now = self._clock()
            if trying:
                self._trying = False
                self._wait = min(self._wait * 2, self._circuit.longest)
                self._try_at = now + self._wait
            elif self._open_since is None and self._in_a_row >= self._circuit.faults:
                self._open_since = now
                self._try_at = now + self._wait

    def gave_up(self) -> None:
        """The call that was to try was not sent after all."""
        with self._change:
            self._trying = False
            self._change.notify_all()
