"""What a batch would take, before anything is sent or written: calls, tokens, cost and time of each client."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from assistant.batch.preparing import Planned
from assistant.batch.shipping import SHIPPED_STEPS
from assistant.errors import JourneyError
from assistant.model.budget import Estimate
from assistant.wording import Text

SECONDS_A_CALL = 4.0
"""What a call of a hosted model takes, where no call of this workspace tells better."""
LETTERS_A_SECOND = 3000.0
"""Letters of notes that the extractive engine reads, embeds and drafts from on two cores; a rough guess of ours."""


@dataclass(frozen=True, slots=True)
class Estimated:
    """What a client's draft would take at most, and what would stop it before anything is sent: names in doubt. `drafts`:
    whether a model drafts; otherwise only texts are embedded at an endpoint."""

    estimate: Estimate
    stopped_by: Text | None = None
    drafts: bool = True


EstimateOne = Callable[[Planned], Estimated | None]
"""The estimate for a client; None where it would take no calls. Sends nothing, writes nothing that stays."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One client of the plan. `problem` is why it would come to nothing; `seconds` is a rough guess.

    `stopped_by` is what has to be settled before anything of it is sent; `drafts` whether a model drafts.
    """

    planned: Planned
    estimate: Estimate | None
    seconds: float
    problem: Text | None = None
    stopped_by: Text | None = None
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What the whole would take at most. `total` adds up the clients that take calls; None where none does.

    `shipped`: what can go through a provider's batch service does, at its price; `seconds` are without the waits for it.
    """

    lines: tuple[PlanLine, ...]
    total: Estimate | None
    seconds: float
    shipped: bool = False


def estimate_batch(
    planned: Sequence[Planned],
    estimate: EstimateOne,
    *,
    latency: float | None,
    concurrency: int,
    rate_of: Callable[[Planned], Decimal] | None = None,
) -> Plan:
    """The plan with its estimates; a client that cannot be estimated says why. `latency` is what calls took so far.

    `rate_of` is what part of its price a client's model costs at the provider's batch service, where that is to be used.
    """
    shipped = rate_of is not None
    if rate_of is not None:
        estimate = _at_batch_price(estimate, rate_of)
    lines = [_estimate_line(each, estimate, latency or SECONDS_A_CALL, concurrency) for each in planned]
    found = [each.estimate for each in lines if each.estimate is not None]
    total = sum(found[1:], found[0]) if found else None
    return Plan(tuple(lines), total, sum(each.seconds for each in lines), shipped)


def _at_batch_price(estimate: EstimateOne, rate_of: Callable[[Planned], Decimal]) -> EstimateOne:
    def cheaper(planned: Planned) -> Estimated | None:
        found = estimate(planned)
        if found is None or found.estimate.cost is None:
            return found
        whole = found.estimate
        shipped = sum((cost for step, cost in whole.by_step.items() if step in SHIPPED_STEPS), Decimal(0))
        return replace(found, estimate=replace(whole, cost=found.estimate.cost - shipped * (1 - rate_of(planned))))

    return cheaper


def _estimate_line(planned: Planned, estimate: EstimateOne, latency: float, concurrency: int) -> PlanLine:
    try:
        found = estimate(planned)
    except JourneyError as error:
        return PlanLine(planned, None, 0.0, error.message)
    here = 0.0 if found is not None and found.drafts else _letters(_notes_of(planned)) / LETTERS_A_SECOND
    if found is None:
        return PlanLine(planned, None, here)
    seconds = here + found.estimate.calls * latency / concurrency
    return PlanLine(planned, found.estimate, seconds, stopped_by=found.stopped_by, drafts=found.drafts)


def _notes_of(planned: Planned) -> list[Path]:
    places = [planned.entry.notes] if planned.entry.notes is not None else []
    return [*places, *([planned.client.notes] if planned.client is not None else [])]


def _letters(places: Sequence[Path]) -> float:
    """About how many letters the notes hold: a third of their bytes, which is right for Chinese text and high for others."""
    files = [each for place in places for each in ([place] if place.is_file() else place.rglob("*")) if each.is_file()]
    return sum(each.stat().st_size for each in files) / 3
