"""The part of a report where a person says what was checked, and signs."""

from collections.abc import Sequence

from assistant.reports import review_words, words
from assistant.reports.blocks import (
    Block,
    Heading,
    Paragraph,
    ReportKind,
    Row,
    Run,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.marks import OPEN_BOX, SIGN_FIELDS, SIGNERS, Mark, name_of
from assistant.reports.voice import Voice
from assistant.wording import Text

_CHECKS: dict[ReportKind, tuple[str, ...]] = {
    "map": ("doubts", "quotes", "segments", "coding", "missing", "privacy"),
    "insights": ("doubts", "quotes", "coding", "missing", "privacy"),
    "gaps": ("doubts", "quotes", "contradictions", "gaps", "privacy"),
    "journeys": ("doubts", "quotes", "coding", "privacy"),
    "funnel": ("doubts", "quotes", "coding", "missing", "privacy"),
    "analysis": ("doubts", "quotes", "coding", "missing", "gaps", "privacy"),
}
_BOX_WIDTH = 16.0
_SIGNER_WIDTH = 26.0


def build_review_part(voice: Voice, kind: ReportKind, width: float) -> list[Block]:
    """What to check in a report of that kind, each line with a box, and the table to sign in."""
    return [
        Heading(voice.say(review_words.REVIEW), 1, new_page=True),
        text_paragraph("Lead", voice.say(review_words.REVIEW_LEAD)),
        Heading(voice.say(review_words.CHECKLIST), 2),
        _checklist(voice, kind, width),
        Heading(voice.say(review_words.SIGN_OFF), 2),
        text_paragraph("Lead", voice.say(review_words.SIGN_OFF_LEAD), keep_next=True),
        _sign_off(voice, width),
    ]


def _checklist(voice: Voice, kind: ReportKind, width: float) -> Table:
    rows = tuple(_check_row(voice, check) for check in _CHECKS[kind])
    rest = width - _BOX_WIDTH
    heads = (review_words.DONE, review_words.CHECK, review_words.REMARK)
    return Table(
        (_BOX_WIDTH, rest * 0.62, rest * 0.38), (_header(voice, heads), *rows), voice.say(review_words.CHECKLIST)
    )


def _check_row(voice: Voice, check: str) -> Row:
    return Row(
        (
            TableCell(
                (Paragraph("TableText", (Run(OPEN_BOX, "Box"),)),), name=name_of(Mark("check", (check,), "done"))
            ),
            text_cell("TableText", voice.say(review_words.CHECKS[check])),
            _field(Mark("check", (check,), "note"), "TableText", ""),
        )
    )


def _sign_off(voice: Voice, width: float) -> Table:
    heads = (review_words.SIGNER, review_words.NAME, review_words.SIGNED_ON, review_words.REMARK)
    rows = tuple(_sign_row(voice, signer) for signer in SIGNERS)
    rest = width - _SIGNER_WIDTH
    return Table(
        (_SIGNER_WIDTH, rest * 0.36, rest * 0.26, rest * 0.38),
        (_header(voice, heads), *rows),
        voice.say(review_words.SIGN_OFF),
        "tall",
    )


def _sign_row(voice: Voice, signer: str) -> Row:
    signed = next((each for each in voice.draft.signatures if each.signer == signer), None)
    said = ("", "", "") if signed is None else (signed.name, signed.date, signed.note)
    fields = (
        _field(Mark("sign", (signer,), field), "TableText", value)
        for field, value in zip(SIGN_FIELDS, said, strict=True)
    )
    return Row((text_cell("TableSide", voice.say(review_words.SIGNERS[signer]), "side"), *fields))


def _field(mark: Mark, style: str, said: str) -> TableCell:
    return TableCell((text_paragraph(style, said),), name=name_of(mark))


def _header(voice: Voice, heads: Sequence[Text]) -> Row:
    return Row(tuple(text_cell("TableHead", voice.say(head), "head") for head in heads), header=True)


def status_words(voice: Voice) -> str:
    """Draft, reviewed or signed, with who signed."""
    names = voice.listed([each.name for each in voice.draft.signatures if each.name])
    if voice.draft.status == "signed" and names:
        return voice.say(words.STATUS_SIGNED_BY, names=names)
    return voice.say(words.STATUSES[voice.draft.status])
