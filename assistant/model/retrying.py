"""How often and after what wait a failed call is tried again."""

import random
from dataclasses import dataclass

from assistant.model.faults import CallError, FaultKind


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with jitter, bounded in tries and in each wait (seconds).

    Timeouts are tried less often, because each has already cost its own wait. An endpoint that asks for more patience
    than `longest_asked` is left for a later run instead of waited for.
    """

    tries: int = 5
    tries_when_slow: int = 2
    first: float = 1.0
    growth: float = 2.0
    longest: float = 30.0
    longest_asked: float = 90.0

    def wait(self, fault: CallError, tried: int, chance: random.Random) -> float | None:
        """Seconds until the next try after `tried` of them, or None where it is time to give up.

        Half of each step is fixed and half is drawn, so that calls that failed together do not return together
        ("equal jitter", Brooker 2015, "Exponential Backoff and Jitter").
        """
        tries = self.tries_when_slow if fault.kind is FaultKind.TIMEOUT else self.tries
        if not fault.transient or tried >= tries:
            return None
        step = min(self.first * self.growth ** (tried - 1), self.longest)
        drawn = step / 2 + chance.random() * step / 2
        if fault.retry_after is None:
            return drawn
        if fault.retry_after > self.longest_asked:
            return None
        return fault.retry_after + chance.random() * min(step, 1.0)
