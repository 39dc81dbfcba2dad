"""Touchpoint gaps: what the playbook recommends and nobody spoke of, and what is there and lets customers down."""

from assistant.drafting.choosing import choose_told
from assistant.drafting.computing import compute_count, compute_mean
from assistant.drafting.gaps.writing import MOST_QUOTES, GapWork, by_coding, inside, listed
from assistant.drafting.journeys.vocabulary import shipped_journey_words
from assistant.drafting.material import Told, count_speakers
from assistant.journey import Gap, GapKind, Level
from assistant.playbook import Guidance, StageGuidance
from assistant.wording import Text

_ABSENT_TITLE = Text(
    "{stage}：笔记中没有找到{which}（手册建议的触点）",
    "{stage}, not found in notes: {which} (recommended by the playbook)",
)
_ABSENT = Text(
    "手册为{stage}阶段建议的触点中，有 {count} 个在笔记里没有找到：{which}。",
    "Touchpoints that the playbook recommends for the {stage} stage and the notes do not mention: {count} ({which}).",
)
_ABSENT_NEXT = Text(
    "先确认公司有没有这些触点：有的，问客户为什么没用到；没有的，判断这群客户是否需要，再决定要不要建。",
    "Find out whether the company has them: if so, ask customers why they did not use them; if not, judge whether these "
    "customers need them before building any.",
)
_NEGATIVE_TITLE = Text(
    "{stage}：{touchpoint}让 {count} 位客户不满", "{stage}: {touchpoint} lets {count} customers down"
)
_NEGATIVE = Text(
    "{coded}在{stage}阶段提到{touchpoint}的客户陈述，平均情感为 {mean}。",
    "What customers say of {touchpoint} in the {stage} stage has a mean sentiment of {mean}{coded}.",
)
_NEGATIVE_NEXT = Text(
    "由{team}和提到此事的客户各谈一次，按先后写下客户在这个触点上经历了什么，再定先改哪一处。",
    "Have {team} talk to each of these customers, write down step by step what happened at {touchpoint}, and decide what "
    "to mend first.",
)
_CLEARLY_NEGATIVE = -0.5


def find_touchpoint_gaps(work: GapWork) -> list[Gap]:
    """Absent touchpoints (one gap a stage) and clearly negative ones (one gap each).

    Absent: none of a touchpoint's words in anything that an interviewee said or was asked, about the journey or not, and no
    hint at it in what is told of the stage. Severity medium where at least half of a
    stage's touchpoints are absent, else low; effort high, as something may have to be built.
    Negative: at least two customers, mean sentiment −0.5 or below. Severity high from three customers or where one of
    them is at −2, else medium; effort medium.
    """
    gaps: list[Gap] = []
    for guidance in work.material.playbook.stages:
        absent = [each for each in guidance.touchpoints if not _is_spoken_of(each, guidance.stage, work)]
        if absent:
            gaps.append(_build_absent(guidance, absent, work))
        for touchpoint in guidance.touchpoints:
            gap = _build_negative(guidance.stage, touchpoint, work)
            if gap is not None:
                gaps.append(gap)
    return gaps


def _is_spoken_of(touchpoint: Guidance, stage: str, work: GapWork) -> bool:
    """Whether anybody can be said to have mentioned it: that nobody did is said of a touchpoint only when in no doubt."""
    if work.words.is_spoken_of(touchpoint, work.material):
        return True
    short_id = touchpoint.id.rsplit(".", 1)[-1]
    known = shipped_journey_words(work.material.playbook).touchpoints
    words = next((each for each in known if each.id == short_id), None)
    if words is None:
        return False
    if words.words is not None and words.words.search(work.material.spoken):
        return True
    here = work.material.in_stage(stage)
    return words.hints is not None and any(words.hints.search(each.folded) for each in here)


def _build_absent(guidance: StageGuidance, absent: list[Guidance], work: GapWork) -> Gap:
    stage, label = guidance.stage, work.stage_label(guidance.stage)
    count = compute_count([each.id for each in absent])
    which = listed([inside(each.text) for each in absent])
    claim = work.writer.compute(
        _ABSENT.filled(stage=work.stage_name(stage), count=count.result, which=which),
        count,
        ("gap", "touchpoint", stage, "absent"),
        stage=stage,
    )
    return work.gap(
        GapKind.TOUCHPOINT,
        (stage, "absent"),
        _ABSENT_TITLE.filled(stage=label, which=listed([inside(each.text) for each in absent], 3)),
        [claim],
        severity=Level.MEDIUM if 2 * len(absent) >= len(guidance.touchpoints) else Level.LOW,
        effort=Level.HIGH,
        next_step=_ABSENT_NEXT,
        owner=work.team(stage),
        stage=stage,
    )


def _build_negative(stage: str, touchpoint: Guidance, work: GapWork) -> Gap | None:
    told = [
        each
        for each in work.material.in_stage(stage, second=False)
        if each.by_customer and work.words.mentions(touchpoint, each)
    ]
    unhappy = [each for each in told if each.sentiment < 0 and work.material.is_felt(each)]
    speakers = count_speakers(unhappy)
    if len(speakers) < 2:
        return None
    mean = compute_mean([each.sentiment for each in told])
    if float(mean.result) > _CLEARLY_NEGATIVE:
        return None
    label = work.stage_label(stage)
    place = ("touchpoint", stage, touchpoint.id)
    claims = [
        work.writer.compute(
            _NEGATIVE.filled(
                stage=work.stage_name(stage),
                touchpoint=inside(touchpoint.text),
                mean=mean.result,
                coded=by_coding(told),
            ),
            mean,
            ("gap", *place),
            stage=stage,
        ),
        *work.quotes(choose_told(unhappy, work.material, MOST_QUOTES), place, stage),
    ]
    return work.gap(
        GapKind.TOUCHPOINT,
        (stage, touchpoint.id),
        _NEGATIVE_TITLE.filled(stage=label, touchpoint=inside(touchpoint.text), count=len(speakers)),
        claims,
        severity=_severity(unhappy, speakers),
        effort=Level.MEDIUM,
        next_step=_NEGATIVE_NEXT.filled(team=work.team(stage), touchpoint=inside(touchpoint.text)),
        owner=work.team(stage),
        stage=stage,
    )


def _severity(unhappy: list[Told], speakers: list[str]) -> Level:
    return Level.HIGH if len(speakers) >= 3 or min(each.sentiment for each in unhappy) <= -2 else Level.MEDIUM
