"""Findings of the funnel and of the full analysis on paper: what was asked beside what is told, open ones with room."""

from collections.abc import Mapping, Sequence

from assistant.journey import Answer, Claim
from assistant.reports import words
from assistant.reports.blocks import Link, Paragraph, Row, Run, Table, TableCell, text_cell, text_paragraph
from assistant.reports.claims import LEGEND_NAME, claim_paragraphs, formula_words, key_pieces
from assistant.reports.marks import Mark, name_of
from assistant.reports.voice import Voice
from assistant.wording import Text

_QUESTION_WIDTH = 50.0


def findings_table(
    voice: Voice,
    findings: Sequence[tuple[str, Answer]],
    heads: tuple[Text, Text],
    states: Mapping[str, Text],
    width: float,
) -> Table:
    """One row a finding (with its stage, "" for the whole journey): the told first, then what is missing, then the open."""
    order = ("answered", "partly", "open")
    header = Row(tuple(text_cell("TableHead", voice.say(each), "head") for each in heads), header=True)
    rows = [
        _row(voice, stage, finding, states)
        for stage, finding in sorted(findings, key=lambda each: order.index(each[1].state))
    ]
    return Table((_QUESTION_WIDTH, width - _QUESTION_WIDTH), (header, *rows), voice.say(heads[0]))


def finding_mark(stage: str, finding: Answer) -> str:
    """The bookmark around a finding's claims."""
    return name_of(Mark("finding", (stage, finding.question_id)))


def _row(voice: Voice, stage: str, finding: Answer, states: Mapping[str, Text]) -> Row:
    state = f"{words.ANSWER_MARKS[finding.state]} {voice.say(states[finding.state])}"
    asked = TableCell((text_paragraph("TableText", finding.question), text_paragraph("TableNote", state)), "side")
    return Row((asked, finding_cell(voice, stage, finding)))


def finding_cell(voice: Voice, stage: str, finding: Answer) -> TableCell:
    """The claims of a finding, or room for a person's answer."""
    name = finding_mark(stage, finding)
    if finding.claims:
        return TableCell(tuple(claim_paragraphs(voice, finding.claims, "MapClaim")), name=name)
    untold = text_paragraph("TableNote", voice.say(words.NOT_TOLD), keep_next=True)
    return TableCell(
        (
            untold,
            text_paragraph("MissingAnswer", voice.say(words.ANSWER_HERE)),
        ),
        "missing",
        name=name,
    )


def shown_claims(voice: Voice, claims: Sequence[Claim], style: str) -> list[Paragraph]:
    """Claims that are at home in another report: with mark, verdict and keys, but not to be edited here."""
    found: list[Paragraph] = []
    for claim in claims:
        verdict = voice.verdict(claim)
        pieces = (
            Link(words.MARKS[claim.verdict], LEGEND_NAME, "Mark", verdict),
            Run("\t"),
            Run(claim.text),
            *((Run(" "), Run(verdict, "Verdict")) if claim.verdict != "supported" else ()),
            *key_pieces(voice, claim.keys),
        )
        found.append(Paragraph(style, pieces))
        if claim.computation is not None and claim.computation.operation != "count":
            found.append(Paragraph(style + "Note", (Run(formula_words(voice, claim.computation)),)))
    return found
