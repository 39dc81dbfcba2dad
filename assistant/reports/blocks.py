"""What a report is made of before it is a file: headings, paragraphs, tables. Values only, no Word in here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.wording import Language

ReportKind = Literal["map", "insights", "gaps", "journeys", "funnel", "analysis"]
KINDS: tuple[ReportKind, ...] = ("map", "insights", "gaps")
"""The reports of the template, which a client's copy holds."""

Shade = Literal["band", "head", "side", "missing", "figure", "heat1", "heat2", "heat3"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one character style; `language` where it is not the report's own (a quote)."""

    text: str
    style: str | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a bookmark of the same report; `tip` is read aloud and shown on pointing."""

    text: str
    target: str
    style: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Words enclosed by a bookmark, with a comment on them where there is one to make.

    A name that comes twice gets a number the second time. `comment` holds its paragraphs.
    """

    name: str
    runs: tuple[Run | Link, ...]
    comment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnote:
    """A raised number, with these paragraphs at the foot of the page."""

    paragraphs: "tuple[Paragraph, ...]"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG in the line; `size` is width and height in millimetres, `description` its alternative text."""

    content: bytes
    format: Literal["png", "jpeg"]
    size: tuple[float, float]
    description: str


Piece = Run | Link | Bookmark | Footnote | Picture


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in a paragraph style; `keep_next` holds it on the page of what follows."""

    style: str
    pieces: tuple[Piece, ...]
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the table of contents; `new_page` starts a page with it, `name` is a bookmark around it."""

    text: str
    level: Literal[1, 2]
    new_page: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """The paragraphs of one table cell; `span` counts the columns it covers, `name` is a bookmark around all of it."""

    paragraphs: tuple[Paragraph, ...]
    shade: Shade | None = None
    span: int = 1
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; a `header` repeats on each page. `apart` allows a page break inside the row, `whole` forbids one.

    Of a row that is neither, the height decides.
    """

    cells: tuple[TableCell, ...]
    header: bool = False
    apart: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with fixed column widths in millimetres; `description` is its alternative text.

    `look` is "grid" (ruled, for reading), "dense" (the same, closer), "tall" (the same, to write in by hand), "plain"
    (no rules, for pairs of label and value), "band" (no rules, wide margins), "heat" (white rules between shaded cells) or "figures".
    A table that is `whole` stands on one page.
    """

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    description: str
    look: Literal["grid", "dense", "tall", "plain", "band", "heat", "figures"] = "grid"
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents of the whole report under `title`, down to `levels` (1 or 2)."""

    title: str
    levels: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: a figure for each category, None where there is none."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """A chart that Word can edit. `bounds` are the ends of its scale, `size` width and height in millimetres.

    `description` is the alternative text: what the lines show, in words and figures.
    """

    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    bounds: tuple[float, float]
    size: tuple[float, float]
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Columns that Word can edit, one for each line in each category, with their figures: whole numbers from 0.

    `size` and `description` as for a LineChart.
    """

    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    size: tuple[float, float]
    title: str
    description: str


Chart = LineChart | BarChart
Block = Heading | Paragraph | Table | Contents | Chart


PlainKind = Literal["guide", "batch", "plan", "comparison"]
"""What is written for the consultant, and is no report on a draft."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself. `created` is an ISO date and time; `custom` holds names and values of our own."""

    title: str
    subject: str
    author: str
    keywords: str
    identifier: str
    created: str
    custom: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report, ready to be written: `cover` stands alone on the first page, without header and footer."""

    kind: ReportKind | PlainKind
    language: Language
    landscape: bool
    properties: Properties
    header: tuple[str, str]
    footer: str
    page_of_pages: str
    cover: tuple[Block, ...]
    body: tuple[Block, ...]


def text_paragraph(style: str, text: str, *, keep_next: bool = False) -> Paragraph:
    """A paragraph of plain words."""
    return Paragraph(style, (Run(text),), keep_next)


def text_cell(style: str, text: str, shade: Shade | None = None, span: int = 1) -> TableCell:
    """A table cell with one paragraph of plain words."""
    return TableCell((text_paragraph(style, text),), shade, span)


def paragraphs_of(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """All paragraphs in reading order, those of tables included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.paragraphs


def headings_of(blocks: Iterable[Block]) -> list[Heading]:
    """The headings in order."""
    return [block for block in blocks if isinstance(block, Heading)]


def with_paragraphs(blocks: Iterable[Block], change: Callable[[Paragraph], Paragraph]) -> list[Block]:
    """The blocks with every paragraph changed, those of tables included, in reading order."""

    def cell(each: TableCell) -> TableCell:
        return replace(each, paragraphs=tuple(map(change, each.paragraphs)))

    def block(each: Block) -> Block:
        if isinstance(each, Paragraph):
            return change(each)
        if not isinstance(each, Table):
            return each
        return replace(each, rows=tuple(replace(row, cells=tuple(map(cell, row.cells))) for row in each.rows))

    return [block(each) for each in blocks]
