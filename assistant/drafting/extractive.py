"""Coding without a chat model: statements take the codes that the codebook's examples and the playbook teach."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.drafting.codebook_model import CodebookModel, Codes, Example, Scores, choose_codes, rank_stages
from assistant.drafting.context import weigh_context
from assistant.drafting.guided import PlaceFinder, lean_to
from assistant.drafting.learned import LearnedModels
from assistant.drafting.learning import Saying
from assistant.drafting.lessons import Lessons, find_leaning
from assistant.drafting.segments import SegmentNames
from assistant.drafting.utterances import find_rating, is_idle, is_short, text_in_context, texts_in_context
from assistant.drafting.vectors import FindVectors, StoredVectors
from assistant.journey import Coding, Dimension, Role, Segment, Statement
from assistant.sources.sentences import split_sentences
from assistant.wording import Language

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

ENGINE = "extractive"
_OWN_WEIGHT = 6.0
"""How much a person's corrected coding counts beside one example of the codebook."""


@dataclass(frozen=True, slots=True)
class OwnExample:
    """A statement that a person coded: it keeps exactly these codes, and statements like it are drawn to them."""

    statement: str
    text: str
    model: str
    stages: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    sentiment: int
    author: str
    segment: str | None = None
    role: Role = Role.CUSTOMER
    language: Language = "zh-Hans"


class ExtractiveCoder:
    """Codes by likeness to coded examples: meaning (vectors), wording, who speaks, and the feeling of the words.

    `vectors` are those stored with the index, by statement id; `contexts`, a folder of the client's own, keeps the vectors
    of answers together with their questions, and what the codebook teaches together with the client's own codings.
    """

    def __init__(
        self,
        lessons: Lessons,
        vectors: "Mapping[str, NDArray[float32]] | None" = None,
        own_examples: Sequence[OwnExample] = (),
        *,
        contexts: Path | None = None,
        elsewhere: FindVectors | None = None,
        segments: Sequence[Segment] = (),
        guided: PlaceFinder | None = None,
    ) -> None:
        """`guided` knows what answers of guided interviews were asked for; by default from the notes themselves.

        `elsewhere` gives vectors of the client's texts, as questions, that are there besides `contexts`.
        """
        self._lessons = lessons
        self._guided = guided or lessons.guided
        embedder = lessons.embedder
        self._context_store = (
            StoredVectors(embedder, contexts, elsewhere) if embedder is not None and contexts is not None else None
        )
        self._vectors = vectors or {}
        self._segments = SegmentNames(segments)
        self._contexts = contexts
        self._stage_model = lessons.playbook.model
        self._own = {each.statement: each for each in own_examples if each.model == self._stage_model.id}
        self._own_model: CodebookModel | None = None

    @property
    def name(self) -> str:
        return ENGINE

    def code(self, statements: Sequence[Statement]) -> list[Coding]:
        """One coding a statement, in order; interviewers' statements have none. Deterministic.

        Raises StorageError where the cache cannot be written.
        """
        wanted = [each for each in statements if each.role != Role.INTERVIEWER]
        if not wanted:
            return []
        said = self._gather(wanted)
        stage_ids = self._stage_model.stage_ids
        return [
            self._build_coding(statement, choose_codes(score, stage_ids, find_leaning(alone)))
            for statement, alone, score in zip(wanted, said.alone, self._score(wanted, said), strict=True)
        ]

    def prepare(self, statements: Sequence[Statement]) -> None:
        """Embed what coding will need and keep it in `contexts`, so that a draft need not wait for it.

        Raises StorageError where the folder cannot be written.
        """
        if self._context_store is not None:
            wanted = [each for each in statements if each.role != Role.INTERVIEWER]
            self._context_store.keep_only(list(texts_in_context(wanted)))

    def question_vectors(self, statements: Sequence[Statement]) -> "dict[str, NDArray[float32]]":
        """The vector of every interviewer's question, by its text; empty without an embedder."""
        texts = list(dict.fromkeys(each.question for each in statements if each.question))
        vectors = zip(texts, self._embed_in_context(texts), strict=True)
        return {text: vector for text, vector in vectors if vector is not None}

    def read_sayings(self, statements: Sequence[Statement]) -> tuple[list[Saying], list[Saying]]:
        """Each statement as it is to be coded: by its own words, and together with the question it answers."""
        said = self._gather(statements)
        return said.alone, said.together

    def say(self, texts: Sequence[str]) -> list[Saying]:
        """Texts of the product, such as examples, as they are to be learned from. Raises StorageError as `code`."""
        return self._lessons.say(texts)

    def _score(self, statements: Sequence[Statement], said: "_Said") -> list[Scores]:
        model = self._learn()
        scored = dict(zip(said.asked, model.score(list(said.asked.values())), strict=True))
        joined = model.score(said.together)
        # Where there is no question, or the answer is too short to stand alone, that is the same saying.
        apart = [place for place, each in enumerate(statements) if each.question and not is_short(each)]
        parted = dict(zip(apart, model.score([said.alone[place] for place in apart]), strict=True))
        weighed = weigh_context(
            statements,
            [parted.get(place, scores) for place, scores in enumerate(joined)],
            joined,
            [scored[each.question] if each.question else None for each in statements],
        )
        places = self._guided.find(statements)
        return lean_to(weighed, [places.get(each.id) for each in statements], self._stage_model.stage_ids)

    def _gather(self, statements: Sequence[Statement]) -> "_Said":
        texts = texts_in_context(statements)
        vectors = dict(zip(texts, self._embed_in_context(list(texts)), strict=True))
        own = self._embed([each.text for each in statements if each.id not in self._vectors])
        missing = dict(zip((each.id for each in statements if each.id not in self._vectors), own, strict=True))
        read = self._lessons.read
        alone: list[Saying] = []
        together: list[Saying] = []
        asked: dict[str, Saying] = {}
        for each in statements:
            staff = each.role == Role.STAFF
            alone.append(read(each.text, staff=staff, vector=self._vectors.get(each.id, missing.get(each.id))))
            if not each.question:
                together.append(alone[-1])
                continue
            joint = text_in_context(each)
            together.append(read(joint, staff=staff, vector=vectors[joint]))
            if each.question not in asked:  # one question stands before many answers
                asked[each.question] = read(each.question, staff=False, vector=vectors[each.question])
        return _Said(alone, together, asked)

    def _build_coding(self, statement: Statement, codes: Codes) -> Coding:
        segment = self._segments.find(statement)
        coding = Coding(
            statement.id,
            self._stage_model.id,
            codes.stages,
            codes.dimensions,
            codes.sentiment,
            segment,
            round(codes.confidence, 3),
            ENGINE,
        )
        if is_idle(statement) or self._is_asking(statement):
            coding = replace(coding, stages=(), dimensions=(), sentiment=0, confidence=1.0)
        rated = find_rating(statement)
        if rated is not None and coding.stages:
            coding = replace(coding, sentiment=rated)
        own = self._own.get(statement.id)
        if own is None:
            return coding
        return replace(
            coding,
            stages=own.stages,
            dimensions=own.dimensions,
            sentiment=own.sentiment,
            segment=own.segment or segment,
            confidence=1.0,
            author=own.author,
        )

    def _is_asking(self, statement: Statement) -> bool:
        """Whether a statement only asks something; with feeling, or in a row of questions, that is a complaint."""
        sentences = [each.strip() for each in split_sentences(statement.text) if each.strip()]
        if not sentences or not all(each.endswith(("?", "？")) for each in sentences):
            return False
        plain = len(sentences) == 1 or _ADDRESSED.search(statement.text) is not None
        return plain and self._lessons.lexicon.read_feeling(statement.text).strongest == 0

    def _learn(self) -> CodebookModel:
        """What the codebook teaches, and the client's own codings where there are any."""
        if not self._own:
            return self._lessons.model()
        if self._own_model is None:
            kept = LearnedModels(self._contexts) if self._contexts is not None else None
            self._own_model = self._lessons.model_with(self._own_as_examples(), self._own_taught(), kept)
        return self._own_model

    def _own_taught(self) -> Iterator[object]:
        for each in self._own.values():
            vector = self._vectors.get(each.statement)
            yield each, None if vector is None else vector.tobytes()

    def _own_as_examples(self) -> list[Example]:
        own = list(self._own.values())
        missing = [each.text for each in own if each.statement not in self._vectors]
        embedded = dict(zip(missing, self._embed(missing), strict=True))
        return [
            Example(
                self._lessons.read(
                    each.text,
                    staff=each.role == Role.STAFF,
                    vector=self._vectors.get(each.statement, embedded.get(each.text)),
                ),
                rank_stages(each.stages),
                each.dimensions,
                each.sentiment,
                _OWN_WEIGHT,
            )
            for each in own
        ]

    def _embed_in_context(self, texts: Sequence[str]) -> "Sequence[NDArray[float32] | None]":
        if self._context_store is not None and texts:
            return list(self._context_store.embed_queries(texts))
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> "Sequence[NDArray[float32] | None]":
        embedder = self._lessons.embedder
        if embedder is None or not texts:
            return [None] * len(texts)
        return list(embedder.embed_queries(texts))


@dataclass(frozen=True, slots=True)
class _Said:
    """Each statement by its own words, each together with the question it answers, and every question by itself."""

    alone: list[Saying]
    together: list[Saying]
    asked: dict[str, Saying]


_ADDRESSED = re.compile(r"[你您](?![们看说讲想])|\byou\b", re.IGNORECASE)
