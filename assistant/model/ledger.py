"""Every call that was made, one line each: when, for what, how much. Never a word of the notes."""

import json
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from assistant.files import storage_error


@dataclass(frozen=True, slots=True)
class Entry:
    """One call. `outcome` is an `Outcome`, a `FaultKind`, or "cached"; `latency` in seconds, `cost` in `currency`."""

    step: str
    model: str
    prompt: str
    tokens_in: int
    tokens_out: int
    cost: Decimal
    currency: str
    latency: float
    outcome: str


@dataclass(frozen=True, slots=True)
class Totals:
    """What all entries of a ledger come to in this run. `calls` went out, `cached` were answered from what was kept."""

    calls: int = 0
    cached: int = 0
    failed: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)
    currency: str = ""


GOOD = frozenset({"done", "cached"})


class Ledger:
    """The JSONL file of one client; safe to use from several threads. `path` None keeps totals only."""

    def __init__(self, path: Path | None, clock: Callable[[], datetime]) -> None:
        """`clock` gives the time of day with its zone."""
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._totals: dict[str, Totals] = {}

    def write(self, entry: Entry, *, again: bool = False) -> None:
        """Adds a line, or only counts a call whose line was written when it went out (`again`).

        Raises StorageError where the file cannot be written.
        """
        line = {
            "time": self._clock().isoformat(timespec="seconds"),
            **asdict(entry),
            "cost": str(entry.cost),
            "latency": round(entry.latency, 3),
        }
        with self._lock:
            self._totals[entry.step] = _added(self._totals.get(entry.step, Totals()), entry)
            if self._path is None or again:
                return
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                # one write of one line in append mode: lines of two processes never mix
                with self._path.open("ab") as file:
                    file.write(json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n")
            except OSError as error:
                raise storage_error(error, self._path) from error

    def totals(self, step: str | None = None) -> Totals:
        """What this run has come to so far, of one step or of all."""
        with self._lock:
            chosen = [each for name, each in self._totals.items() if step in (None, name)]
        whole = Totals()
        for each in chosen:
            whole = Totals(
                whole.calls + each.calls,
                whole.cached + each.cached,
                whole.failed + each.failed,
                whole.tokens_in + each.tokens_in,
                whole.tokens_out + each.tokens_out,
                whole.cost + each.cost,
                each.currency or whole.currency,
            )
        return whole


def _added(totals: Totals, entry: Entry) -> Totals:
    cached = entry.outcome == "cached"
    return Totals(
        totals.calls + (not cached),
        totals.cached + cached,
        totals.failed + (entry.outcome not in GOOD),
        totals.tokens_in + entry.tokens_in,
        totals.tokens_out + entry.tokens_out,
        totals.cost + entry.cost,
        entry.currency,
    )
