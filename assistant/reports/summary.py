"""One page that says it all: figures counted from the draft, main problems and opportunities, what is not known."""

from assistant.journey import Gap, GapKind, Level, Role, SegmentMap
from assistant.reports import words
from assistant.reports.blocks import (
    Block,
    Heading,
    Link,
    Paragraph,
    Piece,
    Row,
    Run,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.cautions import cautions
from assistant.reports.claims import key_pieces
from assistant.reports.gaps_report import gaps_of, severity_label, stage_named
from assistant.reports.legend import verdict_counts
from assistant.reports.marks import Mark, name_of
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice
from assistant.wording import Text

_MOST = 3
_MOST_KEYS = 3


def build_summary(voice: Voice, theme: Theme, *, landscape: bool, linked: bool = False) -> list[Block]:
    """The summary: in landscape its main part stands in three columns, in portrait one below the other.

    `linked` says that the gaps are in the same report, so that a title leads to its gap.
    """
    width = theme.text_width(landscape=landscape)
    return [
        Heading(voice.say(words.SUMMARY), 1, new_page=True),
        _figures(voice, width),
        *(_columns(voice, width, linked=linked) if landscape else _stacked(voice, linked=linked)),
        *(_coverage(voice, width) if not landscape or len(voice.draft.maps) <= _MOST else ()),
        text_paragraph("SummaryHead", voice.say(words.CLAIMS_BY_VERDICT), keep_next=True),
        verdict_counts(voice, width),
    ]


def _figures(voice: Voice, width: float) -> Table:
    draft = voice.draft
    cells = [cell for each in draft.maps for cell in each.cells]
    figures = (
        (sum(bool(cell.claims) for cell in cells), voice.say(words.FIGURE_CELLS, total=len(cells))),
        (len(draft.claims()), voice.say(words.FIGURE_CLAIMS)),
        (draft.coded, voice.say(words.FIGURE_STATEMENTS, total=draft.statements)),
        (len(draft.sources), voice.say(words.FIGURE_DOCUMENTS)),
    )
    row = Row(
        tuple(
            TableCell(
                (text_paragraph("Figure", str(figure), keep_next=True), text_paragraph("FigureLabel", label)), "figure"
            )
            for figure, label in figures
        )
    )
    return Table(tuple(width / len(figures) for _ in figures), (row,), voice.say(words.SUMMARY), "figures")


def _coverage(voice: Voice, width: float) -> list[Block]:
    """Of more segments than `_MOST` the table does not fit a landscape page; each map gives the same figures at its head."""
    return [
        text_paragraph("SummaryHead", voice.say(words.COVERAGE), keep_next=True),
        _coverage_table(voice, width),
    ]


def _coverage_table(voice: Voice, width: float) -> Table:
    heads = (words.SPEAKERS, words.STATEMENTS, words.CELLS_FILLED, words.CLAIMS)
    header = Row(
        (
            text_cell("TableHead", voice.say(words.SEGMENT), "head"),
            *(text_cell("TableHeadFigure", voice.say(head), "head") for head in heads),
        ),
        header=True,
    )
    column = (width * 0.64) / len(heads)
    rows = tuple(_coverage_row(each) for each in voice.draft.maps)
    return Table((width * 0.36, *(column for _ in heads)), (header, *rows), voice.say(words.COVERAGE), "dense")


def _coverage_row(each: SegmentMap) -> Row:
    filled = sum(bool(cell.claims) for cell in each.cells)
    claims = sum(len(cell.claims) for cell in each.cells)
    figures = (str(each.speakers), str(each.statements), f"{filled} / {len(each.cells)}", str(claims))
    return Row((text_cell("TableSide", each.label, "side"), *(text_cell("TableFigure", figure) for figure in figures)))


def _parts(voice: Voice, *, linked: bool) -> list[tuple[str, list[Paragraph]]]:
    said = (
        (words.MAIN_PROBLEMS, GapKind.PROBLEM, words.NO_PROBLEMS),
        (words.MAIN_OPPORTUNITIES, GapKind.OPPORTUNITY, words.NO_OPPORTUNITIES),
    )
    heard = any(each.role is Role.CUSTOMER for each in voice.draft.evidence)
    return [
        *(
            (voice.say(title), _gap_lines(voice, kind, voice.say(none if heard else _NO_CUSTOMERS), linked=linked))
            for title, kind, none in said
        ),
        (voice.say(words.NOT_KNOWN), _unknown_paragraphs(voice)),
    ]


_NO_CUSTOMERS = Text(
    "还不知道谁是客户，而这里只看客户说的话。请写明受访者的角色，再起草一次。",
    "Nobody is known as a customer, and only what customers say counts here. Say who is one, and draft again.",
)


def _stacked(voice: Voice, *, linked: bool) -> list[Block]:
    blocks: list[Block] = []
    for title, lines in _parts(voice, linked=linked):
        blocks.append(text_paragraph("SummaryHead", title, keep_next=True))
        blocks.extend(lines)
    return blocks


def _columns(voice: Voice, width: float, *, linked: bool) -> list[Block]:
    parts = _parts(voice, linked=linked)
    cells = tuple(TableCell((text_paragraph("SummaryHead", title, keep_next=True), *lines)) for title, lines in parts)
    return [Table(tuple(width / len(parts) for _ in parts), (Row(cells),), voice.say(words.SUMMARY), "plain")]


def _gap_lines(voice: Voice, kind: GapKind, none: str, *, linked: bool) -> list[Paragraph]:
    gaps = [gap for gap in gaps_of(voice, kind) if gap.status == "open"]
    # Of gaps equally severe, the one more people speak of comes first.
    gaps.sort(key=lambda gap: (list(Level).index(gap.severity), -_speakers(voice, gap)))
    return [_gap_line(voice, gap, linked=linked) for gap in gaps[:_MOST]] or [text_paragraph("SummaryLine", none)]


def _speakers(voice: Voice, gap: Gap) -> int:
    cited = [voice.evidence[key] for key in _keys(voice, gap)]
    return len({each.said_by for each in cited})


def _keys(voice: Voice, gap: Gap) -> list[str]:
    return list(dict.fromkeys(key for claim in gap.claims for key in claim.keys if key in voice.evidence))


def _gap_line(voice: Voice, gap: Gap, *, linked: bool) -> Paragraph:
    keys = _keys(voice, gap)
    severity = (
        voice.say(severity_label(gap))
        + (": " if voice.language == "en" else "：")
        + voice.say(words.LEVELS[gap.severity])
    )
    pieces: tuple[Piece, ...] = (
        Link(gap.title, name_of(Mark("gap", (gap.id,), "title")), "ClaimLink", gap.title) if linked else Run(gap.title),
        Run(" " + " · ".join((*stage_named(voice, gap), severity, *cautions(voice, gap))), "Muted"),
        *key_pieces(voice, keys[:_MOST_KEYS]),
    )
    return Paragraph("SummaryBullet", pieces)


def _unknown_paragraphs(voice: Voice) -> list[Paragraph]:
    lines = unknown_lines(voice)
    if not lines:
        return [text_paragraph("SummaryLine", voice.say(words.NOTHING_UNKNOWN))]
    return [text_paragraph("SummaryBullet", line) for line in lines]


def unknown_lines(voice: Voice) -> list[str]:
    """What the notes do not tell yet: empty cells, open questions, statements of no segment, unconfirmed contradictions."""
    draft = voice.draft
    lines = _empty_lines(voice)
    answers = [answer for insight in draft.insights for answer in insight.answers]
    unanswered = sum(answer.state == "open" for answer in answers)
    partly = sum(answer.state == "partly" for answer in answers)
    if unanswered or partly:
        lines.append(voice.say(words.UNKNOWN_QUESTIONS, total=len(answers), open=unanswered, partly=partly))
    if draft.unsegmented:
        lines.append(voice.say(words.UNKNOWN_SEGMENT, count=len(draft.unsegmented)))
    candidates = sum(gap.candidate and gap.kind is GapKind.CONTRADICTION for gap in draft.gaps)
    if candidates:
        lines.append(voice.say(words.UNKNOWN_CANDIDATES, count=candidates))
    return lines


def _empty_lines(voice: Voice) -> list[str]:
    """The maps with the most empty cells, one a line; the rest together, so that the page stays one page."""
    empty = {id(each): sum(not cell.claims for cell in each.cells) for each in voice.draft.maps}
    open_maps = [each for each in voice.draft.maps if empty[id(each)]]
    worst = sorted(open_maps, key=lambda each: -empty[id(each)])[:_MOST]
    lines = [_empty_cells(voice, each) for each in open_maps if each in worst]
    others = [each for each in open_maps if each not in worst]
    if others:
        count = sum(empty[id(each)] for each in others)
        total = sum(len(each.cells) for each in others)
        lines.append(voice.say(words.UNKNOWN_CELLS_OTHERS, empty=count, total=total))
    return lines


def _empty_cells(voice: Voice, each: SegmentMap) -> str:
    empty = [cell.stage for cell in each.cells if not cell.claims]
    most = max(empty.count(stage) for stage in empty)
    stages = [stage.id for stage in voice.draft.model.stages if empty.count(stage.id) == most]
    names = voice.listed([voice.stage(stage) for stage in stages[:2]])
    return voice.say(words.UNKNOWN_CELLS, label=each.label, empty=len(empty), total=len(each.cells), stages=names)
