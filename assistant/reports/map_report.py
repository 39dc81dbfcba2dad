"""The journey map: for each segment a table of dimensions × stages, the empty cells asking their question."""

import math
from collections.abc import Sequence
from dataclasses import replace

from assistant.journey import Cell, Dimension, SegmentMap, Stage
from assistant.reports import words
from assistant.reports.blocks import Block, Heading, Paragraph, Row, Run, Table, TableCell, text_cell, text_paragraph
from assistant.reports.brand_part import build_brand_part
from assistant.reports.check_list import build_check_list
from assistant.reports.claims import claim_paragraphs, missing_cell
from assistant.reports.emotions import build_curve, emotion_table
from assistant.reports.heat_map import build_heat_map
from assistant.reports.marks import Mark, cell_mark, name_of
from assistant.reports.measure import is_higher, row_height, text_of
from assistant.reports.theme import Theme
from assistant.reports.unplaced import build_unplaced
from assistant.reports.unsegmented import build_unsegmented
from assistant.reports.uses_part import build_uses_part
from assistant.reports.voice import Voice

_DIMENSION_WIDTH = 25.0
_WHOLE_ROW = 0.58
"""Share of the page's height from which a row is cut into parts: a lower one gives many parts of one line."""
_UNEVEN = 1.3
_MOST_STAGES = 6
"""Stages side by side on A4 landscape with at least eight Chinese characters a line; more make a second table."""


def build_map_body(voice: Voice, theme: Theme) -> list[Block]:
    """The two pictures, the maps, what to check first, what has no place or segment, the brand, the uses of the map."""
    blocks: list[Block] = [*build_curve(voice, theme, landscape=True), *build_heat_map(voice, theme)]
    for each in voice.draft.maps:
        blocks.extend(_map_blocks(voice, each, theme))
    blocks.extend(build_check_list(voice, theme))
    blocks.extend(build_unplaced(voice, theme))
    blocks.extend(build_unsegmented(voice, theme))
    blocks.extend(build_brand_part(voice, theme))
    blocks.extend(build_uses_part(voice, theme))
    return blocks


def _map_blocks(voice: Voice, each: SegmentMap, theme: Theme) -> list[Block]:
    title = voice.say(words.MAP_OF, label=each.label)
    parts = _parts(voice.draft.model.stages)
    filled = sum(bool(cell.claims) for cell in each.cells)
    basis = voice.say(
        words.MAP_BASIS, speakers=each.speakers, statements=each.statements, filled=filled, total=len(each.cells)
    )
    blocks: list[Block] = []
    for number, stages in enumerate(parts, start=1):
        part = voice.say(words.MAP_PART, part=number, parts=len(parts)) if len(parts) > 1 else ""
        named = name_of(Mark("map", (each.segment or "",))) if number == 1 else None
        blocks.append(Heading(title + part, 1, new_page=True, name=named))
        blocks.append(Paragraph("Lead", (Run(basis), Run("　" + marks_line(voice), "Muted")), keep_next=True))
        blocks.append(_map_table(voice, each, stages, theme))
        blocks.extend(_emotion_blocks(voice, each, stages, theme))
    return blocks


def marks_line(voice: Voice) -> str:
    """The marks and their words on one line."""
    return "　".join(f"{mark} {voice.say(words.VERDICTS[verdict])}" for verdict, mark in words.MARKS.items())


def _parts(stages: Sequence[Stage]) -> list[Sequence[Stage]]:
    count = max(1, math.ceil(len(stages) / _MOST_STAGES))
    size = max(1, math.ceil(len(stages) / count))
    return [stages[start : start + size] for start in range(0, len(stages), size)]


def _map_table(voice: Voice, each: SegmentMap, stages: Sequence[Stage], theme: Theme) -> Table:
    width = (theme.text_width(landscape=True) - _DIMENSION_WIDTH) / len(stages)
    header = Row(
        (
            text_cell("TableHead", voice.say(words.DIMENSION), "head"),
            *(text_cell("TableHead", voice.say(voice.draft.model.title(stage.id)), "head") for stage in stages),
        ),
        header=True,
    )
    widths = (_DIMENSION_WIDTH, *(width for _ in stages))
    most = _WHOLE_ROW * theme.text_height(landscape=True)
    rows = (
        row
        for dimension in Dimension
        for row in _cut(voice, _dimension_row(voice, each, dimension, stages), widths, theme.table, most)
    )
    description = voice.say(words.MAP_DESCRIPTION, label=each.label)
    return Table(widths, (header, *rows), description)


def _dimension_row(voice: Voice, each: SegmentMap, dimension: Dimension, stages: Sequence[Stage]) -> Row:
    name = text_cell("TableSide", voice.say(words.DIMENSIONS[dimension]), "side")
    cells = {(cell.stage, cell.dimension): cell for cell in each.cells}
    names = {stage.id: name_of(cell_mark(each.segment, stage.id, dimension)) for stage in stages}
    return Row((name, *(_cell(voice, cells.get((stage, dimension)), named) for stage, named in names.items())))


def _cell(voice: Voice, cell: Cell | None, name: str) -> TableCell:
    if cell is None or not cell.claims:
        return missing_cell(voice, cell.question if cell else "", name)
    return TableCell(tuple(claim_paragraphs(voice, cell.claims, "MapClaim")), name=name)


def _cut(voice: Voice, row: Row, widths: tuple[float, ...], size: float, most: float) -> list[Row]:
    """The row in parts of at most `most` millimetres, cut between claims; each part says again which dimension it is.

    Word repeats the head of a table on the next page, but not what stands at the side of a row that breaks.
    """
    height = row_height(row, widths, size)
    if height <= most:
        return [replace(row, whole=True)]
    side, *cells = row.cells
    # Parts of about the same height: none is left with a single line.
    even = min(most, height / math.ceil(height / most) * _UNEVEN)
    parts = [_cut_cell(cell, width, size, even) for cell, width in zip(cells, widths[1:], strict=True)]
    goes_on = text_cell("TableSide", voice.say(words.GOES_ON, name=text_of(side.paragraphs[0])), "side")
    return [
        Row(
            (
                goes_on if number else side,
                *(
                    part[number] if number < len(part) else TableCell((text_paragraph("MapClaim", ""),), name=cell.name)
                    for part, cell in zip(parts, cells, strict=True)
                ),
            ),
            whole=True,
        )
        for number in range(max(map(len, parts)))
    ]


def _cut_cell(cell: TableCell, width: float, size: float, most: float) -> list[TableCell]:
    """The cell in parts that fit; a claim and what is held to it stay together."""
    parts: list[list[Paragraph]] = [[]]
    held: list[Paragraph] = []
    for paragraph in cell.paragraphs:
        held.append(paragraph)
        if paragraph.keep_next:
            continue
        if parts[-1] and is_higher(Row((TableCell((*parts[-1], *held)),)), (width,), size, most):
            parts.append([])
        parts[-1] += held
        held = []
    parts[-1] += held
    return [replace(cell, paragraphs=tuple(part)) for part in parts]


def _emotion_blocks(voice: Voice, each: SegmentMap, stages: Sequence[Stage], theme: Theme) -> list[Block]:
    insights = [insight for stage in stages for insight in voice.draft.insights if insight.stage == stage.id]
    if not any(emotion.segment == each.segment for insight in insights for emotion in insight.emotions):
        return []
    table = emotion_table(voice, stages, [(each.segment, each.label)], theme.text_width(landscape=True))
    return [text_paragraph("TableCaption", voice.say(words.EMOTION_SCALE), keep_next=True), table]
