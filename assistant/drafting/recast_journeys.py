"""Journeys, brand and uses of a draft that is re-cast: their stages follow the evidence, and what cannot be told is left open."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from assistant.journey import Claim, Draft, Evidence, Gap, MapUse, ValueFinding, ValueHeard
from assistant.journey.mapping import StageMapping
from assistant.journey.paths import Journeys

StageOfKeys = Callable[[Collection[str], str], str | None]
"""The stage of the target for evidence, by its keys, of what stood in a stage; None where it cannot be told."""
Wait = Callable[[Claim, ValueFinding, ValueHeard], None]
"""Puts a claim on a value of the brand among those that wait."""


def recast_journeys(journeys: Journeys, stage_of: StageOfKeys) -> Journeys:
    """The journeys with the stages of their steps and exits in the target's; None where a stage cannot be told."""
    told = tuple(
        replace(
            each,
            steps=tuple(
                step if step.stage is None else replace(step, stage=stage_of([step.key], step.stage))
                for step in each.steps
            ),
        )
        for each in journeys.told
    )
    exits = tuple(
        each if each.stage is None else replace(each, stage=stage_of([each.key], each.stage)) for each in journeys.exits
    )
    return replace(journeys, told=told, exits=exits)


def recast_brand(draft: Draft, mapping: StageMapping, stage_of: StageOfKeys, wait: Wait) -> tuple[ValueFinding, ...]:
    """What is heard of the brand's values, by the target's stages; claims whose stage cannot be told wait."""
    evidence = {each.key: each for each in draft.evidence}
    return tuple(_recast_finding(each, mapping, stage_of, wait, evidence) for each in draft.brand)


def recast_uses(draft: Draft, gaps: Sequence[Gap]) -> tuple[MapUse, ...]:
    """The uses of the map with the gaps that there are still: empty cells and open questions were counted anew."""
    known = {each.id for each in gaps}
    return tuple(replace(each, gaps=tuple(gap for gap in each.gaps if gap in known)) for each in draft.uses)


def _recast_finding(
    finding: ValueFinding, mapping: StageMapping, stage_of: StageOfKeys, wait: Wait, evidence: Mapping[str, Evidence]
) -> ValueFinding:
    heard: dict[tuple[str, str | None], ValueHeard] = {}
    for each in finding.heard:
        keys = [key for claim in (*each.kept, *each.broken) for key in claim.keys]
        stage = stage_of(keys, each.stage)
        if stage is None:
            for claim in (*each.kept, *each.broken):
                wait(claim, finding, each)
            continue
        moved = replace(each, stage=stage, kept=_at(each.kept, stage), broken=_at(each.broken, stage))
        before = heard.get((stage, each.touchpoint))
        heard[stage, each.touchpoint] = moved if before is None else _join(before, moved, evidence)
    spoken = {stage for stage, _ in heard}
    unheard = tuple(
        stage
        for stage in mapping.target.stage_ids
        if stage not in spoken
        and all(each in finding.unheard for each, heirs in mapping.heirs.items() if stage in heirs)
    )
    return replace(finding, heard=tuple(heard.values()), unheard=unheard)


def _at(claims: Sequence[Claim], stage: str) -> tuple[Claim, ...]:
    return tuple(replace(each, stage=stage) for each in claims)


def _join(one: ValueHeard, other: ValueHeard, evidence: Mapping[str, Evidence]) -> ValueHeard:
    """Two stages that came together. The same speakers may stand in both, so that they are counted at least."""
    kept, broken = (*one.kept, *other.kept), (*one.broken, *other.broken)
    return replace(
        one,
        kept=kept,
        broken=broken,
        kept_by=max(one.kept_by, other.kept_by, _speakers(kept, evidence)),
        broken_by=max(one.broken_by, other.broken_by, _speakers(broken, evidence)),
    )


def _speakers(claims: Sequence[Claim], evidence: Mapping[str, Evidence]) -> int:
    return len({evidence[key].speaker for each in claims for key in each.keys if key in evidence})
