"""The evidence heat map: for each cell how many pieces of evidence there are, and how strong they are together."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.journey import Cell, Claim, Dimension, Role, SegmentMap, Stage, Verdict
from assistant.reports import picture_words, words
from assistant.reports.blocks import (
    Block,
    Heading,
    Paragraph,
    Row,
    Run,
    Shade,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice

_SIDE_WIDTH = 34.0
_STRONG, _FAIR = 3, 2
"""Different speakers behind a cell from which its evidence counts as strong, and as fair; ours: one voice is an anecdote,
two may be a coincidence."""
_SHADES: tuple[Shade | None, ...] = (None, "heat1", "heat2", "heat3")
_SIGNS = ("", "●○○", "●●○", "●●●")


@dataclass(frozen=True, slots=True)
class Strength:
    """What stands behind one cell: `evidence` different keys of `speakers` different people; `grade` is 0 (none) to 3."""

    evidence: int
    speakers: int
    grade: int


def strength_of(voice: Voice, claims: Sequence[Claim]) -> Strength:
    """The strength of the evidence under claims that hold; where no customer is among the speakers it is weak (1)."""
    keys = {key for claim in claims if claim.verdict is not Verdict.UNSUPPORTED for key in claim.keys}
    cited = [voice.evidence[key] for key in keys if key in voice.evidence]
    # Speakers without a name are told apart by their file only.
    speakers = {each.said_by for each in cited}
    if not cited:
        return Strength(0, 0, 0)
    grade = 3 if len(speakers) >= _STRONG else 2 if len(speakers) >= _FAIR else 1
    heard = any(each.role is Role.CUSTOMER for each in cited)
    return Strength(len(cited), len(speakers), grade if heard else 1)


def build_heat_map(voice: Voice, theme: Theme) -> list[Block]:
    """A page with one table for each segment; nothing where there is no map."""
    if not voice.draft.maps:
        return []
    width = theme.text_width(landscape=True)
    blocks: list[Block] = [
        Heading(voice.say(picture_words.HEAT_MAP), 1, new_page=True),
        text_paragraph("Lead", voice.say(picture_words.HEAT_MAP_LEAD), keep_next=True),
    ]
    for each in voice.draft.maps:
        blocks.append(text_paragraph("SummaryHead", each.label, keep_next=True))
        blocks.append(_table(voice, each, width))
    return blocks


def _table(voice: Voice, each: SegmentMap, width: float) -> Table:
    stages = voice.draft.model.stages
    header = Row(
        (
            text_cell("TableHead", voice.say(words.DIMENSION), "head"),
            *(text_cell("TableHead", voice.say(stage.label), "head") for stage in stages),
        ),
        header=True,
    )
    cells = {(cell.stage, cell.dimension): cell for cell in each.cells}
    rows = [_row(voice, dimension, stages, cells) for dimension in Dimension]
    column = (width - _SIDE_WIDTH) / max(1, len(stages))
    description = voice.say(picture_words.HEAT_MAP_DESCRIPTION, label=each.label)
    return Table((_SIDE_WIDTH, *(column for _ in stages)), (header, *rows), description, "heat", whole=True)


def _row(voice: Voice, dimension: Dimension, stages: Sequence[Stage], cells: dict[tuple[str, Dimension], Cell]) -> Row:
    found = (cells.get((stage.id, dimension)) for stage in stages)
    side = text_cell("TableSide", voice.say(words.DIMENSIONS[dimension]), "side")
    return Row((side, *(_cell(voice, strength_of(voice, cell.claims if cell else ())) for cell in found)))


def _cell(voice: Voice, strength: Strength) -> TableCell:
    if not strength.grade:
        return TableCell((Paragraph("TableText", (Run("0", "Strong"), Run(f"  {voice.say(words.MISSING)}", "Muted"))),))
    words_of_it = voice.say(picture_words.SPEAKERS_COUNTED, count=strength.speakers)
    pieces = (
        Run(str(strength.evidence), "Strong"),
        Run("  "),
        Run(_SIGNS[strength.grade], "Mark"),
        Run(f"  {words_of_it}"),
    )
    return TableCell((Paragraph("TableText", pieces),), _SHADES[strength.grade])
