"""Inputs that a fuzzer made (bench/fuzz.py): each is read, or refused in one clear line."""

from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.sources import build_passages, build_statements
from assistant.sources.readers import read_file
from assistant.sources.reading import RawFile

# As in bench/fuzz.py: an input's first byte says under which name the rest is read.
NAMES = (".txt", ".md", ".docx", ".html", ".csv", ".xlsx", ".vtt", ".json", ".eml", ".zip", ".pptx", ".pdf", ".jsonl",
         ".srt", ".tsv", ".rtf", ".msg")  # fmt: skip
KEPT = sorted((Path(__file__).parent / "fuzzed").iterdir())


@pytest.mark.parametrize("name", sorted(set(NAMES)))
def test_what_a_fuzzer_found_is_read_or_refused(name: str) -> None:
    for path in KEPT:
        raw = path.read_bytes()
        if NAMES[raw[0] % len(NAMES)] != name:
            continue
        read = outcome(RawFile(f"a{name}", raw[1:]))
        assert read
        assert "\n" not in read


def outcome(file: RawFile) -> str:
    """What became of a file: its format, or the line that says why it is not read."""
    try:
        document = read_file(file)
    except SourceError as error:
        return error.message.en
    statements, _ = build_statements(document, (), ())
    build_passages(document, statements)
    return document.format if document.blocks else ""
