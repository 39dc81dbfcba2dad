"""Reading files apart from the program, so that no file can stop it, hang it or eat its memory."""

import json
import threading
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import Any

from assistant.errors import SourceError
from assistant.journey import Document
from assistant.sources.files import NoteFile, find_files
from assistant.sources.formats import find_format
from assistant.sources.readers import SUFFIXES, read_file
from assistant.sources.safety.limits import Limits
from assistant.sources.safety.starting import RunningReader, StartReader, start_reader
from assistant.sources.safety.wire import document_from_json, error_from_json, file_from_json, render_line
from assistant.sources.shelf import CONTAINERS, Shelf
from assistant.wording import Text

_TEXT = frozenset({".txt", ".md", ".markdown", ".csv", ".tsv", ".vtt", ".srt"})
_LARGE_TEXT = 1024 * 1024


class SeparateReader:
    """Lists and reads the files of one notes folder.

    Small plain text is read here. All else is read by a Python of its own, started when it is first needed and kept for
    the whole run; where a file brings it down or takes too long it is started anew, and only that file is left out.
    Use it as a context.
    """

    def __init__(
        self,
        notes: Path,
        limits: Limits | None = None,
        as_is: Collection[str] = (),
        start_reader: StartReader = start_reader,
    ) -> None:
        """`as_is` names the files whose text is not cleaned; `start_reader` starts the Python that reads."""
        self._start_reader = start_reader
        self._notes = notes
        self._limits = limits or Limits()
        self._as_is = frozenset(as_is)
        self._shelf = Shelf(notes)
        self._running: RunningReader | None = None
        self._answers: Queue[bytes] = Queue()

    def __enter__(self) -> "SeparateReader":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def list_files(self) -> list[NoteFile]:
        """The files of the folder by path, those inside of archives and messages too.

        Raises SourceError ("missing") where there is no such folder.
        """
        found: list[NoteFile] = []
        for file in find_files(self._notes, SUFFIXES):
            found.extend(self._expand(file) if Path(file.path).suffix.lower() in CONTAINERS else [file])
        return sorted(found, key=lambda each: each.path)

    def read(self, path: str) -> Document:
        """The document in that file. Raises SourceError as `read_document` does, and too_slow."""
        as_is = path in self._as_is
        if self._is_plain(path):
            file = self._shelf.read(path, as_is=as_is)
            if find_format(file.raw) in ("text", "subtitles"):
                return read_file(file)
        answer = self._ask({"do": "read", "path": path, "as_is": as_is})
        if "error" in answer:
            raise error_from_json(answer["error"])
        return document_from_json(answer["document"])

    def _is_plain(self, path: str) -> bool:
        place = self._notes / path
        return place.suffix.lower() in _TEXT and place.is_file() and place.stat().st_size <= _LARGE_TEXT

    def _expand(self, file: NoteFile) -> list[NoteFile]:
        """The file with what is in it; one that cannot be opened stands for itself, and reading it says why."""
        if not file.digest:
            return [file]
        try:
            answer = self._ask({"do": "list", "path": file.path})
        except SourceError:
            return [file]
        return [file_from_json(each) for each in answer["files"]] if "files" in answer else [file]

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The separate reader's answer. Raises SourceError where it took too long or did not live to give one."""
        name = str(request["path"])
        reader = self._running or self._start()
        try:
            reader.requests.write(render_line(request))
            reader.requests.flush()
            line = self._answers.get(timeout=self._limits.seconds)
        except Empty:
            self._stop()
            raise _too_slow(name, self._limits.seconds) from None
        except OSError:
            line = b""
        if not line:
            self._stop()
            raise _broken(name)
        return json.loads(line)

    def _start(self) -> RunningReader:
        self._running = self._start_reader(self._notes, self._limits.memory)
        self._answers = Queue()
        threading.Thread(target=_collect, args=(self._running, self._answers), daemon=True).start()
        return self._running

    def _stop(self) -> None:
        reader, self._running = self._running, None
        if reader is None:
            return
        reader.end()
        with suppress(OSError):
            reader.requests.close()


def _collect(reader: RunningReader, answers: "Queue[bytes]") -> None:
    """Hand over the answers as they come; an empty one says that there will be no more."""
    with reader.answers as lines:
        for line in lines:
            answers.put(line)
    answers.put(b"")


def _too_slow(name: str, seconds: float) -> SourceError:
    return SourceError(
        "too_slow",
        Text(
            f"{seconds:g} 秒内没有读完，已停止读取：{name}",
            f"not read within {seconds:g} seconds, reading was stopped: {name}",
        ),
        Text(
            "请拆成几个较小的文件，或另存为文本后再添加。",
            "split it into smaller files, or save it as text and add that.",
        ),
    )


def _broken(name: str) -> SourceError:
    return SourceError(
        "unreadable",
        Text(
            f"文件内容异常，读取程序因此中断：{name}",
            f"the file brought the reading program down and was left out: {name}",
        ),
        Text(
            "请用原程序打开并另存一份，或另存为文本。",
            "open it in its own program and save a copy, or save it as text.",
        ),
    )
