"""Learning from coded examples: kernel ridge regression over likeness of meaning, of wording, and of who speaks.

Chosen by cross-validation over the codebook, grouped by industry (`python -m bench.coding --cross-validate`): better than the nearest
neighbours and than a linear classifier on the same vectors.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy import float32, float64
from numpy.typing import NDArray

from assistant.drafting.grams import GramSpace


@dataclass(frozen=True, slots=True)
class Saying:
    """A text to learn from or to code, folded: who says it, in Chinese or not, its vector, and the feeling of its words."""

    folded: str
    staff: bool
    chinese: bool
    vector: NDArray[float32] | None
    feeling: tuple[float, ...]
    cues: tuple[float, ...] = ()


# Found by cross-validation; flat around these values.
_MEANING = 2.0
_WIDTH = 0.5
_SAME_SIDE = 0.3
_SIDE = 0.1
_FEELING = 0.3
_CUES = 0.6
RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class LikenessSpace:
    """How like a text is to each of the examples. `vectors` has no columns where an example has no vector."""

    grams: GramSpace
    staff: NDArray[float64]
    centres: dict[bool, NDArray[float32]]
    vectors: NDArray[float32]
    feelings: NDArray[float64]
    spread: NDArray[float64]
    cues: NDArray[float64]
    cue_spread: NDArray[float64]

    @classmethod
    def learn(cls, examples: Sequence[Saying]) -> Self:
        """The space of these examples."""
        centres = _find_centres(examples)
        feelings, cues = _feelings(examples), _cues(examples)
        spread, cue_spread = np.maximum(feelings.std(axis=0), 1e-9), np.maximum(cues.std(axis=0), 1e-9)
        return cls(
            GramSpace.learn([each.folded for each in examples]),
            _staff(examples),
            centres,
            centre_vectors(examples, centres),
            feelings / spread,
            spread,
            cues / cue_spread,
            cue_spread,
        )

    def likeness(self, sayings: Sequence[Saying]) -> NDArray[float32]:
        """Rows: `sayings`; columns: the examples. By meaning, wording and side."""
        alike = self.grams.likeness([each.folded for each in sayings])
        if self.vectors.shape[1]:
            # in one array: with thousands of examples each more would take a hundred megabytes
            nearness = measure_nearness(centre_vectors(sayings, self.centres), self.vectors)
            nearness *= _MEANING
            alike += nearness
        staff = _staff(sayings)
        for row, side in enumerate(staff):
            alike[row] *= self.weigh_side(side)
            alike[row] += _SIDE * side * self.staff
        return alike

    def weigh_side(self, side: float) -> NDArray[float64]:
        """How much each example counts for a text of that side: 1 for staff."""
        return 1 + _SAME_SIDE * (self.staff == side)

    def weigh_meaning(self, solution: NDArray[float64]) -> NDArray[float64]:
        """What nearness in meaning (`measure_nearness`) to each example brings, `solution` being what its likeness does."""
        return _MEANING * solution

    def multiply_side(self, solution: NDArray[float64]) -> NDArray[float64]:
        """What a text that staff say gets for its side alone."""
        return _SIDE * self.staff @ solution

    def multiply_cues(self, solution: NDArray[float64]) -> NDArray[float64]:
        """What each sign in the wording of a text brings, by all examples together; see `cue_likeness`."""
        return (_CUES / self.cue_spread / max(self.cues.shape[1], 1))[:, None] * (self.cues.T @ solution)

    def multiply_feelings(self, solution: NDArray[float64]) -> NDArray[float64]:
        """The same of each figure of its feeling; see `feeling_likeness`."""
        return (_FEELING / self.spread / max(self.feelings.shape[1], 1))[:, None] * (self.feelings.T @ solution)

    def cue_likeness(self, sayings: Sequence[Saying]) -> NDArray[float32]:
        """The same for the signs in the wording alone."""
        return _multiply(_CUES * _cues(sayings) / self.cue_spread, self.cues)

    def feeling_likeness(self, sayings: Sequence[Saying]) -> NDArray[float32]:
        """The same for the feeling of the words alone."""
        return _multiply(_FEELING * _feelings(sayings) / self.spread, self.feelings)


def measure_nearness(vectors: NDArray[float32], examples: NDArray[float32]) -> NDArray[float32]:
    """Nearness in meaning (0…1) of centred vectors (rows) to those of the examples (columns)."""
    nearness = (2 * _WIDTH * vectors) @ examples.T
    nearness -= 2 * _WIDTH
    return np.exp(nearness, out=nearness)


def _multiply(rows: NDArray[float64], columns: NDArray[float64]) -> NDArray[float32]:
    """The mean products of the figures of `rows` with those of `columns`."""
    return (rows / max(columns.shape[1], 1)).astype(float32) @ columns.T.astype(float32)


def _find_centres(examples: Sequence[Saying]) -> dict[bool, NDArray[float32]]:
    """The mean vector of each language: what Chinese texts have in common is not what they are about."""
    centres: dict[bool, NDArray[float32]] = {}
    for chinese in (True, False):
        rows = [each.vector for each in examples if each.vector is not None and each.chinese == chinese]
        rows = rows or [each.vector for each in examples if each.vector is not None]
        if rows:
            centres[chinese] = np.mean(np.stack(rows), axis=0)
    return centres


def centre_vectors(sayings: Sequence[Saying], centres: dict[bool, NDArray[float32]]) -> NDArray[float32]:
    """The vectors without what all of a language have in common, of length 1; no columns where one has no vector."""
    rows = [each.vector - centres[each.chinese] for each in sayings if each.vector is not None]
    if not rows or len(rows) < len(sayings):
        return np.zeros((len(sayings), 0), float32)
    stacked = np.stack(rows)
    return stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9)


def _feelings(sayings: Sequence[Saying]) -> NDArray[float64]:
    return np.array([each.feeling for each in sayings], dtype=float64)


def _staff(sayings: Sequence[Saying]) -> NDArray[float64]:
    return np.array([each.staff for each in sayings], dtype=float64)


def _cues(sayings: Sequence[Saying]) -> NDArray[float64]:
    return np.array([each.cues for each in sayings], dtype=float64)


@dataclass(frozen=True, slots=True)
class RidgeModel:
    """Scores (about 0…1, a share of likelihood) for each label, from the likeness to weighted examples."""

    mean: NDArray[float64]
    solution: NDArray[float64]

    @classmethod
    def learn(cls, likeness: NDArray[float32], labels: NDArray[float64], weights: NDArray[float64]) -> Self:
        """`likeness` n × n among the examples, `labels` n × k, `weights` how much each counts (1 is plain)."""
        mean: NDArray[float64] = np.average(labels, axis=0, weights=weights)
        penalty = (RIDGE / weights).astype(float32)
        return cls(mean, _solve(likeness, penalty, (labels - mean).astype(float32)).astype(float64))

    def scores(self, likeness: NDArray[float32]) -> NDArray[float64]:
        """Rows: texts; columns: labels. `likeness` texts × examples."""
        return likeness @ self.solution.astype(float32) + self.mean


_CLOSE = 1e-4
_MOST_STEPS = 1000


def _solve(matrix: NDArray[float32], penalty: NDArray[float32], wanted: NDArray[float32]) -> NDArray[float32]:
    """The x with (matrix + diag(penalty)) x = wanted, to a ten-thousandth; `matrix` symmetric, with no negative eigenvalue.

    By conjugate gradients with the diagonal as preconditioner, all columns at once (Shewchuk 1994): a direct solution
    works on a copy of the matrix, hundreds of megabytes for thousands of examples, and is slower.
    """
    diagonal = (matrix.diagonal() + penalty)[:, None]
    solution = np.zeros_like(wanted)
    rest = wanted.copy()
    eased = rest / diagonal
    direction = eased.copy()
    slope = (rest * eased).sum(axis=0)
    close = _CLOSE * np.linalg.norm(wanted, axis=0)
    for _ in range(_MOST_STEPS):
        if (np.linalg.norm(rest, axis=0) <= close).all():
            break
        image = matrix @ direction + penalty[:, None] * direction
        # A column that is solved (or is all zero) stays where it is.
        step = np.divide(slope, (direction * image).sum(axis=0), out=np.zeros_like(slope), where=slope > 0)
        solution += step * direction
        rest -= step * image
        eased = rest / diagonal
        next_slope = (rest * eased).sum(axis=0)
        turn = np.divide(next_slope, slope, out=np.zeros_like(slope), where=slope > 0)
        direction = eased + turn * direction
        slope = next_slope
    return solution
