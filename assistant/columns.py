"""Text in the columns of a terminal, where a Chinese sign takes two."""

import re
from unicodedata import category, east_asian_width

_CLOSING = tuple("，。、：；？！）》”")
_PIECES = re.compile(r"(?:[!-~À-ɏ’]+|[^ ])(?: *[，。、：；？！）》”])* *")


def count_columns(text: str) -> int:
    """How many columns the text takes; marks that stand over another sign take none."""
    return sum(
        0 if category(sign) in ("Mn", "Me", "Cf") else 2 if east_asian_width(sign) in "WF" else 1 for sign in text
    )


def wrap_columns(text: str, width: int, later: int | None = None) -> list[str]:
    """Lines of at most `width` columns (those after the first `later`, if given).

    None begins with a closing mark, and a word is cut only where it is longer than a line.
    """
    lines = [""]
    for piece in _PIECES.findall(" ".join(text.split())):
        room = width if len(lines) == 1 or later is None else later
        if lines[-1] and count_columns(lines[-1] + piece.rstrip()) > room:
            lines.append("")
            room = width if later is None else later
        while count_columns(piece.rstrip()) > room > 1:
            lines[-1] = _cut_before_mark(piece, room)
            piece = piece[len(lines[-1]) :]
            lines.append("")
            room = width if later is None else later
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def shorten(text: str, width: int) -> str:
    """The text on one line, cut to `width` columns with an ellipsis where it is longer."""
    line = " ".join(text.split())
    return line if count_columns(line) <= width else _cut(line, width - 1) + "…"


def _cut_before_mark(text: str, width: int) -> str:
    """The first `width` columns of `text`, less what would leave a closing mark to begin the rest, if anything is left then."""
    found = _cut(text, width)
    place = len(found)
    while place > 1 and text[place : place + 1] in _CLOSING:
        place -= 1
    return found if text[place : place + 1] in _CLOSING else text[:place]


def _cut(text: str, width: int) -> str:
    taken = 0
    for place, sign in enumerate(text):
        taken += count_columns(sign)
        if taken > width:
            return text[: max(place, 1)]
    return text
