"""Sentences into units of one thought: short ones joined to a neighbour, very long ones cut at their clauses."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.sources.language import measure

_SHORT = 8  # Chinese characters, or four words
_LONG = 160  # Chinese characters, or eighty words
_MOST_CHARACTERS = 1000  # a string without words or clauses is cut here
_BREAKS = (
    re.compile(r"[；;]\s*|\n+"),
    re.compile(r"[，,：:、]\s*|——|\s-\s"),
    re.compile(r"\s+"),
    # where spoken Chinese without punctuation takes a new breath
    re.compile(
        r"(?<=[吧呢嘛啊呀哦了])(?=[\u4e00-\u9fff]{2})|(?=然后|但是|所以|因为|不过|后来|结果|而且|如果|就是说|其实|接着|還有|还有|因為|結果|後來|然後)"
    ),
)


def group_short(sentences: Sequence[str]) -> list[str]:
    """The sentences with each short one joined to the next, or to the one before at the end."""
    grouped: list[str] = []
    waiting = ""
    for sentence in sentences:
        whole = waiting + sentence
        if measure(whole) < _SHORT:
            waiting = whole
        else:
            grouped.append(whole)
            waiting = ""
    if waiting:
        if grouped:
            grouped[-1] += waiting
        else:
            grouped.append(waiting)
    return grouped


def split_long(sentence: str) -> list[str]:
    """The sentence in parts of at most about 160 characters (80 words), cut where a reader would pause.

    Joined, the parts are the sentence again.
    """
    if _fits(sentence):
        return [sentence]
    return _split(sentence, 0)


def _fits(text: str) -> bool:
    # no text measures more than its characters, so short ones need no measuring
    return len(text) < _LONG or (len(text) <= _MOST_CHARACTERS and measure(text) <= _LONG)


def _split(text: str, level: int) -> list[str]:
    """Cut at the strongest kind of pause, then what is still too long at the next kind; parts are filled up again."""
    if _fits(text):
        return [text]
    if level == len(_BREAKS):
        return [text[at : at + _LONG] for at in range(0, len(text), _LONG)]
    cuts = sorted({0, len(text), *(found.end() for found in _BREAKS[level].finditer(text))})
    parts = [part for a, b in pairwise(cuts) for part in _split(text[a:b], level + 1)]
    return _fill(parts)


def _fill(parts: Sequence[str]) -> list[str]:
    """Neighbouring parts together as far as they fit."""
    filled: list[str] = []
    group: list[str] = []
    length = size = 0
    for part in parts:
        weight = len(part) if len(part) < 4 else measure(part)
        if group and (size + weight > _LONG or length + len(part) > _MOST_CHARACTERS):
            filled.append("".join(group))
            group, length, size = [], 0, 0
        group.append(part)
        length += len(part)
        size += weight
    if group:
        filled.append("".join(group))
    return filled
