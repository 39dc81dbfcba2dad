"""The uses of a journey map: what this draft can already say for each, and what is missing for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.drafting.material import Material
from assistant.journey import Claim, Dimension, Gap, GapKind, Level, MapUse, SegmentMap, StageInsight
from assistant.journey import Journeys as JourneysTold
from assistant.wording import Text

_MOST = 3
_MOST_MISSING = 3
_LATE = frozenset({"retention", "loyalty"})
_CHOICE = frozenset({"consideration", "purchase"})

_NO_EVIDENCE = Text("笔记里还没有可用的证据。", "The notes hold no evidence for it yet.", "筆記裡還沒有可用的證據。")
_NO_SPENDING = Text(
    "各触点花了多少钱、多少人手：访谈里没有，要向公司要。",
    "What is spent on each touchpoint in money and people: interviews do not tell it; ask the company.",
)
_NO_FIGURES = Text(
    "没有指标数字的阶段：{stages}。",
    "Stages without a measured figure: {stages}.",
)
_SILENT = Text(
    "这些客群里没有人讲到离开，离开的人往往没有受访：补访没有买、没有续的客户。",
    "Nobody tells of leaving; those who left are seldom interviewed: talk to customers who did not buy or renew.",
)


@dataclass(frozen=True)
class UseWork:
    """What the uses are read from: the parts of the draft as they are."""

    material: Material
    maps: Sequence[SegmentMap]
    insights: Sequence[StageInsight]
    gaps: Sequence[Gap]
    journeys: JourneysTold

    def say(self, text: Text) -> str:
        return text.say(self.material.language)

    def akin(self, stage: str, wanted: frozenset[str]) -> bool:
        """Whether a stage of the model in use belongs to those of the reference model."""
        model = self.material.playbook.model
        return stage in model.stage_ids and bool({stage, *model.stage(stage).akin} & wanted)

    def insight_claims(self, fields: Sequence[str], wanted: frozenset[str]) -> list[Claim]:
        """The first claims of these parts of the insights, stage by stage."""
        found: list[Claim] = []
        for each in self.insights:
            if self.akin(each.stage, wanted):
                for field in fields:
                    claims: tuple[Claim, ...] = getattr(each, field)
                    found.extend(claims[:1])
        return found

    def found_gaps(self, kinds: Sequence[GapKind], wanted: frozenset[str] | None = None) -> list[Gap]:
        """Open gaps of these kinds, gravest first."""
        order = list(Level)
        fit = [
            each
            for each in self.gaps
            if each.kind in kinds
            and each.status == "open"
            and (wanted is None or (each.stage is not None and self.akin(each.stage, wanted)))
        ]
        return sorted(fit, key=lambda each: order.index(each.severity))

    def open_questions(self, wanted: frozenset[str]) -> list[str]:
        """The playbook's questions that nobody answered, in these stages."""
        return [
            answer.question
            for each in self.insights
            if self.akin(each.stage, wanted)
            for answer in each.answers
            if answer.state == "open"
        ]


_Found = tuple[list[Claim], list[Gap], list[str]]


def build_uses(work: UseWork) -> tuple[MapUse, ...]:
    """One entry for each use that the playbook names, in its order. Nothing is claimed anew: it points to claims and gaps."""
    return tuple(
        _build(each.id, work.say(each.text), _FINDERS.get(each.id.rsplit(".", 1)[-1], _nothing)(work), work)
        for each in work.material.playbook.uses
    )


def _build(name: str, text: str, found: _Found, work: UseWork) -> MapUse:
    claims, gaps, missing = found
    if not claims and not gaps:
        missing = [work.say(_NO_EVIDENCE), *missing]
    return MapUse(
        name,
        text,
        tuple(dict.fromkeys(each.id for each in claims))[:_MOST],
        tuple(dict.fromkeys(each.id for each in gaps))[:_MOST],
        tuple(dict.fromkeys(missing))[:_MOST_MISSING],
    )


def _nothing(_: UseWork) -> _Found:
    return [], [], []


def _offering(work: UseWork) -> _Found:
    claims = work.insight_claims(("drivers", "barriers"), _LATE) + work.insight_claims(("drivers",), _CHOICE)
    gaps = work.found_gaps((GapKind.OPPORTUNITY,))
    return claims, gaps, work.open_questions(_LATE)


def _resources(work: UseWork) -> _Found:
    measured = [claim for each in work.insights for claim in each.kpis[:1]]
    model = work.material.playbook.model
    empty = [each.stage for each in work.insights if not each.kpis]
    names = ("，" if work.material.language != "en" else ", ").join(work.say(model.stage(each).label) for each in empty)
    missing = [work.say(_NO_SPENDING)]
    if empty:
        missing.append(work.say(_NO_FIGURES.filled(stages=names)))
    return measured, work.found_gaps((GapKind.PROBLEM,)), missing


def _sales(work: UseWork) -> _Found:
    claims = work.insight_claims(("drivers", "barriers"), _CHOICE)
    return claims, work.found_gaps((GapKind.PROBLEM,), _CHOICE), work.open_questions(_CHOICE)


def _satisfaction(work: UseWork) -> _Found:
    claims = work.insight_claims(("feels", "drivers", "barriers"), _LATE)
    return claims, work.found_gaps((GapKind.PROBLEM, GapKind.OPPORTUNITY), _LATE), work.open_questions(_LATE)


def _service_gaps(work: UseWork) -> _Found:
    points = [claim for each in work.journeys.points for claim in each.claims[:1]]
    gaps = work.found_gaps((GapKind.CONTRADICTION, GapKind.TOUCHPOINT))
    missing = [] if points else [work.say(_SILENT)]
    missing += [
        cell.question for each in work.maps for cell in each.cells if _is_empty_touchpoint(cell.dimension, cell.claims)
    ]
    return points, gaps, missing


def _is_empty_touchpoint(dimension: Dimension, claims: Sequence[Claim]) -> bool:
    return dimension is Dimension.TOUCHPOINT and not claims


_FINDERS: dict[str, Callable[[UseWork], _Found]] = {
    "improve-offering": _offering,
    "allocate-resources": _resources,
    "drive-sales": _sales,
    "raise-satisfaction": _satisfaction,
    "find-gaps": _service_gaps,
}
