"""One at a time: file locks that say who holds them."""

import json
import os
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import BusyError
from assistant.files import storage_error
from assistant.wording import Text


class Turn:
    """A lock file that one process (and thread) holds at a time, with a note beside it of who that is.

    The operating system frees it when its holder dies. `told` hears once who holds it, when waiting begins.
    """

    def __init__(
        self,
        path: Path,
        *,
        wait: float,
        told: Callable[[Text], None] | None = None,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._path = path
        self._wait = wait
        self._told = told
        self._now = now

    @contextmanager
    def held(self) -> Generator[None]:
        """Holds the lock while the block runs. Raises BusyError after the wait, StorageError where it cannot lock."""
        lock = self._acquired(self._wait)
        try:
            self._sign()
            yield
        finally:
            with suppress(OSError):
                self._note.unlink()
            lock.release()

    @contextmanager
    def held_if_free(self) -> Generator[bool]:
        """Holds the lock while the block runs when nobody else does, and says whether."""
        try:
            lock = self._acquired(0)
        except BusyError:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()

    def _acquired(self, wait: float) -> FileLock:
        lock = FileLock(self._path)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire(timeout=0)
            except Timeout:
                if wait > 0 and self._told is not None:
                    self._told(self._holder())
                lock.acquire(timeout=wait)
        except Timeout as error:
            hint = Text("请等它结束后再运行同一条命令。", "Run the same command again when it is done.")
            raise BusyError(self._holder(), hint) from error
        except (OSError, NotImplementedError) as error:
            fault = error if isinstance(error, OSError) else OSError(str(error))
            raise storage_error(fault, self._path) from error
        return lock

    @property
    def _note(self) -> Path:
        return self._path.with_suffix(".holder")

    def _sign(self) -> None:
        # the name of the command alone: its arguments may hold a question about the client
        words = [Path(word).name for word in sys.argv[:2] if not word.startswith("-")]
        signed = {
            "pid": os.getpid(),
            "thread": threading.get_ident(),
            "command": " ".join(words),
            "since": self._now().strftime("%H:%M:%S"),
        }
        with suppress(OSError):  # the note only helps who waits
            self._note.write_text(json.dumps(signed), encoding="utf-8")

    def _holder(self) -> Text:
        try:
            signed = json.loads(self._note.read_text(encoding="utf-8"))
            pid, command, since = signed["pid"], signed["command"], signed["since"]
        except (OSError, ValueError, KeyError, TypeError):
            return Text("另一个进程正在处理这个客户。", "Another process is working on this client.")
        message = Text(
            "另一个进程正在处理这个客户：{command}（进程号 {pid}，{since} 开始）。",
            "Another process is working on this client: {command} (process {pid}, since {since}).",
        )
        return message.filled(command=command, pid=pid, since=since)
