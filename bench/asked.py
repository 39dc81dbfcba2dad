"""How well the engine sees which of the playbook's questions an interviewer's question asks.

python -m bench.asked            the sample company's interviews, both halves of bench/gold/asked.csv
python -m bench.asked --half tune
python -m bench.asked --cross-validate    the labelled questions of `knowledge`, eight folds
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from assistant.drafting.asking import AskedExample, choose_kinds, find_kinds_asked, shipped_asked_examples
from assistant.drafting.vectors import StoredVectors
from assistant.retrieval.embedder import build_embedder
from bench.common import markdown_table

GOLD = Path(__file__).parent / "gold" / "asked.csv"
FOLDS = 8


def read_gold(half: str) -> list[AskedExample]:
    """The questions of one half with their labels."""
    with GOLD.open(encoding="utf-8", newline="") as file:
        return [
            AskedExample(row["question"], tuple(kind for kind in row["asks"].split("|") if kind))
            for row in csv.DictReader(file)
            if row["half"] == half
        ]


def find_asked(rows: Sequence[AskedExample], examples: Sequence[AskedExample], stored: StoredVectors) -> list[set[str]]:
    """What each row is found to ask for."""
    vectors = dict(zip([row.text for row in rows], stored.embed_queries([row.text for row in rows]), strict=True))
    scores = find_kinds_asked(vectors, stored.embed_queries, examples)
    return [set(choose_kinds(scores[row.text])) for row in rows]


def tell(name: str, rows: Sequence[AskedExample], found: Sequence[set[str]]) -> list[str]:
    """A line of the table: precision and recall over all pairs of a question and a kind it asks for."""
    right = sum(len(got & {*row.asks}) for row, got in zip(rows, found, strict=True))
    given, wanted = sum(map(len, found)), sum(len({*row.asks}) for row in rows)
    return [
        name,
        str(len(rows)),
        str(wanted),
        str(given),
        f"{right / max(given, 1):.2f}",
        f"{right / max(wanted, 1):.2f}",
    ]


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=("tune", "held-out"))
    parser.add_argument("--cross-validate", action="store_true")
    options = parser.parse_args()
    cache = Path(platformdirs.user_cache_dir("journey-assistant"))
    embedder = build_embedder("e5", cache)
    if embedder is None:
        raise SystemExit("The embedder is not there: likeness of meaning is what is measured.")
    stored = StoredVectors(embedder, cache)
    examples = shipped_asked_examples()
    lines: list[list[str]] = []
    if options.cross_validate:
        rows = [each for fold in range(FOLDS) for each in examples[fold::FOLDS]]
        found = [
            got
            for fold in range(FOLDS)
            for got in find_asked(
                examples[fold::FOLDS],
                [each for place, each in enumerate(examples) if place % FOLDS != fold],
                stored,
            )
        ]
        lines.append(tell("labelled questions, cross-validated", rows, found))
    else:
        for half in [options.half] if options.half else ["tune", "held-out"]:
            rows = read_gold(half)
            lines.append(tell(f"sample's interviews, {half}", rows, find_asked(rows, examples, stored)))
    head = ["questions", "number", "pairs labelled", "pairs found", "right of those found", "found of those labelled"]
    print(markdown_table(head, lines))


if __name__ == "__main__":
    main()
