"""Step one: the model codes every statement, in packs, each only once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from assistant.drafting.extractive import OwnExample
from assistant.drafting.guided import GuidedPlaces
from assistant.drafting.llm.asking import Desk, Packing, ask_in_packs
from assistant.drafting.llm.codebook import NO_CODE, ClientCodebook
from assistant.drafting.llm.kept import KeptSteps, digest
from assistant.drafting.llm.lines import prompt_language, statement_lines, worked_examples
from assistant.drafting.segments import SegmentNames
from assistant.journey import Coding, Dimension, Role, Statement
from assistant.model.port import Request
from assistant.model.prompts import Filled
from assistant.model.shapes import DIMENSIONS, SENTIMENTS, CodingsShape, codings_shape
from assistant.playbook import CodedExample, Playbook
from assistant.wording import Language, Text

ENGINE = "llm"
STEP = "code"
MOST_STATEMENTS = 30
"""Statements in one request; beyond that models begin to skip some."""
_TOKENS_OUT = 48
"""Tokens of one coding as JSON, blanks and line ends of careless models included."""
_TOKENS_SHAPE = 14
_MOST_OF_A_KIND = 2
_MANY, _ALIKE = 20, 0.8
"""Nobody speaks of one stage, one dimension and one feeling only through four fifths of twenty statements or more."""
_CONFIDENCE = 0.8
"""A model gives no figure; this lets its codings through every filter made for the extractive engine's."""


@dataclass(frozen=True, slots=True)
class KeptCoding:
    """A model's codes of one statement, with what each code it bears meant at the time."""

    codes: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    sentiment: int
    segment: str | None
    meant: dict[str, str]


_FORM = TypeAdapter(KeptCoding)


@dataclass(frozen=True, slots=True)
class CodedStatements:
    """The codings in the order of the statements; `failed` are statements that the model did not code.

    `alike` is how many the model gave one and the same coding, where these are so many that it cannot have read them.
    """

    codings: tuple[Coding, ...]
    failed: tuple[Statement, ...]
    asked: int
    alike: int = 0


class ModelCoder:
    """Codes with the chat model. A person's corrected codings win and are never asked about."""

    def __init__(
        self,
        desk: Desk,
        kept: KeptSteps,
        playbook: Playbook,
        codebook: ClientCodebook,
        examples: Sequence[CodedExample],
        own: Sequence[OwnExample] = (),
    ) -> None:
        self._desk = desk
        self._kept = kept
        self._model = playbook.model
        self._codebook = codebook
        self._segments = SegmentNames(codebook.segments)
        self._examples = examples
        self._own = {each.statement: each for each in own if each.model == playbook.model.id}
        self._guided = GuidedPlaces(playbook)
        self._sections: dict[str, Text] = {}
        self._meaning = codebook.definition_digests()
        self._said: dict[Language, dict[str, str]] = {}
        self._shapes: dict[int, type[CodingsShape]] = {}

    def code(self, statements: Sequence[Statement]) -> CodedStatements:
        """Every statement but interviewers', coded; asks only about those that no kept coding fits.

        Raises as the model does; what had been answered is kept. Raises StorageError.
        """
        self._find_sections(statements)
        wanted = [each for each in statements if each.role is not Role.INTERVIEWER]
        found = {each.id: coding for each in wanted if (coding := self._find(each)) is not None}
        missing = [each for each in wanted if each.id not in found and each.id not in self._own]
        if missing:
            self._ask(missing, found)
        self._desk.told(STEP)
        codings: list[Coding] = []
        failed: list[Statement] = []
        for each in wanted:
            if each.id in self._own:
                codings.append(self._by_person(each, self._own[each.id]))
            elif each.id in found:
                codings.append(self._coding(each, found[each.id]))
            else:
                failed.append(each)
        return CodedStatements(tuple(codings), tuple(failed), len(missing), _count_alike(list(found.values())))

    def find_known(self, statements: Sequence[Statement]) -> tuple[Coding, ...]:
        """The codings that need not be asked for: kept ones that still hold, and a person's."""
        self._find_sections(statements)
        found: list[Coding] = []
        for each in statements:
            if each.id in self._own:
                found.append(self._by_person(each, self._own[each.id]))
            elif each.role is not Role.INTERVIEWER and (kept := self._find(each)) is not None:
                found.append(self._coding(each, kept))
        return tuple(found)

    def requests(self, statements: Sequence[Statement]) -> list[Request[CodingsShape]]:
        """The requests that coding these would begin with; nothing is sent."""
        self._find_sections(statements)
        wanted = [each for each in statements if each.role is not Role.INTERVIEWER and each.id not in self._own]
        unique = list({self._key(each): each for each in wanted if self._find(each) is None}.values())
        if not unique:
            return []
        return [
            self._build([unique[place] for place in places])
            for places in self._packing(unique).pack(range(len(unique)), unique)
        ]

    def _find_sections(self, statements: Sequence[Statement]) -> None:
        """What section of the guide the answers of guided interviews stand in; the model is told, and judges itself."""
        places = self._guided.find(statements)
        self._sections = {key: self._model.stage(place.stage).label for key, place in places.items()}

    def _ask(self, statements: Sequence[Statement], found: dict[str, KeptCoding]) -> None:
        alike: dict[str, list[Statement]] = {}
        for each in statements:
            alike.setdefault(self._key(each), []).append(each)

        def take(asked: Sequence[Statement], answer: CodingsShape) -> list[Statement]:
            words = answer.words()
            failed: list[Statement] = []
            with self._kept.together():
                for number, each in enumerate(asked, start=1):
                    coding = self._read(words.get(f"S{number}"))
                    if coding is None:
                        failed.append(each)
                        continue
                    self._kept.keep(STEP, self._key(each), coding, _FORM)
                    found.update((twin.id, coding) for twin in alike[self._key(each)])
            return failed

        entries = [twins[0] for twins in alike.values()]
        ask_in_packs(self._desk.model, entries, self._packing(entries), self._build, take)

    def _packing(self, statements: Sequence[Statement]) -> Packing[Statement]:
        """Statements go together by the language of the prompt that codes them."""
        shape = self._shape(1)
        rooms = [self._desk.room(self._fill("", each), self._desk.spare, shape) for each in _languages(statements)]
        return Packing(self._size, min(rooms), MOST_STATEMENTS, prompt_language)

    def _size(self, statement: Statement) -> int:
        lines = statement_lines(["S10"], [statement], prompt_language(statement), self._sections)
        return self._desk.count("\n".join(lines)) + _TOKENS_OUT + _TOKENS_SHAPE

    def _build(self, asked: Sequence[Statement]) -> Request[CodingsShape]:
        language = prompt_language(asked[0])
        keys = [f"S{number}" for number in range(1, len(asked) + 1)]
        filled = self._fill("\n".join(statement_lines(keys, asked, language, self._sections)), language)
        return filled.request(_TOKENS_OUT * len(asked) + self._desk.spare, self._shape(len(keys)))

    def _shape(self, count: int) -> type[CodingsShape]:
        """The shape for that many statements; making one takes a millisecond, so each is made once."""
        if count not in self._shapes:
            keys = [f"S{number}" for number in range(1, count + 1)]
            self._shapes[count] = codings_shape(keys, self._codebook.choices, self._codebook.segment_keys())
        return self._shapes[count]

    def _fill(self, lines: str, language: Language) -> Filled:
        if language not in self._said:
            self._said[language] = {
                "stages": self._codebook.describe_codes(language),
                "segments": self._codebook.describe_conventions(language) + self._codebook.describe_segments(language),
                "examples": worked_examples(self._examples, self._model, language),
            }
        return self._desk.fill(STEP, self._said[language], {"statements": lines}, language)

    def _read(self, words: Sequence[str] | None) -> KeptCoding | None:
        """The codes as kept. None for a statement left out, and for half a coding: not where, not what, or not how."""
        if words is None:
            return None
        given = dict.fromkeys(words)
        codes = tuple(each for each in given if each in self._codebook.choices)[:_MOST_OF_A_KIND]
        dimensions = tuple(Dimension(each) for each in given if each in DIMENSIONS)[:_MOST_OF_A_KIND]
        sentiments = [int(each) for each in given if each in SENTIMENTS]
        if bool(codes) != bool(dimensions) or (codes and len(sentiments) != 1):
            return None
        named = dict(zip(self._codebook.segment_keys(), self._codebook.segments, strict=True))
        segments = [named[each].id for each in given if each in named]
        segment = segments[0] if len(segments) == 1 else None
        borne = [*(codes or (NO_CODE,)), *(each.value for each in dimensions), f"segment:{segment or ''}"]
        meant = {each: self._meaning[each] for each in borne}
        return KeptCoding(codes, dimensions, sentiments[0] if codes else 0, segment, meant)

    def _find(self, statement: Statement) -> KeptCoding | None:
        """The kept coding, unless a code that it bears means something else by now."""
        kept = self._kept.find(STEP, self._key(statement), _FORM)
        if kept is None or any(self._meaning.get(code) != meant for code, meant in kept.meant.items()):
            return None
        return kept

    def _key(self, statement: Statement) -> str:
        language = prompt_language(statement)
        section = self._sections.get(statement.id)
        return digest(
            statement.text,
            statement.question or "",
            *((section.say(language),) if section is not None else ()),
            statement.role,
            self._model.id,
            self._desk.model.name,
            self._desk.digest(STEP, language),
        )

    def _coding(self, statement: Statement, kept: KeptCoding) -> Coding:
        stages = tuple(dict.fromkeys(self._codebook.stage_of(code) for code in kept.codes))
        segment = self._segments.find(statement) or kept.segment
        return Coding(
            statement.id, self._model.id, stages, kept.dimensions, kept.sentiment, segment, _CONFIDENCE, ENGINE
        )

    def _by_person(self, statement: Statement, own: OwnExample) -> Coding:
        segment = own.segment or self._segments.find(statement)
        empty = Coding(statement.id, self._model.id, (), (), 0, segment, 1.0, own.author)
        return replace(empty, stages=own.stages, dimensions=own.dimensions, sentiment=own.sentiment)


def _count_alike(kept: Sequence[KeptCoding]) -> int:
    """How many of the codings are the commonest one, 0 where there are few of them or where they differ."""
    counts = Counter((each.codes, each.dimensions, each.sentiment) for each in kept if each.codes)
    most = max(counts.values(), default=0)
    return most if len(kept) >= _MANY and most >= _ALIKE * len(kept) else 0


def _languages(statements: Sequence[Statement]) -> list[Language]:
    found: dict[Language, None] = {prompt_language(each): None for each in statements}
    return list(found)
