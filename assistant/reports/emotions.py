"""The emotion of each stage as figures."""

from collections.abc import Sequence

from assistant.journey import Emotion, Stage
from assistant.reports import phrasing, picture_words, words
from assistant.reports.blocks import (
    Block,
    Heading,
    Line,
    LineChart,
    Paragraph,
    Row,
    Run,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice


def emotion_table(
    voice: Voice, stages: Sequence[Stage], segments: Sequence[tuple[str | None, str]], width: float
) -> Table:
    """Segments down, stages across: the mean sentiment with its word and the number of statements."""
    first = 25.0 if len(segments) == 1 else 30.0
    column = (width - first) / len(stages)
    header = Row(
        (
            text_cell("TableHead", voice.say(words.EMOTION), "head"),
            *(text_cell("TableHead", voice.say(stage.label), "head") for stage in stages),
        ),
        header=True,
    )
    rows = [
        Row(
            (
                text_cell("TableSide", label, "side"),
                *(emotion_cell(voice, _find_emotion(voice, stage.id, segment)) for stage in stages),
            )
        )
        for segment, label in segments
    ]
    return Table((first, *(column for _ in stages)), (header, *rows), voice.say(words.EMOTION_SCALE))


def build_curve(voice: Voice, theme: Theme, *, landscape: bool) -> list[Block]:
    """A page with the emotion curve and its figures; nothing where there is no curve to draw."""
    width = theme.text_width(landscape=landscape)
    stages, segments = voice.draft.model.stages, [(each.segment, each.label) for each in voice.draft.maps]
    chart = emotion_chart(voice, stages, segments, (width, 78.0 if landscape else 88.0))
    if not chart:
        return []
    return [
        Heading(voice.say(picture_words.CURVE), 1, new_page=True),
        text_paragraph("Lead", voice.say(picture_words.CURVE_LEAD), keep_next=True),
        *chart,
        emotion_table(voice, stages, segments, width),
    ]


def emotion_chart(
    voice: Voice, stages: Sequence[Stage], segments: Sequence[tuple[str | None, str]], size: tuple[float, float]
) -> list[LineChart]:
    """The emotion curve, one line a segment; none where fewer than two stages have a figure."""
    lines = [(label, [_find_emotion(voice, stage.id, segment) for stage in stages]) for segment, label in segments]
    drawn = [
        Line(label, tuple(round(each.mean, 2) if each and each.statements else None for each in emotions))
        for label, emotions in lines
    ]
    drawn = [line for line in drawn if any(value is not None for value in line.values)]
    if max((sum(value is not None for value in line.values) for line in drawn), default=0) < 2:
        return []
    names = tuple(voice.say(stage.label) for stage in stages)
    said = [_line_words(voice, names, line) for line in drawn]
    description = voice.say(
        picture_words.CURVE_DESCRIPTION, lines=("; " if voice.language == "en" else "；").join(said)
    )
    return [LineChart(names, tuple(drawn), (-2.0, 2.0), size, voice.say(picture_words.CURVE), description)]


def _line_words(voice: Voice, stages: Sequence[str], line: Line) -> str:
    figures = [
        f"{stage} {phrasing.signed(value)}" if value is not None else f"{stage} {voice.say(words.NO_FIGURE)}"
        for stage, value in zip(stages, line.values, strict=True)
    ]
    return line.label + voice.colon + voice.listed(figures)


def emotion_cell(voice: Voice, emotion: Emotion | None) -> TableCell:
    """One figure, such as "−0.6 rather dissatisfied n = 12", or "no statements"."""
    if emotion is None or emotion.statements == 0:
        return text_cell("TableNote", voice.say(words.NO_FIGURE))
    word = voice.say(phrasing.emotion_word(emotion.mean))
    figure = Run(phrasing.signed(emotion.mean), "Strong")
    return TableCell((Paragraph("TableText", (figure, Run(f" {word} "), Run(f"n={emotion.statements}", "Muted"))),))


def _find_emotion(voice: Voice, stage: str, segment: str | None) -> Emotion | None:
    for insight in voice.draft.insights:
        if insight.stage == stage:
            return next((each for each in insight.emotions if each.segment == segment), None)
    return None
