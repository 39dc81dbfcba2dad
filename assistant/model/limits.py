"""How fast an endpoint may be asked: calls at a time, requests and tokens a minute, shared by all who ask it."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

BURST_SECONDS = 10.0  # providers measure over short windows too, so never a whole minute's allowance at once


class Limits:
    """One set of limits for one endpoint. Passed to every model that asks there, from however many threads."""

    def __init__(
        self,
        concurrent: int,
        *,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        """`clock` gives monotonic seconds. A limit that is None does not hold."""
        self.concurrent = concurrent
        self._free = threading.BoundedSemaphore(concurrent)
        self._lock = threading.Lock()
        self._clock = clock
        self._sleep = sleep
        self._requests = _Allowance(requests_per_minute, clock()) if requests_per_minute else None
        self._tokens = _Allowance(tokens_per_minute, clock()) if tokens_per_minute else None
        self._paused_until = clock()

    @contextmanager
    def turn(self, tokens: int) -> Generator[None]:
        """Waits until a call of that many tokens (question and answer) may go out, and holds its place meanwhile."""
        with self._free:
            for wait in (self._reserve(tokens), self._pause_left()):
                if wait > 0:
                    self._sleep(wait)
            yield

    def correct(self, reserved: int, used: int) -> None:
        """Gives back the tokens that a call reserved and did not use."""
        with self._lock:
            if self._tokens is not None:
                self._tokens.give_back(reserved - used)

    def pause(self, seconds: float) -> None:
        """Nobody asks again before that time: the endpoint said so to one, and it holds for all."""
        with self._lock:
            self._paused_until = max(self._paused_until, self._clock() + seconds)

    def _reserve(self, tokens: int) -> float:
        """Takes what the call needs, and returns the seconds to wait for it (the allowance may go into debt)."""
        with self._lock:
            now = self._clock()
            waits = [0.0]
            if self._requests is not None:
                waits.append(self._requests.take(1, now))
            if self._tokens is not None:
                waits.append(self._tokens.take(tokens, now))
            return max(waits)

    def _pause_left(self) -> float:
        with self._lock:
            return self._paused_until - self._clock()


class _Allowance:
    """A bucket that fills steadily (token bucket); a debt is waited for before the call that made it."""

    def __init__(self, per_minute: int, now: float) -> None:
        self._rate = per_minute / 60
        self._most = max(self._rate * BURST_SECONDS, 1.0)
        self._left = self._most
        self._filled = now

    def take(self, amount: float, now: float) -> float:
        self._left = min(self._left + (now - self._filled) * self._rate, self._most) - amount
        self._filled = now
        return max(-self._left / self._rate, 0.0)

    def give_back(self, amount: float) -> None:
        self._left = min(self._left + amount, self._most)
