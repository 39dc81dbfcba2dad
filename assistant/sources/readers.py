"""Which reader reads a file: by what its bytes are, then by its name."""

from pathlib import Path

from assistant.errors import SourceError
from assistant.journey import Document
from assistant.sources.files import relative_path
from assistant.sources.markdown import MarkdownReader
from assistant.sources.plain import PlainTextReader
from assistant.sources.reading import Reader
from assistant.sources.sheets import CsvReader
from assistant.sources.subtitles import SubtitleReader
from assistant.sources.word import WordReader
from assistant.wording import Text

READERS: tuple[Reader, ...] = (
    PlainTextReader(),
    MarkdownReader(),
    WordReader(),
    CsvReader(),
    SubtitleReader(),
)


def read_document(path: Path, notes: Path) -> Document:
    """The document in a file of the notes folder; `path` may be relative to it.

    Raises SourceError with a stable reason. Reading never changes the file.
    """
    path = path if path.is_absolute() else notes / path
    suffix = path.suffix.lower()
    for reader in READERS:
        if suffix in reader.suffixes:
            return reader.read(path, notes)
    raise unsupported(relative_path(path, notes))


def unsupported(name: str) -> SourceError:
    """The error for a format that no reader knows."""
    known = " ".join(sorted(suffix for reader in READERS for suffix in reader.suffixes))
    return SourceError(
        "unsupported",
        Text(f"不支持这种文件格式：{name}", f"this file format is not supported: {name}"),
        Text(f"请另存为以下格式之一：{known}", f"save it as one of: {known}"),
    )
