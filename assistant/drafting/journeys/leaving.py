"""Where customers left: exits and bounces as they, or staff, tell them, with the reason in their words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.journeys.telling import find_mentions
from assistant.drafting.journeys.vocabulary import JourneyWords, LeavingWords
from assistant.drafting.material import Told
from assistant.journey import Evidence, Exit, ExitKind

_ENDS = re.compile(r"[。！？!?；;\n]+|\.(?=\s|$)")
_BARE = 24
"""A statement of no more letters says that somebody left and not why."""


@dataclass(frozen=True)
class Left:
    """An exit as it is told: the words that tell it and those that give the reason, which may be the same."""

    told: Told
    kind: ExitKind
    touchpoint: str | None
    evidence: Evidence
    reason: Evidence | None

    def as_exit(self, teller: str) -> Exit:
        """The exit as the draft keeps it."""
        return Exit(
            self.kind,
            self.touchpoint,
            teller,
            self.told.statement.role,
            self.told.segment,
            self.told.stage,
            self.evidence.key,
            self.reason.key if self.reason is not None else None,
        )


def find_left(said: Sequence[Told], words: JourneyWords, writer: ClaimWriter) -> Iterator[Left]:
    """The exits and bounces that one teller's statements tell of, in the order of telling."""
    if not any(each.coding.stages for each in said):
        return
    for place, told in enumerate(said):
        if words.wish_asks.search(told.asked):
            continue
        leaving = _find_leaving(told, words)
        if leaving is None or not (told.coding.stages or leaving.touchpoint or leaving.kind == "exit"):
            continue
        reason = _find_reason(place, said, leaving, words)
        yield Left(
            told,
            leaving.kind,
            leaving.touchpoint or _find_touchpoint(place, said, words),
            writer.cite(told, leaving.words),
            None if reason is None else writer.cite(reason, leaving.words if reason is told else words.reasons),
        )


def _find_leaving(told: Told, words: JourneyWords) -> LeavingWords | None:
    for each in words.leaving:
        found = each.words.search(told.folded)
        if found is not None and not words.not_done.search(_sentence_at(told.folded, found.start())):
            return each
    if words.not_done.search(told.folded) or not words.reasons.search(told.folded):
        return None
    return next((each for each in words.leaving if each.asks is not None and each.asks.search(told.asked)), None)


def _sentence_at(text: str, place: int) -> str:
    """The sentence that holds that place: "I nearly cried" says nothing of the leaving in the sentence before it."""
    begun = [each.end() for each in _ENDS.finditer(text, 0, place)]
    end = _ENDS.search(text, place)
    return text[begun[-1] if begun else 0 : end.start() if end is not None else len(text)]


def _find_touchpoint(place: int, said: Sequence[Told], words: JourneyWords) -> str | None:
    """The touchpoint the statement itself tells of, else the last one told of in the same exchange or just before."""
    told = said[place]
    before = said[max(place - 3, 0) : place + 1]
    mentions = [each for each in find_mentions(before, words) if each.happened]
    own = [each for each in mentions if each.told.id == told.id]
    chosen = own or mentions[-1:]
    return chosen[0].id if chosen else None


def _find_reason(place: int, said: Sequence[Told], leaving: LeavingWords, words: JourneyWords) -> Told | None:
    """The statement beside it that gives the reason, where it does not give one itself; the same exchange goes first."""
    told = said[place]
    if words.compares.search(told.folded) or words.reasons.search(leaving.words.sub("", told.folded)):
        return told
    after, before = said[place + 1 : place + 3], said[max(place - 2, 0) : place][::-1]
    beside = [each for each in (*before, *after) if each.statement.question == told.statement.question]
    if len(told.folded) <= _BARE:  # "I can't bind it.": the next words of the same turn explain it
        beside.sort(key=lambda each: each.order < told.order)
    return next((each for each in (*beside, *after) if words.reasons.search(each.folded)), None)
