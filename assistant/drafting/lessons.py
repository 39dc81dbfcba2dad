"""What the codebook and the playbook teach: read and learned once, for any number of clients."""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.drafting.asking import KindsAsked
from assistant.drafting.codebook_model import CodebookModel, Example, rank_stages
from assistant.drafting.cues import Cues
from assistant.drafting.guided import GuidedPlaces
from assistant.drafting.learned import LearnedModels, describe_origin
from assistant.drafting.learning import Saying
from assistant.drafting.lexicon import Feeling, SentimentLexicon, shipped_lexicon
from assistant.drafting.utterances import text_in_context
from assistant.drafting.vectors import StoredVectors
from assistant.playbook import CodedExample, Playbook
from assistant.retrieval.embedder import Embedder
from assistant.sources.folding import fold

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

REFERENCE_MODEL = "five-stage"
FUNNEL_MODEL = "funnel"
_HAN = re.compile("[㐀-鿿]")


class Lessons:
    """What coding goes by that no client adds to. One serves many clients, also side by side.

    Without an embedder it goes by wording alone. `cache` keeps the vectors of the codebook and what it teaches.
    """

    def __init__(
        self,
        playbook: Playbook,
        codebook: Sequence[CodedExample],
        embedder: Embedder | None = None,
        cache: Path | None = None,
        *,
        lexicon: SentimentLexicon | None = None,
    ) -> None:
        """Nothing is learned before it is asked for."""
        self.playbook = playbook
        self.embedder = embedder
        self.lexicon = lexicon or shipped_lexicon()
        self.guided = GuidedPlaces(playbook)
        self.stored = StoredVectors(embedder, cache) if embedder is not None and cache is not None else None
        self._codebook = codebook
        self._cues = Cues(playbook)
        self.kept = LearnedModels(cache) if cache is not None else None
        self.kinds_asked = KindsAsked(self.stored.embed_queries, self.kept) if self.stored is not None else None
        self._learning = threading.Lock()
        self._model: CodebookModel | None = None

    def learn(self) -> bool:
        """Learn what the codebook teaches, unless it is kept already: the longest part of a first coding. Says whether
        there was anything to learn. Raises StorageError where the cache cannot be written."""
        with self._learning:  # clients side by side wait for the first of them
            if self._model is not None:
                return False
            origin = describe_origin(self._taught())
            if self.kept is not None:
                self._model = self.kept.find(origin, CodebookModel.from_arrays)
            if self._model is not None:
                return False
            self._model = self._learn(self._build_examples())
            if self.kept is not None:
                self.kept.keep(origin, self._model.to_arrays())
            return True

    def model(self) -> CodebookModel:
        """What the codebook teaches, learned now at the latest. Raises as `learn`."""
        self.learn()
        assert self._model is not None
        return self._model

    def model_with(self, own: Sequence[Example], taught: Iterable[object], kept: LearnedModels | None) -> CodebookModel:
        """What the codebook and examples of a client's own teach together; `taught` tells those from any others. It is
        kept in `kept`, which is the client's. Raises as `learn`."""

        def learn() -> CodebookModel:
            return self._learn([*self._build_examples(), *own])

        if kept is None:
            return learn()
        return kept.find_or_learn(describe_origin([*self._taught(), *taught]), CodebookModel.from_arrays, learn)

    def say(self, texts: Sequence[str]) -> list[Saying]:
        """Texts of the product, such as examples, as they are to be learned from. Raises as `learn`."""
        vectors = self._embed(texts)
        return [
            self.read(text, staff=False, vector=None if vectors is None else vectors[place])
            for place, text in enumerate(texts)
        ]

    def read(self, text: str, *, staff: bool, vector: "NDArray[float32] | None") -> Saying:
        """The text as it is to be learned from or coded, with the signs and the feeling of its words."""
        feeling, folded = _feeling_figures(self.lexicon.read_feeling(text)), fold(text)
        return Saying(folded, staff, _HAN.search(text) is not None, vector, feeling, self._cues.read(folded))

    def _learn(self, examples: Sequence[Example]) -> CodebookModel:
        return CodebookModel.learn(examples, self.playbook.model.stage_ids)

    def _taught(self) -> Iterator[object]:
        """Everything that what is learned depends on, beside the program itself."""
        embedder = self.embedder
        yield (embedder.name, embedder.version, embedder.dimension) if embedder is not None else None
        yield self.playbook.digest, self.playbook.model.id, np.__version__
        yield self.lexicon.digest
        yield from self._codebook

    def _build_examples(self) -> list[Example]:
        texts = [text_in_context(each) for each in self._codebook]
        vectors = self._embed(texts)
        return [
            Example(
                self.read(
                    texts[place], staff=each.speaker == "staff", vector=None if vectors is None else vectors[place]
                ),
                self._example_stages(each),
                each.dimensions,
                each.sentiment,
            )
            for place, each in enumerate(self._codebook)
        ]

    def _example_stages(self, example: CodedExample) -> tuple[tuple[str, float], ...]:
        """The example's codes in the stage model in use, by the stages' `akin` where the model is neither shipped one."""
        model = self.playbook.model
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

    def _embed(self, texts: Sequence[str]) -> "NDArray[float32] | None":
        if self.stored is not None:
            return self.stored.embed_queries(texts)
        return None if self.embedder is None else self.embedder.embed_queries(texts)


def _feeling_figures(feeling: Feeling) -> tuple[float, ...]:
    return (
        feeling.positive,
        feeling.negative,
        feeling.closing,
        feeling.strongest,
        min(feeling.positive, 1.0),
        min(feeling.negative, 1.0),
    )


def find_leaning(saying: Saying) -> float:
    """How far the words of a saying lean to one side: what they come to in the end, and half of what they add up to."""
    positive, negative, closing, *_ = saying.feeling
    return closing + 0.5 * (positive - negative)
