"""Readers under atheris: bytes that no program wrote are read or refused in one clear line; anything else stops the run.

    pip install atheris
    python -m bench.fuzz CORPUS [SEEDS...] [-max_total_time=3600 and other options of libFuzzer]

An input's first byte says under which name the rest is read. CORPUS grows by what reaches new code; `python -m bench.fuzz
KEPT CORPUS -merge=1` keeps the fewest inputs that reach all of it, and `tests/sources/fuzzed/` holds the small ones of these.
"""

import sys

import atheris  # pyright: ignore[reportMissingImports]  # no dependency of the project: its wheels are large

with atheris.instrument_imports(include=["assistant", "zipfile", "email", "csv", "json", "html", "webvtt"]):
    from assistant.errors import SourceError
    from assistant.sources import build_passages, build_statements
    from assistant.sources.formats import find_format
    from assistant.sources.readers import read_file
    from assistant.sources.reading import RawFile

# In the order that kept inputs count on: new names come last.
NAMES = (".txt", ".md", ".docx", ".html", ".csv", ".xlsx", ".vtt", ".json", ".eml", ".zip", ".pptx", ".pdf", ".jsonl",
         ".srt", ".tsv", ".rtf", ".msg")  # fmt: skip
# Read by LibreOffice, a program of its own that is not ours to fuzz, at a second a file.
_ELSEWHERE = frozenset({"odt", "ods", "odp", "doc", "xls", "ppt"})


def read_input(raw: bytes) -> None:
    """Read one input as the separate reader does. Raises whatever it should not."""
    if len(raw) < 2 or find_format(raw[1:]) in _ELSEWHERE:
        return
    try:
        document = read_file(RawFile(f"a{NAMES[raw[0] % len(NAMES)]}", raw[1:]))
    except SourceError:
        return
    statements, _ = build_statements(document, (), ())
    build_passages(document, statements)


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_input)
    atheris.Fuzz()
