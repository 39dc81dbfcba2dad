"""The store of vectors on chromadb, one directory a generation; with `chroma_server` the only module that knows it."""

import errno
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from numpy import float32
from numpy.typing import NDArray

from assistant.errors import JourneyError
from assistant.files import storage_error
from assistant.retrieval.database import damaged_index

COLLECTION = "passages"
_ROOM = 1 << 20  # bytes; Chroma itself does not say that the disk is full
MOST_ROWS = 5_461  # of one call to Chroma 1.5
SETTINGS: Any = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}}


class ChromaStore:
    """A PassageStore in a folder. Only one process may have it open at a time: see to that with a lock."""

    def __init__(self, folder: Path) -> None:
        """Opens the store, making it where it is missing. Raises StoreError or StorageError."""
        import chromadb
        from chromadb.config import Settings

        self._folder = folder
        try:
            with self._faults_as_ours():
                self._client: Any = chromadb.PersistentClient(
                    str(folder), Settings(anonymized_telemetry=False, allow_reset=False, is_persistent=True)
                )
        except JourneyError:
            _forget_failed(folder)
            raise
        try:
            with self._faults_as_ours():
                self._passages: Any = self._client.get_or_create_collection(
                    COLLECTION,
                    configuration=SETTINGS,
                    embedding_function=None,
                )
        except JourneyError:
            self._client.close()
            raise

    def add(self, keys: Sequence[int], vectors: NDArray[float32]) -> None:
        with self._faults_as_ours(writing=True):
            add_rows(self._passages, keys, vectors, MOST_ROWS)

    def remove(self, keys: Sequence[int]) -> None:
        with self._faults_as_ours(writing=True):
            remove_rows(self._passages, keys, MOST_ROWS)

    def find_nearest(self, vectors: NDArray[float32], limit: int) -> list[list[int]]:
        with self._faults_as_ours():
            return find_rows(self._passages, vectors, limit)

    def count(self) -> int:
        with self._faults_as_ours():
            return int(self._passages.count())

    def close(self) -> None:
        self._client.close()

    @contextmanager
    def _faults_as_ours(self, *, writing: bool = False) -> Generator[None]:
        from chromadb.errors import ChromaError

        try:
            yield
        except OSError as error:
            raise storage_error(error, self._folder) from error
        except (ChromaError, ValueError, RuntimeError) as error:
            raise self._as_ours(error, writing=writing) from error

    def _as_ours(self, error: Exception, *, writing: bool) -> JourneyError:
        said = str(error).lower()
        if "disk is full" in said or "no space left" in said or (writing and self._no_room()):
            return storage_error(OSError(errno.ENOSPC, "disk full"), self._folder)
        if "readonly" in said or "permission denied" in said:
            return storage_error(OSError(errno.EACCES, "permission denied"), self._folder)
        # a store that is being filled is nobody's yet, so what fails then is the disk
        if writing or "disk i/o error" in said or "file too large" in said:
            return storage_error(OSError(errno.EIO, "disk I/O error"), self._folder)
        return damaged_index(self._folder)

    def _no_room(self) -> bool:
        with suppress(OSError):
            return shutil.disk_usage(self._folder).free < _ROOM
        return False


def add_rows(passages: Any, keys: Sequence[int], vectors: NDArray[float32], at_once: int) -> None:
    """Adds vectors under their keys to a collection, so many at a time."""
    for start in range(0, len(keys), at_once):
        names = [_name(key) for key in keys[start : start + at_once]]
        passages.add(ids=names, embeddings=vectors[start : start + at_once])


def remove_rows(passages: Any, keys: Sequence[int], at_once: int) -> None:
    """Removes keys from a collection, so many at a time."""
    for start in range(0, len(keys), at_once):
        passages.delete(ids=[_name(key) for key in keys[start : start + at_once]])


def find_rows(passages: Any, vectors: NDArray[float32], limit: int) -> list[list[int]]:
    """For each vector the nearest keys of a collection, nearest first, at most `limit`."""
    limit = min(limit, passages.count())
    if not len(vectors) or not limit:
        return [[] for _ in range(len(vectors))]
    found = passages.query(query_embeddings=vectors, n_results=limit, include=[])
    return [[int(name) for name in names] for names in found["ids"]]


def _name(key: int) -> str:
    return f"{key:08d}"  # Chroma wants text of three characters or more


def _forget_failed(folder: Path) -> None:
    """Chroma 1.5 keeps a folder it failed to open in mind, and then fails at it for the rest of the process."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient._identifier_to_system.pop(str(folder), None)  # pyright: ignore[reportPrivateUsage]
