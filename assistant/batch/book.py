"""The answers of one client's job, kept word for word until the job is done: a job begun anew asks nothing twice."""

import sqlite3
import threading
from pathlib import Path

from assistant.causes import cause_of
from assistant.errors import StorageError
from assistant.files import storage_error
from assistant.model.endpoint import Answer
from assistant.wording import Text

_TABLE = """CREATE TABLE IF NOT EXISTS answer (
    key TEXT NOT NULL, turn INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, finish TEXT NOT NULL,
    tokens_in INTEGER, tokens_out INTEGER, PRIMARY KEY (key, turn)
) WITHOUT ROWID"""


class AnswerBook:
    """One SQLite file in the client's own folder; safe to use from several threads.

    The same question may be asked more than once in a job, where its answer was of no use: `turn` counts from 0.
    """

    def __init__(self, path: Path) -> None:
        """Opens the file, making it where it is missing. Every method raises StorageError where it cannot be used."""
        self._path = path
        self._lock = threading.Lock()
        self._turns: dict[str, int] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._store = sqlite3.connect(path, timeout=10.0, isolation_level=None, check_same_thread=False)
            self._store.execute("PRAGMA journal_mode=WAL")
            self._store.execute("PRAGMA synchronous=NORMAL")
            self._store.execute(_TABLE)
        except OSError as error:
            raise storage_error(error, path) from error
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._store.close()

    def take(self, key: str) -> Answer | None:
        """The next stored answer to that question, in the order in which they came; None where there is none yet."""
        query = "SELECT text, finish, tokens_in, tokens_out FROM answer WHERE key = ? AND turn = ?"
        try:
            with self._lock:
                turn = self._turns.get(key, 0)
                row = self._store.execute(query, (key, turn)).fetchone()
                if row is not None:
                    self._turns[key] = turn + 1
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return Answer(*row, resumed=True) if row is not None else None

    def keep(self, key: str, number: int, answer: Answer) -> None:
        """Stores the answer to call `number`; it counts as taken."""
        try:
            with self._lock:
                turn = self._turns.get(key, 0)
                row = (key, turn, number, answer.text, answer.finish, answer.tokens_in, answer.tokens_out)
                self._store.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                self._turns[key] = turn + 1
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def numbers(self) -> set[int]:
        """The numbers of the calls whose answers are stored."""
        try:
            with self._lock:
                return {row[0] for row in self._store.execute("SELECT number FROM answer")}
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def remove(self) -> None:
        """Closes the file and deletes it: the job is done."""
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _unusable(self, error: sqlite3.Error) -> StorageError:
        message = Text("无法使用 {path}：{why}。", "{path} cannot be used: {why}.")
        hint = Text(
            "请检查磁盘空间和权限后再运行同一条命令。",
            "Check the space on the disk and permissions, then run the same command.",
        )
        return StorageError(message.filled(path=self._path, why=cause_of(error)), hint)
