"""What the model's work came to, step by step, kept per client so that it is never paid for twice."""

import hashlib
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.causes import cause_of
from assistant.durable import open_durable
from assistant.errors import StorageError
from assistant.wording import Text

Value = TypeVar("Value")

_TABLE = """CREATE TABLE IF NOT EXISTS step (
    kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)
) WITHOUT ROWID"""


class KeptSteps:
    """One client's finished pieces of work in one SQLite file, by kind and key. For one thread."""

    def __init__(self, path: Path) -> None:
        """Opens the file, making it where it is missing. Raises StorageError where that cannot be done."""
        self._path = path
        try:
            self._store = open_durable(path, one_thread=True)
            self._store.execute(_TABLE)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Closes the file."""
        self._store.close()

    @contextmanager
    def together(self) -> Generator[None]:
        """What is kept inside is written at once at the end, also when the block ends with an error."""
        try:
            self._store.execute("BEGIN")
            try:
                yield
            finally:
                self._store.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def find(self, kind: str, key: str, form: TypeAdapter[Value]) -> Value | None:
        """What is kept there, or None; a value of an older form counts as none. Raises StorageError."""
        try:
            row = self._store.execute("SELECT value FROM step WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        if row is None:
            return None
        try:
            return form.validate_json(row[0])
        except ValidationError:
            return None

    def keep(self, kind: str, key: str, value: Value, form: TypeAdapter[Value]) -> None:
        """Keeps a value in place of what was there. Raises StorageError."""
        try:
            self._store.execute("INSERT OR REPLACE INTO step VALUES (?, ?, ?)", (kind, key, form.dump_json(value)))
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: sqlite3.Error) -> StorageError:
        message = Text(
            "无法使用保存模型结果的文件 {path}：{why}。",
            "The file of the model's results cannot be used: {path}: {why}.",
        )
        hint = Text(
            "可以删除该文件后重试；已付费的答复另有保存，大多不会重新计费。",
            "It can be removed; the replies that were paid for are kept elsewhere, and most are not paid for again.",
        )
        return StorageError(message.filled(path=self._path, why=cause_of(error)), hint)


def digest(*parts: str) -> str:
    """A key drawn from all that decides a piece of work."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
