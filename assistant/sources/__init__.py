"""Reading notes: files become documents, documents become statements by known speakers, and passages."""

from assistant.sources.dates import find_note_dates
from assistant.sources.files import NoteFile
from assistant.sources.folding import find_quote, fold
from assistant.sources.notes import Notes, drop_duplicate_files, drop_duplicates, list_notes, read_notes
from assistant.sources.passages import build_passages
from assistant.sources.readers import read_document
from assistant.sources.safety import SeparateReader
from assistant.sources.sentences import split_sentences
from assistant.sources.statements import build_statements

__all__ = [
    "NoteFile",
    "Notes",
    "SeparateReader",
    "build_passages",
    "build_statements",
    "drop_duplicate_files",
    "drop_duplicates",
    "find_note_dates",
    "find_quote",
    "fold",
    "list_notes",
    "read_document",
    "read_notes",
    "split_sentences",
]
