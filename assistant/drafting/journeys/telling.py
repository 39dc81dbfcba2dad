"""Which touchpoints a statement tells of: by its own words, by the question it answers, and by the stage it is coded with."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.journeys.vocabulary import ORDER, JourneyWords, Phase, TouchpointWords
from assistant.drafting.material import Told
from assistant.journey import Dimension
from assistant.sources.sentences import split_sentences

_LEAST_CONFIDENCE = 0.3
_FIRM = 0.4
_SURE = 0.6
"""Coded with less than the first, a statement's stage says nothing (small talk is coded so); hints need the second; from
the third on the stage is held against a word."""
_SCORE = re.compile(r"\W*\d{1,2}(?:\.\d)?\W*(?:分|points?|/ ?10)?\W*")


@dataclass(frozen=True)
class Mention:
    """A touchpoint that a statement tells of. `sure`: named by words that are its own; `late`: told after its time;
    `once_more`: of a second round."""

    told: Told
    words: TouchpointWords
    happened: bool
    sure: bool
    late: bool
    once_more: bool

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The words a quote of it should hold."""
        return self.words.words or self.words.hints

    @property
    def id(self) -> str:
        return self.words.id


def find_mentions(said: Sequence[Told], words: JourneyWords) -> list[Mention]:
    """The touchpoints that one teller's statements tell of, in the order of telling."""
    reader = _Reader(words)
    return [mention for told in said for mention in reader.read(told)]


class _Reader:
    """Reads one teller's statements in order, and knows what the exchange and the telling have brought so far."""

    def __init__(self, words: JourneyWords) -> None:
        self._words = words
        self._question: str | None = None
        self._in_exchange: set[str] = set()
        self._missed: set[str] = set()
        self._in_use = False

    def read(self, told: Told) -> Iterator[Mention]:
        if told.statement.question != self._question:
            self._question, self._in_exchange = told.statement.question, set()
        if self._words.wish_asks.search(told.asked) or self._words.wish_words.search(told.folded):
            return
        for mention in self._find(told):
            if mention.id in self._in_exchange:
                continue
            self._in_exchange.add(mention.id)
            if not mention.happened:
                if mention.id not in self._missed and mention.words.owed:
                    self._missed.add(mention.id)
                    yield mention
            elif not (mention.words.owed and mention.id in self._missed):
                # "perhaps it went to my husband": what never came did not come because it is spoken of again
                self._in_use = self._in_use or mention.words.phase is Phase.USE
                yield mention

    def _find(self, told: Told) -> Iterator[Mention]:
        words = self._words
        asked = [each for each in words.touchpoints if each.asks is not None and each.asks.search(told.asked)]
        refused = _refuses(told, words)
        late, again = bool(words.looking_back.search(told.exchange)), bool(words.once_more.search(told.folded))
        strong = _find_strong(told, asked, words)
        if strong and not any(each in asked for _, each in strong):
            strong += [pair for pair in _find_hinted(told, asked, words) if pair[1] in asked]
        strong = [pair for pair in strong if not any(each.id in pair[1].unless for _, each in strong)]
        found = _keep_asked(strong, asked) or self._find_weak(told, asked, refused)
        sure = bool(strong) or any(each.hints and each.hints.search(told.folded) for each in asked)
        for _, each in sorted(found, key=lambda pair: pair[0]):
            happened = not (refused and each in asked) and not _is_denied(told, each, words)
            answered = each in asked and _fits(told, each, words) and told.coding.confidence >= _SURE
            yield Mention(told, each, happened, sure or answered, late, again)
        if refused:
            for each in asked:
                yield Mention(told, each, False, False, late, again)

    def _find_weak(
        self, told: Told, asked: Sequence[TouchpointWords], refused: bool
    ) -> list[tuple[int, TouchpointWords]]:
        """What hints, the playbook's words for the stage, or the question alone show."""
        hinted = list(_find_hinted(told, asked, self._words))
        wanted = [pair for pair in hinted if pair[1] in asked]
        if wanted:
            return wanted
        if hinted and not asked:
            return [min(hinted, key=lambda pair: (pair[1].phase is Phase.ANY) is not self._in_use)]
        if refused:
            return []
        listed = [] if asked else list(_find_listed(told, self._words))
        if listed:
            return listed
        if self._in_exchange or not _is_about_journey(told) or _SCORE.fullmatch(told.folded):
            return []
        only = asked if len(asked) == 1 else [each for each in asked if _fits(told, each, self._words)]
        only = [each for each in only if each.ongoing] or only  # how it went, asked in one: what goes on is meant
        return [(0, only[0])] if len(only) == 1 else []


def _find_strong(
    told: Told, asked: Sequence[TouchpointWords], words: JourneyWords
) -> list[tuple[int, TouchpointWords]]:
    """The touchpoints that the statement names in words of their own, or in those of the question, and where."""
    about = _is_about_journey(told)
    found: list[tuple[int, TouchpointWords]] = []
    for each in words.touchpoints:
        patterns = (each.words, each.asks if each in asked else None)
        places = [match.start() for pattern in patterns if pattern and (match := pattern.search(told.folded))]
        if places and (each in asked or (about and not _is_too_early(told, each, words))):
            found.append((min(places), each))
    return found


def _keep_asked(
    found: list[tuple[int, TouchpointWords]], asked: Sequence[TouchpointWords]
) -> list[tuple[int, TouchpointWords]]:
    """Where what was asked for is named and belongs to use, of the rest only what does not come before it in a journey."""
    named = [each for _, each in found if each in asked]
    if not named:
        return found
    if not any(each.phase in (Phase.USE, Phase.ANY) for each in named):
        return found
    least = max(ORDER.index(each.phase) if each.phase in ORDER else len(ORDER) for each in named)
    return [
        (place, each)
        for place, each in found
        if each in asked or (each.phase in ORDER and ORDER.index(each.phase) >= least)
    ]


def _find_hinted(
    told: Told, asked: Sequence[TouchpointWords], words: JourneyWords
) -> Iterator[tuple[int, TouchpointWords]]:
    spoken_of = told.dimension in (Dimension.TOUCHPOINT, Dimension.BEHAVIOUR) and told.coding.confidence >= _FIRM
    for each in words.touchpoints:
        match = each.hints.search(told.folded) if each.hints is not None else None
        if match is not None and (each in asked or (spoken_of and _fits(told, each, words))):
            yield match.start(), each


def _find_listed(told: Told, words: JourneyWords) -> Iterator[tuple[int, TouchpointWords]]:
    """Touchpoints by the playbook's words for the stage that the statement is coded with first."""
    if told.stage is None or told.coding.confidence < _FIRM or told.dimension is not Dimension.TOUCHPOINT:
        return
    for each in words.touchpoints:
        pattern = each.by_stage.get(told.stage)
        match = pattern.search(told.folded) if pattern is not None else None
        if match is not None:
            yield match.start(), each


def _is_about_journey(told: Told) -> bool:
    return bool(told.coding.stages) and told.coding.confidence >= _LEAST_CONFIDENCE


def _fits(told: Told, words: TouchpointWords, journey: JourneyWords) -> bool:
    """Whether the touchpoint may be met in the statement's first stage."""
    if told.stage is None:
        return False
    return words.phase is Phase.ANY or words.phase in journey.phases.get(told.stage, frozenset())


def _is_too_early(told: Told, words: TouchpointWords, journey: JourneyWords) -> bool:
    """Whether the statement is firmly coded with a stage that lies before any in which the touchpoint is met."""
    phases = journey.phases.get(told.stage or "", frozenset())
    if words.phase not in ORDER or told.coding.confidence < _SURE or not phases:
        return False
    return all(ORDER.index(each) < ORDER.index(words.phase) for each in phases if each in ORDER)


def _refuses(told: Told, words: JourneyWords) -> bool:
    """Whether the statement begins with a plain no to its question."""
    match = words.refusals.match(told.folded)
    if match is None or not told.asked:
        return False
    following = told.folded[match.end() : match.end() + 1]
    return not following or not following.isalnum()


def _is_denied(told: Told, words: TouchpointWords, journey: JourneyWords) -> bool:
    """Whether every sentence that names the touchpoint says that it never took place."""
    if words.words is None:
        return False
    naming = [each for each in split_sentences(told.folded) if words.words.search(each)]
    return bool(naming) and all(journey.never.search(each) for each in naming)
