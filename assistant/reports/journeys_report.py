"""Journeys as they were told: for each segment all ways in one table, each way with its evidence, and where customers left."""

import itertools
import math
from collections.abc import Iterator, Sequence

from assistant.journey import Exit, ExitPoint, Journey, Step
from assistant.reports import journey_words, words
from assistant.reports.blocks import (
    Block,
    Heading,
    Paragraph,
    Piece,
    Row,
    Run,
    Shade,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.claims import claim_paragraphs, key_pieces
from assistant.reports.marks import Mark, name_of
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice

_LABEL_WIDTH = 40.0
_COUNT_WIDTH = 13.0
_FEWEST_COLUMNS, _MOST_COLUMNS = 4, 7
_PERSON_WIDTH = 30.0
_MOST_STRETCHES = 10
_LEFT = {"exit": "×", "bounce": "△"}
_ARROW = " → "


def build_journeys_body(voice: Voice, theme: Theme) -> list[Block]:
    """A part for each segment, one for journeys of no known segment, and one for exits that others tell of."""
    journeys = voice.draft.journeys
    if not journeys.told and not journeys.points:
        return [text_paragraph("Body", voice.say(journey_words.NO_JOURNEYS))]
    width = theme.text_width(landscape=False)
    blocks: list[Block] = []
    for segment, label in _segments(voice):
        told = [each for each in journeys.told if each.segment == segment]
        points = [each for each in journeys.points if each.segment == segment]
        if told:
            blocks.extend(_segment_blocks(voice, told, label, width))
            blocks.append(Heading(voice.say(journey_words.EXITS, label=label), 1, new_page=True))
            blocks.extend(_exit_blocks(voice, points) if points else _nobody_left(voice))
        elif points:
            blocks.append(Heading(voice.say(journey_words.TOLD_BY_OTHERS), 1, new_page=True))
            blocks.append(text_paragraph("Lead", voice.say(journey_words.TOLD_BY_OTHERS_LEAD)))
            blocks.extend(_exit_blocks(voice, points))
    return blocks


def _segments(voice: Voice) -> list[tuple[str | None, str]]:
    named = [(each.segment, each.label) for each in voice.draft.maps if each.segment is not None]
    return [*named, (None, voice.say(words.NOT_SEGMENTED))]


def _nobody_left(voice: Voice) -> list[Block]:
    return [text_paragraph("Body", voice.say(journey_words.NO_EXITS))]


def _segment_blocks(voice: Voice, told: Sequence[Journey], label: str, width: float) -> Iterator[Block]:
    passed = _passed(voice, told)
    basis = voice.say(
        journey_words.JOURNEYS_BASIS,
        people=len(told),
        steps=sum(len(each.met) for each in told),
        touchpoints=len({step.touchpoint for each in told for step in each.met}),
    )
    parts = _columns(told)
    for number, part in enumerate(parts, start=1):
        title = voice.say(journey_words.JOURNEYS_OF, label=label)
        more = voice.say(words.MAP_PART, part=number, parts=len(parts)) if len(parts) > 1 else ""
        yield Heading(title + more, 1, new_page=True)
        yield Paragraph("Lead", (Run(basis), Run("　" + voice.say(journey_words.GRID_LEAD), "Muted")), keep_next=True)
        yield _grid(voice, part, told, passed, label, width)
    yield Heading(voice.say(journey_words.COMMON), 2)
    yield from _common(voice, told, width)
    yield Heading(voice.say(journey_words.EACH_OF, label=label), 1, new_page=True)
    yield text_paragraph("Lead", voice.say(journey_words.EACH_LEAD), keep_next=True)
    yield _one_by_one(voice, told, width)


def _columns(told: Sequence[Journey]) -> list[Sequence[Journey]]:
    count = max(1, math.ceil(len(told) / _MOST_COLUMNS))
    size = max(1, math.ceil(len(told) / count))
    return [told[start : start + size] for start in range(0, len(told), size)]


def _passed(voice: Voice, told: Sequence[Journey]) -> list[str]:
    """The touchpoints of these journeys, by the mean place at which they are first met; those never met come last."""
    places: dict[str, list[float]] = {}
    for each in told:
        seen: set[str] = set()
        for place, step in enumerate(each.met):
            if step.touchpoint not in seen:
                seen.add(step.touchpoint)
                places.setdefault(step.touchpoint, []).append(place / max(len(each.met), 1))
    only_missed = [step.touchpoint for each in told for step in each.steps if step.touchpoint not in places]
    known = [each.id for each in voice.draft.journeys.touchpoints]
    ordered = sorted(places, key=lambda each: (sum(places[each]) / len(places[each]), known.index(each)))
    return [*ordered, *dict.fromkeys(only_missed)]


def _label(voice: Voice, touchpoint: str | None) -> str:
    found = next((each for each in voice.draft.journeys.touchpoints if each.id == touchpoint), None)
    return voice.say(found.label) if found is not None else voice.say(journey_words.NOWHERE)


# -------------------------------------------------------------------- all together


def _grid(
    voice: Voice, part: Sequence[Journey], told: Sequence[Journey], passed: Sequence[str], label: str, width: float
) -> Table:
    column = (width - _LABEL_WIDTH - _COUNT_WIDTH) / max(len(part), _FEWEST_COLUMNS)
    names = [text_cell("TableHead", each.teller, "head") for each in part]
    header = Row(
        (
            text_cell("TableHead", voice.say(journey_words.TOUCHPOINT), "head"),
            *names,
            text_cell("TableHeadFigure", voice.say(journey_words.MET_BY), "head"),
        ),
        header=True,
    )
    exits = voice.draft.journeys.exits
    rows = [
        Row(
            (
                text_cell("TableSide", _label(voice, touchpoint), "side"),
                *(_field(each, touchpoint, exits) for each in part),
                text_cell("TableFigure", str(sum(_meets(each, touchpoint) for each in told))),
            )
        )
        for touchpoint in passed
    ]
    separator = "; " if voice.language == "en" else "；"
    paths = separator.join(each.teller + voice.colon + _path(voice, each) for each in part)
    description = voice.say(journey_words.GRID_DESCRIPTION, label=label, paths=paths)
    return Table((_LABEL_WIDTH, *(column for _ in part), _COUNT_WIDTH), (header, *rows), description, "dense")


def _field(journey: Journey, touchpoint: str, exits: Sequence[Exit]) -> TableCell:
    """Where one journey meets one touchpoint: the numbers of the steps with their signs."""
    numbered = list(enumerate(journey.met, start=1))
    found = [f"{number}{_sign(step)}" for number, step in numbered if step.touchpoint == touchpoint]
    missed = any(step.touchpoint == touchpoint and not step.happened for step in journey.steps)
    left = {each.kind for each in exits if each.teller == journey.teller and each.touchpoint == touchpoint}
    signs = [*found, *(["○"] if missed and not found else []), *(_LEFT[kind] for kind in sorted(left))]
    shade: Shade | None = "heat2" if left else "heat1" if found else None
    return text_cell("TableFigure", "·".join(signs), shade)


def _sign(step: Step) -> str:
    feeling = "＋" if step.feeling > 0 else "－" if step.feeling < 0 else ""
    return feeling + ("←" if step.back else "")


def _meets(journey: Journey, touchpoint: str) -> bool:
    return any(step.touchpoint == touchpoint for step in journey.met)


def _path(voice: Voice, journey: Journey) -> str:
    return _ARROW.join(_label(voice, step.touchpoint) for step in journey.met)


# -------------------------------------------------------------------- common stretches


def _common(voice: Voice, told: Sequence[Journey], width: float) -> list[Block]:
    went: dict[tuple[str, str], list[str]] = {}
    for each in told:
        names = [step.touchpoint for step in each.met]
        for stretch in dict.fromkeys(itertools.pairwise(names)):
            went.setdefault(stretch, []).append(each.teller)
    shared = sorted((each for each in went.items() if len(each[1]) > 1), key=lambda each: -len(each[1]))
    if not shared:
        return [text_paragraph("Body", voice.say(journey_words.NO_COMMON))]
    heads = (journey_words.WAY, journey_words.MET_BY, journey_words.PEOPLE)
    header = Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)
    rows = tuple(
        Row(
            (
                text_cell("TableText", _ARROW.join(_label(voice, each) for each in stretch)),
                text_cell("TableFigure", str(len(people))),
                text_cell("TableText", voice.listed(people)),
            )
        )
        for stretch, people in shared[:_MOST_STRETCHES]
    )
    rest = width - _COUNT_WIDTH
    table = Table((rest * 0.5, _COUNT_WIDTH, rest * 0.5), (header, *rows), voice.say(journey_words.COMMON), "dense")
    return [text_paragraph("Lead", voice.say(journey_words.COMMON_LEAD), keep_next=True), table]


# -------------------------------------------------------------------- one by one


def _one_by_one(voice: Voice, told: Sequence[Journey], width: float) -> Table:
    heads = (journey_words.INTERVIEWEE, journey_words.WAY)
    header = Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)
    rows = tuple(_person_row(voice, each) for each in told)
    return Table((_PERSON_WIDTH, width - _PERSON_WIDTH), (header, *rows), voice.say(journey_words.EACH))


def _person_row(voice: Voice, journey: Journey) -> Row:
    role = voice.say(words.ROLES[journey.role])
    person = TableCell((text_paragraph("TableSide", journey.teller), text_paragraph("TableNote", role)), "side")
    way: list[Piece] = []
    for number, step in enumerate(journey.met, start=1):
        way += [Run(_ARROW)] if number > 1 else []
        way += _step_pieces(voice, step, f"{number} ")
    lines = [Paragraph("TableText", tuple(way))]
    missed = [step for step in journey.steps if not step.happened]
    if missed:
        pieces: list[Piece] = [Run("○ " + voice.say(journey_words.NEVER_CAME), "Strong")]
        for place, step in enumerate(missed):
            pieces += [Run(", " if voice.language == "en" else "、")] if place else []
            pieces += _step_pieces(voice, step, "")
        lines.append(Paragraph("TableText", tuple(pieces)))
    return Row((person, TableCell(tuple(lines))), apart=True)


def _step_pieces(voice: Voice, step: Step, number: str) -> list[Piece]:
    marks = "".join(
        voice.say(mark)
        for mark, holds in ((journey_words.BACK_MARK, step.back), (journey_words.MOVED_MARK, step.moved))
        if holds
    )
    name = Run(number + _label(voice, step.touchpoint) + _sign(step).rstrip("←"), "Strong")
    return [name, *([Run(marks, "Muted")] if marks else []), *key_pieces(voice, (step.key,))]


# -------------------------------------------------------------------- exits


def _exit_blocks(voice: Voice, points: Sequence[ExitPoint]) -> Iterator[Block]:
    for each in points:
        if not each.claims and not each.tellers:
            continue  # stayed for a person's words, which are deleted now
        name = name_of(Mark("exit", (each.segment or "", each.touchpoint or "", each.kind)))
        title = voice.say(journey_words.EXIT_AT[each.kind], touchpoint=_label(voice, each.touchpoint))
        yield Heading(title, 2, name=name)
        yield from claim_paragraphs(voice, each.claims, "Claim")
