"""Statements into passages: what retrieval finds, long enough to carry its own context."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.journey import Document, Passage, Statement, steady_id
from assistant.sources.language import count_cjk, count_words
from assistant.sources.plain import MOST_LINES

_TURN_CHARACTERS, _TURN_WORDS = 400, 250  # of one speaker's turn, Chinese characters or English words
_PARAGRAPH = 1200  # characters of a paragraph without speakers, which holds together by itself
_GAP = 8  # characters between two statements: spaces, a quotation mark, markup, but nothing that was left out


@dataclass(slots=True)
class _Group:
    """Statements that stand together: the first of them, and the spans of text in each block."""

    first: Statement
    spans: list[tuple[int, int, int]] = field(default_factory=list[tuple[int, int, int]])
    share: float = 0.0  # of the limit that they fill, 1 being all of it


def build_passages(document: Document, statements: Sequence[Statement]) -> list[Passage]:
    """The passages of a document: consecutive statements of one turn, verbatim and contiguous.

    A turn is cut at about 400 Chinese characters or 250 words, a paragraph without speakers at 1,200 characters; no
    statement is lost. Paragraphs of one turn that follow each other are joined by a line break.
    """
    times: Counter[str] = Counter()
    found: list[Passage] = []
    for group in _groups(document, statements):
        text = "\n".join(document.blocks[at].text[start:end] for at, start, end in group.spans)
        times[text] += 1
        found.append(
            Passage(
                id=steady_id("passage", document.path, text, str(times[text])),
                document=document.path,
                locator=group.first.locator,
                speaker=group.first.speaker,
                role=group.first.role,
                segment=group.first.segment,
                text=text,
            )
        )
    return found


def _groups(document: Document, statements: Sequence[Statement]) -> Iterator[_Group]:
    group: _Group | None = None
    for at, start, end, statement in _places(document, statements):
        share = _share(statement)
        if group is not None:
            follows = group.first.turn == statement.turn and group.share + share <= 1.000001
            last_at, begin, last = group.spans[-1]
            if follows and at == last_at and _touches(document.blocks[at].text[last:start]):
                group.spans[-1] = (at, begin, end)
                group.share += share + (start - last) / _PARAGRAPH
                continue
            if follows and _adjoins(document, group.spans[-1], at, start):
                group.spans.append((at, start, end))
                group.share += share
                continue
            yield group
        group = _Group(statement, [(at, start, end)], share)
    if group is not None:
        yield group


def _share(statement: Statement) -> float:
    """How much of a passage a statement fills, 1 being all of it."""
    if statement.speaker is None:
        return len(statement.text) / _PARAGRAPH
    return count_cjk(statement.text) / _TURN_CHARACTERS + count_words(statement.text) / _TURN_WORDS


def _touches(gap: str) -> bool:
    return len(gap) <= _GAP and not any(each.isalnum() for each in gap)


def _adjoins(document: Document, span: tuple[int, int, int], at: int, start: int) -> bool:
    """Whether a statement opens the very next paragraph after a span that closed its own."""
    before, _, end = span
    kinds = {document.blocks[before].kind, document.blocks[at].kind}
    return (
        at == before + 1
        and kinds <= {"paragraph", "cue"}
        and start == 0
        and not document.blocks[before].text[end:].strip()
    )


def _places(document: Document, statements: Sequence[Statement]) -> Iterator[tuple[int, int, int, Statement]]:
    """Each statement with the block and the offsets where it stands, found in reading order."""
    at, cursor = 0, 0
    for statement in statements:
        place, offset = at, cursor
        while place < len(document.blocks):
            found = document.blocks[place].text.find(statement.text, offset)
            if found >= 0 and _agrees(document, place, statement):
                at, cursor = place, found + len(statement.text)
                yield place, found, cursor, statement
                break
            place, offset = place + 1, 0


def _agrees(document: Document, at: int, statement: Statement) -> bool:
    """A statement's line is that of its block, or one further down in it."""
    here, there = document.blocks[at].locator, statement.locator
    if here.line is None or there.line is None or here.line == there.line:
        return here == there
    return here.line < there.line <= here.line + MOST_LINES
