"""How many contacts customers had before they bought, as their journeys tell it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.drafting.computing import compute_count, compute_mean
from assistant.drafting.gaps.writing import GapWork, inside
from assistant.drafting.maps import NOT_SEGMENTED
from assistant.journey import Answer, Claim, Dimension, Journey, Journeys, Step
from assistant.playbook import Guidance
from assistant.wording import Text, joined

_ORDER = "order"
"""The touchpoint of `journeys.yaml` at which the purchase is made."""
_LEAST_TOLD = 5
"""Statements below which an account is too short to count contacts by; ours."""
_BEFORE = frozenset(("awareness", "consideration", "purchase"))
_TOLD = Text(
    "{who}在买之前讲到 {count} 次接触：{which}。", "Contacts that {who} tells of before buying: {count} ({which})."
)
_MEAN = Text(
    "{segment}：买之前平均讲到 {mean} 次接触。", "{segment}: contacts told of before buying, on average {mean}."
)


@dataclass(frozen=True)
class _Counted:
    journey: Journey
    steps: tuple[Step, ...]


def find_contacts(work: GapWork, journeys: Journeys, asked: Guidance) -> Answer:
    """One claim a customer who bought, with the touchpoints in order; then the mean of each segment.

    A contact is a step of the journey that took place up to the purchase; a touchpoint met again counts again. What
    people leave out is not counted: the figures are the least there were, and those who tell little are left out.
    """
    stages = work.material.playbook.model.stages
    early = frozenset(each.id for each in stages if set(each.akin or (each.id,)) <= _BEFORE)
    said = Counter((each.statement.document, work.writer.name(each)) for each in work.material.told)
    full = [each for each in journeys.told if said[each.document, each.teller] >= _LEAST_TOLD]
    counted = [each for journey in full if (each := _count(journey, early)) is not None]
    claims = [_claim(each, journeys, work) for each in counted]
    claims += _means(counted, work)
    return Answer(asked.id, work.say(asked.text), "answered" if claims else "open", tuple(claims))


def _count(journey: Journey, early: frozenset[str]) -> _Counted | None:
    """The steps before the order, else up to the last one of an early stage; None for who may not have bought."""
    met = journey.met
    order = next((place for place, step in enumerate(met) if step.touchpoint == _ORDER), -1)
    last = max((place for place, step in enumerate(met) if step.stage in early), default=-1)
    end = order if order >= 0 else last + 1
    steps = tuple(step for step in met[:end] if step.stage is None or step.stage in early)
    bought = order >= 0 or end < len(met)
    return _Counted(journey, steps) if steps and bought else None


def _claim(counted: _Counted, journeys: Journeys, work: GapWork) -> Claim:
    journey = counted.journey
    count = compute_count([f"{place}:{step.touchpoint}" for place, step in enumerate(counted.steps, start=1)])
    labels = [inside(journeys.touchpoint(step.touchpoint).label) for step in counted.steps]
    text = _TOLD.filled(who=journey.teller, count=count.result, which=joined(labels, zh=" → ", en=" → "))
    return work.writer.compute(
        text,
        count,
        ("funnel", "contacts", journey.teller, journey.document),
        keys=[step.key for step in counted.steps],
        segment=journey.segment,
        dimension=Dimension.TOUCHPOINT,
    )


def _means(counted: Sequence[_Counted], work: GapWork) -> list[Claim]:
    found: list[Claim] = []
    labels = {each.id: each.label for each in work.material.segments}
    for segment in dict.fromkeys(each.journey.segment for each in counted):
        numbers = [len(each.steps) for each in counted if each.journey.segment == segment]
        if len(numbers) < 2:
            continue
        mean = compute_mean(numbers)
        label = labels.get(segment or "") or work.say(NOT_SEGMENTED)
        text = _MEAN.filled(segment=label, mean=mean.result)
        found.append(work.writer.compute(text, mean, ("funnel", "contacts", "mean", segment or ""), segment=segment))
    return found
