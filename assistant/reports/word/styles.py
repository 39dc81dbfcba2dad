"""`word/styles.xml`: the looks of the theme as Word styles."""

from assistant.reports.theme import Theme, language_tag
from assistant.reports.word.looks import Look, paragraph_looks
from assistant.reports.word.xml import NAMESPACES, Xml, w
from assistant.wording import Language


def render_styles(theme: Theme, language: Language, *, landscape: bool) -> Xml:
    """`word/styles.xml`: defaults, paragraph, character and table styles."""
    paragraphs = [_paragraph_style(look, theme) for look in paragraph_looks(theme, landscape=landscape)]
    characters = _character_styles(theme)
    tables = _table_styles(theme)
    inside = "".join((_defaults(theme, language), *paragraphs, *characters, *tables))
    return Xml(f"<w:styles {NAMESPACES}>{inside}</w:styles>")


def fonts(latin: str, east_asian: str) -> Xml:
    """All four slots, so that no program has to guess."""
    return w("rFonts", ascii=latin, hAnsi=latin, eastAsia=east_asian, cs=latin)


def _paragraph_style(look: Look, theme: Theme) -> Xml:
    default = 1 if look.id == "Normal" else None
    return Xml(
        w(
            "style",
            w("name", val=look.name),
            *((w("basedOn", val=look.based),) if look.based else ()),
            *((w("next", val=look.next),) if look.next else ()),
            w("uiPriority", val=39 if look.id.startswith("TOC") else 1),
            *((w("unhideWhenUsed"),) if look.id.startswith("TOC") else ()),
            w("qFormat"),
            w("pPr", *_paragraph_properties(look, theme)),
            w("rPr", *_run_properties(look)),
            type="paragraph",
            default=default,
            customStyle=None if look.name in _BUILT_IN else 1,
            styleId=look.id,
        )
    )


def _paragraph_properties(look: Look, theme: Theme) -> list[Xml]:
    """In the order that the schema asks for."""
    found: list[Xml] = []
    if look.keep_next:
        found.append(w("keepNext"))
    if look.whole or look.outline is not None:
        found.append(w("keepLines"))
    if look.page_before:
        found.append(w("pageBreakBefore"))
    if look.bullet:
        found.append(w("numPr", w("numId", val=1)))
    if look.edge:
        found.append(_edge(look.edge, theme))
    if look.tab is not None:
        found.append(w("tabs", w("tab", val="right", pos=look.tab)))
    if look.before is not None or look.after is not None or look.line is not None:
        found.append(
            w(
                "spacing",
                before=_twentieths(look.before),
                after=_twentieths(look.after),
                line=_twentieths(look.line),
                lineRule="atLeast" if look.line is not None else None,
            )
        )
    if look.left or look.hanging or look.right_indent:
        found.append(
            w(
                "ind",
                left=_twentieths(look.left),
                right=_twentieths(look.right_indent) if look.right_indent else None,
                hanging=_twentieths(look.hanging) if look.hanging else None,
            )
        )
    if look.id == "Normal" or look.right:
        found.append(w("jc", val="right" if look.right else "left"))
    if look.outline is not None:
        found.append(w("outlineLvl", val=look.outline))
    return found


def _run_properties(look: Look) -> list[Xml]:
    found: list[Xml] = []
    if look.bold:
        found.extend((w("b"), w("bCs")))
    if look.colour:
        found.append(w("color", val=look.colour))
    if look.size is not None:
        found.extend((w("sz", val=round(look.size * 2)), w("szCs", val=round(look.size * 2))))
    return found


def _edge(edge: str, theme: Theme) -> Xml:
    if edge == "answer":
        return w("pBdr", w("bottom", val="dashed", sz=4, space=1, color=theme.missing))
    return w("pBdr", w("bottom", val="single", sz=4, space=4, color=theme.rule))


def _twentieths(points: float | None) -> int | None:
    return None if points is None else round(points * 20)


def _defaults(theme: Theme, language: Language) -> Xml:
    # A Latin stretch in a Chinese report is proofed as English: `val` is for Latin text, `eastAsia` for Chinese.
    east_asian = "zh-TW" if language == "zh-Hant" else "zh-CN"
    return w(
        "docDefaults",
        w(
            "rPrDefault",
            w(
                "rPr",
                fonts(theme.latin, theme.east_asian(language)),
                w("sz", val=round(theme.body * 2)),
                w("szCs", val=round(theme.body * 2)),
                w("lang", val=language_tag("en"), eastAsia=east_asian, bidi="ar-SA"),
            ),
        ),
        w("pPrDefault", w("pPr", w("spacing", before=0, after=0, line=240, lineRule="auto"))),
    )


def _character_styles(theme: Theme) -> list[Xml]:
    symbols = fonts(theme.symbols, theme.symbols)
    small = w("sz", val=round(theme.small * 2 - 1)), w("szCs", val=round(theme.small * 2 - 1))
    return [
        _character_style("DefaultParagraphFont", "Default Paragraph Font", built_in=True),
        _character_style("Strong", "Strong", w("b"), w("bCs"), built_in=True),
        _character_style("Muted", "Muted", w("color", val=theme.muted), w("sz", val=16), w("szCs", val=16)),
        _character_style("Mark", "Verdict Mark", symbols, w("color", val=theme.primary), *small),
        _character_style("Box", "Check Box", symbols, w("sz", val=24), w("szCs", val=24)),
        _character_style("Verdict", "Verdict", w("color", val=theme.muted), *small),
        _character_style("VerdictDoubt", "Verdict Doubt", w("color", val=theme.doubt), *small),
        _character_style("Key", "Evidence Key", w("color", val=theme.primary), *small),
        _character_style("ClaimLink", "Claim Link"),
        _character_style("CommentReference", "annotation reference", w("sz", val=16), w("szCs", val=16), built_in=True),
        _character_style("FootnoteReference", "footnote reference", w("vertAlign", val="superscript"), built_in=True),
        _character_style("EvidenceQuote", "Evidence Quote", w("noProof")),
    ]


def _character_style(style: str, name: str, *properties: Xml, built_in: bool = False) -> Xml:
    default = 1 if style == "DefaultParagraphFont" else None
    return w(
        "style",
        w("name", val=name),
        w("uiPriority", val=1),
        *((w("rPr", *properties),) if properties else ()),
        type="character",
        default=default,
        customStyle=None if built_in else 1,
        styleId=style,
    )


def _table_styles(theme: Theme) -> list[Xml]:
    hair = {"val": "single", "sz": 4, "space": 0, "color": theme.rule}
    firm = {"val": "single", "sz": 8, "space": 0, "color": theme.primary}
    none = {"val": "nil"}
    ruled = w("tblBorders", w("top", **firm), w("bottom", **firm), w("insideH", **hair), w("insideV", **hair))
    apart = w("tblBorders", w("top", **none), w("insideV", val="single", sz=48, space=0, color="FFFFFF"))
    white = {"val": "single", "sz": 12, "space": 0, "color": "FFFFFF"}
    heat = w("tblBorders", w("top", **firm), w("bottom", **firm), w("insideH", **white), w("insideV", **white))
    return [
        _table_style("TableNormal", "Normal Table", (0, 108), built_in=True),
        _table_style("JourneyGrid", "Journey Grid", (70, 100), ruled),
        _table_style("JourneyDense", "Journey Dense", (35, 100), ruled),
        _table_style("JourneyTall", "Journey Tall", (140, 100), ruled),
        _table_style("JourneyPlain", "Journey Plain", (30, 60)),
        _table_style("JourneyBand", "Journey Band", (240, 300)),
        _table_style("JourneyHeat", "Journey Heat Map", (60, 100), heat),
        _table_style("JourneyFigures", "Journey Figures", (120, 160), apart),
    ]


def _table_style(style: str, name: str, room: tuple[int, int], *properties: Xml, built_in: bool = False) -> Xml:
    height, width = room
    margins = w(
        "tblCellMar",
        w("top", w=height, type="dxa"),
        w("left", w=width, type="dxa"),
        w("bottom", w=height, type="dxa"),
        w("right", w=width, type="dxa"),
    )
    return w(
        "style",
        w("name", val=name),
        *(() if built_in else (w("basedOn", val="TableNormal"),)),
        w("uiPriority", val=99),
        w("tblPr", w("tblInd", w=0, type="dxa"), *properties, margins),
        type="table",
        default=1 if built_in else None,
        customStyle=None if built_in else 1,
        styleId=style,
    )


_BUILT_IN = frozenset(
    (
        "Normal",
        "Body Text",
        "heading 1",
        "heading 2",
        "TOC Heading",
        "toc 1",
        "toc 2",
        "header",
        "footer",
        "Title",
        "Subtitle",
        "annotation text",
        "footnote text",
    )
)
