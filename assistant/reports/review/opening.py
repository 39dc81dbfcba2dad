"""A Word file opened for reading only: its parts as XML, none of them trusted."""

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml.etree import XMLSyntaxError

from assistant.causes import cause_of
from assistant.errors import UsageError
from assistant.sources.word.package import parse_part
from assistant.wording import Text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_READ = (
    "word/document.xml",
    "word/styles.xml",
    "word/comments.xml",
    "word/commentsExtended.xml",
    "docProps/core.xml",
    "docProps/custom.xml",
)
_MOST_UNPACKED = 300 * 1024 * 1024
_COMPOUND = b"\xd0\xcf\x11\xe0"
"""How an encrypted Word file and one of Word 97 begin."""


@dataclass(frozen=True, slots=True)
class WordFile:
    """The parts of a Word file that a review is read from; `parts` holds those that are there."""

    path: Path
    digest: str
    parts: Mapping[str, Any]


def open_word(path: Path) -> WordFile:
    """The file's parts. Raises UsageError where there is no such file, or it is no Word file that can be read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = Text("无法读取 {path}：{why}。", "Cannot read {path}: {why}.")
        raise UsageError(message.filled(path=path, why=cause_of(error))) from error
    if raw.startswith(_COMPOUND):
        raise UsageError(
            Text("{path} 设有密码，或是旧的 .doc 格式。", "{path} has a password, or is an old .doc file.").filled(
                path=path
            ),
            Text("请在 Word 里去掉密码，另存为 .docx。", "Remove the password in Word and save it as .docx."),
        )
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            names = set(package.namelist())
            wanted = [name for name in _READ if name in names]
            if sum(package.getinfo(name).file_size for name in wanted) > _MOST_UNPACKED:
                raise _unreadable(path)
            parts = {name: parse_part(package.read(name)) for name in wanted}
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, XMLSyntaxError) as error:
        raise _unreadable(path) from error
    if "word/document.xml" not in parts:
        raise _unreadable(path)
    return WordFile(path, hashlib.sha256(raw).hexdigest(), parts)


def _unreadable(path: Path) -> UsageError:
    return UsageError(
        Text("{path} 不是可以读取的 Word 文件。", "{path} is no Word file that can be read.").filled(path=path),
        Text("请用 Word 打开并另存为 .docx 后再试。", "Open it in Word, save it as .docx, and try again."),
    )
