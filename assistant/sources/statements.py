"""Turns into statements: what one speaker said, small enough to carry one thought, with the question it answers."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial

from assistant.journey import Block, Document, LeftOut, Locator, Person, Role, Segment, Statement, statement_id
from assistant.sources.asides import is_stage_direction
from assistant.sources.clauses import group_short, split_long
from assistant.sources.injection import find_instructions, holds_instruction
from assistant.sources.language import detect_language, measure
from assistant.sources.reasons import left_out
from assistant.sources.sentences import split_sentences
from assistant.sources.speakers import Cast
from assistant.sources.turns import Piece, Turn, build_turns

_ASKS = re.compile(
    r"[？?]|吗|呢|什么|怎么|为什么|如何|哪|几|多少|谁|\b(?:what|how|why|when|where|which|who|could you|can you|tell me)\b",
    re.I,
)
_QUESTION_END = re.compile(r"[？?][\s”\"’」』）)]*$")
_EDGE_BEFORE = re.compile(
    r"^(?:\s|[\[(（【]\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\])）】]|[>•·●○■▪。，、；,;！!？?]|[-*+–](?=\s)|\*{2,3}|__|#{1,6}(?=\s))+"
)
# Each run is taken whole or not at all: a row of asterisks could otherwise be cut into twos and threes in more ways than
# there is time for.
_EDGE_AFTER = re.compile(r"(?:(?<!\s)\s++|(?<!\*)\*{2,3}+(?!\*)|(?<!_)_{2,}+)+$")
_BACKCHANNEL = 8  # measure below which an interviewer's turn that asks nothing only keeps the talk going


def build_statements(
    document: Document, people: Sequence[Person], segments: Sequence[Segment], *, trusted: bool = False
) -> tuple[list[Statement], list[LeftOut]]:
    """The statements of a document in reading order, and what of its text is no one's statement, with the reason.

    What reads like an order to a program is no statement, unless a person looked and the document is `trusted`.
    Every text stands verbatim and contiguous in a block. An interviewer's question goes with the answers that follow.
    """
    turns, left = build_turns(document, Cast(tuple(people), tuple(segments)))
    times: Counter[str] = Counter()
    statements: list[Statement] = []
    headings = frozenset(block.text for block in document.blocks if block.kind == "heading")
    # To judge a sentence takes longer than all else here, one heading stands over many statements, and a question that is
    # passed over is looked at again.
    orders = cache(partial(holds_instruction, asking=True))
    asked: str | None = None
    section: tuple[str, ...] = ()
    for number, turn in enumerate(turns, 1):
        here = document.blocks[turn.pieces[0].block].locator.heading
        if here != section:
            asked, section = None, here
        if turn.speaker.role is Role.INTERVIEWER:
            asked = _question_asked(document, turn, asked, orders)
        asking = turn.speaker.role is Role.INTERVIEWER
        for block, locator, text, ordered in _parts(document, turn, asking=asking):
            if ordered and not trusted:
                left.append(left_out(document.path, "instruction", locator, text))
                continue
            if turn.labelled and is_stage_direction(text):
                left.append(left_out(document.path, "aside", locator, text))
                continue
            times[text] += 1
            statements.append(
                Statement(
                    id=statement_id(document.path, text, times[text]),
                    document=document.path,
                    locator=locator,
                    speaker=turn.speaker.name,
                    role=turn.speaker.role,
                    segment=turn.speaker.segment,
                    text=text,
                    language=detect_language(text, document.language),
                    turn=number,
                    question=None
                    if turn.speaker.role is Role.INTERVIEWER
                    else _context(block, headings, turn, asked, orders),
                )
            )
    return statements, left


def _parts(document: Document, turn: Turn, *, asking: bool) -> Iterator[tuple[Block, Locator, str, bool]]:
    """The statements of a turn: their block, where they begin, their words without markup at the edges, and whether
    they read like an order to a program."""
    read, breaks = -1, list[int]()
    for piece in turn.pieces:
        block = document.blocks[piece.block]
        if piece.block != read:
            read, breaks = piece.block, [found.start() for found in re.finditer("\n", block.text)]
        orders = find_instructions(block.text[piece.start : piece.end], asking=asking)
        for start, end in _split(block.text, piece):
            text = block.text[start:end]
            before = _EDGE_BEFORE.match(text)
            begin = before.end() if before else 0
            after = _EDGE_AFTER.search(text, begin)
            text = text[begin : after.start() if after else None]
            if any(each.isalnum() for each in text):
                ordered = any(start < each.end + piece.start and each.start + piece.start < end for each in orders)
                yield block, _locate(block.locator, bisect_left(breaks, start + begin)), text, ordered


def _split(text: str, piece: Piece) -> list[tuple[int, int]]:
    """Offsets of the statements within a piece: sentences, short ones joined, very long ones cut at their clauses."""
    sentences = group_short(split_sentences(text[piece.start : piece.end]))
    spans: list[tuple[int, int]] = []
    at = piece.start
    for sentence in sentences:
        for part in split_long(sentence):
            spans.append((at, at + len(part)))
            at += len(part)
    return spans


def _locate(locator: Locator, lines: int) -> Locator:
    """Within a paragraph of several lines, a statement stands on the line it begins on."""
    return replace(locator, line=locator.line + lines) if lines and locator.line is not None else locator


def _question_asked(document: Document, turn: Turn, before: str | None, orders: Callable[[str], bool]) -> str | None:
    """The last question of an interviewer's turn; a mere "mm-hm" leaves the question before it standing."""
    sentences = [
        sentence.strip(" \t\n*_>")
        for piece in turn.pieces
        for sentence in split_sentences(document.blocks[piece.block].text[piece.start : piece.end])
    ]
    for pattern in (_QUESTION_END, _ASKS):
        for sentence in reversed(sentences):
            if pattern.search(sentence) and not orders(sentence):
                return sentence
    said = [each for each in sentences if not orders(each)]
    if sum(measure(sentence) for sentence in said) < _BACKCHANNEL:
        return before
    return said[-1] if said else before


def _context(
    block: Block, headings: frozenset[str], turn: Turn, asked: str | None, orders: Callable[[str], bool]
) -> str | None:
    """The question a statement answers: its column or row, else what the interviewer asked, else a heading that asks."""
    heading = block.locator.heading[-1] if block.locator.heading else None
    if heading is not None and orders(heading):
        heading = None  # what the interviewer asked below it stands all the same
    if block.kind == "row" and heading and heading not in headings:
        return heading  # no heading of the text, so the table's own: its column or the cell beside
    if asked is not None and turn.labelled:
        return asked
    return heading if heading and _QUESTION_END.search(heading) else None
