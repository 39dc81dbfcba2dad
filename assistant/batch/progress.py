"""How far a batch is, and when it may be done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from assistant.batch.ledger import JobRecord, State
from assistant.batch.running import Event


@dataclass(slots=True)
class Tally:
    """Counts what happens in a run. `clock` gives monotonic seconds."""

    clock: Callable[[], float]
    total: int = 0
    before: int = 0
    done: int = 0
    failed: int = 0
    calls: int = 0
    cost: Decimal = Decimal(0)
    under_way: dict[str, str] = field(default_factory=dict[str, str])
    _begun: float = 0.0

    def begin(self, records: Iterable[JobRecord]) -> None:
        """The run begins with jobs as far as they are; those that are done already were not waited for."""
        listed = list(records)
        self._begun = self.clock()
        self.total = len(listed)
        self.before = sum(each.state is State.DONE for each in listed)

    def count(self, event: Event) -> None:
        """Something happened to a job."""
        name = event.job.name
        self.calls, self.cost = event.calls, event.cost
        if event.kind in ("begun", "step"):
            self.under_way[name] = event.step
            return
        self.under_way.pop(name, None)
        self.done += event.kind == "done"
        self.failed += event.kind == "failed"

    @property
    def finished(self) -> int:
        """Clients that nothing is left to do for in this run."""
        return self.before + self.done + self.failed

    def seconds_left(self) -> float | None:
        """Seconds until all are through, at the pace so far; None before the first is."""
        through = self.done + self.failed
        if not through:
            return None
        return (self.clock() - self._begun) / through * (self.total - self.finished)


def render_duration(seconds: float) -> str:
    """0:42, 12:05, 3:20:00."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
