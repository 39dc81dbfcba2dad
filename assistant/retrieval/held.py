"""One generation's passages and vectors in memory, for a conversation that asks again and again."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.journey import Passage
from assistant.retrieval.records import Records

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

MOST_HELD = 50_000
"""Passages up to which a generation is held: 75 MB of vectors. Above it the store finds them, from disk."""


@dataclass(frozen=True)
class HeldVectors:
    """The passages of the generation in `folder`, by key, each with its place in its document, and their vectors in order."""

    folder: Path
    passages: dict[int, tuple[Passage, int]]
    vectors: "NDArray[float32]"

    @cached_property
    def _keys(self) -> list[int]:
        return list(self.passages)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {key: place for place, key in enumerate(self.passages)}

    def of(self, keys: Sequence[int]) -> "NDArray[float32]":
        """The vectors of these passages (n × dimension)."""
        return self.vectors[[self._places[key] for key in keys]]

    def find_nearest(
        self, vectors: "NDArray[float32]", limit: int, among: Sequence[int] | None = None
    ) -> list[list[int]]:
        """For each question the keys nearest to it, best first, exactly; `among` these keys only."""
        import numpy as np

        keys = self._keys if among is None else among
        if not keys:
            return [[] for _ in vectors]
        rows = self.vectors if among is None else self.of(keys)
        found: list[list[int]] = []
        for vector in vectors:
            nearness = rows @ vector
            best = np.argpartition(-nearness, min(limit, len(keys) - 1))[:limit]
            found.append([keys[place] for place in best[np.argsort(-nearness[best], kind="stable")].tolist()])
        return found


def hold_vectors(records: Records, folder: Path) -> HeldVectors | None:
    """A generation's passages and vectors; None where there are more than `MOST_HELD`."""
    _, passages = records.counts()
    if passages > MOST_HELD:
        return None
    keys = records.passage_keys()
    held = records.passages(keys)
    ordered = {key: held[key] for key in keys}
    return HeldVectors(folder, ordered, records.passage_vectors(keys))
