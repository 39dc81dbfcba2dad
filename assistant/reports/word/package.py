"""The Word file around the body: parts that never change, sections, header and footer, properties."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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
from assistant.reports.word.office_theme import render_office_theme
from assistant.reports.word.styles import fonts, render_styles
from assistant.reports.word.xml import NAMESPACES, Xml, spoken, w
from assistant.wording import Language

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "word/document.xml": f"{_MAIN}.document.main+xml",
    "word/styles.xml": f"{_MAIN}.styles+xml",
    "word/settings.xml": f"{_MAIN}.settings+xml",
    "word/fontTable.xml": f"{_MAIN}.fontTable+xml",
    "word/numbering.xml": f"{_MAIN}.numbering+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_CUSTOM_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format id that Office gives to properties a user may name (Open Packaging, custom file properties)."""


def render_word(report: Report, theme: Theme) -> bytes:
    """The report as the bytes of a .docx: the same bytes for the same report and theme."""
    height = theme.text_height(landscape=report.landscape)
    body = BodyWriter(theme, report.language, height).render(report)
    document = Document(BytesIO(_skeleton(report, theme, body)))
    _set_section(document.sections[0], report, theme)
    _set_properties(document, report)
    written = BytesIO()
    document.save(written)
    return _with_fixed_times(written.getvalue())


# ---------------------------------------------------------------- parts


def _skeleton(report: Report, theme: Theme, body: Xml) -> bytes:
    """A small valid package to start from: python-docx's own template breaks the schema in three places."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            {
                "officeDocument": "word/document.xml",
                "extended-properties": "docProps/app.xml",
                "custom-properties": "docProps/custom.xml",
            }
        ),
        "word/_rels/document.xml.rels": _relationships(
            {name: f"{name}.xml" for name in ("styles", "settings", "fontTable", "numbering")}
            | {"theme": "theme/theme1.xml"}
        ),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}{w('sectPr')}</w:body></w:document>",
        "word/styles.xml": render_styles(theme, report.language, landscape=report.landscape),
        "word/settings.xml": _settings(report.language),
        "word/fontTable.xml": _font_table(theme),
        "word/numbering.xml": _numbering(theme),
        "word/theme/theme1.xml": render_office_theme(theme),
        "docProps/app.xml": (
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
            "<Application>Journey</Application></Properties>"
        ),
        "docProps/custom.xml": _custom_properties(report.properties.custom),
    }
    written = BytesIO()
    with ZipFile(written, "w") as package:
        for name, content in parts.items():
            package.writestr(name, _DECLARATION + content)
    return written.getvalue()


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _PARTS.items())
    relationships = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="{relationships}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: dict[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _custom_properties(properties: Sequence[tuple[str, str]]) -> str:
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    inside = "".join(
        f'<property fmtid="{_CUSTOM_PROPERTY}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(legal(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties, start=2)
    )
    return f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">{inside}</Properties>'


def _settings(language: Language) -> str:
    east_asian = "zh-TW" if language == "zh-Hant" else "zh-CN"
    compatible = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": 15}
    inside = (
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("characterSpacingControl", val="compressPunctuation"),
        w("compat", w("compatSetting", **compatible)),
        w("themeFontLang", val=language_tag("en"), eastAsia=east_asian),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )
    return f"<w:settings {NAMESPACES}>{''.join(inside)}</w:settings>"


def _font_table(theme: Theme) -> str:
    instead = {
        theme.latin: "Liberation Sans",
        theme.hans: theme.hans_instead,
        theme.hant: theme.hant_instead,
        theme.symbols: theme.symbols_instead,
    }
    inside = "".join(
        w(
            "font",
            w("altName", val=other),
            w("charset", val="00"),
            w("family", val="swiss"),
            w("pitch", val="variable"),
            name=name,
        )
        for name, other in instead.items()
    )
    return f"<w:fonts {NAMESPACES}>{inside}</w:fonts>"


def _numbering(theme: Theme) -> str:
    """One list: a small bullet, for the lines of the summary."""
    level = w(
        "lvl",
        w("start", val=1),
        w("numFmt", val="bullet"),
        w("lvlText", val="•"),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=220, hanging=220)),
        w("rPr", fonts(theme.latin, theme.latin), w("color", val=theme.primary)),
        ilvl=0,
    )
    abstract = w("abstractNum", w("multiLevelType", val="singleLevel"), level, abstractNumId=0)
    return f"<w:numbering {NAMESPACES}>{abstract}{w('num', w('abstractNumId', val=0), numId=1)}</w:numbering>"


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
    """The same parts without the time of writing, which a zip otherwise carries for each."""
    written = BytesIO()
    with ZipFile(BytesIO(package)) as before, ZipFile(written, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), before.read(name), ZIP_DEFLATED)
    return written.getvalue()
