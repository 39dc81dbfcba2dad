"""What was read: documents, blocks, statements and passages, and where each stands."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from assistant.journey.people import Role
from assistant.wording import Language, Text


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in a file a piece of text stands, so that a person finds it again. Numbers count from 1.

    Only what the format knows is set: `page` (PDF), `heading` (path of headings, outermost first),
    `line` (plain text, Markdown), `paragraph` (Word, HTML: the n-th block of the body), `sheet` and `row`
    (tables), `slide`, `time` (start of a subtitle cue, "HH:MM:SS"), `comment` and `footnote` (Word: the n-th of them,
    which stands beside `paragraph`).
    """

    page: int | None = None
    heading: tuple[str, ...] = ()
    line: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    row: int | None = None
    slide: int | None = None
    time: str | None = None
    comment: int | None = None
    footnote: int | None = None

    def describe(self, language: Language = "en") -> str:
        """One short phrase, such as "page 3" or "第 3 页"; in English also the stable form of the JSON."""
        words: list[Text] = []
        if self.page is not None:
            words.append(Text(f"第 {self.page} 页", f"page {self.page}", f"第 {self.page} 頁"))
        if self.slide is not None:
            words.append(Text(f"第 {self.slide} 张幻灯片", f"slide {self.slide}", f"第 {self.slide} 張投影片"))
        if self.sheet is not None:
            words.append(Text(f"工作表“{self.sheet}”", f"sheet {self.sheet}", f"工作表「{self.sheet}」"))
        if self.row is not None:
            words.append(Text(f"第 {self.row} 行", f"row {self.row}", f"第 {self.row} 列"))
        if self.time is not None:
            words.append(Text(self.time, self.time, self.time))
        if self.line is not None:
            words.append(Text(f"第 {self.line} 行", f"line {self.line}", f"第 {self.line} 行"))
        if self.paragraph is not None:
            words.append(Text(f"第 {self.paragraph} 段", f"paragraph {self.paragraph}", f"第 {self.paragraph} 段"))
        if self.comment is not None:
            words.append(Text(f"批注 {self.comment}", f"comment {self.comment}", f"註解 {self.comment}"))
        if self.footnote is not None:
            words.append(Text(f"脚注 {self.footnote}", f"footnote {self.footnote}", f"註腳 {self.footnote}"))
        separator = ", " if language == "en" else "，"
        return separator.join(word.say(language) for word in words)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the notes that was not used, and why. `reason` is a stable id, `note` says it to a person."""

    document: str
    reason: str
    note: Text
    locator: Locator = field(default_factory=Locator)
    excerpt: str = ""

    @property
    def skipped_file(self) -> bool:
        """Whether this stands for a whole file that should have been read (a copy of another one is no loss)."""
        return self.locator == Locator() and self.reason != "duplicate"


@dataclass(frozen=True, slots=True)
class Handling:
    """How a person wants certain files of the notes read, by their paths.

    `as_is`: without cleaning. `trusted`: somebody looked at what reads like orders to a program there, and it is talk.
    """

    as_is: frozenset[str] = frozenset()
    trusted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a file in reading order, as its reader found it. `speaker` only where the format names one."""

    text: str
    locator: Locator
    kind: Literal["paragraph", "heading", "list", "row", "cue", "footnote", "comment"] = "paragraph"
    speaker: str | None = None
    role: Role | None = None
    segment: str | None = None
    date: str = ""
    """The day (ISO) that its record bears, where the format has one: a message, a row of a survey."""


DateOrigin = Literal["note", "records", "name"]


@dataclass(frozen=True, slots=True)
class NoteDates:
    """When what a note holds was said: the `first` and `last` day, ISO, cut to the month or year where no more is told.

    `origin`: the "note" says so at its head, its "records" bear dates (messages, rows of a survey, letters), or the file's
    "name" has one. A file's own times (made, changed) are never taken: they tell when it was saved.
    """

    first: str
    last: str
    origin: DateOrigin


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `path` is relative to the client's notes folder, with forward slashes.

    `digest` is the SHA-256 of the file's bytes; `language` the prevailing one of its text.
    """

    path: str
    digest: str
    format: str
    blocks: tuple[Block, ...]
    language: Language
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What one speaker said or wrote, small enough to carry one thought: the unit of coding.

    `text` stands verbatim and contiguous in the file. `question` is the interviewer's question it answers
    (context, never evidence). `turn` numbers the speaker's turns in the document, from 1.
    """

    id: str
    document: str
    locator: Locator
    speaker: str | None
    role: Role
    segment: str | None
    text: str
    language: Language
    turn: int
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What retrieval finds: one or more statements of one turn, or a piece of a document without speakers."""

    id: str
    document: str
    locator: Locator
    speaker: str | None
    role: Role
    segment: str | None
    text: str


def statement_id(document: str, text: str, occurrence: int) -> str:
    """The identity of a statement: its document, its words, and which time they are said there (from 1)."""
    return _digest("statement", document, text, str(occurrence))


def steady_id(kind: str, *parts: str) -> str:
    """An id for a claim or gap, drawn once at its birth from what it is about."""
    return f"{kind[0]}{_digest(kind, *parts)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
