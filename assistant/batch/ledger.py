"""What was begun and what was done, written down as it happens: jobs, their steps, and every call before it is sent.

Names of clients and digests only, never a word of the notes. One process writes it, from several threads.
"""

import sqlite3
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.batch.jobs import DONE, FAILURE, Done, Failure, Job
from assistant.causes import cause_of
from assistant.durable import all_or_none, open_durable
from assistant.errors import StorageError
from assistant.wording import Text

SCHEMA = 1
_TABLES = """
CREATE TABLE IF NOT EXISTS batch (round TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS job (
    client TEXT PRIMARY KEY, name TEXT NOT NULL, fingerprint TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, begun TEXT, ended TEXT, result TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS step (client TEXT NOT NULL, step TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS call (
    number INTEGER PRIMARY KEY, client TEXT NOT NULL, key TEXT NOT NULL, step TEXT NOT NULL, sent TEXT NOT NULL,
    outcome TEXT, tokens_in INTEGER NOT NULL DEFAULT 0, tokens_out INTEGER NOT NULL DEFAULT 0,
    cost TEXT NOT NULL DEFAULT '0', latency REAL NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS call_of_client ON call (client);
CREATE TABLE IF NOT EXISTS shipment (
    id TEXT PRIMARY KEY, client TEXT NOT NULL, base_url TEXT NOT NULL, model TEXT NOT NULL, made TEXT NOT NULL,
    requests INTEGER NOT NULL, reserved TEXT NOT NULL, price TEXT NOT NULL, state TEXT NOT NULL,
    batch TEXT NOT NULL DEFAULT '', files TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shipped (
    number INTEGER PRIMARY KEY, shipment TEXT NOT NULL, name TEXT NOT NULL, turn INTEGER NOT NULL, expected INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS shipped_in ON shipped (shipment);
"""
ANSWERED, LOST = "answered", "lost"
_AGAIN = "+"  # parts the fingerprint of a job that is done again from what tells that it is


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    AWAITED = "awaited"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobRecord:
    """A job as the ledger knows it. `outcome` is there when it is done or failed."""

    client: str
    name: str
    fingerprint: str
    state: State
    attempts: int
    outcome: Done | Failure | None

    @property
    def incomplete(self) -> bool:
        """Whether the job is done but for what the model failed to answer."""
        return isinstance(self.outcome, Done) and self.outcome.unanswered > 0


@dataclass(frozen=True, slots=True)
class CallTotals:
    """What calls come to. `lost` were in flight when a run was killed: they may have been paid for twice; `shipped` were
    answered by a provider's batch service."""

    answered: int = 0
    failed: int = 0
    lost: int = 0
    tokens: int = 0
    cost: Decimal = Decimal(0)
    shipped: int = 0


class BatchLedger:
    """The ledger of one batch in one SQLite file. Every method raises StorageError where the file cannot be used."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        """Opens the file, making it where it is missing. `now` gives the time of day with its zone."""
        self._path = path
        self._now = now
        self._lock = threading.Lock()
        self.answers = 0
        """Calls answered since the file was opened."""
        self.spent = Decimal(0)
        """What calls have cost since the file was opened."""
        with self._faults():
            self._store = open_durable(path)
            found = self._store.execute("PRAGMA user_version").fetchone()[0]
            if found not in (0, SCHEMA):
                raise self._other_schema(found)
            self._store.executescript(_TABLES)
            self._store.execute(f"PRAGMA user_version={SCHEMA}")

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._store.close()

    @property
    def round_(self) -> str:
        """When the batch was first begun; another one where it was begun afresh."""
        with self.written() as store:
            found = store.execute("SELECT round FROM batch").fetchone()
            if found is None:
                found = (self._stamp(),)
                store.execute("INSERT INTO batch VALUES (?)", found)
        return str(found[0])

    # ------------------------------------------------------------ jobs

    def enter(self, jobs: Iterable[Job]) -> None:
        """Puts the jobs on the list; one that is there under the same fingerprint keeps what became of it.

        Jobs that are not among these go from the list.
        """
        listed = list(jobs)
        with self.written() as store:
            kept = {row[0]: row[1] for row in store.execute("SELECT client, fingerprint FROM job")}
            gone = kept.keys() - {each.client for each in listed}
            store.executemany("DELETE FROM job WHERE client = ?", [(each,) for each in gone])
            changed = [each for each in listed if kept.get(each.client, "").partition(_AGAIN)[0] != each.fingerprint]
            rows = [(each.client, each.name, each.fingerprint, State.WAITING) for each in changed]
            store.executemany("INSERT OR REPLACE INTO job (client, name, fingerprint, state) VALUES (?, ?, ?, ?)", rows)
            # nobody runs anything when a run begins: what stands so was cut off
            store.execute("UPDATE job SET state = ? WHERE state = ?", (State.WAITING, State.RUNNING))

    def records(self) -> dict[str, JobRecord]:
        """All jobs by client."""
        rows = self.read("SELECT client, name, fingerprint, state, attempts, result FROM job")
        return {row[0]: _record(row) for row in rows}

    def reopen(self, due: Iterable[Job]) -> list[Job]:
        """The jobs under the fingerprints that they run by: one that was done is done again under another, and so are
        the attempts that follow when that is cut off."""
        jobs, records = list(due), self.records()
        again = [records[each.client] for each in jobs if records[each.client].state is State.DONE]
        rows = [(State.WAITING, f"{each.fingerprint}{_AGAIN}{each.attempts}", each.client) for each in again]
        with self.written() as store:
            store.executemany("UPDATE job SET state = ?, fingerprint = ?, result = NULL WHERE client = ?", rows)
        records = self.records()
        return [replace(each, fingerprint=records[each.client].fingerprint) for each in jobs]

    def begin(self, client: str) -> None:
        """The job is under way."""
        self._change(
            "UPDATE job SET state = ?, attempts = attempts + 1, begun = ?, ended = NULL, result = NULL WHERE client = ?",
            (State.RUNNING, self._stamp(), client),
        )

    def finish(self, client: str, done: Done) -> None:
        """The job is done, for good."""
        self._end(client, State.DONE, DONE.dump_json(done).decode())

    def fail(self, client: str, failure: Failure) -> None:
        """The job came to nothing; the next run tries it again."""
        self._end(client, State.FAILED, FAILURE.dump_json(failure).decode())

    def wait_for(self, client: str) -> None:
        """The job's calls lie with a provider: it is gone on with when the results are there."""
        self._end(client, State.AWAITED, None)

    def put_back(self, client: str) -> None:
        """The job was left before its end, to be gone on with."""
        self._end(client, State.WAITING, None)

    def step(self, client: str, step: str) -> None:
        """The job has come to that step."""
        self._change("INSERT INTO step VALUES (?, ?, ?)", (client, step, self._stamp()))

    def steps(self, client: str) -> list[str]:
        """The steps that a job has come to, over all its attempts."""
        return [row[0] for row in self.read("SELECT step FROM step WHERE client = ? ORDER BY rowid", (client,))]

    # ------------------------------------------------------------ calls

    def intend(self, client: str, key: str, step: str) -> int:
        """A call is about to be sent; returns its number. Nothing may be sent before this has returned."""
        query = "INSERT INTO call (client, key, step, sent) VALUES (?, ?, ?, ?)"
        with self._faults(), self._lock:
            number = self._store.execute(query, (client, key, step, self._stamp())).lastrowid
        assert number is not None
        return number

    def answered(self, number: int, tokens_in: int, tokens_out: int, cost: Decimal, latency: float) -> None:
        """The answer to a call is stored."""
        self._change(
            "UPDATE call SET outcome = ?, tokens_in = ?, tokens_out = ?, cost = ?, latency = ? WHERE number = ?",
            (ANSWERED, tokens_in, tokens_out, str(cost), round(latency, 3), number),
        )
        with self._lock:
            self.answers += 1
            self.spent += cost

    def failed(self, number: int, outcome: str, cost: Decimal = Decimal(0)) -> None:
        """A call failed in that way, at that cost."""
        self._change("UPDATE call SET outcome = ?, cost = ? WHERE number = ?", (outcome, str(cost), number))

    def open_calls(self, client: str) -> list[int]:
        """The numbers of calls that were sent and of whose end nothing is known; not those that lie with a provider."""
        rows = self.read(
            "SELECT number FROM call WHERE client = ? AND outcome IS NULL AND number NOT IN (SELECT number FROM shipped)",
            (client,),
        )
        return [row[0] for row in rows]

    def lose(self, numbers: Sequence[int]) -> None:
        """Those calls were in flight when a run was killed: sent, perhaps paid for, and to be sent again."""
        with self.written() as store:
            store.executemany("UPDATE call SET outcome = ? WHERE number = ?", [(LOST, each) for each in numbers])

    def call_totals(self) -> dict[str, CallTotals]:
        """What the calls of each client have come to, over all runs."""
        found: dict[str, CallTotals] = {}
        for client, outcome, tokens_in, tokens_out, cost, shipped in self.read(
            "SELECT client, outcome, tokens_in, tokens_out, cost, shipment IS NOT NULL FROM call LEFT JOIN shipped USING (number)"
        ):
            totals = found.get(client, CallTotals())
            found[client] = CallTotals(
                totals.answered + (outcome == ANSWERED),
                totals.failed + (outcome not in (ANSWERED, LOST, None)),
                totals.lost + (outcome == LOST),
                totals.tokens + tokens_in + tokens_out,
                totals.cost + Decimal(cost),
                totals.shipped + (shipped and outcome == ANSWERED),
            )
        return found

    def cost(self) -> Decimal:
        """What all calls have cost, over all runs."""
        return sum((each.cost for each in self.call_totals().values()), Decimal(0))

    def latencies(self) -> list[float]:
        """Seconds that answered calls took, each sent by itself."""
        query = "SELECT latency FROM call WHERE outcome = ? AND number NOT IN (SELECT number FROM shipped)"
        return [row[0] for row in self.read(query, (ANSWERED,))]

    # ------------------------------------------------------------ the file

    def _end(self, client: str, state: State, result: str | None) -> None:
        self._change(
            "UPDATE job SET state = ?, ended = ?, result = ? WHERE client = ?", (state, self._stamp(), result, client)
        )

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="milliseconds")

    def _change(self, statement: str, values: Sequence[Any]) -> None:
        with self._faults(), self._lock:
            self._store.execute(statement, values)

    def read(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """The rows of a query."""
        with self._faults(), self._lock:
            return self._store.execute(query, values).fetchall()

    def count_answers(self, calls: int, cost: Decimal) -> None:
        """So many calls more were answered, at that cost."""
        with self._lock:
            self.answers += calls
            self.spent += cost

    @contextmanager
    def written(self) -> Generator[sqlite3.Connection]:
        """Everything in the block is written, or nothing."""
        with self._faults(), self._lock, all_or_none(self._store, "BEGIN IMMEDIATE"):
            yield self._store

    @contextmanager
    def _faults(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            message = Text(
                "批处理的台账 {path} 无法使用：{why}。", "The ledger of the batch, {path}, cannot be used: {why}."
            )
            hint = Text(
                "请检查磁盘空间和权限后再运行同一条命令；已存下的答复都在。",
                "Check the space on the disk and permissions, then run the same command; answers that are stored stay.",
            )
            raise StorageError(message.filled(path=self._path, why=cause_of(error)), hint) from error

    def _other_schema(self, found: int) -> StorageError:
        message = Text(
            "批处理的台账 {path} 是另一个版本写的（{found}，本程序用 {expected}）。",
            "The ledger of the batch, {path}, was written by another version ({found}; this program uses {expected}).",
        )
        hint = Text(
            "用那个版本做完，或用 --afresh 重新开始。", "Finish with that version, or begin again with --afresh."
        )
        return StorageError(message.filled(path=self._path, found=found, expected=SCHEMA), hint)


def _record(row: Sequence[Any]) -> JobRecord:
    client, name, fingerprint, state, attempts, result = row
    outcome: Done | Failure | None = None
    if result is not None:
        outcome = DONE.validate_json(result) if state == State.DONE else FAILURE.validate_json(result)
    return JobRecord(client, name, fingerprint, State(state), attempts, outcome)
