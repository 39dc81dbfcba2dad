"""What `journey doctor` learns of an endpoint, and what is remembered."""

import json
import threading
from pathlib import Path

import pytest

from assistant.model.capabilities import Capabilities, CapabilityFile
from assistant.model.endpoint import Endpoint
from assistant.model.many import answer_many
from assistant.model.probe import EndpointReport, probe_endpoint
from assistant.model.settings import Address
from assistant.model.structured import Method
from tests.fakes.openai_server import OpenAIServer, fails, says, says_json
from tests.model.conftest import Build

URL = "http://127.0.0.1:1/v1"


def probe(server: OpenAIServer, build: Build, tmp_path: Path) -> EndpointReport:
    capabilities = CapabilityFile(tmp_path / "endpoints.json")
    model = build(None, wired={"capabilities": capabilities})
    endpoint = Endpoint(Address(server.base_url, "none"), model.name, 5.0)
    try:
        return probe_endpoint(model, endpoint, capabilities)
    finally:
        endpoint.close()


def test_a_good_endpoint_is_described(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    server.lacks = ("json_schema",)
    server.refuses = ("temperature",)
    server.queue(says_json({"colour": "green"}))
    report = probe(server, build, tmp_path)
    assert (report.method, report.streams, report.models) == (Method.TOOL, True, ("test-model",))
    assert not report.batches
    assert report.refused == ("temperature",)
    assert not report.weighs
    assert report.problem is None


def test_an_endpoint_that_tells_how_likely_its_words_are(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    server.script = lambda call: (
        says("Yes", likely=({"Yes": 0.9, "No": 0.1},)) if call.body.get("logprobs") else says_json({"colour": "green"})
    )
    assert probe(server, build, tmp_path).weighs
    assert json.loads((tmp_path / "endpoints.json").read_text())[f"{server.base_url} test-model"]["weighs"] is True


def test_an_upgraded_endpoint_is_found_out(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    CapabilityFile(tmp_path / "endpoints.json").learn(
        server.base_url, "test-model", method=Method.PLAIN, refused="max_tokens"
    )
    server.queue(says_json({"colour": "green"}))
    report = probe(server, build, tmp_path)
    assert (report.method, report.refused) == (Method.JSON_SCHEMA, ())


def test_a_bad_endpoint_is_described_without_an_error(server: OpenAIServer, build: Build, tmp_path: Path) -> None:
    server.script = lambda _: fails(401)
    report = probe(server, build, tmp_path)
    assert report.problem is not None
    assert "密钥" in report.problem.zh
    assert (report.method, report.streams) == (None, False)


def test_what_was_learned_is_kept_per_endpoint_and_model(tmp_path: Path) -> None:
    path = tmp_path / "endpoints.json"
    CapabilityFile(path).learn(URL, "one", method=Method.JSON_MODE, token_factor=1.301)
    CapabilityFile(path).learn(URL, "two", refused="temperature")
    CapabilityFile(path).learn(URL, "two", refused="temperature", token_factor=1.01)
    again = CapabilityFile(path)
    assert again.find(URL, "one") == Capabilities(Method.JSON_MODE, (), 1.3)
    assert again.find(URL, "two") == Capabilities(None, ("temperature",), 1.0)
    assert again.find(URL, "three") == Capabilities()


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({f"{URL} one": {"method": "telepathy"}})])
def test_a_damaged_file_is_no_obstacle(tmp_path: Path, content: str) -> None:
    path = tmp_path / "endpoints.json"
    path.write_text(content, "utf-8")
    capabilities = CapabilityFile(path)
    assert capabilities.find(URL, "one") == Capabilities()
    capabilities.learn(URL, "one", method=Method.TOOL)
    assert CapabilityFile(path).find(URL, "one").method is Method.TOOL


def test_an_interrupt_starts_nothing_more() -> None:
    started: list[int] = []
    interrupted = threading.Event()

    def answer(number: int) -> int:
        started.append(number)
        if number > 0:
            interrupted.wait(30)  # so that no thread can run ahead of the interrupt
        return number

    def interrupt(place: int, answered: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answer_many(answer, range(100), 2, interrupt)
    assert len(started) <= 3
    interrupted.set()
