"""Texts as weighted bags of characters, character pairs and words: the likeness of wording, in any script."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy import float32
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
    """Vectors of texts over the grams that at least two of the first texts have, weighted by tf-idf, unit length."""

    def __init__(self, texts: Sequence[str]) -> None:
        bags = [Counter(find_grams(text)) for text in texts]
        spread = Counter(gram for bag in bags for gram in bag)
        kept = sorted(gram for gram, count in spread.items() if count >= 2)
        self._places = {gram: place for place, gram in enumerate(kept)}
        self._rarity = {gram: math.log(len(texts) / spread[gram]) for gram in kept}
        self.vectors = self._build_vectors(bags)

    def build_vectors(self, texts: Sequence[str]) -> NDArray[float32]:
        """One row a text; zero where it shares no gram with the first texts."""
        return self._build_vectors([Counter(find_grams(text)) for text in texts])

    def _build_vectors(self, bags: Sequence[Counter[str]]) -> NDArray[float32]:
        vectors = np.zeros((len(bags), len(self._places)), dtype=float32)
        for row, bag in enumerate(bags):
            for gram, count in bag.items():
                place = self._places.get(gram)
                if place is not None:
                    vectors[row, place] = (1 + math.log(count)) * self._rarity[gram]
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
