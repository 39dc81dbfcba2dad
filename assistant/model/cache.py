"""Replies that were paid for once, kept in the client's own folder and found by what was asked."""

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.causes import cause_of
from assistant.durable import all_or_none, open_durable
from assistant.errors import StorageError
from assistant.model.port import Request
from assistant.model.structured import whole_schema
from assistant.wording import Text

_TABLE = """CREATE TABLE IF NOT EXISTS reply (
    key TEXT PRIMARY KEY, text TEXT NOT NULL, tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL,
    step TEXT NOT NULL, kept TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) WITHOUT ROWID"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply as it was kept, with what it took when it was new."""

    text: str
    tokens_in: int
    tokens_out: int


class Replies(Protocol):
    """Where replies are kept and found again by key. Both raise StorageError."""

    def find(self, key: str) -> Kept | None: ...

    def keep(self, key: str, step: str, kept: Kept) -> None: ...

    def close(self) -> None: ...


class ReplyCache:
    """One client's kept replies in one SQLite file; safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        """Opens the file, making it where it is missing. Raises StorageError where that cannot be done."""
        self._path = path
        self._lock = threading.Lock()
        try:
            self._store = open_durable(path)
            self._store.execute(_TABLE)
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._store.close()

    def find(self, key: str) -> Kept | None:
        """The reply kept under that key. Raises StorageError where the file is damaged."""
        try:
            with self._lock:
                row = self._store.execute(
                    "SELECT text, tokens_in, tokens_out FROM reply WHERE key = ?", (key,)
                ).fetchone()
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        return Kept(*row) if row else None

    def keep(self, key: str, step: str, kept: Kept) -> None:
        """Keeps a reply, in place of an older one. Raises StorageError where the file cannot be written."""
        self.keep_all([(key, step, kept)])

    def keep_all(self, replies: Iterable[tuple[str, str, Kept]]) -> None:
        """Keeps replies with their keys and steps, all or none. Raises as `keep`."""
        rows = [(key, kept.text, kept.tokens_in, kept.tokens_out, step) for key, step, kept in replies]
        try:
            with self._lock, all_or_none(self._store):
                self._store.executemany(
                    "INSERT OR REPLACE INTO reply (key, text, tokens_in, tokens_out, step) VALUES (?, ?, ?, ?, ?)", rows
                )
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: sqlite3.Error) -> StorageError:
        message = Text(
            "无法使用已保存答复的文件 {path}：{why}。", "The file of kept replies cannot be used: {path}: {why}."
        )
        hint = Text(
            "可以删除该文件后重试；之后的调用会重新计费。", "It can be removed; calls will then be paid for again."
        )
        return StorageError(message.filled(path=self._path, why=cause_of(error)), hint)


class HeldReplies:
    """The replies of work under way over those kept before it: held in memory until `keep_held`.

    Work that is cut off and begun anew so finds what it found the first time. Safe to use from several threads.
    """

    def __init__(self, path: Path) -> None:
        """`path` is the client's file of kept replies. Raises StorageError as `ReplyCache`."""
        self._path = path
        self._before = ReplyCache(path)
        self._held: dict[str, tuple[str, Kept]] = {}

    def find(self, key: str) -> Kept | None:
        """The reply kept or held under that key. Raises StorageError where the file is damaged."""
        held = self._held.get(key)
        return held[1] if held is not None else self._before.find(key)

    def keep(self, key: str, step: str, kept: Kept) -> None:
        """Holds a reply."""
        self._held[key] = (step, kept)

    def close(self) -> None:
        """Closes the file; what is held stays."""
        self._before.close()

    def keep_held(self) -> None:
        """Keeps all that is held, in one go. Raises StorageError where the file cannot be written."""
        with closing(ReplyCache(self._path)) as kept:
            kept.keep_all((key, step, each) for key, (step, each) in self._held.items())


def reply_key(model: str, base_url: str, request: Request[Any], parameters: Mapping[str, Any]) -> str:
    """SHA-256 of all that decides a reply. The random fences of a request are told apart by their number only."""
    asked: dict[str, Any] = {
        "model": model,
        "base_url": base_url,
        "prompt": request.prompt,
        "messages": [[each.role, without_markers(each.content, request.markers)] for each in request.messages],
        "schema": whole_schema(request.schema) if request.schema else None,
        "max_tokens": request.max_tokens,
        "parameters": dict(parameters),
    }
    if request.choices:
        asked["choices"] = list(request.choices)
    canonical = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def without_markers(content: str, markers: tuple[str, ...]) -> str:
    """The content with each random fence as its number, so that two runs of a request read alike."""
    for number, marker in enumerate(markers, 1):
        content = content.replace(marker, f"\0{number}\0")
    return content
