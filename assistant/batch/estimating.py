"""What a batch would take, before anything is sent or written: calls, tokens, cost and time of each client."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.batch.preparing import Planned
from assistant.errors import JourneyError
from assistant.model.budget import Estimate
from assistant.wording import Text

SECONDS_A_CALL = 4.0
"""What a call of a hosted model takes, where no call of this workspace tells better."""
LETTERS_A_SECOND = 3000.0
"""Letters of notes that the extractive engine reads, embeds and drafts from on two cores; a rough guess of ours."""

EstimateOne = Callable[[Planned], Estimate | None]
"""What a client's draft would take at most; None where no model drafts. Sends nothing, writes nothing that stays."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One client of the plan. `problem` is why it would come to nothing; `seconds` is a rough guess."""

    planned: Planned
    estimate: Estimate | None
    seconds: float
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the whole would take at most. `total` adds up the clients that a model drafts; None where none is."""

    lines: tuple[PlanLine, ...]
    total: Estimate | None
    seconds: float


def estimate_batch(
    planned: Sequence[Planned], estimate: EstimateOne, *, latency: float | None, concurrency: int
) -> Plan:
    """The plan with its estimates; a client that cannot be estimated says why. `latency` is what calls took so far."""
    lines = [_estimate_line(each, estimate, latency or SECONDS_A_CALL, concurrency) for each in planned]
    found = [each.estimate for each in lines if each.estimate is not None]
    return Plan(tuple(lines), sum(found[1:], found[0]) if found else None, sum(each.seconds for each in lines))


def _estimate_line(planned: Planned, estimate: EstimateOne, latency: float, concurrency: int) -> PlanLine:
    try:
        found = estimate(planned)
    except JourneyError as error:
        return PlanLine(planned, None, 0.0, error.message)
    if found is None:
        return PlanLine(planned, None, _letters(_notes_of(planned)) / LETTERS_A_SECOND)
    return PlanLine(planned, found, found.calls * latency / concurrency)


def _notes_of(planned: Planned) -> list[Path]:
    places = [planned.entry.notes] if planned.entry.notes is not None else []
    return [*places, *([planned.client.notes] if planned.client is not None else [])]


def _letters(places: Sequence[Path]) -> float:
    """About how many letters the notes hold: a third of their bytes, which is right for Chinese text and high for others."""
    files = [each for place in places for each in ([place] if place.is_file() else place.rglob("*")) if each.is_file()]
    return sum(each.stat().st_size for each in files) / 3
