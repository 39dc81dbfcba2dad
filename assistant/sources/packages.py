"""Office packages: checked for what they claim to unpack to before any part of them is opened."""

import io
import zipfile
import zlib
from collections.abc import Sequence

from assistant.errors import SourceError
from assistant.sources.reading import RawFile
from assistant.wording import Text

# What the readers of office files raise on damaged ones, beside errors of their own.
PACKAGE_ERRORS: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # a locked part, or one packed in a way that is not known
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 200  # of unpacked to packed size, for parts over a megabyte; office files stay below 40
MOST_PARTS = 20_000


def open_package(file: RawFile) -> io.BytesIO:
    """The file as a stream for a reader of packages. Raises SourceError: unreadable or too_large."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.raw)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, RuntimeError) as error:
        raise damaged_error(file.name) from error
    check_parts(parts, file.name)
    return io.BytesIO(file.raw)


def check_parts(parts: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Raises SourceError ("too_large") where a package would unpack to more than any real one does.

    What a part claims to unpack to is the most that will ever be unpacked of it.
    """
    unpacked = sum(part.file_size for part in parts)
    inflated = any(p.file_size > 2**20 and p.file_size > MOST_RATIO * max(1, p.compress_size) for p in parts)
    if unpacked > MOST_UNPACKED or inflated or len(parts) > MOST_PARTS:
        raise SourceError(
            "too_large",
            Text(
                f"文件解压后异常庞大，未读取：{name}",
                f"the file unpacks to an implausible size, not read: {name}",
            ),
            Text(
                "请确认文件来源，并用原程序另存一份。", "check where it comes from and save a copy in its own program."
            ),
        )


def damaged_error(name: str) -> SourceError:
    """The error for a package that is no longer whole."""
    return SourceError(
        "unreadable",
        Text(f"文件已损坏或不完整：{name}", f"the file is damaged or incomplete: {name}"),
        Text(
            "请重新取得完整的文件，或用原程序打开后另存一份。",
            "get the complete file again, or open it and save a copy.",
        ),
    )
