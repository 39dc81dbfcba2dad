"""An embedder that remembers the last question: one turn of a conversation embeds it for the notes and the playbook."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.retrieval.embedder import Embedder

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray


class RememberingEmbedder:
    """An Embedder in front of another."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.name = inner.name
        self.version = inner.version
        self.dimension = inner.dimension
        self.symmetric = inner.symmetric
        self._last: tuple[tuple[str, ...], NDArray[float32]] | None = None

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[float32]":
        asked = tuple(texts)
        if len(asked) != 1:
            return self._inner.embed_queries(texts)
        if self._last is None or self._last[0] != asked:
            self._last = (asked, self._inner.embed_queries(texts))
        return self._last[1]

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[float32]":
        return self._inner.embed_passages(texts)
