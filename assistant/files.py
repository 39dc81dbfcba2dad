"""Writing files so that they are there whole or not at all."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.causes import cause_of
from assistant.errors import StorageError
from assistant.wording import Text


def write_atomically(path: Path, content: bytes | str) -> None:
    """Write `content` (text as UTF-8) to `path` through a temporary name in the same folder, then rename.

    Makes the folder where it is missing. Raises StorageError, with the old file untouched, when that cannot be done.
    """
    with new_version(path) as temporary:
        temporary.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def new_version(path: Path) -> Generator[Path]:
    """A temporary path beside `path` to write to; it takes the place of `path` when the block ends without an error.

    Raises StorageError where the folder or the file cannot be written; the temporary file never stays behind.
    """
    temporary: Path | None = None
    try:
        temporary = _make_beside(path)
        yield temporary
        _finish(temporary)
        temporary.replace(path)
    except OSError as error:
        raise storage_error(error, path) from error
    finally:
        if temporary is not None:
            _remove(temporary)


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write all of these files or, where one cannot be written, none: then every file is as it was before.

    All are on the disk before the first takes its place; folders that were made for them go again after a failure.
    Raises StorageError naming the file.
    """
    new_folders = {folder for path in contents for folder in path.parents if not folder.exists()}
    staged: list[_Staged] = []
    placed: list[_Staged] = []
    path = Path()
    try:
        for path, content in contents.items():
            staged.append(_Staged(path, _make_beside(path), _make_beside(path) if path.exists() else None))
            staged[-1].temporary.write_bytes(content)
            _finish(staged[-1].temporary)
            if (old := staged[-1].old) is not None:
                shutil.copy2(path, old)
        for each in staged:
            path = each.path
            each.temporary.replace(path)
            placed.append(each)
    except BaseException as error:
        for each in reversed(placed):
            each.put_back()
        if isinstance(error, OSError):
            raise storage_error(error, path) from error
        raise
    finally:
        for each in staged:
            _remove(each.temporary)
            if each.old is not None:
                _remove(each.old)
        for folder in sorted(new_folders, key=lambda each: -len(each.parts)):
            remove_if_empty(folder)


@dataclass(frozen=True, slots=True)
class _Staged:
    """A file that is ready beside its place, and a copy of the one that stands there, if any."""

    path: Path
    temporary: Path
    old: Path | None

    def put_back(self) -> None:
        with contextlib.suppress(OSError):
            if self.old is not None:
                self.old.replace(self.path)
            else:
                self.path.unlink()


def remove_if_empty(folder: Path) -> None:
    """Remove a folder that nothing was put into; any other stays."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _make_beside(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-", suffix=path.suffix)
    os.close(handle)
    return Path(name)


def _finish(temporary: Path) -> None:
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    temporary.chmod(0o666 & ~_umask())


def _remove(temporary: Path) -> None:
    with contextlib.suppress(OSError):
        temporary.unlink(missing_ok=True)


def storage_error(error: OSError, path: Path) -> StorageError:
    """The one clear line for a failed write: which file, why, and what to do."""
    why = cause_of(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        hint = Text(
            "没有留下写了一半的文件。请腾出空间后再运行同一条命令。",
            "Nothing half-written was left. Free some space and run the same command again.",
        )
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        why = why if error.errno == errno.EROFS else Text("没有写入权限", "permission denied", "沒有寫入權限")
        hint = Text("请换一个文件夹，或修改权限。", "Choose another folder or change its permissions.")
    elif error.errno in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR):
        why = Text("路径被另一个文件或文件夹占用", "a file or folder is in the way", "路徑被另一個檔案或資料夾佔用")
        hint = Text("请移走它，或换一个位置。", "Move it away or choose another place.")
    else:
        hint = Text("请检查该位置后重试。", "Check that place and try again.")
    message = Text("无法写入 {path}：{why}。", "Cannot write {path}: {why}.", "無法寫入 {path}：{why}。")
    return StorageError(message.filled(path=path, why=why), hint)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def free_name(folder: Path, name: str) -> Path:
    """A path of that name in the folder, numbered where there is such a file already."""
    target = folder / name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return target


# What a spreadsheet would take for a formula, also in full width.
_LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def is_live(value: str) -> bool:
    """Whether a spreadsheet would take the text for a formula; leading blanks do not stop it."""
    return value.lstrip(" \u3000").startswith(_LIVE)


def tame_formula(value: str) -> str:
    """The text for a cell of a CSV file, behind an apostrophe where a spreadsheet would run it."""
    return f"'{value}" if is_live(value) else value
