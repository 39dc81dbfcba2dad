"""Statements about the journey whose speakers belong to no known segment: counted and listed, in none of the maps."""

from collections.abc import Sequence

from assistant.journey import Evidence, Role
from assistant.reports import words
from assistant.reports.blocks import Block, Heading, Paragraph, Row, Run, Table, TableCell, text_cell, text_paragraph
from assistant.reports.evidence_words import quote_runs
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice

_SPEAKER_WIDTH = 62.0


def build_unsegmented(voice: Voice, theme: Theme) -> list[Block]:
    """Who said what, so that a person can name the segment and draft again; nothing where all is known."""
    said: dict[tuple[str, str, str], list[Evidence]] = {}
    for key in voice.draft.unsegmented:
        each = voice.evidence.get(key)
        if each is not None:
            who = each.speaker or voice.say(words.UNKNOWN_SPEAKER)
            said.setdefault((who, voice.say(words.ROLES[each.role]), each.document), []).append(each)
    if not said:
        return []
    heads = (words.SPEAKER, words.STATEMENTS)
    header = Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)
    # What customers and unknown speakers said can be given a segment; what staff say often has none.
    ordered = sorted(said.items(), key=lambda entry: entry[1][0].role is Role.STAFF)
    rows = tuple(_row(voice, speaker, found) for speaker, found in ordered)
    width = theme.text_width(landscape=True)
    lead = voice.say(words.UNSEGMENTED_LEAD, count=len(voice.draft.unsegmented))
    return [
        Heading(voice.say(words.UNSEGMENTED), 1, new_page=True),
        text_paragraph("Lead", lead, keep_next=True),
        Table((_SPEAKER_WIDTH, width - _SPEAKER_WIDTH), (header, *rows), voice.say(words.UNSEGMENTED)),
    ]


def _row(voice: Voice, speaker: tuple[str, str, str], found: Sequence[Evidence]) -> Row:
    who, role, document = speaker
    side = TableCell(
        (
            Paragraph("TableText", (Run(who, "Strong"), Run(f" {role}", "Muted"))),
            text_paragraph("TableNote", document),
            text_paragraph("TableNote", voice.say(words.STATEMENTS_COUNTED, count=len(found))),
        )
    )
    return Row((side, TableCell(tuple(_said(voice, each) for each in found))), apart=True)


def _said(voice: Voice, each: Evidence) -> Paragraph:
    where = each.locator.describe(voice.language)
    return Paragraph(
        "TableText",
        (Run(each.key, "Key"), Run(" "), *quote_runs(voice, each), Run(f" {where}" if where else "", "Muted")),
    )
