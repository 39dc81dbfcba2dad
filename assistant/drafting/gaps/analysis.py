"""All gaps of a draft, the gravest first within each kind."""

from collections.abc import Sequence

from assistant.drafting.gaps.contradictions import find_contradictions
from assistant.drafting.gaps.evidence import find_evidence_gaps
from assistant.drafting.gaps.experience import find_opportunities, find_problems
from assistant.drafting.gaps.measurement import find_measurement_gaps
from assistant.drafting.gaps.research import find_data_gaps
from assistant.drafting.gaps.touchpoints import find_touchpoint_gaps
from assistant.drafting.gaps.writing import GapWork
from assistant.journey import Gap, GapKind, Level

_GRAVITY = {Level.HIGH: 0, Level.MEDIUM: 1, Level.LOW: 2}
_ORDER = (
    GapKind.PROBLEM,
    GapKind.CONTRADICTION,
    GapKind.TOUCHPOINT,
    GapKind.MEASUREMENT,
    GapKind.OPPORTUNITY,
    GapKind.EVIDENCE,
    GapKind.DATA,
)


def build_gaps(work: GapWork) -> tuple[Gap, ...]:
    """Every gap found, by kind, then by severity, then in the order of the stages."""
    found = [
        *find_problems(work),
        *find_contradictions(work),
        *find_touchpoint_gaps(work),
        *find_measurement_gaps(work),
        *find_opportunities(work),
        *find_evidence_gaps(work),
        *find_data_gaps(work),
    ]
    return sort_gaps(found)


def sort_gaps(gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """The gaps by kind, then by severity, else in their order."""
    return tuple(sorted(gaps, key=lambda gap: (_ORDER.index(gap.kind), _GRAVITY[gap.severity])))
