"""Texts as weighted bags of characters, character pairs and words: the likeness of wording, in any script."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import add
from typing import Any, Self

import numpy as np
from numpy import float32, float64
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
"""What was learned, by name, as it is kept on disk."""
_RUNS = re.compile(r"[㐀-鿿]+|[a-z0-9']+")


def find_grams(folded: str) -> list[str]:
    """The Chinese characters of a folded text and their pairs, its English words and their pairs."""
    found: list[str] = []
    words: list[str] = []
    for run in _RUNS.findall(folded):
        if run[0] >= "㐀":
            found.extend(run)
            found.extend(map(add, run, run[1:]))
            words.append("")
        else:
            words.append(run)
    found.extend(word for word in words if word)
    found.extend(f"{one} {two}" for one, two in pairwise(words) if one and two)
    return found


class GramSpace:
    """How like the wording of texts is to that of the first texts: cosine over grams that at least two of those have.

    Weights are tf-idf. Each gram knows the texts it stands in, as few do: multiplying whole matrices takes ten times as long.
    """

    def __init__(
        self,
        size: int,
        rarity: Mapping[str, float],
        places: Mapping[str, NDArray[np.intp]],
        weights: Mapping[str, NDArray[float64]],
    ) -> None:
        """For each gram its rarity, in which of the `size` first texts it stands, and its weight in each of them."""
        self._size = size
        self._rarity = rarity
        self._places = places
        self._weights = weights

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Self:
        """The space of these first texts, which are folded as all others are."""
        bags = [Counter(find_grams(text)) for text in texts]
        spread = Counter(gram for bag in bags for gram in bag)
        rarity = {gram: math.log(len(texts) / count) for gram, count in spread.items() if count >= 2}
        places: dict[str, list[int]] = {gram: [] for gram in rarity}
        weights: dict[str, list[float]] = {gram: [] for gram in rarity}
        for row, bag in enumerate(bags):
            for gram, weight in _weigh(bag, rarity).items():
                places[gram].append(row)
                weights[gram].append(weight)
        return cls(
            len(texts),
            rarity,
            {gram: np.array(rows, dtype=np.intp) for gram, rows in places.items()},
            {gram: np.array(values, dtype=float64) for gram, values in weights.items()},
        )

    @property
    def rarity(self) -> Mapping[str, float]:
        """The grams that count, with how rare each is."""
        return self._rarity

    def multiply(self, figures: NDArray[float64]) -> NDArray[float64]:
        """For each gram (rows, as in `rarity`) the sum of the rows of `figures`, one a first text, by its weight in them."""
        found = np.zeros((len(self._places), figures.shape[1]))
        for row, (gram, places) in enumerate(self._places.items()):
            found[row] = self._weights[gram] @ figures[places]
        return found

    def likeness(self, texts: Sequence[str]) -> NDArray[float32]:
        """Rows: `texts`; columns: the first texts. 0…1; zero where they share no gram."""
        found = np.zeros((len(texts), self._size), float32)
        for row, text in enumerate(texts):
            bag = weigh_grams(text, self._rarity)
            if bag:
                places = np.concatenate([self._places[gram] for gram in bag])
                products = np.concatenate([weight * self._weights[gram] for gram, weight in bag.items()])
                found[row] = np.bincount(places, products, self._size)
        return found


def weigh_grams(folded: str, rarity: Mapping[str, float]) -> dict[str, float]:
    """The weight of each gram of a folded text that has a rarity: tf-idf, together of length 1."""
    return _weigh(Counter(find_grams(folded)), rarity)


def _weigh(bag: Counter[str], rarity: Mapping[str, float]) -> dict[str, float]:
    weights = {gram: (1 + math.log(n)) * rarity[gram] for gram, n in bag.items() if gram in rarity}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {gram: weight / length for gram, weight in weights.items()} if length else {}
