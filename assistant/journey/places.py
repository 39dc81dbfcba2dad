"""The places of a draft: which claims stand where, and a draft with other claims in its places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from assistant.journey.analysis import Analysis
from assistant.journey.answers import Answer
from assistant.journey.brand import ValueFinding, ValueHeard
from assistant.journey.claims import Cell, Claim, SegmentMap
from assistant.journey.draft import Draft, Gap, StageInsight, Unplaced
from assistant.journey.funnel import Funnel, FunnelStage
from assistant.journey.paths import ExitPoint
from assistant.journey.review import Place, PlaceKind, ReportId

PART_FIELDS = ("does", "says", "feels", "drivers", "barriers", "company", "kpis")
"""The fields of `StageInsight` that hold claims, in the order of the report."""
KINDS_OF: Mapping[ReportId, tuple[PlaceKind, ...]] = {
    "map": ("cell", "value"),
    "insights": ("part", "answer"),
    "gaps": ("gap",),
    "journeys": ("exit",),
    "funnel": ("finding",),
    "analysis": ("finding",),
}
"""The kinds of places whose claims a person may change in each report; what waits for a place is decided elsewhere."""


def cell_place(segment: str | None, cell: Cell) -> Place:
    """The place of a cell of that segment's map."""
    return Place("cell", (segment or "", cell.stage, str(cell.dimension)))


def exit_place(point: ExitPoint) -> Place:
    """The place of an exit point."""
    return Place("exit", (point.segment or "", point.touchpoint or "", point.kind))


def value_place(finding: ValueFinding, heard: ValueHeard, state: Literal["kept", "broken"]) -> Place:
    """The place of what is said of a value of the brand in one stage at one touchpoint."""
    return Place("value", (finding.value.id, heard.stage, heard.touchpoint or "", state))


def unplaced_place(each: Unplaced) -> Place:
    """The place of a claim that waits for one."""
    return Place("unplaced", (each.claim.id,))


def claims_by_place(draft: Draft, report: ReportId | None = None) -> dict[Place, tuple[Claim, ...]]:
    """The claims of every place, empty places included; only those of one report if given."""
    kinds = KINDS_OF[report] if report is not None else PlaceKind.__args__
    elsewhere = {"funnel": draft.analysis, "analysis": draft.funnel}.get(report or "")
    others = (
        {Place("finding", (stage, each.question_id)) for stage, each in elsewhere.findings()} if elsewhere else set()
    )
    return {place: claims for place, claims in _every_place(draft) if place.kind in kinds and place not in others}


def with_claims(draft: Draft, held: Mapping[Place, tuple[Claim, ...]]) -> Draft:
    """The draft with the claims of `held` in those places; other places stay as they are."""
    return replace(
        draft,
        maps=tuple(_map_with(each, held) for each in draft.maps),
        insights=tuple(_insight_with(each, held) for each in draft.insights),
        gaps=tuple(_gap_with(each, held) for each in draft.gaps),
        brand=tuple(_value_with(each, held) for each in draft.brand),
        journeys=replace(draft.journeys, points=tuple(_point_with(each, held) for each in draft.journeys.points)),
        unplaced=tuple(found for each in draft.unplaced if (found := _unplaced_with(each, held)) is not None),
        funnel=_funnel_with(draft.funnel, held) if draft.funnel is not None else None,
        analysis=_analysis_with(draft.analysis, held) if draft.analysis is not None else None,
    )


def part_claims(insight: StageInsight, field: str) -> tuple[Claim, ...]:
    """The claims of one part of a stage's insights; `field` is one of `PART_FIELDS`."""
    held: tuple[Claim, ...] = getattr(insight, field)
    return held


def _every_place(draft: Draft) -> Iterator[tuple[Place, tuple[Claim, ...]]]:
    for each in draft.maps:
        for cell in each.cells:
            yield cell_place(each.segment, cell), cell.claims
    for insight in draft.insights:
        for field in PART_FIELDS:
            yield Place("part", (insight.stage, field)), part_claims(insight, field)
        for answer in insight.answers:
            yield Place("answer", (insight.stage, answer.question_id)), answer.claims
    for gap in draft.gaps:
        yield Place("gap", (gap.id,)), gap.claims
    for point in draft.journeys.points:
        yield exit_place(point), point.claims
    for finding in draft.brand:
        for heard in finding.heard:
            yield value_place(finding, heard, "kept"), heard.kept
            yield value_place(finding, heard, "broken"), heard.broken
    for each in draft.unplaced:
        yield unplaced_place(each), (each.claim,)
    for stage, finding in draft.findings():
        yield Place("finding", (stage, finding.question_id)), finding.claims


def _map_with(each: SegmentMap, held: Mapping[Place, tuple[Claim, ...]]) -> SegmentMap:
    cells = tuple(replace(cell, claims=held.get(cell_place(each.segment, cell), cell.claims)) for cell in each.cells)
    return replace(each, cells=cells)


def _insight_with(insight: StageInsight, held: Mapping[Place, tuple[Claim, ...]]) -> StageInsight:
    parts = {
        field: held.get(Place("part", (insight.stage, field)), part_claims(insight, field)) for field in PART_FIELDS
    }
    return replace(insight, **parts, answers=tuple(_answer_with(insight.stage, each, held) for each in insight.answers))


def _answer_with(stage: str, answer: Answer, held: Mapping[Place, tuple[Claim, ...]]) -> Answer:
    return _with(answer, held.get(Place("answer", (stage, answer.question_id)), answer.claims))


def _finding_with(stage: str, finding: Answer, held: Mapping[Place, tuple[Claim, ...]]) -> Answer:
    return _with(finding, held.get(Place("finding", (stage, finding.question_id)), finding.claims))


def _with(answer: Answer, claims: tuple[Claim, ...]) -> Answer:
    state = answer.state
    if not claims:
        state = "open"
    elif state == "open":
        state = "answered"
    return replace(answer, claims=claims, state=state)


def _gap_with(gap: Gap, held: Mapping[Place, tuple[Claim, ...]]) -> Gap:
    return replace(gap, claims=held.get(Place("gap", (gap.id,)), gap.claims))


def _point_with(point: ExitPoint, held: Mapping[Place, tuple[Claim, ...]]) -> ExitPoint:
    return replace(point, claims=held.get(exit_place(point), point.claims))


def _value_with(finding: ValueFinding, held: Mapping[Place, tuple[Claim, ...]]) -> ValueFinding:
    heard = tuple(
        replace(
            each,
            kept=held.get(value_place(finding, each, "kept"), each.kept),
            broken=held.get(value_place(finding, each, "broken"), each.broken),
        )
        for each in finding.heard
    )
    return replace(finding, heard=heard)


def _unplaced_with(each: Unplaced, held: Mapping[Place, tuple[Claim, ...]]) -> Unplaced | None:
    claims = held.get(unplaced_place(each), (each.claim,))
    return replace(each, claim=claims[0]) if claims else None


def _funnel_with(funnel: Funnel, held: Mapping[Place, tuple[Claim, ...]]) -> Funnel:
    return replace(
        funnel,
        stages=tuple(_funnel_stage_with(each, held) for each in funnel.stages),
        contacts=_finding_with("", funnel.contacts, held),
        returning=_finding_with("", funnel.returning, held),
        after_sale=_finding_with("", funnel.after_sale, held),
    )


def _funnel_stage_with(each: FunnelStage, held: Mapping[Place, tuple[Claim, ...]]) -> FunnelStage:
    return replace(
        each,
        strategies=tuple(_finding_with(each.stage, one, held) for one in each.strategies),
        metrics=tuple(_finding_with(each.stage, one, held) for one in each.metrics),
        duties=tuple(_finding_with(each.stage, one, held) for one in each.duties),
    )


def _analysis_with(analysis: Analysis, held: Mapping[Place, tuple[Claim, ...]]) -> Analysis:
    def changed(findings: Sequence[Answer]) -> tuple[Answer, ...]:
        return tuple(_finding_with("", each, held) for each in findings)

    return replace(
        analysis,
        scope=changed(analysis.scope),
        division=changed(analysis.division),
        collection=changed(analysis.collection),
        patterns=changed(analysis.patterns),
        touchpoints=tuple(
            replace(each, finding=_finding_with("", each.finding, held), behind=_finding_with("", each.behind, held))
            for each in analysis.touchpoints
        ),
        yardsticks=tuple(
            replace(each, baseline=_finding_with("", each.baseline, held)) for each in analysis.yardsticks
        ),
    )
