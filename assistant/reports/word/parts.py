"""The parts of a Word file that are not its body: a small valid package to start from.

python-docx's own template breaks the schema in three places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from assistant.reports.blocks import Report
from assistant.reports.letters import legal
from assistant.reports.theme import Theme, language_tag
from assistant.reports.word.office_theme import render_office_theme
from assistant.reports.word.styles import fonts, render_styles
from assistant.reports.word.xml import NAMESPACES, Xml, w
from assistant.wording import Language

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OPENXML = "application/vnd.openxmlformats-officedocument"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CUSTOM_PROPERTY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format id that Office gives to properties a user may name (Open Packaging, custom file properties)."""
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "xlsx": f"{_OPENXML}.spreadsheetml.sheet",
}
_CUSTOM = "docProps/custom.xml"
_WHOLE_FILE = (
    ("officeDocument", "word/document.xml"),
    ("extended-properties", "docProps/app.xml"),
    ("custom-properties", _CUSTOM),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package. `name` is its path, `kind` its content type without the vendor's name ("" by extension).

    `relation` is what it is to the document ("styles", "chart"), "" where nothing refers to it from there; `link` the id
    of that relation; `links` are relations of its own: id, what it is, and path from the part's folder.
    """

    name: str
    content: str | bytes
    kind: str
    relation: str = ""
    link: str = ""
    links: tuple[tuple[str, str, str], ...] = ()


def render_skeleton(report: Report, theme: Theme, body: Xml, beside: Sequence[Part]) -> bytes:
    """The package with the body in it and, `beside` it, charts, pictures, comments and notes; no section yet."""
    parts = [*_own_parts(report, theme, body, notes=any(part.relation == "footnotes" for part in beside)), *beside]
    links = [(part.link, part.relation, part.name.removeprefix("word/")) for part in parts if part.relation]
    written = BytesIO()
    with ZipFile(written, "w") as package:
        package.writestr("[Content_Types].xml", _DECLARATION + _content_types(parts))
        there = {part.name for part in parts}
        whole = [(f"rId{number}", *each) for number, each in enumerate(_WHOLE_FILE, start=1) if each[1] in there]
        package.writestr("_rels/.rels", _relationships(whole))
        package.writestr("word/_rels/document.xml.rels", _relationships(links))
        for part in parts:
            content = _DECLARATION + part.content if isinstance(part.content, str) else part.content
            package.writestr(part.name, content)
            if part.links:
                folder, _, name = part.name.rpartition("/")
                package.writestr(f"{folder}/_rels/{name}.rels", _relationships(part.links))
    return written.getvalue()


def _own_parts(report: Report, theme: Theme, body: Xml, *, notes: bool) -> list[Part]:
    word = "wordprocessingml"
    document = f"<w:document {NAMESPACES}><w:body>{body}{w('sectPr')}</w:body></w:document>"
    styles = render_styles(theme, report.language, landscape=report.landscape)
    about = f'<Properties xmlns="{_OFFICE}/extended-properties"><Application>Journey</Application></Properties>'
    custom = _custom_properties(report.properties.custom)
    return [
        Part("word/document.xml", document, f"{word}.document.main"),
        Part("word/styles.xml", styles, f"{word}.styles", "styles", "rId1"),
        Part("word/settings.xml", _settings(report.language, notes=notes), f"{word}.settings", "settings", "rId2"),
        Part("word/fontTable.xml", _font_table(theme), f"{word}.fontTable", "fontTable", "rId3"),
        Part("word/numbering.xml", _numbering(theme), f"{word}.numbering", "numbering", "rId4"),
        Part("word/theme/theme1.xml", render_office_theme(theme), "theme", "theme", "rId5"),
        Part("docProps/app.xml", about, "extended-properties"),
        *((Part(_CUSTOM, custom, "custom-properties"),) if report.properties.custom else ()),
    ]


def _content_types(parts: Sequence[Part]) -> str:
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}"/>'
        for extension, kind in _DEFAULTS.items()
        if extension in ("rels", "xml") or any(part.name.endswith(f".{extension}") for part in parts)
    )
    overrides = "".join(
        f'<Override PartName="/{part.name}" ContentType="{_OPENXML}.{part.kind}+xml"/>' for part in parts if part.kind
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relationships(links: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{link}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for link, kind, target in links
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _custom_properties(properties: Sequence[tuple[str, str]]) -> str:
    inside = "".join(
        f'<property fmtid="{_CUSTOM_PROPERTY}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(legal(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties, start=2)
    )
    return f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">{inside}</Properties>'


def _settings(language: Language, *, notes: bool) -> str:
    east_asian = "zh-TW" if language == "zh-Hant" else "zh-CN"
    compatible = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": 15}
    separators = w("footnotePr", w("footnote", id=-1), w("footnote", id=0))
    inside = (
        w("zoom", percent=100),
        w("defaultTabStop", val=420),
        w("characterSpacingControl", val="compressPunctuation"),
        *((separators,) if notes else ()),
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
