"""Recurring ways through the journey, by segment: where people come in, what follows what, where they turn back or leave."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.drafting.computing import compute_count
from assistant.drafting.gaps.writing import GapWork, inside, opening
from assistant.drafting.maps import NOT_SEGMENTED
from assistant.journey import Answer, Claim, Dimension, Exit, Journey, Journeys, Step
from assistant.wording import Text

_LEAST = 2
"""People who must have gone a way for it to be a pattern."""
_MOST_WAYS = 6
_MOST_KEYS = 8

_QUESTION = Text("{segment}：几个人走过的路，和离开的地方", "{segment}: ways that several went, and where people left")
_ENTRY = Text("有 {count} 位从{touchpoint}开始。", "Began with {touchpoint}: {count}.")
_WAY = Text("有 {count} 位从{one}走到{other}。", "Went from {one} to {other}: {count}.")
_AGAIN = Text("有 {count} 位不止一次回到{touchpoint}。", "Came back to {touchpoint}: {count}.")
_NEVER = Text("有 {count} 位说{touchpoint}没有发生。", "Say that {touchpoint} never took place: {count}.")
_LEFT = Text(
    "有 {count} 处讲到在{touchpoint}离开或放弃。", "Accounts of leaving or giving up at {touchpoint}: {count}."
)

_Passing = tuple[Journey, Step]


def find_patterns(work: GapWork, journeys: Journeys) -> tuple[Answer, ...]:
    """One finding a segment with journeys, those of no segment last. A way counts once for each person."""
    labels = {each.id: each.label for each in work.material.segments}
    order: list[str | None] = [*labels, None]
    found: list[Answer] = []
    for segment in order:
        told = [each for each in journeys.told if (each.segment if each.segment in labels else None) == segment]
        exits = [each for each in journeys.exits if (each.segment if each.segment in labels else None) == segment]
        if not told:
            continue
        claims = tuple(_claims(work, journeys, segment or "", told, exits))
        label = labels.get(segment or "") or work.say(opening(NOT_SEGMENTED))
        question = work.say(_QUESTION.filled(segment=label))
        found.append(Answer(f"patterns.{segment or 'none'}", question, "answered" if claims else "open", claims))
    return tuple(found)


def _claims(
    work: GapWork, journeys: Journeys, segment: str, told: Sequence[Journey], exits: Sequence[Exit]
) -> Iterator[Claim]:
    def label(touchpoint: str) -> Text:
        return inside(journeys.touchpoint(touchpoint).label)

    entries = _by_touchpoint((each, each.met[0]) for each in told if each.met)
    for touchpoint, passing in entries[:2]:
        yield _claim(work, _ENTRY, passing, (segment, "entry", touchpoint), touchpoint=label(touchpoint))
    for (one, other), passing in _ways(told)[:_MOST_WAYS]:
        yield _claim(work, _WAY, passing, (segment, "way", one, other), one=label(one), other=label(other))
    again = _by_touchpoint((each, step) for each in told for step in each.met if step.again)
    for touchpoint, passing in again[:3]:
        yield _claim(work, _AGAIN, passing, (segment, "again", touchpoint), touchpoint=label(touchpoint))
    never = _by_touchpoint((each, step) for each in told for step in each.steps if not step.happened)
    for touchpoint, passing in never[:3]:
        yield _claim(work, _NEVER, passing, (segment, "never", touchpoint), touchpoint=label(touchpoint))
    left: dict[str, list[Exit]] = {}
    for each in exits:
        if each.touchpoint is not None:
            left.setdefault(each.touchpoint, []).append(each)
    for touchpoint, tellers in sorted(left.items(), key=lambda one: -len(one[1])):
        count = compute_count([f"{each.teller}/{each.key}" for each in tellers])
        yield work.writer.compute(
            _LEFT.filled(touchpoint=label(touchpoint), count=count.result),
            count,
            ("analysis", "patterns", segment, "left", touchpoint),
            keys=[key for each in tellers for key in (each.key, each.reason) if key][:_MOST_KEYS],
            segment=segment or None,
            dimension=Dimension.TOUCHPOINT,
        )


def _by_touchpoint(passing: Iterator[_Passing]) -> list[tuple[str, list[_Passing]]]:
    """Those of at least two people, the most people first."""
    found: dict[str, list[_Passing]] = {}
    for journey, step in passing:
        found.setdefault(step.touchpoint, []).append((journey, step))
    wide = [(touchpoint, each) for touchpoint, each in found.items() if len(_tellers(each)) >= _LEAST]
    return sorted(wide, key=lambda one: -len(_tellers(one[1])))


def _ways(told: Sequence[Journey]) -> list[tuple[tuple[str, str], list[_Passing]]]:
    found: dict[tuple[str, str], list[_Passing]] = {}
    for journey in told:
        for one, other in pairwise(journey.met):
            if one.touchpoint != other.touchpoint:
                found.setdefault((one.touchpoint, other.touchpoint), []).extend([(journey, one), (journey, other)])
    wide = [(way, each) for way, each in found.items() if len(_tellers(each)) >= _LEAST]
    return sorted(wide, key=lambda one: -len(_tellers(one[1])))


def _tellers(passing: Sequence[_Passing]) -> list[str]:
    return list(dict.fromkeys(f"{journey.teller}/{journey.document}" for journey, _ in passing))


def _claim(work: GapWork, frame: Text, passing: Sequence[_Passing], place: Sequence[str], **named: Text) -> Claim:
    """`place` begins with the segment."""
    count = compute_count(_tellers(passing))
    return work.writer.compute(
        frame.filled(count=count.result, **named),
        count,
        ("analysis", "patterns", *place),
        keys=list(dict.fromkeys(step.key for _, step in passing))[:_MOST_KEYS],
        segment=place[0] or None,
        dimension=Dimension.TOUCHPOINT,
    )
