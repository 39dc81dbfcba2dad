"""The journeys and exits of a draft, from its coded statements."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.journeys.leaving import find_exits
from assistant.drafting.journeys.ordering import Occasion, order_occasions
from assistant.drafting.journeys.telling import find_mentions
from assistant.drafting.journeys.vocabulary import ORDER, JourneyWords
from assistant.drafting.material import Material, Told
from assistant.journey import Coding, Journey, Journeys, Role, Statement, Step

LEAST_STEPS = 2
"""Fewer make no journey."""


def build_journeys(
    statements: Sequence[Statement],
    codings: Sequence[Coding],
    material: Material,
    words: JourneyWords,
    writer: ClaimWriter,
) -> Journeys:
    """The journey of every customer and speaker of unknown role, one for each document they speak in, and all exits.

    A person who tells it in several documents has one journey: the longest telling. Interviewers' words never enter.
    """
    tellings = _group(statements, codings, material)
    journeys: dict[str, Journey] = {}
    among_staff = {document for (_, document), said in tellings.items() if said[0].by_staff}
    for said in tellings.values():
        if said[0].by_staff or (not said[0].by_customer and said[0].statement.document in among_staff):
            continue  # who sits with staff and is named nowhere is hardly a customer
        journey = _build_journey(said, words, writer)
        known = journeys.get(said[0].speaker)
        if len(journey.met) >= LEAST_STEPS and (known is None or len(journey.met) > len(known.met)):
            journeys[said[0].speaker] = journey
    exits = [exit_ for said in tellings.values() for exit_ in find_exits(said, words, writer)]
    named = {step.touchpoint for each in journeys.values() for step in each.steps}
    named |= {each.touchpoint for each in exits if each.touchpoint}
    touchpoints = tuple(each.touchpoint for each in words.touchpoints if each.id in named)
    return Journeys(touchpoints, tuple(journeys.values()), tuple(exits))


def _group(
    statements: Sequence[Statement], codings: Sequence[Coding], material: Material
) -> dict[tuple[str, str], list[Told]]:
    """All statements but the interviewers', coded or not, by speaker and document."""
    coded = {coding.statement: coding for coding in codings}
    known = {segment.id for segment in material.segments}
    found: dict[tuple[str, str], list[Told]] = {}
    for order, statement in enumerate(statements):
        if statement.role == Role.INTERVIEWER:
            continue
        model = material.playbook.model.id
        coding = coded.get(statement.id) or Coding(statement.id, model, (), (), 0, statement.segment, 0.0, "")
        segment = coding.segment if coding.segment in known else None
        speaker = material.roster.name(statement)
        told = Told(statement, coding, speaker, order, segment)
        found.setdefault((speaker, statement.document), []).append(told)
    return found


def _build_journey(said: Sequence[Told], words: JourneyWords, writer: ClaimWriter) -> Journey:
    occasions = order_occasions(find_mentions(said, words), words.phases)
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
