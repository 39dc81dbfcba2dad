"""Evidence gaps: cells of the maps without a claim, and playbook questions that nobody answered."""

from assistant.drafting.computing import compute_count
from assistant.drafting.gaps.writing import RESEARCH_TEAM, GapWork, listed
from assistant.journey import Dimension, Gap, GapKind, Level
from assistant.playbook import Guidance, StageGuidance
from assistant.wording import Text, joined, same

DIMENSION_LABELS = {
    Dimension.BEHAVIOUR: Text("客户行为", "customer behaviours"),
    Dimension.TOUCHPOINT: Text("触点", "touchpoints"),
    Dimension.KPI: Text("关键绩效指标", "KPIs"),
    Dimension.INSIGHT: Text("客户洞察", "customer insights"),
}
_ASKED = (Dimension.BEHAVIOUR, Dimension.INSIGHT, Dimension.TOUCHPOINT)
_TITLE_BOTH = Text(
    "{stage}：地图上 {cells} 格没有证据，{questions} 个问题没有人回答",
    "{stage}: map cells without evidence: {cells}; questions nobody answered: {questions}",
)
_TITLE_CELLS = Text("{stage}：地图上 {cells} 格没有证据", "{stage}: map cells without evidence: {cells}")
_TITLE_QUESTIONS = Text("{stage}：{questions} 个问题没有人回答", "{stage}: questions nobody answered: {questions}")
_CELLS = Text(
    "{stage}阶段没有证据的格子有 {count} 个：{which}。",
    "Cells of the {stage} stage without evidence: {count} ({which}).",
)
_CELL = Text("{segment}的{dimension}", "{dimension} of {segment}")
_QUESTIONS = Text(
    "手册为{stage}阶段列出的问题里，有 {count} 个在笔记中没有找到回答。",
    "The playbook's questions for the {stage} stage without an answer in the notes: {count}.",
)
_NEXT = Text("下一轮访谈先问：{questions}", "In the next interviews ask first: {questions}")
_NEXT_STAFF = Text(
    "向负责这个阶段的团队要数据，先问：{questions}",
    "Ask the team in charge of this stage for its figures, beginning with: {questions}",
)


def find_evidence_gaps(work: GapWork) -> list[Gap]:
    """One gap a stage that lacks anything, so that the list stays readable.

    Severity: high where behaviour or insight of a segment is empty or at least half of the questions are open; medium
    where a touchpoint cell is empty or any question open; low where only KPI cells are empty. Effort is low: it takes
    asking.
    """
    found = [_build_gap(guidance, work) for guidance in work.material.playbook.stages]
    return [gap for gap in found if gap is not None]


def _build_gap(guidance: StageGuidance, work: GapWork) -> Gap | None:
    stage = guidance.stage
    empty = [(each, cell) for each in work.maps for cell in each.cells if cell.stage == stage and not cell.claims]
    unanswered = [question for question in guidance.questions if work.answers.state(question) == "open"]
    if not empty and not unanswered:
        return None
    label = work.stage_label(stage)
    claims = []
    if empty:
        cells = compute_count([f"{each.segment or 'all'}/{stage}/{cell.dimension}" for each, cell in empty])
        which = listed(
            [_CELL.filled(segment=each.label, dimension=DIMENSION_LABELS[cell.dimension]) for each, cell in empty], 8
        )
        text = _CELLS.filled(stage=work.stage_name(stage), count=cells.result, which=which)
        claims.append(work.writer.compute(text, cells, ("gap", "evidence", stage, "cells"), stage=stage))
    if unanswered:
        asked = compute_count([question.id for question in unanswered])
        text = _QUESTIONS.filled(stage=work.stage_name(stage), count=asked.result)
        claims.append(work.writer.compute(text, asked, ("gap", "evidence", stage, "questions"), stage=stage))
    dimensions = {cell.dimension for _, cell in empty}
    if dimensions & {Dimension.BEHAVIOUR, Dimension.INSIGHT} or 2 * len(unanswered) >= len(guidance.questions) > 0:
        severity = Level.HIGH
    else:
        severity = Level.MEDIUM if unanswered or Dimension.TOUCHPOINT in dimensions else Level.LOW
    only_kpis = not unanswered and dimensions == {Dimension.KPI}
    frame = _TITLE_BOTH if empty and unanswered else _TITLE_CELLS if empty else _TITLE_QUESTIONS
    return work.gap(
        GapKind.EVIDENCE,
        (stage,),
        frame.filled(stage=label, cells=len(empty), questions=len(unanswered)),
        claims,
        severity=severity,
        effort=Level.LOW,
        next_step=(_NEXT_STAFF if only_kpis else _NEXT).filled(questions=_to_ask(guidance, dimensions, unanswered)),
        owner=work.team(stage) if only_kpis else RESEARCH_TEAM,
        stage=stage,
    )


def _to_ask(guidance: StageGuidance, dimensions: set[Dimension], unanswered: list[Guidance]) -> Text:
    """What to ask first: what customers do, think and meet before figures, which interviewees seldom know."""
    asked = [guidance.cell_questions[each] for each in _ASKED if each in dimensions and each in guidance.cell_questions]
    figures = [
        guidance.cell_questions[each] for each in (Dimension.KPI,) if each in dimensions & {*guidance.cell_questions}
    ]
    texts = {question.id: question.text for question in (*asked, *unanswered, *figures)}
    numbered = [
        joined([same(f"{place}) "), text], zh="", en="") for place, text in enumerate(list(texts.values())[:3], start=1)
    ]
    return joined(numbered, zh=" ", en=" ")
