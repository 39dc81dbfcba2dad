"""Does a question find the passage that answers it? `python -m bench.retrieval --data FOLDER` prints the table.

The folder holds public sets as JSON lines (`cmrc2018`, `drcd`, `xquad`, `rgb`). The first run embeds them, which takes
minutes; vectors are kept in the user's cache folder. `--tune` tries settings of the fusion on every other question of
each set; the table reports the remaining questions, and all of them.
"""

import argparse
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import platformdirs

from assistant.journey import Locator, Passage, Role
from assistant.retrieval.embedder import build_embedder
from assistant.retrieval.fusion import Candidate, Fusion
from assistant.retrieval.records import KeyedText, Records, text_key, write_records
from assistant.retrieval.search import measure_candidates, rank_candidates
from assistant.retrieval.store import VECTORS, open_store
from bench.common import KeptVectors, markdown_table
from bench.corpora import Task, read_tasks

DEPTH = 50
TARGETS = {
    "cmrc2018": 0.99,
    "drcd": 0.985,
    "drcd, questions in Simplified": 0.985,
    "xquad zh": 0.99,
    "xquad en": 0.99,
    "xquad en → zh": 0.90,
    "rgb, each file's documents": 0.96,
}
MOST_BELOW = 0.01  # of MRR@10, under the better of the two sides
TRIED = [
    Fusion(),
    *(
        Fusion("measure", meaning, rank)
        for meaning, rank in product((6.0, 8.0, 10.0, 12.0, 15.0, 20.0), (0.0, 0.25, 0.5, 1.0))
    ),
    *(Fusion("range", meaning) for meaning in (0.3, 0.4, 0.5, 0.6, 0.7)),
    *(Fusion("rank", meaning, rank) for meaning, rank in product((0.4, 0.5, 0.6), (1.0, 5.0, 20.0, 60.0))),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the candidates it brought up and the keys of what answers it."""

    question: str
    candidates: Mapping[int, Candidate]
    answers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of questions. `recall` is of those answered within the first five; `mrr` is over the first ten."""

    recall: float
    mrr: float
    missed: int


def main() -> None:
    parser = argparse.ArgumentParser(description="retrieval on public question sets")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the sets")
    parser.add_argument("--tune", action="store_true", help="try settings of the fusion on half of the questions")
    parser.add_argument(
        "--misses", action="store_true", help="print every question that is not answered in the first five"
    )
    options = parser.parse_args()
    cache = Path(platformdirs.user_cache_dir("journey-assistant"))
    embedder = build_embedder("e5", cache)
    if embedder is None:
        parser.error("the embedder's weights are not installed")
    asked = ask_all(read_tasks(options.data), KeptVectors(cache / "bench", embedder))
    if options.tune:
        print(render_tuning(asked))
    print(render_table(asked, Fusion()))
    if options.misses:
        print(render_misses(asked, Fusion()))


def ask_all(tasks: Sequence[Task], vectors: KeptVectors) -> dict[str, list[Asked]]:
    """All questions of each set with their candidates, out of a real index of its passages."""
    found: dict[str, list[Asked]] = {}
    for corpus in dict.fromkeys(task.corpus for task in tasks):
        of_corpus = [task for task in tasks if task.corpus == corpus]
        with tempfile.TemporaryDirectory() as folder:
            records = build_index(Path(folder), of_corpus[0], vectors)
            for task in of_corpus:
                asking = vectors.embed(task.questions, "query", corpus)
                measured = measure_candidates(
                    records, partial(open_store, Path(folder) / VECTORS), task.questions, asking, DEPTH
                )
                found.setdefault(task.name, []).extend(
                    Asked(question, candidates, frozenset(place + 1 for place in answers))
                    for question, candidates, answers in zip(task.questions, measured, task.answers, strict=True)
                )
            records.close()
    return {name: found[name] for name in dict.fromkeys(task.name for task in tasks)}


def build_index(folder: Path, task: Task, vectors: KeptVectors) -> Records:
    """Records and store of a task's passages; a passage's key is its place plus one."""
    records = write_records(folder)
    keys = records.add_passages(
        [
            Passage(str(place), task.corpus, Locator(), None, Role.UNKNOWN, None, text)
            for place, text in enumerate(task.passages)
        ]
    )
    embedded = vectors.embed(task.passages, "passage", task.corpus)
    records.put_vectors([KeyedText("passage", text_key(text), text) for text in task.passages], embedded)
    store = open_store(folder / VECTORS)
    store.add(keys, embedded)
    store.close()
    return records


def measure(asked: Iterable[Asked], fusion: Fusion) -> Score:
    """How well the questions find their answers."""
    return _score([_rank(rank_candidates(each.candidates, fusion), each.answers) for each in asked])


def measure_sides(asked: Sequence[Asked]) -> tuple[Score, Score]:
    """The same for meaning alone and for words alone."""
    scores: list[Score] = []
    for side in ("meaning_rank", "words_rank"):
        ranks: list[int | None] = []
        for each in asked:
            brought = [
                rank for key in each.answers if key in each.candidates and (rank := getattr(each.candidates[key], side))
            ]
            ranks.append(min(brought, default=None))
        scores.append(_score(ranks))
    return scores[0], scores[1]


def render_table(asked: Mapping[str, Sequence[Asked]], fusion: Fusion) -> str:
    """Recall@5 / MRR@10 of each set: fused on the questions not used for tuning and on all, and of each side alone."""
    head = ["set", "questions", "held-out half", "all", "missed", "meaning alone", "words alone", "target"]
    rows: list[list[str]] = []
    for name, each in asked.items():
        fused, (meaning, words) = measure(each, fusion), measure_sides(each)
        target = TARGETS.get(name)
        reached = fused.mrr >= max(meaning.mrr, words.mrr) - MOST_BELOW and (target is None or fused.recall >= target)
        verdict = ("MRR " if target is None else f"{target} and MRR ") + ("reached" if reached else "missed")
        figures = [_said(measure(each[1::2], fusion)), _said(fused), str(fused.missed), _said(meaning), _said(words)]
        rows.append([name, str(len(each)), *figures, verdict])
    explained = f"Recall@5 / MRR@10, {fusion}; MRR at most {MOST_BELOW} below the better side."
    return f"{explained}\n\n{markdown_table(head, rows)}\n"


def render_tuning(asked: Mapping[str, Sequence[Asked]]) -> str:
    """Settings by how far they fall short on the questions set aside for tuning, the best first."""
    half = {name: each[::2] for name, each in asked.items() if name in TARGETS}
    better = {name: max(side.mrr for side in measure_sides(each)) for name, each in half.items()}
    rows: list[tuple[float, list[str]]] = []
    for fusion in TRIED:
        scores = {name: measure(each, fusion) for name, each in half.items()}
        short = sum(
            max(0.0, TARGETS[name] - score.recall) + max(0.0, better[name] - MOST_BELOW - score.mrr)
            for name, score in scores.items()
        )
        mean = sum(score.mrr for score in scores.values()) / len(scores)
        label = f"{fusion.method}, meaning {fusion.meaning:g}, rank {fusion.rank:g}"
        rows.append((short * 100 - mean, [label, f"{short:.4f}", f"{mean:.4f}", *map(_said, scores.values())]))
    head = ["setting", "short of targets", "mean MRR@10", *half]
    return markdown_table(head, [row for _, row in sorted(rows, key=lambda row: row[0])]) + "\n"


def render_misses(asked: Mapping[str, Sequence[Asked]], fusion: Fusion) -> str:
    """The questions whose answer is not among the first five, by set."""
    lines: list[str] = []
    for name, each in asked.items():
        lines.append(f"\n{name}")
        lines.extend(f"- {one.question}" for one in each if measure([one], fusion).missed)
    return "\n".join(lines)


def _rank(ranked: Sequence[tuple[int, float]], answers: frozenset[int]) -> int | None:
    return next((rank for rank, (key, _) in enumerate(ranked, start=1) if key in answers), None)


def _score(ranks: Sequence[int | None]) -> Score:
    within = sum(rank is not None and rank <= 5 for rank in ranks)
    reciprocal = sum(1 / rank for rank in ranks if rank is not None and rank <= 10)
    return Score(within / len(ranks), reciprocal / len(ranks), len(ranks) - within)


def _said(score: Score) -> str:
    return f"{score.recall:.4f} / {score.mrr:.4f}"


if __name__ == "__main__":
    main()
