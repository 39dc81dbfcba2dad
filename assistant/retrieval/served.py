"""Stores of vectors on a Chroma server: a database a client, a collection a generation; keys and vectors, never a word."""

import json
import secrets
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.files import storage_error, write_atomically
from assistant.retrieval.store import Fill, PassageStore

if TYPE_CHECKING:
    from assistant.retrieval.chroma_server import ChromaServer

_RECORD = "served.json"
_DATABASES = "databases.json"


@dataclass(frozen=True, slots=True)
class ServedRecord:
    """Where a generation's store is: written beside its records, so that it is found whatever the settings say later."""

    url: str
    database: str
    collection: str


class OnServer:
    """The StorePlace on the server at `url`. Nothing is asked of it before it is needed.

    Its methods raise EndpointDownError where the server cannot be reached, StoreError where it is no server of the form
    that this program speaks, or does not have what it should.
    """

    def __init__(self, index: Path, url: str) -> None:
        self._index = index
        self._url = url

    def holds(self, generation: Path) -> bool:
        record = read_record(generation)
        return record is not None and record.url == self._url

    def intact(self, generation: Path, passages: int) -> bool:
        with self._server() as server:
            return server.count(*_names(_record_of(generation))) == passages

    def open(self, generation: Path, fill: Fill) -> PassageStore:  # noqa: ARG002 - made while indexing
        return self._server().store(*_names(_record_of(generation)), generation)

    def make(self, generation: Path, passages: int) -> PassageStore:  # noqa: ARG002 - whatever the number
        record = ServedRecord(self._url, name_database(self._index, self._url), f"passages-{secrets.token_hex(8)}")
        server = self._server()
        try:
            server.make_database(record.database)
            write_atomically(generation / _RECORD, json.dumps(asdict(record)))
            server.make_collection(record.database, record.collection)
        except BaseException:
            server.close()
            raise
        return server.store(record.database, record.collection, generation)

    def copy(self, base: Path, generation: Path) -> bool:  # noqa: ARG002
        """False: a server copies nothing, and the vectors are all in the records."""
        return False

    def tidy(self) -> None:
        with self._server() as server:
            server.keep_only(name_database(self._index, self._url), self._in_use())

    def _in_use(self) -> set[str]:
        """The collections of finished generations."""
        records = [read_record(each) for each in self._index.glob("generation-*")]
        return {each.collection for each in records if each is not None and each.url == self._url}

    def _server(self) -> "ChromaServer":
        return _open(self._url)


def read_record(generation: Path) -> ServedRecord | None:
    """Where the generation's store is; None where it is in its own folder. Raises StorageError, StoreError."""
    path = generation / _RECORD
    try:
        return ServedRecord(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise storage_error(error, path) from error
    except (ValueError, TypeError) as error:
        from assistant.retrieval.database import damaged_index

        raise damaged_index(path) from error


def name_database(index: Path, url: str) -> str:
    """The client's database on that server: drawn once for each client and noted in its index. Raises StorageError.

    The name tells nobody who the client is, and no other workspace's client of the same name has it.
    """
    known = _read_databases(index)
    if url not in known:
        drawn = f"{index.parent.parent.name}\0{secrets.token_hex(16)}"
        known[url] = f"journey-{sha256(drawn.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}"
        write_atomically(index / _DATABASES, json.dumps(known))
    return known[url]


def drop_store(generation: Path) -> None:
    """What a server holds of a generation goes; nothing where it is in its own folder. Raises as `OnServer`."""
    record = read_record(generation)
    if record is not None:
        with _open(record.url) as server:
            server.drop_collection(record.database, record.collection)


def drop_databases(index: Path) -> None:
    """What servers hold of a client goes, from each that it was ever put on. Raises as `OnServer`, before anything is
    changed on this machine."""
    known = _read_databases(index)
    for url, name in list(known.items()):
        with _open(url) as server:
            server.drop_database(name)
        del known[url]
        write_atomically(index / _DATABASES, json.dumps(known))


def server_version(url: str) -> str:
    """What the server at that address says of itself. Raises as `OnServer`."""
    with _open(url) as server:
        return server.version()


def _open(url: str) -> "ChromaServer":
    from assistant.retrieval.chroma_server import ChromaServer

    return ChromaServer(url)


def _read_databases(index: Path) -> dict[str, str]:
    path = index / _DATABASES
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise storage_error(error, path) from error
    except ValueError:
        return {}
    return {str(url): str(name) for url, name in found.items()} if isinstance(found, dict) else {}


def _record_of(generation: Path) -> ServedRecord:
    record = read_record(generation)
    assert record is not None
    return record


def _names(record: ServedRecord) -> tuple[str, str]:
    return record.database, record.collection
