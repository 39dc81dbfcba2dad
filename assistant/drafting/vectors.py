"""Vectors of the texts we ship (codebook, questions), kept on disk by content so that each is embedded once."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy import float32
from numpy.typing import NDArray

from assistant.files import storage_error, write_atomically
from assistant.retrieval.embedder import Embedder

_WAIT = 10.0
"""Seconds to wait for others who write the same file: a write takes some milliseconds."""
FindVectors = Callable[[Sequence[str]], Mapping[str, NDArray[float32]]]
"""Gives the vectors of those texts that it has."""


class StoredVectors:
    """Embeds texts once; `folder` keeps their vectors in one file an embedder (name, version and dimension).

    Holds digests of the texts, never the words. The user's cache takes texts of the product only; what a client's people
    said belongs into a folder of that client. Safe to use from several threads; where several use one file, each adds to
    what the others have put there.
    """

    def __init__(self, embedder: Embedder, folder: Path, elsewhere: "FindVectors | None" = None) -> None:
        """`elsewhere` gives vectors, as questions, of texts that were embedded already."""
        self._embedder = embedder
        self._elsewhere = elsewhere
        self._path = _place((embedder.name, embedder.version, embedder.dimension), folder)
        self._known: dict[str, NDArray[float32]] | None = None
        self._turn = threading.Lock()

    def embed_passages(self, texts: Sequence[str]) -> NDArray[float32]:
        """Vectors (n × dimension, unit length) of examples. Raises StorageError where the cache cannot be written."""
        with self._turn:
            return self._embed("passage", texts)

    def embed_queries(self, texts: Sequence[str]) -> NDArray[float32]:
        """Vectors (n × dimension, unit length) of questions. Raises StorageError as above."""
        with self._turn:
            return self._embed("query", texts)

    def keep_only(self, texts: Sequence[str]) -> None:
        """Have the vectors of these texts, as queries, and of no others."""
        with self._turn:
            self._embed("query", texts)
            wanted = {_digest("query", text) for text in texts}
            if self._known is not None and self._known.keys() - wanted:
                self._known = {digest: vector for digest, vector in self._known.items() if digest in wanted}
                self._write()

    def _embed(self, kind: str, texts: Sequence[str]) -> NDArray[float32]:
        if self._known is None:
            self._known = self._read()
        digests = [_digest(kind, text) for text in texts]
        if self._embedder.symmetric:  # what was embedded for the other use will do
            other = "query" if kind == "passage" else "passage"
            for digest, known in zip(digests, (_digest(other, text) for text in texts), strict=True):
                if digest not in self._known and known in self._known:
                    self._known[digest] = self._known[known]
        missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in self._known}
        if missing and kind == "query" and self._elsewhere is not None:
            found = self._elsewhere(list(missing.values()))
            self._known.update((digest, found[text]) for digest, text in missing.items() if text in found)
        unknown = {digest: text for digest, text in missing.items() if digest not in self._known}
        if unknown:
            embed = self._embedder.embed_passages if kind == "passage" else self._embedder.embed_queries
            self._known.update(zip(unknown, embed(list(unknown.values())), strict=True))
        if missing:
            self._add()
        if not texts:
            return np.zeros((0, self._embedder.dimension), dtype=float32)
        return np.stack([self._known[digest] for digest in digests]).astype(float32)

    def _read(self) -> dict[str, NDArray[float32]]:
        stored = _read_arrays(self._path, "digests", "vectors")
        if stored is None:
            return {}  # missing or damaged: embedded again
        digests, vectors = stored
        if vectors.ndim != 2 or vectors.shape != (len(digests), self._embedder.dimension):
            return {}
        return dict(zip(map(str, digests), vectors, strict=True))

    def _add(self) -> None:
        """Writes what is known beside what others have put there since it was read."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), timeout=_WAIT):
                self._known = {**self._read(), **(self._known or {})}
                self._write()
        except Timeout:
            self._write()  # what others lose by it is embedded again
        except OSError as error:
            raise storage_error(error, self._path) from error

    def _write(self) -> None:
        known = self._known or {}
        stream = io.BytesIO()
        vectors = np.stack(list(known.values())) if known else np.zeros((0, self._embedder.dimension), dtype=float32)
        np.savez(stream, digests=np.array(list(known), dtype="U32"), vectors=vectors)
        write_atomically(self._path, stream.getvalue())


def find_unembedded(identity: tuple[str, str, int], folder: Path, texts: Sequence[str]) -> list[str]:
    """Those of `texts` that have no vector in the folder, as questions, of the embedder with that name, version and
    dimension; nothing is embedded."""
    stored = _read_arrays(_place(identity, folder), "digests")
    known = set(map(str, stored[0])) if stored is not None else set[str]()
    return [each for each in texts if _digest("query", each) not in known]


def _place(identity: tuple[str, str, int], folder: Path) -> Path:
    digest = hashlib.sha256("\0".join(map(str, identity)).encode()).hexdigest()
    return folder / f"vectors-{digest[:16]}.npz"


def _read_arrays(path: Path, *names: str) -> list[NDArray[Any]] | None:
    """The arrays of these names; None where the file is missing or damaged."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            return [stored[name] for name in names]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
