"""Coding without a chat model: statements take the codes that the codebook's examples and the playbook teach."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.drafting.codebook_model import CodebookModel, Codes, Example, Scores, choose_codes, rank_stages
from assistant.drafting.context import weigh_context
from assistant.drafting.cues import Cues
from assistant.drafting.guided import GuidedPlaces, PlaceFinder, lean_to
from assistant.drafting.learned import LearnedModels, describe_origin
from assistant.drafting.learning import Saying
from assistant.drafting.lexicon import Feeling, SentimentLexicon, shipped_lexicon
from assistant.drafting.segments import find_segment
from assistant.drafting.utterances import find_rating, is_idle, is_short, text_in_context, texts_in_context
from assistant.drafting.vectors import FindVectors, StoredVectors
from assistant.journey import Coding, Dimension, Role, Segment, Statement
from assistant.playbook import CodedExample, Playbook
from assistant.retrieval.embedder import Embedder
from assistant.sources.sentences import split_sentences
from assistant.wording import Language

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

ENGINE = "extractive"
REFERENCE_MODEL = "five-stage"
FUNNEL_MODEL = "funnel"
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

    Without an embedder it goes by wording alone. `vectors` are those stored with the index, by statement id;
    `cache` keeps the vectors of the codebook and what it teaches; `contexts`, a folder of the client's own, the vectors
    of answers together with their questions, and what the codebook teaches together with the client's own codings.
    """

    def __init__(
        self,
        playbook: Playbook,
        codebook: Sequence[CodedExample],
        embedder: Embedder | None,
        vectors: "Mapping[str, NDArray[float32]] | None",
        own_examples: Sequence[OwnExample] = (),
        cache: Path | None = None,
        *,
        contexts: Path | None = None,
        elsewhere: FindVectors | None = None,
        segments: Sequence[Segment] = (),
        lexicon: SentimentLexicon | None = None,
        guided: PlaceFinder | None = None,
    ) -> None:
        """`guided` knows what answers of guided interviews were asked for; by default from the notes themselves.

        `elsewhere` gives vectors of the client's texts, as questions, that are there besides `contexts`.
        """
        self._playbook = playbook
        self._guided = guided or GuidedPlaces(playbook)
        self._embedder = embedder
        self._stored = StoredVectors(embedder, cache) if embedder is not None and cache is not None else None
        self._context_store = (
            StoredVectors(embedder, contexts, elsewhere) if embedder is not None and contexts is not None else None
        )
        self._vectors = vectors or {}
        self._segments = segments
        self._learned = cache, contexts
        self._lexicon = lexicon or shipped_lexicon()
        self._own = {each.statement: each for each in own_examples if each.model == playbook.model.id}
        self._codebook = codebook
        self._cues = Cues(playbook)
        self._model: CodebookModel | None = None

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
        scores = self._score(wanted)
        stage_ids = self._playbook.model.stage_ids
        return [
            self._build_coding(statement, choose_codes(score, stage_ids, self._worded(statement)))
            for statement, score in zip(wanted, scores, strict=True)
        ]

    def learn(self) -> bool:
        """Learn what the codebook teaches, unless it is kept already: the longest part of a first coding. Says whether
        there was anything to learn."""
        kept, origin = self._kept()
        if kept is not None and kept.find(origin, CodebookModel.from_arrays) is not None:
            return False
        self._learn()
        return True

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
        alone, together, _ = self._gather(statements)
        return alone, together

    def say(self, texts: Sequence[str]) -> list[Saying]:
        """Texts of the product, such as examples, as they are to be learned from. Raises StorageError as `code`."""
        vectors = self._embed_shipped(texts)
        return [
            self._saying(text, False, None if vectors is None else vectors[place]) for place, text in enumerate(texts)
        ]

    def _score(self, statements: Sequence[Statement]) -> list[Scores]:
        model = self._learn()
        alone, together, asked = self._gather(statements)
        questions = {each.text: each for each in asked if each is not None}
        scored = dict(zip(questions, model.score(list(questions.values())), strict=True))
        joined = model.score(together)
        # Where there is no question, or the answer is too short to stand alone, that is the same saying.
        apart = [place for place, each in enumerate(statements) if each.question and not is_short(each)]
        parted = dict(zip(apart, model.score([alone[place] for place in apart]), strict=True))
        weighed = weigh_context(
            statements,
            [parted.get(place, scores) for place, scores in enumerate(joined)],
            joined,
            [scored[each.text] if each else None for each in asked],
        )
        places = self._guided.find(statements)
        return lean_to(weighed, [places.get(each.id) for each in statements], self._playbook.model.stage_ids)

    def _gather(self, statements: Sequence[Statement]) -> tuple[list[Saying], list[Saying], list[Saying | None]]:
        """Each statement alone, together with its question, and the question alone."""
        texts = texts_in_context(statements)
        vectors = dict(zip(texts, self._embed_in_context(list(texts)), strict=True))
        own = self._embed([each.text for each in statements if each.id not in self._vectors])
        missing = dict(zip((each.id for each in statements if each.id not in self._vectors), own, strict=True))
        alone: list[Saying] = []
        together: list[Saying] = []
        asked: list[Saying | None] = []
        for each in statements:
            staff = each.role == Role.STAFF
            vector = self._vectors.get(each.id, missing.get(each.id))
            alone.append(self._saying(each.text, staff, vector))
            joint = text_in_context(each)
            together.append(self._saying(joint, staff, vectors[joint]) if each.question else alone[-1])
            asked.append(self._saying(each.question, False, vectors[each.question]) if each.question else None)
        return alone, together, asked

    def _build_coding(self, statement: Statement, codes: Codes) -> Coding:
        segment = statement.segment or find_segment(statement, self._segments)
        coding = Coding(
            statement.id,
            self._playbook.model.id,
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

    def _worded(self, statement: Statement) -> float:
        feeling = self._lexicon.read_feeling(statement.text)
        return feeling.closing + 0.5 * feeling.balance

    def _is_asking(self, statement: Statement) -> bool:
        """Whether a statement only asks something; with feeling, or in a row of questions, that is a complaint."""
        sentences = [each.strip() for each in split_sentences(statement.text) if each.strip()]
        if not sentences or not all(each.endswith(("?", "？")) for each in sentences):
            return False
        plain = len(sentences) == 1 or _ADDRESSED.search(statement.text) is not None
        return plain and self._lexicon.read_feeling(statement.text).strongest == 0

    def _learn(self) -> CodebookModel:
        """What the examples teach, from disk where it was learned before."""
        if self._model is None:
            kept, origin = self._kept()
            if kept is None:
                self._model = self._learn_anew()
            else:
                self._model = kept.find_or_learn(origin, CodebookModel.from_arrays, self._learn_anew)
        return self._model

    def _learn_anew(self) -> CodebookModel:
        return CodebookModel.learn(self._build_examples(), self._playbook.model.stage_ids)

    def _kept(self) -> tuple[LearnedModels | None, str]:
        """Where what is learned is kept, if anywhere, and under what."""
        shipped, own = self._learned
        folder = own if self._own else shipped
        return (LearnedModels(folder), describe_origin(self._taught())) if folder is not None else (None, "")

    def _taught(self) -> Iterator[object]:
        """Everything that what is learned depends on, beside the program itself."""
        embedder = self._embedder
        yield (embedder.name, embedder.version, embedder.dimension) if embedder is not None else None
        yield self._playbook.digest, self._playbook.model.id, np.__version__
        yield self._lexicon.digest
        yield from self._codebook
        for each in self._own.values():
            vector = self._vectors.get(each.statement)
            yield each, None if vector is None else vector.tobytes()

    def _build_examples(self) -> list[Example]:
        texts = [text_in_context(each) for each in self._codebook]
        vectors = self._embed_shipped(texts)
        examples = [
            Example(
                self._saying(texts[place], each.speaker == "staff", None if vectors is None else vectors[place]),
                self._example_stages(each),
                each.dimensions,
                each.sentiment,
            )
            for place, each in enumerate(self._codebook)
        ]
        return examples + self._own_as_examples()

    def _own_as_examples(self) -> list[Example]:
        own = list(self._own.values())
        missing = [each.text for each in own if each.statement not in self._vectors]
        embedded = dict(zip(missing, self._embed(missing), strict=True))
        return [
            Example(
                self._saying(
                    each.text, each.role == Role.STAFF, self._vectors.get(each.statement, embedded.get(each.text))
                ),
                rank_stages(each.stages),
                each.dimensions,
                each.sentiment,
                _OWN_WEIGHT,
            )
            for each in own
        ]

    def _example_stages(self, example: CodedExample) -> tuple[tuple[str, float], ...]:
        """The example's codes in the stage model in use, by the stages' `akin` where the model is neither shipped one."""
        model = self._playbook.model
        if model.id == REFERENCE_MODEL:
            return rank_stages(example.stages)
        if model.id == FUNNEL_MODEL:
            return rank_stages(example.funnel)
        shares: dict[str, float] = {}
        for stage, rank in rank_stages(example.stages):
            heirs = [each.id for each in model.stages if stage in each.akin]
            for heir in heirs:
                shares[heir] = max(shares.get(heir, 0.0), rank / len(heirs))
        return tuple(shares.items())

    def _saying(self, text: str, staff: bool, vector: "NDArray[float32] | None") -> Saying:
        chinese = re.search(r"[㐀-鿿]", text) is not None
        return Saying(
            text, staff, chinese, vector, _feeling_figures(self._lexicon.read_feeling(text)), self._cues.read(text)
        )

    def _embed_shipped(self, texts: Sequence[str]) -> "NDArray[float32] | None":
        if self._stored is not None:
            return self._stored.embed_queries(texts)
        return None if self._embedder is None else self._embedder.embed_queries(texts)

    def _embed_in_context(self, texts: Sequence[str]) -> "Sequence[NDArray[float32] | None]":
        if self._context_store is not None and texts:
            return list(self._context_store.embed_queries(texts))
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> "Sequence[NDArray[float32] | None]":
        if self._embedder is None or not texts:
            return [None] * len(texts)
        return list(self._embedder.embed_queries(texts))


def _feeling_figures(feeling: Feeling) -> tuple[float, ...]:
    return (
        feeling.positive,
        feeling.negative,
        feeling.closing,
        feeling.strongest,
        min(feeling.positive, 1.0),
        min(feeling.negative, 1.0),
    )


_ADDRESSED = re.compile(r"[你您](?![们看说讲想])|\byou\b", re.IGNORECASE)
