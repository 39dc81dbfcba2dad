"""Embedding beside other work: reading and storing go on while the embedder computes."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TYPE_CHECKING

from assistant.retrieval.embedder import Embedder
from assistant.retrieval.records import KeyedText

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_AT_ONCE = 64  # texts; what an interrupted update still waits for


class BackgroundEmbedder:
    """Takes texts by document and hands their vectors out in the order in which it was asked.

    A text asked for before is not embedded again. Without an embedder nothing ever comes out. Used as a context, it
    drops at the end what was not begun.
    """

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self._asked: set[tuple[str, bytes]] = set()
        self._waiting: deque[tuple[str, list[KeyedText], Future[NDArray[float32]]]] = deque()

    def __enter__(self) -> "BackgroundEmbedder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def ask(self, document: str, texts: Iterable[KeyedText]) -> None:
        """Have these texts embedded; they belong to `document`."""
        if self._embedder is None:
            return
        embeds = {"query": self._embedder.embed_queries, "passage": self._embedder.embed_passages}
        new = [each for each in texts if (each.kind, each.key) not in self._asked]
        self._asked.update((each.kind, each.key) for each in new)
        for kind, embed in embeds.items():
            of_kind = [each for each in new if each.kind == kind]
            for start in range(0, len(of_kind), _AT_ONCE):
                part = of_kind[start : start + _AT_ONCE]
                job = self._pool.submit(embed, [each.text for each in part])
                self._waiting.append((document, part, job))

    def take(self, document: str) -> "Iterator[tuple[list[KeyedText], NDArray[float32]]]":
        """The texts asked for up to the last of `document`, with their vectors; waits for them.

        Documents are taken in the order in which they were asked for.
        """
        while any(document == waiting for waiting, _, _ in self._waiting):
            _, texts, job = self._waiting.popleft()
            yield texts, job.result()
