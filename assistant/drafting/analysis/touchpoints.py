"""Key touchpoints: how many pass them and how it feels, with their words; who stands behind them, and where the chain breaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.drafting.choosing import choose_told
from assistant.drafting.computing import compute_count, compute_mean
from assistant.drafting.gaps.writing import GapWork, by_coding, inside
from assistant.drafting.journeys import JourneyWords
from assistant.drafting.material import Told
from assistant.journey import Answer, Claim, Dimension, Gap, GapKind, Journeys, Step
from assistant.journey.analysis import KeyTouchpoint
from assistant.wording import Text

_MOST = 12
_MOST_QUOTES = 3
_MOST_STAFF = 2
_HALF, _QUARTER = 0.5, 0.25
"""Shares of the journeys from which a touchpoint is of high and of medium importance; ours."""
_GOOD, _BAD = 0.5, -0.5
"""Mean feelings from which an experience is good or bad: half a step of the coding guide's scale."""
_BREAKS = (GapKind.PROBLEM, GapKind.TOUCHPOINT, GapKind.CONTRADICTION)
_ABOUT = Text("{touchpoint}：多少人经过，感觉如何？", "{touchpoint}: how many pass it, and how does it feel?")
_BEHIND = Text("“{touchpoint}”背后是哪项活动、哪个团队？", "Which activity and which team stand behind {touchpoint}?")
_COUNT = Text(
    "有 {count} 位受访者在旅程中经过{touchpoint}。", "Interviewees whose journey passes {touchpoint}: {count}."
)
_MEAN = Text(
    "{coded}他们说到{touchpoint}时，情感平均为 {mean}。",
    "The mean feeling with which they speak of {touchpoint} is {mean}{coded}.",
)
_EXITS = Text("有 {count} 处讲到在{touchpoint}离开。", "Accounts of leaving at {touchpoint}: {count}.")


@dataclass(frozen=True)
class _Met:
    """A touchpoint with its steps by teller."""

    id: str
    steps: Mapping[str, Sequence[Step]]

    @property
    def all(self) -> list[Step]:
        return [step for steps in self.steps.values() for step in steps]


def find_key_touchpoints(
    work: GapWork, journeys: Journeys, gaps: Sequence[Gap], words: JourneyWords
) -> tuple[KeyTouchpoint, ...]:
    """At most twelve that two or more tell of or somebody left at: of some importance, or bad; the most important first."""
    told = {each.id: each for each in work.material.told}
    met = _gather(journeys)
    found = [_build(each, work, journeys, gaps, words, told) for each in met]
    left = {each.touchpoint for each in journeys.exits if each.kind == "exit"}
    key = [each for each, one in zip(found, met, strict=True) if len(one.steps) > 1 or one.id in left]
    key = [each for each in key if each.importance > 1 or each.experience == 1]
    order = {each.id: len(one.steps) for each, one in zip(found, met, strict=True)}
    key.sort(key=lambda each: (-each.importance, each.experience, -order[each.id]))
    return tuple(key[:_MOST])


def _gather(journeys: Journeys) -> list[_Met]:
    found: dict[str, dict[str, list[Step]]] = {}
    for journey in journeys.told:
        for step in journey.met:
            found.setdefault(step.touchpoint, {}).setdefault(f"{journey.teller}/{journey.document}", []).append(step)
    return [_Met(touchpoint, steps) for touchpoint, steps in found.items()]


def _build(
    met: _Met,
    work: GapWork,
    journeys: Journeys,
    gaps: Sequence[Gap],
    words: JourneyWords,
    told: Mapping[str, Told],
) -> KeyTouchpoint:
    label = journeys.touchpoint(met.id).label
    left = [each for each in journeys.exits if each.touchpoint == met.id and each.kind == "exit"]
    mean = compute_mean([step.feeling for step in met.all])
    share = len(met.steps) / max(1, len(journeys.told))
    importance = 3 if share >= _HALF else 2 if share >= _QUARTER else 1
    value = float(mean.result)
    claims = [
        _count(met, label, work),
        work.writer.compute(
            _MEAN.filled(touchpoint=inside(label), mean=mean.result, coded=by_coding(_told_of(met.all, told))),
            mean,
            ("analysis", "touchpoint", met.id, "mean"),
            keys=list(dict.fromkeys(step.key for step in met.all if step.feeling))[:8],
            dimension=Dimension.TOUCHPOINT,
        ),
    ]
    if left:
        count = compute_count([f"{each.teller}/{each.key}" for each in left])
        claims.append(
            work.writer.compute(
                _EXITS.filled(touchpoint=inside(label), count=count.result),
                count,
                ("analysis", "touchpoint", met.id, "left"),
                keys=[key for each in left for key in (each.key, each.reason) if key],
                dimension=Dimension.TOUCHPOINT,
            )
        )
    claims += _quotes(met, work, words, told)
    stage = next((step.stage for step in met.all if step.stage), "")
    return KeyTouchpoint(
        met.id,
        work.say(label),
        stage,
        min(3, importance + bool(left)),
        3 if value >= _GOOD else 1 if value <= _BAD else 2,
        Answer(f"touchpoint.{met.id}", work.say(_ABOUT.filled(touchpoint=label)), "answered", tuple(claims)),
        _behind(met, label, work, words),
        _breaks(met, gaps, work),
    )


def _count(met: _Met, label: Text, work: GapWork) -> Claim:
    count = compute_count(list(met.steps))
    return work.writer.compute(
        _COUNT.filled(touchpoint=inside(label), count=count.result),
        count,
        ("analysis", "touchpoint", met.id, "count"),
        keys=[steps[0].key for steps in met.steps.values()],
        dimension=Dimension.TOUCHPOINT,
    )


def _told_of(steps: Sequence[Step], told: Mapping[str, Told]) -> list[Told]:
    ids = dict.fromkeys(each for step in steps for each in step.statements)
    return [told[each] for each in ids if each in told]


def _quotes(met: _Met, work: GapWork, words: JourneyWords, told: Mapping[str, Told]) -> list[Claim]:
    """The words that carry most feeling, those of unhappy customers first."""
    felt = [each for each in _told_of(met.all, told) if each.sentiment and work.material.is_felt(each)]
    chosen = choose_told([each for each in felt if each.sentiment < 0], work.material, _MOST_QUOTES - 1)
    chosen += choose_told([each for each in felt if each.sentiment > 0], work.material, _MOST_QUOTES - len(chosen))
    return [_quote(each, met.id, "words", work, words) for each in chosen]


def _quote(each: Told, touchpoint: str, part: str, work: GapWork, words: JourneyWords) -> Claim:
    return work.writer.quote(
        each,
        ("analysis", "touchpoint", touchpoint, part),
        dimension=Dimension.TOUCHPOINT,
        stage=each.stage,
        segment=each.segment,
        about=words.find(touchpoint).words,
    )


def _behind(met: _Met, label: Text, work: GapWork, words: JourneyWords) -> Answer:
    """What staff say of the touchpoint: who does what there."""
    entry = words.find(met.id)
    said = [
        each
        for each in work.material.told
        if each.by_staff
        and any(one is not None and one.search(each.folded) for one in (entry.words, *entry.by_stage.values()))
    ]
    inner = [each for each in said if each.dimension is Dimension.TOUCHPOINT]
    chosen = choose_told(inner, work.material, _MOST_STAFF)
    chosen += choose_told([each for each in said if each not in inner], work.material, _MOST_STAFF - len(chosen))
    claims = tuple(_quote(each, met.id, "behind", work, words) for each in chosen)
    question = work.say(_BEHIND.filled(touchpoint=inside(label)))
    return Answer(f"chain.{met.id}", question, "answered" if claims else "open", claims)


def _breaks(met: _Met, gaps: Sequence[Gap], work: GapWork) -> tuple[str, ...]:
    """Gaps about what goes wrong that rest on statements with which the touchpoint is told badly."""
    bad = {each for step in met.all if step.feeling < 0 for each in step.statements}
    found: list[str] = []
    for gap in gaps:
        if gap.kind in _BREAKS and gap.status == "open":
            keys = (key for claim in gap.claims for key in claim.keys)
            if any((cited := work.writer.evidence.get(key)) is not None and cited.statement in bad for key in keys):
                found.append(gap.id)
    return tuple(found)
