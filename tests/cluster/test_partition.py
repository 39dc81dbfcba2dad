"""A worker that is cut off in the middle of its work, and can be reached again later."""

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.batch.cluster import Cluster
from assistant.errors import Exit
from tests.batch.test_kill import TEXTS, Killer, outcomes
from tests.cluster.test_cluster import AtCall, run, settings_of
from tests.fakes.clients import list_reports, make_clients, read_drafts
from tests.fakes.openai_server import Call, OpenAIServer, Scripted
from tests.fakes.relay import Relay
from tests.fakes.servers import DaskCluster, dask_cluster, free_port, wait_until

CLIENTS = 3


@dataclass
class Divided:
    """A cluster whose worker "far", with two threads, sits behind a network that can be cut; "near" has one thread."""

    cluster: DaskCluster
    ways: tuple[Relay, Relay]
    silence: float

    def cut(self) -> None:
        for each in self.ways:
            each.cut()

    def mend(self) -> None:
        for each in self.ways:
            each.mend()


NOTICES = ("8s", 60.0)
DOES_NOT = ("5 minutes", 1.0)
"""After what silence the scheduler takes a worker for gone; three silences of so many seconds that the submitter does."""


@pytest.fixture(params=[NOTICES, DOES_NOT], ids=["the scheduler notices", "the submitter notices"])
def divided(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Divided]:
    ttl, silence = request.param
    settings = {"DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": ttl}
    with ExitStack() as stack:
        cluster = stack.enter_context(dask_cluster(tmp_path / "cluster", workers=(), **settings))
        home = int(cluster.address.rpartition(":")[2])
        listens, reached, onward = free_port(), free_port(), free_port()
        ways = stack.enter_context(Relay(home, onward)), stack.enter_context(Relay(listens, reached))
        contact = f"tcp://127.0.0.1:{reached}"
        cluster.start_worker("far", by=f"tcp://127.0.0.1:{onward}", port=listens, contact=contact, **settings)
        cluster.start_worker("near", threads=1, **settings)
        yield Divided(cluster, ways, silence)
        for each in ways:
            each.mend()


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Set as soon as a worker's leases are taken back."""
    happened = threading.Event()
    lose = Cluster._lose

    def told(self: Cluster, address: str, desk: str) -> None:
        lose(self, address, desk)
        happened.set()

    monkeypatch.setattr(Cluster, "_lose", told)
    monkeypatch.setattr("assistant.batch.cluster.POLL", 0.3)
    return happened


def test_a_worker_that_was_cut_off_hands_in_nothing_twice(divided, lost, tmp_path, monkeypatch, journey):
    calm = tmp_path / "calm" / "workspace"
    make_clients(calm, CLIENTS, 12, TEXTS)
    killer = Killer()
    with OpenAIServer(killer) as server:
        assert run(calm, server.base_url, "--workers", "0").code == Exit.DONE

    root = tmp_path / "cut" / "workspace"
    make_clients(root, CLIENTS, 12, TEXTS)
    monkeypatch.chdir(root)

    def cut() -> None:
        monkeypatch.setattr("assistant.batch.cluster_link.ANSWER", divided.silence)
        divided.cut()

    script = AtCall(len(killer.seen) // 3, cut)
    mended = threading.Event()

    def mends_when_lost(call: Call) -> Scripted:
        answer = script(call)
        if lost.is_set() and not mended.is_set():
            mended.set()
            divided.mend()  # all that was held back comes now, while others have taken over
        return answer

    with OpenAIServer(mends_when_lost) as server:
        for key, value in settings_of(root, server.base_url).items():
            monkeypatch.setenv(key, value)
        ran = journey("batch", "batch.yaml", "--scheduler", divided.cluster.address)
    assert ran.code == Exit.DONE, ran.err
    assert "The worker that worked on this client is gone." in ran.err
    assert mended.is_set(), "it was never reachable again while the batch ran"
    assert read_drafts(root) == read_drafts(calm)
    assert list_reports(root) == list_reports(calm)
    assert Counter(script.killer.seen) == Counter(killer.seen), "a call was paid for twice"
    assert outcomes(root)["lost"] == 0
    assert not [each for each in root.rglob("*") if each.name.startswith((".batch-", ".writing-", "elsewhere-"))]
    left = divided.cluster.folder
    wait_until(lambda: not list(left.glob("scratch-*/**/journey-*")), "a job that nobody wants is still at work")
