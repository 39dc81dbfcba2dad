"""Word boundaries in Chinese text, by a dictionary; the only module that knows the segmenter."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rjieba import Jieba

_REACH = 8  # characters to either side that decide how a spot is cut into words


@cache
def _segmenter() -> "Jieba":
    from rjieba import Jieba  # loads its dictionary in 0.1 s

    return Jieba()


def tag_words(text: str) -> list[tuple[str, str]]:
    """The words of a text with their part of speech, in order; joined they are the text. "nr" begins names of persons."""
    return _segmenter().tag(text)


def is_word(word: str) -> bool:
    """Whether the dictionary has it."""
    return _segmenter().has_word(word)


def is_ordinary_word(word: str) -> bool:
    """Whether the dictionary has it as something else than a person's name."""
    if not is_word(word):
        return False
    tagged = tag_words(word)
    return len(tagged) == 1 and not tagged[0][1].startswith("nr")


def crossings(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether a word of the dictionary reaches over the beginning, and over the end, of a span."""
    left = max(0, start - _REACH)
    place = left
    over_start = over_end = False
    for word, _ in tag_words(text[left : end + _REACH]):
        after = place + len(word)
        if len(word) > 1 and is_word(word):
            over_start = over_start or place < start < after
            over_end = over_end or place < end < after
        place = after
    return over_start, over_end
