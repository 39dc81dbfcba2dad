"""The files in a notes folder: listing them, and reading their bytes with clear errors. Nothing is ever written."""

import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from assistant.causes import cause_of
from assistant.errors import SourceError
from assistant.wording import Text

# Interview notes are far below this; above it a file is a recording or a backup under a wrong name.
MOST_BYTES = 100 * 1024 * 1024
_CLUTTER = frozenset({"thumbs.db", "desktop.ini", "__macosx"})


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file of the notes: `path` relative with forward slashes, `size` in bytes, `digest` the SHA-256 of its bytes.

    `digest` is empty where the file could not be read: reading it says why.
    """

    path: str
    size: int
    digest: str


def find_files(notes: Path, folders_named: Collection[str]) -> list[NoteFile]:
    """The files under `notes`, sorted by path, without hidden, temporary and lock files.

    A folder whose name ends like one of `folders_named` (suffixes) is listed instead of entered, so that reading it
    can say what is wrong. Raises SourceError ("missing") where there is no such folder.
    """
    if not notes.is_dir():
        raise SourceError(
            "missing",
            Text(f"笔记文件夹不存在：{notes}", f"there is no notes folder: {notes}"),
            Text("请先用 journey add 添加笔记。", "add notes with journey add first."),
        )
    found: list[NoteFile] = []
    for folder, folders, names in os.walk(notes):
        here = Path(folder)
        listed = [name for name in folders if Path(name).suffix.lower() in folders_named and not is_clutter(name)]
        folders[:] = sorted(name for name in folders if name not in listed and not is_clutter(name))
        wanted = (name for name in names if not is_clutter(name))
        found.extend(_describe(here / name, notes) for name in (*listed, *wanted))
    return sorted(found, key=lambda each: each.path)


def relative_path(path: Path, notes: Path) -> str:
    """`path` relative to the notes folder, with forward slashes."""
    return path.relative_to(notes).as_posix() if path.is_relative_to(notes) else path.as_posix()


def read_bytes(path: Path, notes: Path) -> bytes:
    """The bytes of a file. Raises SourceError: missing, folder, outside, unreadable, too_large or empty."""
    name = relative_path(path, notes)
    try:
        _check_place(path, notes, name)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise SourceError(
                "too_large",
                Text(
                    f"文件过大（{size // 2**20} MB，上限 {MOST_BYTES // 2**20} MB）：{name}",
                    f"the file is too large ({size // 2**20} MB, at most {MOST_BYTES // 2**20} MB): {name}",
                ),
                Text("请拆成几个文件，或只保留文字稿。", "split it, or keep only the transcript."),
            )
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(
            "unreadable",
            Text("无法读取文件：{name}（{why}）", "the file cannot be read: {name} ({why})").filled(
                name=name, why=cause_of(error)
            ),
            Text(
                "请检查文件权限，以及文件是否正被其他程序占用。",
                "check its permissions and whether another program holds it.",
            ),
        ) from error
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise empty_error(name)
    return raw


def empty_error(name: str) -> SourceError:
    """The error for a file without any content."""
    return SourceError(
        "empty",
        Text(f"文件是空的：{name}", f"the file is empty: {name}"),
        Text("请确认文件已完整保存，再重新放入。", "make sure it was saved completely and put it in again."),
    )


def _check_place(path: Path, notes: Path, name: str) -> None:
    if path.is_dir():
        raise SourceError(
            "folder",
            Text(f"这是文件夹，不是文件：{name}", f"this is a folder, not a file: {name}"),
            Text("请把里面的文件直接放进笔记文件夹。", "put the files inside it into the notes folder."),
        )
    if not path.exists():
        raise SourceError(
            "missing",
            Text(f"文件不存在：{name}", f"there is no such file: {name}"),
            Text("请检查文件名和路径。", "check the name and the path."),
        )
    if path.is_symlink() and not path.resolve().is_relative_to(notes.resolve()):
        raise SourceError(
            "outside",
            Text(
                f"链接指向笔记文件夹之外，未读取：{name}",
                f"the link points outside the notes folder, not followed: {name}",
            ),
            Text("请把文件本身复制进来。", "copy the file itself in."),
        )
    if not path.is_file():
        raise SourceError(
            "unsupported",
            Text(f"这不是普通文件：{name}", f"this is not a regular file: {name}"),
            Text("请移出笔记文件夹。", "move it out of the notes folder."),
        )


def is_clutter(name: str) -> bool:
    """Whether a file of that name is hidden, temporary, or the system's own."""
    lowered = name.lower()
    return (
        name.startswith((".", "~$", "~WRL"))
        or lowered in _CLUTTER
        or lowered.endswith((".tmp", ".crdownload", ".part"))
    )


def _describe(path: Path, notes: Path) -> NoteFile:
    """A link out of the folder and anything that is no regular file are listed but not opened."""
    inside = path.is_file() and (not path.is_symlink() or path.resolve().is_relative_to(notes.resolve()))
    try:
        size = path.stat().st_size if inside else 0
        digest = _digest(path) if inside and size <= MOST_BYTES else ""
    except OSError:
        size, digest = 0, ""
    return NoteFile(relative_path(path, notes), size, digest)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
