"""Which reader reads a file: by what its bytes are, then by its name."""

from pathlib import Path

from assistant.errors import SourceError
from assistant.journey import Document
from assistant.sources.formats import Format, find_format
from assistant.sources.markdown import MarkdownReader
from assistant.sources.pdf import PdfReader
from assistant.sources.plain import PlainTextReader
from assistant.sources.reading import Reader, read_raw
from assistant.sources.sheets import CsvReader, SheetReader
from assistant.sources.slides import SlideReader
from assistant.sources.subtitles import SubtitleReader
from assistant.sources.web import WebReader
from assistant.sources.word import WordReader
from assistant.wording import Text

READERS: tuple[Reader, ...] = (
    PlainTextReader(),
    MarkdownReader(),
    WordReader(),
    PdfReader(),
    WebReader(),
    CsvReader(),
    SheetReader(),
    SlideReader(),
    SubtitleReader(),
)
SUFFIXES: tuple[str, ...] = tuple(sorted(suffix for reader in READERS for suffix in reader.suffixes))
# What the content is, and the suffix whose reader reads it: safe to follow even under another name.
_BY_CONTENT: dict[Format, str] = {"pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx", "pptx": ".pptx"}
_TEXT_BY_CONTENT: dict[Format, str] = {"html": ".html", "subtitles": ".vtt"}


def read_document(path: Path, notes: Path) -> Document:
    """The document in a file of the notes folder; `path` may be relative to it.

    A file under a wrong name is read as what it is where its content leaves no doubt. Raises SourceError with a stable
    reason otherwise. Reading never changes the file.
    """
    path = path if path.is_absolute() else notes / path
    file = read_raw(path, notes)
    return _find_reader(path.suffix.lower(), find_format(file.raw), file.name).read(path, notes)


def _find_reader(suffix: str, content: Format, name: str) -> Reader:
    """The reader for a file. Raises SourceError: encrypted, misnamed or unsupported."""
    named = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if content in _BY_CONTENT:
        return _reader_for(_BY_CONTENT[content])
    if content == "encrypted":
        raise SourceError(
            "encrypted",
            Text(
                f"文件有密码保护，无法读取：{name}", f"the file is protected by a password and cannot be read: {name}"
            ),
            Text("请取得密码，去掉保护后另存一份。", "get the password and save a copy without protection."),
        )
    if content in ("legacy", "rtf", "archive", "media"):
        raise _unsupported(name) if named is None else _misnamed(name, suffix)
    if named is None:
        raise _unsupported(name)
    if any(suffix in _reader_for(each).suffixes for each in _BY_CONTENT.values()):
        raise _misnamed(name, suffix)
    if suffix == ".txt" and content in _TEXT_BY_CONTENT:
        return _reader_for(_TEXT_BY_CONTENT[content])
    return named


def _reader_for(suffix: str) -> Reader:
    return next(reader for reader in READERS if suffix in reader.suffixes)


def _misnamed(name: str, suffix: str) -> SourceError:
    return SourceError(
        "misnamed",
        Text(f"文件内容与扩展名 {suffix} 不符：{name}", f"the content is not what the name {suffix} says: {name}"),
        Text(
            "请用能打开它的程序另存为正确的格式。",
            "open it in the program it belongs to and save it in the right format.",
        ),
    )


def _unsupported(name: str) -> SourceError:
    return SourceError(
        "unsupported",
        Text(f"不支持这种文件格式：{name}", f"this file format is not supported: {name}"),
        Text(f"请另存为以下格式之一：{' '.join(SUFFIXES)}", f"save it as one of: {' '.join(SUFFIXES)}"),
    )
