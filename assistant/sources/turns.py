"""Who says what: a document's blocks as turns of its speakers, its header and asides taken out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PurePosixPath

from assistant.journey import Block, Document, LeftOut, Role
from assistant.sources.asides import closes_interview, cut_asides, is_aside_line
from assistant.sources.folding import fold
from assistant.sources.headers import HeaderLine, Named, read_header_line, read_preamble_line
from assistant.sources.labels import Candidate, Known, accept_labels, find_candidate
from assistant.sources.names import same_person
from assistant.sources.reasons import left_out
from assistant.sources.roles import part_of
from assistant.sources.speakers import NOBODY, Cast, Header, Speaker

_ZONE = 8  # lines below the title or a heading among which header lines may stand
_PREAMBLE = 12  # blocks above the first speaker; more is a text of its own
_COUNTERPARTS = {"问": "答", "答": "问", "問": "答", "Q": "A", "A": "Q"}
_FEWEST_LABELS = 3  # labelled lines that make a document a transcript
_ReadLine = Callable[[str], Sequence[HeaderLine]]
_INLINE = r"(?:(?<=[。？！?!…”」])\s*|(?<=[.])\s+|[ \t\u3000]{{2,}})(?P<label>{labels})\s*[：:]\s*"


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a block that one speaker said."""

    block: int
    start: int
    end: int


@dataclass(slots=True)
class Turn:
    """What one speaker says before the next one does. `labelled`: a label, column or voice tag names who."""

    number: int
    speaker: Speaker
    labelled: bool
    pieces: list[Piece] = field(default_factory=list[Piece])


def build_turns(document: Document, cast: Cast) -> tuple[list[Turn], list[LeftOut]]:
    """The turns of a document in reading order, and what of it no one said."""
    walk = _Walk(document, cast)
    for at, block in enumerate(document.blocks):
        walk.read(at, block)
    return [turn for turn in walk.turns if turn.pieces], walk.left_out


class _Walk:
    """Goes through the blocks once, keeping who speaks and what the header said."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self.turns: list[Turn] = []
        self.left_out: list[LeftOut] = []
        self._document = document
        self._cast = cast
        # each is asked for the same lines and names several times over
        self._header_line = cache(read_header_line)
        self._speaker = cache(cast.resolve)
        self._known = cache(_known_names(document, cast, self._header_line))
        self._accepted = _accepted_labels(document, self._known, self._header_line)
        self._inline = _inline_pattern(document, self._accepted)
        self._labelled = bool(self._accepted) or any(map(_is_spoken, document.blocks))
        self._asked = any(part_of(label) == "interviewer" for label in self._accepted)
        self._labels = [self._label(block) for block in document.blocks]
        self._preamble = self._find_preamble()
        self._header = self._first_header()
        self._turn: Turn | None = None
        self._zone = 0  # lines since a header could begin; from the limit on there is none

    def read(self, at: int, block: Block) -> None:
        candidate = self._labels[at]
        if block.kind == "heading":
            self._read_heading(block, candidate)
        elif block.speaker or block.role:
            self._read_attributed(at, block)
        elif block.kind in ("footnote", "comment"):
            self._start(NOBODY, labelled=False)  # it stands beside the text, not in anybody's turn
            self._say(at, block, 0)
        elif at < self._preamble:
            self._leave_out("header", block, block.text)
        elif self._zone < _ZONE and (lines := self._header_line(block.text)):
            self._take_header(block, lines)
        elif self._labelled and is_aside_line(block.text):
            self._leave_out("aside", block, block.text)
        elif candidate is not None:
            self._read_labelled(at, block, candidate)
        else:
            self._read_unlabelled(at, block)

    def _find_preamble(self) -> int:
        """How many blocks stand above the first speaker of a transcript: its title, place and date, said by no one."""
        spoken = [
            at for at, block in enumerate(self._document.blocks) if _is_spoken(block) or self._labels[at] is not None
        ]
        spoken = [at for at in spoken if not self._header_line(self._document.blocks[at].text)]
        transcript = len(spoken) >= _FEWEST_LABELS and spoken[0] <= _PREAMBLE
        return spoken[0] if transcript else 0

    def _first_header(self) -> Header:
        """What the lines above the first speaker, the title and the file's name say about who speaks."""
        above = self._document.blocks[: self._preamble]
        header = Header()
        for block in above:
            if block.kind != "heading":
                for line in read_preamble_line(block.text):
                    header = header.with_line(line)
        titles = [block.text for block in self._document.blocks[:3] if block.kind == "heading"]
        for words in ("\n".join(titles), PurePosixPath(self._document.path).stem):
            named = self._cast.find_named_in(words, Role.CUSTOMER, Role.STAFF)
            if len(named) == 1 and header.titled is None:
                header = replace(header, titled=Named(named[0].name))
        asking = self._cast.find_named_in("\n".join(block.text for block in above), Role.INTERVIEWER)
        if not header.interviewers and len(asking) == 1:
            header = replace(header, interviewers=(Named(asking[0].name),))
        return header

    def _label(self, block: Block) -> Candidate | None:
        if block.speaker or block.role:
            return None
        candidate = find_candidate(block.text)
        if candidate is None or fold(candidate.label) not in self._accepted:
            return None
        if candidate.bare and not self._known(candidate.label):
            return None
        return candidate

    def _read_heading(self, block: Block, candidate: Candidate | None) -> None:
        self._turn = None
        self._zone = 0
        if candidate is not None and candidate.end == len(block.text) and block.role is None:
            self._start(self._resolve(candidate.label, candidate.inside), labelled=True)

    def _read_attributed(self, at: int, block: Block) -> None:
        if block.speaker is None and block.role is not None:
            speaker = Speaker(None, block.role, self._cast.find_segment(block.segment))
        else:
            speaker = self._speaker(block.speaker or "", "", self._header, block.role)
        segment = self._cast.find_segment(block.segment)
        if segment and speaker.segment is None and speaker.role in (Role.CUSTOMER, Role.UNKNOWN):
            speaker = Speaker(speaker.name, Role.CUSTOMER, segment)
        previous = self._turn
        if previous is None or previous.speaker != speaker or block.kind == "row":
            self._start(speaker, labelled=True)
        self._zone = _ZONE
        self._say(at, block, 0)

    def _take_header(self, block: Block, lines: Sequence[HeaderLine]) -> None:
        if self._zone == 0 and self.turns and any(line.key in ("interviewee", "customer") for line in lines):
            self._header = Header(interviewers=self._header.interviewers)
        for line in lines:
            self._header = self._header.with_line(line)
        self._leave_out("header", block, block.text)

    def _read_labelled(self, at: int, block: Block, candidate: Candidate) -> None:
        self._zone = _ZONE
        self._start(self._resolve(candidate.label, candidate.inside), labelled=True)
        self._say_with_inline(at, block, candidate.end)

    def _read_unlabelled(self, at: int, block: Block) -> None:
        self._zone += 1
        if self._labelled and (block.kind == "row" or closes_interview(block.text)):
            self._turn = None  # a table stands for itself, a summary is the note-taker's
        if self._turn is not None and self._turn.labelled:
            self._say_with_inline(at, block, 0)
            return
        speaker = None if self._labelled else self._cast.narrator(self._header)
        self._start(speaker or NOBODY, labelled=False)
        self._say(at, block, 0)

    def _say_with_inline(self, at: int, block: Block, start: int) -> None:
        """The text of a turn, where another speaker may be let in on the same line ("问：…？答：…")."""
        for found in self._inline.finditer(block.text, start) if self._inline else ():
            self._say(at, block, start, found.start())
            self._start(self._resolve(found["label"]), labelled=True)
            start = found.end()
        self._say(at, block, start)

    def _resolve(self, label: str, inside: str = "") -> Speaker:
        """Who a label of this document is. "A" answers only where someone asks; beside "B" it is just one of them."""
        if fold(label) == "a" and not self._asked and self._cast.find_person(label) is None:
            return Speaker(label)
        return self._speaker(label, inside, self._header)

    def _start(self, speaker: Speaker, *, labelled: bool) -> None:
        self._turn = Turn(len(self.turns) + 1, speaker, labelled)
        self.turns.append(self._turn)

    def _say(self, at: int, block: Block, start: int, end: int | None = None) -> None:
        text = block.text if end is None else block.text[:end]
        said, asides = cut_asides(text, start)
        for a, b in asides:
            self._leave_out("aside", block, text[a:b])
        if self._turn is not None:
            self._turn.pieces.extend(Piece(at, a, b) for a, b in said)

    def _leave_out(self, reason: str, block: Block, excerpt: str) -> None:
        self.left_out.append(left_out(self._document.path, reason, block.locator, excerpt))


def _known_names(document: Document, cast: Cast, header_line: _ReadLine) -> Known:
    """Whether a label names one of the client's people, or someone whom the document's header lines name."""
    everyone = Header()
    for at, block in enumerate(document.blocks):
        read = read_preamble_line if at < _PREAMBLE else header_line
        for entry in () if block.speaker or block.role else read(block.text[:400]):
            everyone = everyone.with_line(entry)
    named = (*everyone.interviewees, *everyone.interviewers)

    def known(label: str) -> bool:
        return cast.find_person(label, named) is not None or any(same_person(label, each.name) for each in named)

    return known


def _is_spoken(block: Block) -> bool:
    """Whether the format says who speaks here; a comment's author does not make the text around it a conversation."""
    return block.speaker is not None and block.kind != "comment"


def _accepted_labels(document: Document, known: Known, header_line: _ReadLine) -> frozenset[str]:
    """The labels of the document (folded). A heading is a title, unless it names someone and nothing else."""

    def counts(block: Block) -> bool:
        if block.speaker or block.role:
            return False
        if block.kind != "heading":
            return not header_line(block.text)
        candidate = find_candidate(block.text)
        return (
            candidate is not None and candidate.end == len(block.text) and (candidate.marked or known(candidate.label))
        )

    return accept_labels([block.text[:400] for block in document.blocks if counts(block)], known)


def _inline_pattern(document: Document, accepted: frozenset[str]) -> re.Pattern[str] | None:
    """What lets another speaker in on the same line: an accepted label, as the document writes it, and a colon."""
    written: set[str] = set()
    for block in document.blocks:
        candidate = find_candidate(block.text[:400])
        if candidate is not None and not candidate.bare and fold(candidate.label) in accepted:
            written |= {candidate.label, _COUNTERPARTS.get(candidate.label, candidate.label)}
    if not written:
        return None
    labels = "|".join(re.escape(label) for label in sorted(written, key=len, reverse=True))
    return re.compile(_INLINE.format(labels=labels))
