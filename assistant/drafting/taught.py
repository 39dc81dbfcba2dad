"""What examples teach, multiplied out: texts are scored without comparing them with each example where that can be."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np
from numpy import float32, float64
from numpy.typing import NDArray

from assistant.drafting.grams import Arrays, find_grams
from assistant.drafting.learning import LikenessSpace, RidgeModel, Saying, centre_vectors, measure_nearness

_AT_ONCE = 256  # texts: their nearness to thousands of examples takes some megabytes


@dataclass(frozen=True, slots=True)
class Taught:
    """Scores texts as kernel ridge regression over their likeness to examples does (`LikenessSpace`, `RidgeModel`).

    All of the likeness but nearness in meaning is a sum of products of a text's figures with those of the examples. What
    one figure of a text brings each label through all examples together is added up here once: `wording` for each
    gram, `feelings` and `cues` for each of those figures, `side` for what staff say. `meaning` is what each example
    brings. The first axis of `wording` and `meaning` is the side of the text, since examples of its own side count more.
    """

    rows: dict[str, int]
    rarity: NDArray[float64]
    wording: NDArray[float32]
    centres: dict[bool, NDArray[float32]]
    vectors: NDArray[float32]
    meaning: NDArray[float32]
    side: NDArray[float64]
    feelings: NDArray[float64]
    cues: NDArray[float64]
    mean: NDArray[float64]

    @classmethod
    def build(cls, space: LikenessSpace, cued: RidgeModel, felt: RidgeModel | None = None) -> Self:
        """The scores of both models, one's labels after the other's: what `cued` learned goes by the signs in the
        wording too, what `felt` learned by the feeling of the words."""
        models = [cued] if felt is None else [cued, felt]
        solution = np.hstack([each.solution for each in models])
        none, after = np.zeros_like(cued.solution), solution[:, cued.solution.shape[1] :]
        sided = [space.weigh_side(side)[:, None] * solution for side in (0.0, 1.0)]
        rarity = space.grams.rarity
        return cls(
            {gram: row for row, gram in enumerate(rarity)},
            np.array(list(rarity.values()), dtype=float64),
            np.stack([space.grams.multiply(each) for each in sided]).astype(float32),
            space.centres,
            space.vectors,
            np.stack([space.weigh_meaning(each) for each in sided]).astype(float32),
            space.multiply_side(solution),
            space.multiply_feelings(np.hstack([none, after])),
            space.multiply_cues(np.hstack([cued.solution, np.zeros_like(after)])),
            np.concatenate([each.mean for each in models]),
        )

    def score(self, sayings: Sequence[Saying]) -> NDArray[float64]:
        """The score of each label (columns) for each saying (rows)."""
        if not sayings:
            return np.zeros((0, len(self.mean)))
        staff = np.array([each.staff for each in sayings], dtype=np.intp)
        found = self.mean + staff[:, None] * self.side
        found += np.array([each.feeling for each in sayings], dtype=float64) @ self.feelings
        found += np.array([each.cues for each in sayings], dtype=float64) @ self.cues
        for start in range(0, len(sayings), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            found[part] += self._score_wording(sayings[part], staff[part])
        if self.vectors.shape[1]:
            self._add_meaning(found, sayings, staff)
        return found

    def _score_wording(self, sayings: Sequence[Saying], staff: NDArray[np.intp]) -> NDArray[float64]:
        """What the grams of each saying bring, weighed as `weigh_grams` does: those of all sayings in one row."""
        bags = [self._count_grams(each.folded) for each in sayings]
        sizes = np.array([len(bag) for bag in bags])
        owners = np.repeat(np.arange(len(bags)), sizes)
        rows = np.fromiter(chain.from_iterable(bags), np.intp, len(owners))
        counts = np.fromiter(chain.from_iterable(bag.values() for bag in bags), float64, len(owners))
        weights = (1 + np.log(counts)) * self.rarity[rows]
        lengths = np.sqrt(np.bincount(owners, weights**2, len(bags)))
        weights /= np.maximum(lengths, 1e-12)[owners]
        brought = weights[:, None] * self.wording[staff[owners], rows]
        found = np.zeros((len(bags), len(self.mean)))
        if len(owners):
            begins = np.cumsum(sizes) - sizes
            found[sizes > 0] = np.add.reduceat(brought, begins[sizes > 0])
        return found

    def _count_grams(self, folded: str) -> dict[int, int]:
        """How often each gram that counts stands in the text, by its row."""
        counts = Counter(map(self.rows.get, find_grams(folded)))
        return {row: times for row, times in counts.items() if row is not None}

    def _add_meaning(self, found: NDArray[float64], sayings: Sequence[Saying], staff: NDArray[np.intp]) -> None:
        for side in (0, 1):
            places = np.flatnonzero(staff == side)
            for start in range(0, len(places), _AT_ONCE):
                rows = places[start : start + _AT_ONCE]
                vectors = centre_vectors([sayings[row] for row in rows], self.centres)
                found[rows] += measure_nearness(vectors, self.vectors) @ self.meaning[side]

    def to_arrays(self) -> Arrays:
        """All of it as arrays, for `from_arrays`."""
        own = {name: getattr(self, name) for name in _ARRAYS}
        centres = {f"centre {int(chinese)}": centre for chinese, centre in self.centres.items()}
        grams = np.frombuffer("\n".join(self.rows).encode("utf-8", "surrogatepass"), dtype=np.uint8)
        return {**own, **centres, "grams": grams}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """What `to_arrays` told. Raises KeyError and ValueError where the arrays are none of its own."""
        words = arrays["grams"].tobytes().decode("utf-8", "surrogatepass")
        grams = words.split("\n") if words else []
        if len(grams) != len(arrays["rarity"]):
            raise ValueError("another number of grams than of their rarities")
        centres = {side: arrays[f"centre {int(side)}"] for side in (True, False) if f"centre {int(side)}" in arrays}
        return cls(
            rows={gram: row for row, gram in enumerate(grams)},
            centres=centres,
            **{name: arrays[name] for name in _ARRAYS},
        )


_ARRAYS = ("rarity", "wording", "vectors", "meaning", "side", "feelings", "cues", "mean")
