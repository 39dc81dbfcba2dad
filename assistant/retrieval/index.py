"""The index of one client's notes: brought up to date file by file, read by questions."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import JourneyError, StoreError
from assistant.journey import Handling, LeftOut, Passage, Person, Role, Segment, SourceRecord, Statement
from assistant.retrieval.database import client_of
from assistant.retrieval.embedder import Embedder, uses_for_questions
from assistant.retrieval.fusion import Fusion
from assistant.retrieval.generations import Generations
from assistant.retrieval.identity import check_identity, roster_digest
from assistant.retrieval.locks import Turn
from assistant.retrieval.store import PassageStore, choose_place
from assistant.sources.safety.starting import StartReader, start_reader
from assistant.wording import Text

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from assistant.retrieval.held import HeldVectors
    from assistant.retrieval.records import KeyedText, Records


_AS_USUAL = Handling()
_Moment = tuple[Path, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that answers a question, and how well: 0 to about 1, comparable within one question."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What an update did. The paths are of documents that were read; files that were not are in `left_out`."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    statements: int
    passages: int


class ClientIndex:
    """What is known of one client's notes. Every operation takes its lock and gives it back.

    Reading goes on while another process writes: a writer builds a new generation aside and then puts it in force.
    `told` hears once who holds a lock when an operation has to wait for it; after `lock_wait` seconds it raises
    BusyError. All methods raise StoreError where the index is damaged or was made by another embedder, and
    StorageError where the disk does not let them work.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder | None,
        *,
        lock_wait: float = 10.0,
        fusion: Fusion | None = None,
        told: Callable[[Text], None] | None = None,
        now: Callable[[], datetime] = datetime.now,
        hold: bool = False,
        chroma_url: str = "",
        keep_old: bool = False,
        start_reader: StartReader = start_reader,
    ) -> None:
        """With `hold` the passages and vectors stay in memory between questions, until there is a new generation.

        `chroma_url` is the server that the vectors are put on; everything else stays in the folder. What asks the server
        raises EndpointDownError where it cannot be reached, StoreError where it is none that can be used. With `keep_old`
        generations before the current one stay: another copy of this index may still be read by them. `start_reader` starts
        what reads the files.
        """
        self._keep_old = keep_old
        self._start_reader = start_reader
        self._folder = folder
        self._stores = choose_place(folder, chroma_url)
        self._hold = hold
        self._held: HeldVectors | None = None
        self._said: tuple[_Moment, tuple[Statement, ...]] | None = None
        self._meant: tuple[_Moment, dict[str, NDArray[float32]]] | None = None
        self._embedder = embedder
        self._fusion = fusion or Fusion()
        self._generations = Generations(folder)
        self._reading_turn = Turn(folder / "read.lock", wait=lock_wait, told=told, now=now)
        self._writing_turn = Turn(folder / "write.lock", wait=lock_wait, told=told, now=now)

    def update(
        self,
        notes: Path,
        people: Sequence[Person],
        segments: Sequence[Segment],
        progress: Callable[[str], None] | None = None,
        force: bool = False,
        handling: Handling = _AS_USUAL,
    ) -> IndexReport:
        """Bring the index up to date with the notes folder; `progress` is called once a file, when it is done.

        Only files whose content changed are read, only texts that are new are embedded; nothing is written when
        nothing changed. `force` builds everything anew; `handling` says how certain files
        are to be read. A file that cannot be read is left out and stops no other.
        Raises SourceError ("missing") where there is no notes folder.
        """
        from assistant.retrieval.writing import IndexWriter, Roster
        from assistant.sources import SeparateReader

        roster = Roster(people, segments, roster_digest(people, segments, handling), handling.trusted)
        with self._writing_turn.held():
            with SeparateReader(notes, as_is=handling.as_is, start_reader=self._start_reader) as reader:
                writer = IndexWriter(
                    self._generations, self._embedder, self._reading_turn, reader, self._stores, progress or _ignore
                )
                outcome = writer.update(roster, force=force)
            if not self._keep_old:
                self.remove_old()
            with self._reading() as (records, _):
                paths = [document.document for document in records.documents()]
                statements, passages = records.counts()
                left_out = records.left_out()
        new = {*outcome.added, *outcome.changed}
        unchanged = tuple(path for path in paths if path not in new)
        return IndexReport(outcome.added, outcome.changed, unchanged, outcome.removed, left_out, statements, passages)

    @contextmanager
    def held(self) -> Generator[None]:
        """Nobody else reads or writes while the block runs. Raises BusyError, saying who does."""
        with self._writing_turn.held(), self._reading_turn.held():
            yield

    @contextmanager
    def unwritten(self) -> Generator[None]:
        """Nobody else writes while the block runs; reading goes on. Raises BusyError, saying who does."""
        with self._writing_turn.held():
            yield

    @contextmanager
    def unread(self) -> Generator[None]:
        """Nobody reads while the block runs. Raises BusyError, saying who does."""
        with self._reading_turn.held():
            yield

    def remove_served(self) -> None:
        """What servers hold of this client goes; the caller holds the index. Raises EndpointDownError and StoreError."""
        from assistant.retrieval.served import drop_databases

        drop_databases(self._folder)

    def remove_old(self) -> None:
        """Old generations go as soon as nobody reads; if somebody does, the next update sees to them. Nobody else writes."""
        from assistant.retrieval.served import drop_store

        if self._generations.old():
            with self._reading_turn.held_if_free() as free, suppress(JourneyError):
                for each in self._generations.old() if free else ():
                    drop_store(each)  # one whose server is away stays, for the next update
                    self._generations.remove(each)
                self._stores.tidy()

    def find_passages(
        self,
        query: str,
        limit: int = 10,
        *,
        roles: Sequence[Role] | None = None,
        documents: Sequence[str] | None = None,
        only: Callable[[Passage], bool] | None = None,
    ) -> list[Found]:
        """The passages that answer `query` best, best first.

        Only by these roles, in these documents and for which `only` is true, if given.
        """
        return self.find_many([query], limit, roles=roles, documents=documents, only=only)[0]

    def find_many(
        self,
        queries: Sequence[str],
        limit: int = 10,
        *,
        roles: Sequence[Role] | None = None,
        documents: Sequence[str] | None = None,
        only: Callable[[Passage], bool] | None = None,
    ) -> list[list[Found]]:
        """`find_passages` for many questions at once."""
        from assistant.retrieval.search import find_in_records

        vectors = None
        if self._embedder is not None and queries:
            vectors = self._embedder.embed_queries(queries)
        with self._reading() as (records, folder):
            check_identity(records.meta(), self._embedder, self._folder)
            held = self._hold_current(records, folder) if vectors is not None else None
            among = None if roles is None and documents is None else records.passage_keys(roles, documents)
            if only is not None:
                among = self._choose(records, held, only, among)
            fill = partial(_fill_store, records)
            store = partial(self._stores.open, folder, fill) if self._stores.holds(folder) else None
            ranked = find_in_records(records, store, queries, vectors, self._fusion, among, held)
            return [self._founds(records, held, found, limit) for found in ranked]

    def _hold_current(self, records: "Records", folder: Path) -> "HeldVectors | None":
        if self._hold and (self._held is None or self._held.folder != folder):
            from assistant.retrieval.held import hold_vectors

            self._held = hold_vectors(records, folder)
        return self._held if self._hold else None

    def _choose(
        self,
        records: "Records",
        held: "HeldVectors | None",
        only: Callable[[Passage], bool],
        among: Sequence[int] | None,
    ) -> list[int]:
        keys = records.passage_keys() if among is None else among
        if held is not None:
            return [key for key in keys if only(held.passages[key][0])]
        return [key for key, (passage, _) in records.passages(keys).items() if only(passage)]

    def statements(self) -> tuple[Statement, ...]:
        """All statements, in the order of documents and within them of reading."""
        with self._reading() as (records, folder):
            moment = _moment(records, folder)
            if self._said is None or self._said[0] != moment:  # a draft asks half a dozen times
                self._said = moment, records.statements()
            return self._said[1]

    def documents(self) -> tuple[SourceRecord, ...]:
        """The documents that were read, by path."""
        with self._reading() as (records, _):
            return records.documents()

    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out and why, by document."""
        with self._reading() as (records, _):
            return records.left_out()

    def statement_vectors(self) -> "dict[str, NDArray[float32]] | None":
        """The vectors of statements by id, embedded as queries; none for the interviewer's. None without embedder."""
        with self._reading() as (records, folder):
            check_identity(records.meta(), self._embedder, self._folder)
            if self._embedder is None:
                return None
            moment = _moment(records, folder)
            if self._meant is None or self._meant[0] != moment:
                self._meant = moment, records.statement_vectors()
            return self._meant[1]

    def text_vectors(self, texts: Sequence[str]) -> "dict[str, NDArray[float32]]":
        """The vectors, as questions, of those of `texts` that were embedded with the notes."""
        if self._embedder is None or not texts:
            return {}
        with self._reading() as (records, _):
            check_identity(records.meta(), self._embedder, self._folder)
            return records.text_vectors(texts, uses_for_questions(self._embedder))

    def texts(self) -> "dict[str, list[KeyedText]]":
        """Every text of the notes that an embedder is asked for, by document."""
        from assistant.retrieval.records import KeyedText, text_key

        with self._reading() as (records, _):
            found: dict[str, list[KeyedText]] = {each.document: [] for each in records.documents()}
            for said in records.statements():
                if said.role is not Role.INTERVIEWER:
                    found[said.document].append(KeyedText("query", text_key(said.text), said.text))
            for passage, _ in records.passages(records.passage_keys()).values():
                found[passage.document].append(KeyedText("passage", text_key(passage.text), passage.text))
            return found

    def find_outstanding(
        self, asked: "Mapping[str, Sequence[KeyedText]]", name: str, version: str, *, symmetric: bool
    ) -> tuple[list[list[str]], int | None]:
        """Those of the texts that have no vector of the embedder with that name and version here, by document and use,
        each once; and how long its vectors are, where there are any. Asks no embedder."""
        from assistant.retrieval.outstanding import find_outstanding

        with self._reading_turn.held():
            return find_outstanding(self._generations.current(), asked, name, version, symmetric=symmetric)

    @contextmanager
    def _reading(self) -> "Generator[tuple[Records, Path]]":
        from assistant.retrieval.records import read_records

        with self._reading_turn.held():
            folder = self._generations.current()
            if folder is None:
                raise _not_indexed(self._folder)
            records = read_records(folder)
            try:
                yield records, folder
            finally:
                records.close()

    def _founds(
        self, records: "Records", held: "HeldVectors | None", ranked: list[tuple[int, float]], limit: int
    ) -> list[Found]:
        passages = held.passages if held is not None else records.passages([key for key, _ in ranked])

        def order(found: tuple[int, float]) -> tuple[float, str, int]:
            passage, place = passages[found[0]]
            return -found[1], passage.document, place

        return [Found(passages[key][0], score) for key, score in sorted(ranked, key=order)[:limit]]


def _moment(records: "Records", folder: Path) -> _Moment:
    """What tells a generation from any other: an index that was removed and built anew begins with the same folder names."""
    return folder, records.path.stat().st_mtime_ns


def _fill_store(records: "Records", store: PassageStore) -> None:
    keys = records.passage_keys()
    store.add(keys, records.passage_vectors(keys))


def _not_indexed(folder: Path) -> StoreError:
    client = client_of(folder / "index")
    message = Text("客户“{client}”的笔记还没有索引。", "The notes of client {client} are not indexed yet.")
    hint = Text("请运行：journey index {client}", "Run: journey index {client}")
    return StoreError(message.filled(client=client), hint.filled(client=client))


def _ignore(_: str) -> None:
    return None
