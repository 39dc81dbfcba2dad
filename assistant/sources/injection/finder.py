"""Finding sentences that read like orders to a program."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.script import to_simplified
from assistant.sources.injection import chinese, english, marks, signs
from assistant.sources.injection.disguise import find_coded, find_readings, is_disguised, is_noise
from assistant.sources.sentences import split_sentences

_LATIN = re.compile(r"[a-z]{3}")
_HAN = re.compile("[\u3400-\u9fff]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Instruction:
    """A sentence that reads like an order to a program. `strong` ones nobody says in an interview."""

    start: int
    end: int
    strong: bool


def find_instructions(text: str, *, asking: bool = False) -> list[Instruction]:
    """The sentences of `text` that order a program to leave its task, change its answer, or do something else.

    What follows a strong one in the same text belongs to it. With `asking`, what an interviewer may well ask ("describe
    …", "how does … work?") is passed over. Measured in bench/README.md.
    """
    found: list[Instruction] = []
    start = 0
    for piece in split_sentences(text):
        end = start + len(piece)
        strong = bool(found) and found[-1].strong and found[-1].end == start
        readings = [] if strong else list(_readings(piece))
        strong = strong or _is_unreadable(piece) or any(_matches(each, _STRONG) for each in readings)
        if strong:
            found.append(Instruction(start, end, True))
        elif any(_matches(each, _WEAK) or (not asking and _matches(each, _ASKED)) for each in readings):
            found.append(Instruction(start, end, False))
        start = end
    return found


def holds_instruction(text: str, *, asking: bool = False) -> bool:
    """Whether any sentence of `text` reads like an order to a program."""
    return bool(find_instructions(text, asking=asking))


def _is_unreadable(piece: str) -> bool:
    return is_noise(piece) or is_disguised(_fold(piece))


def _readings(piece: str) -> Iterator[str]:
    """The sentence as a reader takes it, also where it was dressed up to hide it."""
    folded = _fold(piece)
    yield folded
    yield from find_readings(folded)
    yield from map(_fold, find_coded(piece))


def _fold(text: str) -> str:
    """Small letters, plain widths, Simplified, nothing invisible: for comparing only."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().replace("’", "'")
    plain = " ".join(plain.split())
    return plain if plain.isascii() else to_simplified(plain)


def _matches(folded: str, rules: "_Rules") -> bool:
    groups = [rules.either]
    if _HAN.search(folded):
        groups.append(rules.chinese)
    if _LATIN.search(folded):
        groups.append(rules.english)
    return any(pattern.search(folded) for group in groups for pattern in group)


@dataclass(frozen=True, slots=True)
class _Rules:
    """Patterns for any text, and for text with Chinese or with Latin letters in it."""

    either: Sequence[re.Pattern[str]]
    chinese: Sequence[re.Pattern[str]]
    english: Sequence[re.Pattern[str]]


def _compile(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.DOTALL) for each in patterns)


_STRONG = _Rules(
    _compile(marks.STRONG),
    _compile((*chinese.STRONG, *signs.CHINESE_STRONG)),
    _compile((*english.STRONG, *signs.ENGLISH_STRONG)),
)
_WEAK = _Rules((), _compile(chinese.WEAK), _compile(english.WEAK))
_ASKED = _Rules((), _compile(chinese.ASKED), _compile(english.ASKED))
