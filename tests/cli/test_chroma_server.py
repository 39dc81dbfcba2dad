"""Commands with JOURNEY_CHROMA_URL: the vectors are on the server, and go from there with the client or the person."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import Exit
from assistant.retrieval.chroma_server import ChromaServer
from tests.fakes.embedders import LetterEmbedder
from tests.fakes.servers import chroma_server, free_port

NAME = "Acme 净水"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture(autouse=True)
def _by_meaning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JOURNEY_EMBEDDER", "e5")
    monkeypatch.setenv("JOURNEY_CACHE", str(tmp_path / "cache"))
    for place in ("assistant.checkup", "assistant.retrieval.embedder"):
        monkeypatch.setattr(f"{place}.build_embedder", lambda *_: LetterEmbedder())


def databases(url: str) -> list[str]:
    with ChromaServer(url) as server:
        return [each["name"] for each in server._api.list_databases() if each["name"].startswith("journey-")]


def test_commands_find_and_draft_with_the_server_and_leave_nothing_on_it(server, notes, client, monkeypatch, journey):
    monkeypatch.setenv("JOURNEY_CHROMA_URL", server)
    assert journey("index", NAME).code == Exit.DONE
    (database,) = databases(server)
    assert not list(client.glob(".journey/index/*/vectors"))
    ran = journey("search", NAME, "滤芯提醒短信收不到", "--json")
    assert ran.object()["passages"]
    assert journey("ask", NAME, "客户从哪里知道这个牌子？").code == Exit.DONE
    assert journey("draft", NAME, "--json").code in (Exit.DONE, Exit.FLAGGED)
    doctor = journey("doctor", NAME)
    assert f"the Chroma server {server} is ready" in " ".join(doctor.told.split())
    assert journey("forget", NAME, "刘老板", "--yes").code in (Exit.DONE, Exit.FLAGGED)
    assert database not in databases(server)
    assert journey("index", NAME).code == Exit.DONE
    assert len(databases(server)) == 1
    monkeypatch.delenv("JOURNEY_CHROMA_URL")
    assert journey("client", "remove", NAME, "--yes").code == Exit.DONE
    assert databases(server) == []


def test_a_server_that_is_down_stops_commands_with_a_line_and_removes_nothing(notes, client, monkeypatch, journey):
    url = f"http://127.0.0.1:{free_port()}"
    (client / ".journey" / "index").mkdir(parents=True)
    (client / ".journey" / "index" / "databases.json").write_text(json.dumps({url: "journey-0"}), encoding="utf-8")
    monkeypatch.setenv("JOURNEY_CHROMA_URL", url)
    for command in (
        ("draft", NAME),
        ("index", NAME),
        ("client", "remove", NAME, "--yes"),
        ("forget", NAME, "苏敏", "--yes"),
    ):
        ran = journey(*command)
        assert ran.code == Exit.TRY_LATER, command
        assert f"The Chroma server {url} cannot be reached." in " ".join(ran.err.split())
    assert len(list(notes.iterdir())) == 4
    assert journey("doctor").code == Exit.FLAGGED


@pytest.mark.parametrize("wrong", ["chroma:8000", "http://", "http://me:secret@host:8000", "http://host/path"])
def test_an_address_that_cannot_be_one_is_refused_and_not_repeated(wrong, notes, monkeypatch, journey):
    monkeypatch.setenv("JOURNEY_CHROMA_URL", wrong)
    ran = journey("index", NAME)
    assert ran.code == Exit.USAGE
    assert "JOURNEY_CHROMA_URL" in ran.err
    assert "an address like http://host:8000" in " ".join(ran.err.split())
    assert "secret" not in ran.told
