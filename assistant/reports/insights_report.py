"""Stage insights: what customers do, say and feel in each stage, what drives and blocks them, what was answered."""

from assistant.journey import Answer, Claim, StageInsight
from assistant.reports import words
from assistant.reports.blocks import Block, Heading, Paragraph, Row, Run, Table, TableCell, text_cell, text_paragraph
from assistant.reports.claims import claim_paragraphs
from assistant.reports.emotions import emotion_cell, emotion_chart, emotion_table
from assistant.reports.marks import PART_FIELDS, Mark, name_of
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice
from assistant.wording import Text

_QUESTION_WIDTH = 54.0
_CHART_HEIGHT = 66.0


def build_insights_body(voice: Voice, theme: Theme) -> list[Block]:
    """The stages at a glance, then one part for each stage."""
    blocks: list[Block] = list(_overview(voice, theme))
    for insight in voice.draft.insights:
        blocks.extend(_stage_blocks(voice, insight, theme))
    return blocks


def _overview(voice: Voice, theme: Theme) -> list[Block]:
    width = theme.text_width(landscape=False)
    segments = [(each.segment, each.label) for each in voice.draft.maps]
    return [
        Heading(voice.say(words.OVERVIEW), 1, new_page=True),
        text_paragraph("Lead", voice.say(words.EMOTION_SCALE), keep_next=True),
        *emotion_chart(voice, voice.draft.model.stages, segments, (width, _CHART_HEIGHT)),
        emotion_table(voice, voice.draft.model.stages, segments, width),
        text_paragraph("TableCaption", voice.say(words.QUESTIONS), keep_next=True),
        _answers_overview(voice, width),
    ]


def _answers_overview(voice: Voice, width: float) -> Table:
    """For each stage how many of the playbook's questions are answered, partly answered, and open."""
    states = list(words.ANSWERED)
    header = Row(
        (
            text_cell("TableHead", voice.say(words.STAGE), "head"),
            *(text_cell("TableHeadFigure", voice.say(words.ANSWERED[state]), "head") for state in states),
        ),
        header=True,
    )
    rows = [
        Row(
            (
                text_cell("TableSide", insight.label, "side"),
                *(
                    text_cell("TableFigure", str(sum(answer.state == state for answer in insight.answers)))
                    for state in states
                ),
            )
        )
        for insight in voice.draft.insights
    ]
    column = (width - 40.0) / len(states)
    return Table((40.0, *(column for _ in states)), (header, *rows), voice.say(words.QUESTIONS))


def _stage_blocks(voice: Voice, insight: StageInsight, theme: Theme) -> list[Block]:
    parts: tuple[tuple[Text, tuple[Claim, ...]], ...] = (
        (words.DOES, insight.does),
        (words.SAYS, insight.says),
        (words.FEELS, insight.feels),
        (words.DRIVERS, insight.drivers),
        (words.BARRIERS, insight.barriers),
        (words.COMPANY, insight.company),
        (words.KPIS, insight.kpis),
    )
    blocks: list[Block] = [Heading(insight.label, 1, new_page=True)]
    if insight.goal:
        blocks.append(text_paragraph("Lead", voice.say(words.GOAL, goal=insight.goal)))
    if insight.emotions:
        blocks.append(_emotion_strip(voice, insight))
    for field, (title, claims) in zip(PART_FIELDS, parts, strict=True):
        blocks.append(Heading(voice.say(title), 2, name=name_of(Mark("part", (insight.stage,), field))))
        blocks.extend(_claims_or_missing(voice, claims))
    if insight.answers:
        blocks.append(Heading(voice.say(words.QUESTIONS), 2))
        blocks.append(_answers_table(voice, insight, theme))
    return blocks


def _emotion_strip(voice: Voice, insight: StageInsight) -> Table:
    rows = [
        Row((text_cell("TableSide", each.label or voice.segment(each.segment)), emotion_cell(voice, each)))
        for each in insight.emotions
    ]
    first = Row((text_cell("TableNote", voice.say(words.EMOTION), span=2),))
    return Table((40.0, 60.0), (first, *rows), voice.say(words.EMOTION_SCALE), "plain")


def _claims_or_missing(voice: Voice, claims: tuple[Claim, ...]) -> list[Paragraph]:
    if claims:
        return claim_paragraphs(voice, claims, "Claim")
    missing = Run(voice.say(words.MISSING), "Strong")
    separator = " " if voice.language == "en" else "　"
    return [Paragraph("MissingLine", (missing, Run(separator + voice.say(words.NOT_TOLD))))]


def _answers_table(voice: Voice, insight: StageInsight, theme: Theme) -> Table:
    width = theme.text_width(landscape=False)
    header = Row(
        (
            text_cell("TableHead", voice.say(words.QUESTION), "head"),
            text_cell("TableHead", voice.say(words.FINDINGS), "head"),
        ),
        header=True,
    )
    rows = tuple(
        _answer_row(voice, answer, name_of(Mark("answer", (insight.stage, answer.question_id))))
        for answer in insight.answers
    )
    return Table((_QUESTION_WIDTH, width - _QUESTION_WIDTH), (header, *rows), voice.say(words.QUESTIONS))


def _answer_row(voice: Voice, answer: Answer, name: str) -> Row:
    state = f"{words.ANSWER_MARKS[answer.state]} {voice.say(words.ANSWERED[answer.state])}"
    question = TableCell((text_paragraph("TableText", answer.question), text_paragraph("TableNote", state)), "side")
    if answer.claims:
        return Row((question, TableCell(tuple(claim_paragraphs(voice, answer.claims, "MapClaim")), name=name)))
    invitation = (
        text_paragraph("Missing", voice.say(words.MISSING), keep_next=True),
        text_paragraph("MissingAnswer", voice.say(words.ANSWER_HERE)),
    )
    return Row((question, TableCell(invitation, "missing", name=name)))
