"""How quick are the embedder and the index? `python -m bench.embedding` prints the figures as Markdown.

Texts are the interview notes of the sample company, or of `--notes FOLDER`. Indexing is compared with the bare
embedder on the same texts in the same run, both warm, so that the figure does not hang on the machine.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs

from assistant.journey import Role
from assistant.library import knowledge_folder
from assistant.retrieval.embedder import Embedder, build_embedder
from assistant.retrieval.index import ClientIndex
from assistant.sources import read_notes
from bench.common import markdown_table

SENTENCE = "安装师傅迟到了四十分钟，但是提前打了电话，说话也客气，我们全家都能接受。"
LEAST_RATIO = 0.85
MOST_SECONDS = 1.0
UPDATE = """
import sys
from pathlib import Path
from assistant.retrieval.embedder import build_embedder
from assistant.retrieval.index import ClientIndex
cache, index, notes = map(Path, sys.argv[1:])
ClientIndex(index, build_embedder("e5", cache)).update(notes, [], [])
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="speed of the embedder and of the index")
    parser.add_argument("--notes", type=Path, default=knowledge_folder() / "samples" / "chengchuan" / "notes")
    options = parser.parse_args()
    cache = Path(platformdirs.user_cache_dir("journey-assistant"))
    embedder = build_embedder("e5", cache)
    if embedder is None:
        parser.error("the embedder's weights are not installed")
    seconds, _ = timed(lambda: embedder.embed_queries([SENTENCE]))
    rows = [["opening the embedder with its first text", f"{seconds:.2f} s"]]
    rows += [*measure_queries(embedder), *measure_passages(embedder)]
    rows += measure_index(embedder, cache, options.notes)
    print(markdown_table(["what", "measured"], rows))


def measure_queries(embedder: Embedder) -> list[list[str]]:
    """One question at a time."""
    questions = [f"{SENTENCE[:length]}{length}？" for length in range(8, 28)]
    before = time.process_time()
    seconds, _ = timed(lambda: [embedder.embed_queries([each]) for each in questions])
    spent = time.process_time() - before
    return [["a question", f"{seconds / len(questions) * 1000:.1f} ms, {spent / len(questions) * 1000:.1f} ms of CPU"]]


def measure_passages(embedder: Embedder) -> list[list[str]]:
    """Passages of several lengths, many at once."""
    rows: list[list[str]] = []
    for length in (40, 200, 500):
        texts = [f"{number}，{SENTENCE * 20}"[:length] for number in range(4000 // length)]
        before = time.process_time()
        seconds, _ = timed(lambda texts=texts: embedder.embed_passages(texts))
        spent = time.process_time() - before
        said = f"{len(texts) / seconds:.0f} a second, {spent / len(texts) * 1000:.0f} ms of CPU each"
        rows.append([f"passages of {length} characters", said])
    return rows


def measure_index(embedder: Embedder, cache: Path, notes: Path) -> list[list[str]]:
    """Indexing against the bare embedder, and bringing up to date when nothing changed."""
    read = read_notes(notes, [], [])
    statements = list(dict.fromkeys(each.text for each in read.statements if each.role != Role.INTERVIEWER))
    passages = list(dict.fromkeys(each.text for each in read.passages))
    with tempfile.TemporaryDirectory() as folder:
        load_store(embedder, Path(folder) / "first")
        index = ClientIndex(Path(folder) / "index", embedder)
        indexing, _ = timed(lambda: index.update(notes, [], []))
        bare, _ = timed(lambda: (embedder.embed_queries(statements), embedder.embed_passages(passages)))
        again, _ = timed(lambda: index.update(notes, [], []))
        command = [sys.executable, "-c", UPDATE, str(cache), str(Path(folder) / "index"), str(notes)]
        whole, _ = timed(lambda: subprocess.run(command, check=True))
    texts, ratio = len(statements) + len(passages), bare / indexing
    return [
        [f"bare embedder, {texts} texts of the notes", f"{bare:.1f} s, {texts / bare:.0f} texts a second"],
        ["indexing the notes", f"{indexing:.1f} s"],
        ["indexing, share of the bare throughput", f"{ratio:.0%} ({_verdict(ratio >= LEAST_RATIO)})"],
        ["indexing again, nothing changed", f"{again:.2f} s"],
        ["the same with the start of Python", f"{whole:.2f} s ({_verdict(whole < MOST_SECONDS)})"],
    ]


def load_store(embedder: Embedder, folder: Path) -> None:
    """Load what the first index of a process loads."""
    notes = folder / "notes"
    notes.mkdir(parents=True)
    (notes / "one.txt").write_text(SENTENCE, encoding="utf-8")
    ClientIndex(folder / "index", embedder).update(notes, [], [])


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds on the clock, and what came of it."""
    begun = time.perf_counter()
    result = work()
    return time.perf_counter() - begun, result


def _verdict(reached: bool) -> str:
    return "reached" if reached else "missed"


if __name__ == "__main__":
    main()
