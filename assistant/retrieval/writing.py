"""Bringing an index up to date: which files changed, what that changes, and the next generation."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import SourceError, StorageError, StoreError
from assistant.files import storage_error
from assistant.journey import Document, LeftOut, Passage, Person, Role, Segment, Statement
from assistant.retrieval.background import BackgroundEmbedder
from assistant.retrieval.embedder import Embedder
from assistant.retrieval.generations import Generations
from assistant.retrieval.identity import check_identity, identity_of, same_revision
from assistant.retrieval.locks import Turn
from assistant.retrieval.records import FILE_NAME, KeyedText, Records, read_records, text_key, write_records
from assistant.retrieval.store import PassageStore, StorePlace
from assistant.sources import (
    NoteFile,
    SeparateReader,
    build_passages,
    build_statements,
    drop_duplicate_files,
    drop_duplicates,
)
from assistant.sources.reasons import refused

_REPEAT = "="
_REMOVED = "vectors_removed"


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is who in the notes of a client, and which files are `trusted`. `digest` changes with them."""

    people: Sequence[Person]
    segments: Sequence[Segment]
    digest: str
    trusted: frozenset[str] = frozenset()


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
    `known` is the same of last time; `to_read` are the files whose statements are to be built. `stored` says that the
    vectors of `base` are where they are to be.
    """

    base: Path | None
    seen: dict[str, str]
    known: dict[str, str]
    to_read: tuple[NoteFile, ...]
    repeats: tuple[LeftOut, ...]
    same_roster: bool
    stored: bool

    @property
    def nothing(self) -> bool:
        return self.base is not None and self.same_roster and self.stored and self.seen == self.known

    @property
    def gone(self) -> list[str]:
        """Files that were read last time and are not to be found, or are another one's twin by now."""
        return [path for path in self.known if _is_read(self.known, path) and not _is_read(self.seen, path)]


@dataclass(slots=True)
class _Opened:
    """A document whose statements or passages are built anew."""

    document: Document
    statements: list[Statement]
    passages: list[Passage]
    keys: list[int] = field(default_factory=list[int])


@dataclass(slots=True)
class _Work:
    """The documents in hand by path, in the order in which they were opened, and the keys of passages that go."""

    opened: dict[str, _Opened] = field(default_factory=dict[str, _Opened])
    old_keys: list[int] = field(default_factory=list[int])


class IndexWriter:
    """Builds the next generation of an index. Its caller holds the writing lock."""

    def __init__(
        self,
        generations: Generations,
        embedder: Embedder | None,
        reading: Turn,
        reader: SeparateReader,
        stores: StorePlace,
        progress: Callable[[str], None],
    ) -> None:
        self._generations = generations
        self._embedder = embedder
        self._stores = stores
        self._reading = reading
        self._reader = reader
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
        listed = self._reader.list_files()
        files, repeats = drop_duplicate_files(listed)
        read = {file.path for file in files}
        seen = {file.path: file.digest if file.path in read else _REPEAT + file.digest for file in listed}
        base, known, same_roster, stored = None, dict[str, str](), False, False
        current = None if force else self._generations.current()
        if current is not None:
            records = read_records(current)
            try:
                meta = records.meta()
                if same_revision(meta):
                    check_identity(meta, self._embedder, self._generations.folder)
                    base, known, same_roster = current, records.files(), meta.get("roster") == roster.digest
                    stored = self._embedder is None or self._is_stored(current, records)
            finally:
                records.close()
        to_read = tuple(file for file in files if not same_roster or known.get(file.path) != seen[file.path])
        return _Plan(base, seen, known, to_read, tuple(repeats), same_roster, stored)

    def _is_stored(self, generation: Path, records: Records) -> bool:
        _, passages = records.counts()
        return self._stores.holds(generation) and self._stores.intact(generation, passages)

    def _write(self, records: Records, folder: Path, plan: _Plan, roster: Roster) -> Outcome:
        before = {document.document: document.digest for document in records.documents()}
        work = _Work()
        with BackgroundEmbedder(self._embedder) as embedding:
            for path in plan.gone:
                records.remove_document(path)
                work.old_keys.extend(records.remove_passages(path))
            for file in plan.to_read:
                self._read_file(records, file, roster, work, embedding)
            self._settle_repeats(records, plan, work, embedding)
            for path, opened in work.opened.items():
                work.old_keys.extend(records.remove_passages(path))
                opened.keys = records.add_passages(opened.passages)
            self._take_vectors(records, folder, plan, work, embedding)
        records.set_files(plan.seen)
        records.set_meta({**identity_of(self._embedder), "roster": roster.digest})
        records.finish()
        after = {document.document: document.digest for document in records.documents()}
        return Outcome(
            added=tuple(path for path in after if path not in before),
            changed=tuple(path for path in after if before.get(path, after[path]) != after[path]),
            removed=tuple(path for path in before if path not in after),
        )

    def _read_file(
        self, records: Records, file: NoteFile, roster: Roster, work: _Work, embedding: BackgroundEmbedder
    ) -> None:
        try:
            document = self._reader.read(file.path)
        except SourceError as error:
            records.remove_document(file.path)
            work.old_keys.extend(records.remove_passages(file.path))
            records.put_left_out(file.path, [refused(file.path, error)])
            self._progress(file.path)
            return
        statements, left_out = build_statements(
            document, roster.people, roster.segments, trusted=file.path in roster.trusted
        )
        opened = _Opened(document, statements, build_passages(document, statements))
        embedding.ask(document.path, self._without_vector(records, opened))
        records.put_document(document, statements)
        records.put_left_out(document.path, [*document.left_out, *left_out])
        work.opened[document.path] = opened

    def _settle_repeats(self, records: Records, plan: _Plan, work: _Work, embedding: BackgroundEmbedder) -> None:
        """What repeats what hangs on all documents, so it may change for one whose file did not."""
        marked = records.repeated()
        everything = _in_order(work.opened.values()) if plan.base is None else records.statements(repeated=True)
        kept, repeats = drop_duplicates(everything)
        kept_ids = {each.id for each in kept}
        repeated = {each.id: each.document for each in everything if each.id not in kept_ids}
        records.mark_repeated(repeated)
        records.put_repeats([*plan.repeats, *repeats])
        changed = {(marked | repeated)[each] for each in marked.keys() ^ repeated.keys()}
        for path in sorted(changed | (set(repeated.values()) & work.opened.keys())):
            document = work.opened[path].document if path in work.opened else self._reader.read(path)
            statements = [each for each in kept if each.document == path]
            work.opened.pop(path, None)  # it goes to the end: its texts are asked for again now
            work.opened[path] = _Opened(document, statements, build_passages(document, statements))
            embedding.ask(path, self._without_vector(records, work.opened[path]))

    def _without_vector(self, records: Records, opened: _Opened) -> list[KeyedText]:
        self._share(records, opened)
        return records.without_vector(_texts(opened))

    def _share(self, records: Records, opened: _Opened) -> None:
        """Words that were embedded for one use need not be for the other, where the embedder makes no difference."""
        if self._embedder is not None and self._embedder.symmetric:
            records.share_vectors(_texts(opened))

    def _take_vectors(
        self, records: Records, folder: Path, plan: _Plan, work: _Work, embedding: BackgroundEmbedder
    ) -> None:
        store = self._open_store(records, folder, plan, work)
        try:
            for path, opened in work.opened.items():
                for texts, vectors in embedding.take(path):
                    records.put_vectors(texts, vectors)
                self._share(records, opened)
                if store is not None and opened.keys:
                    store.add(opened.keys, records.passage_vectors(opened.keys))
                self._progress(path)
        finally:
            if store is not None:
                store.close()

    def _open_store(self, records: Records, folder: Path, plan: _Plan, work: _Work) -> PassageStore | None:
        """A store of all passages but the new ones: a copy of the last store or, as need be, one made anew.

        None without an embedder, and where the store is left for later.
        """
        if self._embedder is None:
            return None
        new = {key for opened in work.opened.values() for key in opened.keys}
        rest = [key for key in records.passage_keys() if key not in new]
        removed = int(records.meta().get(_REMOVED, "0")) + len(work.old_keys)
        # entries that were removed stay in the graph; beyond half of it a new one is quicker to search and to load
        if plan.base is not None and removed <= len(rest):
            with self._reading.held():
                is_copied = self._stores.copy(plan.base, folder)
            copied = self._open_copy(folder, work.old_keys, len(rest)) if is_copied else None
            if copied is not None:
                records.set_meta({_REMOVED: str(removed)})
                return copied
        records.set_meta({_REMOVED: "0"})
        store = self._stores.make(folder, len(rest) + len(new))
        if store is not None:
            store.add(rest, records.passage_vectors(rest))
        return store

    def _open_copy(self, folder: Path, without: Sequence[int], count: int) -> PassageStore | None:
        """The copied store without those keys; None where it is damaged, or does not hold `count` passages then."""
        try:
            store = self._stores.open(folder, lambda _: None)
        except StoreError:
            return None
        with suppress(StoreError, StorageError):
            store.remove(without)
            if store.count() == count:
                return store
        store.close()
        return None


def _in_order(opened: Iterable[_Opened]) -> list[Statement]:
    """All statements as `Records.statements` gives them, where all documents are in hand."""
    documents = sorted(opened, key=lambda each: each.document.path)
    return [statement for each in documents for statement in each.statements]


def _texts(opened: _Opened) -> Iterator[KeyedText]:
    for statement in opened.statements:
        if statement.role != Role.INTERVIEWER:  # nobody compares the interviewer's words with the playbook
            yield KeyedText("query", text_key(statement.text), statement.text)
    for passage in opened.passages:
        yield KeyedText("passage", text_key(passage.text), passage.text)


def _is_read(files: dict[str, str], path: str) -> bool:
    return path in files and not files[path].startswith(_REPEAT)


def _copy(source: Path, target: Path) -> None:
    try:
        if source.exists():
            shutil.copyfile(source, target)
    except OSError as error:
        raise storage_error(error, target) from error
