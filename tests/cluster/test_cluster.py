"""Batches on a dask cluster: a scheduler, two workers and a Chroma server, each a program of its own on this machine."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from assistant.errors import Exit
from tests.batch.test_kill import JOURNEY, TEXTS, Killer, outcomes
from tests.batch.test_provider_batch import know_endpoint
from tests.batch.test_with_a_model import SECRETS, readable
from tests.cli.conftest import Journey
from tests.fakes.analyst import Analyst
from tests.fakes.clients import list_reports, make_clients, read_drafts
from tests.fakes.openai_server import Call, OpenAIServer, Scripted, fails
from tests.fakes.provider_batches import ProviderBatches
from tests.fakes.servers import DaskCluster, chroma_server, dask_cluster, free_port

KEY = "sk-hidden-0123456789"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with dask_cluster(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@dataclass
class Said:
    """What a batch printed, and how it ended."""

    code: int
    err: str


def settings_of(root: Path, url: str, **more: str) -> dict[str, str]:
    return {
        "JOURNEY_LANG": "en",
        "JOURNEY_MODEL": "test-model",
        "JOURNEY_BASE_URL": url,
        "JOURNEY_ENGINE": "llm",
        "JOURNEY_EMBEDDER": "none",
        "JOURNEY_CONCURRENCY": "4",
        "JOURNEY_CACHE": str(root.parent / "cache"),
        **more,
    }


def begin(root: Path, url: str, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-W", "error", "-c", JOURNEY, "batch", "batch.yaml", *arguments]
    environment = {**os.environ, **settings_of(root, url, **more)}
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def end(process: "subprocess.Popen[bytes]") -> Said:
    _, said = process.communicate(timeout=400)
    err = said.decode()
    assert "Traceback" not in err, err
    assert "our fault" not in err, err
    return Said(process.returncode, err)


def run(root: Path, url: str, *arguments: str, **more: str) -> Said:
    return end(begin(root, url, *arguments, **more))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[str], list[str]]:
    """The drafts and reports of a run on this machine alone, and its calls."""
    root = tmp_path_factory.mktemp("calm") / "workspace"
    make_clients(root, 3, 12, TEXTS)
    killer = Killer()
    with OpenAIServer(killer) as server:
        assert run(root, server.base_url, "--workers", "0").code == Exit.DONE
    return read_drafts(root), list_reports(root), killer.seen


class AtCall:
    """Answers as the analyst does; with the call of that number it does what it is told, once."""

    def __init__(self, number: int, does: Callable[[], None]) -> None:
        self.killer = Killer()
        self._number = number
        self._does = does

    def __call__(self, call: Call) -> Scripted:
        answer = self.killer(call)
        if len(self.killer.seen) == self._number:
            self._does()
        return answer


def test_a_worker_that_dies_in_the_middle_leaves_the_same_result_and_nothing_is_paid_twice(
    cluster, tmp_path, undisturbed
):
    drafts, reports, calls = undisturbed
    root = tmp_path / "workspace"
    make_clients(root, 3, 12, TEXTS)
    script = AtCall(len(calls) // 2, lambda: cluster.kill("one"))
    with OpenAIServer(script) as server:
        said = run(root, server.base_url, "--scheduler", cluster.address)
    cluster.start_worker("one")
    assert said.code == Exit.DONE, said.err
    assert "The worker that worked on this client is gone." in said.err
    assert read_drafts(root) == drafts
    assert list_reports(root) == reports
    assert Counter(script.killer.seen) == Counter(calls)
    assert outcomes(root)["lost"] == 0
    assert not [each for each in root.rglob("*") if each.name.startswith((".batch-", ".writing-", "elsewhere-"))]


def test_killed_or_interrupted_the_submitter_goes_on_to_the_same_result(cluster, tmp_path, undisturbed):
    drafts, reports, calls = undisturbed
    root = tmp_path / "workspace"
    make_clients(root, 3, 12, TEXTS)
    submitters: list[subprocess.Popen[bytes]] = []
    signals = iter((signal.SIGINT, signal.SIGKILL))
    script = AtCall(len(calls) // 3, lambda: submitters[-1].send_signal(next(signals)))
    with OpenAIServer(script) as server:
        submitters.append(begin(root, server.base_url, "--scheduler", cluster.address))
        said = end(submitters[-1])
        assert said.code == Exit.INTERRUPTED, said.err
        assert None not in outcomes(root)
        assert Counter(script.killer.seen) <= Counter(calls)
        script._number = len(calls) * 2 // 3
        submitters.append(begin(root, server.base_url, "--scheduler", cluster.address))
        assert end(submitters[-1]).code == -signal.SIGKILL
        assert run(root, server.base_url, "--scheduler", cluster.address).code == Exit.DONE
    assert read_drafts(root) == drafts
    assert list_reports(root) == reports
    repeated = (Counter(script.killer.seen) - Counter(calls)).total()
    assert repeated <= outcomes(root)["lost"] <= 4


def test_nothing_of_one_client_and_no_key_is_seen_anywhere_else(cluster, tmp_path):
    root = tmp_path / "workspace"
    make_clients(root, 3, 9, TEXTS)
    for name, secret in SECRETS.items():
        note = root / "clients" / name / "notes" / "陈静.md"
        note.write_text(note.read_text("utf-8") + f"陈静：我家的{secret}被师傅碰坏了，客服一直没有回复。\n", "utf-8")
    killer = Killer()

    def refuses_one(call: Call) -> Scripted:
        return fails(400) if SECRETS["客户001"] in call.raw else killer(call)

    with chroma_server(tmp_path / "chroma") as chroma, OpenAIServer(refuses_one) as server:
        said = run(
            root,
            server.base_url,
            "--scheduler",
            cluster.address,
            JOURNEY_CHROMA_URL=chroma,
            JOURNEY_EMBEDDER="e5",
            JOURNEY_ENGINE="auto",
            OPENAI_API_KEY=KEY,
        )
        sent = [call.raw for call in server.calls]
        keys = {call.headers.get("authorization") for call in server.chats}
    assert said.code == Exit.FLAGGED, said.err
    assert "客户001: " in said.err
    assert keys == {f"Bearer {KEY}"}
    assert all(sum(secret in raw for secret in SECRETS.values()) <= 1 for raw in sent)
    for secret in SECRETS.values():
        assert any(secret in raw for raw in sent)
        assert secret not in said.err
    assert len(list(root.glob("outputs/客户00[02]/*/*.docx"))) == 6
    assert not list(root.glob("outputs/客户001/**/*.docx"))
    assert list(root.glob("clients/*/.journey/index/*/served.json"))
    for path in [each for each in root.rglob("*") if each.is_file()]:
        found = {name for name, secret in SECRETS.items() if secret.encode() in readable(path)}
        assert found <= {name for name in SECRETS if name in path.relative_to(root).parts}, path
        assert KEY.encode() not in path.read_bytes(), path
    elsewhere = [*cluster.folder.rglob("*"), *(tmp_path / "chroma").rglob("*")]
    for path in [each for each in elsewhere if each.is_file()]:
        content = path.read_bytes()
        assert not any(secret.encode() in content for secret in SECRETS.values()), path
        assert KEY.encode() not in content, path
        assert path.suffix != ".log" or TEXTS[0].encode() not in content, path
    assert not list(cluster.folder.glob("scratch-*/**/journey-*"))


def test_a_template_an_output_folder_and_segments_travel_and_what_is_done_is_not_done_again(cluster, tmp_path):
    root = tmp_path / "workspace"
    make_clients(root, 1, 9, TEXTS)
    template = Document()
    template.add_paragraph("{{ client }}")
    template.save(str(root / "own.docx"))
    manifest = "clients:\n  - {client: 客户000, output: handed-over, template: own.docx, segments: [home]}\n"
    (root / "batch.yaml").write_text(manifest, encoding="utf-8")
    with OpenAIServer(Killer()) as server:
        said = run(root, server.base_url, "--scheduler", cluster.address)
        assert said.code in (Exit.DONE, Exit.FLAGGED), said.err
        calls = len(server.chats)
        again = run(root, server.base_url, "--scheduler", cluster.address)
        assert len(server.chats) == calls
    assert "1 clients were finished before" in again.err
    made = {each.name for each in (root / "handed-over").iterdir()}
    assert {"own.docx", "journey-map.docx"} <= made
    (draft,) = read_drafts(root).values()
    assert [each["segment"] for each in draft["maps"]] == ["home"]


def test_the_providers_batch_service_goes_with_a_cluster(cluster, tmp_path, monkeypatch, journey, undisturbed):
    root = tmp_path / "workspace"
    make_clients(root, 1, 12, TEXTS)
    monkeypatch.chdir(root)
    provider = ProviderBatches(Analyst())
    with OpenAIServer(Analyst(), route=provider) as server:
        for key, value in settings_of(root, server.base_url).items():
            monkeypatch.setenv(key, value)
        know_endpoint(tmp_path, server)
        command = ("batch", "batch.yaml", "--scheduler", cluster.address, "--provider-batch")
        for _ in ("the codings", "the claims"):
            assert journey(*command).code == Exit.TRY_LATER
            assert not server.chats
            provider.finish()
        ran = journey(*command)
    assert ran.code == Exit.DONE, ran.err
    (draft,) = read_drafts(root).items()
    assert draft in undisturbed[0].items()


# ---------------------------------------------------------------- what cannot work is one clear line


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "workspace"
    make_clients(root, 1, 9, TEXTS)
    monkeypatch.chdir(root)
    for key, value in settings_of(root, "", JOURNEY_ENGINE="extractive", JOURNEY_MODEL="").items():
        monkeypatch.setenv(key, value)
    return root


def said_by(journey: Journey, code: Exit, *arguments: str) -> str:
    ran = journey("batch", "batch.yaml", *arguments)
    assert ran.code == code, ran.err
    return " ".join(ran.err.split())


def test_no_scheduler_there(here, monkeypatch, journey):
    monkeypatch.setattr("assistant.batch.cluster_link.CONNECT", 0.5)
    address = f"tcp://127.0.0.1:{free_port()}"
    assert f"The scheduler {address} cannot be reached." in said_by(journey, Exit.TRY_LATER, "--scheduler", address)


@pytest.mark.parametrize("address", ["127.0.0.1", "http://127.0.0.1:1", "tcp://", "inproc://x", "tcp://host:port"])
def test_no_address_of_a_scheduler(address, here, journey):
    assert "is no address of a scheduler." in said_by(journey, Exit.USAGE, "--scheduler", address)


def test_not_installed(here, monkeypatch, journey):
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = said_by(journey, Exit.USAGE, "--scheduler", "tcp://127.0.0.1:1")
    assert "pip install 'journey-assistant[cluster]'" in said


def test_workers_of_another_version_are_not_used(cluster, here, monkeypatch, journey):
    monkeypatch.setattr("assistant.batch.cluster_link.installed_version", lambda: "9.9.9")
    said = said_by(journey, Exit.TRY_LATER, "--scheduler", cluster.address)
    assert said.count("has another version of journey-assistant: ") == 2
    assert "The cluster has no worker that can be used." in said


def test_workers_of_ones_own_and_a_cluster_do_not_go_together(here, journey):
    assert "cannot go together" in said_by(journey, Exit.USAGE, "--scheduler", "tcp://127.0.0.1:1", "--workers", "2")
