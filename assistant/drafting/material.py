"""What a draft is made from: coded statements side by side with who said them and what they are like."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from assistant.drafting.figures import Figure, find_figures
from assistant.drafting.grams import find_grams
from assistant.drafting.lexicon import SentimentLexicon
from assistant.drafting.patterns import compile_words
from assistant.drafting.roster import Roster
from assistant.drafting.scores import ScoredQuestion, find_scores
from assistant.journey import Coding, Dimension, Person, Role, Segment, Statement
from assistant.playbook import Guidance, Playbook
from assistant.sources.folding import fold
from assistant.wording import Language

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from assistant.drafting.asking import KindsAsked

    EmbedQuestions = Callable[[Sequence[str]], "NDArray[float32]"]


ENGINE = "extractive"
_NEAREST = 5


@dataclass(frozen=True)
class Told:
    """A statement with its coding: `speaker` identifies who said it across documents, `order` is its place in the notes.

    The coding of one that no code applies to has neither stages nor dimensions.
    """

    statement: Statement
    coding: Coding
    speaker: str
    order: int
    segment: str | None

    @cached_property
    def folded(self) -> str:
        return fold(self.statement.text)

    @cached_property
    def asked(self) -> str:
        """The question it answers, folded; empty without one."""
        return fold(self.statement.question or "")

    @cached_property
    def exchange(self) -> str:
        """The question and the answer, folded: what was spoken of, whoever brought it up."""
        return f"{self.asked} {self.folded}" if self.asked else self.folded

    @cached_property
    def grams(self) -> frozenset[str]:
        return frozenset(gram for gram in find_grams(self.folded) if len(gram) > 1)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(find_figures(self.statement.text))

    @property
    def id(self) -> str:
        return self.statement.id

    @property
    def stage(self) -> str | None:
        return next(iter(self.coding.stages), None)

    @property
    def dimension(self) -> Dimension | None:
        return next(iter(self.coding.dimensions), None)

    @property
    def sentiment(self) -> int:
        return self.coding.sentiment

    @property
    def by_customer(self) -> bool:
        return self.statement.role == Role.CUSTOMER

    @property
    def by_staff(self) -> bool:
        return self.statement.role == Role.STAFF


@dataclass(frozen=True)
class Material:
    """Everything a draft may draw on. `told` holds the statements about the journey, in the order of the notes."""

    told: tuple[Told, ...]
    playbook: Playbook
    segments: tuple[Segment, ...]
    people: tuple[Person, ...]
    language: Language
    lexicon: SentimentLexicon
    vectors: "Mapping[str, NDArray[float32]] | None" = None
    embed: "EmbedQuestions | None" = None
    asked: "Mapping[str, NDArray[float32]] | None" = None
    everyone: tuple[str, ...] = ()
    said: tuple[Told, ...] = ()
    """All that interviewees said, in the order of the notes: also what no code applies to."""
    scored: tuple[ScoredQuestion, ...] = ()
    centred: "dict[str, NDArray[float32]]" = field(default_factory=dict)
    kinds_asked: "KindsAsked | None" = None
    _felt: dict[str, bool] = field(default_factory=dict[str, bool], init=False, repr=False, compare=False)

    @cached_property
    def roster(self) -> Roster:
        return Roster(self.people)

    @cached_property
    def spoken(self) -> str:
        """All that was said and asked, folded: in one text, since words are looked for in it that mostly are not there."""
        return _join(self.said)

    @cached_property
    def spoken_beside_customers(self) -> str:
        """The same without what customers said and were asked."""
        return _join(each for each in self.said if not each.by_customer)

    @cached_property
    def company(self) -> dict[str, float]:
        """For each statement, by id, how near other people come to it: its rank among all, 0…1; ½ without vectors."""
        known = [each for each in self.told if each.id in self.centred]
        if len(known) < 3:
            return {each.id: 0.5 for each in self.told}
        import numpy as np

        stacked = np.stack([self.centred[each.id] for each in known])
        likeness = stacked @ stacked.T
        speakers = np.array([each.speaker for each in known])
        likeness[speakers[:, None] == speakers[None, :]] = -1.0
        nearest = np.sort(likeness, axis=1)[:, -_NEAREST:].mean(axis=1)
        ranks = nearest.argsort(kind="stable").argsort(kind="stable") / max(len(known) - 1, 1)
        found = {each.id: float(rank) for each, rank in zip(known, ranks, strict=True)}
        return {each.id: found.get(each.id, 0.5) for each in self.told}

    def in_stage(self, stage: str, *, second: bool = True) -> list[Told]:
        """Statements whose first stage is `stage`, or with `second` whose second is."""
        return [each for each in self.told if stage in (each.coding.stages if second else each.coding.stages[:1])]

    def is_felt(self, told: Told) -> bool:
        """Whether a statement surely carries the feeling it is coded with: its words bear the engine's coding out."""
        if told.coding.author != ENGINE:
            return told.sentiment != 0
        if told.id not in self._felt:
            feeling = self.lexicon.read_feeling(told.statement.text)
            self._felt[told.id] = told.sentiment * (feeling.closing + 0.5 * feeling.balance) > 0
        return self._felt[told.id]

    def likeness(self, one: Told, other: Told) -> float:
        """How near two statements are, about −0.5…1: cosine of centred vectors, else overlap of wording."""
        left, right = self.centred.get(one.id), self.centred.get(other.id)
        if left is not None and right is not None:
            return float(left @ right)
        shared = len(one.grams & other.grams)
        return shared / (len(one.grams) * len(other.grams)) ** 0.5 if shared else 0.0


def build_material(
    statements: Sequence[Statement],
    codings: Sequence[Coding],
    playbook: Playbook,
    segments: Sequence[Segment],
    people: Sequence[Person],
    language: Language,
    lexicon: SentimentLexicon,
    *,
    vectors: "Mapping[str, NDArray[float32]] | None" = None,
    embed: "EmbedQuestions | None" = None,
    asked: "Mapping[str, NDArray[float32]] | None" = None,
    kinds_asked: "KindsAsked | None" = None,
) -> Material:
    """Statements with their codings, those that are about the journey, in the order of `statements`.

    Interviewers' statements never enter, whatever codings say. `kinds_asked` is shared by many drafts.
    """
    coded = {coding.statement: coding for coding in codings}
    roster = Roster(people)
    known = {segment.id for segment in segments}
    said: list[Told] = []
    for order, statement in enumerate(statements):
        if statement.role == Role.INTERVIEWER:
            continue
        coding = coded.get(statement.id)
        if coding is None:
            coding = Coding(statement.id, playbook.model.id, (), (), 0, statement.segment, 0.0, "")
        segment = coding.segment if coding.segment in known else None
        said.append(Told(statement, coding, roster.name(statement), order, segment))
    told = [each for each in said if each.coding.stages and each.coding.dimensions]
    return Material(
        tuple(told),
        playbook,
        tuple(segments),
        tuple(people),
        language,
        lexicon,
        vectors,
        embed,
        asked,
        tuple(count_speakers(said)),
        tuple(said),
        find_scores(statements),
        _centre(told, vectors),
        kinds_asked,
    )


def _join(said: Iterable[Told]) -> str:
    return "。".join(each.exchange for each in said)  # no word reaches over a full stop


def _centre(told: Sequence[Told], vectors: "Mapping[str, NDArray[float32]] | None") -> "dict[str, NDArray[float32]]":
    """Vectors without what all statements of a language have in common, unit length."""
    import numpy as np

    found: dict[str, NDArray[float32]] = {}
    if not vectors:
        return found
    for english in (True, False):
        rows = [each for each in told if (each.statement.language == "en") == english and each.id in vectors]
        if not rows:
            continue
        stacked = np.stack([vectors[each.id] for each in rows])
        centred = stacked - (stacked.mean(axis=0) if len(rows) > 2 else 0)
        centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
        found.update((each.id, centred[place]) for place, each in enumerate(rows))
    return found


class WordFinder:
    """Finds the words of playbook entries in statements, after folding case, width and script."""

    def __init__(self) -> None:
        self._patterns: dict[str, re.Pattern[str] | None] = {}

    def mentions(self, entry: Guidance, told: Told) -> bool:
        """Whether the statement has one of the entry's words."""
        return self.matches(entry, told.folded) > 0

    def concerns(self, entry: Guidance, told: Told) -> bool:
        """Whether the statement or the question it answers has one of the entry's words."""
        return self.matches(entry, told.exchange) > 0

    def is_spoken_of(self, entry: Guidance, material: Material, *, by_customers: bool = True) -> bool:
        """Whether anybody, in a statement about the journey or not, was asked about the entry or said one of its words."""
        return self.matches(entry, material.spoken if by_customers else material.spoken_beside_customers) > 0

    def matches(self, entry: Guidance, folded: str) -> int:
        """How many different words of the entry stand in a folded text."""
        pattern = self._patterns.get(entry.id)
        if entry.id not in self._patterns:
            pattern = self._patterns[entry.id] = build_pattern(entry.words)
        return len(set(pattern.findall(folded))) if pattern is not None else 0


def build_pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all words in folded text, longest first, Latin ones whole; None for no words."""
    return _build_pattern(tuple(words))


@lru_cache(maxsize=2048)  # folding many words costs more than looking for them
def _build_pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    return compile_words(fold(word) for word in words)


def count_speakers(told: Iterable[Told]) -> list[str]:
    """The different speakers, in the order they first speak."""
    return list(dict.fromkeys(each.speaker for each in told))
