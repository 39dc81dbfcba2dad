"""Follow-up questions by rules: where an answer is thin, feels something without saying why, or opens something new."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
_LONGEST_ECHO = 40
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

_RATING = Text("是什么让您给出这个分数？", "What made you give that score?")
_FIGURE = Text("大概是多少？说个约数也可以。", "Roughly how much or how many? An estimate will do.")
_MORE = Text("能再多说一些吗？比如最近一次是什么情形？", "Could you tell me more? The last time, for example?")
_FELT = Text("您刚才说“{words}”，当时是什么情况？", "You said “{words}”. What happened there?")
_NEW = Text("您提到了“{words}”，这一段能再讲讲吗？", "You mentioned “{words}”. Could you tell me about that?")
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


@dataclass
class RuleProber:
    """Follow-ups without a model. Each rule is used once a question; "I do not know" is left alone."""

    playbook: Playbook
    lexicon: SentimentLexicon
    language: Language
    _patterns: dict[str, "re.Pattern[str] | None"] = field(default_factory=dict)

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
        clauses = [each for each in split_clauses(reply.text) if measure(each) <= _LONGEST_ECHO]
        felt = [(abs(self.lexicon.read_feeling(each).strongest), each) for each in clauses]
        strongest = max(felt, default=(0.0, ""), key=lambda pair: pair[0])
        return _FELT.filled(words=strongest[1]) if strongest[0] >= 1 else None

    def _ask_about_new(self, reply: Reply) -> Text | None:
        """The first touchpoint of another stage that nobody spoke of before."""
        known = fold(" ".join((reply.asked, *reply.earlier)))
        folded = fold(reply.text)
        for guidance in self.playbook.stages:
            if guidance.stage == reply.question.stage.id:
                continue
            pattern = self._pattern(guidance.stage)
            for found in pattern.finditer(folded) if pattern is not None else ():
                at = reply.text.casefold().find(found.group())
                if found.group() not in known and at >= 0:
                    return _NEW.filled(words=reply.text[at : at + len(found.group())])
        return None

    def _ask_how_often(self, reply: Reply) -> Text | None:
        found = _VAGUE.search(reply.text)
        return _HOW_OFTEN.filled(words=found.group()) if found and not find_figures(reply.text) else None

    def _pattern(self, stage: str) -> "re.Pattern[str] | None":
        if stage not in self._patterns:
            entries = self.playbook.guidance(stage).touchpoints
            words = [fold(word) for each in entries for word in each.words if len(word) > 1]
            self._patterns[stage] = compile_words(words)
        return self._patterns[stage]


def split_clauses(text: str) -> list[str]:
    """The clauses of an answer as they were said, without the marks between them."""
    return [each.strip() for each in re.split(r"[。！？!?；;，,：:\n…]+|\.\s", text) if each.strip()]
