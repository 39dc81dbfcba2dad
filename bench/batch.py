"""What a batch takes: calls side by side over many clients, the embedder kept busy, a finished batch looked at again.

python -m bench.batch calls     200 clients × about 60 calls at a fixed latency: wall time against the ideal, memory
python -m bench.batch embedder  30 extractive clients of short notes, then 30 of notes like a real client's: share of the
                                bare embedder's throughput on the same texts, the start of the batch included
python -m bench.batch memory    200 extractive clients: time, and memory from client 20 to client 200
python -m bench.batch resume    what a second run of a finished batch of 200 takes
python -m bench.batch kill      killed at 30 random moments (fixed seeds) and run again: the same drafts, calls repeated

The model is the tests' own protocol server with a scripted analyst, in a process of its own. Clients are generated from
the shipped codebook by fixed seeds; those of real size have the sample company's 18 notes. The program runs from compiled
files, as an installed one does from its second start on; they are kept in a folder of the measurement.
"""

import argparse
import csv
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from assistant.errors import Exit
from assistant.library import knowledge_folder
from assistant.retrieval.embedder import Embedder, build_embedder
from bench.common import markdown_table
from bench.llm import serve
from tests.fakes.analyst import Analyst
from tests.fakes.clients import list_reports, make_clients, read_drafts
from tests.fakes.openai_server import Call, OpenAIServer, Scripted

LATENCY, CONCURRENCY = 0.3, 32
STATEMENTS = 110
"""Enough for about 60 calls: 40 cells, 5 stages and the gaps, the rest codings and second checks."""
FEW_STATEMENTS = 30
"""For what hangs on the number of clients and not on their size."""
JOURNEY = "from assistant.cli import main; main()"
MOST_MEMORY = 1536.0
KILLS = 30
CLIENTS = 200
EMBEDDED_CLIENTS = 30
"""Enough for the start and the end of a batch to be shared out, as they are in use. A real client takes ten seconds of
processor time to embed, in the batch and once more bare: with these it takes seven minutes."""


def codebook_texts() -> list[str]:
    """The statements of the shipped Chinese codebook."""
    texts: dict[str, None] = {}
    for path in sorted((knowledge_folder() / "codebook").glob("zh-*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            texts.update((row["text"], None) for row in csv.DictReader(file) if "\n" not in row["text"])
    return list(texts)


def command(root: Path, *arguments: str, **settings: str) -> "subprocess.Popen[bytes]":
    """`journey batch` in that workspace, begun; its cache is the machine's own unless `cache` says otherwise."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("JOURNEY_")}
    given = {f"JOURNEY_{key.upper()}": value for key, value in settings.items()}
    return subprocess.Popen(
        [sys.executable, "-c", JOURNEY, "batch", "batch.yaml", *arguments],
        cwd=root,
        env={**kept, "JOURNEY_LANG": "en", **given},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def model_settings(url: str) -> dict[str, str]:
    """The settings of a batch that drafts with the scripted model."""
    return {
        "model": "bench-model",
        "base_url": url,
        "engine": "llm",
        "embedder": "none",
        "context_window": "16384",
        "concurrency": str(CONCURRENCY),
    }


# ---------------------------------------------------------------- watching


class Memory(threading.Thread):
    """Looks every half second what a process and its children hold (proportional set size, in MB)."""

    def __init__(self, process: "subprocess.Popen[bytes]", ledger_of: Path) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._root = ledger_of
        self.seen: list[tuple[int, float]] = []

    def run(self) -> None:
        while self._process.poll() is None:
            held = sum(_held(each) for each in _family(self._process.pid))
            self.seen.append((_clients_done(self._root), held))
            time.sleep(0.5)

    def peak(self) -> float:
        """The most that was held at a time."""
        return max((held for _, held in self.seen), default=0.0)

    def level(self, first: int, last: int) -> float:
        """The most that was held while so many clients were done."""
        return max((held for done, held in self.seen if first <= done <= last), default=0.0)


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += [int(word) for word in task.read_text().split()]
            except OSError:
                continue
    return found


def _held(pid: int) -> float:
    try:
        match = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(match[1]) / 1024 if match else 0.0


def _ledger(root: Path) -> Path | None:
    return next(iter(root.glob(".journey/batches/*/ledger.sqlite")), None)


def _ask(root: Path, query: str) -> list[Any]:
    path = _ledger(root)
    if path is None:
        return []
    try:
        with closing(sqlite3.connect(path, timeout=5)) as store:
            return store.execute(query).fetchall()
    except sqlite3.Error:
        return []


def _clients_done(root: Path) -> int:
    rows = _ask(root, "SELECT count(*) FROM job WHERE state = 'done'")
    return int(rows[0][0]) if rows else 0


# ---------------------------------------------------------------- the measurements


def measure_calls(root: Path, clients: int) -> list[Sequence[str]]:
    """Wall time of a batch against the ideal of its calls side by side, and what memory it held."""
    with serve(LATENCY) as url:
        settings = model_settings(url)
        warm = root.parent / "warm"
        make_clients(warm, 1, 12, codebook_texts())  # how the endpoint takes shapes is found out before
        command(warm, **settings).wait()
        began = time.perf_counter()
        busy = _children_seconds()
        process = command(root, **settings)
        memory = Memory(process, root)
        memory.start()
        _, said = process.communicate()
        seconds = time.perf_counter() - began
        busy = _children_seconds() - busy
    if process.returncode != 0:
        raise SystemExit(said.decode())
    calls = _ask(root, "SELECT count(*) FROM call")[0][0]
    ideal = calls * LATENCY / CONCURRENCY
    early, late = memory.level(clients // 10, clients // 5), memory.level(clients * 9 // 10, clients)
    return [
        ("clients, calls", f"{clients}, {calls}", ""),
        ("wall time", f"{seconds:.1f} s", ""),
        ("times calls × latency / 32", f"{seconds / ideal:.2f}", "1.15"),
        ("processor time of the batch", f"{busy:.1f} s", ""),
        ("peak memory of all its processes", f"{memory.peak():.0f} MB", f"{MOST_MEMORY:.0f} MB"),
        (f"memory, clients {clients // 10}–{clients // 5} / {clients * 9 // 10}–{clients}", f"{early:.0f} / {late:.0f} MB", "flat"),
    ]  # fmt: skip


def measure_extractive(root: Path, clients: int) -> list[Sequence[str]]:
    """Wall time, processor time and memory of a batch without a model, notes embedded, nothing sent."""
    began, busy = time.perf_counter(), _children_seconds()
    process = command(root, engine="extractive", privacy="off")
    memory = Memory(process, root)
    memory.start()
    _, said = process.communicate()
    seconds, busy = time.perf_counter() - began, _children_seconds() - busy
    if process.returncode != 0:
        raise SystemExit(said.decode())
    early, late = memory.level(clients // 10, clients // 5), memory.level(clients * 9 // 10, clients)
    reports = [each for each in list_reports(root) if each.endswith(".docx")]
    return [
        ("clients, Word reports written", f"{_clients_done(root)}, {len(reports)}", f"{clients}, {3 * clients}"),
        ("wall time / processor time of the batch", f"{seconds:.0f} / {busy:.0f} s", ""),
        ("peak memory of all its processes", f"{memory.peak():.0f} MB", f"{MOST_MEMORY:.0f} MB"),
        (f"memory, clients {clients // 10}–{clients // 5} / {clients * 9 // 10}–{clients}", f"{early:.0f} / {late:.0f} MB", "flat"),
    ]  # fmt: skip


def _children_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def measure_resume(root: Path) -> list[Sequence[str]]:
    """What a run of a finished batch takes, beside the start of the program itself."""
    settings = model_settings("http://127.0.0.1:9/v1")
    seconds: list[float] = []
    for _ in range(3):
        began = time.perf_counter()
        process = command(root, **settings)
        process.communicate()
        seconds.append(time.perf_counter() - began)
        if process.returncode != 0:
            raise SystemExit("the batch was not finished")
    return [("a finished batch run again (best of 3)", f"{min(seconds):.2f} s", "2 s")]


class Counting:
    """An embedder that remembers what it was asked."""

    def __init__(self, inner: Embedder) -> None:
        self._inner = inner
        self.asked: list[tuple[str, list[str]]] = []
        self.name, self.version, self.dimension = inner.name, inner.version, inner.dimension
        self.symmetric = inner.symmetric

    def embed_queries(self, texts: Sequence[str]) -> Any:
        self.asked.append(("query", list(texts)))
        return self._inner.embed_queries(texts)

    def embed_passages(self, texts: Sequence[str]) -> Any:
        self.asked.append(("passage", list(texts)))
        return self._inner.embed_passages(texts)


def make_real_clients(root: Path, number: int) -> None:
    """A workspace with that many clients, each with the sample company's profile and notes."""
    sample = knowledge_folder() / "samples" / "chengchuan"
    make_clients(root, number, 3, codebook_texts(), 'privacy = "off"\n')
    for folder in (root / "clients").iterdir():
        shutil.rmtree(folder / "notes")
        shutil.copytree(sample / "notes", folder / "notes")
        profile = (sample / "client.toml").read_text("utf-8")
        named = re.sub(r'(?m)^name = ".*"$', f'name = "{folder.name}"', profile, count=1)
        (folder / "client.toml").write_text(named, encoding="utf-8")


def measure_embedder(root: Path, about: str) -> list[Sequence[str]]:
    """An extractive batch against the bare embedder on exactly the texts that the batch embeds, in one run."""
    from assistant import wiring_batch
    from assistant.batch.batches import Wish
    from assistant.batch.crew import Stopping
    from assistant.batch.manifest import read_manifest
    from assistant.batch.preparing import plan_batch
    from assistant.retrieval import embedder as module
    from assistant.wiring import cache_folder
    from assistant.workspace import Workspace

    ground = wiring_batch.build_ground(Workspace(root), {"engine": "extractive"})
    inner = build_embedder("e5", cache_folder(ground.settle(None, {})))
    assert inner is not None
    inner.embed_queries(["开机"])
    counting = Counting(inner)
    build = module.build_embedder
    module.build_embedder = lambda *_, **__: counting  # type: ignore[assignment]
    try:
        manifest = read_manifest(root / "batch.yaml")

        def timed(only: tuple[str, ...]) -> tuple[float, float]:
            planned = plan_batch(manifest, ground)
            began, busy = time.perf_counter(), sum(os.times()[:4])
            result = wiring_batch.run(manifest, planned, ground, Wish(only), Stopping(), lambda *_: lambda _event: None)
            assert result.exit_code() in (Exit.DONE, Exit.FLAGGED)
            return time.perf_counter() - began, sum(os.times()[:4]) - busy

        timed(("客户000",))  # what is learned once for all clients is not measured
        counting.asked.clear()
        seconds, busy = timed(())
        before = sum(os.times()[:4])
        after = bare(inner, counting.asked)
        busy_bare = sum(os.times()[:4]) - before
    finally:
        module.build_embedder = build
    texts = sum(len(each) for _, each in counting.asked)
    return [
        (f"{about}: texts embedded", f"{texts}", ""),
        ("the bare embedder", f"{after:.1f} s", ""),
        ("the whole batch", f"{seconds:.1f} s", ""),
        ("share of the bare throughput", f"{after / seconds:.0%}", "85%"),
        (
            "processor time, the bare embedder's / the batch's",
            f"{busy_bare:.1f} / {busy:.1f} s = {busy_bare / busy:.0%}",
            "",
        ),
    ]


def bare(embedder: Embedder, asked: Sequence[tuple[str, list[str]]]) -> float:
    """Seconds that the embedder alone takes for these texts, many at a time."""
    began = time.perf_counter()
    for kind, embed in (("query", embedder.embed_queries), ("passage", embedder.embed_passages)):
        texts = [text for which, each in asked if which == kind for text in each]
        if texts:
            embed(texts)
    return time.perf_counter() - began


def measure_kills(folder: Path, kills: int) -> list[Sequence[str]]:
    """Kill -9 at random moments of a run, then the same command again: drafts compared, calls counted."""
    seen: list[str] = []
    analyst = Analyst()

    def script(call: Call) -> Scripted:
        seen.append(re.sub(r"notes [0-9a-f]{16}", "notes", call.raw))
        return analyst(call)

    with OpenAIServer(script, latency=0.05) as server:
        settings = {**model_settings(server.base_url), "cache": str(folder / "cache"), "concurrency": "8"}
        calm = folder / "calm"
        make_clients(calm, 4, 15, codebook_texts())
        began = time.perf_counter()
        command(calm, **settings).communicate()
        length = time.perf_counter() - began
        wanted, reports, once = read_drafts(calm), list_reports(calm), Counter(seen)
        same = most = lost_in_all = repeated_in_all = unexplained = 0
        for seed in range(kills):
            root = folder / f"killed-{seed}"
            make_clients(root, 4, 15, codebook_texts())
            seen.clear()
            process = command(root, **settings)
            try:
                process.wait(random.Random(seed).uniform(0.1, 1.0) * length)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
            process.communicate()
            again = command(root, **settings)
            again.communicate()
            lost = int((_ask(root, "SELECT count(*) FROM call WHERE outcome = 'lost'") or [[0]])[0][0])
            repeated = (Counter(seen) - once).total()
            same += again.returncode == 0 and read_drafts(root) == wanted and list_reports(root) == reports
            most, lost_in_all, repeated_in_all = max(most, lost), lost_in_all + lost, repeated_in_all + repeated
            unexplained += repeated > lost
    return [
        ("kills at random moments (seeds 0–29)", str(kills), ""),
        ("identical drafts and the same files", f"{same} of {kills}", "all"),
        ("calls in flight at a kill, most / in all", f"{most} / {lost_in_all}", "8 at most"),
        ("calls that the endpoint saw again, in all", str(repeated_in_all), "no more than in flight"),
        ("kills after which more was repeated than was in flight", str(unexplained), "0"),
    ]


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["calls", "embedder", "memory", "resume", "kill"], nargs="*")
    parser.add_argument("--clients", type=int, help="by default 200; 30 for the embedder's share")
    parser.add_argument("--kills", type=int, default=KILLS)
    asked = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    clients, embedded = asked.clients or CLIENTS, asked.clients or EMBEDDED_CLIENTS
    wanted = asked.what or ["calls", "resume", "embedder", "memory", "kill"]
    rows: list[Sequence[str]] = []
    with TemporaryDirectory() as place:
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(place) / "compiled")
        root = Path(place) / "calls"
        if {"calls", "resume"} & set(wanted):
            make_clients(root, clients, STATEMENTS, codebook_texts())
            rows += measure_calls(root, clients)
        if "resume" in wanted:
            rows += measure_resume(root)
        if "embedder" in wanted:
            shelf = Path(place) / "embedder"
            make_clients(shelf, embedded, 600, codebook_texts(), 'privacy = "off"\n')
            rows += measure_embedder(shelf, "clients of 600 sentences")
            real = Path(place) / "real"
            make_real_clients(real, embedded)
            rows += measure_embedder(real, "clients with the sample's notes")
        if "memory" in wanted:
            many = Path(place) / "memory"
            make_clients(many, clients, FEW_STATEMENTS, codebook_texts())
            rows += measure_extractive(many, clients)
        if "kill" in wanted:
            rows += measure_kills(Path(place), asked.kills)
    print(markdown_table(["what", "measured", "wanted"], rows))


if __name__ == "__main__":
    main()
