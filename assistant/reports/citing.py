"""From the evidence back to the claims that cite it; and evidence in footnotes instead of a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.journey import Evidence
from assistant.reports import words
from assistant.reports.blocks import (
    Block,
    Bookmark,
    Footnote,
    Link,
    Paragraph,
    Piece,
    Row,
    Run,
    Table,
    TableCell,
    paragraphs_of,
)
from assistant.reports.claims import key_name
from assistant.reports.evidence_words import place_words, quote_runs
from assistant.reports.marks import mark_kind
from assistant.reports.voice import Voice


@dataclass(frozen=True, slots=True)
class Citing:
    """A claim that cites a key: its bookmark and its words."""

    name: str
    text: str


def find_citing(blocks: Iterable[Block]) -> Mapping[str, Sequence[Citing]]:
    """For each key the claims whose paragraphs link to it, in reading order, each claim once."""
    found: dict[str, dict[str, Citing]] = {}
    for paragraph in paragraphs_of(blocks):
        claim = _claim_of(paragraph)
        if claim is not None:
            for key in _keys_of(paragraph):
                found.setdefault(key, {}).setdefault(claim.name, claim)
    return {key: tuple(claims.values()) for key, claims in found.items()}


def with_footnotes(voice: Voice, blocks: Iterable[Block]) -> list[Block]:
    """The blocks with each key's quote in a footnote where a claim cites it first; later keys lead to that place."""
    writer = _FootnoteWriter(voice)
    return [writer.block(block) for block in blocks]


class _FootnoteWriter:
    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._noted: set[str] = set()

    def block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        return replace(block, rows=tuple(map(self._row, block.rows))) if isinstance(block, Table) else block

    def _row(self, row: Row) -> Row:
        return replace(row, cells=tuple(map(self._cell, row.cells)))

    def _cell(self, cell: TableCell) -> TableCell:
        return replace(cell, paragraphs=tuple(map(self._paragraph, cell.paragraphs)))

    def _paragraph(self, paragraph: Paragraph) -> Paragraph:
        if _claim_of(paragraph) is None:
            return paragraph
        pieces = tuple(each for piece in paragraph.pieces for each in self._pieces(piece))
        return replace(paragraph, pieces=pieces)

    def _pieces(self, piece: Piece) -> tuple[Piece, ...]:
        evidence = self._voice.evidence.get(piece.text) if _is_key(piece) and isinstance(piece, Link) else None
        if evidence is None or evidence.key in self._noted:
            return (piece,)
        self._noted.add(evidence.key)
        named = Bookmark(key_name(evidence.key), (Run(evidence.key, "Key"),))
        return named, Footnote((_note(self._voice, evidence),))


def _note(voice: Voice, each: Evidence) -> Paragraph:
    who = each.speaker or voice.say(words.UNKNOWN_SPEAKER)
    about = " · ".join((who, voice.say(words.ROLES[each.role]), place_words(voice, each)))
    return Paragraph(
        "FootnoteText", (Run(f"{each.key} ", "Strong"), *quote_runs(voice, each), Run(f" {about}", "Muted"))
    )


def _claim_of(paragraph: Paragraph) -> Citing | None:
    for piece in paragraph.pieces:
        if isinstance(piece, Bookmark) and mark_kind(piece.name) == "claim" and not piece.name.endswith("_verdict"):
            return Citing(piece.name, "".join(run.text for run in piece.runs))
    return None


def _keys_of(paragraph: Paragraph) -> list[str]:
    return [piece.text for piece in paragraph.pieces if isinstance(piece, Link) and _is_key(piece)]


def _is_key(piece: Piece) -> bool:
    return isinstance(piece, Link) and mark_kind(piece.target) == "evidence"
