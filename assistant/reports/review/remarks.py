"""Comments with their replies, and changes that are still tracked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.journey import Remark, Reply, TrackedChange
from assistant.reports.marks import COMMENT_AUTHOR
from assistant.reports.review.base import Base
from assistant.reports.review.flow import Line, Piece
from assistant.reports.review.opening import W14, W15, W, WordFile

_CLAIM_NAME = re.compile(r"claim_[A-Za-z0-9]+(?:_verdict)?")


@dataclass(frozen=True, slots=True)
class _Comment:
    id: str
    author: str
    date: str
    text: str
    ids: tuple[str, ...]
    """Ids of its paragraphs: replies and the resolved state are tied to the last in Word, to the first in LibreOffice."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    claim: str | None
    words: str
    place: tuple[int, str]


def read_remarks(file: WordFile, lines: Sequence[Line], base: Base) -> tuple[Remark, ...]:
    """The comments in reading order, each with its replies.

    LibreOffice drops the threads on saving and lists only what is resolved, while Word lists every comment: one that is
    not listed and encloses the very same words as an earlier one is taken as a reply to it.
    """
    # LibreOffice may write an answer before what it answers.
    comments = sorted(_comments(file), key=lambda each: each.date)
    parents, resolved, listed = _threads(file)
    anchors = _anchors(lines, base)
    by_paragraph = {paragraph: each for each in comments for paragraph in each.ids}
    heads: dict[str, Remark] = {}
    at_anchor: dict[tuple[int, str], str] = {}
    for each in comments:
        anchor = anchors.get(each.id, _Anchor(None, "", (len(lines), each.id)))
        parent = _above(each, parents, by_paragraph)
        head = _root(parent, parents, by_paragraph).id if parent is not None else ""
        if parent is None and not listed.intersection(each.ids):
            head = at_anchor.get(anchor.place, "")
        if head in heads:
            reply = Reply(each.author, each.date, each.text)
            heads[head] = replace(heads[head], replies=(*heads[head].replies, reply))
            continue
        heads[each.id] = Remark(
            each.author, each.date, each.text, bool(resolved.intersection(each.ids)), anchor.claim, anchor.words.strip()
        )
        if anchor.words.strip():
            at_anchor[anchor.place] = each.id
    order = {comment: place for place, comment in enumerate(anchors)}
    return tuple(heads[each] for each in sorted(heads, key=lambda one: order.get(one, len(order))))


def read_tracked(lines: Sequence[Line], base: Base) -> tuple[TrackedChange, ...]:
    """A person's insertions, deletions and moves that nobody has accepted or rejected, neighbouring pieces as one."""
    found: list[TrackedChange] = []
    for line in lines:
        before: tuple[object, ...] | None = None
        for piece in line.pieces:
            trace = piece.inserted or piece.deleted
            if trace is None or not piece.text or trace.author == COMMENT_AUTHOR:
                before = None if piece.text else before
                continue
            kind = "moved" if trace.moved else "inserted" if piece.deleted is None else "deleted"
            if trace.moved and piece.deleted is not None:
                before = None
                continue  # the other half of a move
            claim = _claim_of(piece, line, base)
            this = (kind, trace.author, claim)
            if this == before:
                found[-1] = replace(found[-1], text=found[-1].text + piece.text)
            else:
                found.append(TrackedChange(kind, trace.author, trace.date, piece.text, claim))
            before = this
    return tuple(each for each in found if each.text.strip())


def _comments(file: WordFile) -> Iterator[_Comment]:
    part = file.parts.get("word/comments.xml")
    for each in part.iter(f"{W}comment") if part is not None else ():
        paragraphs = list(each.iter(f"{W}p"))
        said = ["".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in paragraphs]
        ids = (str(paragraph.get(f"{W14}paraId", "")) for paragraph in paragraphs)
        yield _Comment(
            str(each.get(f"{W}id")),
            str(each.get(f"{W}author", "")),
            str(each.get(f"{W}date", "")),
            "\n".join(said).strip(),
            tuple(filter(None, ids)),
        )


def _threads(file: WordFile) -> tuple[Mapping[str, str], set[str], set[str]]:
    """Parent by paragraph id, and the paragraph ids of what is resolved, and of all that is listed."""
    part = file.parts.get("word/commentsExtended.xml")
    parents: dict[str, str] = {}
    resolved: set[str] = set()
    listed: set[str] = set()
    for each in part.iter(f"{W15}commentEx") if part is not None else ():
        paragraph = str(each.get(f"{W15}paraId", ""))
        listed.add(paragraph)
        if each.get(f"{W15}paraIdParent"):
            parents[paragraph] = str(each.get(f"{W15}paraIdParent"))
        if each.get(f"{W15}done") in ("1", "true", "on"):
            resolved.add(paragraph)
    return parents, resolved, listed


def _above(each: _Comment, parents: Mapping[str, str], by_paragraph: Mapping[str, _Comment]) -> _Comment | None:
    """The comment that one answers."""
    found = (by_paragraph.get(parents[paragraph]) for paragraph in each.ids if paragraph in parents)
    return next((one for one in found if one is not None), None)


def _root(each: _Comment, parents: Mapping[str, str], by_paragraph: Mapping[str, _Comment]) -> _Comment:
    """The comment that a thread begins with."""
    seen: set[str] = set()
    while each.id not in seen:
        seen.add(each.id)
        above = _above(each, parents, by_paragraph)
        if above is None:
            return each
        each = above
    return each


def _anchors(lines: Sequence[Line], base: Base) -> dict[str, _Anchor]:
    """Where each comment is anchored, in reading order: its claim, and the words that it encloses."""
    found: dict[str, _Anchor] = {}
    for number, line in enumerate(lines):
        for piece in line.pieces:
            for comment in sorted(piece.comments):
                said = piece.text if piece.deleted is None else ""
                claim = _claim_of(piece, line, base)
                held = found.get(comment)
                if held is None:
                    found[comment] = _Anchor(claim, said, (number, said))
                else:
                    words = held.words + said
                    found[comment] = _Anchor(held.claim or claim, words, (held.place[0], words))
    return found


def _claim_of(piece: Piece, line: Line, base: Base) -> str | None:
    """The claim that a piece belongs to: its own bookmark's, else that of its line where there is only one."""
    own = [name for name in sorted(piece.names) if _CLAIM_NAME.fullmatch(name)]
    named = own or [name for name in line.names if _CLAIM_NAME.fullmatch(name)]
    ids = dict.fromkeys(base.marks[name].parts[0] for name in named if name in base.marks)
    return next(iter(ids)) if len(ids) == 1 else None
