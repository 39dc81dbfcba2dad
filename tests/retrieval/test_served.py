"""Indexes whose vectors are on a Chroma server."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import EndpointDownError, Exit, StoreError
from assistant.retrieval.chroma_server import ChromaServer
from assistant.retrieval.index import ClientIndex
from assistant.retrieval.served import server_version
from tests.fakes.embedders import LetterEmbedder
from tests.fakes.servers import chroma_server, free_port
from tests.retrieval.test_index import LI, PEOPLE, WANG, generation, write

QUESTIONS = ("师傅迟到了", "价格比较", "邻居推荐")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    write(folder / "wang.md", WANG)
    write(folder / "li.md", LI)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "clients" / "天成" / ".journey" / "index"


def found(index: ClientIndex) -> list[Any]:
    return [[(each.passage.text, round(each.score, 6)) for each in one] for one in index.find_many(QUESTIONS)]


def databases(url: str) -> list[str]:
    with ChromaServer(url) as server:
        return [each["name"] for each in server._api.list_databases() if each["name"].startswith("journey-")]


def collections(url: str, index: Path) -> list[str]:
    (database,) = json.loads((index / "databases.json").read_bytes()).values()
    with ChromaServer(url) as server:
        return [each.name for each in server._api.list_collections(database=database)]


def test_what_is_found_is_the_same_and_the_vectors_are_on_the_server(server, notes, folder, tmp_path):
    index = ClientIndex(folder, LetterEmbedder(), chroma_url=server)
    report = index.update(notes, PEOPLE, [])
    here = ClientIndex(tmp_path / "here", LetterEmbedder())
    here.update(notes, PEOPLE, [])
    assert found(index) == found(here)
    assert not (folder / generation(folder) / "vectors").exists()
    record = json.loads((folder / generation(folder) / "served.json").read_bytes())
    with ChromaServer(server) as asked:
        assert asked.count(record["database"], record["collection"]) == report.passages
        rows = asked._api.get_collection(record["collection"], database=record["database"])
        assert "天成" not in rows.name + record["database"]
        stored = asked._collection(record["database"], record["collection"]).get()
    assert not any(stored["documents"] or ())
    assert not any(stored["metadatas"] or ())


def test_every_client_has_a_database_of_its_own_also_under_the_same_name(server, notes, tmp_path):
    places = [tmp_path / each / "clients" / "天成" / ".journey" / "index" for each in ("one", "two")]
    for each in places:
        ClientIndex(each, LetterEmbedder(), chroma_url=server).update(notes, PEOPLE, [])
    names = {json.loads((each / "databases.json").read_bytes())[server] for each in places}
    assert len(names) == 2
    assert names <= set(databases(server))


def test_only_the_generation_in_force_stays_on_the_server(server, notes, folder):
    index = ClientIndex(folder, LetterEmbedder(), chroma_url=server)
    index.update(notes, PEOPLE, [])
    with ChromaServer(server) as asked:  # as by a writer that was killed
        (database,) = json.loads((folder / "databases.json").read_bytes()).values()
        asked.make_collection(database, "passages-left-behind")
    write(notes / "zhao.md", "# 赵先生\n\n赵先生：滤芯一年要花六百元，客服电话打了三次才有人接。\n")
    assert index.update(notes, PEOPLE, []).added == ("zhao.md",)
    record = json.loads((folder / generation(folder) / "served.json").read_bytes())
    assert collections(server, folder) == [record["collection"]]
    assert found(index)[0]


def test_vectors_move_to_the_server_and_back_without_being_embedded_again(server, notes, folder):
    embedder = LetterEmbedder()
    index = ClientIndex(folder, embedder)
    index.update(notes, PEOPLE, [])
    texts, wanted = len(embedder.embedded), found(index)
    served = ClientIndex(folder, embedder, chroma_url=server)
    assert found(served) == wanted, "before the move it answers from the records"
    assert served.update(notes, PEOPLE, []).unchanged == ("li.md", "wang.md")
    assert len(collections(server, folder)) == 1
    assert found(served) == wanted
    index.update(notes, PEOPLE, [])
    assert found(index) == wanted
    assert collections(server, folder) == []
    assert len(embedder.embedded) == texts + 3 * len(QUESTIONS) + len(QUESTIONS)


def test_a_server_that_lost_its_store_gets_it_again(server, notes, folder):
    index = ClientIndex(folder, LetterEmbedder(), chroma_url=server)
    index.update(notes, PEOPLE, [])
    wanted = found(index)
    with ChromaServer(server) as asked:
        asked.drop_database(json.loads((folder / "databases.json").read_bytes())[server])
    with pytest.raises(StoreError, match="is damaged"):
        found(index)
    index.update(notes, PEOPLE, [])
    assert found(index) == wanted


def test_a_client_that_goes_leaves_nothing_on_the_server(server, notes, folder):
    index = ClientIndex(folder, LetterEmbedder(), chroma_url=server)
    index.update(notes, PEOPLE, [])
    (name,) = json.loads((folder / "databases.json").read_bytes()).values()
    plain = ClientIndex(folder, None)  # whatever the settings say by then
    with plain.held():
        plain.remove_served()
    assert name not in databases(server)


def test_a_server_that_is_down_is_one_clear_line_and_the_old_index_stays(notes, folder):
    here = ClientIndex(folder, LetterEmbedder())
    here.update(notes, PEOPLE, [])
    before = generation(folder)
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(EndpointDownError, match="cannot be reached") as caught:
        ClientIndex(folder, LetterEmbedder(), chroma_url=url).update(notes, PEOPLE, [])
    assert caught.value.exit_code == Exit.TRY_LATER
    assert url in caught.value.message.zh
    assert generation(folder) == before
    assert found(here)[0]


class Stranger(http.server.BaseHTTPRequestHandler):
    """A web server that is no Chroma."""

    def do_GET(self) -> None:
        content = b"<html>Welcome</html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return None


def test_a_server_of_another_kind_is_one_clear_line():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(StoreError, match="is no Chroma server that can be used"):
            server_version(f"http://127.0.0.1:{other.server_port}")
        other.shutdown()
