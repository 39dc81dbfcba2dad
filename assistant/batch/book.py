"""The answers of one client's job, kept word for word until the job is done: a job begun anew asks nothing twice."""

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assistant.causes import cause_of
from assistant.durable import all_or_none, open_durable
from assistant.errors import StorageError
from assistant.model.completion import Answer
from assistant.wording import Text

_TABLE = """CREATE TABLE IF NOT EXISTS answer (
    key TEXT NOT NULL, turn INTEGER NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, finish TEXT NOT NULL,
    tokens_in INTEGER, tokens_out INTEGER, rate TEXT NOT NULL DEFAULT '1', told INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (key, turn)
) WITHOUT ROWID"""
BOOK = "answers.sqlite"
"""The client's book of answers, beside what else a batch keeps of it."""
_COLUMNS = "key, turn, number, text, finish, tokens_in, tokens_out"


@dataclass(frozen=True, slots=True)
class Brought:
    """An answer that did not come by itself: to the question `key`, asked for the `turn`th time (from 0).

    `rate` is what part of the model's price it was charged at.
    """

    key: str
    turn: int
    number: int
    answer: Answer
    rate: Decimal


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
            self._store = open_durable(path)
            self._store.execute(_TABLE)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._store.close()

    def take(self, key: str) -> Answer | None:
        """The next stored answer to that question, in the order in which they came; None where there is none yet."""
        query = "SELECT text, finish, tokens_in, tokens_out, rate, told FROM answer WHERE key = ? AND turn = ?"
        try:
            with self._lock:
                turn = self._turns.get(key, 0)
                row = self._store.execute(query, (key, turn)).fetchone()
                if row is None:
                    return None
                self._turns[key] = turn + 1
                *said, rate, told = row
                if not told:
                    self._store.execute("UPDATE answer SET told = 1 WHERE key = ? AND turn = ?", (key, turn))
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return Answer(*said, resumed=bool(told), rate=Decimal(rate))

    def skip(self, key: str) -> int:
        """Which time of asking that question this is; it counts as taken, though its answer is yet to come."""
        with self._lock:
            turn = self._turns.get(key, 0)
            self._turns[key] = turn + 1
        return turn

    def bring(self, brought: Iterable[Brought]) -> None:
        """Stores answers for whoever will ask, all or none; one that is there already stays."""
        rows = [
            (each.key, each.turn, each.number, each.answer.text, each.answer.finish, each.answer.tokens_in,
             each.answer.tokens_out, str(each.rate))
            for each in brought
        ]  # fmt: skip
        query = f"INSERT OR IGNORE INTO answer ({_COLUMNS}, rate, told) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)"
        try:
            with self._lock, all_or_none(self._store):
                self._store.executemany(query, rows)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def keep(self, key: str, number: int, answer: Answer) -> None:
        """Stores the answer to call `number`; it counts as taken."""
        try:
            with self._lock:
                turn = self._turns.get(key, 0)
                row = (key, turn, number, answer.text, answer.finish, answer.tokens_in, answer.tokens_out)
                self._store.execute(f"INSERT OR REPLACE INTO answer ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
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
