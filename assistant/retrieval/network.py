"""The network of the embedded embedder, opened: from a text to the mean of its pieces' vectors."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy import float32
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.retrieval.onnx_model import read_or_build_model
from assistant.retrieval.release import find_weights
from assistant.retrieval.weights import BLOCK_BYTES, Vocabulary, Weights, multiply_out
from assistant.wording import Text

MARKS = 2  # every window begins and ends with a mark of its own
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPACES = re.compile(r"\s+")


class Network:
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
