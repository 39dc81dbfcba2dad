"""The port of every store of vectors."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


VECTORS = "vectors"
"""The folder of a generation's store."""


class PassageStore(Protocol):
    """Vectors of passages by key, and the nearest of them."""

    def add(self, keys: Sequence[int], vectors: "NDArray[float32]") -> None:
        """Keep vectors (n × dimension, unit length) under keys that are not in use."""
        ...

    def remove(self, keys: Sequence[int]) -> None:
        """Forget the vectors under these keys."""
        ...

    def find_nearest(self, vectors: "NDArray[float32]", limit: int) -> list[list[int]]:
        """For each vector the keys of the nearest, nearest first, at most `limit`."""
        ...

    def count(self) -> int: ...

    def close(self) -> None: ...


def open_store(folder: Path) -> PassageStore:
    """The store in that folder, made where it is missing. One process at a time may have it open."""
    from assistant.retrieval.chroma_store import ChromaStore

    return ChromaStore(folder)
