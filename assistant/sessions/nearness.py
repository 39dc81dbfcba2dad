"""Whether the notes come near enough to a question to hold an answer, by words and meaning alone."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant.retrieval.index import Found
from assistant.retrieval.words import build_terms, split_words
from assistant.sessions.second_look import Look
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


class Certainty(IntEnum):
    """What may be said of the notes and a question before anybody, or a model, has read them."""

    NONE = 0
    PERHAPS = 1
    FOUND = 2


@dataclass(frozen=True, slots=True)
class Asks:
    """What kind of question it is: in English, for a figure, for a cause, whether there is something at all."""

    english: bool
    figure: bool
    existence: bool
    cause: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """Measures of one passage as an answer: its second look, and the share of the question's telling words in it.

    `gives_cause`: a cause was asked for, and it names one. Of many statements (`among`) the nearest comes nearer by chance.
    """

    look: Look
    held: float
    asks: Asks
    gives_cause: bool
    among: int

    @property
    def chance(self) -> float:
        """How likely, 0…1, it answers: a logistic function fitted by `bench/nearness.py --tune`."""
        return _chance(BY_REPLY, self.measures)

    @property
    def measures(self) -> tuple[float, ...]:
        """What `chance` goes by, in the order of `BY_REPLY`."""
        asked = 0.0 if self.look.asked is None else self.look.asked - _UNRELATED
        signs = (self.asks.english, self.asks.figure, self.gives_cause, self.asks.existence)
        crowd = math.log(min(max(self.among, _FEW), _MANY))
        return (self.look.whole, asked, self.held, *map(float, signs), crowd)


@dataclass(frozen=True, slots=True)
class Nearness:
    """Measures of what was found for one question.

    `best` is the score of the best passage; the others are shares of the question's telling words: `held` by one
    passage, by the best three `together`, and `anywhere` in all that were found. In an `other_language` than the notes
    no word can be shared, and only their meaning brought the passages up. `replies` are the best passages as answers,
    where an interviewer's questions are known: then they decide.
    """

    best: float = 0.0
    held: float = 0.0
    together: float = 0.0
    anywhere: float = 0.0
    by_meaning: bool = True
    other_language: bool = False
    replies: tuple[Reply, ...] = ()

    @property
    def chance(self) -> float:
        """How likely, 0…1, the notes hold an answer: a logistic function fitted by `bench/nearness.py --tune`."""
        if self.replies:
            return max(each.chance for each in self.replies)
        measures = (self.best, self.held, self.together, self.anywhere)
        return _chance(BY_MEANING if self.by_meaning else BY_WORDS, measures)

    @property
    def certainty(self) -> Certainty:
        """Whether the notes may be said to speak of it, without a model having read them.

        Found is only what shares at least one telling word with the question. Words that cannot be shared across languages
        speak against nothing: there it is never none.
        """
        if self.best <= 0:
            return Certainty.NONE
        sure = SURE_OF_REPLY if self.replies else SURE
        if self.chance >= sure and (self.anywhere > 0 or self.other_language):
            return Certainty.FOUND
        return Certainty.PERHAPS if self.other_language or self.chance >= NEAR else Certainty.NONE

    @property
    def hopeless(self) -> bool:
        """Whether a model need not even be asked. A call costs less than an answer that is missed."""
        return self.best <= 0 or (self.anywhere <= 0 and not self.by_meaning)


def _chance(weights: Sequence[float], measures: Sequence[float]) -> float:
    bias, *rest = weights
    return 1 / (1 + math.exp(-(bias + sum(w * m for w, m in zip(rest, measures, strict=True)))))


BY_MEANING = (-5.428, 3.016, 3.733, 1.649, 2.049)
BY_WORDS = (-3.279, 0.746, 3.864, 1.64, 2.001)
BY_REPLY = (-22.048, 25.709, 18.54, 4.377, 3.488, -1.02, 3.077, -2.24, -0.415)
"""Bias and weights, fitted on half of the questions; see there for what they give on the other half."""
NEAR, SURE, SURE_OF_REPLY = 0.4, 0.5, 0.7
"""Chances from which on the notes may bear on a question, and from which on they are said to speak of it. Beside what was
asked even an unanswered question finds something like it, so that more is wanted: one in twenty of them may pass."""
_FEW, _MANY = 10, 1_000  # statements; what was fitted lies between
_UNRELATED = 0.83  # cosine of two questions that have nothing in common but that they ask
_FIGURE = re.compile(
    r"(?<!多)多少|几[个次家人台成分元块位种天年月点倍]|多久|多长时间|多大比例|百分之几|占比|[^效]率"
    r"|\bhow (?:many|much|long|often|far|old|fast)\b"
)
_EXISTENCE = re.compile(
    r"有没有|有无|能不能|可不可以|会不会|(?:可以|能够?|支持|提供|包).*吗|^有.*吗|^(?:(?:is|are) there|can|do|does)\b"
)
_CAUSE = re.compile(r"为什么|为何|原因|理由|怎么会|\bwhy\b|\breasons?\b")
_CAUSAL = re.compile(r"因为|所以|就是|主要|怕|嫌|为了|不然|只好|\b(?:because|so|since)\b")


def measure_nearness(
    question: str, found: Sequence[Found], *, by_meaning: bool, asked: Sequence[str] | None = None
) -> Nearness:
    """The measures for a question, from what search found for it, best first.

    `asked` is what each speaker was asked: whoever answers seldom says the words of the question again, so they count as
    told of.
    """
    if not found:
        return Nearness()
    terms = find_terms(question)
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


def measure_replies(question: str, looks: Sequence[tuple[Look, str, str]], among: int) -> tuple[Reply, ...]:
    """The passages as answers to a question: each given with its second look, its words and what was asked before it.

    They are the best `among` so many statements.
    """
    folded, terms = fold(question), find_terms(question)
    asks = Asks(
        detect_language(question) == "en",
        _FIGURE.search(folded) is not None,
        _EXISTENCE.search(folded) is not None,
        _CAUSE.search(folded) is not None,
    )
    return tuple(
        Reply(
            look,
            len(terms & _words(f"{text}\n{before}")) / len(terms),
            asks,
            asks.cause and _CAUSAL.search(fold(text)) is not None,
            among,
        )
        for look, text, before in looks
    )


def find_terms(question: str) -> set[str]:
    """The keywords that tell what a question is about; never none."""
    bare = _GENERAL.sub(" ", fold(question))
    return {each.rstrip("*") for each in build_terms(bare if bare.strip(_STOPS) else question)} or {question}


def _words(text: str) -> set[str]:
    """The keywords of a text, and its characters, for a word of a question that is a single one."""
    words = split_words(text)
    return {*words, *(letter for word in words for letter in word if not letter.isascii())}
