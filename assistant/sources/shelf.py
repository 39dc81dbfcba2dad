"""The files of a notes folder as bytes, those inside of archives and messages too."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from assistant.errors import SourceError
from assistant.sources.archives import ZipArchive
from assistant.sources.enclosed import Enclosed
from assistant.sources.files import NoteFile, read_bytes, relative_path
from assistant.sources.mail.containers import MailMessage, OutlookMessage
from assistant.sources.reading import RawFile
from assistant.wording import Text

DEEPEST = 2  # an archive in a message, a message in an archive; deeper nesting is made to exhaust its reader


class Container(Protocol):
    """A file that holds files. `has_text`: it is read as a note itself, too."""

    @property
    def has_text(self) -> bool: ...

    def list_enclosed(self, file: RawFile) -> list[Enclosed]:
        """What it holds. Raises SourceError where it cannot be opened or is not safe to."""
        ...

    def read_enclosed(self, file: RawFile, enclosed: Enclosed) -> bytes:
        """The bytes of one of them. Raises SourceError."""
        ...


CONTAINERS: dict[str, Container] = {".zip": ZipArchive(), ".eml": MailMessage(), ".msg": OutlookMessage()}


class Shelf:
    """One notes folder. Keeps the container it opened last, as its files are mostly read one after another."""

    def __init__(self, notes: Path) -> None:
        self._notes = notes
        self._kept: dict[str, tuple[RawFile, list[Enclosed]]] = {}

    def read(self, path: str, *, as_is: bool = False) -> RawFile:
        """The bytes of a file by its path in the folder. Raises SourceError as `read_bytes` does, nested and outside."""
        outer = self._find_outer(path)
        if outer is None:
            place = self._notes / path
            return RawFile(relative_path(place, self._notes), read_bytes(place, self._notes), as_is)
        raw = self._open(outer, path[len(outer) + 1 :])
        return RawFile(path, raw, as_is)

    def expand(self, path: str) -> list[NoteFile]:
        """A container with the files in it, by path; those that cannot be read have no digest, and reading says why.

        Raises SourceError where the container itself cannot be opened.
        """
        file = self.read(path)
        return self._expand(file, 1)

    def _expand(self, file: RawFile, depth: int) -> list[NoteFile]:
        container = CONTAINERS[_suffix(file.name)]
        _, inside = self._opened(file)
        found = [NoteFile(file.name, len(file.raw), file.digest)] if container.has_text or not inside else []
        for each in inside:
            name = f"{file.name}/{each.name}"
            try:
                raw = self._bytes_of(file, each)
            except SourceError:
                found.append(NoteFile(name, each.size, ""))
                continue
            inner = RawFile(name, raw)
            nested = [NoteFile(name, len(raw), inner.digest)]
            if _suffix(name) in CONTAINERS and depth < DEEPEST:
                try:
                    nested = self._expand(inner, depth + 1)
                except SourceError:
                    nested = [NoteFile(name, len(raw), inner.digest)]
            found.extend(nested)
        return found

    def _find_outer(self, path: str) -> str | None:
        """The container on disk that holds `path`; None where it lies in the folder itself."""
        parts = path.split("/")
        for count in range(1, len(parts)):
            name = "/".join(parts[:count])
            if _suffix(name) in CONTAINERS and (self._notes / name).is_file():
                return name
        return None

    def _open(self, outer: str, inner: str) -> bytes:
        file = self._kept[outer][0] if outer in self._kept else self.read(outer)
        for _ in range(DEEPEST):
            _, inside = self._opened(file)
            exact = next((each for each in inside if each.name == inner), None)
            if exact is not None:
                return self._bytes_of(file, exact)
            holder = next((each for each in inside if inner.startswith(each.name + "/")), None)
            if holder is None:
                break
            file = RawFile(f"{file.name}/{holder.name}", self._bytes_of(file, holder))
            inner = inner[len(holder.name) + 1 :]
        raise SourceError(
            "missing",
            Text(f"文件不存在：{outer}/{inner}", f"there is no such file: {outer}/{inner}"),
            Text("请检查压缩包或邮件的内容。", "check what the archive or the message holds."),
        )

    def _opened(self, file: RawFile) -> tuple[RawFile, list[Enclosed]]:
        if file.name not in self._kept:
            inside = CONTAINERS[_suffix(file.name)].list_enclosed(file)
            kept = {name: each for name, each in self._kept.items() if file.name.startswith(name + "/")}
            self._kept = {**kept, file.name: (file, inside)}
        return self._kept[file.name]

    def _bytes_of(self, file: RawFile, enclosed: Enclosed) -> bytes:
        if enclosed.problem is not None:
            raise enclosed.problem
        return CONTAINERS[_suffix(file.name)].read_enclosed(file, enclosed)


def find_in_containers(files: Sequence[NoteFile], shelf: Shelf) -> list[NoteFile]:
    """The files with those inside of archives and messages in the place of their containers."""
    found: list[NoteFile] = []
    for file in files:
        if _suffix(file.path) not in CONTAINERS or not file.digest:
            found.append(file)
            continue
        try:
            found.extend(shelf.expand(file.path))
        except SourceError:
            found.append(file)
    return found


def _suffix(name: str) -> str:
    return Path(name).suffix.lower()
