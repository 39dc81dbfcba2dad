"""Key touchpoints as a matrix and one by one, and what stands behind each of them."""

from collections.abc import Iterator, Sequence

from assistant.journey.analysis import Analysis, KeyTouchpoint
from assistant.reports import analysis_words as said
from assistant.reports.blocks import (
    Block,
    Heading,
    Link,
    Paragraph,
    Row,
    Run,
    Shade,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.claims import claim_paragraphs
from assistant.reports.findings_table import finding_cell, finding_mark
from assistant.reports.voice import Voice

_SIDE_WIDTH = 20.0
_GRADES = (3, 2, 1)
_FEELINGS = (1, 2, 3)
_SHADES: dict[tuple[int, int], Shade] = {
    (3, 1): "heat3",
    (2, 1): "heat2",
    (3, 2): "heat2",
    (3, 3): "heat1",
    (1, 1): "heat1",
}


def build_key_touchpoints(voice: Voice, found: Analysis, width: float) -> Iterator[Block]:
    """The matrix, each touchpoint a link to what is told of it; then each with its figures and words."""
    if not found.touchpoints:
        yield text_paragraph("Body", voice.say(said.NO_TOUCHPOINTS))
        return
    yield _matrix(voice, found.touchpoints, width)
    for each in found.touchpoints:
        yield Heading(each.label, 2)
        stage = voice.stage(each.stage) if each.stage else ""
        facts = (stage, voice.say(said.IMPORTANCE[each.importance]), voice.say(said.EXPERIENCE[each.experience]))
        yield text_paragraph("TableNote", " · ".join(filter(None, facts)), keep_next=True)
        paragraphs = tuple(claim_paragraphs(voice, each.finding.claims, "MapClaim"))
        cell = (
            TableCell(paragraphs, name=finding_mark("", each.finding))
            if paragraphs
            else finding_cell(voice, "", each.finding)
        )
        yield Table((width,), (Row((cell,), apart=True),), each.finding.question)


def _matrix(voice: Voice, touchpoints: Sequence[KeyTouchpoint], width: float) -> Table:
    column = (width - _SIDE_WIDTH) / len(_FEELINGS)
    header = Row(
        (
            text_cell("TableNote", voice.say(said.MATRIX_CORNER), "head"),
            *(text_cell("TableHead", voice.say(said.EXPERIENCE[each]), "head") for each in _FEELINGS),
        ),
        header=True,
    )
    rows = tuple(
        Row(
            (
                text_cell("TableSide", voice.say(said.IMPORTANCE[grade]), "side"),
                *(_cell(voice, touchpoints, grade, feeling) for feeling in _FEELINGS),
            )
        )
        for grade in _GRADES
    )
    widths = (_SIDE_WIDTH, *(column for _ in _FEELINGS))
    return Table(widths, (header, *rows), voice.say(said.MATRIX_DESCRIPTION))


def _cell(voice: Voice, touchpoints: Sequence[KeyTouchpoint], grade: int, feeling: int) -> TableCell:
    held = [each for each in touchpoints if (each.importance, each.experience) == (grade, feeling)]
    advice = said.CORNERS.get((grade, feeling))
    head = Paragraph("TableText", (Run(str(len(held)), "Strong"), Run(f"  {voice.say(advice)}" if advice else "")))
    lines = (Paragraph("MatrixLine", (_link(each),)) for each in held)
    return TableCell((head, *lines), _SHADES.get((grade, feeling)))


def _link(each: KeyTouchpoint) -> Link:
    return Link(each.label, finding_mark("", each.finding), "ClaimLink", each.finding.question)


def build_value_chain(voice: Voice, found: Analysis, width: float) -> Iterator[Block]:
    """For each key touchpoint who does what behind it, and the gaps where it breaks."""
    if not found.touchpoints:
        yield text_paragraph("Body", voice.say(said.NO_TOUCHPOINTS))
        return
    heads = (said.TOUCHPOINT, said.BEHIND, said.BREAKS)
    header = Row(tuple(text_cell("TableHead", voice.say(each), "head") for each in heads), header=True)
    rows = tuple(_chain_row(voice, each) for each in found.touchpoints)
    rest = width - 30.0
    yield Table((30.0, rest * 0.56, rest * 0.44), (header, *rows), voice.say(said.PARTS["value-chain"]))


def _chain_row(voice: Voice, each: KeyTouchpoint) -> Row:
    behind = finding_cell(voice, "", each.behind)
    if not each.behind.claims:
        asked = text_paragraph("MissingQuestion", voice.say(said.NOBODY_BEHIND))
        behind = TableCell((asked, *behind.paragraphs), behind.shade, name=behind.name)
    return Row((text_cell("TableSide", each.label, "side"), behind, _breaks(voice, each)), apart=True)


def _breaks(voice: Voice, each: KeyTouchpoint) -> TableCell:
    gaps = [gap for gap in voice.draft.gaps if gap.id in each.breaks and gap.status == "open"]
    if not gaps:
        return text_cell("TableNote", voice.say(said.NO_BREAK))
    return TableCell(tuple(text_paragraph("MatrixLine", f"– {gap.title}") for gap in gaps))
