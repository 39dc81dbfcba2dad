"""Text for comparing only: folding for search, and finding a quote where it stands in its source."""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from assistant.script import to_simplified

_SPACES = re.compile(r"\s+")
_CJK = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Chinese sets no spaces between words: one beside a Chinese character is layout (a line's end, air around a number).
_LAYOUT_SPACES = re.compile(f"(?<=[{_CJK}]) | (?=[{_CJK}])")
_IS_CJK = re.compile(f"[{_CJK}]")
# Characters that NFKC leaves alone one by one: runs of them map onto the source without a table.
_PLAIN = "!-~\u3001-\u3019\u4e00-\u9fff"
_SEGMENTS = re.compile(rf"(?P<plain>[{_PLAIN}]+)|(?P<space>\s+)|(?P<other>[^{_PLAIN}\s]+)")


def fold(text: str) -> str:
    """`text` without differences of width, case, spacing and Chinese script: for comparing, never for printing."""
    if text.isascii():  # neither width nor script, and many texts are
        return " ".join(text.casefold().split())
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    whole = " ".join(plain.split())
    whole = _LAYOUT_SPACES.sub("", whole) if " " in whole else whole
    return whole if whole.isascii() else to_simplified(whole)


def find_quote(quote: str, source: str) -> tuple[int, int] | None:
    """The first span of `source` that reads as `quote` after NFKC and space folding.

    Runs of spaces and line breaks count as one space, and as none beside a Chinese character. Case and script are not
    folded. Returns offsets into `source` as it is, or None. Linear in both lengths.
    """
    wanted = _normal(quote).strip()
    if not wanted:
        return None
    literal = quote.strip()
    at = source.find(literal)
    if at >= 0 and not _continues(source, at + len(literal)) and not _continues(source, at):
        return at, at + len(literal)
    if wanted not in _normal(source):
        return None
    return _FoldedSource(source).find(wanted)


def _normal(text: str) -> str:
    return _fold_spaces(unicodedata.normalize("NFKC", text))


def _fold_spaces(text: str) -> str:
    return _LAYOUT_SPACES.sub("", _SPACES.sub(" ", text))


class _FoldedSource:
    """A source after NFKC and space folding, with the way back to the original offsets."""

    def __init__(self, source: str) -> None:
        self._source = array("Q")
        self._folded = array("Q")
        self._linear = bytearray()
        self._pieces: list[str] = []
        self._length = 0
        last, space = "", -1  # the last character that stayed, and where a space waits for the one after it
        for start, end, plain in _clusters(source):
            piece = source[start:end] if plain else _SPACES.sub(" ", unicodedata.normalize("NFKC", source[start:end]))
            if piece == " ":
                space = start if space < 0 else space
                continue
            if space >= 0 or piece.startswith(" "):
                stays = not (_IS_CJK.match(last) or _IS_CJK.match(piece.lstrip(" ")))
                if space >= 0:
                    self._add(space, " " if stays else "", linear=False)
                    piece, space = piece.lstrip(" "), -1
                elif not stays:
                    piece = piece.lstrip(" ")
            piece = piece if plain else _fold_spaces(piece)
            if piece.endswith(" "):
                piece, space = piece[:-1], end
            # what folding leaves as it is may also be quoted in part
            self._add(start, piece, linear=plain or piece == source[start:end])
            last = piece[-1:] or last
        self._add(len(source), "", linear=False)
        self._text = "".join(self._pieces)

    def _add(self, start: int, piece: str, *, linear: bool) -> None:
        self._source.append(start)
        self._folded.append(self._length)
        self._linear.append(linear)
        self._pieces.append(piece)
        self._length += len(piece)

    def find(self, wanted: str) -> tuple[int, int] | None:
        at = self._text.find(wanted)
        while at >= 0:
            start, end = self._origin_of_start(at), self._origin_of_end(at + len(wanted))
            if start is not None and end is not None:
                return start, end
            at = self._text.find(wanted, at + 1)
        return None

    def _origin_of_start(self, folded: int) -> int | None:
        """Where the folded character at that place begins in the source; None inside one that folds to several."""
        place = bisect_right(self._folded, folded) - 1
        if self._linear[place]:
            return self._source[place] + (folded - self._folded[place])
        first = self._folded[place]
        # A spacing accent (¸) folds to a space and a mark; the space was stripped from the quote's beginning.
        stripped = folded == first + 1 and self._text[first] == " "
        return self._source[place] if folded == first or stripped else None

    def _origin_of_end(self, folded: int) -> int | None:
        """Where the folded character before that place ends in the source; None as above."""
        place = bisect_right(self._folded, folded - 1) - 1
        if self._linear[place]:
            return self._source[place] + (folded - self._folded[place])
        return self._source[place + 1] if self._folded[place + 1] == folded else None


def _clusters(source: str) -> Iterator[tuple[int, int, bool]]:
    """Pieces (start, end, plain) whose NFKC forms, one after the other, are the NFKC form of the whole."""
    pending = 0
    for found in _SEGMENTS.finditer(source):
        start, end = found.span()
        if found["plain"] is None and found["space"] is None:
            cuts = [at for at in range(start, end) if not _continues(source, at)]
            for at in cuts:
                if pending < at:
                    yield pending, at, False
                pending = at
            continue
        if pending < start:
            yield pending, start, False
        # The last plain character may still take a mark that follows it.
        last = end - 1 if _continues(source, end) else end
        if start < last:
            yield start, last, found["plain"] is not None
        pending = last
    if pending < len(source):
        yield pending, len(source), False


def _continues(source: str, at: int) -> bool:
    """Whether the character at `at` may merge with the one before it under NFKC."""
    if at <= 0 or at >= len(source):
        return False
    character = source[at]
    if character < "\u0300":
        return False
    return unicodedata.combining(character) != 0 or character in _second_halves()


@cache
def _second_halves() -> frozenset[str]:
    """Characters that are no marks by class and yet compose with, or reorder after, the one before."""
    found: set[str] = set()
    for code in range(0x300, 0x11FFF):
        if 0x3400 <= code <= 0xD7A3 or 0xD800 <= code <= 0xDFFF or 0xE000 <= code <= 0xF8FF:
            continue
        character = chr(code)
        parts = unicodedata.decomposition(character).split()
        if not parts:
            continue
        if not parts[0].startswith("<") and len(parts) == 2:
            found.add(chr(int(parts[1], 16)))
        first = unicodedata.normalize("NFKD", character)[0]
        if unicodedata.combining(first) or 0x1161 <= ord(first) <= 0x11FF:
            found.add(character)
    found.update(chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)))
    return frozenset(found)
