"""Batches whose texts are embedded at an endpoint: the batch's limits and its budget hold for those calls, too."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import Exit, StorageError
from assistant.wording import Text
from tests.batch.conftest import model_workspace
from tests.fakes.analyst import Analyst
from tests.fakes.openai_server import Call, OpenAIServer, Scripted, fails

JOURNEY = "from assistant.cli import main; main()"
PRICES = "[prices.test-model]\nsent = 10\nreceived = 40\n[prices.test-embedding]\nsent = {sent}\nreceived = 0\n"


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three clients that a model drafts, with vectors from the same server."""
    root = model_workspace(tmp_path, monkeypatch)
    monkeypatch.setenv("JOURNEY_EMBEDDING_MODEL", "test-embedding")
    return root


def embeddings(server: OpenAIServer) -> list[Call]:
    return [call for call in server.calls if call.path.endswith("/embeddings")]


def calls(root: Path, query: str) -> list[Any]:
    with sqlite3.connect(next(root.glob(".journey/batches/*/ledger.sqlite"))) as store:
        return store.execute(query).fetchall()


def check_one_at_a_time(server: OpenAIServer, root: Path) -> None:
    assert len(embeddings(server)) >= 3
    assert server.most_at_once == 1
    rows = calls(root, "SELECT client, outcome FROM call WHERE step = 'embed'")
    assert len(rows) >= len(embeddings(server)), "a call went out that was not written down"
    answered = [client for client, outcome in rows if outcome == "answered"]
    assert set(answered) == {"客户000", "客户001", "客户002"}
    assert len(answered) <= len(embeddings(server))


def test_texts_and_questions_are_sent_within_one_limit(embedded, monkeypatch, journey):
    monkeypatch.setenv("JOURNEY_CONCURRENCY", "1")
    with OpenAIServer(Analyst(), latency=0.01) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        ran = journey("batch", "batch.yaml", "--workers", "0")
        assert ran.code == Exit.DONE, ran.err
    check_one_at_a_time(server, embedded)


def test_worker_processes_send_theirs_through_the_one_who_counts_and_need_no_key(embedded):
    with OpenAIServer(Analyst(), latency=0.01) as server:
        asked = {"JOURNEY_BASE_URL": server.base_url, "JOURNEY_CONCURRENCY": "1", "OPENAI_API_KEY": "kept-here"}
        command = [sys.executable, "-c", JOURNEY, "batch", "batch.yaml", "--workers", "2"]
        ran = subprocess.run(command, env={**os.environ, **asked}, capture_output=True)
        assert ran.returncode == Exit.DONE, ran.stderr.decode()
        keys = {
            value
            for call in embeddings(server)
            for name, value in call.headers.items()
            if name.lower() == "authorization"
        }
        assert keys == {"Bearer kept-here"}
    check_one_at_a_time(server, embedded)


def test_vectors_are_paid_from_the_one_budget(embedded, monkeypatch, journey):
    (embedded / "journey.toml").write_text(f'language = "zh-Hans"\n{PRICES.format(sent=100_000)}', encoding="utf-8")
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        ran = journey("batch", "batch.yaml", "--workers", "0", "--budget", "1", "--json")
        assert ran.code == Exit.BUDGET, ran.err
        assert not server.chats, "the budget was not enough for the vectors alone"
    (embedded / "journey.toml").write_text(f'language = "zh-Hans"\n{PRICES.format(sent=100)}', encoding="utf-8")
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        ran = journey("batch", "batch.yaml", "--workers", "0", "--budget", "50", "--json")
        assert ran.code == Exit.DONE, ran.err
    spent = sum(float(cost) for (cost,) in calls(embedded, "SELECT cost FROM call WHERE step = 'embed'"))
    assert spent > 0
    assert spent <= 50


def test_a_budget_for_vectors_that_cost_nobody_knows_what_is_refused_first(embedded, monkeypatch, journey):
    prices = "[prices.test-model]\nsent = 10\nreceived = 40\n"
    (embedded / "journey.toml").write_text(f'language = "zh-Hans"\n{prices}', encoding="utf-8")
    monkeypatch.setenv("JOURNEY_BASE_URL", "https://api.example.com/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "some-key")
    ran = journey("batch", "batch.yaml", "--workers", "0", "--budget", "1")
    assert ran.code == Exit.USAGE
    assert "no price for this model" in ran.err


def test_a_text_is_sent_once_whatever_its_vector_is_used_for(embedded, monkeypatch, journey):
    add_interview(embedded)
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        ran = journey("draft", "客户000", "--yes", "--mask-suspects")
        assert ran.code == Exit.DONE, ran.err
        sent = Counter(text for call in embeddings(server) for text in call.body["input"])
    assert {"后来呢？", "装得很快。", "后来呢？ 装得很快。"} <= sent.keys()
    assert [text for text, times in sent.items() if times > 1] == []


def test_vectors_that_were_paid_for_are_not_asked_again(embedded, monkeypatch, journey):
    """The first run ends at its first question: all vectors are there by then, and stay."""
    analyst, broken = Analyst(), [True]

    def script(call: Call) -> Scripted:
        if broken[0] and call.path.endswith("/chat/completions"):
            return fails(401)
        return analyst(call)

    with OpenAIServer(script) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        assert journey("batch", "batch.yaml", "--workers", "0").code != Exit.DONE
        before = len(embeddings(server))
        broken[0] = False
        ran = journey("batch", "batch.yaml", "--workers", "0")
        assert ran.code == Exit.DONE, ran.err
        asked = Counter(call.raw for call in embeddings(server)[:before])
        again = Counter(call.raw for call in embeddings(server)[before:])
    assert before >= 3
    assert not asked & again


def test_vectors_that_came_before_a_crash_are_taken_from_what_was_kept(embedded, monkeypatch, journey):
    """The index is lost before it holds a vector; the answers of the endpoint are not."""
    from assistant.retrieval.writing import IndexWriter

    update = IndexWriter.update

    def lost(self: IndexWriter, *given: Any, **named: Any) -> Any:
        update(self, *given, **named)
        raise StorageError(Text("断了。", "cut off."))

    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        monkeypatch.setattr(IndexWriter, "update", lost)
        assert journey("batch", "batch.yaml", "--workers", "0").code != Exit.DONE
        before = len(embeddings(server))
        for store in embedded.glob("clients/*/.journey/index/*"):
            if store.is_file():
                store.unlink()
        monkeypatch.setattr(IndexWriter, "update", update)
        ran = journey("batch", "batch.yaml", "--workers", "0")
        assert ran.code == Exit.DONE, ran.err
        after = len(embeddings(server))
    assert before == after > 0


QUESTIONS = 5
"""Calls for the playbook's questions, one a stage: whether a stage's are asked for hangs on what the notes say of it."""
INTERVIEW = "访谈者：您是怎么知道的？\n\n陈静：邻居推荐的，在业主群里看到的。\n\n访谈者：后来呢？\n\n陈静：装得很快。\n"


def add_interview(root: Path) -> None:
    (root / "clients" / "客户000" / "notes" / "访谈.md").write_text(INTERVIEW, encoding="utf-8")


@pytest.mark.parametrize("engine", ["llm", "extractive"])
def test_a_dry_run_counts_the_texts_that_would_be_embedded_and_sends_none(embedded, monkeypatch, journey, engine):
    add_interview(embedded)
    monkeypatch.setenv("JOURNEY_ENGINE", engine)
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        ran = journey("draft", "客户000", "--dry-run", "--json")
        assert ran.code == Exit.DONE, ran.err
        assert not server.calls
        expected = json.loads(ran.out)["embedding_calls"]
        assert journey("draft", "客户000", "--yes", "--mask-suspects").code == Exit.DONE
        assert 0 <= expected - len(embeddings(server)) <= QUESTIONS, "at most so many, and hardly fewer"
        assert embeddings(server)
        again = json.loads(journey("draft", "客户000", "--dry-run", "--json").out)
    assert again["embedding_calls"] <= (0 if engine == "llm" else QUESTIONS), "the vectors are there by now"


@pytest.mark.parametrize("engine", ["llm", "extractive"])
def test_the_plan_of_a_batch_counts_them_too_with_their_cost(embedded, monkeypatch, journey, engine):
    add_interview(embedded)
    prices = PRICES.format(sent=1000)
    (embedded / "journey.toml").write_text(f'language = "zh-Hans"\n{prices}', encoding="utf-8")
    monkeypatch.setenv("JOURNEY_ENGINE", engine)
    with OpenAIServer(Analyst()) as server:
        monkeypatch.setenv("JOURNEY_BASE_URL", server.base_url)
        ran = journey("batch", "batch.yaml", "--dry-run", "--json")
        assert ran.code == Exit.DONE, ran.err
        assert not server.calls
        lines = [json.loads(line) for line in ran.out.splitlines()]
        assert all(each["embedding_calls"] > 0 and float(each["cost"]) > 0 for each in lines)
        said = journey("batch", "batch.yaml", "--dry-run", "--engine", engine).told
        assert "are for an embedder" in said
        assert ("extractive" in said) == (engine == "extractive")
        assert journey("batch", "batch.yaml", "--workers", "0", "--mask-suspects").code == Exit.DONE
    assert len(embeddings(server)) >= len(lines)
    again = [json.loads(line) for line in journey("batch", "batch.yaml", "--dry-run", "--json").out.splitlines()]
    assert sum(each["embedding_calls"] for each in again) <= (0 if engine == "llm" else QUESTIONS)
