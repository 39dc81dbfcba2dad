"""The client's copy of a report: no comments, checklist, flagged text, cost, or names of our own inside."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from assistant.files import write_together
from assistant.journey import Draft
from assistant.reports import client_words, review_words, words
from assistant.reports.appearance import Appearance
from assistant.reports.blocks import (
    Block,
    Bookmark,
    Heading,
    Link,
    Paragraph,
    Piece,
    ReportKind,
    Row,
    Run,
    Table,
    TableCell,
    with_paragraphs,
)
from assistant.reports.cover import build_client_cover
from assistant.reports.report import build_report
from assistant.reports.theme import Theme
from assistant.reports.unplaced import UNPLACED_TITLES
from assistant.reports.voice import build_voice
from assistant.reports.writing import FILE_NAMES, report_paths, with_record
from assistant.wording import Text

_INTERNAL: tuple[Text, ...] = (
    review_words.REVIEW,
    words.TO_CHECK,
    words.UNSEGMENTED,
    words.LEFT_OUT,
    words.PROVENANCE_APPENDIX,
    *UNPLACED_TITLES,
)
"""Headings of the parts that are for the team."""
_NAMES = re.compile(
    rb'(w:(?:name|anchor))="((?:claim|cell|answer|part|gap|exit|value|finding|kind|check|sign|map|evidence)_[A-Za-z0-9_]+)"'
)


def write_client_copy(
    draft: Draft, folder: Path, kinds: Sequence[ReportKind], appearance: Appearance, *, coded: bool = True
) -> list[Path]:
    """Write the reports of an anonymised draft as the client gets them, nothing beside them; return the files.

    Not `coded` are those of a draft that has its names still.

    Raises StorageError as `write_reports` does.
    """
    files = with_record(
        {FILE_NAMES[kind]: render_client_copy(draft, kind, appearance, coded=coded) for kind in kinds}, folder
    )
    write_together(files)
    return report_paths(files)


def render_client_copy(draft: Draft, kind: ReportKind, appearance: Appearance, *, coded: bool = True) -> bytes:
    """One report of an anonymised draft as the bytes of a .docx."""
    from assistant.reports.word import render_word  # loads python-docx

    theme = appearance.theme
    if theme.brand == Theme().brand:
        theme = replace(theme, brand=client_words.BRAND)
    report = build_report(draft, kind, theme, "", appearance.evidence)
    voice = build_voice(draft)
    internal = {text.say(draft.language) for text in _INTERNAL}
    reworded = [(old.say(draft.language), new.say(draft.language)) for old, new in client_words.REWORDED]
    title = words.TITLES[kind].say(draft.language)
    properties = replace(report.properties, author=theme.firm, keywords=title, identifier="", custom=())
    copy = replace(
        report,
        properties=properties,
        cover=tuple(build_client_cover(voice, kind, theme, landscape=report.landscape, coded=coded)),
        body=tuple(_plain(block, reworded) for block in _without_parts(report.body, internal)),
    )
    return _without_ids(render_word(copy, theme))


def texts_of(content: bytes) -> list[str]:
    """All text of a Word file, part by part, those of embedded workbooks and the properties included."""
    found: list[str] = []
    with ZipFile(BytesIO(content)) as package:
        for name in package.namelist():
            part = package.read(name)
            if name.endswith((".xlsx", ".docx")):
                found += texts_of(part)
            elif name.endswith((".xml", ".rels")):
                said = part.decode("utf-8", "replace")
                found += re.split(r"</w:p>|</(?:si|c:pt|property|dc:\w+|cp:\w+)>", said)
    return [re.sub(r"<[^>]+>", "", each) for each in found]


def _without_parts(blocks: Iterable[Block], internal: set[str]) -> list[Block]:
    """The blocks without the parts under those headings, each up to the next heading of its level or above."""
    kept: list[Block] = []
    skipped: int | None = None
    for block in blocks:
        if isinstance(block, Heading):
            if skipped is not None and block.level <= skipped:
                skipped = None
            if skipped is None and block.text in internal:
                skipped = block.level
        if skipped is None:
            kept.append(block)
    return kept


def _plain(block: Block, reworded: Sequence[tuple[str, str]]) -> Block:
    """Without comments, without the invitations to write something in, and in the words for a client."""
    if isinstance(block, Table):
        kept = replace(block, rows=tuple(_row(row) for row in block.rows))
    else:
        kept = block
    (plain,) = with_paragraphs((kept,), lambda each: _paragraph(each, reworded))
    return plain


def _row(row: Row) -> Row:
    return replace(row, cells=tuple(map(_cell, row.cells)))


def _cell(cell: TableCell) -> TableCell:
    kept = tuple(each for each in cell.paragraphs if each.style != "MissingAnswer")
    return replace(cell, paragraphs=kept or cell.paragraphs[:1])


def _paragraph(paragraph: Paragraph, reworded: Sequence[tuple[str, str]]) -> Paragraph:
    return replace(paragraph, pieces=tuple(_piece(each, reworded) for each in paragraph.pieces))


def _piece(piece: Piece, reworded: Sequence[tuple[str, str]]) -> Piece:
    if isinstance(piece, Bookmark):
        return replace(piece, runs=tuple(_run(each, reworded) for each in piece.runs), comment=())
    return _run(piece, reworded) if isinstance(piece, Run | Link) else piece


def _run(run: Run | Link, reworded: Sequence[tuple[str, str]]) -> Run | Link:
    text = run.text
    for old, new in reworded:
        text = text.replace(old, new)
    return replace(run, text=text)


def _without_ids(content: bytes) -> bytes:
    """The file with numbers in place of the ids of claims and gaps in its bookmarks."""
    written = BytesIO()
    numbers: dict[bytes, int] = {}

    def numbered(found: re.Match[bytes]) -> bytes:
        number = numbers.setdefault(found[2], len(numbers) + 1)
        return found[1] + b'="place_%d"' % number

    with ZipFile(BytesIO(content)) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            part = before.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                part = _NAMES.sub(numbered, part)
            after.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, ZIP_DEFLATED)
    return written.getvalue()
