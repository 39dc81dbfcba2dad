"""Blocks as the body of `word/document.xml`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import east_asian_width

from assistant.reports.blocks import (
    BarChart,
    Block,
    Bookmark,
    Chart,
    Contents,
    Footnote,
    Heading,
    LineChart,
    Paragraph,
    Picture,
    Piece,
    Report,
    Row,
    Run,
    Shade,
    Table,
    TableCell,
    headings_of,
)
from assistant.reports.letters import legal
from assistant.reports.marks import COMMENT_AUTHOR
from assistant.reports.measure import is_higher
from assistant.reports.theme import Theme, language_tag
from assistant.reports.word.drawing import drawn_chart, drawn_picture
from assistant.reports.word.notes import comment_anchor, footnote_sign, render_comments, render_footnotes
from assistant.reports.word.parts import Part
from assistant.reports.word.styles import fonts
from assistant.reports.word.xml import NOTHING, Xml, spoken, text_element, twips, w
from assistant.wording import Language

_LOOKS = {
    "grid": "JourneyGrid",
    "dense": "JourneyDense",
    "tall": "JourneyTall",
    "plain": "JourneyPlain",
    "band": "JourneyBand",
    "heat": "JourneyHeat",
    "figures": "JourneyFigures",
}

_NOT_IN_NAME = re.compile(r"\W")
_WHOLE_ROW = 0.42
"""Share of the page's height up to which a row is kept whole: a taller one would leave half a page white before it.
Between claims it may break; a claim itself stays whole."""


@dataclass
class BodyWriter:
    """Writes blocks one after the other; numbers bookmarks, and keeps their names unique."""

    theme: Theme
    language: Language
    page_height: float
    _bookmarks: int = 0
    _drawings: int = 0
    _names: set[str] = field(default_factory=set[str])
    _comments: list[tuple[str, ...]] = field(default_factory=list[tuple[str, ...]])
    _footnotes: list[tuple[Paragraph, ...]] = field(default_factory=list[tuple[Paragraph, ...]])
    _parts: list[Part] = field(default_factory=list[Part])

    def render(self, report: Report) -> Xml:
        """All of the report: the cover, then the body with its table of contents."""
        anchors = {id(heading): f"_Toc{number:08}" for number, heading in enumerate(headings_of(report.body), start=1)}
        found = [self._block(block, report, anchors) for block in (*report.cover, *report.body)]
        return Xml("".join(found))

    def _block(self, block: Block, report: Report, anchors: dict[int, str]) -> Xml:
        if isinstance(block, Paragraph):
            return self.paragraph(block)
        if isinstance(block, Heading):
            return self._heading(block, anchors[id(block)])
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, LineChart | BarChart):
            return self._chart(block)
        return self._contents(block, report.body, anchors)

    # ---------------------------------------------------------------- paragraphs

    def paragraph(self, paragraph: Paragraph) -> Xml:
        """One paragraph of text."""
        return self._paragraph(paragraph, keep_next=paragraph.keep_next)

    def _paragraph(
        self, paragraph: Paragraph, before: Xml = NOTHING, after: Xml = NOTHING, *, keep_next: bool = False
    ) -> Xml:
        """Its words with `before` and `after` around them."""
        properties = _paragraph_properties(paragraph.style, keep_next=keep_next)
        return w("p", properties, before, *map(self._piece, paragraph.pieces), after)

    def _heading(self, heading: Heading, anchor: str) -> Xml:
        # Space above a heading is for the middle of a page.
        new_page = (w("pageBreakBefore"), w("spacing", before=0)) if heading.new_page else ()
        words = self._enclosed(anchor, self._run(Run(heading.text)))
        if heading.name:
            words = self._enclosed(heading.name, words)
        return w("p", w("pPr", w("pStyle", val=f"Heading{heading.level}"), *new_page), words)

    def _piece(self, piece: Piece) -> Xml:
        if isinstance(piece, Run):
            return self._run(piece)
        if isinstance(piece, Bookmark):
            return self._bookmark(piece)
        if isinstance(piece, Footnote):
            self._footnotes.append(piece.paragraphs)
            return footnote_sign(len(self._footnotes))
        if isinstance(piece, Picture):
            return self._picture(piece)
        return w(
            "hyperlink",
            self._run(Run(piece.text, piece.style)),
            anchor=bookmark_name(piece.target),
            tooltip=legal(piece.tip)[:255] or None,
            history=1,
        )

    def _run(self, run: Run) -> Xml:
        if not run.text:
            return NOTHING
        foreign = run.language if run.language != self.language else None
        properties = _run_properties(run.style, self.theme.symbols, foreign, chinese=self._is_chinese(run))
        return w("r", properties, spoken(run.text))

    def _is_chinese(self, run: Run) -> bool:
        if run.text.isascii():
            return False
        if self.language != "en" and run.language is None:
            return True
        return any(east_asian_width(letter) in "WF" for letter in run.text)

    def _bookmark(self, mark: Bookmark) -> Xml:
        inside = Xml("".join(map(self._piece, mark.runs)))
        if mark.comment:
            self._comments.append(mark.comment)
            inside = comment_anchor(len(self._comments) - 1, inside)
        return self._enclosed(mark.name, inside)

    def _enclosed(self, name: str, inside: Xml) -> Xml:
        start, end = self._ends(name)
        return Xml(start + inside + end)

    def _ends(self, name: str) -> tuple[Xml, Xml]:
        """Start and end of a new bookmark."""
        number = self._bookmarks = self._bookmarks + 1
        unique = self._unique(bookmark_name(name))
        return w("bookmarkStart", id=number, name=unique), w("bookmarkEnd", id=number)

    def _unique(self, name: str) -> str:
        unique, turn = name, 1
        while unique.casefold() in self._names:
            turn += 1
            unique = f"{name[:36]}_{turn}"
        self._names.add(unique.casefold())
        return unique

    # ---------------------------------------------------------------- tables

    def _table(self, table: Table) -> Xml:
        columns = [twips(width) for width in table.widths]
        head_column = any(cell.shade == "side" for row in table.rows for cell in row.cells[:1])
        properties = w(
            "tblPr",
            w("tblStyle", val=_LOOKS[table.look]),
            w("tblW", w=sum(columns), type="dxa"),
            w("tblLayout", type="fixed"),
            w(
                "tblLook", val="04A0" if head_column else "0420", firstRow=int(any(row.header for row in table.rows)),
                lastRow=0, firstColumn=int(head_column), lastColumn=0, noHBand=1, noVBand=1,
            ),
            w("tblCaption", val=legal(table.description)),
        )  # fmt: skip
        grid = w("tblGrid", *(w("gridCol", w=column) for column in columns))
        return w("tbl", properties, grid, *(self._row(row, table, columns) for row in table.rows))

    def _row(self, row: Row, table: Table, columns: Sequence[int]) -> Xml:
        apart = row.apart or (
            not row.whole and is_higher(row, table.widths, self.theme.table, _WHOLE_ROW * self.page_height)
        )
        properties = ((w("cantSplit"),) if not apart else ()) + ((w("tblHeader"),) if row.header else ())
        cells: list[Xml] = []
        start = 0
        for cell in row.cells:
            held = row.header or (table.whole and row is not table.rows[-1])
            cells.append(self._cell(cell, sum(columns[start : start + cell.span]), held=held))
            start += cell.span
        return w("tr", *((w("trPr", *properties),) if properties else ()), *cells)

    def _cell(self, cell: TableCell, width: int, *, held: bool) -> Xml:
        properties = _cell_properties(width, cell.span, cell.shade, self.theme.fill(cell.shade) if cell.shade else None)
        start, end = self._ends(cell.name) if cell.name else (NOTHING, NOTHING)
        last = len(cell.paragraphs) - 1
        # In a table "keep with next" ties row to row: right for a header, while a whole table of it could never break.
        written = [
            self._paragraph(each, start if place == 0 else NOTHING, end if place == last else NOTHING, keep_next=held)
            for place, each in enumerate(cell.paragraphs)
        ]
        return w("tc", properties, *written)

    # ---------------------------------------------------------------- drawings and what stands beside the body

    def _chart(self, chart: Chart) -> Xml:
        from assistant.reports.word.chart import WORKBOOK_LINK, render_chart  # python-pptx takes half a second to load

        number = self._drawings = self._drawings + 1
        parts = render_chart(chart, self.theme, self.language)
        workbook, link = f"word/embeddings/workbook{number}.xlsx", f"rIdDrawing{number}"
        links = ((WORKBOOK_LINK, "package", f"../embeddings/workbook{number}.xlsx"),)
        name = f"word/charts/chart{number}.xml"
        self._parts.append(Part(name, parts.chart, "drawingml.chart", "chart", link, links))
        self._parts.append(Part(workbook, parts.workbook, ""))
        drawn = drawn_chart(link, number, chart.size, chart.title, chart.description)
        return w("p", w("pPr", w("pStyle", val="Chart")), drawn)

    def _picture(self, picture: Picture) -> Xml:
        number = self._drawings = self._drawings + 1
        link = f"rIdDrawing{number}"
        name = f"word/media/picture{number}.{picture.format}"
        self._parts.append(Part(name, picture.content, "", "image", link))
        return drawn_picture(link, number, picture.size, picture.description, picture.description)

    def parts_beside(self, created: str) -> list[Part]:
        """Charts, pictures, comments and footnotes of what was rendered; none of them where there is none."""
        found = list(self._parts)
        word = "wordprocessingml"
        if self._comments:
            content = render_comments(self._comments, COMMENT_AUTHOR, created)
            found.append(Part("word/comments.xml", content, f"{word}.comments", "comments", "rIdComments"))
        if self._footnotes:
            content = render_footnotes(self._footnotes, self._pieces)
            found.append(Part("word/footnotes.xml", content, f"{word}.footnotes", "footnotes", "rIdFootnotes"))
        return found

    def _pieces(self, paragraph: Paragraph) -> Xml:
        return Xml("".join(map(self._piece, paragraph.pieces)))

    # ---------------------------------------------------------------- contents

    def _contents(self, contents: Contents, body: Iterable[Block], anchors: dict[int, str]) -> Xml:
        """A TOC field whose result is already there, as links without page numbers.

        Only a program that lays out pages knows their numbers, and asking Word to update on opening raises a question.
        """
        listed = [heading for heading in headings_of(body) if heading.level <= contents.levels]
        title = self.paragraph(Paragraph("TOCHeading", (Run(contents.title),)))
        code = f' TOC \\o "1-{contents.levels}" \\n \\h \\z \\u '
        opening = _field_mark("begin") + w("r", text_element(code, "instrText")) + _field_mark("separate")
        entries: list[Xml] = []
        for place, heading in enumerate(listed):
            entries.append(
                w(
                    "p",
                    w("pPr", w("pStyle", val=f"TOC{heading.level}")),
                    Xml(opening if place == 0 else ""),
                    self._contents_entry(heading, anchors[id(heading)]),
                    Xml(_field_mark("end") if place == len(listed) - 1 else ""),
                )
            )
        return Xml(title + "".join(entries))

    def _contents_entry(self, heading: Heading, anchor: str) -> Xml:
        return w("hyperlink", self._run(Run(heading.text)), anchor=anchor, history=1)


# A large report has ten thousand paragraphs, runs and cells, and some dozens of sorts of each.


@lru_cache(maxsize=256)
def _paragraph_properties(style: str, *, keep_next: bool) -> Xml:
    return w("pPr", w("pStyle", val=style), w("keepNext") if keep_next else NOTHING)


@lru_cache(maxsize=256)
def _run_properties(style: str | None, symbols: str, foreign: Language | None, *, chinese: bool) -> Xml:
    """`symbols` is the theme's font for marks, `foreign` a language that is not the report's."""
    properties: list[Xml] = []
    if style:
        properties.append(w("rStyle", val=style))
    if style in ("Mark", "Box"):
        # Said again on the run: LibreOffice forgets the font of a character style inside tables.
        properties.append(fonts(symbols, symbols))
    elif chinese:
        # Word takes “ ” … — from the Latin font unless it is told that they are Chinese here.
        properties.append(w("rFonts", hint="eastAsia"))
    if foreign is not None:
        properties.append(_language(foreign))
    return w("rPr", *properties) if properties else NOTHING


@lru_cache(maxsize=256)
def _cell_properties(width: int, span: int, shade: Shade | None, fill: str | None) -> Xml:
    return w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=span) if span > 1 else NOTHING,
        w("shd", val="clear", color="auto", fill=fill) if fill else NOTHING,
        w("vAlign", val="bottom") if shade == "head" else NOTHING,
    )


def bookmark_name(name: str) -> str:
    """`name` as Word allows it: a letter or underscore first, then letters, digits, underscores, at most 40."""
    kept = _NOT_IN_NAME.sub("_", name)
    return (kept if kept[:1].isalpha() or kept[:1] == "_" else f"n{kept}")[:40]


def field_runs(code: str, shown: str) -> Xml:
    """A field with the result that is shown until a program computes it."""
    return Xml(
        _field_mark("begin")
        + w("r", text_element(f" {code} ", "instrText"))
        + _field_mark("separate")
        + w("r", text_element(shown))
        + _field_mark("end")
    )


def _field_mark(kind: str) -> Xml:
    return w("r", w("fldChar", fldCharType=kind))


def _language(language: Language) -> Xml:
    tag = language_tag(language)
    return w("lang", val=tag) if language == "en" else w("lang", eastAsia=tag)
