"""A notes folder, and short ways to read a text as the file it would be in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.journey import Document, LeftOut, Person, Role, Segment, Statement
from assistant.sources import build_statements, read_document

PEOPLE = (
    Person("林晓雯", Role.INTERVIEWER, aliases=("林老师",)),
    Person("陈美玲", Role.CUSTOMER, "family", aliases=("陈女士",)),
    Person("王强", Role.STAFF, aliases=("王店长",)),
    Person("Mike Chen", Role.CUSTOMER, "rent"),
)
SEGMENTS = (
    Segment("family", "家庭住户", aliases=("Family",)),
    Segment("rent", "租房住户", aliases=("租房", "Renters")),
)

Write = Callable[[str, str | bytes], Path]
ReadText = Callable[..., Document]
Said = Callable[..., list[Statement]]
Stated = Callable[..., tuple[list[Statement], list[LeftOut]]]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture
def write(notes: Path) -> Write:
    """Writes a file of the notes and returns its path."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = notes / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def read(write: Write, notes: Path) -> ReadText:
    """The document of a file with this content."""

    def read_file(content: str | bytes, name: str = "note.txt") -> Document:
        return read_document(write(name, content), notes)

    return read_file


@pytest.fixture
def state(read: ReadText) -> Stated:
    """Statements and what was left out, for a file with this content and the people above."""

    def build(
        content: str | bytes, name: str = "note.txt", people: tuple[Person, ...] = PEOPLE
    ) -> tuple[list[Statement], list[LeftOut]]:
        return build_statements(read(content, name), people, SEGMENTS)

    return build


@pytest.fixture
def said(state: Stated) -> Said:
    """The statements alone."""

    def build(content: str | bytes, name: str = "note.txt", people: tuple[Person, ...] = PEOPLE) -> list[Statement]:
        return state(content, name, people)[0]

    return build
