"""Answers of guided interviews: the stage they stand under and the cell their question was to fill, as evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.drafting.codebook_model import DIMENSIONS, Scores
from assistant.journey import Dimension, Statement
from assistant.playbook import STAFF_QUESTIONS, Playbook
from assistant.sources.folding import fold
from assistant.wording import Text

_STAGE, _DIMENSION = 0.30, 0.20
"""What stage and dimension of the question add to an answer's scores (0 to about 1). Settled on the half of the gold file that
may be looked at, read as if each statement stood under a heading (`python -m bench.coding --headings`): a right one helps, and
of the statements under a wrong one three quarters keep their own stage."""
_TELLING = 8
"""Characters from which a question is sure to be the playbook's own; "why?" is asked everywhere."""


@dataclass(frozen=True, slots=True)
class Place:
    """What was asked for: a stage and, where the question is one of a cell, its dimension."""

    stage: str
    dimension: Dimension | None = None


class PlaceFinder(Protocol):
    """Knows what the answers of guided interviews were asked for."""

    def find(self, statements: Sequence[Statement]) -> Mapping[str, Place]: ...


class GuidedPlaces:
    """Knows the notes of guided interviews and filled guides: there the playbook's own question stands under its stage.

    In such a note everything that stands under a stage is an answer at that stage, follow-ups included. Other notes,
    whatever their headings, say nothing.
    """

    def __init__(self, playbook: Playbook) -> None:
        labels = {stage.id: stage.label for stage in playbook.model.stages}
        self._stages = {words: stage for stage, label in labels.items() for words in _folded(label)}
        self._asked: dict[str, list[tuple[str, Dimension | None]]] = {stage: [] for stage in labels}
        for guidance in playbook.stages:
            asked = self._asked[guidance.stage]
            for dimension, question in guidance.cell_questions.items():
                asked += [(words, dimension) for words in _folded(question.text)]
            asked += [(words, None) for question in guidance.questions for words in _folded(question.text)]
            for dimension, text in STAFF_QUESTIONS.items():
                filled = text.filled(stage=labels[guidance.stage])
                asked += [(words, dimension) for words in _folded(filled)]

    def find(self, statements: Sequence[Statement]) -> dict[str, Place]:
        """What was asked for, by the id of each answer of a guided interview among `statements`."""
        places: dict[str, Place] = {}
        guided: set[str] = set()
        for each in statements:
            stage = self._stages.get(fold(each.locator.heading[-1])) if each.locator.heading else None
            if stage is None:
                continue
            found = self._find_questions(stage, fold(each.question or ""))
            if found and len(each.question or "") >= _TELLING:
                guided.add(each.document)
            places[each.id] = Place(stage, found[0] if len(set(found)) == 1 else None)
        return {each.id: places[each.id] for each in statements if each.document in guided and each.id in places}

    def _find_questions(self, stage: str, question: str) -> list[Dimension | None]:
        """The dimensions of the stage's questions that these words are, or are a part of."""
        if not question:
            return []
        return [dimension for words, dimension in self._asked[stage] if question in words]


def lean_to(scores: Sequence[Scores], places: Sequence[Place | None], stages: Sequence[str]) -> list[Scores]:
    """The scores with what was asked for counted in. How far an answer is small talk stays as it is."""
    return [each if place is None else _lean(each, place, stages) for each, place in zip(scores, places, strict=True)]


def _lean(scores: Scores, place: Place, stages: Sequence[str]) -> Scores:
    told = {place.stage: _STAGE}
    wanted: Mapping[Dimension, float] = {place.dimension: _DIMENSION} if place.dimension is not None else {}
    return replace(
        scores,
        stages=_lifted(scores.stages, [told.get(each, 0.0) for each in stages]),
        dimensions=_lifted(scores.dimensions, [wanted.get(each, 0.0) for each in DIMENSIONS]),
    )


def _lifted(scores: Sequence[float], by: Sequence[float]) -> tuple[float, ...]:
    """The scores lifted; the last one, for none, keeps its distance to the best."""
    lifted = [score + more for score, more in zip(scores, by, strict=False)]
    return (*lifted, scores[-1] + max(lifted) - max(scores[:-1]))


def _folded(text: Text) -> frozenset[str]:
    """The words in all three languages."""
    return frozenset(fold(text.say(each)) for each in ("zh-Hans", "zh-Hant", "en"))
