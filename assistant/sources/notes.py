"""The whole notes folder of a client: every file read, every failure recorded, duplicates left out once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.errors import SourceError
from assistant.journey import Document, LeftOut, Locator, Passage, Person, Segment, Statement
from assistant.sources.cleaning.likeness import Repeats
from assistant.sources.files import NoteFile, find_files
from assistant.sources.folding import fold
from assistant.sources.passages import build_passages
from assistant.sources.readers import SUFFIXES, read_document
from assistant.sources.reasons import left_out, refused
from assistant.sources.shelf import Shelf, find_in_containers
from assistant.sources.statements import build_statements

_LEAST_REPEATED = 20  # characters; shorter words are said twice by accident


@dataclass(frozen=True, slots=True)
class Notes:
    """What a client's notes hold, in the order of their paths."""

    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    left_out: tuple[LeftOut, ...]


class NoteReader(Protocol):
    """Lists and reads the files of a notes folder, such as the separate reader."""

    def list_files(self) -> list[NoteFile]: ...

    def read(self, path: str) -> Document: ...


def list_notes(notes: Path) -> list[NoteFile]:
    """The files of a notes folder, sorted by path, without hidden, temporary and lock files.

    A folder named like a document ("x.docx") is listed, too: reading it says what is wrong. Raises SourceError
    ("missing") where there is no such folder.
    """
    return sorted(find_in_containers(find_files(notes, SUFFIXES), Shelf(notes)), key=lambda each: each.path)


def read_notes(
    notes: Path,
    people: Sequence[Person],
    segments: Sequence[Segment],
    *,
    only: Sequence[str] | None = None,
    reader: NoteReader | None = None,
    progress: Callable[[str], None] | None = None,
) -> Notes:
    """The documents, statements and passages of a notes folder; a file that cannot be read stops no other.

    `reader` reads the files, if not this program itself; `only` limits it to those relative paths; `progress` is called
    with each path before it is read. Raises SourceError ("missing") where there is no such folder.
    """
    documents: list[Document] = []
    statements: list[Statement] = []
    left: list[LeftOut] = []
    files, repeated = drop_duplicate_files(list_notes(notes) if reader is None else reader.list_files())
    left.extend(each for each in repeated if only is None or each.document in only)
    for file in files:
        if only is not None and file.path not in only:
            continue
        if progress is not None:
            progress(file.path)
        try:
            document = read_document(Path(file.path), notes) if reader is None else reader.read(file.path)
        except SourceError as error:
            left.append(refused(file.path, error))
            continue
        found, aside = build_statements(document, people, segments)
        documents.append(document)
        statements.extend(found)
        left.extend((*document.left_out, *aside))
    kept, repeats = drop_duplicates(statements)
    left.extend(repeats)
    passages = _build_all_passages(documents, kept)
    return Notes(tuple(documents), tuple(kept), tuple(passages), tuple(sorted(left, key=lambda each: each.document)))


def drop_duplicate_files(files: Sequence[NoteFile]) -> tuple[list[NoteFile], list[LeftOut]]:
    """The files without those whose bytes another one, earlier in the order, has too."""
    first: dict[str, str] = {}
    kept: list[NoteFile] = []
    left: list[LeftOut] = []
    for file in files:
        if file.digest and file.size and file.digest in first:
            left.append(left_out(file.path, "duplicate_file", Locator(), first=first[file.digest]))
        else:
            first.setdefault(file.digest, file.path)
            kept.append(file)
    return kept, left


def drop_duplicates(statements: Sequence[Statement]) -> tuple[list[Statement], list[LeftOut]]:
    """The statements without those of 20 characters or more that the same speaker makes in an earlier document.

    Of what nobody in particular said, also those that are nearly the same as an earlier document's.
    """
    first: dict[tuple[str | None, str], str] = {}
    nobodys, sources = Repeats(), list[str]()
    kept: list[Statement] = []
    left: list[LeftOut] = []
    for statement in statements:
        if len(statement.text) < _LEAST_REPEATED:
            kept.append(statement)
            continue
        where = first.setdefault((statement.speaker, fold(statement.text)), statement.document)
        if where == statement.document:
            # what somebody in particular said in nearly the same words is said twice
            near = nobodys.add(statement.text) if statement.speaker is None else None
            sources.extend([statement.document] if statement.speaker is None else [])
            if near is None or sources[near] == statement.document:
                kept.append(statement)
            else:
                left.append(
                    left_out(
                        statement.document, "near_duplicate", statement.locator, statement.text, first=sources[near]
                    )
                )
        else:
            left.append(left_out(statement.document, "duplicate", statement.locator, statement.text, first=where))
    return kept, left


def _build_all_passages(documents: Sequence[Document], statements: Sequence[Statement]) -> list[Passage]:
    of_document: dict[str, list[Statement]] = {}
    for statement in statements:
        of_document.setdefault(statement.document, []).append(statement)
    return [each for document in documents for each in build_passages(document, of_document.get(document.path, []))]
