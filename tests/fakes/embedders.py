"""An Embedder without a model: texts that share characters come out near each other."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy import float32
from numpy.typing import NDArray


class LetterEmbedder:
    """Counts the letters of a text into buckets by their hash. `embedded` keeps every text it was given."""

    dimension = 32

    def __init__(self, name: str = "letters", version: str = "1", *, symmetric: bool = False) -> None:
        self.symmetric = symmetric
        self.name = name
        self.version = version
        self.embedded: list[str] = []

    def embed_queries(self, texts: Sequence[str]) -> NDArray[float32]:
        return self._embed(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[float32]:
        return self._embed(texts)

    def _embed(self, texts: Sequence[str]) -> NDArray[float32]:
        self.embedded.extend(texts)
        vectors = np.full((len(texts), self.dimension), 0.01, float32)
        for row, text in enumerate(texts):
            for letter in text:
                digest = hashlib.blake2b(letter.encode("utf-8", "surrogatepass"), digest_size=2).digest()
                vectors[row, int.from_bytes(digest) % self.dimension] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
