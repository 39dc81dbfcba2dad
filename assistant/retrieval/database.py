"""Opening SQLite files, and its faults as our errors."""

import errno
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import JourneyError, StorageError, StoreError
from assistant.files import storage_error
from assistant.wording import Text

_FULL, _IO, _READ_ONLY, _CANNOT_OPEN = 13, 10, 8, 14
_CACHE_KIB = 16 * 1024


def open_finished(path: Path) -> sqlite3.Connection:
    """A connection to a file that nobody writes any more: any number of readers, no locks, nothing left beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def open_for_writing(path: Path, schema: str) -> sqlite3.Connection:
    """A connection to a file that is not in use yet, with the tables of `schema` where it is new.

    There is no journal: a file that failed is thrown away whole.
    """
    new = not path.exists()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    if new:
        connection.executescript(schema)
    connection.execute("BEGIN")
    return connection


@contextmanager
def faults_as_ours(path: Path) -> Generator[None]:
    """Errors of SQLite in the block become StorageError (the disk) or StoreError (the file)."""
    try:
        yield
    except sqlite3.Error as error:
        raise _as_ours(error, path) from error


def damaged_index(path: Path) -> StoreError:
    """The one clear line for an index that cannot be read, with the command that mends it."""
    message = Text("客户“{client}”的索引已损坏：{path}。", "The index of client {client} is damaged: {path}.")
    return StoreError(message.filled(client=client_of(path), path=path), rebuild_hint(path))


def rebuild_hint(path: Path) -> Text:
    """The command that builds the index anew."""
    hint = Text("请重建索引：journey index {client} --rebuild", "Build it again: journey index {client} --rebuild")
    return hint.filled(client=client_of(path))


def client_of(path: Path) -> str:
    """The client whose state folder `path` lies in, or CLIENT where it lies in none."""
    for folder in path.parents:
        if folder.name == ".journey":
            return folder.parent.name
    return "CLIENT"


def _as_ours(error: sqlite3.Error, path: Path) -> JourneyError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == _FULL:
        return storage_error(OSError(errno.ENOSPC, "disk full"), path)
    if code == _READ_ONLY:
        return storage_error(OSError(errno.EACCES, "read-only"), path)
    if code in (_IO, _CANNOT_OPEN):
        fault = storage_error(OSError(errno.EIO, str(error)), path)
        return StorageError(fault.message, fault.hint)
    return damaged_index(path)
