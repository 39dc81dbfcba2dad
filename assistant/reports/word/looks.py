"""The paragraph styles of the reports, made from the theme: each look is named once, here."""

from dataclasses import dataclass

from assistant.reports.theme import Theme
from assistant.reports.word.xml import twips


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style. Sizes, spaces and indents are points; `line` is at least so high.

    `whole` keeps its lines on one page. `edge` draws a line: "below", or "answer" (dashed, to write on). `tab` is the
    place of a right-aligned tab, in twentieths of a point.
    """

    id: str
    name: str
    based: str | None = "Normal"
    size: float | None = None
    bold: bool = False
    colour: str | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None
    left: float = 0
    hanging: float = 0
    right_indent: float = 0
    keep_next: bool = False
    whole: bool = False
    page_before: bool = False
    right: bool = False
    outline: int | None = None
    edge: str | None = None
    tab: int | None = None
    bullet: bool = False
    next: str | None = None


def paragraph_looks(theme: Theme, *, landscape: bool) -> list[Look]:
    """All paragraph styles."""
    return [
        *_running_looks(theme, landscape=landscape),
        *_cover_looks(theme, landscape=landscape),
        *_summary_looks(theme),
        *_claim_looks(theme),
        *_table_looks(theme),
    ]


def _running_looks(theme: Theme, *, landscape: bool) -> list[Look]:
    edge = twips(theme.text_width(landscape=landscape))
    contents = twips(min(164.0, theme.text_width(landscape=landscape)))
    small = theme.small
    return [
        Look("Normal", "Normal", None, theme.body, colour=theme.ink, after=6, line=17),
        Look("Body", "Body Text", after=8),
        Look("Lead", "Lead", after=10, colour=theme.ink),
        Look(
            "Heading1", "heading 1", size=18, bold=True, colour=theme.primary, before=24, after=10, line=26,
            keep_next=True, outline=0, next="Body",
        ),
        Look(
            "Heading2", "heading 2", size=12, bold=True, colour=theme.primary, before=16, after=5, line=19,
            keep_next=True, outline=1, next="Body",
        ),
        Look(
            "TOCHeading", "TOC Heading", size=18, bold=True, colour=theme.primary, after=12, line=26,
            keep_next=True, page_before=True,
        ),
        Look("TOC1", "toc 1", before=2 if landscape else 6, after=1, line=15, bold=True, tab=contents),
        Look("TOC2", "toc 2", after=1, left=14, colour=theme.muted, tab=contents),
        Look("Header", "header", size=small, colour=theme.muted, after=0, line=12, edge="below", tab=edge),
        Look("Footer", "footer", size=small, colour=theme.muted, after=0, line=12, tab=edge),
    ]  # fmt: skip


def _cover_looks(theme: Theme, *, landscape: bool) -> list[Look]:
    # Lines longer than on a portrait page are hard to read.
    beside = (theme.text_width(landscape=landscape) - theme.text_width(landscape=False)) / 25.4 * 72
    # What a logo takes must not push the cover onto a second page.
    logo = theme.logo.size[1] / 25.4 * 72 if theme.logo else 20.0
    return [
        Look("CoverFirm", "Cover Firm", size=12, bold=True, colour=theme.primary, after=max(12.0, 150 - logo), line=20),
        Look("CoverFirmLandscape", "Cover Firm Landscape", "CoverFirm", after=max(8.0, 52 - logo)),
        Look("Cover", "Cover Client", size=15, colour="FFFFFF", after=2, line=24),
        Look("Title", "Title", size=32, bold=True, colour="FFFFFF", after=0, line=44),
        Look("Subtitle", "Subtitle", size=11, before=18, after=22, line=19, right_indent=beside),
        Look("CoverLabel", "Cover Label", size=9.5, colour=theme.muted, after=0, line=17),
        Look("CoverValue", "Cover Value", after=0),
        Look(
            "CoverNoteTitle", "Cover Note Title", size=9.5, bold=True, colour=theme.primary, before=30, after=4, line=15
        ),
        Look("CoverNote", "Cover Note", size=9.5, after=0, line=16, right_indent=beside),
        Look("Blank", "Blank", size=theme.small, after=0, line=12),
    ]


def _summary_looks(theme: Theme) -> list[Look]:
    return [
        Look("Figure", "Figure", size=24, bold=True, colour=theme.primary, after=0, line=32),
        Look("FigureLabel", "Figure Label", size=8.5, colour=theme.muted, after=2, line=13),
        Look(
            "SummaryHead",
            "Summary Heading",
            size=11,
            bold=True,
            colour=theme.primary,
            before=14,
            after=4,
            line=17,
        ),
        Look("SummaryLine", "Summary Line", size=9.5, after=3, line=15),
        Look("SummaryBullet", "Summary Bullet", size=9.5, after=3, line=15, left=11, hanging=11, bullet=True),
    ]


def _claim_looks(theme: Theme) -> list[Look]:
    return [
        Look("Claim", "Claim", whole=True, after=5, left=17, hanging=17),
        Look("ClaimNote", "Claim Note", size=8.5, colour=theme.muted, after=6, line=13, left=17),
        Look("MapClaim", "Map Claim", whole=True, size=theme.table, after=4, line=13.5, left=11, hanging=11),
        Look("MapClaimNote", "Map Claim Note", size=theme.small, colour=theme.muted, after=4, line=12, left=11),
        Look("Missing", "Evidence Missing", size=theme.table, bold=True, colour=theme.missing, after=2, line=13.5),
        Look("MissingQuestion", "Open Question", size=theme.table, colour=theme.missing, after=2, line=13.5),
        Look(
            "MissingAnswer",
            "Answer Here",
            size=theme.small,
            colour=theme.muted,
            before=4,
            after=6,
            line=16,
            edge="answer",
        ),
        Look("MissingLine", "Evidence Missing Line", colour=theme.missing, after=6),
        Look("GapTitle", "Gap Title", size=9.5, bold=True, after=1, line=14.5),
    ]


def _table_looks(theme: Theme) -> list[Look]:
    size, small = theme.table, theme.small
    return [
        Look("TableHead", "Table Heading", size=size, bold=True, colour=theme.primary, after=0, line=14),
        Look("TableHeadFigure", "Table Heading Figure", "TableHead", right=True),
        Look("TableSide", "Table Side Heading", size=size, bold=True, after=0, line=13.5),
        Look("TableText", "Table Text", size=size, after=2, line=13.5),
        Look("TableFigure", "Table Figure", "TableText", right=True),
        Look("Chart", "Chart", after=6, line=17),
        Look("CommentText", "annotation text", size=small, after=3, line=12),
        Look("FootnoteText", "footnote text", size=small, after=2, line=11.5, left=11, hanging=11),
        Look("MatrixLine", "Matrix Line", size=small, after=3, line=11.5, left=7, hanging=7),
        Look("BackLinks", "Back Links", size=small, after=0, line=11),
        Look("TableNote", "Table Note", size=small, colour=theme.muted, after=2, line=12),
        Look("TableCode", "Table Code", size=small, after=2, line=12),
        Look(
            "TableCaption", "Table Caption", size=small, colour=theme.muted, before=10, after=4, line=12, keep_next=True
        ),
    ]
