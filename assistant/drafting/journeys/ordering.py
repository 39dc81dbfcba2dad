"""From the order of telling to the order in which it happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.drafting.journeys.telling import Mention
from assistant.drafting.journeys.vocabulary import ORDER, Phase

_RANKS: Mapping[Phase, int] = {phase: rank for rank, phase in enumerate(ORDER)}
_BUY, _USE = _RANKS[Phase.BUY], _RANKS[Phase.USE]


@dataclass(frozen=True)
class Occasion:
    """Mentions of one touchpoint on one occasion; `moved`: told later than it happened."""

    mentions: tuple[Mention, ...]
    moved: bool = False

    @property
    def first(self) -> Mention:
        return self.mentions[0]

    @property
    def id(self) -> str:
        return self.first.id

    @property
    def happened(self) -> bool:
        return self.first.happened


def order_occasions(mentions: Sequence[Mention], phases: Mapping[str, frozenset[Phase]]) -> list[Occasion]:
    """The occasions in the order in which they happened, as far as the telling shows it.

    What comes early in a journey (hearing of it, choosing, ordering, installing) and is told after its place is put back
    there, unless it is told of a second round. All that comes later keeps the order of telling. `phases` are those that a
    stage may tell of.
    """
    told = _join(mentions)
    ranks = _Ranking(phases).rank(told)
    firm = [place for place in range(len(told)) if not _is_stray(told[place], ranks, place)]
    told, ranks = [told[place] for place in firm], [ranks[place] for place in firm]
    lived = sorted(zip(ranks, range(len(told)), told, strict=True), key=lambda each: each[:2])
    moved = [
        Occasion(each.mentions, any(ranks[before] > rank for before in range(place))) for rank, place, each in lived
    ]
    return _drop_repeats(moved)


def _join(mentions: Sequence[Mention]) -> list[Occasion]:
    """Mentions that follow each other and are of one touchpoint make one occasion."""
    joined: list[Occasion] = []
    for each in mentions:
        if joined and joined[-1].id == each.id and joined[-1].happened == each.happened:
            joined[-1] = Occasion((*joined[-1].mentions, each))
        else:
            joined.append(Occasion((each,)))
    return joined


def _is_stray(occasion: Occasion, ranks: Sequence[int], place: int) -> bool:
    """Whether a mere hint, dropped while daily use is spoken of, would have to lie before it."""
    firm = any(each.sure or each.late for each in occasion.mentions)
    return not firm and ranks[place] < _USE and _USE in ranks[:place]


class _Ranking:
    """Gives every occasion of one telling the phase in which it lies, 0 (hear) to 4 (use)."""

    def __init__(self, phases: Mapping[str, frozenset[Phase]]) -> None:
        self._phases = phases
        self._reached = 0
        self._seen: set[str] = set()
        self._heard = False

    def rank(self, told: Sequence[Occasion]) -> list[int]:
        """The ranks in the order of telling."""
        ranks: list[int] = []
        for each in told:
            rank = self._rank_one(each.first, ranks[-1] if ranks else None)
            ranks.append(rank)
            self._reached = max(self._reached, rank)
            self._seen.add(each.id)
        return ranks

    def _rank_one(self, mention: Mention, before: int | None) -> int:
        phase = mention.words.phase
        if phase is Phase.ANY:
            return self._rank_any(mention, before)
        own = _RANKS[phase]
        if phase is Phase.HEAR:
            first, self._heard = not self._heard, True
            if first:
                return own
            return own if self._reached >= _BUY and self._is_coded(mention, Phase.HEAR) else self._reached
        if mention.once_more:
            return max(own, self._reached)
        if self._reached < _USE or mention.late:
            return own
        if phase is Phase.ARRIVE:
            return own if mention.id not in self._seen else self._reached
        return own if self._is_coded(mention, phase) else self._reached

    def _rank_any(self, mention: Mention, before: int | None) -> int:
        """Such a touchpoint lies beside what is told before it; in use, where its stage says so."""
        if mention.late and self._is_coded(mention, Phase.BUY):
            return _BUY
        if before is None:
            return _USE if self._is_coded(mention, Phase.USE) else 0
        return before if before == self._reached or self._is_coded(mention, ORDER[before]) else self._reached

    def _is_coded(self, mention: Mention, phase: Phase) -> bool:
        """Whether the first stage of the statement may tell of that phase."""
        stage = mention.told.stage
        return stage is not None and phase in self._phases.get(stage, frozenset())


def _drop_repeats(lived: Sequence[Occasion]) -> list[Occasion]:
    """Occasions side by side joined; a touchpoint is met again only where words of its own say so.

    Talk that comes back to an earlier part of the journey, or to an experience that goes on, belongs to the first time.
    """
    kept: list[Occasion] = []
    first: dict[tuple[str, bool], int] = {}
    reached = -1
    for each in lived:
        place = first.get((each.id, each.happened))
        before = next((place for place in reversed(range(len(kept))) if kept[place].happened), None)
        if place is not None and each.happened and before is not None and kept[before].id == each.id:
            place = before
        elif _is_met_again(each, reached):
            place = None
        if place is not None:
            kept[place] = Occasion((*kept[place].mentions, *each.mentions), kept[place].moved)
            continue
        first.setdefault((each.id, each.happened), len(kept))
        reached = max(reached, _RANKS.get(each.first.words.phase, -1))
        kept.append(each)
    return kept


def _is_met_again(occasion: Occasion, reached: int) -> bool:
    if any(each.once_more for each in occasion.mentions):
        return True
    if occasion.first.words.ongoing or not any(each.sure for each in occasion.mentions):
        return False
    return reached < _BUY or _RANKS.get(occasion.first.words.phase, reached) >= reached
