"""The collection plan put together: open questions, then methods with their sizes, people, and what is ready to use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from assistant.drafting.collecting.holdings import Holdings
from assistant.drafting.collecting.inquiries import Asking, find_inquiries
from assistant.drafting.gaps.research import ENOUGH
from assistant.drafting.gaps.writing import find_team
from assistant.journey import Dimension, GapKind, Role
from assistant.journey.collection import (
    CollectionPlan,
    DataRequest,
    Inquiry,
    MethodUse,
    OpenQuestion,
    PlanRule,
    Recruit,
    SurveyItem,
)
from assistant.playbook import Guidance, Playbook, StageGuidance
from assistant.research import METHODS, ResearchGuide, ResearchMethod
from assistant.wording import Language, Text, joined

_CONFIDENCE = Fraction(196, 100)
"""Standard normal quantile of a 95% interval."""
_MARGIN, _FINE_MARGIN = 10, 5
_SURVEY_SIZE = Text(
    "每个客群 {few} 份有效问卷（95% 置信水平下误差不超过 ±{margin} 个百分点）；要分得更细，需要 {many} 份（±{fine}）。"
    "算法：1.96² × 0.5 × 0.5 ÷ 误差²，向上取整；客户总数不到几千时可以少一些。",
    "{few} completed questionnaires a segment (an error of at most ±{margin} percentage points at 95% confidence); for a "
    "finer reading {many} (±{fine}). Computed as 1.96² × 0.5 × 0.5 ÷ error², rounded up; with fewer than a few "
    "thousand customers in all, fewer will do.",
)
_INTERVIEW_SIZE = Text(
    "每个客群先做到 {enough} 位，到 12 位左右多半不再有新的主题（Guest 等 2006）；连续两位没有新的发现就可以停。",
    "{enough} people a segment to begin with; by about 12 hardly any new themes come up (Guest et al. 2006). Stop when two "
    "in a row bring nothing new.",
)
_RECRUIT_NOTE = Text(
    "已听 {heard} 位，还要 {more} 位；其中至少一位是用过又离开的。",
    "Heard: {heard}; still to be heard: {more}, at least one of whom has left.",
)
_RECRUIT_DONE = Text(
    "已听 {heard} 位，够做访谈；还没有听到离开的客户就补一位。",
    "Heard: {heard}, enough for interviews; add one who has left if none has been heard.",
)
_TEAM_NOTE = Text(
    "{stages}：还没有听过这一方的说法，至少一位一线的人。",
    "{stages}: nobody of this side was heard; at least one who deals with customers.",
)
_WATCH = Text("{stage}：{what}", "{stage}: {what}")
_DATA_TEAM = Text("数据与信息团队", "data and IT")
_LEAST_STAFF = 1


@dataclass(frozen=True)
class PlanRequest:
    """What a plan is made from. `basis` says in the plan's language what it rests on, `draft` by which draft's number."""

    client: str
    language: Language
    created: str
    playbook: Playbook
    guide: ResearchGuide
    holdings: Holdings
    basis: Text
    draft: int | None = None


def build_collection_plan(request: PlanRequest) -> CollectionPlan:
    """The plan; the same request gives the same plan."""
    asking = Asking(request.playbook, request.guide, request.holdings, request.language)
    inquiries = find_inquiries(asking)
    requests = tuple(_requests(asking))
    say = asking.say
    return CollectionPlan(
        client=request.client,
        language=request.language,
        created=request.created,
        draft=request.draft,
        basis=say(request.basis),
        inquiries=inquiries,
        methods=tuple(_method_uses(inquiries, asking)),
        recruits=(*_customers(asking), *_teams(asking)),
        survey=tuple(_survey_items(inquiries, asking)),
        questions=tuple(_open_questions(inquiries, asking)),
        topics=tuple(each.question for each in inquiries if "focus-group" in each.methods),
        watch=tuple(_watch(inquiries, asking)),
        requests=requests,
        principles=tuple(say(each.text) for each in request.guide.principles),
        rules=tuple(
            PlanRule(say(each.text), say(each.law) if each.law is not None else "") for each in request.guide.rules
        ),
    )


def sample_size(margin: int) -> int:
    """How many answers a share needs for an error of at most `margin` percentage points at 95% confidence (Cochran 1977)."""
    return ceil(_CONFIDENCE**2 * Fraction(1, 4) / Fraction(margin, 100) ** 2)


def _method_uses(inquiries: Sequence[Inquiry], asking: Asking) -> Iterator[MethodUse]:
    for name in METHODS:
        first = sum(each.methods[0] == name for each in inquiries)
        after = sum(name in each.methods[1:] for each in inquiries)
        if first or after:
            method = asking.guide.methods[name]
            yield MethodUse(
                name,
                asking.say(method.label),
                first,
                after,
                asking.say(method.good_for),
                asking.say(method.limits),
                asking.say(_size(method)),
            )


def _size(method: ResearchMethod) -> Text:
    if method.id == "survey":
        return _SURVEY_SIZE.filled(
            few=sample_size(_MARGIN), many=sample_size(_FINE_MARGIN), margin=_MARGIN, fine=_FINE_MARGIN
        )
    if method.id == "interview":
        return _INTERVIEW_SIZE.filled(enough=ENOUGH)
    return method.size or Text("", "")


def _customers(asking: Asking) -> Iterator[Recruit]:
    for each in asking.holdings.groups:
        more = max(0, ENOUGH - each.heard)
        note = _RECRUIT_NOTE if more else _RECRUIT_DONE
        yield Recruit(
            each.label,
            Role.CUSTOMER,
            each.heard,
            max(ENOUGH, each.heard),
            asking.say(note.filled(heard=each.heard, more=more)),
        )


def _teams(asking: Asking) -> Iterator[Recruit]:
    """The teams of stages in which no member of staff was heard; a team of several stages once."""
    stages: dict[str, list[Text]] = {}
    for stage in asking.playbook.model.stages:
        if not asking.holdings.staff.get(stage.id):
            stages.setdefault(asking.say(find_team(asking.playbook, stage.id)), []).append(stage.label)
    for team, labels in stages.items():
        yield Recruit(team, Role.STAFF, 0, _LEAST_STAFF, asking.say(_TEAM_NOTE.filled(stages=joined(labels))))


def _survey_items(inquiries: Sequence[Inquiry], asking: Asking) -> Iterator[SurveyItem]:
    for guidance, dimension, question in _asked(asking):
        inquiry = next((each for each in inquiries if each.id == question.id), None)
        approach = asking.guide.approach(question.id, dimension)
        if inquiry is None or "survey" not in inquiry.methods or approach.item is None:
            continue
        listed: tuple[Guidance, ...] = getattr(guidance, approach.options) if approach.options else ()
        yield SurveyItem(
            inquiry.id,
            inquiry.stage,
            asking.say(approach.item),
            asking.say(asking.guide.scales[approach.scale]),
            tuple(asking.say(each.text) for each in listed),
        )


def _asked(asking: Asking) -> Iterator[tuple[StageGuidance, Dimension, Guidance]]:
    """The playbook's questions with the dimension they fill, each once."""
    for guidance in asking.playbook.stages:
        named: set[str] = set()
        for dimension, question in guidance.cell_questions.items():
            named.add(question.id)
            yield guidance, dimension, question
        for question in guidance.questions:
            if question.id not in named:
                yield guidance, Dimension.INSIGHT, question


def _open_questions(inquiries: Sequence[Inquiry], asking: Asking) -> Iterator[OpenQuestion]:
    kpis = {
        each.cell_questions[Dimension.KPI].id for each in asking.playbook.stages if Dimension.KPI in each.cell_questions
    }
    for each in inquiries:
        if each.kind not in ("cell", "question"):
            continue
        role = Role.STAFF if each.id in kpis else Role.CUSTOMER
        if role is Role.STAFF or "interview" in each.methods:
            yield OpenQuestion(each.id, each.stage, role, each.question)


def _watch(inquiries: Sequence[Inquiry], asking: Asking) -> Iterator[str]:
    """What to write down on the spot: the steps of the stages whose questions ask for watching, and bad touchpoints."""
    stages = {each.stage for each in inquiries if "observation" in each.methods and each.kind in ("cell", "question")}
    for guidance in asking.playbook.stages:
        if asking.label(guidance.stage) in stages:
            what = joined([each.text for each in guidance.behaviours], zh="；", en="; ")
            yield asking.say(_WATCH.filled(stage=asking.playbook.model.stage(guidance.stage).label, what=what))
    yield from (each.question for each in inquiries if each.kind == "touchpoint" and each.methods[0] == "observation")


def _requests(asking: Asking) -> Iterator[DataRequest]:
    """KPIs of each stage without a figure, then the customer data that nobody mentioned."""
    for guidance in asking.playbook.stages:
        missing = [each for each in guidance.kpis if not asking.holdings.has_figure(guidance.stage, each)]
        if missing:
            yield DataRequest(
                asking.label(guidance.stage),
                tuple(asking.say(each.text) for each in missing),
                asking.say(find_team(asking.playbook, guidance.stage)),
            )
    wanted = _unused_data(asking)
    if wanted:
        yield DataRequest("", tuple(asking.say(each.text) for each in wanted), asking.say(_DATA_TEAM))


def _unused_data(asking: Asking) -> list[Guidance]:
    entries = asking.playbook.customer_data
    if not asking.holdings.states or not asking.holdings.gaps:
        return list(entries)
    named = {
        each
        for gap in asking.holdings.gaps
        if gap.kind is GapKind.DATA
        for claim in gap.claims
        if claim.computation is not None
        for each in claim.computation.inputs
    }
    return [each for each in entries if each.id in named]
