"""Embedding beside other work: reading and storing go on while the embedder computes."""

import itertools
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

    A text asked for before is not embedded again, nor is one asked for the other use where the embedder is symmetric:
    whoever takes the first shares it (`Records.share_vectors`). Without an embedder nothing ever comes out. Used as a
    context, it drops at the end what was not begun.
    """

    def __init__(self, embedder: Embedder | None) -> None:
        self._embedder = embedder
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="embedding")
        self._numbers = itertools.count(1)
        self._asked: dict[tuple[str, bytes], int] = {}
        self._last: dict[str, int] = {}
        self._waiting: deque[tuple[int, list[KeyedText], Future[NDArray[float32]]]] = deque()

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
        wanted: dict[tuple[str, bytes], KeyedText] = {}
        for each in texts:
            wanted.setdefault(self._name(each), each)
        new = [each for name, each in wanted.items() if name not in self._asked]
        for kind, embed in embeds.items():
            of_kind = [each for each in new if each.kind == kind]
            for start in range(0, len(of_kind), _AT_ONCE):
                part = of_kind[start : start + _AT_ONCE]
                number = next(self._numbers)
                self._asked.update((self._name(each), number) for each in part)
                self._waiting.append((number, part, self._pool.submit(embed, [each.text for each in part])))
        self._last[document] = max((self._asked[name] for name in wanted), default=0)

    def take(self, document: str) -> "Iterator[tuple[list[KeyedText], NDArray[float32]]]":
        """The texts asked for up to the last that `document` has in it, with their vectors; waits for them."""
        while self._waiting and self._waiting[0][0] <= self._last.get(document, 0):
            _, texts, job = self._waiting.popleft()
            yield texts, job.result()

    def _name(self, text: KeyedText) -> tuple[str, bytes]:
        """What tells a text to be embedded from others."""
        assert self._embedder is not None
        return "" if self._embedder.symmetric else text.kind, text.key
