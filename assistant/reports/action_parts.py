"""Optimisation and effect: measures by impact and effort with the gaps they close, and the figures that show their effect."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.journey import Gap, Level
from assistant.journey.analysis import Analysis, Measure, Yardstick
from assistant.reports import analysis_words as said
from assistant.reports import words
from assistant.reports.blocks import Block, Heading, Paragraph, Row, Run, Table, TableCell, text_cell, text_paragraph
from assistant.reports.claims import key_pieces
from assistant.reports.findings_table import finding_cell
from assistant.reports.voice import Voice

_MOST_KEYS = 4
_MOST_NAMED = 4
_BLANK = "________"


@dataclass(frozen=True)
class _Plan:
    """A measure with the gaps of the draft that it still closes, as persons left them; the gravest first."""

    measure: Measure
    gaps: tuple[Gap, ...]

    @property
    def label(self) -> str:
        return self.measure.label or self.gaps[0].title

    @property
    def impact(self) -> Level:
        return self.gaps[0].severity

    @property
    def effort(self) -> Level:
        return self.gaps[0].effort


def build_optimisation(voice: Voice, found: Analysis, width: float) -> Iterator[Block]:
    """The measures, those with most impact for least effort first; each field of impact and effort has a heading."""
    plans = _plans(voice, found)
    if not plans:
        yield text_paragraph("Body", voice.say(said.NO_MEASURES))
    for (impact, effort), area in said.AREAS.items():
        held = [each for each in plans if (each.impact, each.effort) == (impact, effort)]
        if held:
            yield Heading(voice.say(area), 2)
            yield _measures_table(voice, sorted(held, key=lambda each: -len(_speakers(voice, each))), width)


def _plans(voice: Voice, found: Analysis) -> list[_Plan]:
    gaps = {gap.id: gap for gap in voice.draft.gaps if gap.status == "open"}
    plans: list[_Plan] = []
    for measure in found.measures:
        held = sorted(
            (gaps[each] for each in measure.gaps if each in gaps), key=lambda gap: list(Level).index(gap.severity)
        )
        if held:
            plans.append(_Plan(measure, tuple(held)))
    return plans


def _measures_table(voice: Voice, plans: Sequence[_Plan], width: float) -> Table:
    heads = (said.MEASURE, said.FIRST_STEP)
    header = Row(tuple(text_cell("TableHead", voice.say(each), "head") for each in heads), header=True)
    rows = tuple(Row((_what(voice, each), _step(voice, each)), apart=True) for each in plans)
    return Table((width * 0.54, width * 0.46), (header, *rows), voice.say(said.MEASURE))


def _what(voice: Voice, plan: _Plan) -> TableCell:
    weight = [
        voice.say(said.IMPACT) + voice.colon + voice.say(words.LEVELS[plan.impact]),
        voice.say(words.EFFORT) + voice.colon + voice.say(words.LEVELS[plan.effort]),
    ]
    speakers = _speakers(voice, plan)
    if speakers:
        weight.append(voice.say(said.HEARD, count=len(speakers)))
    closes = (
        Paragraph("MatrixLine", (Run(f"– {gap.title}"), *key_pieces(voice, _keys(voice, [gap])[:_MOST_KEYS])))
        for gap in plan.gaps
        if gap.title != plan.label
    )
    keys = _keys(voice, plan.gaps)[:_MOST_KEYS] if plan.gaps[0].title == plan.label else []
    title = Paragraph("GapTitle", (Run(plan.label), *key_pieces(voice, keys)))
    return TableCell((title, text_paragraph("TableNote", " · ".join(weight)), *closes))


def _step(voice: Voice, plan: _Plan) -> TableCell:
    gap = plan.gaps[0]
    owner = (Run(voice.say(words.OWNER) + voice.colon, "Muted"), Run(gap.owner or voice.say(words.OWNER_OPEN)))
    return TableCell((text_paragraph("TableText", gap.next_step), Paragraph("TableText", owner)))


def _keys(voice: Voice, gaps: Sequence[Gap]) -> list[str]:
    return list(
        dict.fromkeys(key for gap in gaps for claim in gap.claims for key in claim.keys if key in voice.evidence)
    )


def _speakers(voice: Voice, plan: _Plan) -> set[str]:
    cited = (voice.evidence[key] for key in _keys(voice, plan.gaps))
    return {each.speaker or each.document for each in cited}


def build_measuring(voice: Voice, found: Analysis, width: float) -> Iterator[Block]:
    """One row a KPI: how it is made and for which measures, what it is today, room for the target, source and rhythm."""
    plans = _plans(voice, found)
    serves = {
        each.id: [plan.label for plan in plans if each.id in plan.measure.yardsticks] for each in found.yardsticks
    }
    heads = (said.KPI, said.BASELINE, said.TARGET, said.HOW_WHEN)
    header = Row(tuple(text_cell("TableHead", voice.say(each), "head") for each in heads), header=True)
    rows = tuple(_yardstick_row(voice, each, serves) for each in found.yardsticks)
    rest = width - 26.0
    yield Table((rest * 0.36, rest * 0.38, 26.0, rest * 0.26), (header, *rows), voice.say(said.PARTS["measuring"]))


def _yardstick_row(voice: Voice, each: Yardstick, serves: Mapping[str, Sequence[str]]) -> Row:
    named = list(serves[each.id][:_MOST_NAMED])
    for_what = (
        (voice.say(said.SERVES, measures=("; " if voice.language == "en" else "；").join(named)),) if named else ()
    )
    kpi = TableCell(
        (
            text_paragraph("TableSide", each.label),
            text_paragraph("TableText", each.how),
            *(text_paragraph("TableNote", line) for line in for_what),
        ),
        "side",
    )
    baseline = finding_cell(voice, "", each.baseline)
    if not each.baseline.claims:
        note = text_paragraph("TableNote", voice.say(said.UNKNOWN))
        baseline = TableCell((note, *baseline.paragraphs), baseline.shade, name=baseline.name)
    source = TableCell((text_paragraph("TableText", each.source), text_paragraph("TableNote", each.when)))
    return Row((kpi, baseline, text_cell("TableText", _BLANK), source), apart=True)
