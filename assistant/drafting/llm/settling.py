"""Claims back in their places after the second check."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.drafting.llm.findings import settle_states
from assistant.journey import Claim, SegmentMap, StageInsight


def settle(
    maps: tuple[SegmentMap, ...], insights: tuple[StageInsight, ...], judged: Mapping[str, Claim]
) -> tuple[tuple[SegmentMap, ...], tuple[StageInsight, ...]]:
    """Maps and insights with their claims as they were judged; answers follow their claims."""

    def each_of(claims: Sequence[Claim]) -> tuple[Claim, ...]:
        return tuple(judged.get(claim.id, claim) for claim in claims)

    settled = [
        replace(
            one,
            does=each_of(one.does),
            says=each_of(one.says),
            feels=each_of(one.feels),
            drivers=each_of(one.drivers),
            barriers=each_of(one.barriers),
            company=each_of(one.company),
            kpis=each_of(one.kpis),
            answers=tuple(replace(answer, claims=each_of(answer.claims)) for answer in one.answers),
        )
        for one in insights
    ]
    found = [
        replace(one, cells=tuple(replace(cell, claims=each_of(cell.claims)) for cell in one.cells)) for one in maps
    ]
    return tuple(found), tuple(settle_states(each) for each in settled)


def claims_of(insights: Sequence[StageInsight]) -> list[Claim]:
    """Every claim of the insights, answers included."""
    found: list[Claim] = []
    for each in insights:
        for part in (each.does, each.says, each.feels, each.drivers, each.barriers, each.company, each.kpis):
            found.extend(part)
        found.extend(claim for answer in each.answers for claim in answer.claims)
    return found
