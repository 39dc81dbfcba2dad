"""The whole draft as Markdown: the same words as the Word reports, for diffs and for reading in a terminal."""

import re
from collections.abc import Iterable

from assistant.journey import Draft
from assistant.reports import words
from assistant.reports.appendix import build_evidence_appendix, build_sources_appendix
from assistant.reports.blocks import (
    KINDS,
    BarChart,
    Block,
    Bookmark,
    Footnote,
    Heading,
    LineChart,
    Link,
    Paragraph,
    Picture,
    Piece,
    Table,
    TableCell,
    text_paragraph,
)
from assistant.reports.claims import LEGEND_NAME, cited_keys
from assistant.reports.cover import about_engine
from assistant.reports.gaps_report import build_gaps_body
from assistant.reports.insights_report import build_insights_body
from assistant.reports.letters import legal
from assistant.reports.map_report import build_map_body
from assistant.reports.provenance import build_provenance_appendix
from assistant.reports.summary import build_summary
from assistant.reports.theme import Theme
from assistant.reports.voice import build_voice

_SPECIAL = re.compile(r"([\\`*_\[\]<>|&~])")
_LINE_START = re.compile(r"(\s*)([#+=-]|\d+(?=[.)]))")
_BULLETS = frozenset(("Claim", "SummaryBullet"))


def render_markdown(draft: Draft) -> str:
    """The draft as GitHub-flavoured Markdown: summary, map, insights, gaps, then one appendix for all of them."""
    voice, theme = build_voice(draft), Theme()
    width = theme.text_width(landscape=False)
    summary = build_summary(voice, theme, landscape=False)
    bodies = (build_map_body(voice, theme), build_insights_body(voice, theme), build_gaps_body(voice, theme))
    keys = cited_keys((*summary, *(block for body in bodies for block in body)))
    titled = zip(KINDS, bodies, strict=True)
    parts = [
        f"# {_escaped(draft.client)}",
        _markdown([text_paragraph("Body", about_engine(voice)), *summary]),
        *(f"# {voice.say(words.TITLES[kind])}\n\n{_markdown(body)}" for kind, body in titled),
        _markdown(build_evidence_appendix(voice, keys, width, {})),
        _markdown(build_sources_appendix(voice, width)),
        _markdown(build_provenance_appendix(voice, width)),
    ]
    return "\n\n".join(parts) + "\n"


def _markdown(blocks: Iterable[Block]) -> str:
    lines: list[str] = []
    bullets = False
    for block in blocks:
        bullet = isinstance(block, Paragraph) and block.style in _BULLETS
        if lines and not (bullet and bullets):
            lines.append("")
        lines.append(_block(block))
        bullets = bullet
    return "\n".join(lines)


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {_escaped(block.text)}"
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Paragraph):
        said = _pieces(block.pieces)
        return f"- {said}" if block.style in _BULLETS else said
    return f"*{_escaped(block.description)}*" if isinstance(block, LineChart | BarChart) else ""


def _table(table: Table) -> str:
    rows = [[_cell(cell) for cell in row.cells] for row in table.rows]
    columns = len(table.widths)
    if not table.rows[0].header:
        rows.insert(0, [""] * columns)
    lines = [f"| {' | '.join((*row, *([''] * (columns - len(row)))))} |" for row in rows]
    return "\n".join((lines[0], f"|{' --- |' * columns}", *lines[1:]))


def _cell(cell: TableCell) -> str:
    return "<br>".join(_pieces(paragraph.pieces) for paragraph in cell.paragraphs).replace("  \n", "<br>")


def _pieces(pieces: Iterable[Piece]) -> str:
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    if isinstance(piece, Bookmark):
        said = _pieces(piece.runs) + "".join(f" <sub>{_escaped(line)}</sub>" for line in piece.comment)
        return f'<a id="{piece.name}"></a>{said}' if piece.name.startswith("evidence_") else said
    if isinstance(piece, Footnote | Picture):
        return ""
    said = _escaped(piece.text).replace("\t", " ")
    if isinstance(piece, Link) and piece.target != LEGEND_NAME:
        return f"[{said}](#{piece.target})"
    return said


def _escaped(text: str) -> str:
    return "  \n".join(map(_escaped_line, legal(text).split("\n")))


def _escaped_line(line: str) -> str:
    escaped = _SPECIAL.sub(r"\\\1", line)
    start = _LINE_START.match(escaped)
    return escaped if start is None else f"{start[1]}\\{escaped[start.start(2) :]}"
