"""What one generation of a client's index knows, in one SQLite file: statements, passages, vectors, keywords."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from assistant.journey import Document, LeftOut, NoteDates, Passage, Role, SourceRecord, Statement
from assistant.retrieval import keywords
from assistant.retrieval.database import faults_as_ours, open_finished, open_for_writing
from assistant.retrieval.keywords import KeywordIndex
from assistant.retrieval.rows import read_left_out, read_passage, read_statement, render_row
from assistant.sources import find_note_dates
from assistant.wording import Language

if TYPE_CHECKING:  # loaded with the first vector
    from numpy import float32
    from numpy.typing import NDArray

REVISION = 1
FILE_NAME = "notes.sqlite"
_MOST_VARIABLES = 500

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    path TEXT PRIMARY KEY, digest TEXT NOT NULL, language TEXT NOT NULL, dates TEXT
) WITHOUT ROWID;
CREATE TABLE statements (
    document TEXT NOT NULL, place INTEGER NOT NULL, id TEXT NOT NULL, role TEXT NOT NULL, speaker TEXT,
    repeated INTEGER NOT NULL DEFAULT 0, text_key BLOB NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (document, place)
) WITHOUT ROWID;
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, place INTEGER NOT NULL, role TEXT NOT NULL,
    text_key BLOB NOT NULL, body TEXT NOT NULL
);
CREATE INDEX passages_by_document ON passages (document, place);
CREATE TABLE left_out (document TEXT NOT NULL, place INTEGER NOT NULL, own INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX left_out_by_document ON left_out (document, own, place);
CREATE TABLE vectors (
    kind TEXT NOT NULL, text_key BLOB NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (kind, text_key)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class KeyedText:
    """A text to embed with its key among the vectors. `kind` is the prefix it is embedded with."""

    kind: str
    key: bytes
    text: str


def read_records(folder: Path) -> "Records":
    """The records of a finished generation. Raises StoreError where the file is damaged or missing."""
    path = folder / FILE_NAME
    with faults_as_ours(path):
        return Records(open_finished(path), path)


def write_records(folder: Path) -> "Records":
    """The records of a generation that is being built: those already in `folder`, else new ones."""
    path = folder / FILE_NAME
    with faults_as_ours(path):
        return Records(open_for_writing(path, _SCHEMA + keywords.SCHEMA), path)


def text_key(text: str) -> bytes:
    """What a text's vector is kept under: the same words anywhere have one vector."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


class Records:
    """One opened file of records. Faults of SQLite come out as StoreError or StorageError."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        self.keywords = KeywordIndex(connection)

    def close(self) -> None:
        self._connection.close()

    # ------------------------------------------------------------ reading

    def meta(self) -> dict[str, str]:
        return dict(self._rows("SELECT name, value FROM meta"))

    def files(self) -> dict[str, str]:
        """The digest of every file that was seen, by path."""
        return dict(self._rows("SELECT path, digest FROM files"))

    def documents(self) -> tuple[SourceRecord, ...]:
        """The documents that were read, by path."""
        query = """
            SELECT d.path, d.digest, count(s.id), count(DISTINCT s.speaker), d.language, d.dates
            FROM documents d LEFT JOIN statements s ON s.document = d.path AND NOT s.repeated
            GROUP BY d.path ORDER BY d.path
        """
        return tuple(
            SourceRecord(path, digest, statements, speakers, cast("Language", language), _dates(dates))
            for path, digest, statements, speakers, language, dates in self._rows(query)
        )

    def statements(self, *, repeated: bool = False) -> tuple[Statement, ...]:
        """The statements in the order of documents and places; also the ones another document repeats, if asked."""
        query = "SELECT body FROM statements WHERE repeated <= ? ORDER BY document, place"
        return tuple(read_statement(body) for (body,) in self._rows(query, (int(repeated),)))

    def repeated(self) -> dict[str, str]:
        """The ids of statements that are left out as repeated, each with its document."""
        return dict(self._rows("SELECT id, document FROM statements WHERE repeated"))

    def left_out(self) -> tuple[LeftOut, ...]:
        """What was left out, by document, in reading order."""
        query = "SELECT body FROM left_out ORDER BY document, own DESC, place"
        return tuple(read_left_out(body) for (body,) in self._rows(query))

    def passages(self, keys: Sequence[int]) -> dict[int, tuple[Passage, int]]:
        """Passages by key, each with its place in its document."""
        found: dict[int, tuple[Passage, int]] = {}
        for start in range(0, len(keys), _MOST_VARIABLES):
            part = keys[start : start + _MOST_VARIABLES]
            query = f"SELECT key, body, place FROM passages WHERE key IN ({_marks(part)})"
            found.update({key: (read_passage(body), place) for key, body, place in self._rows(query, tuple(part))})
        return found

    def passage_keys(self, roles: Iterable[Role] | None = None, documents: Iterable[str] | None = None) -> list[int]:
        """The keys of all passages, or of those by these roles and in these documents."""
        query, values = "SELECT key FROM passages WHERE 1", list[str]()
        for column, wanted in (("role", roles), ("document", documents)):
            if wanted is not None:
                query += f" AND {column} IN (SELECT value FROM json_each(?))"
                values.append(json.dumps([str(each) for each in wanted]))
        return [key for (key,) in self._rows(query + " ORDER BY key", tuple(values))]

    def counts(self) -> tuple[int, int]:
        """How many statements (without repeated ones) and how many passages there are."""
        ((statements,),) = self._rows("SELECT count(*) FROM statements WHERE NOT repeated")
        ((passages,),) = self._rows("SELECT count(*) FROM passages")
        return statements, passages

    def passage_vectors(self, keys: Sequence[int]) -> "NDArray[float32]":
        """The vectors of passages (n × dimension) in the order of `keys`."""
        import numpy as np

        found: dict[int, bytes] = {}
        for start in range(0, len(keys), _MOST_VARIABLES):
            part = keys[start : start + _MOST_VARIABLES]
            query = f"""
                SELECT p.key, v.vector FROM passages p JOIN vectors v ON v.kind = 'passage' AND v.text_key = p.text_key
                WHERE p.key IN ({_marks(part)})
            """
            found.update(self._rows(query, tuple(part)))
        return np.array([np.frombuffer(found[key], "<f4") for key in keys], np.float32)

    def statement_vectors(self) -> "dict[str, NDArray[float32]]":
        """The vectors of statements by their ids; the interviewer's have none."""
        import numpy as np

        query = """
            SELECT s.id, v.vector FROM statements s JOIN vectors v ON v.kind = 'query' AND v.text_key = s.text_key
            WHERE NOT s.repeated ORDER BY s.document, s.place
        """
        rows = self._rows(query)
        if not rows:
            return {}
        vectors = np.frombuffer(b"".join(vector for _, vector in rows), "<f4").astype(np.float32)
        return {key: vector for (key, _), vector in zip(rows, vectors.reshape(len(rows), -1), strict=True)}

    def text_vectors(self, texts: Sequence[str], kinds: Sequence[str]) -> "dict[str, NDArray[float32]]":
        """The vectors of those of `texts` that have one of these kinds."""
        import numpy as np

        found: dict[str, NDArray[float32]] = {}
        named = {text_key(each): each for each in texts}
        keys = list(named)
        for start in range(0, len(keys), _MOST_VARIABLES):
            part = keys[start : start + _MOST_VARIABLES]
            query = f"""
                SELECT text_key, vector FROM vectors WHERE kind IN ({_marks(kinds)}) AND text_key IN ({_marks(part)})
            """
            for key, vector in self._rows(query, (*kinds, *part)):
                found[named[key]] = np.frombuffer(vector, "<f4").astype(np.float32)
        return found

    # ------------------------------------------------------------ writing

    def set_meta(self, values: Mapping[str, str]) -> None:
        self._write("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def set_files(self, digests: Mapping[str, str]) -> None:
        self._write("DELETE FROM files", [()])
        self._write("INSERT INTO files VALUES (?, ?)", digests.items())

    def put_document(self, document: Document, statements: Sequence[Statement]) -> None:
        """A document with its statements, in place of what was known of it."""
        path = document.path
        dates = find_note_dates(document)
        row = (path, document.digest, document.language, json.dumps(astuple(dates)) if dates is not None else None)
        self._write("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", [row])
        self._write("DELETE FROM statements WHERE document = ?", [(path,)])
        self._write(
            "INSERT INTO statements (document, place, id, role, speaker, text_key, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (path, place, each.id, each.role.value, each.speaker, text_key(each.text), render_row(each))
                for place, each in enumerate(statements)
            ),
        )

    def mark_repeated(self, ids: Iterable[str]) -> None:
        """Exactly these statements are repeated by an earlier document."""
        self._write("UPDATE statements SET repeated = 0 WHERE repeated", [()])
        self._write("UPDATE statements SET repeated = 1 WHERE id = ?", ((each,) for each in ids))

    def put_left_out(self, document: str, found: Sequence[LeftOut]) -> None:
        """What was left out inside a file, or the file as a whole, in place of what was known."""
        self._write("DELETE FROM left_out WHERE own AND document = ?", [(document,)])
        rows = ((document, place, 1, render_row(each)) for place, each in enumerate(found))
        self._write("INSERT INTO left_out VALUES (?, ?, ?, ?)", rows)

    def put_repeats(self, found: Sequence[LeftOut]) -> None:
        """What was left out because other files have it too, in place of what was known."""
        self._write("DELETE FROM left_out WHERE NOT own", [()])
        rows = ((each.document, place, 0, render_row(each)) for place, each in enumerate(found))
        self._write("INSERT INTO left_out VALUES (?, ?, ?, ?)", rows)

    def remove_passages(self, document: str) -> list[int]:
        """Remove a document's passages; returns their keys."""
        keys = [key for (key,) in self._rows("SELECT key FROM passages WHERE document = ?", (document,))]
        with faults_as_ours(self.path):
            self.keywords.remove(keys)
        self._write("DELETE FROM passages WHERE document = ?", [(document,)])
        return keys

    def add_passages(self, passages: Sequence[Passage]) -> list[int]:
        """Add the passages of one document, in order; returns their new keys, which are never used again."""
        keys: list[int] = []
        with faults_as_ours(self.path):
            for place, each in enumerate(passages):
                row = (each.document, place, each.role.value, text_key(each.text), render_row(each))
                query = "INSERT INTO passages (document, place, role, text_key, body) VALUES (?, ?, ?, ?, ?)"
                keys.append(cast("int", self._connection.execute(query, row).lastrowid))
            self.keywords.add((key, each.text) for key, each in zip(keys, passages, strict=True))
        return keys

    def remove_document(self, path: str) -> None:
        """Remove a document and what was left out of it; its passages are removed apart."""
        for table, column in (("documents", "path"), ("statements", "document"), ("left_out", "document")):
            self._write(f"DELETE FROM {table} WHERE {column} = ?", [(path,)])

    def without_vector(self, texts: Iterable[KeyedText]) -> list[KeyedText]:
        """Those of `texts` that have no vector yet, each once."""
        once: dict[tuple[str, bytes], KeyedText] = {}
        for each in texts:
            once.setdefault((each.kind, each.key), each)
        if not self._rows("SELECT 1 FROM vectors LIMIT 1"):  # a new index, where there is no need to ask for each
            return list(once.values())
        query = "SELECT 1 FROM vectors WHERE kind = ? AND text_key = ?"
        return [each for name, each in once.items() if not self._rows(query, name)]

    def share_vectors(self, texts: Iterable[KeyedText]) -> None:
        """Gives those of `texts` that have no vector the one that the same words have in the other use, if any."""
        query = "INSERT OR IGNORE INTO vectors SELECT ?, text_key, vector FROM vectors WHERE text_key = ? AND kind != ?"
        self._write(query, ((each.kind, each.key, each.kind) for each in texts))

    def put_vectors(self, texts: Sequence[KeyedText], vectors: "NDArray[float32]") -> None:
        plain = vectors.astype("<f4", copy=False)
        rows = ((each.kind, each.key, row.tobytes()) for each, row in zip(texts, plain, strict=True))
        self._write("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)

    def finish(self) -> None:
        """Drop vectors that nothing uses any more, and write everything to disk."""
        for kind, table in (("query", "statements"), ("passage", "passages")):
            query = f"DELETE FROM vectors WHERE kind = ? AND text_key NOT IN (SELECT text_key FROM {table})"
            self._write(query, [(kind,)])
        with faults_as_ours(self.path):
            self.keywords.tidy()
            self._connection.execute("COMMIT")

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with faults_as_ours(self.path):
            return self._connection.execute(query, values).fetchall()

    def _write(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        with faults_as_ours(self.path):
            self._connection.executemany(query, rows)


def _dates(kept: str | None) -> NoteDates | None:
    return NoteDates(*json.loads(kept)) if kept else None


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
