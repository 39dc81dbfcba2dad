"""Statements into passages: what retrieval finds, long enough to carry its own context."""

from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.journey import Block, Document, Passage, Statement, steady_id
from assistant.sources.language import measure
from assistant.sources.plain import MOST_LINES

_TURN = 400  # Chinese characters, or two hundred words, of one speaker's turn
_PARAGRAPH = 1200  # of a text without speakers, which holds together by itself


def build_passages(document: Document, statements: Sequence[Statement]) -> list[Passage]:
    """The passages of a document: consecutive statements of one turn within one block, verbatim and contiguous.

    A turn is cut at about 400 Chinese characters, a paragraph without speakers at 1,200; no statement is lost.
    """
    times: Counter[str] = Counter()
    found: list[Passage] = []
    for block, first, start, end in _groups(document, statements):
        text = block.text[start:end]
        times[text] += 1
        found.append(
            Passage(
                id=steady_id("passage", document.path, text, str(times[text])),
                document=document.path,
                locator=first.locator,
                speaker=first.speaker,
                role=first.role,
                segment=first.segment,
                text=text,
            )
        )
    return found


def _groups(document: Document, statements: Sequence[Statement]) -> Iterator[tuple[Block, Statement, int, int]]:
    """Runs of statements that stand together: their block, the first of them, and where they begin and end."""
    group: tuple[int, Statement, int, int, int] | None = None
    for at, statement, start, end in _places(document, statements):
        size = measure(statement.text)
        if group is not None:
            block, first, begin, last, total = group
            limit = _PARAGRAPH if first.speaker is None else _TURN
            near = at == block and first.turn == statement.turn and start - last <= 8
            if near and total + size <= limit:
                group = (block, first, begin, end, total + size)
                continue
            yield document.blocks[block], first, begin, last
        group = (at, statement, start, end, size)
    if group is not None:
        yield document.blocks[group[0]], group[1], group[2], group[3]


def _places(document: Document, statements: Sequence[Statement]) -> Iterator[tuple[int, Statement, int, int]]:
    """Each statement with the block and the offsets where it stands, found in reading order."""
    at, cursor = 0, 0
    for statement in statements:
        place, offset = at, cursor
        while place < len(document.blocks):
            found = document.blocks[place].text.find(statement.text, offset)
            if found >= 0 and _agrees(document.blocks[place], statement):
                at, cursor = place, found + len(statement.text)
                yield place, statement, found, cursor
                break
            place, offset = place + 1, 0


def _agrees(block: Block, statement: Statement) -> bool:
    """A statement's line is that of its block, or one further down in it."""
    here, there = block.locator, statement.locator
    if here.line is None or there.line is None or here.line == there.line:
        return here == there
    return here.line < there.line <= here.line + MOST_LINES
