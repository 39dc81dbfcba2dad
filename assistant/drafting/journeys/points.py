"""Exit points: where customers of a segment left, how many told it, and the reasons in their words."""

from collections.abc import Mapping, Sequence

from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.computing import compute_count
from assistant.drafting.gaps.writing import inside
from assistant.drafting.journeys.leaving import Left
from assistant.drafting.material import count_speakers
from assistant.journey import Claim, ExitKind, ExitPoint
from assistant.wording import Text

_MOST_QUOTES = 6
_TOLD: Mapping[ExitKind, Text] = {
    "exit": Text(
        "讲到客户在{touchpoint}这一步离开、不再购买或不再续的，有 {count} 人。",
        "Tell of customers who left for good at this touchpoint ({touchpoint}): {count}.",
    ),
    "bounce": Text(
        "讲到客户在{touchpoint}这一步停下、放弃或改走别处的，有 {count} 人。",
        "Tell of customers who stopped at this touchpoint or went on another way ({touchpoint}): {count}.",
    ),
}
_SOMEWHERE = Text("说不清的某一处", "not clear which", "說不清的某一處")


def build_points(left: Sequence[Left], labels: Mapping[str, Text], writer: ClaimWriter) -> tuple[ExitPoint, ...]:
    """One point for each segment, touchpoint and way of leaving, with the count and the quotes; most tellers first."""
    groups: dict[tuple[str | None, str | None, ExitKind], list[Left]] = {}
    for each in left:
        groups.setdefault((each.told.segment, each.touchpoint, each.kind), []).append(each)
    points = [_build_point(*key, found, labels, writer) for key, found in groups.items()]
    return tuple(sorted(points, key=lambda each: -each.tellers))


def _build_point(
    segment: str | None,
    touchpoint: str | None,
    kind: ExitKind,
    left: Sequence[Left],
    labels: Mapping[str, Text],
    writer: ClaimWriter,
) -> ExitPoint:
    place = ("exit", segment or "", touchpoint or "", kind)
    count = compute_count(count_speakers(each.told for each in left))
    label = inside(labels.get(touchpoint or "", _SOMEWHERE))
    stage = next((each.told.stage for each in left if each.told.stage), None)
    counted = writer.compute(
        _TOLD[kind].filled(touchpoint=label, count=count.result),
        count,
        (*place, "count"),
        keys=[each.evidence.key for each in left],
        stage=stage,
        segment=segment,
    )
    quotes: list[Claim] = [
        writer.quote(
            each.told,
            place,
            dimension=None,
            stage=each.told.stage,
            segment=segment,
            quoted_as=each.evidence,
            reason=each.reason,
        )
        for each in left[:_MOST_QUOTES]
    ]
    return ExitPoint(touchpoint, segment, kind, int(count.result), (counted, *quotes))
