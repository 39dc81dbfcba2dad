"""The Word file around the body: sections, header and footer, properties."""

import re
import struct
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.section import Section, _Footer, _Header  # pyright: ignore[reportPrivateUsage]
from docx.shared import Mm

from assistant.reports.blocks import Report
from assistant.reports.letters import legal
from assistant.reports.theme import Theme, language_tag
from assistant.reports.word.body import BodyWriter, field_runs
from assistant.reports.word.parts import render_skeleton
from assistant.reports.word.xml import NAMESPACES, Xml, spoken, w

_FIRST_MOMENT = struct.pack("<HH", 0, 0x21)
"""Midnight of the first of January 1980, the first that a zip can tell."""


def render_word(report: Report, theme: Theme) -> bytes:
    """The report as the bytes of a .docx: the same bytes for the same report and theme."""
    writer = BodyWriter(theme, report.language, theme.text_height(landscape=report.landscape))
    body = writer.render(report)
    document = Document(BytesIO(render_skeleton(report, theme, body, writer.parts_beside(report.properties.created))))
    _set_section(document.sections[0], report, theme)
    _set_properties(document, report)
    written = BytesIO()
    document.save(written)
    return _with_fixed_times(written.getvalue())


# ---------------------------------------------------------------- section, header, footer


def _set_section(section: Section, report: Report, theme: Theme) -> None:
    short, long = theme.paper
    section.orientation = WD_ORIENT.LANDSCAPE if report.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(long), Mm(short)) if report.landscape else (Mm(short), Mm(long))
    side = Mm(theme.margin_landscape if report.landscape else theme.margin)
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = Mm(theme.margin_vertical(landscape=report.landscape))
    section.header_distance = section.footer_distance = Mm(9 if report.landscape else 12)
    section.gutter = Mm(0)
    section.different_first_page_header_footer = True
    left, right = report.header
    _fill(section.header, "Header", Xml(_words(left) + w("r", w("tab")) + _words(right)))
    _fill(
        section.footer, "Footer", Xml(_words(report.footer) + w("r", w("tab")) + _page_of_pages(report.page_of_pages))
    )
    for blank in (section.first_page_header, section.first_page_footer):
        _fill(blank, "Blank", Xml(""))


def _fill(part: _Header | _Footer, style: str, inside: Xml) -> None:
    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]._p  # pyright: ignore[reportPrivateUsage]
    xml = f"<w:p {NAMESPACES}>{w('pPr', w('pStyle', val=style))}{inside}</w:p>"
    paragraph.getparent().replace(paragraph, parse_xml(xml))


def _words(text: str) -> Xml:
    return w("r", w("rPr", w("rFonts", hint="eastAsia")), spoken(text))


def _page_of_pages(pattern: str) -> Xml:
    fields = {"{page}": field_runs("PAGE", "1"), "{pages}": field_runs("NUMPAGES", "1")}
    return Xml("".join(fields.get(part) or _words(part) for part in re.split(r"(\{\w+\})", pattern) if part))


# ---------------------------------------------------------------- properties


def _set_properties(document: WordDocument, report: Report) -> None:
    said = report.properties
    core = document.core_properties
    core.title = legal(said.title)[:255]
    core.subject = legal(said.subject)[:255]
    core.author = core.last_modified_by = legal(said.author)[:255]
    core.keywords = legal(said.keywords)[:255]
    core.identifier = legal(said.identifier)[:255]
    core.language = language_tag(report.language)
    core.created = core.modified = _moment(said.created)
    core.revision = 1


def _moment(created: str) -> datetime:
    """The draft's moment in UTC without a zone, as python-docx writes it; 1980 where the draft has no date."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return datetime(1980, 1, 1)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _with_fixed_times(package: bytes) -> bytes:
    """The same package without the times of writing, which a zip carries for each part, before it and in its directory.

    (APPNOTE.TXT of the zip format, 4.3.7 and 4.3.12: each two bytes of time and of date.)
    """
    written = bytearray(package)
    with ZipFile(BytesIO(package)) as parts:
        entry = parts.start_dir
        for part in parts.infolist():
            for place in (part.header_offset + 10, entry + 12):
                written[place : place + 4] = _FIRST_MOMENT
            lengths = struct.unpack_from("<HHH", package, entry + 28)
            entry += 46 + sum(lengths)
    return bytes(written)
