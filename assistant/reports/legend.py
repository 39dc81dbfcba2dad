"""How to read a report: what the marks, the keys and the empty cells mean."""

from assistant.journey import Verdict
from assistant.reports import words
from assistant.reports.blocks import Block, Bookmark, Paragraph, Row, Run, Table, TableCell, text_cell, text_paragraph
from assistant.reports.claims import LEGEND_NAME
from assistant.reports.voice import Voice

_WIDTHS = (9.0, 38.0, 117.0)


def build_legend(voice: Voice, key: str) -> list[Block]:
    """The marks with their meaning; bookmarked, every mark of the report links to it. `key` is one that it cites, or ""."""
    rows = [_mark_row(voice, verdict, named=place == 0) for place, verdict in enumerate(words.MARKS)]
    others = (
        *(((key, words.KEYS_EXPLAINED),) if key else ()),
        (voice.say(words.MISSING), words.MISSING_EXPLAINED),
    )
    rows.extend(
        Row((text_cell("TableText", sign, span=2), text_cell("TableNote", voice.say(meaning))))
        for sign, meaning in others
    )
    return [
        text_paragraph("SummaryHead", voice.say(words.HOW_TO_READ), keep_next=True),
        Table(_WIDTHS, tuple(rows), voice.say(words.HOW_TO_READ), "plain"),
    ]


def verdict_counts(voice: Voice, width: float) -> Table:
    """How many claims of the draft bear each mark, side by side."""
    claims = voice.draft.claims()
    cells = tuple(
        TableCell(
            (
                Paragraph(
                    "TableText",
                    (
                        Run(mark, "Mark"),
                        Run(f" {sum(claim.verdict is verdict for claim in claims)} ", "Strong"),
                        Run(voice.say(words.VERDICTS[verdict])),
                    ),
                ),
            )
        )
        for verdict, mark in words.MARKS.items()
    )
    return Table(tuple(width / len(cells) for _ in cells), (Row(cells),), voice.say(words.CLAIMS_BY_VERDICT), "plain")


def _mark_row(voice: Voice, verdict: Verdict, *, named: bool) -> Row:
    mark = Run(words.MARKS[verdict], "Mark")
    return Row(
        (
            TableCell((Paragraph("TableText", (Bookmark(LEGEND_NAME, (mark,)) if named else mark,)),)),
            text_cell("TableText", voice.say(words.VERDICTS[verdict])),
            text_cell("TableNote", voice.say(words.VERDICTS_EXPLAINED[verdict])),
        )
    )
