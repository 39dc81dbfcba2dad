"""Texts as weighted bags of characters, character pairs and words: the likeness of wording, in any script."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from assistant.sources.folding import fold

_RUNS = re.compile(r"[㐀-鿿]+|[a-z0-9']+")


def find_grams(text: str) -> list[str]:
    """Chinese characters and their pairs, English words and their pairs, after folding."""
    found: list[str] = []
    words: list[str] = []
    for run in _RUNS.findall(fold(text)):
        if run[0] >= "㐀":
            found.extend(run)
            found.extend(run[place : place + 2] for place in range(len(run) - 1))
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

    def __init__(self, texts: Sequence[str]) -> None:
        bags = [Counter(find_grams(text)) for text in texts]
        spread = Counter(gram for bag in bags for gram in bag)
        self._size = len(texts)
        self._rarity = {gram: math.log(len(texts) / count) for gram, count in spread.items() if count >= 2}
        places: dict[str, list[int]] = {gram: [] for gram in self._rarity}
        weights: dict[str, list[float]] = {gram: [] for gram in self._rarity}
        for row, bag in enumerate(bags):
            for gram, weight in self._weigh(bag).items():
                places[gram].append(row)
                weights[gram].append(weight)
        self._places = {gram: np.array(rows, dtype=np.intp) for gram, rows in places.items()}
        self._weights = {gram: np.array(values, dtype=float64) for gram, values in weights.items()}

    def likeness(self, texts: Sequence[str]) -> NDArray[float64]:
        """Rows: `texts`; columns: the first texts. 0…1; zero where they share no gram."""
        found = np.zeros((len(texts), self._size))
        for row, text in enumerate(texts):
            bag = self._weigh(Counter(find_grams(text)))
            if bag:
                places = np.concatenate([self._places[gram] for gram in bag])
                products = np.concatenate([weight * self._weights[gram] for gram, weight in bag.items()])
                found[row] = np.bincount(places, products, self._size)
        return found

    def _weigh(self, bag: Counter[str]) -> dict[str, float]:
        weights = {gram: (1 + math.log(n)) * self._rarity[gram] for gram, n in bag.items() if gram in self._rarity}
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        return {gram: weight / length for gram, weight in weights.items()} if length else {}
