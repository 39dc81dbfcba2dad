"""Conversations as they go: on disk after every sentence, so that nothing that was said is lost with the program."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import StoreError, UsageError
from assistant.files import storage_error, write_atomically
from assistant.sessions.chat.exchanges import Exchange
from assistant.wording import Text

_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file: the exchange at that place as it was then. The last line of a place is what holds."""

    place: int
    exchange: Exchange


class RunningChat:
    """The conversation that is under way, in a file that is only added to; there is no file before the first question."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, place: int, exchange: Exchange) -> None:
        """Add the exchange at that place as it is now; once finished, it outlasts a power cut. Raises StorageError."""
        line = _LINE.dump_json(_Line(place, exchange)) + b"\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # readable by this user alone: it is about a client
            with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
                file.write(line)
                if exchange.finished:
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            raise storage_error(error, self.path) from error

    def keep_all(self, exchanges: Sequence[Exchange]) -> None:
        """These exchanges and no others. Raises StorageError."""
        lines = [_LINE.dump_json(_Line(place, each)) + b"\n" for place, each in enumerate(exchanges)]
        write_atomically(self.path, b"".join(lines))


@dataclass(frozen=True, slots=True)
class RunningChats:
    """The latest conversations of one client, a file each, named after the moment they began."""

    folder: Path

    def begin(self, started: datetime) -> RunningChat:
        """A new conversation; the oldest of many is dropped. Raises StorageError."""
        stem = started.strftime("%Y-%m-%d %H%M%S")
        path, number = self.folder / f"{stem}.jsonl", 1
        while path.exists():
            number += 1
            path = self.folder / f"{stem}-{number}.jsonl"
        try:
            for each in self._paths()[_MOST_KEPT - 1 :]:
                each.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(error, self.folder) from error
        return RunningChat(path)

    def find_last(self, besides: RunningChat | None = None) -> tuple[RunningChat, list[Exchange]] | None:
        """The latest conversation in which anything was asked, other than `besides`. Raises StoreError where damaged."""
        for path in self._paths():
            if besides is None or path != besides.path:
                exchanges = _read(path)
                if exchanges:
                    return RunningChat(path), exchanges
        return None

    def resume(self) -> tuple[RunningChat, list[Exchange]]:
        """The latest conversation, to be gone on with. Raises UsageError where there is none, StoreError."""
        found = self.find_last()
        if found is None:
            raise UsageError(
                Text("没有可以接着谈的对话。", "There is no conversation to go on with."),
                Text("去掉 --resume 开始新的对话。", "Leave --resume out to begin one."),
            )
        return found

    def _paths(self) -> list[Path]:
        """The latest first: by what was said last, not by what began last."""
        if not self.folder.is_dir():
            return []
        return sorted(self.folder.glob("*.jsonl"), key=lambda each: (each.stat().st_mtime_ns, each.name), reverse=True)


def _read(path: Path) -> list[Exchange]:
    found: dict[int, Exchange] = {}
    try:
        *whole, _cut = path.read_bytes().split(b"\n")
        for line in whole:
            kept = _LINE.validate_json(line)
            found[kept.place] = kept.exchange
    except (OSError, ValidationError) as error:
        message = Text("保存的对话已损坏：{path}", "The saved conversation is damaged: {path}")
        hint = Text("把它移走即可。", "Move it away.")
        raise StoreError(message.filled(path=path), hint) from error
    # a last line without an end was cut off with the program: what stood there before holds
    return [found[place] for place in sorted(found)]


_LINE = TypeAdapter(_Line)
