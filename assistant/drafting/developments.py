"""Statements that say something has changed around the customer: a new product, a new competitor, other customers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.material import ENGINE, Told
from assistant.drafting.patterns import compile_words
from assistant.drafting.roster import Roster
from assistant.journey import Coding, Currency, Development, DevelopmentKind, Person, Role, Segment, Statement
from assistant.library.reading import Layer, Problems, knowledge_folder, read_yaml
from assistant.library.shapes import Line, Shape
from assistant.sources.folding import fold
from assistant.sources.injection import holds_instruction
from assistant.sources.sentences import split_sentences

_MOST = 12
"""Statements of one kind that a draft keeps; who reads on has the notes."""
_NEAR = "[^。！？!?.;；，,、:：]{0,16}?"
_CLAUSE = re.compile(r"[。！？!?;；，,:：]")


class _KindShape(Shape):
    before: list[Line]
    subjects: Annotated[list[Line], Field(min_length=1)]
    after: list[Line]
    phrases: list[Line]


class _File(Shape):
    kinds: dict[DevelopmentKind, _KindShape]
    supposed: list[Line]
    denied: list[Line]
    asks: list[Line]


@dataclass(frozen=True)
class DevelopmentWords:
    """What developments are known by. `kinds` has a pattern for each kind, for folded text."""

    kinds: Mapping[DevelopmentKind, re.Pattern[str]]
    supposed: re.Pattern[str]
    denied: re.Pattern[str]
    asks: tuple[str, ...]

    def find(self, text: str) -> list[tuple[DevelopmentKind, re.Pattern[str]]]:
        """The kinds of developments that `text` tells as having happened, each with its pattern."""
        sentences = [fold(each) for each in split_sentences(text)]
        return [
            (kind, pattern)
            for kind, pattern in self.kinds.items()
            if any(self._tells(pattern, sentence) for sentence in sentences)
        ]

    def _tells(self, pattern: re.Pattern[str], sentence: str) -> bool:
        told = any(not self._is_denied(sentence, found) for found in pattern.finditer(sentence))
        return told and not self._is_open(sentence)

    def _is_open(self, sentence: str) -> bool:
        """Whether the sentence asks, or says what might be."""
        plain = sentence.rstrip(" 。.!！\"”'’」")
        return plain.endswith(("?", "？", *self.asks)) or self.supposed.search(sentence) is not None

    def _is_denied(self, sentence: str, found: re.Match[str]) -> bool:
        clause = _CLAUSE.split(sentence[: found.end()])[-1]
        return self.denied.search(clause) is not None


def shipped_development_words(segments: Sequence[Segment]) -> DevelopmentWords:
    """The words that come with the program, their file read once; the names of the client's segments count as customers.

    Raises SettingsError where the file is missing or malformed.
    """
    content = _read_file(knowledge_folder() / "developments.yaml")
    named = [name for each in segments for name in (each.label, *each.aliases) if len(name) > 1]
    return DevelopmentWords(
        {kind: _pattern(shape, named if kind == "segment" else ()) for kind, shape in content.kinds.items()},
        _any(content.supposed),
        _any(content.denied),
        tuple(map(fold, content.asks)),
    )


@cache
def _read_file(path: Path) -> _File:
    problems = Problems()
    content = read_yaml(Layer(path.parent, own=True), path, _File, problems)
    problems.raise_if_any()
    assert content is not None
    return content


def find_currency(
    statements: Sequence[Statement],
    segments: Mapping[str, str | None],
    people: Sequence[Person],
    words: DevelopmentWords,
    writer: ClaimWriter,
    months: int,
) -> Currency:
    """The developments told in `statements`, each with its quote under a key, in the order of the notes.

    `segments` gives the segment a statement is coded to, by id; `months` is after how long evidence is old. Interviewers'
    words are no evidence, nor is what reads like an order to a program.
    """
    roster = Roster(people)
    found: dict[DevelopmentKind, list[Development]] = {kind: [] for kind in words.kinds}
    for order, statement in enumerate(statements):
        if statement.role is Role.INTERVIEWER:
            continue
        for kind, pattern in words.find(statement.text):
            if len(found[kind]) >= _MOST or holds_instruction(statement.text, asking=True):
                continue
            segment = segments.get(statement.id, statement.segment)
            coding = Coding(statement.id, "", (), (), 0, segment, 0.0, ENGINE)
            told = Told(statement, coding, roster.name(statement), order, segment)
            found[kind].append(Development(kind, writer.cite(told, pattern).key))
    return Currency(months, tuple(each for kind in found.values() for each in kind))


def _pattern(shape: _KindShape, named: Sequence[str]) -> re.Pattern[str]:
    subjects = _any([*shape.subjects, *named]).pattern
    parts = [f"(?:{_any(shape.before).pattern}){_NEAR}(?:{subjects})"] if shape.before else []
    parts += [f"(?:{subjects}){_NEAR}(?:{_any(shape.after).pattern})"] if shape.after else []
    parts += [_any(shape.phrases).pattern] if shape.phrases else []
    return re.compile("|".join(parts))


def _any(words: Sequence[str]) -> re.Pattern[str]:
    pattern = compile_words(map(fold, words))
    assert pattern is not None, "a list without words is refused when it is read"
    return pattern
