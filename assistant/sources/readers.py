"""Which reader reads a file: by what its bytes are, then by its name."""

from pathlib import Path

from assistant.errors import SourceError
from assistant.journey import Document
from assistant.sources.archives import ArchiveReader
from assistant.sources.cleaning import clean_document
from assistant.sources.files import relative_path
from assistant.sources.formats import Format, find_format
from assistant.sources.mail.reader import MailReader
from assistant.sources.markdown import MarkdownReader
from assistant.sources.objects import JsonReader
from assistant.sources.office import OfficeReader
from assistant.sources.pdf import PdfReader
from assistant.sources.plain import PlainTextReader
from assistant.sources.reading import RawFile, Reader
from assistant.sources.rtf import RichTextReader
from assistant.sources.sheets import CsvReader, SheetReader
from assistant.sources.shelf import Shelf
from assistant.sources.slides import SlideReader
from assistant.sources.subtitles import SubtitleReader
from assistant.sources.web import WebReader
from assistant.sources.word import WordReader
from assistant.wording import Text

_WORD, _SHEET, _SLIDES = WordReader(), SheetReader(), SlideReader()
READERS: tuple[Reader, ...] = (
    PlainTextReader(),
    MarkdownReader(),
    _WORD,
    PdfReader(),
    WebReader(),
    CsvReader(),
    _SHEET,
    _SLIDES,
    SubtitleReader(),
    JsonReader(),
    MailReader(),
    ArchiveReader(),
    RichTextReader(),
    OfficeReader(".docx", _WORD, (".doc", ".odt", ".wps")),
    OfficeReader(".xlsx", _SHEET, (".xls", ".ods", ".et")),
    OfficeReader(".pptx", _SLIDES, (".ppt", ".odp", ".dps")),
)
SUFFIXES: tuple[str, ...] = tuple(sorted(suffix for reader in READERS for suffix in reader.suffixes))
# What the content is, and the suffix whose reader reads it: safe to follow even under another name.
_BY_CONTENT: dict[Format, str] = {
    "pdf": ".pdf", "docx": ".docx", "xlsx": ".xlsx", "pptx": ".pptx", "odt": ".odt", "ods": ".ods", "odp": ".odp",
    "doc": ".doc", "xls": ".xls", "ppt": ".ppt", "rtf": ".rtf",
}  # fmt: skip
# Office programs save web pages and text under these names, too.
_LOOSE = frozenset({".txt", ".doc", ".xls", ".rtf", ".wps", ".et"})
_TEXT_BY_CONTENT: dict[Format, str] = {"html": ".html", "subtitles": ".vtt"}


def read_document(path: Path, notes: Path) -> Document:
    """The document in a file of the notes folder; `path` may be relative to it.

    A file under a wrong name is read as what it is where its content leaves no doubt. Raises SourceError with a stable
    reason otherwise. Reading never changes the file.
    """
    return read_file(Shelf(notes).read(relative_path(path, notes)))


def read_file(file: RawFile) -> Document:
    """The document in a file's bytes. Raises SourceError with a stable reason where there is none."""
    document = _find_reader(Path(file.name).suffix.lower(), find_format(file.raw), file.name).read(file)
    return document if file.as_is else clean_document(document)


def _find_reader(suffix: str, content: Format, name: str) -> Reader:
    """The reader for a file. Raises SourceError: encrypted, misnamed or unsupported."""
    named = next((reader for reader in READERS if suffix in reader.suffixes), None)
    if content == "msg" and suffix == ".eml":
        raise _misnamed(name, suffix)
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
    if content == "archive" and suffix == ".zip" and named is not None:
        return named
    if content == "msg" and suffix == ".msg" and named is not None:
        return named
    if content in ("legacy", "msg", "archive", "media"):
        raise _unsupported(name) if named is None else _misnamed(name, suffix)
    if named is None:
        raise _unsupported(name)
    if suffix in _LOOSE and content in _TEXT_BY_CONTENT:
        return _reader_for(_TEXT_BY_CONTENT[content])
    if suffix in (".zip", ".msg") or any(suffix in _reader_for(each).suffixes for each in _BY_CONTENT.values()):
        raise _misnamed(name, suffix)
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
