"""A batch killed or interrupted at any moment goes on to the very same drafts, and pays again only for calls in flight."""

import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import Exit
from tests.batch.conftest import TEXTS
from tests.fakes.analyst import Analyst
from tests.fakes.clients import list_reports, make_clients, read_drafts
from tests.fakes.openai_server import Call, OpenAIServer, Scripted

CONCURRENCY = 4
CLIENTS, STATEMENTS = 2, 9
JOURNEY = "from assistant.cli import main; main()"


class Killer:
    """Answers as the analyst does; with the call of that number it does what is told to the process that asks."""

    def __init__(self, does: Callable[[int], None] = lambda pid: os.kill(pid, signal.SIGKILL)) -> None:
        self.analyst = Analyst()
        self.does = does
        self.at: int | None = None
        self.victim: subprocess.Popen[bytes] | None = None
        self.seen: list[str] = []

    def __call__(self, call: Call) -> Scripted:
        answer = self.analyst(call)
        self.seen.append(_without_fences(call))
        if self.at is not None and len(self.seen) >= self.at and self.victim is not None:
            self.at = None
            self.does(self.victim.pid)
        return answer


def _without_fences(call: Call) -> str:
    return re.sub(r"notes [0-9a-f]{16}", "notes", call.raw)


def run(root: Path, url: str, killer: Killer | None = None, workers: int = 0) -> int:
    environment = {
        **os.environ,
        "JOURNEY_MODEL": "test-model",
        "JOURNEY_BASE_URL": url,
        "JOURNEY_ENGINE": "llm",
        "JOURNEY_EMBEDDER": "none",
        "JOURNEY_CONCURRENCY": str(CONCURRENCY),
        "JOURNEY_CACHE": str(root.parent / "cache"),
    }
    command = [sys.executable, "-c", JOURNEY, "batch", "batch.yaml", "--workers", str(workers)]
    process = subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if killer is not None:
        killer.victim = process
    _, said = process.communicate(timeout=300)
    assert b"our fault" not in said, said.decode()
    return process.returncode


def outcomes(root: Path) -> Counter[Any]:
    (path,) = root.glob(".journey/batches/*/ledger.sqlite")
    with sqlite3.connect(path) as store:
        return Counter(dict(store.execute("SELECT outcome, count(*) FROM call GROUP BY outcome")))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[str], list[str]]:
    """The drafts and reports of a run that nobody disturbs, and its calls."""
    os.environ["JOURNEY_LANG"] = "en"
    root = tmp_path_factory.mktemp("calm") / "workspace"
    make_clients(root, CLIENTS, STATEMENTS, TEXTS)
    killer = Killer()
    with OpenAIServer(killer) as server:
        assert run(root, server.base_url) == 0
    return read_drafts(root), list_reports(root), killer.seen


@pytest.mark.parametrize(("seed", "workers"), [(1, 0), (2, 0), (3, 2)])
def test_killed_and_run_again_it_comes_to_the_same(seed, workers, tmp_path, undisturbed):
    drafts, reports, calls = undisturbed
    root = tmp_path / "workspace"
    make_clients(root, CLIENTS, STATEMENTS, TEXTS)
    killer = Killer()
    killer.at = random.Random(seed).randint(1, len(calls))
    with OpenAIServer(killer) as server:
        assert run(root, server.base_url, killer, workers) == -signal.SIGKILL
        assert run(root, server.base_url, workers=workers) == 0
    assert read_drafts(root) == drafts
    assert list_reports(root) == reports
    repeated = (Counter(killer.seen) - Counter(calls)).total()
    lost = outcomes(root)["lost"]
    assert repeated <= lost <= CONCURRENCY
    assert not [each for each in root.rglob("*") if each.name.startswith((".batch-", ".writing-"))]


def test_ctrl_c_finishes_the_calls_under_way_and_nothing_is_paid_twice(tmp_path, undisturbed):
    drafts, _, calls = undisturbed
    root = tmp_path / "workspace"
    make_clients(root, CLIENTS, STATEMENTS, TEXTS)
    killer = Killer(lambda pid: os.kill(pid, signal.SIGINT))
    killer.at = len(calls) // 2
    with OpenAIServer(killer) as server:
        assert run(root, server.base_url, killer) == Exit.INTERRUPTED
        assert None not in outcomes(root)
        assert run(root, server.base_url) == 0
    assert read_drafts(root) == drafts
    assert Counter(killer.seen) == Counter(calls)


def test_a_worker_that_dies_is_replaced_and_its_client_run_again(tmp_path, undisturbed):
    drafts, reports, calls = undisturbed
    root = tmp_path / "workspace"
    make_clients(root, CLIENTS, STATEMENTS, TEXTS)
    killer = Killer(lambda pid: os.kill(_child_of(pid), signal.SIGKILL))
    killer.at = len(calls) // 3
    with OpenAIServer(killer) as server:
        assert run(root, server.base_url, killer, workers=1) == 0
    assert read_drafts(root) == drafts
    assert list_reports(root) == reports


def _child_of(pid: int) -> int:
    found = [each.read_text().split() for each in Path(f"/proc/{pid}/task").glob("*/children")]
    return int(next(word for words in found for word in words))
