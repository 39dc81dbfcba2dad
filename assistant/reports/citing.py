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
    Run,
    paragraphs_of,
    with_paragraphs,
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
    noted: set[str] = set()

    def in_place(piece: Piece) -> tuple[Piece, ...]:
        evidence = voice.evidence.get(piece.text) if isinstance(piece, Link) and _is_key(piece) else None
        if evidence is None or evidence.key in noted:
            return (piece,)
        noted.add(evidence.key)
        named = Bookmark(key_name(evidence.key), (Run(evidence.key, "Key"),))
        return named, Footnote((_note(voice, evidence),))

    def change(paragraph: Paragraph) -> Paragraph:
        if _claim_of(paragraph) is None:
            return paragraph
        return replace(paragraph, pieces=tuple(each for piece in paragraph.pieces for each in in_place(piece)))

    return with_paragraphs(blocks, change)


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
