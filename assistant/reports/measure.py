"""How much room words take, roughly: enough to decide which table rows may break across pages."""

import math
from unicodedata import east_asian_width

from assistant.reports.blocks import Bookmark, Link, Paragraph, Row, Run

_POINT = 0.3528  # millimetres
_LINE = 1.5


def lines_of(text: str, width: float, size: float) -> int:
    """Lines that `text` of `size` points fills in a column of `width` millimetres: a full-width character is one em."""
    em = size * _POINT
    return sum(max(1, math.ceil(_ems(line) * em / max(width, em))) for line in text.split("\n"))


def shortened(text: str, half_widths: int) -> str:
    """`text` cut to that many half-widths, with an ellipsis where something was cut."""
    room = half_widths
    for place, letter in enumerate(text):
        room -= 2 if east_asian_width(letter) in "WFA" else 1
        if room < 0:
            return text[: max(1, place - 1)].rstrip(" ，,、；;：:“「") + "…"
    return text


def row_height(row: Row, widths: tuple[float, ...], size: float) -> float:
    """Height of the row in millimetres when set in `size` points: its tallest cell."""
    heights: list[float] = []
    column = 0
    for cell in row.cells:
        width = sum(widths[column : column + cell.span]) - 4.0
        column += cell.span
        lines = sum(lines_of(text_of(paragraph), width, size) for paragraph in cell.paragraphs)
        heights.append(lines * size * _POINT * _LINE + 2.0 * len(cell.paragraphs))
    return max(heights, default=0.0)


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
    if line.isascii():
        return 0.52 * len(line)
    return sum(1.0 if east_asian_width(letter) in "WFA" else 0.52 for letter in line)
