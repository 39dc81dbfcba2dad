"""How many tokens a text will take, without a tokenizer's download; and packing by that count."""

import math
import re
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from assistant.model.port import Message

Piece = TypeVar("Piece")

LETTERS_PER_TOKEN = 3.5  # Latin words in the vocabularies in use run to 3.5–4.5 letters a token; the lower end is safe
MARKS_PER_TOKEN = 2.0  # digits and punctuation, often grouped by two or three
TOKENS_PER_MESSAGE = 6  # role and separators of the common chat templates
_LATIN = re.compile(r"[A-Za-z ]")
_MARKS = re.compile(r"[!-@\[-`{-~\n\t\r]")
_ALPHABETS = re.compile(r"[\u00a0-\u1fff]")
_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_LOWEST, _HIGHEST = 0.4, 2.5  # a report outside is a mistake of the endpoint, not a property of its tokenizer
_MARGIN = 1.05


def estimate_tokens(text: str) -> int:
    """A count on the safe side: a Chinese character 1 token, Latin 1 for 3.5 letters, rare characters 2."""
    latin = len(_LATIN.findall(text))
    marks = len(_MARKS.findall(text))
    alphabets = len(_ALPHABETS.findall(text))
    astral = len(_ASTRAL.findall(text))
    others = len(text) - latin - marks - alphabets - astral
    return math.ceil(latin / LETTERS_PER_TOKEN + (marks + alphabets) / MARKS_PER_TOKEN + others + 2 * astral)


class TokenCounter:
    """Counts tokens for one model, corrected by what its endpoint reports. Safe to use from several threads."""

    def __init__(self, factor: float = 1.0) -> None:
        self._factor = min(max(factor, _LOWEST), _HIGHEST)
        self._lock = threading.Lock()

    @property
    def factor(self) -> float:
        """Reported tokens for each estimated one, as far as learned; 1.0 at the start."""
        return self._factor

    def count(self, text: str) -> int:
        """Tokens of one text."""
        return math.ceil(estimate_tokens(text) * self._factor)

    def count_messages(self, messages: Sequence[Message]) -> int:
        """Tokens of a whole request."""
        estimated = sum(estimate_tokens(each.content) + TOKENS_PER_MESSAGE for each in messages)
        return math.ceil(estimated * self._factor)

    def correct(self, messages: Sequence[Message], reported: int) -> None:
        """Learns from the usage that the endpoint reported for `messages`; short requests say too little."""
        estimated = sum(estimate_tokens(each.content) + TOKENS_PER_MESSAGE for each in messages)
        if reported <= 0 or estimated < 200:
            return
        seen = min(max(reported / estimated * _MARGIN, _LOWEST), _HIGHEST)
        with self._lock:
            # upwards at once, because an overfull request fails; downwards slowly, because languages differ
            self._factor = seen if seen > self._factor else 0.9 * self._factor + 0.1 * seen


def pack(
    pieces: Sequence[Piece], size: Callable[[Piece], int], room: int, most: int | None = None
) -> list[list[Piece]]:
    """The pieces in their order as packs of at most `room` tokens (and `most` pieces).

    A piece that is larger than `room` gets a pack of its own; the model says `TOO_LONG` where it really is.
    """
    packs: list[list[Piece]] = []
    left = 0
    for piece in pieces:
        tokens = size(piece)
        if not packs or tokens > left or (most is not None and len(packs[-1]) >= most):
            packs.append([])
            left = room
        packs[-1].append(piece)
        left -= tokens
    return packs
