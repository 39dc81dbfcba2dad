"""Small SQLite files that are whole after a crash."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from assistant.files import storage_error


def open_durable(path: Path, *, one_thread: bool = False) -> sqlite3.Connection:
    """A connection to the file, which is made with its folder where it is missing; transactions are the caller's.

    A killed process loses nothing that was committed; only a power cut may take the last moments with it.
    Raises StorageError where the folder cannot be made, and sqlite3.Error.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise storage_error(error, path) from error
    store = sqlite3.connect(path, timeout=10.0, isolation_level=None, check_same_thread=one_thread)
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=NORMAL")
    return store


@contextmanager
def all_or_none(store: sqlite3.Connection, begin: str = "BEGIN") -> Generator[None]:
    """Everything in the block is written, or nothing; also where it is interrupted. Raises sqlite3.Error."""
    store.execute(begin)
    try:
        yield
    except BaseException:
        store.execute("ROLLBACK")
        raise
    store.execute("COMMIT")
