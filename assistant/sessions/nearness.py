"""Whether the notes come near enough to a question to hold an answer, by words and meaning alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.index import Found
from assistant.retrieval.words import build_terms, split_words

_BEST, _LOOKED_AT = 3, 10


@dataclass(frozen=True, slots=True)
class Nearness:
    """Measures of what was found for one question.

    `best` is the score of the best passage; the others are shares of the question's telling words: `held` by one
    passage, by the best three `together`, and `anywhere` in all that were found.
    """

    best: float = 0.0
    held: float = 0.0
    together: float = 0.0
    anywhere: float = 0.0
    by_meaning: bool = True

    @property
    def chance(self) -> float:
        """How likely, 0…1, the notes hold an answer: a logistic function fitted by `bench/nearness.py --tune`."""
        bias, *weights = BY_MEANING if self.by_meaning else BY_WORDS
        measures = (self.best, self.held, self.together, self.anywhere)
        return 1 / (1 + math.exp(-(bias + sum(w * m for w, m in zip(weights, measures, strict=True)))))

    @property
    def near(self) -> bool:
        """Whether the notes may be said to speak of it, without a model having read them."""
        return self.best > 0 and self.chance >= NEAR

    @property
    def hopeless(self) -> bool:
        """Whether a model need not even be asked."""
        return self.best <= 0 or self.chance < HOPELESS


BY_MEANING = (-4.974, 1.705, 2.555, 1.774, 3.386)
BY_WORDS = (-4.27, 0.357, 2.642, 2.022, 3.815)
"""Bias and weights, fitted on half of the questions; see there for what they give on the other half."""
NEAR = 0.3
HOPELESS = 0.1


def measure_nearness(question: str, found: Sequence[Found], *, by_meaning: bool) -> Nearness:
    """The measures for a question, from what search found for it, best first."""
    if not found:
        return Nearness()
    terms = {each.rstrip("*") for each in build_terms(question)} or {question}
    texts = [set(split_words(f"{each.passage.speaker or ''}\n{each.passage.text}")) for each in found]
    held = max(len(terms & words) for words in texts[:_LOOKED_AT])
    together, anywhere = (len(terms & set[str]().union(*some)) for some in (texts[:_BEST], texts))
    shares = (held / len(terms), together / len(terms), anywhere / len(terms))
    return Nearness(found[0].score, *shares, by_meaning)
