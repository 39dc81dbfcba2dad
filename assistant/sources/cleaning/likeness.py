"""Texts that are nearly the same: a paragraph pasted twice, with a comma more or in the other script."""

import hashlib
import re

from assistant.sources.folding import fold

_SHINGLE = 6  # characters
_LEAST = 30  # characters; shorter texts are alike by accident
_MOST = 20_000  # characters; such a text is compared as a whole only
_ALIKE = 0.9  # share of the shorter text's shingles that the other has
_KEPT = 24  # shingles of a text that are looked up: the smallest by their hash
_MOST_FOUND = 40  # texts that share a shingle and are compared


class Repeats:
    """Remembers texts in the order they come."""

    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._shingles: list[frozenset[int]] = []
        self._found: dict[int, list[int]] = {}

    def add(self, text: str) -> int | None:
        """Which earlier text (by its number, from 0) the text repeats; None where it is new, and then remembered."""
        plain = re.sub(r"[\W_]+", "", fold(text))
        number = len(self._shingles)
        if plain in self._exact:
            self._shingles.append(frozenset())
            return self._exact[plain]
        self._exact[plain] = number
        shingles = _shingles(plain) if _LEAST <= len(plain) <= _MOST else frozenset[int]()
        self._shingles.append(shingles)
        sample = sorted(shingles)[:_KEPT]
        near = self._nearest(shingles, sample)
        if near is None:
            for each in sample:
                self._found.setdefault(each, []).append(number)
        return near

    def _nearest(self, shingles: frozenset[int], sample: list[int]) -> int | None:
        candidates = dict.fromkeys(each for one in sample for each in self._found.get(one, ())[-_MOST_FOUND:])
        for other in list(candidates)[:_MOST_FOUND]:
            theirs = self._shingles[other]
            size = min(len(theirs), len(shingles))
            alike = len(theirs & shingles) >= _ALIKE * size and max(len(theirs), len(shingles)) <= 1.25 * size
            if alike:
                return other
        return None


def _shingles(plain: str) -> frozenset[int]:
    raw = [plain[at : at + _SHINGLE] for at in range(len(plain) - _SHINGLE + 1)]
    return frozenset(
        int.from_bytes(hashlib.blake2b(each.encode("utf-8", "replace"), digest_size=8).digest()) for each in set(raw)
    )
