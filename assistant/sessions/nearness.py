"""Whether the notes come near enough to a question to hold an answer, by words and meaning alone."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.retrieval.index import Found
from assistant.retrieval.words import build_terms, split_words
from assistant.sources.folding import fold
from assistant.sources.language import detect_language

_BEST, _LOOKED_AT = 3, 10
_STOPS = " ?？。.!！,，"
_GENERAL = re.compile(
    "客户|顾客|用户|消费者|公司|企业|我们|你们|他们|大家|多久|多长时间|几[天次年月]|多少钱?|一次|一般|通常|平均|目前|现在|具体"
    "|哪些|有没有|会不会|能不能|打算|觉得|认为|提到|说过|哪一?[年天月]|怎么样?|分别|[的了过吗呢着]"
    r"|\b(?:customers?|clients?|company|people|they|you|often|long|say|said|think|about)\b"
)
"""Words that nearly every question to such notes has, whatever it is about; between others they also make pairs of
characters that no note holds."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """Measures of what was found for one question.

    `best` is the score of the best passage; the others are shares of the question's telling words: `held` by one
    passage, by the best three `together`, and `anywhere` in all that were found. In an `other_language` than the notes
    no word can be shared, and only their meaning brought the passages up.
    """

    best: float = 0.0
    held: float = 0.0
    together: float = 0.0
    anywhere: float = 0.0
    by_meaning: bool = True
    other_language: bool = False

    @property
    def chance(self) -> float:
        """How likely, 0…1, the notes hold an answer: a logistic function fitted by `bench/nearness.py --tune`."""
        bias, *weights = BY_MEANING if self.by_meaning else BY_WORDS
        measures = (self.best, self.held, self.together, self.anywhere)
        return 1 / (1 + math.exp(-(bias + sum(w * m for w, m in zip(weights, measures, strict=True)))))

    @property
    def near(self) -> bool:
        """Whether the notes may be said to speak of it, without a model having read them."""
        return self.best > 0 and (self.other_language or self.chance >= NEAR)

    @property
    def hopeless(self) -> bool:
        """Whether a model need not even be asked. A call costs less than an answer that is missed."""
        return self.best <= 0 or (self.anywhere <= 0 and not self.by_meaning)


BY_MEANING = (-5.428, 3.016, 3.733, 1.649, 2.049)
BY_WORDS = (-3.279, 0.746, 3.864, 1.64, 2.001)
"""Bias and weights, fitted on half of the questions; see there for what they give on the other half."""
NEAR = 0.3


def measure_nearness(
    question: str, found: Sequence[Found], *, by_meaning: bool, asked: Sequence[str] | None = None
) -> Nearness:
    """The measures for a question, from what search found for it, best first.

    `asked` is what each speaker was asked: whoever answers seldom says the words of the question again, so they count as
    told of.
    """
    if not found:
        return Nearness()
    bare = _GENERAL.sub(" ", fold(question))
    terms = {each.rstrip("*") for each in build_terms(bare if bare.strip(_STOPS) else question)} or {question}
    context = asked or [""] * len(found)
    texts = [
        _words(f"{each.passage.speaker or ''}\n{each.passage.text}\n{before}")
        for each, before in zip(found, context, strict=True)
    ]
    held = max(len(terms & words) for words in texts[:_LOOKED_AT])
    together, anywhere = (len(terms & set[str]().union(*some)) for some in (texts[:_BEST], texts))
    shares = (held / len(terms), together / len(terms), anywhere / len(terms))
    best = " ".join(each.passage.text for each in found[:_BEST])
    other = by_meaning and (detect_language(question) == "en") != (detect_language(best) == "en")
    return Nearness(found[0].score, *shares, by_meaning, other)


def _words(text: str) -> set[str]:
    """The keywords of a text, and its characters, for a word of a question that is a single one."""
    words = split_words(text)
    return {*words, *(letter for word in words for letter in word if not letter.isascii())}
