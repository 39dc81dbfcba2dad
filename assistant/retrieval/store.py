"""The ports of every store of vectors, and of the place where a client's stores are."""

from collections.abc import Callable, Sequence
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


Fill = Callable[[PassageStore], None]
"""Puts a generation's passages into a store that has none yet."""


class StorePlace(Protocol):
    """Where the stores of one client's generations are. `generation` is a generation's folder on this machine."""

    def holds(self, generation: Path) -> bool:
        """Whether the store of that finished generation was made here."""
        ...

    def intact(self, generation: Path, passages: int) -> bool:
        """Whether a store that is held here is still there, with so many passages."""
        ...

    def open(self, generation: Path, fill: Fill) -> PassageStore:
        """The store of a finished generation that is held here; nobody else reads that. One that was left for later is
        made now, and filled."""
        ...

    def make(self, generation: Path, passages: int) -> PassageStore | None:
        """An empty store for a generation of so many passages that is being built; None where it is left for later."""
        ...

    def copy(self, base: Path, generation: Path) -> bool:
        """Copies the store of the generation `base` for one that is being built, to be opened then; False where a new one
        is as good or better."""
        ...

    def tidy(self) -> None:
        """What belongs to no generation goes: it was left by a writer that was cut off. Nobody else writes."""
        ...


def open_store(folder: Path) -> PassageStore:
    """The store in that folder, made where it is missing. One process at a time may have it open."""
    from assistant.retrieval.chroma_store import ChromaStore

    return ChromaStore(folder)


def choose_place(index: Path, chroma_url: str) -> StorePlace:
    """Where a client's stores are: on that server, or with an empty address in the folders of the index."""
    if not chroma_url:
        from assistant.retrieval.folders import InFolders

        return InFolders()
    from assistant.retrieval.served import OnServer

    return OnServer(index, chroma_url)
