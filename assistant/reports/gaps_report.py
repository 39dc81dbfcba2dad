"""The gap analysis: what is missing or wrong, by kind, each with severity, evidence, next step and owner."""

from assistant.journey import Gap, GapKind, Level
from assistant.reports import words
from assistant.reports.blocks import (
    Block,
    Bookmark,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.cautions import cautions
from assistant.reports.claims import claim_paragraphs
from assistant.reports.doubts import gap_comment
from assistant.reports.gap_matrix import build_gap_matrix
from assistant.reports.marks import Mark, name_of
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice
from assistant.wording import Text

_WEIGHT_WIDTH = 27.0
_NEXT_WIDTH = 52.0
_SEVEREST_FIRST = tuple(Level)


def build_gaps_body(voice: Voice, theme: Theme) -> list[Block]:
    """The gaps at a glance, then one part for each kind."""
    matrix = build_gap_matrix(voice, theme)
    blocks: list[Block] = [
        *matrix,
        Heading(voice.say(words.GAPS_OVERVIEW), 1, new_page=not matrix),
        _overview_table(voice, theme),
    ]
    for place, kind in enumerate(words.GAP_ORDER):
        named = name_of(Mark("kind", (kind,)))
        blocks.append(Heading(voice.say(words.GAP_KINDS[kind]), 1, new_page=place == 0, name=named))
        blocks.append(text_paragraph("Lead", voice.say(words.GAP_LEADS[kind]), keep_next=True))
        gaps = gaps_of(voice, kind)
        blocks.append(
            _gap_table(voice, kind, gaps, theme) if gaps else text_paragraph("Body", voice.say(words.NO_GAPS))
        )
    return blocks


def gaps_of(voice: Voice, kind: GapKind) -> list[Gap]:
    """The gaps of one kind, the open before the closed, the severest first, then along the journey."""
    order = {stage: place for place, stage in enumerate(voice.draft.model.stage_ids)}
    return sorted(
        (gap for gap in voice.draft.gaps if gap.kind is kind),
        key=lambda gap: (
            gap.status == "closed",
            _SEVEREST_FIRST.index(gap.severity),
            order.get(gap.stage or "", len(order)),
        ),
    )


def stage_named(voice: Voice, gap: Gap) -> list[str]:
    """The stage of the gap, unless its title begins with it."""
    stage = voice.stage(gap.stage)
    return [] if gap.title.startswith(stage) else [stage]


def about_gap(voice: Voice, gap: Gap) -> str:
    """The line below a gap's title: stage, segment and cautions; "" for none of them."""
    about = stage_named(voice, gap)
    if gap.segment is not None:
        about.append(voice.segment(gap.segment))
    return " · ".join((*about, *cautions(voice, gap)))


def severity_label(gap: Gap) -> Text:
    """Problems are severe, opportunities important."""
    return words.IMPORTANCE if gap.kind is GapKind.OPPORTUNITY else words.SEVERITY


def _overview_table(voice: Voice, theme: Theme) -> Table:
    header = Row(
        (
            text_cell("TableHead", voice.say(words.KIND), "head"),
            *(text_cell("TableHeadFigure", voice.say(words.LEVELS[level]), "head") for level in Level),
            text_cell("TableHeadFigure", voice.say(words.TOTAL), "head"),
        ),
        header=True,
    )
    rows: list[Row] = []
    for kind in words.GAP_ORDER:
        gaps = gaps_of(voice, kind)
        counts = [sum(gap.severity is level for gap in gaps) for level in Level]
        figures = (text_cell("TableFigure", str(count)) for count in (*counts, len(gaps)))
        rows.append(Row((text_cell("TableSide", voice.say(words.GAP_KINDS[kind]), "side"), *figures)))
    column = (theme.text_width(landscape=False) - 52.0) / 4
    return Table((52.0, column, column, column, column), (header, *rows), voice.say(words.GAPS_OVERVIEW), "dense")


def _gap_table(voice: Voice, kind: GapKind, gaps: list[Gap], theme: Theme) -> Table:
    width = theme.text_width(landscape=False)
    header = Row(
        (
            text_cell("TableHead", voice.say(words.GAP), "head"),
            text_cell("TableHead", voice.say(words.WEIGHT), "head"),
            text_cell("TableHead", voice.say(words.NEXT_STEP), "head"),
        ),
        header=True,
    )
    widths = (width - _WEIGHT_WIDTH - _NEXT_WIDTH, _WEIGHT_WIDTH, _NEXT_WIDTH)
    return Table(widths, (header, *(_gap_row(voice, gap) for gap in gaps)), voice.say(words.GAP_KINDS[kind]))


def _gap_row(voice: Voice, gap: Gap) -> Row:
    return Row((_what_cell(voice, gap), _weight_cell(voice, gap), _next_cell(voice, gap)))


def _what_cell(voice: Voice, gap: Gap) -> TableCell:
    about = about_gap(voice, gap)
    claims = claim_paragraphs(voice, gap.claims, "MapClaim")
    notes = (text_paragraph("TableNote", about),) if about else ()
    name = name_of(Mark("gap", (gap.id,), "title"))
    title = Paragraph("GapTitle", (Bookmark(name, (Run(gap.title),), gap_comment(voice, gap)),))
    return TableCell((title, *notes, *claims))


def _weight_cell(voice: Voice, gap: Gap) -> TableCell:
    pairs = (
        ("severity", severity_label(gap), words.LEVELS[gap.severity], gap.severity is Level.HIGH),
        ("effort", words.EFFORT, words.LEVELS[gap.effort], False),
        ("status", words.STATE, words.STATES[gap.status], False),
    )
    return TableCell(
        tuple(
            _labelled(voice, gap, field, label, Run(voice.say(value), "Strong" if strong else None))
            for field, label, value, strong in pairs
        )
    )


def _next_cell(voice: Voice, gap: Gap) -> TableCell:
    owner = Run(gap.owner or voice.say(words.OWNER_OPEN))
    step = Paragraph("TableText", (_marked(gap, "step", Run(gap.next_step)),))
    return TableCell((step, _labelled(voice, gap, "owner", words.OWNER, owner)))


def _labelled(voice: Voice, gap: Gap, field: str, label: Text, value: Run) -> Paragraph:
    """Label and value under one bookmark: typing over the value alone leaves the bookmark where it is."""
    said = Run(voice.say(label) + voice.colon, "Muted")
    return Paragraph("TableText", (_marked(gap, field, said, value),))


def _marked(gap: Gap, field: str, *runs: Run) -> Bookmark:
    return Bookmark(name_of(Mark("gap", (gap.id,), field)), runs)
