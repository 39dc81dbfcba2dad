"""Measurement gaps: KPIs that nobody tracks, or that staff say are not measured."""

import re

from assistant.drafting.choosing import choose_told
from assistant.drafting.computing import compute_count
from assistant.drafting.gaps.writing import GapWork, inside, listed
from assistant.drafting.material import Told, count_speakers
from assistant.journey import Dimension, Gap, GapKind, Level
from assistant.playbook import Guidance, StageGuidance
from assistant.wording import Text

_UNTRACKED_TITLE = Text("{stage}：笔记中没有找到对{which}的衡量", "{stage}, not found in notes: measuring {which}")
_UNTRACKED = Text(
    "{stage}阶段的关键绩效指标中，有 {count} 个在笔记里没有找到：{which}。",
    "KPIs of the {stage} stage that the notes do not mention: {count} ({which}).",
)
_UNTRACKED_NEXT = Text(
    "请{team}逐项回答：有没有记录、记在哪里、最近一次的数值；先定一个每月都看的指标。",
    "Ask {team} for each of them: is it recorded, where, and what was it last; then settle on one to look at every month.",
)
_SAID_TITLE = Text(
    "{stage}：员工说有 {count} 处没有在衡量", "{stage}: staff name what is not measured, in {count} places"
)
_SAID_ONCE_TITLE = Text("{stage}：员工说有一处没有在衡量", "{stage}: staff name one thing that is not measured")
_SAID_ONE_TITLE = Text("{stage}：员工说{which}没有在衡量", "{stage}: not measured, say staff: {which}")
_SAID_NEXT = Text(
    "和说到这些的员工一起，定出由谁、从哪个系统、多久取一次数，先把最容易取到的一项做起来。",
    "With the staff who said so, settle who takes the figure from which system and how often; begin with the easiest.",
)
_NOT_MEASURED = re.compile(
    r"没有?(?:做过?|人)?(?:统计|记录|追踪|跟踪|衡量|算过|登记|留底)|没有?(?:这个|具体的?|这方面的?)?(?:数据|数字)|"
    r"(?:不|从来不|从不|从没|没人|没法|无法)(?:统计|记录|追踪|跟踪|衡量)|统计不(?:了|到|出)|(?:看|查|算)不(?:出来|到数)|没法算|没数|"
    r"(?:do not|don't|does not|doesn't|did not|didn't|never|nobody|no one) (?:\w+ )?"
    r"(?:track|measure|count|record|log)(?:s|ed|ks)?\b|"
    r"no (?:figures|numbers|data|statistics|record|records|idea how many)|not (?:tracked|measured|recorded|counted)"
)


def find_measurement_gaps(work: GapWork) -> list[Gap]:
    """For each stage, what staff say is not measured (one gap) and the KPIs nobody mentions (one gap).

    Severity: high where staff say so about a KPI of the playbook or at least three things; else medium. KPIs nobody
    mentions: medium where that is all of the stage's KPIs, else low. Effort medium: figures must be taken regularly.
    """
    gaps: list[Gap] = []
    for guidance in work.material.playbook.stages:
        said = _find_unmeasured(guidance.stage, work)
        if said:
            gaps.append(_build_said(guidance, said, work))
        named = {kpi.id for each in said for kpi in guidance.kpis if work.words.concerns(kpi, each)}
        untracked = [kpi for kpi in guidance.kpis if kpi.id not in named and not _is_tracked(kpi, work)]
        if untracked:
            gaps.append(_build_untracked(guidance, untracked, work))
    return gaps


def says_unmeasured(told: Told) -> bool:
    """Whether a statement says that something is not measured."""
    return _NOT_MEASURED.search(told.folded) is not None


def _find_unmeasured(stage: str, work: GapWork) -> list[Told]:
    return [
        each
        for each in work.material.in_stage(stage, second=False)
        if each.by_staff and Dimension.KPI in each.coding.dimensions and says_unmeasured(each)
    ]


def _is_tracked(kpi: Guidance, work: GapWork) -> bool:
    if any(work.words.matches(kpi, each.measured) for each in work.material.scored):
        return True
    return work.words.is_spoken_of(kpi, work.material, by_customers=False)


def _build_said(guidance: StageGuidance, said: list[Told], work: GapWork) -> Gap:
    stage, label = guidance.stage, work.stage_label(guidance.stage)
    named = [kpi for kpi in guidance.kpis if any(work.words.concerns(kpi, each) for each in said)]
    if len(said) == 1 and len(named) == 1:
        title = _SAID_ONE_TITLE.filled(stage=label, which=inside(named[0].text))
    elif len(said) == 1:
        title = _SAID_ONCE_TITLE.filled(stage=label)
    else:
        title = _SAID_TITLE.filled(stage=label, count=len(said))
    return work.gap(
        GapKind.MEASUREMENT,
        (stage, "said"),
        title,
        work.quotes(choose_told(said, work.material, 5), ("measurement", stage, "said"), stage, Dimension.KPI),
        severity=Level.HIGH if named or len(said) >= 3 or len(count_speakers(said)) > 1 else Level.MEDIUM,
        effort=Level.MEDIUM,
        next_step=_SAID_NEXT,
        owner=work.team(stage),
        stage=stage,
    )


def _build_untracked(guidance: StageGuidance, untracked: list[Guidance], work: GapWork) -> Gap:
    stage, label = guidance.stage, work.stage_label(guidance.stage)
    count = compute_count([kpi.id for kpi in untracked])
    text = _UNTRACKED.filled(
        stage=work.stage_name(stage), count=count.result, which=listed([inside(kpi.text) for kpi in untracked], 8)
    )
    claim = work.writer.compute(text, count, ("gap", "measurement", stage, "untracked"), stage=stage)
    return work.gap(
        GapKind.MEASUREMENT,
        (stage, "untracked"),
        _UNTRACKED_TITLE.filled(stage=label, which=listed([inside(kpi.text) for kpi in untracked], 3)),
        [claim],
        severity=Level.MEDIUM if len(untracked) == len(guidance.kpis) else Level.LOW,
        effort=Level.MEDIUM,
        next_step=_UNTRACKED_NEXT.filled(team=work.team(stage)),
        owner=work.team(stage),
        stage=stage,
    )
