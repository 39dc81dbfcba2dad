"""What is still open, one inquiry each: cells, questions, contradictions, touchpoints, records, groups not heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.collecting.holdings import Group, Holdings
from assistant.drafting.gaps.evidence import DIMENSION_LABELS
from assistant.drafting.gaps.research import ENOUGH
from assistant.drafting.gaps.writing import find_team
from assistant.journey import Dimension, Gap, GapKind, steady_id
from assistant.journey.collection import Inquiry
from assistant.playbook import Guidance, Playbook, StageGuidance
from assistant.research import Approach, MethodId, ResearchGuide
from assistant.wording import Language, Text, joined, same

_NOTHING = Text("还没有人说到", "nobody speaks of it yet")
_EMPTY_FOR = Text("{dimension}：{groups}没有证据", "{dimension}: no evidence for {groups}")
_PARTLY = Text("已有 {count} 条说法，答得还不全", "statements so far: {count}; not answered in full")
_PARTLY_WHY = Text(
    "已经有人说到，接下来看有多少客户也是这样。{why}",
    "Some have spoken of it; now see for how many it holds. {why}",
)
_GAP_KNOWN = Text("见差距分析", "see the gap analysis")
_HEARD = Text("已听 {heard} 位", "heard so far: {heard}")
_THIN = Text("{group}的客户是不是都这样？", "Does it hold for customers of {group} in general?")
_WHOM_CUSTOMERS = Text("{groups}的客户", "customers of {groups}")
_WHOM_ALSO = Text("{whom}；{also}", "{whom}; {also}")
_WHOM_BOTH = Text("{team}，以及说到此事的客户", "{team}, and the customers who speak of it")
_WHOM_LEFT = Text("{group}的客户，包括用过又离开的", "customers of {group}, among them some who have left")


@dataclass(frozen=True)
class Asking:
    """What all inquiries are worded with."""

    playbook: Playbook
    guide: ResearchGuide
    holdings: Holdings
    language: Language

    def say(self, text: Text) -> str:
        return text.say(self.language)

    def label(self, stage: str | None) -> str:
        return self.say(self.playbook.model.stage(stage).label) if stage in self.playbook.model.stage_ids else ""


def find_inquiries(asking: Asking) -> tuple[Inquiry, ...]:
    """Everything open: by stage along the journey, then what concerns the whole of it."""
    found: list[Inquiry] = []
    for guidance in asking.playbook.stages:
        found += _of_stage(guidance, asking)
        found += [each for gap in asking.holdings.gaps if gap.stage == guidance.stage for each in _of_gap(gap, asking)]
    found += [each for group in asking.holdings.groups for each in _of_group(group, asking)]
    return tuple({each.id: each for each in found}.values())


def _of_stage(guidance: StageGuidance, asking: Asking) -> Iterator[Inquiry]:
    """Cells first: a question that stands in a cell too is asked once, and then for both."""
    asked: set[str] = set()
    for dimension in Dimension:
        question = guidance.cell_questions.get(dimension)
        groups = [each for each in asking.holdings.groups if (guidance.stage, dimension) in each.empty]
        if question is not None and groups:
            asked.add(question.id)
            yield _of_cell(question, guidance.stage, dimension, groups, asking)
    for question in guidance.questions:
        state = asking.holdings.states.get(question.id, "open")
        if question.id not in asked and state != "answered":
            yield _of_question(question, guidance.stage, asking)


def _of_cell(question: Guidance, stage: str, dimension: Dimension, groups: Sequence[Group], asking: Asking) -> Inquiry:
    approach = asking.guide.approach(question.id, dimension)
    label = DIMENSION_LABELS[dimension]
    known = _EMPTY_FOR.filled(dimension=Text(label.zh, label.en[:1].upper() + label.en[1:]), groups=_named(groups))
    if dimension is Dimension.KPI:
        approach = asking.guide.cells[Dimension.KPI]
        whom = find_team(asking.playbook, stage)
    else:
        whom = _customers(groups, approach)
    return Inquiry(
        question.id,
        "cell",
        asking.label(stage),
        asking.say(question.text),
        "open",
        asking.say(known),
        approach.methods,
        asking.say(approach.why),
        asking.say(whom),
    )


def _of_question(question: Guidance, stage: str, asking: Asking) -> Inquiry:
    approach = asking.guide.approach(question.id, Dimension.INSIGHT)
    partly = asking.holdings.states.get(question.id) == "partly"
    count = asking.holdings.answered.get(question.id, 0)
    return Inquiry(
        question.id,
        "question",
        asking.label(stage),
        asking.say(question.text),
        "partly" if partly else "open",
        asking.say(_PARTLY.filled(count=count) if partly else _NOTHING),
        _methods(approach, partly=partly),
        asking.say(_PARTLY_WHY.filled(why=approach.why) if partly else approach.why),
        asking.say(_customers(asking.holdings.groups, approach)),
    )


def _methods(approach: Approach, *, partly: bool) -> tuple[MethodId, ...]:
    """What some have told is next counted: where a survey suits the question it comes first then."""
    if partly and "survey" in approach.methods:
        return ("survey", *(each for each in approach.methods if each != "survey"))
    return approach.methods


def _of_gap(gap: Gap, asking: Asking) -> Iterator[Inquiry]:
    if gap.kind is GapKind.CONTRADICTION:
        situation, state = "contradiction", "unsure"
    elif gap.kind is GapKind.TOUCHPOINT:
        situation, state = ("absent" if _is_absent(gap) else "touchpoint"), "open"
    else:
        return
    approach = asking.guide.situations[situation]
    whom = _WHOM_BOTH.filled(team=gap.owner) if situation != "absent" else same(gap.owner)
    yield Inquiry(
        gap.id,
        "contradiction" if gap.kind is GapKind.CONTRADICTION else "touchpoint",
        asking.label(gap.stage),
        gap.title,
        state,
        asking.say(_GAP_KNOWN),
        approach.methods,
        asking.say(approach.why),
        asking.say(whom),
    )


def _is_absent(gap: Gap) -> bool:
    return gap.id == steady_id("gap", GapKind.TOUCHPOINT, gap.stage or "", "absent")


def _of_group(group: Group, asking: Asking) -> Iterator[Inquiry]:
    if group.heard >= ENOUGH:
        return
    approach = asking.guide.situations["thin-segment"]
    yield Inquiry(
        f"segment.{group.id or 'all'}",
        "segment",
        "",
        asking.say(_THIN.filled(group=group.label)),
        "open",
        asking.say(_HEARD.filled(heard=group.heard)),
        approach.methods,
        asking.say(approach.why),
        asking.say(_WHOM_LEFT.filled(group=group.label)),
    )


def _customers(groups: Sequence[Group], approach: Approach) -> Text:
    whom = _WHOM_CUSTOMERS.filled(groups=_named(groups))
    return _WHOM_ALSO.filled(whom=whom, also=approach.whom) if approach.whom is not None else whom


def _named(groups: Sequence[Group]) -> Text:
    return joined([same(each.label) for each in groups])
