"""Follow-up questions by rules: where an answer is thin, feels something without saying why, or opens something new."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from assistant.drafting.figures import find_figures
from assistant.drafting.lexicon import SentimentLexicon
from assistant.drafting.patterns import compile_words
from assistant.journey import Dimension
from assistant.playbook import Playbook
from assistant.sessions.interview.plan import PlannedQuestion
from assistant.sources.folding import fold
from assistant.sources.language import measure
from assistant.wording import Language, Text

MOST_FOLLOW_UPS = 2
_THIN = 14
"""Chinese signs, or so many for English words, below which an answer says little."""
_SHORTEST_ECHO, _LONGEST_ECHO = 4, 40
_NOTHING_TO_SAY = re.compile(
    r"不知道|不清楚|不记得|忘了|想不起来|说不上来|没想过|没有了|没了|没什么|没有统计|没统计|无可奉告|不方便说|不想说"
    r"|\b(?:don'?t (?:know|remember|recall)|no idea|not sure|can'?t (?:say|remember)|nothing|rather not)\b",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"因为|由于|所以|因此|主要是|原因|毕竟|\b(?:because|since|due to|so that|the reason)\b", re.IGNORECASE
)
_RATES = re.compile(r"零到十|0\s*到\s*10|打几分|\bzero to ten\b|\b0 to 10\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"经常|常常|有时候?|偶尔|老是|总是|好几次|很多次|\b(?:often|sometimes|always|many times|frequently)\b"
)

_OPENING = re.compile(
    r"^(?:(?:然后|后来|还有|另外|而且|但是|不过|所以|因为|再后来|结果|就是|那个|嗯|啊|and|but|then|so|also|because)[，,、\s]*)+",
    re.IGNORECASE,
)
_DENIED = re.compile(r"没有?|从不|不是|不用|不看|不找|\b(?:no|not|never|without)\b|n't\b")
_USE = ".product-use"

_RATING = Text("是什么让您给出这个分数？", "What made you give that score?")
_FIGURE = Text("大概是多少？说个约数也可以。", "Roughly how much or how many? An estimate will do.")
_MORE = Text("能再多说一些吗？比如最近一次是什么情形？", "Could you tell me more? The last time, for example?")
_FELT = Text("您刚才说“{words}”，当时是什么情况？", "You said “{words}”. What happened there?")
_NEW = Text("您提到“{words}”，这一段能再讲讲吗？", "You mentioned “{words}”. Could you tell me about that?")
_HOW_OFTEN = Text("您说“{words}”，大概多久一次？", "You said “{words}”. How often is that, roughly?")


@dataclass(frozen=True, slots=True)
class Reply:
    """What was just answered: the planned question, how it was put, the words, and all earlier answers."""

    question: PlannedQuestion
    asked: str
    text: str
    earlier: Sequence[str] = ()


class Prober(Protocol):
    """Finds what to ask further. Never called more than `MOST_FOLLOW_UPS` times for one question."""

    def follow_up(self, reply: Reply, before: Sequence[str]) -> str | None:
        """One further question, open and made of the interviewee's own words, or None; `before` were put already."""
        ...


@dataclass(frozen=True)
class _Touchpoint:
    """One place of contact of the playbook, by the words that name it."""

    words: tuple[str, ...]

    @cached_property
    def _pattern(self) -> "re.Pattern[str] | None":
        return compile_words(self.words)

    def found_in(self, folded: str) -> bool:
        return self._pattern is not None and self._pattern.search(folded) is not None


@dataclass
class RuleProber:
    """Follow-ups without a model. Each rule is used once a question; "I do not know" is left alone."""

    playbook: Playbook
    lexicon: SentimentLexicon
    language: Language
    _known: dict[str, "tuple[_Touchpoint, ...]"] = field(default_factory=dict)

    def follow_up(self, reply: Reply, before: Sequence[str]) -> str | None:
        if _NOTHING_TO_SAY.search(reply.text) and measure(reply.text) < 2 * _THIN:
            return None
        if before and measure(reply.text) < _THIN:
            return None  # asked further already, and there was no more to say
        rules: tuple[Callable[[Reply], Text | None], ...] = (
            self._ask_reason_of_rating,
            self._ask_figure,
            self._ask_more,
            self._ask_about_feeling,
            self._ask_about_new,
            self._ask_how_often,
        )
        for rule in rules:
            found = rule(reply)
            if found is not None and (said := found.say(self.language)) not in before:
                return said
        return None

    def _ask_reason_of_rating(self, reply: Reply) -> Text | None:
        return _RATING if _RATES.search(reply.asked) and measure(reply.text) < _THIN else None

    def _ask_figure(self, reply: Reply) -> Text | None:
        wanted = reply.question.dimension is Dimension.KPI or re.search("多少|how (?:much|many)", reply.asked)
        return _FIGURE if wanted and not find_figures(reply.text) else None

    def _ask_more(self, reply: Reply) -> Text | None:
        return _MORE if measure(reply.text) < _THIN and not find_figures(reply.text) else None

    def _ask_about_feeling(self, reply: Reply) -> Text | None:
        """The strongest feeling that is told without a reason, in the interviewee's own clause."""
        if _WHY.search(reply.text):
            return None
        said = [_OPENING.sub("", each) for each in split_clauses(reply.text)]
        clauses = [each for each in said if _SHORTEST_ECHO <= measure(each) <= _LONGEST_ECHO]
        felt = [(abs(self.lexicon.read_feeling(each).strongest), each) for each in clauses]
        strongest = max(felt, default=(0.0, ""), key=lambda pair: pair[0])
        return _FELT.filled(words=strongest[1]) if strongest[0] >= 1 else None

    def _ask_about_new(self, reply: Reply) -> Text | None:
        """The first clause about a touchpoint of another stage that was neither asked about nor spoken of before.

        The clause and not the word is taken up: "师傅" alone may be anybody, and the interviewee knows what was meant.
        """
        known = fold(" ".join((reply.asked, *reply.earlier)))
        own = self._touchpoints(reply.question.stage.id)
        others = [each for one in self.playbook.stages for each in self._touchpoints(one.stage)]
        new = [each for each in others if each not in own and not each.found_in(known)]
        for clause in split_clauses(reply.text):
            said = _OPENING.sub("", clause)
            folded = fold(said)
            tells = _SHORTEST_ECHO <= measure(said) <= _LONGEST_ECHO and not _DENIED.search(folded)
            if tells and not any(each.found_in(folded) for each in own) and any(each.found_in(folded) for each in new):
                return _NEW.filled(words=said)
        return None

    def _ask_how_often(self, reply: Reply) -> Text | None:
        found = _VAGUE.search(reply.text)
        return _HOW_OFTEN.filled(words=found.group()) if found and not find_figures(reply.text) else None

    def _touchpoints(self, stage: str) -> "tuple[_Touchpoint, ...]":
        """The places of contact of one stage; the use of the product is an experience, and no place to ask about."""
        if stage not in self._known:
            entries = [each for each in self.playbook.guidance(stage).touchpoints if not each.id.endswith(_USE)]
            self._known[stage] = tuple(_Touchpoint(tuple(map(fold, each.words))) for each in entries)
        return self._known[stage]


def split_clauses(text: str) -> list[str]:
    """The clauses of an answer as they were said, without the marks between them."""
    return [each.strip() for each in re.split(r"[。！？!?；;，,：:\n…]+|\.\s", text) if each.strip()]
