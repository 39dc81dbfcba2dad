"""Batches that draft with a model: nothing of one client reaches another, an endpoint that is down for a while, a budget,
a disk that fills up, two runs at once."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.batch.breaker import Circuit
from assistant.batch.place import BatchPlace
from assistant.errors import Exit
from assistant.wiring_batch import Staffing
from assistant.workspace import Workspace
from tests.batch.conftest import SECRETS, model_workspace
from tests.fakes.analyst import Analyst
from tests.fakes.openai_server import Call, OpenAIServer, Scripted, fails


@pytest.fixture
def modelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return model_workspace(tmp_path, monkeypatch)


def test_nothing_of_one_client_is_ever_seen_with_another(modelled, monkeypatch, journey):
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        ran = journey("batch", "batch.yaml", "--workers", "0")
        sent = [call.raw for call in server.calls]
    assert ran.code == Exit.DONE, ran.err
    assert any(SECRETS["客户000"] in raw for raw in sent)
    for raw in sent:
        assert sum(secret in raw for secret in SECRETS.values()) <= 1
    for path in modelled.rglob("*"):
        if not path.is_file():
            continue
        content = readable(path)
        found = {name for name, secret in SECRETS.items() if secret.encode() in content}
        assert found <= {name for name in SECRETS if name in path.relative_to(modelled).parts}, path
    for secret in SECRETS.values():
        assert secret not in ran.told


def readable(path: Path) -> bytes:
    """The bytes of a file, with what a zip has packed unpacked."""
    import zipfile

    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return path.read_bytes()


def test_an_endpoint_that_is_down_for_a_while_is_waited_for(modelled, monkeypatch, journey):
    analyst, down, failed = Analyst(), threading.Event(), [0]

    def script(call: Call) -> Scripted:
        if down.is_set():
            failed[0] += 1
            if failed[0] >= 12:
                down.clear()
            return fails(503)
        if len(analyst.said) == 6:
            down.set()
        return analyst(call)

    with OpenAIServer(script) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        quick = Staffing(0, Circuit(faults=3, first=0.05, longest=0.2, patience=60.0))
        monkeypatch.setattr("assistant.wiring_batch.Staffing", lambda *_: quick)
        ran = journey("batch", "batch.yaml", "--workers", "0", "--json")
    assert ran.code == Exit.DONE, ran.err
    assert failed[0] >= 12
    assert {each["state"] for each in ran.objects()} == {"done"}


def test_a_budget_for_all_stops_the_batch_and_a_larger_one_goes_on(modelled, monkeypatch, journey):
    prices = "[prices.test-model]\nsent = 10\nreceived = 40\n"
    (modelled / "journey.toml").write_text(f'language = "zh-Hans"\n{prices}', encoding="utf-8")
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        ran = journey("batch", "batch.yaml", "--workers", "0", "--budget", "0.5", "--json")
        assert ran.code == Exit.BUDGET
        paid = len(server.chats)
        ran = journey("batch", "batch.yaml", "--workers", "0", "--budget", "50", "--json")
        assert ran.code == Exit.DONE, ran.err
        sent = len(server.chats)
    assert 0 < paid < sent
    with sqlite3.connect(next(modelled.glob(".journey/batches/*/ledger.sqlite"))) as store:
        calls = store.execute("SELECT client, key FROM call WHERE outcome = 'answered'").fetchall()
    assert len(calls) == sent
    assert len(calls) == len(set(calls)), "a call that was answered was sent again"


def test_a_second_run_of_the_same_batch_says_so_and_leaves(modelled, journey):
    place = BatchPlace(Workspace(modelled), modelled / "batch.yaml")
    place.folder.mkdir(parents=True)
    holder = (
        "import sys; from filelock import FileLock; lock = FileLock(sys.argv[1]); lock.acquire(); "
        "print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, str(place.folder / "run.lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        ran = journey("batch", "batch.yaml", "--engine", "extractive", "--workers", "0")
        assert other.stdin is not None
        other.stdin.close()
    assert ran.code == Exit.TRY_LATER
    assert "is running" in ran.err
    assert not list(modelled.glob("outputs/**/*.docx"))


def test_a_full_disk_fails_that_client_with_the_reason_and_leaves_nothing_half_written(modelled, monkeypatch, journey):
    import errno
    import os

    replace = Path.replace

    def full(self: Path, target: object) -> Path:
        if "客户001" in str(target) and str(target).endswith(".docx"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
        return replace(self, target)  # type: ignore[arg-type]

    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        monkeypatch.setattr(Path, "replace", full)
        ran = journey("batch", "batch.yaml", "--workers", "0", "--json")
        assert ran.code == Exit.FLAGGED
        states = {each["client"]: each["state"] for each in ran.objects()}
        assert states == {"客户000": "done", "客户001": "failed", "客户002": "done"}
        assert "the disk is full" in ran.err
        assert not list(modelled.glob("outputs/客户001/**/*.docx"))
        assert not list(modelled.glob("clients/客户001/.journey/drafts/*.json"))
        sent = len(server.chats)
        monkeypatch.setattr(Path, "replace", replace)
        ran = journey("batch", "batch.yaml", "--failed", "--workers", "0", "--json")
        assert ran.code == Exit.DONE, ran.err
        assert len(server.chats) == sent, "everything had been answered before the disk was full"


def test_the_ledger_holds_no_word_of_the_notes_and_every_call_its_end(modelled, monkeypatch, journey):
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        journey("batch", "batch.yaml", "--workers", "0")
        sent = len(server.chats)
    (path,) = modelled.glob(".journey/batches/*/ledger.sqlite")
    with sqlite3.connect(path) as store:
        assert store.execute("SELECT count(*), count(outcome) FROM call").fetchone() == (sent, sent)
    assert not list(modelled.glob("clients/*/.journey/batch/answers.sqlite*"))


def test_a_dry_run_says_which_names_have_to_be_settled_first(modelled, monkeypatch, journey):
    note = modelled / "clients" / "客户001" / "notes" / "陈静.md"
    note.write_text(note.read_text("utf-8") + "陈静：上次是王建国师傅来修的，张丽华在旁边看着。\n", "utf-8")
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        told = {
            each["client"]: each["stopped_by"]
            for each in journey("batch", "batch.yaml", "--dry-run", "--json").objects()
        }
        masked = journey("batch", "batch.yaml", "--dry-run", "--mask-suspects", "--json").objects()
        assert not server.calls
    assert told["客户000"] is None
    assert "王建国" in told["客户001"]
    assert [each["stopped_by"] for each in masked] == [None, None, None]


def test_what_the_model_refused_is_told_and_asked_again_with_failed(modelled, monkeypatch, journey):
    analyst, refusing = Analyst(), threading.Event()

    def refuse(value: object, _sent: object) -> object:
        return Scripted(text="I cannot help with that.", finish="content_filter") if refusing.is_set() else value

    analyst.lies["claims"] = refuse
    with OpenAIServer(analyst) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        refusing.set()
        first = journey("batch", "batch.yaml", "--workers", "0")
        refusing.clear()
        asked = len(analyst.said)
        again = journey("batch", "batch.yaml", "--workers", "0")
        assert len(analyst.said) == asked
        mended = journey("batch", "batch.yaml", "--workers", "0", "--failed", "--only", "客户000")
        steps = [each.step for each in analyst.said[asked:]]
        whole = journey("batch", "batch.yaml", "--workers", "0", "--failed", "--json")
    assert first.code == again.code == mended.code == Exit.FLAGGED, first.err
    assert "cells not written" in first.err
    assert "--failed" in first.err
    assert steps, mended.err
    assert "codings" not in steps
    assert whole.code == Exit.DONE, whole.err
    assert {each["unanswered"] for each in whole.objects()} == {0}
    assert all(each["cells_filled"] for each in whole.objects())
