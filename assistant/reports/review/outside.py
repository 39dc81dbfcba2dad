"""What a person wrote or deleted outside the claims and fields: it is not taken over, and must not go unnoticed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.journey import Place
from assistant.reports.letters import legal
from assistant.reports.marks import COMMENT_AUTHOR
from assistant.reports.review import fields
from assistant.reports.review.base import Base, Printed
from assistant.reports.review.flow import Line
from assistant.reports.review.layout import cells_of, marks_in
from assistant.sources.folding import fold

_MOST_STRANGE = 0.2
"""Share of the lines outside all places up to which those that nobody printed are taken for a person's."""
_REWORDED = 0.5
"""Likeness of words (difflib's ratio, 0…1) from which a line that is gone is taken to stand there in other words."""
_NOT_WRITTEN_IN = ("toc", "contents", "cover firm")
"""Styles of lines that programs fill (the contents, with page numbers) or that follow the firm's look."""
_FIELDS = ("gap", "check", "sign")


@dataclass(frozen=True, slots=True)
class Outside:
    """Words written outside all places, and lines that the report was written with there and that are gone."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def read_outside(lines: Sequence[Line], placed: Sequence[Place | None], base: Base, digest: str) -> Outside:
    """What a person did outside all places, tracked or not. A line that was reworded counts as written only.

    What was deleted can be told only where this program would write the lines of `digest` again: a report of an earlier one
    has none of the lines that are new since.
    """
    taken = _taken(lines, base)
    outside = [
        line
        for line, place in zip(lines, placed, strict=True)
        if place is None and id(line) not in taken and not line.style.casefold().startswith(_NOT_WRITTEN_IN)
    ]
    strange = [line for line in outside if (said := fold(line.words())) and not base.is_printed(said)]
    if len(strange) > _MOST_STRANGE * len(outside):  # written by a program that puts its own words otherwise
        return Outside(_words([line for line in strange if _inserted(line)]))
    printed = next((each for each in (base.with_list, base.with_footnotes) if each.digest == digest), None)
    gone = _removed([line for line in lines if id(line) not in taken], printed) if printed is not None else []
    kept = (each for each in gone if not any(_is_like(each, line.words()) for line in strange))
    return Outside(_words(strange), tuple(dict.fromkeys(kept)))


def _words(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((_inserted(line) or line.words()).strip() for line in lines))


def _removed(lines: Sequence[Line], printed: Printed) -> list[str]:
    """The fixed lines that stand there less often than the report was written with them."""
    written = Counter(fold(legal(each)) for each in printed.fixed)
    found = Counter(fold(line.words()) for line in lines)
    return [each for each in printed.fixed if (said := fold(legal(each))) and found[said] < written[said]]


def _is_like(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _REWORDED and matcher.ratio() >= _REWORDED


def _inserted(line: Line) -> str:
    """What a person's tracked changes put into the line."""
    return "".join(
        piece.text
        for piece in line.pieces
        if piece.inserted is not None and piece.deleted is None and piece.inserted.author != COMMENT_AUTHOR
    ).strip()


def _taken(lines: Sequence[Line], base: Base) -> set[int]:
    """The lines (by `id`) whose words are read as fields or as new gaps."""
    found = {id(line) for line in lines if any(mark.kind in _FIELDS for mark in marks_in(line, base))}
    for held in cells_of(lines).values():
        if any(mark.kind in ("check", "sign") for number in held for mark in marks_in(lines[number], base)):
            found.update(id(lines[number]) for number in held)
    if base.kind == "gaps":
        found.update(id(line) for _, row in fields.new_rows(lines, base) for held in row.values() for line in held)
    return found
