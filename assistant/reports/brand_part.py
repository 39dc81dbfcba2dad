"""The map's part on the brand: values and promise by stage, then each with the words that keep or break it."""

from collections.abc import Iterator

from assistant.journey import Claim, ValueFinding, ValueHeard
from assistant.journey.places import value_place
from assistant.reports import journey_words
from assistant.reports.blocks import Block, Heading, Row, Shade, Table, TableCell, text_cell, text_paragraph
from assistant.reports.claims import claim_paragraphs
from assistant.reports.marks import Mark, name_of
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice

_LABEL_WIDTH = 46.0


def build_brand_part(voice: Voice, theme: Theme) -> list[Block]:
    """Nothing where the client's file names no values and no promise."""
    findings = voice.draft.brand
    if not findings:
        return []
    width = theme.text_width(landscape=True)
    blocks: list[Block] = [
        Heading(voice.say(journey_words.BRAND), 1, new_page=True),
        text_paragraph("Lead", voice.say(journey_words.BRAND_LEAD), keep_next=True),
        _overview(voice, findings, width),
    ]
    for each in findings:
        blocks.extend(_value_blocks(voice, each, width))
    return blocks


def _overview(voice: Voice, findings: tuple[ValueFinding, ...], width: float) -> Table:
    stages = voice.draft.model.stages
    column = (width - _LABEL_WIDTH) / len(stages)
    heads = (voice.say(journey_words.VALUE), *(voice.say(stage.label) for stage in stages))
    header = Row(tuple(text_cell("TableHead", head, "head") for head in heads), header=True)
    rows = tuple(
        Row((_name(voice, each), *(_stage_cell(voice, each, stage.id) for stage in stages))) for each in findings
    )
    return Table((_LABEL_WIDTH, *(column for _ in stages)), (header, *rows), voice.say(journey_words.BRAND))


def _name(voice: Voice, finding: ValueFinding) -> TableCell:
    value = finding.value
    note = voice.say(journey_words.PROMISE_MARK) if value.promise else value.description
    notes = (text_paragraph("TableNote", note),) if note else ()
    return TableCell((text_paragraph("TableSide", value.label), *notes), "side")


def _stage_cell(voice: Voice, finding: ValueFinding, stage: str) -> TableCell:
    heard = [each for each in finding.heard if each.stage == stage]
    kept, broken = sum(each.kept_by for each in heard), sum(each.broken_by for each in heard)
    if not kept and not broken:
        return text_cell("TableFigure", journey_words.UNSAID)
    shade: Shade = "heat3" if broken > kept else "heat1"
    return text_cell("TableFigure", voice.say(journey_words.KEPT_BROKEN, kept=kept, broken=broken), shade)


def _value_blocks(voice: Voice, finding: ValueFinding, width: float) -> Iterator[Block]:
    label = finding.value.label
    yield Heading(label, 2)
    if not finding.heard:
        yield text_paragraph("Body", voice.say(journey_words.UNHEARD_ANYWHERE))
        return
    column = (width - _LABEL_WIDTH) / 2
    heads = (journey_words.WHERE_HEARD, journey_words.KEPT, journey_words.BROKEN)
    header = Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)
    rows = tuple(_heard_row(voice, finding, each) for each in finding.heard)
    description = voice.say(journey_words.VALUE_DESCRIPTION, value=label)
    yield Table((_LABEL_WIDTH, column, column), (header, *rows), description)
    if finding.unheard:
        stages = voice.listed([voice.stage(each) for each in finding.unheard])
        ask = voice.say(journey_words.UNHEARD_ASK, value=label)
        yield text_paragraph("Body", voice.say(journey_words.UNHEARD) + stages + ask)


def _heard_row(voice: Voice, finding: ValueFinding, heard: ValueHeard) -> Row:
    points = {each.id: voice.say(each.label) for each in voice.draft.journeys.touchpoints}
    touchpoint = points.get(heard.touchpoint or "", voice.say(journey_words.ANY_TOUCHPOINT))
    counts = voice.say(journey_words.KEPT_BROKEN, kept=heard.kept_by, broken=heard.broken_by)
    side = TableCell(
        (
            text_paragraph("TableSide", voice.stage(heard.stage)),
            text_paragraph("TableNote", f"{touchpoint}　{counts}"),
        ),
        "side",
    )
    kept = name_of(Mark("value", value_place(finding, heard, "kept").parts))
    broken = name_of(Mark("value", value_place(finding, heard, "broken").parts))
    return Row((side, _claims(voice, heard.kept, kept), _claims(voice, heard.broken, broken)))


def _claims(voice: Voice, claims: tuple[Claim, ...], name: str) -> TableCell:
    if not claims:
        return TableCell((text_paragraph("TableText", journey_words.UNSAID),), name=name)
    return TableCell(tuple(claim_paragraphs(voice, claims, "MapClaim")), name=name)
