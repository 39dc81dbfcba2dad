"""What examples teach, multiplied out: texts are scored without comparing them with each example where that can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy import float32, float64
from numpy.typing import NDArray

from assistant.drafting.grams import Arrays, weigh_grams
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

    rarity: dict[str, float]
    rows: dict[str, int]
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
        rarity = dict(space.grams.rarity)
        return cls(
            rarity,
            {gram: row for row, gram in enumerate(rarity)},
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
        for row, each in enumerate(sayings):
            bag = weigh_grams(each.text, self.rarity)
            if bag:
                places = [self.rows[gram] for gram in bag]
                found[row] += np.array(list(bag.values()), dtype=float32) @ self.wording[int(each.staff)][places]
        if self.vectors.shape[1]:
            self._add_meaning(found, sayings, staff)
        return found

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
        grams = np.frombuffer("\n".join(self.rarity).encode("utf-8", "surrogatepass"), dtype=np.uint8)
        rarity = np.array(list(self.rarity.values()), dtype=float64)
        return {**own, **centres, "grams": grams, "rarity": rarity}

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Self:
        """What `to_arrays` told. Raises KeyError and ValueError where the arrays are none of its own."""
        words = arrays["grams"].tobytes().decode("utf-8", "surrogatepass")
        grams = words.split("\n") if words else []
        centres = {side: arrays[f"centre {int(side)}"] for side in (True, False) if f"centre {int(side)}" in arrays}
        return cls(
            rarity=dict(zip(grams, arrays["rarity"].tolist(), strict=True)),
            rows={gram: row for row, gram in enumerate(grams)},
            centres=centres,
            **{name: arrays[name] for name in _ARRAYS},
        )


_ARRAYS = ("wording", "vectors", "meaning", "side", "feelings", "cues", "mean")
