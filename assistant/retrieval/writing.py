"""Bringing an index up to date: which files changed, what that changes, and the next generation."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import SourceError
from assistant.files import storage_error
from assistant.journey import Document, LeftOut, Passage, Person, Role, Segment, SourceRecord, Statement
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.generations import Generations
from assistant.retrieval.identity import check_identity, identity_of, same_revision
from assistant.retrieval.locks import Turn
from assistant.retrieval.records import FILE_NAME, KeyedText, Records, read_records, text_key, write_records
from assistant.retrieval.store import VECTORS, open_store
from assistant.sources import (
    NoteFile,
    build_passages,
    build_statements,
    drop_duplicate_files,
    drop_duplicates,
    list_notes,
    read_document,
)
from assistant.sources.reasons import refused

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_REPEAT = "="
_REMOVED = "vectors_removed"


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is who in the notes of a client. `digest` changes with them."""

    people: Sequence[Person]
    segments: Sequence[Segment]
    digest: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The paths of documents that an update added, changed and removed."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What an update has to do, from the last generation `base` (None: everything anew).

    `seen` gives every file's digest, marked where another file has the same content (those are in `repeats`);
    `known` is the same of last time; `to_read` are the files whose statements are to be built.
    """

    base: Path | None
    seen: dict[str, str]
    known: dict[str, str]
    to_read: tuple[NoteFile, ...]
    repeats: tuple[LeftOut, ...]
    same_roster: bool

    @property
    def nothing(self) -> bool:
        return self.base is not None and self.same_roster and self.seen == self.known

    @property
    def gone(self) -> list[str]:
        """Files that were read last time and are not to be found, or are another one's twin by now."""
        return [path for path in self.known if _is_read(self.known, path) and not _is_read(self.seen, path)]


@dataclass(slots=True)
class _Work:
    """Documents whose passages are built anew, what they hold, and the keys that come and go."""

    documents: dict[str, Document] = field(default_factory=dict[str, Document])
    statements: dict[str, list[Statement]] = field(default_factory=dict[str, list[Statement]])
    passages: dict[str, list[Passage]] = field(default_factory=dict[str, list[Passage]])
    new_keys: list[int] = field(default_factory=list[int])
    old_keys: list[int] = field(default_factory=list[int])


class IndexWriter:
    """Builds the next generation of an index. Its caller holds the writing lock."""

    def __init__(
        self,
        generations: Generations,
        embedder: Embedder | None,
        reading: Turn,
        notes: Path,
        progress: Callable[[str], None],
    ) -> None:
        self._generations = generations
        self._embedder = embedder
        self._reading = reading
        self._notes = notes
        self._progress = progress

    def update(self, roster: Roster, *, force: bool) -> Outcome:
        """Write a new generation if there is anything new; see `ClientIndex.update`."""
        plan = self._plan(roster, force=force)
        to_read = {file.path for file in plan.to_read}
        for path in plan.seen:
            if path not in to_read:
                self._progress(path)
        if plan.nothing:
            return Outcome()
        with self._generations.next() as folder:
            if plan.base is not None:
                _copy(plan.base / FILE_NAME, folder / FILE_NAME)
            records = write_records(folder)
            try:
                return self._write(records, folder, plan, roster)
            finally:
                records.close()

    def _plan(self, roster: Roster, *, force: bool) -> _Plan:
        listed = list_notes(self._notes)
        files, repeats = drop_duplicate_files(listed)
        read = {file.path for file in files}
        seen = {file.path: file.digest if file.path in read else _REPEAT + file.digest for file in listed}
        base, known, same_roster = None, dict[str, str](), False
        current = None if force else self._generations.current()
        if current is not None:
            records = read_records(current)
            try:
                meta = records.meta()
                if same_revision(meta):
                    check_identity(meta, self._embedder, self._generations.folder)
                    base, known, same_roster = current, records.files(), meta.get("roster") == roster.digest
            finally:
                records.close()
        to_read = tuple(file for file in files if not same_roster or known.get(file.path) != seen[file.path])
        return _Plan(base, seen, known, to_read, tuple(repeats), same_roster)

    def _write(self, records: Records, folder: Path, plan: _Plan, roster: Roster) -> Outcome:
        before = {document.document: document.digest for document in records.documents()}
        work = _Work()
        for path in plan.gone:
            records.remove_document(path)
            work.old_keys.extend(records.remove_passages(path))
        for file in plan.to_read:
            self._read_file(records, file, roster, work)
        self._settle_repeats(records, plan, work)
        self._build_passages(records, work)
        self._embed(records, work)
        if self._embedder is not None:
            self._store_vectors(records, folder, plan, work)
        records.set_files(plan.seen)
        records.set_meta({**identity_of(self._embedder), "roster": roster.digest})
        records.finish()
        after = {document.document: document.digest for document in records.documents()}
        return Outcome(
            added=tuple(path for path in after if path not in before),
            changed=tuple(path for path in after if before.get(path, after[path]) != after[path]),
            removed=tuple(path for path in before if path not in after),
        )

    def _read_file(self, records: Records, file: NoteFile, roster: Roster, work: _Work) -> None:
        try:
            document = read_document(Path(file.path), self._notes)
        except SourceError as error:
            records.remove_document(file.path)
            work.old_keys.extend(records.remove_passages(file.path))
            records.put_left_out(file.path, [refused(file.path, error)])
            self._progress(file.path)
            return
        statements, left_out = build_statements(document, roster.people, roster.segments)
        speakers = len({each.speaker for each in statements if each.speaker})
        record = SourceRecord(document.path, document.digest, len(statements), speakers, document.language)
        records.put_document(record, statements)
        records.put_left_out(document.path, [*document.left_out, *left_out])
        work.documents[document.path] = document

    def _settle_repeats(self, records: Records, plan: _Plan, work: _Work) -> None:
        """What repeats what hangs on all documents, so it may change for one whose file did not."""
        marked = records.repeated()
        everything = records.statements(repeated=True)
        kept, repeats = drop_duplicates(everything)
        kept_ids = {each.id for each in kept}
        repeated = {each.id: each.document for each in everything if each.id not in kept_ids}
        for statement_id in marked.keys() ^ repeated.keys():
            path = marked.get(statement_id) or repeated[statement_id]
            if path not in work.documents:
                work.documents[path] = read_document(Path(path), self._notes)
        records.mark_repeated(repeated)
        records.put_repeats([*plan.repeats, *repeats])
        work.statements.update({path: [] for path in work.documents})
        for statement in kept:
            if statement.document in work.statements:
                work.statements[statement.document].append(statement)

    def _build_passages(self, records: Records, work: _Work) -> None:
        for path in sorted(work.documents):
            work.old_keys.extend(records.remove_passages(path))
            work.passages[path] = build_passages(work.documents[path], work.statements[path])
            work.new_keys.extend(records.add_passages(work.passages[path]))

    def _embed(self, records: Records, work: _Work) -> None:
        for path in sorted(work.documents):
            if self._embedder is not None:
                # nobody compares the interviewer's words with the playbook, so they go without
                statements = [each.text for each in work.statements[path] if each.role != Role.INTERVIEWER]
                _embed_new(records, "query", statements, self._embedder.embed_queries)
                _embed_new(
                    records, "passage", [each.text for each in work.passages[path]], self._embedder.embed_passages
                )
            self._progress(path)

    def _store_vectors(self, records: Records, folder: Path, plan: _Plan, work: _Work) -> None:
        """Into a copy of the last store, or a new one where too much of the old one would be removed entries."""
        keys = records.passage_keys()
        removed = int(records.meta().get(_REMOVED, "0")) + len(work.old_keys)
        if plan.base is not None and removed * 2 <= len(keys):
            with self._reading.held():
                _copy(plan.base / VECTORS, folder / VECTORS)
            if self._fill_store(records, folder, work.new_keys, work.old_keys) == len(keys):
                records.set_meta({_REMOVED: str(removed)})
                return
            shutil.rmtree(folder / VECTORS)
        self._fill_store(records, folder, keys, [])
        records.set_meta({_REMOVED: "0"})

    def _fill_store(self, records: Records, folder: Path, new: Sequence[int], old: Sequence[int]) -> int:
        store = open_store(folder / VECTORS)
        try:
            if old:
                store.remove(old)
            if new:
                store.add(new, records.passage_vectors(new))
            return store.count()
        finally:
            store.close()


def _embed_new(
    records: Records, kind: str, texts: Sequence[str], embed: "Callable[[Sequence[str]], NDArray[float32]]"
) -> None:
    new = records.without_vector(KeyedText(kind, text_key(text), text) for text in texts)
    if new:
        records.put_vectors(new, embed([each.text for each in new]))


def _is_read(files: dict[str, str], path: str) -> bool:
    return path in files and not files[path].startswith(_REPEAT)


def _copy(source: Path, target: Path) -> None:
    try:
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.exists():
            shutil.copyfile(source, target)
    except (OSError, shutil.Error) as error:
        fault = error if error.errno else OSError(str(error))
        raise storage_error(fault, target) from error
