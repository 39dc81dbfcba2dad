"""Which place of the draft each line of a report stands in: by bookmarks, else by its neighbours in the table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from assistant.journey import Place
from assistant.reports.marks import Mark
from assistant.reports.review.base import Base
from assistant.reports.review.flow import CellPlace, Line
from assistant.sources.folding import fold

_Sides = dict[tuple[int, int], list[CellPlace]]


def place_lines(lines: Sequence[Line], base: Base) -> list[Place | None]:
    """For each line the place whose claims it may hold, or None."""
    found: list[Place | None] = [None] * len(lines)
    _place_parts(lines, base, found)
    groups = _groups(lines)
    placed = {cell: _placed_by_marks(lines, group, base) for cell, group in groups.items()}
    stages = _stages_at(lines, base)
    rows, columns = _sides(groups)
    for cell, group in groups.items():
        within = placed[cell]
        if not any(within):
            row = [each for each in rows[cell.table, cell.row] if each != cell]
            column = [each for each in columns[cell.table, cell.column] if each != cell]
            place = _by_neighbours(cell, row, column, groups, placed, lines, base, stages.get(group[0], ""))
            within = [place] * len(group)
        for number, place in zip(group, within, strict=True):
            found[number] = place
    return found


def marks_in(line: Line, base: Base) -> list[Mark]:
    """The marks of this draft that begin in a line or stand around a part of it."""
    names = dict.fromkeys([*line.names, *(name for piece in line.pieces for name in sorted(piece.names))])
    return [base.marks[name] for name in names if name in base.marks]


def cells_of(lines: Sequence[Line]) -> dict[CellPlace, list[int]]:
    """The lines of each table cell, by number."""
    return _groups(lines)


def _groups(lines: Sequence[Line]) -> dict[CellPlace, list[int]]:
    groups: dict[CellPlace, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if line.cell is not None:
            groups[line.cell].append(number)
    return groups


def _place_parts(lines: Sequence[Line], base: Base, found: list[Place | None]) -> None:
    """Below a heading of the insights, or of an exit point, its claims stand, up to the next heading."""
    current: Place | None = None
    for number, line in enumerate(lines):
        part = next((mark for mark in marks_in(line, base) if mark.kind in ("part", "exit")), None)
        if part is not None:
            current = Place("exit", part.parts) if part.kind == "exit" else Place("part", (*part.parts, part.field))
        elif line.style.casefold().startswith("heading") or line.cell is not None:
            current = None
        else:
            found[number] = current


def _placed_by_marks(lines: Sequence[Line], group: Sequence[int], base: Base) -> list[Place | None]:
    """The places in one table cell: each line has that of its own mark, else of the line before, else of the next."""
    within: list[Place | None] = []
    for number in group:
        own = next((place for mark in marks_in(lines[number], base) if (place := _place_of(mark)) is not None), None)
        within.append(own or (within[-1] if within else None))
    for at in reversed(range(len(within) - 1)):
        within[at] = within[at] or within[at + 1]
    return within


def _place_of(mark: Mark) -> Place | None:
    if mark.kind in ("cell", "answer", "value", "finding"):
        return Place(mark.kind, mark.parts)
    if mark.kind == "gap" and mark.field == "title":
        return Place("gap", mark.parts)
    return None


def _sides(cells: Iterable[CellPlace]) -> tuple[_Sides, _Sides]:
    """The cells of each row, and of each column, by table and number."""
    rows: _Sides = defaultdict(list)
    columns: _Sides = defaultdict(list)
    for each in cells:
        rows[each.table, each.row].append(each)
        columns[each.table, each.column].append(each)
    return rows, columns


def _by_neighbours(
    cell: CellPlace,
    row: Sequence[CellPlace],
    column: Sequence[CellPlace],
    groups: Mapping[CellPlace, list[int]],
    placed: Mapping[CellPlace, list[Place | None]],
    lines: Sequence[Line],
    base: Base,
    stage: str,
) -> Place | None:
    """The place of a cell that has lost its mark, because somebody typed over all of it."""
    if base.kind == "gaps":
        return _gap_of_row(cell, row, groups, lines, base)
    if base.kind in ("funnel", "analysis"):
        return None
    if base.kind == "insights":
        for each in row:
            asked = "".join(fold(lines[number].words()) for number in groups[each][:1])
            place = base.questions.get((stage, asked)) if each.column < cell.column else None
            if place is not None:
                return place
        return None
    across = {place.parts[2] for each in row for place in placed[each] if place is not None}
    down = {place.parts[:2] for each in column for place in placed[each] if place is not None}
    if len(across) == 1 and len(down) == 1:
        place = Place("cell", (*down.pop(), across.pop()))
        return place if place in base.places else None
    return None


def _gap_of_row(
    cell: CellPlace,
    row: Sequence[CellPlace],
    groups: Mapping[CellPlace, list[int]],
    lines: Sequence[Line],
    base: Base,
) -> Place | None:
    if cell.column != 0:
        return None
    marks = (mark for each in row for number in groups[each] for mark in marks_in(lines[number], base))
    gap = next((mark for mark in marks if mark.kind == "gap"), None)
    return Place("gap", gap.parts) if gap is not None else None


def _stages_at(lines: Sequence[Line], base: Base) -> dict[int, str]:
    """The stage of the insights that each line of a table stands in."""
    stage = ""
    found: dict[int, str] = {}
    for number, line in enumerate(lines):
        for mark in marks_in(line, base):
            if mark.kind in ("part", "answer"):
                stage = mark.parts[0]
        found[number] = stage
    return found
