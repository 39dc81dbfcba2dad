"""Copying what a person hands over into a client's notes."""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.causes import cause_of
from assistant.errors import SourceError, StorageError, UsageError
from assistant.files import free_name, write_atomically
from assistant.wording import Text
from assistant.workspace import ClientFolder


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file that was to be added: its name under `notes/`, or the reason it was not copied."""

    source: Path
    name: str | None
    problem: Text | None = None
    already: bool = False


def add_notes(
    client: ClientFolder, sources: Iterable[Path], convert: Callable[[Path], Path | None] = lambda _: None
) -> list[Added]:
    """Copy files (or all files of a folder) into the client's notes; what is already there is not copied again.

    `convert` may give another file to be copied in the place of one; what it raises of ours is told as the problem.
    """
    known = _known_notes(client.notes)
    results: list[Added] = []
    for source in sources:
        try:
            files = _files_of(source)
        except OSError as error:
            results.append(Added(source, None, _cannot_read(source, error)))
            continue
        if not files:
            missing = Text("找不到文件 {path}。", "There is no file {path}.")
            empty = Text("{path} 里没有文件。", "There are no files in {path}.")
            results.append(Added(source, None, (empty if source.is_dir() else missing).filled(path=source)))
        results.extend(_add_file(client, each, known, convert) for each in files)
    return results


def _add_file(
    client: ClientFolder, source: Path, known: dict[str, str], convert: Callable[[Path], Path | None]
) -> Added:
    try:
        copied = convert(source) or source
        digest = _digest(copied)
        if digest in known:
            return Added(source, known[digest], already=True)
        target = free_name(client.notes, copied.name)
        write_atomically(target, copied.read_bytes())
    except (StorageError, SourceError, UsageError) as error:
        return Added(source, None, error.message)
    except OSError as error:
        return Added(source, None, _cannot_read(source, error))
    known[digest] = target.name
    return Added(source, target.name)


def _files_of(source: Path) -> list[Path]:
    """The file itself, or the files of the folder without what is hidden or temporary; nothing where there is none."""
    if not source.is_dir():
        return [source] if source.exists() else []
    found = (each for each in source.rglob("*") if each.is_file())
    return sorted(
        each for each in found if not any(part.startswith((".", "~$")) for part in each.relative_to(source).parts)
    )


def _known_notes(notes: Path) -> dict[str, str]:
    """The names of the notes by digest; one that cannot be read is told of when it is indexed."""
    known: dict[str, str] = {}
    for each in sorted(notes.rglob("*")):
        with suppress(OSError):
            if each.is_file():
                known[_digest(each)] = each.name
    return known


def _cannot_read(path: Path, error: OSError) -> Text:
    message = Text("无法读取 {path}：{why}。", "Cannot read {path}: {why}.")
    return message.filled(path=path, why=cause_of(error))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
