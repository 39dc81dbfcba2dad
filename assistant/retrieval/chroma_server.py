"""A Chroma server; with `chroma_store` the only module that knows chromadb."""

from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from numpy import float32
from numpy.typing import NDArray

from assistant.errors import EndpointDownError, JourneyError, StoreError
from assistant.retrieval.chroma_store import SETTINGS, add_rows, find_rows, remove_rows
from assistant.retrieval.database import damaged_index
from assistant.wording import Text

_CONNECT, _ANSWER = 5.0, 120.0
_ROWS = 1_000
"""Of one request: some 5 MB, within the 40 MB that a server takes."""


class ChromaServer:
    """A connection to the server at an address like http://host:8000. Every method raises EndpointDownError or StoreError.

    Telemetry is off. Nothing but keys and vectors is ever sent.
    """

    def __init__(self, url: str) -> None:
        """Nothing is sent yet."""
        import httpx
        from chromadb.api import ServerAPI
        from chromadb.config import Settings, System

        parts = urlsplit(url)
        tls = parts.scheme == "https"
        self._url = url
        self._system = System(
            Settings(
                chroma_api_impl="chromadb.api.fastapi.FastAPI",
                chroma_server_host=parts.hostname or "",
                chroma_server_http_port=parts.port or (443 if tls else 80),
                chroma_server_ssl_enabled=tls,
                anonymized_telemetry=False,
            )
        )
        self._api: Any = self._system.instance(ServerAPI)
        # the library waits for ever, and has no setting for it
        self._session: httpx.Client = self._api._session
        self._session.timeout = httpx.Timeout(_ANSWER, connect=_CONNECT)
        self._system.start()

    def __enter__(self) -> "ChromaServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connection."""
        self._system.stop()
        self._session.close()  # stopping leaves it open

    def version(self) -> str:
        """What the server calls its version."""
        with self._faults_as_ours():
            self._api.heartbeat()
            return str(self._api.get_version())

    # ------------------------------------------------------------ databases

    def make_database(self, name: str) -> None:
        """A database of that name, where there is none yet."""
        with self._faults_as_ours():
            if not self._has_database(name):
                self._api.create_database(name)

    def drop_database(self, name: str) -> None:
        """The database goes with all that is in it."""
        with self._faults_as_ours():
            if self._has_database(name):
                for each in self._api.list_collections(database=name):
                    self._api.delete_collection(each.name, database=name)
                self._api.delete_database(name)

    def _has_database(self, name: str) -> bool:
        from chromadb.errors import NotFoundError

        try:
            self._api.get_database(name)
        except NotFoundError:
            return False
        return True

    # ------------------------------------------------------------ collections

    def make_collection(self, database: str, name: str) -> None:
        """A new, empty collection."""
        from chromadb.api.collection_configuration import CreateCollectionConfiguration

        with self._faults_as_ours():
            self._api.create_collection(
                name, configuration=CreateCollectionConfiguration(**SETTINGS), database=database
            )

    def keep_only(self, database: str, names: Collection[str]) -> None:
        """All other collections of the database go."""
        with self._faults_as_ours():
            for each in self._api.list_collections(database=database):
                if each.name not in names:
                    self._api.delete_collection(each.name, database=database)

    def drop_collection(self, database: str, name: str) -> None:
        """The collection goes, where it is there."""
        from chromadb.errors import NotFoundError

        with self._faults_as_ours(), suppress(NotFoundError):
            self._api.delete_collection(name, database=database)

    def count(self, database: str, name: str) -> int | None:
        """How many rows the collection has; None where there is no such collection."""
        from chromadb.errors import NotFoundError

        with self._faults_as_ours():
            try:
                return int(self._collection(database, name).count())
            except NotFoundError:
                return None

    def store(self, database: str, name: str, folder: Path) -> "ServedStore":
        """The collection as a store of the generation in `folder`; closing it closes the connection."""
        return ServedStore(self, lambda: self._collection(database, name), folder)

    def _collection(self, database: str, name: str) -> Any:
        from chromadb import Collection

        model = self._api.get_collection(name, database=database)
        return Collection(client=self._api, model=model, embedding_function=None)

    # ------------------------------------------------------------ faults

    @contextmanager
    def _faults_as_ours(self, folder: Path | None = None) -> Generator[None]:
        import httpx
        from chromadb.errors import ChromaError, NotFoundError

        try:
            yield
        except (httpx.TransportError, OSError) as error:
            raise EndpointDownError(_UNREACHABLE.filled(url=self._url), _START) from error
        except (ChromaError, httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
            if isinstance(error, NotFoundError) and folder is not None:
                raise damaged_index(folder) from error
            raise self._refusal(error) from error

    def faults_as_ours(self, folder: Path) -> Any:
        """For who works on a collection: the same errors."""
        return self._faults_as_ours(folder)

    def _refusal(self, error: Exception) -> JourneyError:
        """One clear line for what the server would not do, or for one that is no Chroma server."""
        status = getattr(getattr(error, "response", None), "status_code", 0)
        if status in (429, 502, 503, 504):
            return EndpointDownError(_UNREACHABLE.filled(url=self._url), _START)
        said = f"{type(error).__name__} {status or ''}".strip()
        return StoreError(_INCOMPATIBLE.filled(url=self._url, said=said), _MATCH)


class ServedStore:
    """A PassageStore on a server. `find` looks the collection up, when it is first used."""

    def __init__(self, server: ChromaServer, find: Callable[[], Any], folder: Path) -> None:
        self._server = server
        self._find = find
        self._folder = folder
        self._found: Any = None

    def add(self, keys: Sequence[int], vectors: NDArray[float32]) -> None:
        with self._server.faults_as_ours(self._folder):
            add_rows(self._passages(), keys, vectors, _ROWS)

    def remove(self, keys: Sequence[int]) -> None:
        with self._server.faults_as_ours(self._folder):
            remove_rows(self._passages(), keys, _ROWS)

    def find_nearest(self, vectors: NDArray[float32], limit: int) -> list[list[int]]:
        with self._server.faults_as_ours(self._folder):
            return find_rows(self._passages(), vectors, limit)

    def count(self) -> int:
        with self._server.faults_as_ours(self._folder):
            return int(self._passages().count())

    def close(self) -> None:
        self._server.close()

    def _passages(self) -> Any:
        if self._found is None:
            self._found = self._find()
        return self._found


_UNREACHABLE = Text("Chroma 服务器 {url} 连接不上。", "The Chroma server {url} cannot be reached.")
_START = Text(
    "请启动它（chroma run --path 文件夹）后再运行同一条命令；改用本机索引：取消设置 JOURNEY_CHROMA_URL。",
    "Start it (chroma run --path FOLDER) and run the same command; to keep indexes on this machine, unset JOURNEY_CHROMA_URL.",
)
_INCOMPATIBLE = Text(
    "{url} 不是可用的 Chroma 服务器，或版本不符（{said}）。",
    "{url} is no Chroma server that can be used, or of another version ({said}).",
)
_MATCH = Text(
    "请用与本程序一同安装的版本启动：chroma run --path 文件夹。",
    "Start the version that was installed with this program: chroma run --path FOLDER.",
)
