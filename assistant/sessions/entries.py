"""What an answer may rest on: passages of the client's notes (N1, N2 …) and of the playbook (P1, P2 …)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from assistant.journey import Evidence, Locator, Passage, Role, Statement
from assistant.sources.folding import find_quote
from assistant.sources.injection import find_instructions, holds_instruction
from assistant.sources.language import detect_language
from assistant.sources.sentences import split_sentences
from assistant.wording import Language, Text

Span = tuple[int, int]


class Kind(StrEnum):
    """Facts about the company come from the notes alone, method from the playbook alone."""

    NOTES = "notes"
    PLAYBOOK = "playbook"


@dataclass(frozen=True)
class Entry:
    """One passage under its key. `question` is what the speaker was asked (context, never evidence)."""

    key: str
    kind: Kind
    id: str
    document: str
    locator: Locator
    place: Text
    speaker: str | None
    role: Role
    text: str
    question: str | None = None

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Where each sentence stands in the text; together they are all of it."""
        spans: list[Span] = []
        start = 0
        for piece in split_sentences(self.text):
            spans.append((start, start + len(piece)))
            start += len(piece)
        return tuple(spans)

    @cached_property
    def instructions(self) -> tuple[Span, ...]:
        """Sentences that read like orders to a program. They are never sent and never evidence."""
        if self.kind is not Kind.NOTES:
            return ()
        return tuple((each.start, each.end) for each in find_instructions(self.text))

    @property
    def shown(self) -> str:
        """The text on one line as a model is shown it: without sentences that read like orders to it."""
        kept, start = "", 0
        for begin, end in self.instructions:
            kept += f"{self.text[start:begin]} … "
            start = end
        return " ".join((kept + self.text[start:]).split())

    def find(self, words: str) -> Span | None:
        """Where these words stand verbatim and contiguous, outside of what is no evidence; else None."""
        span = find_quote(words, self.text)
        return span if span is not None and self.allows(span) else None

    def allows(self, span: Span) -> bool:
        """Whether a span holds nothing of the sentences that are no evidence."""
        return not any(start < span[1] and span[0] < end for start, end in self.instructions)

    def widen(self, spans: Sequence[Span]) -> str:
        """The whole sentences, contiguous, that hold all of these spans; the narrowest where an order is among them."""
        first, last = min(start for start, _ in spans), max(end for _, end in spans)
        touched = [each for each in self.sentences if each[0] < last and first < each[1]]
        start, end = touched[0][0], touched[-1][1]
        if any(begin < end and start < stop for begin, stop in self.instructions):
            start, end = spans[0]
        return self.text[start:end].strip()

    def evidence(self, quote: str) -> Evidence:
        """The entry's quote as evidence for the checks of claims."""
        return Evidence(
            key=self.key,
            statement=self.id,
            document=self.document,
            locator=self.locator,
            speaker=self.speaker,
            role=self.role,
            segment=None,
            quote=quote,
            language=detect_language(quote),
            question=self.question,
        )

    def statement(self) -> Statement:
        """The entry as the statement that its quotes are looked for in."""
        return Statement(
            self.id,
            self.document,
            self.locator,
            self.speaker,
            self.role,
            None,
            self.text,
            detect_language(self.text),
            1,
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with file, place and speaker; of the playbook, `document` names it and nobody speaks."""

    key: str
    kind: Kind
    document: str
    place: Text
    speaker: str | None
    quote: str


def build_note_entry(number: int, passage: Passage, question: str | None) -> Entry:
    """A passage of the notes under its key."""
    locator = passage.locator
    place = Text(*(locator.describe(each) for each in ("zh-Hans", "en", "zh-Hant")))
    return Entry(
        f"N{number}",
        Kind.NOTES,
        passage.id,
        passage.document,
        locator,
        place,
        passage.speaker,
        passage.role,
        passage.text,
        question,
    )


def cite(entry: Entry, quote: str) -> Citation:
    """The citation of a quote that was found in the entry."""
    return Citation(entry.key, entry.kind, entry.document, entry.place, entry.speaker, quote)


def cite_whole(entry: Entry) -> Citation:
    """The citation of the whole passage, up to the first sentence in it that reads like an order to a program."""
    end = entry.instructions[0][0] if entry.instructions else len(entry.text)
    return cite(entry, entry.text[:end].strip())


_ROLES = {
    Role.CUSTOMER: Text("客户", "customer"),
    Role.STAFF: Text("员工", "staff"),
    Role.UNKNOWN: Text("身份不明", "role unknown"),
    Role.INTERVIEWER: Text("访谈者", "interviewer"),
}
_ASKED = Text("（问：{question}）", "(asked: {question}) ", "（問：{question}）")
_NOTHING = Text("（没有）", "(none)")


def render_entries(entries: Sequence[Entry], language: Language) -> str:
    """The entries for a prompt, one a line: key, speaker's side, what was asked, the words."""
    if not entries:
        return _NOTHING.say(language)
    lines: list[str] = []
    for each in entries:
        side = _ROLES[each.role].say(language)
        mark = "" if each.kind is Kind.PLAYBOOK else f" [{side}]" if language == "en" else f"〔{side}〕"
        asked = ""
        if each.question and not holds_instruction(each.question, asking=True):
            asked = _ASKED.filled(question=" ".join(each.question.split())).say(language)
        gap = " " if not mark or language == "en" else ""
        lines.append(f"{each.key}{mark}{gap}{asked}{each.shown}")
    return "\n".join(lines)
