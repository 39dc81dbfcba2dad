"""What the notes tell of the funnel's strategies, metrics, teams and returning customers."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from assistant.drafting.choosing import choose_told
from assistant.drafting.gaps.writing import GapWork
from assistant.drafting.material import Told, build_pattern
from assistant.journey import Answer, Dimension
from assistant.library.funnel_report import FunnelGuide
from assistant.playbook import Guidance
from assistant.sources.folding import fold

_MOST = 3
_MOST_RETURNING = 6
_BETWEEN = "[^。！？；，,.!?;]{0,8}"
"""How far a word of absence may stand from what is absent, within its clause."""


class Finder:
    """Looks for entries of the playbook in one draft's material and writes what is told of them as claims."""

    def __init__(self, work: GapWork, guide: FunnelGuide) -> None:
        self.work = work
        self.guide = guide

    def find_strategy(self, entry: Guidance, stage: str) -> Answer:
        """Who tells of the strategy in that stage, or of staff in any; "partly" where all say that it is not there."""
        pattern = build_pattern(entry.words)
        told = [each for each in self._near(stage) if pattern is not None and pattern.search(each.folded)]
        lacking = [each for each in told if self._is_lacking(pattern, each)]
        there = [each for each in told if each not in lacking]
        chosen = choose_told(there, self.work.material, _MOST - bool(lacking))
        chosen += choose_told(lacking, self.work.material, _MOST - len(chosen))
        state = "answered" if there else "partly" if lacking else "open"
        return self._answer(entry, state, chosen, stage, Dimension.TOUCHPOINT, pattern)

    def find_metric(self, entry: Guidance, stage: str, measured: Sequence[Told]) -> Answer:
        """The figures that are told of the metric, in that stage or, by staff, in any."""
        pattern = build_pattern(entry.words)
        staff = [each for each in self.work.material.told if each.by_staff and each.figures]
        candidates = {each.id: each for each in (*measured, *staff)}.values()
        told = [each for each in candidates if pattern is not None and pattern.search(each.exchange)]
        chosen = choose_told(told, self.work.material, _MOST)
        return self._answer(entry, "answered" if chosen else "open", chosen, stage, Dimension.KPI, pattern)

    def find_duty(self, entry: Guidance, stage: str) -> Answer:
        """Who says who leads the stage, or how customers are handed over there. Of leading, only staff can tell."""
        pattern = build_pattern(entry.words)
        only_staff = entry.id.endswith("lead")
        told = [
            each
            for each in self.work.material.in_stage(stage, second=False)
            if pattern is not None and pattern.search(each.folded) and (each.by_staff or not only_staff)
        ]
        chosen = choose_told(told, self.work.material, _MOST)
        return self._answer(
            entry, "answered" if chosen else "open", chosen, stage, Dimension.TOUCHPOINT, pattern, of_stage=True
        )

    def find_returning(self) -> Answer:
        """Existing customers who think of buying anew, the earliest stages first."""
        pattern = build_pattern(self.guide.returning.words)
        order = self.work.material.playbook.model.stage_ids
        told = [each for each in self.work.material.told if pattern is not None and pattern.search(each.folded)]
        told = [each for each in told if not self._is_lacking(pattern, each)]
        early = [each for each in told if each.stage in order[:3]]
        chosen = choose_told(early, self.work.material, _MOST_RETURNING)
        chosen += choose_told(
            [each for each in told if each not in early], self.work.material, _MOST_RETURNING - len(chosen)
        )
        state = "answered" if chosen else "open"
        return self._answer(self.guide.returning, state, chosen, None, Dimension.BEHAVIOUR, pattern)

    def _near(self, stage: str) -> list[Told]:
        """Statements of the stage; staff may tell of what they do for it anywhere."""
        here = {each.id for each in self.work.material.in_stage(stage)}
        return [each for each in self.work.material.told if each.id in here or each.by_staff]

    def _is_lacking(self, pattern: re.Pattern[str] | None, told: Told) -> bool:
        """Whether every mention in the statement stands with a word of absence."""
        if pattern is None:
            return False
        mentions = list(pattern.finditer(told.folded))
        return bool(mentions) and all(self._is_absent(told.folded, each) for each in mentions)

    def _is_absent(self, folded: str, mention: re.Match[str]) -> bool:
        before, after = self._absence
        return before.search(folded[: mention.start()]) is not None or after.match(folded[mention.end() :]) is not None

    @cached_property
    def _absence(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        before = _either(self.guide.lacking_before)
        after = _either(self.guide.lacking_after)
        return re.compile(f"(?:{before}){_BETWEEN}$"), re.compile(f"{_BETWEEN}(?:{after})")

    def _answer(
        self,
        entry: Guidance,
        state: str,
        chosen: Sequence[Told],
        stage: str | None,
        dimension: Dimension,
        about: re.Pattern[str] | None,
        *,
        of_stage: bool = False,
    ) -> Answer:
        place = ("funnel", stage or "", entry.id)
        claims = tuple(
            self.work.writer.quote(
                each, place, dimension=dimension, stage=stage or each.stage, segment=each.segment, about=about
            )
            for each in chosen
        )
        name = f"{stage}.{entry.id}" if of_stage else entry.id
        told = {"answered": "answered", "partly": "partly"}
        return Answer(name, self.work.say(entry.text), told.get(state, "open"), claims)  # type: ignore[arg-type]


def _either(words: Iterable[str]) -> str:
    # Not trimmed: a word that ends in a blank is found as a whole word.
    return "|".join(re.escape(fold(f"{word}|").removesuffix("|")) for word in words) or "(?!)"
