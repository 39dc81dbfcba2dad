"""What the coded examples teach: scores of stages, dimensions and sentiment for any saying."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np

from assistant.drafting.grams import Arrays
from assistant.drafting.learning import LikenessSpace, RidgeModel, Saying
from assistant.drafting.taught import Taught
from assistant.journey import Dimension

_Label = TypeVar("_Label")
DIMENSIONS = tuple(Dimension)
SENTIMENTS = (-2, -1, 0, 1, 2)
_SECOND = 0.5
"""How much a second code counts beside the first when learning."""


@dataclass(frozen=True, slots=True)
class Example:
    """A saying with its codes. `stages` are ids of the model in use with how far each applies; `weight` 1 is plain."""

    saying: Saying
    stages: tuple[tuple[str, float], ...]
    dimensions: tuple[Dimension, ...]
    sentiment: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """One saying's scores, each list in the order of its labels; the last of stages and dimensions is "none"."""

    stages: tuple[float, ...]
    dimensions: tuple[float, ...]
    sentiment: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class CodebookModel:
    """Learned from examples once; scores any number of sayings. `split` is the number of stages and "none"."""

    taught: Taught
    split: int

    @classmethod
    def learn(cls, examples: Sequence[Example], stage_ids: Sequence[str]) -> Self:
        """What these examples teach."""
        sayings = [each.saying for each in examples]
        space = LikenessSpace.learn(sayings)
        weights = np.array([each.weight for each in examples])
        alike = space.likeness(sayings)
        stages = np.array([_stage_targets(each, stage_ids) for each in examples])
        dimensions = np.array([_dimension_targets(each) for each in examples])
        sentiments = np.array([[float(each.sentiment == value) for value in SENTIMENTS] for each in examples])
        # One square array for both: with thousands of examples each further one takes hundreds of megabytes.
        cues = space.cue_likeness(sayings)
        alike += cues
        topics = RidgeModel.learn(alike, np.hstack([stages, dimensions]), weights)
        alike -= cues
        del cues
        alike += space.feeling_likeness(sayings)
        feelings = RidgeModel.learn(alike, sentiments, weights)
        return cls(Taught.build(space, topics, feelings), len(stage_ids) + 1)

    def to_arrays(self) -> Arrays:
        """The model as arrays, for `from_arrays`."""
        return {"split": np.array(self.split), **self.taught.to_arrays()}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """The model that `to_arrays` told. Raises KeyError and ValueError where the arrays are none of its own."""
        return cls(Taught.from_arrays(arrays), int(arrays["split"]))

    def score(self, sayings: Sequence[Saying]) -> list[Scores]:
        """The scores of each saying, in order."""
        ends = self.split, self.split + len(DIMENSIONS) + 1
        return [
            Scores(tuple(row[: ends[0]]), tuple(row[ends[0] : ends[1]]), tuple(row[ends[1] :]))
            for row in self.taught.score(sayings).tolist()
        ]


def _stage_targets(example: Example, stage_ids: Sequence[str]) -> list[float]:
    shares = dict(example.stages)
    return [*(shares.get(stage, 0.0) for stage in stage_ids), 0.0 if shares else 1.0]


def _dimension_targets(example: Example) -> list[float]:
    ranks = {dimension: _SECOND if place else 1.0 for place, dimension in enumerate(example.dimensions)}
    return [*(ranks.get(dimension, 0.0) for dimension in DIMENSIONS), 0.0 if ranks else 1.0]


def rank_stages(stages: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """Hard codes as shares: the first counts whole, a second half."""
    return tuple((stage, _SECOND if place else 1.0) for place, stage in enumerate(stages))


@dataclass(frozen=True, slots=True)
class Codes:
    """What a saying is coded to; both empty for none. `confidence` 0…1 is about the first stage (or none)."""

    stages: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    sentiment: int
    confidence: float


_SECOND_LEAST = 0.30
_SECOND_RATIO = 0.60
_SHARPNESS = 6.5
"""A second code needs this score and this part of the first one's; `_SHARPNESS` turns scores into likelihoods that fit
the hit rates of cross-validation."""


def choose_codes(scores: Scores, stage_ids: Sequence[str], worded: float = 0.0) -> Codes:
    """The codes that the scores speak for. None is one decision for stages and dimensions together."""
    confidence = _confidence(scores.stages)
    none = scores.stages[-1] + scores.dimensions[-1]
    if none > max(scores.stages[:-1]) + max(scores.dimensions[:-1]):
        return Codes((), (), 0, confidence)
    stages = _best(scores.stages[:-1], stage_ids)
    dimensions = _best(scores.dimensions[:-1], DIMENSIONS)
    return Codes(tuple(stages), tuple(dimensions), choose_sentiment(scores.sentiment, worded), confidence)


def _best(scores: Sequence[float], labels: Sequence[_Label]) -> list[_Label]:
    ranked = sorted(range(len(scores)), key=lambda place: -scores[place])
    first, second = ranked[0], ranked[1] if len(ranked) > 1 else None
    found = [labels[first]]
    if second is not None and scores[second] >= max(_SECOND_LEAST, _SECOND_RATIO * scores[first]):
        found.append(labels[second])
    return found


def _confidence(scores: Sequence[float]) -> float:
    return max(likelihoods(scores))


def likelihoods(scores: Sequence[float]) -> list[float]:
    """The scores as likelihoods that add up to 1."""
    top = max(scores)
    weights = [math.exp(_SHARPNESS * (score - top)) for score in scores]
    return [weight / sum(weights) for weight in weights]


_WORDED = 0.05
_MOST_WORDED = 2.25
_STRONG = 2.0
"""The feeling of the words, up to `_MOST_WORDED`, counts a little more than it learned to; anger and delight, which are rare, must
stand out this far against plain discontent and content."""


def choose_sentiment(scores: Sequence[float], worded: float = 0.0) -> int:
    """The side first (negative, neutral, positive), then how strong: better than five classes at once.

    `worded` is the feeling that the words carry by the lexicon.
    """
    angry, bad, neutral, good, delighted = scores
    lift = _WORDED * max(-_MOST_WORDED, min(worded, _MOST_WORDED))
    sides = ((angry + bad - min(lift, 0), -1), (neutral, 0), (good + delighted + max(lift, 0), 1))
    side = max(sides, key=lambda each: each[0])[1]
    if side < 0:
        return -2 if angry > _STRONG * bad else -1
    if side > 0:
        return 2 if delighted > _STRONG * good else 1
    return 0
