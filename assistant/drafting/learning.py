"""Learning from coded examples: kernel ridge regression over likeness of meaning, of wording, and of who speaks.

Chosen by cross-validation over the codebook, grouped by industry (`python -m bench.coding --cross-validate`): better than the nearest
neighbours and than a linear classifier on the same vectors.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy import float32, float64
from numpy.typing import NDArray

from assistant.drafting.grams import GramSpace


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


class LikenessSpace:
    """How like a text is to each of the examples."""

    def __init__(self, examples: Sequence[Saying]) -> None:
        self._grams = GramSpace([each.text for each in examples])
        self._staff = _staff(examples)
        self._has_vectors = all(each.vector is not None for each in examples)
        self._centres = self._find_centres(examples)
        self._vectors = self._centred(examples)
        feelings = _feelings(examples)
        self._spread = np.maximum(feelings.std(axis=0), 1e-9)
        self._feelings = feelings / self._spread
        cues = _cues(examples)
        self._cue_spread = np.maximum(cues.std(axis=0), 1e-9)
        self._cues = cues / self._cue_spread

    def likeness(self, sayings: Sequence[Saying]) -> NDArray[float64]:
        """Rows: `sayings`; columns: the examples. By meaning, wording and side."""
        staff = _staff(sayings)
        same = staff[:, None] == self._staff[None, :]
        return self._alike(sayings) * (1 + _SAME_SIDE * same) + _SIDE * np.outer(staff, self._staff)

    def cue_likeness(self, sayings: Sequence[Saying]) -> NDArray[float64]:
        """The same for the signs in the wording alone."""
        width = self._cues.shape[1]
        return _CUES * (_cues(sayings) / self._cue_spread) @ self._cues.T / max(width, 1)

    def _alike(self, sayings: Sequence[Saying]) -> NDArray[float64]:
        alike = self._grams.likeness([each.text for each in sayings])
        if self._has_vectors:
            cosines = self._centred(sayings) @ self._vectors.T
            alike += _MEANING * np.exp(-2 * _WIDTH * (1 - cosines))
        return alike

    def feeling_likeness(self, sayings: Sequence[Saying]) -> NDArray[float64]:
        """The same for the feeling of the words alone."""
        width = self._feelings.shape[1]
        return _FEELING * (_feelings(sayings) / self._spread) @ self._feelings.T / max(width, 1)

    def _find_centres(self, examples: Sequence[Saying]) -> dict[bool, NDArray[float32]]:
        """The mean vector of each language: what Chinese texts have in common is not what they are about."""
        centres: dict[bool, NDArray[float32]] = {}
        for chinese in (True, False):
            rows = [each.vector for each in examples if each.vector is not None and each.chinese == chinese]
            rows = rows or [each.vector for each in examples if each.vector is not None]
            if rows:
                centres[chinese] = np.mean(np.stack(rows), axis=0)
        return centres

    def _centred(self, sayings: Sequence[Saying]) -> NDArray[float64]:
        rows = [each.vector - self._centres[each.chinese] for each in sayings if each.vector is not None]
        if not rows or len(rows) < len(sayings):
            return np.zeros((len(sayings), 0))
        stacked = np.stack(rows).astype(float64)
        return stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-9)


def _feelings(sayings: Sequence[Saying]) -> NDArray[float64]:
    return np.array([each.feeling for each in sayings], dtype=float64)


def _staff(sayings: Sequence[Saying]) -> NDArray[float64]:
    return np.array([each.staff for each in sayings], dtype=float64)


def _cues(sayings: Sequence[Saying]) -> NDArray[float64]:
    return np.array([each.cues for each in sayings], dtype=float64)


class RidgeModel:
    """Scores (about 0…1, a share of likelihood) for each label, learned from weighted examples in closed form."""

    def __init__(self, likeness: NDArray[float64], labels: NDArray[float64], weights: NDArray[float64]) -> None:
        """`likeness` n × n among the examples, `labels` n × k, `weights` how much each example counts (1 is plain)."""
        self._mean = np.average(labels, axis=0, weights=weights)
        penalty = np.diag(RIDGE / weights)
        self._solution = np.linalg.solve(likeness + penalty, labels - self._mean)

    def scores(self, likeness: NDArray[float64]) -> NDArray[float64]:
        """Rows: texts; columns: labels. `likeness` texts × examples."""
        return likeness @ self._solution + self._mean
