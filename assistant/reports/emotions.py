"""The emotion of each stage as figures."""

from collections.abc import Sequence

from assistant.journey import Emotion, Stage
from assistant.reports import phrasing, words
from assistant.reports.blocks import Paragraph, Row, Run, Table, TableCell, text_cell
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
