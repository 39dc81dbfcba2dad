"""Coding into any division of the journey: first by the reference stages, which the codebook teaches, then by the moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.drafting.codebook_model import CodebookModel, Example, likelihoods
from assistant.drafting.corrections import translate_corrections
from assistant.drafting.extractive import ExtractiveCoder, OwnExample
from assistant.drafting.learning import Saying
from assistant.drafting.lessons import FUNNEL_MODEL, REFERENCE_MODEL
from assistant.drafting.material import build_pattern
from assistant.drafting.utterances import text_in_context
from assistant.journey import Coding, Feeling, Moment, Role, StageModel, Statement, feeling_of
from assistant.playbook import CodedExample
from assistant.sources.folding import fold

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_WORD = 0.25
_MOST_WORDS = 2
"""What a word of a moment adds to its score; one that a statement has counts more than any likeness."""
_SHIPPED_WEIGHT = 0.3
"""A sentence of the codebook that has words of one moment only teaches it, but less surely than a moment's own examples."""


def is_taught_directly(model: StageModel) -> bool:
    """Whether the codebook's own codes are those of the model's stages."""
    taught = {
        REFERENCE_MODEL: ("awareness", "consideration", "purchase", "retention", "loyalty"),
        FUNNEL_MODEL: ("awareness", "consideration", "conversion", "retention", "advocacy"),
    }
    return model.stage_ids == taught.get(model.id)


class MomentWords:
    """Counts the words of each moment in a text."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        self._patterns = [build_pattern(each.words) for each in moments]

    def count(self, folded: str) -> list[int]:
        """How many different words of each moment stand in a folded text (at most 2), in the order of the moments."""
        found = (set(pattern.findall(folded)) if pattern is not None else () for pattern in self._patterns)
        return [min(len(each), _MOST_WORDS) for each in found]


def mark_moments(codebook: Sequence[CodedExample], moments: Sequence[Moment]) -> tuple[CodedExample, ...]:
    """The codebook with the moment of every sentence of one stage that has words of exactly one moment of it."""
    words = MomentWords(moments)
    marked: list[CodedExample] = []
    for each in codebook:
        named: list[str] = []
        if len(each.stages) == 1:
            counts = zip(moments, words.count(fold(each.text)), strict=True)
            named = [moment.id for moment, count in counts if count and moment.stage == each.stages[0]]
        marked.append(replace(each, moment=named[0]) if len(named) == 1 else each)
    return tuple(marked)


class MomentFinder:
    """Tells the moments of one reference stage apart: by likeness to what people say of them, and by their words.

    `coder` gives meaning to words: it has the embedder and keeps what it embedded.
    """

    def __init__(self, moments: Sequence[Moment], coder: ExtractiveCoder, codebook: Sequence[CodedExample]) -> None:
        self._moments = tuple(moments)
        self._coder = coder
        self._codebook = codebook
        self._words = MomentWords(moments)
        self._model: CodebookModel | None = None

    def find(self, statements: Sequence[Statement]) -> list[dict[str, float]]:
        """For each statement the score of every moment by its id; they compare within one reference stage only."""
        if not statements:
            return []
        model = self._learn()
        alone, together = self._coder.read_sayings(statements)
        scored = [
            [sum(pair) / 2 for pair in zip(one.stages, other.stages, strict=True)]
            for one, other in zip(
                model.score([self._cued(each) for each in alone]),
                model.score([self._cued(each) for each in together]),
                strict=True,
            )
        ]
        return [
            {
                moment.id: score + _WORD * count
                for moment, score, count in zip(
                    self._moments, scores, self._words.count(fold(statement.text)), strict=False
                )
            }
            for statement, scores in zip(statements, scored, strict=True)
        ]

    def _learn(self) -> CodebookModel:
        if self._model is None:
            taught = [(text, moment.id, 1.0) for moment in self._moments for text in moment.examples]
            taught += [(text_in_context(each), each.moment, _SHIPPED_WEIGHT) for each in self._codebook if each.moment]
            sayings = self._coder.say([text for text, _, _ in taught])
            examples = [
                Example(self._cued(saying), ((moment, 1.0),), (), 0, weight)
                for saying, (_, moment, weight) in zip(sayings, taught, strict=True)
            ]
            self._model = CodebookModel.learn(examples, [each.id for each in self._moments])
        return self._model

    def _cued(self, saying: Saying) -> Saying:
        return replace(saying, cues=tuple(map(float, self._words.count(saying.folded))))


@dataclass(frozen=True, slots=True)
class Choice:
    """The stage of a model that a statement belongs to, and how likely (0…1); no stage where the model has none for it."""

    stage: str | None
    likelihood: float


def choose_stage(model: StageModel, moments: Sequence[str], scores: Mapping[str, float], feeling: Feeling) -> Choice:
    """Which stage covers what was told: one of those that cover any of `moments`, with that feeling, by the moments' scores."""
    best = {
        stage.id: max(scores.get(moment, 0.0) for moment in covered)
        for stage in model.stages
        if (covered := [moment for moment in moments if stage.covers(moment, feeling)])
    }
    if not best:
        return Choice(None, 1.0)
    shares = likelihoods(list(best.values()))
    first = max(range(len(shares)), key=lambda place: shares[place])
    return Choice(list(best)[first], shares[first])


class DivisionCoder:
    """Codes into a model that the codebook does not teach itself; a person's corrected codings win."""

    def __init__(
        self,
        model: StageModel,
        moments: Sequence[Moment],
        reference: ExtractiveCoder,
        codebook: Sequence[CodedExample],
        own: Sequence[OwnExample] = (),
        models: Mapping[str, StageModel] | None = None,
    ) -> None:
        """`reference` codes into the reference stages. `models` are those that corrections were made in."""
        self._model = model
        self._moments = tuple(moments)
        self._reference = reference
        self._finder = MomentFinder(moments, reference, codebook)
        self._own = {each.statement: each for each in translate_corrections(own, model, models or {})}

    @property
    def name(self) -> str:
        return self._reference.name

    @property
    def finder(self) -> MomentFinder:
        return self._finder

    def code(self, statements: Sequence[Statement]) -> list[Coding]:
        """One coding a statement, in order; interviewers' statements have none. Raises as the coder of the reference."""
        wanted = [each for each in statements if each.role != Role.INTERVIEWER]
        codings = self._reference.code(wanted)
        asked = [place for place, each in enumerate(codings) if each.stages]
        scores = dict(zip(asked, self._finder.find([wanted[place] for place in asked]), strict=True))
        return [self._build_coding(coding, scores.get(place, {})) for place, coding in enumerate(codings)]

    def prepare(self, statements: Sequence[Statement]) -> None:
        """As the coder of the reference."""
        self._reference.prepare(statements)

    def question_vectors(self, statements: Sequence[Statement]) -> "dict[str, NDArray[float32]]":
        """As the coder of the reference."""
        return self._reference.question_vectors(statements)

    def _build_coding(self, coding: Coding, scores: Mapping[str, float]) -> Coding:
        own = self._own.get(coding.statement)
        if own is not None:
            return replace(
                coding,
                model=self._model.id,
                stages=own.stages,
                dimensions=own.dimensions,
                sentiment=own.sentiment,
                segment=own.segment or coding.segment,
                confidence=1.0,
                author=own.author,
            )
        feeling = feeling_of(coding.sentiment)
        chosen = [choose_stage(self._model, self._within(stage), scores, feeling) for stage in coding.stages]
        stages = tuple(dict.fromkeys(each.stage for each in chosen if each.stage is not None))
        if not stages:
            return replace(coding, model=self._model.id, stages=(), dimensions=(), sentiment=0)
        likelihood = next(each.likelihood for each in chosen if each.stage is not None)
        return replace(coding, model=self._model.id, stages=stages, confidence=round(coding.confidence * likelihood, 3))

    def _within(self, stage: str) -> list[str]:
        return [each.id for each in self._moments if each.stage == stage]
