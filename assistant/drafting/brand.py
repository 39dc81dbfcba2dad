"""Brand values and promise held against what customers say: kept, broken, unheard, by stage and touchpoint."""

from collections.abc import Mapping, Sequence

from assistant.drafting.choosing import choose_told
from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.material import Material, Told, build_pattern, count_speakers
from assistant.drafting.topics import Topic, find_topics
from assistant.journey import BrandValue, Claim, Journeys, ValueFinding, ValueHeard

_MOST_QUOTES = 3
_LEAST_CONFIDENCE = 0.35
_BEFORE = frozenset({"awareness", "consideration"})
_FROM_PURCHASE = frozenset({"purchase", "retention", "loyalty"})


def build_brand(
    values: Sequence[BrandValue],
    material: Material,
    topics: tuple[Topic, ...],
    journeys: Journeys,
    writer: ClaimWriter,
) -> tuple[ValueFinding, ...]:
    """One finding for each value: what customers say of it with feeling. Staff do not count: a brand is what is heard.

    Praise of what belongs to a value keeps it, complaint breaks it; a statement counts where its words bear out the feeling
    it is coded with. Before a purchase only what is met at a touchpoint counts: the rest is hope or fear. The touchpoint is
    that of the journey's step which the statement tells of.
    """
    touchpoints = {
        statement: step.touchpoint for each in journeys.told for step in each.steps for statement in step.statements
    }
    return tuple(_find(value, material, topics, touchpoints, writer) for value in values)


def _find(
    value: BrandValue,
    material: Material,
    topics: tuple[Topic, ...],
    touchpoints: Mapping[str, str],
    writer: ClaimWriter,
) -> ValueFinding:
    groups: dict[tuple[str, str | None], list[Told]] = {}
    for told in material.told:
        if told.by_staff or told.sentiment == 0 or told.stage is None or told.coding.confidence < _LEAST_CONFIDENCE:
            continue
        if not material.is_felt(told) or not _concerns(value, told, topics):
            continue
        if told.id in touchpoints or not _is_before(told.stage, material):
            groups.setdefault((told.stage, touchpoints.get(told.id)), []).append(told)
    stages = material.playbook.model.stage_ids
    ordered = sorted(groups.items(), key=lambda each: (stages.index(each[0][0]), -len(each[1]), each[0][1] or ""))
    heard = tuple(
        _build_heard(value, stage, touchpoint, told, material, writer) for (stage, touchpoint), told in ordered
    )
    unheard = tuple(stage for stage in stages if all(each.stage != stage for each in heard))
    return ValueFinding(value, heard, unheard)


def _is_before(stage: str, material: Material) -> bool:
    """Whether the stage lies before a purchase."""
    akin = {stage, *material.playbook.model.stage(stage).akin}
    return not akin & _FROM_PURCHASE and bool(akin & _BEFORE)


def _concerns(value: BrandValue, told: Told, topics: tuple[Topic, ...]) -> bool:
    pattern = build_pattern(value.words)
    if pattern is not None and pattern.search(told.folded):
        return True
    return bool(find_topics(told, tuple(each for each in topics if each.id in value.topics)))


def _build_heard(
    value: BrandValue,
    stage: str,
    touchpoint: str | None,
    told: Sequence[Told],
    material: Material,
    writer: ClaimWriter,
) -> ValueHeard:
    kept = [each for each in told if each.sentiment > 0]
    broken = [each for each in told if each.sentiment < 0]

    def claims(said: Sequence[Told], state: str) -> tuple[Claim, ...]:
        place = ("value", value.id, stage, touchpoint or "", state)
        chosen = choose_told(said, material, _MOST_QUOTES)
        return tuple(writer.quote(each, place, dimension=None, stage=stage, segment=each.segment) for each in chosen)

    return ValueHeard(
        stage,
        touchpoint,
        claims(kept, "kept"),
        claims(broken, "broken"),
        len(count_speakers(kept)),
        len(count_speakers(broken)),
    )
