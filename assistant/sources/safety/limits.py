"""How much one file may take before it is left out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on the reading of one file: `seconds` of time, and `memory` in bytes for the reading Python altogether.

    Ordinary notes take milliseconds and 100 MB; the largest real files tried took 9 seconds and 600 MB. Memory is held
    to its limit where the system can (Linux, most Unix systems).
    """

    seconds: float = 90.0
    memory: int = 3 * 2**30


def limit_memory(most: int) -> None:
    """Hold this Python to `most` bytes of memory where the system can; what it starts may lift that for itself."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
