"""Finding sentences that read like orders to a program."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.script import to_simplified
from assistant.sources.injection import chinese, english, marks, signs
from assistant.sources.injection.buckets import FEWEST_WORDS
from assistant.sources.injection.disguise import find_coded, find_readings, is_disguised, is_noise
from assistant.sources.injection.scoring import Leaning, find_leaning, reads_like_order
from assistant.sources.sentences import split_sentences

_LATIN = re.compile(r"[a-z][^a-z]+[a-z]{2}")  # two words: no order has fewer
_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_\u3400-\u9fff]")
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
    judged: list[_Judged] = []
    start, strong = 0, False
    pieces = split_sentences(text)
    for piece in pieces:
        end = start + len(piece)
        verdict, leaning = ("strong", None) if strong else _judge(piece, among=len(pieces), asking=asking)
        strong = verdict == "strong"
        judged.append(_Judged(start, end, verdict, leaning))
        start = end
    together = {each.start for pair in pairwise(judged) if _read_like_order(*pair, among=len(pieces)) for each in pair}
    return [
        Instruction(each.start, each.end, each.verdict == "strong")
        for each in judged
        if each.verdict is not None or each.start in together
    ]


def holds_instruction(text: str, *, asking: bool = False) -> bool:
    """Whether any sentence of `text` reads like an order to a program."""
    return bool(find_instructions(text, asking=asking))


def read_disguised(piece: str) -> str:
    """The folded sentence, as its last reading has it where it was dressed up."""
    return _readings(piece)[-1]


_Verdict = Literal["strong", "weak"] | None


@dataclass(frozen=True, slots=True)
class _Judged:
    start: int
    end: int
    verdict: _Verdict
    leaning: Leaning | None


def _judge(piece: str, *, among: int, asking: bool) -> tuple[_Verdict, Leaning | None]:
    readings = _readings(piece)
    if is_noise(piece) or is_disguised(piece, readings[0]) or any(_matches(each, _STRONG) for each in readings):
        return "strong", None
    # letters that were read out of figures say nothing of a text without words of its own: a date, a key
    wordy = len(readings[0].split()) >= FEWEST_WORDS or len(_HAN.findall(readings[0])) >= FEWEST_WORDS
    leanings = [found for each in readings if (found := find_leaning(each))] if wordy else []
    if any(reads_like_order([each], among) for each in leanings):
        return "weak", None
    if any(_matches(each, _WEAK) or (not asking and _matches(each, _ASKED)) for each in readings):
        return "weak", None
    return None, leanings[0] if leanings else None


def _read_like_order(one: _Judged, two: _Judged, *, among: int) -> bool:
    """Whether two sentences in a row, neither of which is an order by itself, are one together."""
    if one.leaning is None or two.leaning is None or one.leaning.model != two.leaning.model:
        return False
    return reads_like_order([one.leaning, two.leaning], among)


def _readings(piece: str) -> list[str]:
    """The sentence as a reader takes it, also where it was dressed up to hide it; each once."""
    folded = _fold(piece)
    return list(dict.fromkeys((folded, *find_readings(folded), *map(_fold, find_coded(piece)))))


def _fold(text: str) -> str:
    """Small letters, plain widths, Simplified, nothing invisible: for comparing only."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().replace("’", "'")
    plain = " ".join(plain.split())
    return plain if plain.isascii() else to_simplified(plain)


def _matches(folded: str, rules: "_Rules") -> bool:
    groups = [rules.either]
    if _LETTER.search(folded):
        groups.append(rules.lettered)
    if _HAN.search(folded):
        groups.append(rules.chinese)
    if _LATIN.search(folded):
        groups.append(rules.english)
    for group in groups:
        for search in group:
            if search(folded):
                return True
    return False


_Search = Callable[[str], re.Match[str] | None]


@dataclass(frozen=True, slots=True)
class _Rules:
    """Patterns for any text, and for text with other letters than Chinese, with Chinese, or with Latin words in it."""

    either: Sequence[_Search]
    lettered: Sequence[_Search]
    chinese: Sequence[_Search]
    english: Sequence[_Search]


def _compile(patterns: Sequence[str]) -> tuple[_Search, ...]:
    return tuple(re.compile(each, re.DOTALL).search for each in patterns)


_STRONG = _Rules(
    _compile(marks.STRONG),
    _compile(marks.STRONG_LETTERED),
    _compile((*chinese.STRONG, *signs.CHINESE_STRONG)),
    _compile((*english.STRONG, *signs.ENGLISH_STRONG)),
)
_WEAK = _Rules((), (), _compile(chinese.WEAK), _compile(english.WEAK))
_ASKED = _Rules((), (), _compile(chinese.ASKED), _compile(english.ASKED))
