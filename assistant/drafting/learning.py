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

from assistant.drafting.grams import Arrays, GramSpace


@dataclass(frozen=True, slots=True)
class Saying:
    """A text to learn from or to code: who says it, in Chinese or not, its vector, and the feeling of its words."""

    text: str
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
            GramSpace.learn([each.text for each in examples]),
            _staff(examples),
            centres,
            _centred(examples, centres),
            feelings / spread,
            spread,
            cues / cue_spread,
            cue_spread,
        )

    def to_arrays(self) -> Arrays:
        """The space as arrays, for `from_arrays`."""
        own = {name: getattr(self, name) for name in _ARRAYS}
        centres = {f"centre {int(chinese)}": centre for chinese, centre in self.centres.items()}
        return {**own, **centres, **_named("grams ", self.grams.to_arrays())}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """The space that `to_arrays` told. Raises KeyError and ValueError where the arrays are none of its own."""
        centres = {side: arrays[f"centre {int(side)}"] for side in (True, False) if f"centre {int(side)}" in arrays}
        own = {name: arrays[name] for name in _ARRAYS}
        return cls(grams=GramSpace.from_arrays(part("grams ", arrays)), centres=centres, **own)

    def likeness(self, sayings: Sequence[Saying]) -> NDArray[float32]:
        """Rows: `sayings`; columns: the examples. By meaning, wording and side."""
        alike = self.grams.likeness([each.text for each in sayings])
        if self.vectors.shape[1]:
            # Step by step in one array: with thousands of examples each more would take a hundred megabytes.
            nearness = _centred(sayings, self.centres) @ self.vectors.T
            nearness -= 1
            nearness *= 2 * _WIDTH
            np.exp(nearness, out=nearness)
            nearness *= _MEANING
            alike += nearness
        staff = _staff(sayings)
        for row, side in enumerate(staff):
            alike[row] *= 1 + _SAME_SIDE * (self.staff == side)
            alike[row] += _SIDE * side * self.staff
        return alike

    def cue_likeness(self, sayings: Sequence[Saying]) -> NDArray[float32]:
        """The same for the signs in the wording alone."""
        return _multiply(_CUES * _cues(sayings) / self.cue_spread, self.cues)

    def feeling_likeness(self, sayings: Sequence[Saying]) -> NDArray[float32]:
        """The same for the feeling of the words alone."""
        return _multiply(_FEELING * _feelings(sayings) / self.spread, self.feelings)


_ARRAYS = ("staff", "vectors", "feelings", "spread", "cues", "cue_spread")


def _multiply(rows: NDArray[float64], columns: NDArray[float64]) -> NDArray[float32]:
    """The mean products of the figures of `rows` with those of `columns`."""
    return (rows / max(columns.shape[1], 1)).astype(float32) @ columns.T.astype(float32)


def _named(prefix: str, arrays: Arrays) -> Arrays:
    return {prefix + name: array for name, array in arrays.items()}


def part(prefix: str, arrays: Arrays) -> Arrays:
    """The arrays whose names begin with `prefix`, without it."""
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _find_centres(examples: Sequence[Saying]) -> dict[bool, NDArray[float32]]:
    """The mean vector of each language: what Chinese texts have in common is not what they are about."""
    centres: dict[bool, NDArray[float32]] = {}
    for chinese in (True, False):
        rows = [each.vector for each in examples if each.vector is not None and each.chinese == chinese]
        rows = rows or [each.vector for each in examples if each.vector is not None]
        if rows:
            centres[chinese] = np.mean(np.stack(rows), axis=0)
    return centres


def _centred(sayings: Sequence[Saying], centres: dict[bool, NDArray[float32]]) -> NDArray[float32]:
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
