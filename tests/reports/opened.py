"""A written report opened again, the way a reader or a program would."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from openxml_audit import OpenXmlValidator

from assistant.journey import Draft
from assistant.reports import ReportKind, Theme
from assistant.reports.report import build_report
from assistant.reports.word import render_word


def open_report(draft: Draft, kind: ReportKind) -> WordDocument:
    """The report of that kind, written and opened again without a file."""
    theme = Theme()
    return Document(BytesIO(render_word(build_report(draft, kind, theme), theme)))


def dump(document: WordDocument) -> str:
    """One line a paragraph, `style | text`; table rows are numbered, header rows marked."""
    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            lines.append(_line(block))
            continue
        for number, row in enumerate(block.rows):
            lines.append(f"-- row {number}{' (header)' if is_header(row._tr) else ''}")
            lines.extend("   " + _line(paragraph) for cell in _cells(row) for paragraph in cell.paragraphs)
    return "\n".join(lines) + "\n"


def all_paragraphs(document: WordDocument) -> Iterator[Paragraph]:
    """Every paragraph of the body in reading order, those of tables included."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in _cells(row):
                    yield from cell.paragraphs
        else:
            yield block


def _cells(row: _Row) -> list[_Cell]:
    """The cells of a row, one that spans columns only once."""
    return list({id(cell._tc): cell for cell in row.cells}.values())


def is_header(row) -> bool:
    """Whether the row repeats on each page."""
    return row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None


def bookmarks(document: WordDocument) -> list[str]:
    """The names of all bookmarks."""
    return [each.get(qn("w:name")) for each in document.element.body.iter(qn("w:bookmarkStart"))]


def bookmarks_in(paragraph: Paragraph) -> str:
    """The name of the first bookmark that starts in a paragraph, or ""."""
    start = paragraph._p.find(qn("w:bookmarkStart"))
    return "" if start is None else start.get(qn("w:name"))


def is_empty(paragraph: Paragraph) -> bool:
    """Whether a paragraph holds neither words nor a drawing."""
    return not paragraph.text.strip() and next(paragraph._p.iter(qn("w:drawing")), None) is None


def audit(path: Path) -> list[str]:
    """What breaks the schema or the semantics of Office Open XML."""
    found = OpenXmlValidator().validate(str(path))
    return [str(error) for error in found.errors]


def bookmarked_text(document: WordDocument, name: str) -> str:
    """The words that a bookmark encloses."""
    start = next(each for each in document.element.body.iter(qn("w:bookmarkStart")) if each.get(qn("w:name")) == name)
    parts: list[str] = []
    for sibling in start.itersiblings():
        if sibling.tag == qn("w:bookmarkEnd"):
            break
        if sibling.tag == qn("w:r"):
            parts.append(Run(sibling, None).text)
    return "".join(parts)


def link_targets(document: WordDocument) -> list[str]:
    """The bookmarks that hyperlinks lead to."""
    return [each.get(qn("w:anchor")) for each in document.element.body.iter(qn("w:hyperlink"))]


def part_text(path: Path, name: str) -> str:
    """One part of the file as text."""
    with ZipFile(path) as package:
        return package.read(name).decode("utf-8")


def _line(paragraph: Paragraph) -> str:
    return f"{paragraph.style.style_id} | {paragraph.text}".rstrip()
