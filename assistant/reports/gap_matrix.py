"""The gap matrix: open gaps by how severe they are and how much effort they take, each a link to its place."""

from collections.abc import Sequence

from assistant.journey import Gap, GapKind, Level
from assistant.reports import picture_words, words
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
from assistant.reports.cautions import cautions
from assistant.reports.marks import Mark, name_of
from assistant.reports.measure import shortened
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice
from assistant.wording import Language

_SIDE_WIDTH = 20.0
_MOST_NAMED = 3
_TITLE: dict[Language, int] = {"zh-Hans": 44, "zh-Hant": 44, "en": 54}
"""Half-widths after which a title is cut: two lines of a field, where Latin letters take less than half a Chinese one.

Nine fields of three leave room for the overview.
"""
_EFFORTS = (Level.LOW, Level.MEDIUM, Level.HIGH)
_SHADES: dict[tuple[Level, Level], Shade] = {
    (Level.HIGH, Level.LOW): "heat3",
    (Level.HIGH, Level.MEDIUM): "heat2",
    (Level.MEDIUM, Level.LOW): "heat2",
    (Level.HIGH, Level.HIGH): "heat1",
    (Level.MEDIUM, Level.MEDIUM): "heat1",
    (Level.LOW, Level.LOW): "heat1",
}


def build_gap_matrix(voice: Voice, theme: Theme) -> list[Block]:
    """A page with the matrix: severity down, effort across; nothing where no gap is open."""
    gaps = [gap for gap in voice.draft.gaps if gap.status == "open"]
    if not gaps:
        return []
    width = theme.text_width(landscape=False)
    column = (width - _SIDE_WIDTH) / len(_EFFORTS)
    header = Row(
        (
            text_cell("TableNote", voice.say(picture_words.MATRIX_CORNER), "head"),
            *(text_cell("TableHead", _effort(voice, effort), "head") for effort in _EFFORTS),
        ),
        header=True,
    )
    rows = tuple(_row(voice, severity, gaps) for severity in Level)
    return [
        Heading(voice.say(picture_words.MATRIX), 1, new_page=True),
        text_paragraph("Lead", voice.say(picture_words.MATRIX_LEAD), keep_next=True),
        Table(
            (_SIDE_WIDTH, *(column for _ in _EFFORTS)),
            (header, *rows),
            voice.say(picture_words.MATRIX_DESCRIPTION),
        ),
    ]


def _effort(voice: Voice, effort: Level) -> str:
    return voice.say(words.EFFORT) + voice.colon + voice.say(words.LEVELS[effort])


def _row(voice: Voice, severity: Level, gaps: Sequence[Gap]) -> Row:
    side = TableCell(
        (
            text_paragraph("TableSide", voice.say(words.LEVELS[severity])),
            text_paragraph("TableNote", voice.say(words.SEVERITY)),
        ),
        "side",
    )
    return Row((side, *(_cell(voice, severity, effort, gaps) for effort in _EFFORTS)))


def _cell(voice: Voice, severity: Level, effort: Level, gaps: Sequence[Gap]) -> TableCell:
    found = [gap for gap in gaps if gap.severity is severity and gap.effort is effort]
    # What customers live through comes before what the notes lack.
    found.sort(key=lambda gap: words.GAP_ORDER.index(gap.kind))
    head = [Run(str(len(found)), "Strong")]
    advice = picture_words.CORNERS.get((severity, effort))
    if advice is not None:
        head.append(Run(f"  {voice.say(advice)}"))
    lines = [_line(voice, gap) for gap in found[:_MOST_NAMED]]
    if len(found) > _MOST_NAMED:
        more = voice.say(picture_words.MORE_GAPS, count=len(found) - _MOST_NAMED)
        lines.append(text_paragraph("TableNote", more))
    return TableCell((Paragraph("TableText", tuple(head)), *lines), _SHADES.get((severity, effort)))


def _line(voice: Voice, gap: Gap) -> Paragraph:
    said = cautions(voice, gap)
    held = (
        (Run(f" ({', '.join(said)})" if voice.language == "en" else f"（{'、'.join(said)}）", "Muted"),) if said else ()
    )
    return Paragraph("MatrixLine", (Run(f"{_sign(gap)} "), _link(voice, gap), *held))


def _sign(gap: Gap) -> str:
    return "+" if gap.kind is GapKind.OPPORTUNITY else "–"


def _link(voice: Voice, gap: Gap) -> Link:
    told = shortened(gap.title, _TITLE[voice.language])
    return Link(told, name_of(Mark("gap", (gap.id,), "title")), "ClaimLink", gap.title)
