"""A client's folder as an archive to work on elsewhere, and what came of it brought back into its place."""

import hashlib
import shutil
import sqlite3
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath

from assistant.errors import StorageError
from assistant.files import storage_error
from assistant.wording import Text
from assistant.workspace import ClientFolder, Workspace

CLIENTS, TEMPLATE, REPORTS, CACHE = "clients", "template", "reports", "cache"
_SHARED = ("journey.toml", "knowledge", "prompts", "theme.toml")
_STATE = ".journey"
_LATER = "replies.sqlite"
"""Kept replies count once the job is finished, and not before (see `HeldReplies`)."""


def pack_client(client: ClientFolder, workspace: Workspace, target: Path, more: Mapping[str, Path]) -> str:
    """Writes what drafting this client takes, and `more` files by name, into an archive; returns its SHA-256.

    Nobody else may be writing the client meanwhile. Raises StorageError.
    """
    fold_logs(client.root)
    places: dict[str, Path] = {}
    for each in _SHARED:
        place = workspace.root / each
        found = [place] if place.is_file() else _files_under(place)
        places |= {each_file.relative_to(workspace.root).as_posix(): each_file for each_file in found}
    for path in client_files(client.root):
        places[f"{CLIENTS}/{client.root.name}/{path}"] = client.root / path
    return write_archive(target, places | {name: path for name, path in more.items() if path.is_file()})


def client_files(root: Path) -> list[str]:
    """The files of a client's folder that a draft is made from or changes, relative to it."""
    found = (each.relative_to(root).as_posix() for each in _files_under(root))
    return [each for each in found if _travels(PurePosixPath(each))]


def _travels(path: PurePosixPath) -> bool:
    if path.suffix in (".lock", ".holder") or path.name.startswith(".writing-") or path.name.endswith("-shm"):
        return False
    return path.parts[:2] != (_STATE, "batch") and path.parts[:3] != (_STATE, "index", "building")


def _files_under(folder: Path) -> Iterator[Path]:
    return (each for each in sorted(folder.rglob("*")) if each.is_file() and not each.is_symlink())


def fold_logs(root: Path) -> None:
    """What SQLite has put beside its files goes into them. Raises StorageError."""
    for log in root.rglob("*.sqlite-wal"):
        path = log.with_name(log.name.removesuffix("-wal"))
        try:
            with closing(sqlite3.connect(path, timeout=10.0)) as store:
                store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            raise storage_error(OSError(str(error)), path) from error


# ---------------------------------------------------------------- archives


def write_archive(target: Path, places: Mapping[str, Path]) -> str:
    """An archive of these files by name; returns its SHA-256. Raises StorageError."""
    try:
        with tarfile.open(target, "w") as archive:
            for name, path in places.items():
                archive.add(path, name, recursive=False)
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise storage_error(error, target) from error


def read_archive(source: Path, digest: str, folder: Path) -> None:
    """Unpacks the archive into an empty folder. Raises StorageError, also where it is not the one with that SHA-256."""
    try:
        with source.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != digest:
            raise StorageError(_BROKEN)
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
    except (OSError, tarfile.TarError) as error:
        raise storage_error(error if isinstance(error, OSError) else OSError(str(error)), folder) from error


# ---------------------------------------------------------------- bringing back


def settle_state(arrived: Path, removed: Iterable[str], client: ClientFolder) -> None:
    """Puts what was made elsewhere into the client's folder, each file by rename: first what an index is made of, then
    what points to it, the drafts last. Kept replies stay where they are (`settle_replies`).

    Nobody else reads or writes the client. Raises StorageError.
    """
    made = arrived / CLIENTS / client.root.name
    paths = [each for each in client_files(made) if _may_change(PurePosixPath(each)) and not each.endswith(_LATER)]
    for path in sorted(paths, key=lambda each: (_rank(PurePosixPath(each)), each)):
        _settle(made / path, client.root / path)
    for path in removed:
        if _may_change(PurePosixPath(path)):
            (client.root / path).unlink(missing_ok=True)
    for generation in client.index.glob("generation-*"):
        if not any(_files_under(generation)):
            shutil.rmtree(generation, ignore_errors=True)


def settle_replies(arrived: Path, client: ClientFolder) -> None:
    """Puts the replies that were paid for into the client's folder. Raises StorageError."""
    path = arrived / CLIENTS / client.root.name / _STATE / _LATER
    if path.is_file():
        _settle(path, client.state / _LATER)


def settle_reports(arrived: Path, staging: Path) -> None:
    """Puts the reports into the folder they are published from. Raises StorageError."""
    made = arrived / REPORTS
    try:
        for path in _files_under(made):
            target = staging / path.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, target)
    except OSError as error:
        raise storage_error(error, staging) from error


def _may_change(path: PurePosixPath) -> bool:
    """Notes and what people write are never taken from elsewhere; the program's own state, and the codebook it makes, are."""
    if path.is_absolute() or ".." in path.parts:
        return False
    return (path.parts[0] == _STATE and _travels(path)) or path.as_posix() == "codebook.yaml"


def _rank(path: PurePosixPath) -> int:
    if path.parts[:2] == (_STATE, "drafts"):
        return 3
    if path.parts[:2] == (_STATE, "index"):
        return 1 if path.name == "current" else 0
    return 2


def _settle(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("-wal", "-shm") if target.suffix == ".sqlite" else ():
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        source.replace(target)
    except OSError as error:
        raise storage_error(error, target) from error


_BROKEN = Text("从另一台机器取回的文件不完整。", "The files from the other machine did not arrive whole.")
