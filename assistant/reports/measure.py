"""How much room words take, roughly: enough to decide which table rows may break across pages."""

import math
import re
from collections.abc import Callable
from unicodedata import east_asian_width

from assistant.reports.blocks import Bookmark, Link, Paragraph, Row, Run

_IN_WORD = re.compile(r"[A-Za-z0-9’'-]")
_BROKEN_WORD = re.compile(r"[A-Za-z0-9’'-]+$")
_POINT = 0.3528  # millimetres
_LINE = 1.5


def shortened(text: str, half_widths: int) -> str:
    """`text` cut to that many half-widths, with an ellipsis where something was cut; a word in Latin letters is not cut."""
    room = half_widths
    for place, letter in enumerate(text):
        room -= 2 if east_asian_width(letter) in "WFA" else 1
        if room < 0:
            last = max(1, place - 1)
            kept = _BROKEN_WORD.sub("", text[:last]) if _IN_WORD.match(text[last]) else text[:last]
            return (kept.rstrip(" ，,、；;：:“「（(") or text[:last]) + "…"
    return text


def row_height(row: Row, widths: tuple[float, ...], size: float) -> float:
    """Height of the row in millimetres when set in `size` points: its tallest cell."""
    return _height(row, widths, size, _ems)


def is_higher(row: Row, widths: tuple[float, ...], size: float, most: float) -> bool:
    """Whether `row_height` is more than `most` millimetres."""
    # As if each letter were as wide as any: for most rows that settles it, and their letters need not be looked at.
    return _height(row, widths, size, len) > most and row_height(row, widths, size) > most


def _height(row: Row, widths: tuple[float, ...], size: float, ems: Callable[[str], float]) -> float:
    heights: list[float] = []
    column = 0
    for cell in row.cells:
        width = sum(widths[column : column + cell.span]) - 4.0
        column += cell.span
        lines = sum(_lines_of(text_of(paragraph), width, size, ems) for paragraph in cell.paragraphs)
        heights.append(lines * size * _POINT * _LINE + 2.0 * len(cell.paragraphs))
    return max(heights, default=0.0)


def _lines_of(text: str, width: float, size: float, ems: Callable[[str], float]) -> int:
    """Lines that `text` of `size` points fills in a column of `width` millimetres; a line is `ems` wide."""
    em = size * _POINT
    return sum(max(1, math.ceil(ems(line) * em / max(width, em))) for line in text.split("\n"))


def text_of(paragraph: Paragraph) -> str:
    """The words of a paragraph as they are read."""
    parts: list[str] = []
    for piece in paragraph.pieces:
        if isinstance(piece, Bookmark):
            parts.extend(run.text for run in piece.runs)
        elif isinstance(piece, Run | Link):
            parts.append(piece.text)
    return "".join(parts)


def _ems(line: str) -> float:
    """How wide a line is: a full-width character is one em."""
    if line.isascii():
        return 0.52 * len(line)
    return sum(1.0 if east_asian_width(letter) in "WFA" else 0.52 for letter in line)
