"""Cleaning a document's blocks: what goes is listed; what somebody in particular said is never touched."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.journey import Block, Document, LeftOut
from assistant.sources.cleaning.adverts import find_adverts
from assistant.sources.cleaning.chrome import (
    is_chrome,
    is_doubled,
    is_heat,
    is_picture,
    is_prose,
    is_rank,
    opens_links,
)
from assistant.sources.cleaning.likeness import Repeats
from assistant.sources.headers import read_header_line
from assistant.sources.labels import accept_labels
from assistant.sources.reasons import left_out

_LEAST_REPEATED = 12  # characters of a title
_LONG = 40  # characters of a paragraph that nobody writes twice
_CLOSE, _TOP = 3, 8  # blocks between a title and the same title again, and at most before it
_SHORTEST_RUN = 5
_LEAST_HEATS = 3  # figures that make a hot list of the lines around them
_LONGEST_ENTRY = 50  # characters of an entry of a list of links


def clean_document(document: Document) -> Document:
    """The document without what a web site or an advertiser put in it, and without its repetitions.

    Conversations and notes of one person are left as they are: each line may be somebody's statement.
    """
    if document.format in _STRUCTURED or is_conversation(document.blocks):
        return document
    marks = _Marks(document.blocks)
    blocks: list[Block] = []
    left: list[LeftOut] = []
    for block, reason in zip(document.blocks, marks.reasons, strict=True):
        if reason is not None:
            left.append(left_out(document.path, reason, block.locator, block.text))
        else:
            blocks.extend(_without_adverts(document.path, block, left))
    if not left or not blocks:
        return document
    return replace(document, blocks=tuple(blocks), left_out=(*document.left_out, *left))


# Rows of tables, cues and messages: nothing in them comes from the page around a text.
_STRUCTURED = frozenset({"csv", "xlsx", "xls", "ods", "json", "vtt", "srt", "eml", "msg"})


def is_conversation(blocks: Sequence[Block]) -> bool:
    """Whether the blocks are what certain people said: they carry names, labels, or a header that gives one."""
    if any(block.speaker or block.role or block.kind == "cue" for block in blocks):
        return True
    lines = [block.text[:400] for block in blocks]
    if any(
        entry.key in ("interviewee", "interviewer", "customer") and entry.value
        for line in lines[:12]
        for entry in read_header_line(line)
    ):
        return True
    return bool(accept_labels(lines, lambda _: False))


class _Marks:
    """The reason for which each block goes, or None."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self.reasons: list[str | None] = [None] * len(blocks)
        self._mark_lines()
        self._mark_links()
        self._mark_hot_lists()
        self._mark_repeats()

    def _mark_lines(self) -> None:
        for at, block in enumerate(self._blocks):
            if block.kind == "row":
                continue
            if is_chrome(block.text):
                self.reasons[at] = "boilerplate"
            elif is_picture(block.text):
                self.reasons[at] = "picture_text"

    def _mark_links(self) -> None:
        """Below "related articles" everything goes until a text begins again."""
        inside = False
        for at, block in enumerate(self._blocks):
            if opens_links(block.text):
                inside = True
            elif inside and (is_prose(block.text) or block.kind == "row"):
                inside = False
            if inside:
                self.reasons[at] = "boilerplate"

    def _mark_hot_lists(self) -> None:
        """Places, titles and figures in turn, with the names of the sites they are from before them."""
        lines = [block.text for block in self._blocks]
        heats = [at for at, line in enumerate(lines) if is_heat(line)]
        if len(heats) < _LEAST_HEATS:
            return
        for at in range(heats[0], heats[-1] + 1):
            if is_heat(lines[at]) or is_rank(lines[at]) or len(lines[at]) < _LONGEST_ENTRY:
                self.reasons[at] = "boilerplate"
        at = heats[0] - 1
        title = True  # of the first entry
        while at >= 0 and (is_rank(lines[at]) or is_doubled(lines[at]) or (title and len(lines[at]) < _LONGEST_ENTRY)):
            title = title and is_rank(lines[at])
            self.reasons[at] = "boilerplate"
            at -= 1

    def _mark_repeats(self) -> None:
        """Long paragraphs said before, titles said twice, and shorter lines in a run that was pasted again.

        The same short answer to many questions of a form is no repetition.
        """
        repeats = Repeats()
        numbers: list[int] = []  # the place of each text that was added
        first: dict[int, int] = {}  # where a repeated block stands first
        for at, block in enumerate(self._blocks):
            if self.reasons[at] is None and block.kind in ("paragraph", "list"):
                near = repeats.add(block.text)
                numbers.append(at)
                if near is not None:
                    first[at] = numbers[near]
        for at, earlier in first.items():
            length = len(self._blocks[at].text)
            if length >= _LONG or (length >= _LEAST_REPEATED and at - earlier <= _CLOSE and at < _TOP):
                self.reasons[at] = "repeated"
        for run in _runs(sorted(first)):
            # most of a run stood together before, too, and some of it is long
            together = sum(first[b] - first[a] in (1, 2) for a, b in pairwise(run))
            if together * 2 >= len(run) and any(self.reasons[at] for at in run):
                for at in run:
                    self.reasons[at] = "repeated"


def _runs(places: Sequence[int]) -> list[list[int]]:
    """The places in runs of five and more, gaps of one let in."""
    runs: list[list[int]] = []
    for at in places:
        if runs and at - runs[-1][-1] <= 2:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [run for run in runs if len(run) >= _SHORTEST_RUN]


def _without_adverts(path: str, block: Block, left: list[LeftOut]) -> list[Block]:
    """The block in parts, each as it stands in the file, without the advertising between them."""
    parts: list[Block] = []
    done = 0
    for reason, start, end in sorted(find_adverts(block.text), key=lambda each: each[1]):
        if start < done:
            continue
        left.append(left_out(path, reason, block.locator, block.text[start:end]))
        parts.append(replace(block, text=block.text[done:start].strip()))
        done = end
    if not done:
        return [block]
    parts.append(replace(block, text=block.text[done:].strip()))
    return [each for each in parts if each.text]
