"""The feeling that the words of a sentence carry, counted with a lexicon; knows negation, strength and contrast."""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.drafting.patterns import compile_words
from assistant.library.reading import Layer, Problems, knowledge_folder, read_yaml
from assistant.script import to_simplified

_REACH = 4
"""A negation reaches four characters or English words ahead: 不是特别满意, "not a very good"."""
_PAUSE = re.compile(r"[，。！？；：,.!?;:\n]")
_LATIN_END = re.compile(r"[a-z]\s*$")


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    zh: list[str]
    en: list[str]


class _Weighted(BaseModel):
    model_config = ConfigDict(extra="forbid")
    zh: dict[int, list[str]]
    en: dict[int, list[str]]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    negations: _Words
    intensifiers: _Words
    softeners: _Words
    contrasts: _Words
    neutral: _Words
    positive: _Weighted
    negative: _Weighted


@dataclass(frozen=True, slots=True)
class Feeling:
    """What the words of a sentence add up to: strengths found on each side, and the balance after the last contrast."""

    positive: float
    negative: float
    closing: float
    strongest: float

    @property
    def balance(self) -> float:
        return self.positive - self.negative


class SentimentLexicon:
    """Words with the strength of their feeling, ready to be counted."""

    def __init__(
        self,
        weights: dict[str, float],
        negations: Collection[str],
        shifts: dict[str, float],
        contrasts: Collection[str],
        digest: str = "",
    ) -> None:
        """`digest` says which words these are."""
        self.digest = digest
        self._weights = weights
        self._negations = _matcher(negations)
        self._shift_weights = shifts
        self._shifts = _matcher(shifts)
        self._contrasts = _matcher(contrasts)
        self._words = _matcher(weights)

    def read_feeling(self, sentence: str) -> Feeling:
        """What the words of `sentence` say; all zero where none of them is known."""
        plain = unicodedata.normalize("NFKC", sentence)
        folded = (plain if plain.isascii() else to_simplified(plain)).casefold().replace("’", "'")
        contrast = max((match.end() for match in self._contrasts.finditer(folded)), default=0)
        positive = negative = closing = strongest = 0.0
        for match in self._words.finditer(folded):
            strength = self._strength(folded, match)
            if strength == 0:
                continue
            positive += max(strength, 0)
            negative += max(-strength, 0)
            closing += strength if match.start() >= contrast else 0
            strongest = strength if abs(strength) > abs(strongest) else strongest
        return Feeling(positive, negative, closing, strongest)

    def _strength(self, folded: str, match: re.Match[str]) -> float:
        strength = self._weight(match[0])
        before = _before(folded, match.start())
        for shift in self._shifts.finditer(before):
            strength *= self._shift_weights.get(shift[0].strip(), 1.0)
        turned = len(self._negations.findall(before)) % 2 == 1
        # A negated complaint (没什么问题) is milder than praise, and negated praise milder than a complaint.
        return -0.7 * strength if turned else strength

    def _weight(self, word: str) -> float:
        if word in self._weights:
            return self._weights[word]
        endings = (word[:length] + "*" for length in range(len(word), 1, -1))
        return next((self._weights[ending] for ending in endings if ending in self._weights), 0.0)


def read_lexicon(path: Path) -> SentimentLexicon:
    """The lexicon in a YAML file. Raises SettingsError where the file is missing or malformed."""
    problems = Problems()
    content = read_yaml(Layer(path.parent, own=True), path, _File, problems)
    problems.raise_if_any()
    assert content is not None
    # Words that only look like a feeling stand in the way of the shorter ones inside them.
    weights = dict.fromkeys((word.casefold() for word in (*content.neutral.zh, *content.neutral.en)), 0.0)
    for sign, side in ((1, content.positive), (-1, content.negative)):
        for strengths in (side.zh, side.en):
            for strength, words in strengths.items():
                weights.update((word.casefold(), float(sign * strength)) for word in words)
    shifts = dict.fromkeys((*content.intensifiers.zh, *content.intensifiers.en), 1.5)
    shifts |= dict.fromkeys((*content.softeners.zh, *content.softeners.en), 0.6)
    negations = (*content.negations.zh, *content.negations.en)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return SentimentLexicon(weights, negations, shifts, (*content.contrasts.zh, *content.contrasts.en), digest)


@cache
def shipped_lexicon() -> SentimentLexicon:
    """The lexicon that comes with the program, read once. Raises SettingsError as `read_lexicon`."""
    return read_lexicon(knowledge_folder() / "sentiment.yaml")


def _matcher(words: Collection[str]) -> re.Pattern[str]:
    """One pattern for all words, longest first, English ones whole or, with a star, with any ending."""
    listed = [word for word in words if word != "n't"]
    pattern = compile_words(
        [word for word in listed if not word.endswith("*")],
        open_ended=[word.removesuffix("*") for word in listed if word.endswith("*")],
    )
    found = [pattern.pattern] if pattern is not None else []
    if len(listed) < len(list(words)):
        found.append(r"n't(?![a-z0-9])")  # the one that stands at the end of other words
    return re.compile("|".join(found))


def _before(folded: str, place: int) -> str:
    """The few characters or words before `place`, within the same clause."""
    clause = _PAUSE.split(folded[:place])[-1]
    if _LATIN_END.search(clause):
        return " ".join(clause.split()[-_REACH:])
    return clause[-_REACH:]
