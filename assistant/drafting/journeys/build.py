"""The journeys and exits of a draft, from its coded statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.journeys.leaving import find_left
from assistant.drafting.journeys.ordering import Occasion, order_occasions
from assistant.drafting.journeys.points import build_points
from assistant.drafting.journeys.telling import find_mentions
from assistant.drafting.journeys.vocabulary import ORDER, JourneyWords
from assistant.drafting.material import Material, Told
from assistant.journey import Journey, Journeys, Step

LEAST_STEPS = 2
"""Fewer make no journey."""


@dataclass(frozen=True)
class Tellings:
    """What was said, by speaker and document, and the tellings that journeys are made of; no words are kept of it yet."""

    said: Mapping[tuple[str, str], Sequence[Told]]
    chosen: Sequence[tuple[Sequence[Told], Sequence[Occasion]]]
    words: JourneyWords


def read_tellings(material: Material, words: JourneyWords) -> Tellings:
    """Who tells of which occasions, in order. Interviewers' words never enter."""
    said = _group(material)
    return Tellings(said, _choose_tellings(said, words), words)


def build_journeys(tellings: Tellings, writer: ClaimWriter) -> Journeys:
    """The journey of every customer and speaker of unknown role, one for each document they speak in, and all exits.

    A person who tells it in several documents has one journey: the longest telling.
    """
    words = tellings.words
    journeys = tuple(_build_journey(said, occasions, words, writer) for said, occasions in tellings.chosen)
    left = [each for said in tellings.said.values() for each in find_left(said, words, writer)]
    exits = tuple(each.as_exit(writer.name(each.told)) for each in left)
    named = {step.touchpoint for each in journeys for step in each.steps} | {each.touchpoint for each in exits}
    touchpoints = tuple(each.touchpoint for each in words.touchpoints if each.id in named)
    return Journeys(
        touchpoints, journeys, exits, build_points(left, {each.id: each.label for each in touchpoints}, writer)
    )


def _choose_tellings(
    tellings: Mapping[tuple[str, str], list[Told]], words: JourneyWords
) -> list[tuple[list[Told], list[Occasion]]]:
    """The longest telling of every speaker who is no staff, with its occasions in order."""
    among_staff = {document for (_, document), said in tellings.items() if said[0].by_staff}
    longest: dict[str, tuple[list[Told], list[Occasion]]] = {}
    for (speaker, document), said in tellings.items():
        if said[0].by_staff or (not said[0].by_customer and document in among_staff):
            continue  # who sits with staff and is named nowhere is hardly a customer
        if not any(each.coding.stages for each in said):
            continue
        occasions = order_occasions(find_mentions(said, words), words.phases)
        length = _count_met(occasions)
        if length >= LEAST_STEPS and (speaker not in longest or length > _count_met(longest[speaker][1])):
            longest[speaker] = (said, occasions)
    return list(longest.values())


def _count_met(occasions: Sequence[Occasion]) -> int:
    return sum(each.happened for each in occasions)


def _group(material: Material) -> dict[tuple[str, str], list[Told]]:
    """All statements but the interviewers', coded or not, by speaker and document."""
    found: dict[tuple[str, str], list[Told]] = {}
    for told in material.said:
        found.setdefault((told.speaker, told.statement.document), []).append(told)
    return found


def _build_journey(
    said: Sequence[Told], occasions: Sequence[Occasion], words: JourneyWords, writer: ClaimWriter
) -> Journey:
    steps = tuple(_build_step(each, writer) for each in occasions)
    first = said[0]
    segment = next((each.segment for each in said if each.segment), None)
    return Journey(writer.name(first), first.statement.role, segment, first.statement.document, _mark(steps, words))


def _build_step(occasion: Occasion, writer: ClaimWriter) -> Step:
    told = [each.told for each in occasion.mentions]
    feeling = max((each.sentiment for each in told), key=abs)
    ids = tuple(dict.fromkeys(each.id for each in told))
    return Step(
        occasion.id,
        next((each.stage for each in told if each.stage), None),
        writer.cite(told[0], occasion.first.pattern).key,
        feeling,
        ids,
        occasion.happened,
        moved=occasion.moved,
    )


def _mark(steps: Sequence[Step], words: JourneyWords) -> tuple[Step, ...]:
    """The steps with what repeats and what goes back to an earlier part of the journey."""
    phase: Mapping[str, int] = {each.id: ORDER.index(each.phase) for each in words.touchpoints if each.phase in ORDER}
    met: list[str] = []
    reached = -1
    marked: list[Step] = []
    for step in steps:
        if not step.happened:
            marked.append(step)
            continue
        own = phase.get(step.touchpoint, reached)
        again = step.touchpoint in met and met[-1] != step.touchpoint
        marked.append(replace(step, again=again, back=own < reached))
        met.append(step.touchpoint)
        reached = max(reached, own)
    return tuple(marked)
