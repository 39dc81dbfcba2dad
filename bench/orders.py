"""Learns which words orders to a program are made of: assistant/sources/injection/weights.bin.

    JOURNEY_EVAL_DATA=<folder> python -m bench.orders FILE.jsonl...

The files are sets of attacks: JSON lines with the words under `attack`, `text` or `body`. Of each set, of the attacks of
`injection/bipia` and of our own Chinese ones the half whose hash is even is learnt from; the clean notes are the same half of
`interviews/`, `vcsum/` and `qmsum/`, and `gold/plain-talk.txt`. The other halves are for measuring: `python -m bench.sources
orders attacks=...`. The limit is where two halves of the clean sentences, each judged by what was learnt with the other, have at
most one sentence in ten thousand above it. Prints what was learnt from.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from assistant.sources.injection import scoring
from assistant.sources.injection.finder import read_disguised
from assistant.sources.sentences import split_sentences
from bench.common import read_lines

_GOLD = Path(__file__).parent / "gold"
_WEIGHTS = Path(scoring.__file__).parent / "weights.bin"
_EPOCHS, _STEP, _START = 14, 0.5, 1e-2
_LONGEST = 3  # sentences: of a longer attack most are no order
_OFTEN = 3  # times that our own few sentences of plain talk count
_ALLOWED = 1e-4  # clean sentences above the limit


def main() -> int:
    """Learn and write the weights; 2 where no data is given."""
    data = os.environ.get("JOURNEY_EVAL_DATA", "")
    if not data:
        print("Set JOURNEY_EVAL_DATA to the folder of evaluation data.", file=sys.stderr)
        return 2
    orders = list(_sentences(_attacks(Path(data), [Path(each) for each in sys.argv[1:]])))
    notes = [each for each in _notes(Path(data)) if in_first_half("".join(each))]
    talk = [list(_sentences(note)) for note in notes]
    plain = list(_sentences(_lines(_GOLD / "plain-talk.txt"))) * _OFTEN
    scores: list[float] = []
    for side in (0, 1):
        weights, bias = learn(orders, [each for note in talk[side::2] for each in note] + plain)
        scores.extend(score(weights, bias, each) for note in talk[1 - side :: 2] for each in note)
    weights, bias = learn(orders, [each for note in talk for each in note] + plain)
    limit = float(np.quantile(scores, 1 - _ALLOWED))
    kept = np.clip(np.rint(weights * scoring.SCALE), -127, 127).astype(np.int8)
    _WEIGHTS.write_bytes(scoring.HEAD.pack(limit - bias) + kept.tobytes())
    print(
        f"{len(orders)} sentences of attacks, {len(scores)} of {len(notes)} clean notes; limit {limit:.2f}, bias {bias:.2f}"
    )
    return 0


def in_first_half(text: str) -> bool:
    """Whether a text is learnt from and looked at; the others are for measuring only."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def learn(orders: Sequence[str], clean: Sequence[str]) -> tuple[NDArray[float64], float]:
    """The weight of each bucket and the bias: logistic regression, by steps that shrink where they were taken often (Adagrad)."""
    rows = [(np.fromiter(scoring.find_buckets(each), int), 1.0) for each in orders]
    rows += [(np.fromiter(scoring.find_buckets(each), int), 0.0) for each in clean]
    rows = [each for each in rows if len(each[0])]
    weights, taken, bias = np.zeros(scoring.BUCKETS), np.full(scoring.BUCKETS, _START), -3.0
    chance = np.random.default_rng(0)
    for _ in range(_EPOCHS):
        for at in chance.permutation(len(rows)):
            buckets, wanted = rows[at]
            size = len(buckets) ** -0.5
            slope = 1 / (1 + np.exp(-(bias + weights[buckets].sum() * size))) - wanted
            taken[buckets] += (slope * size) ** 2
            weights[buckets] -= _STEP * slope * size / np.sqrt(taken[buckets])
            bias -= 0.01 * slope
    return weights, float(bias)


def score(weights: NDArray[float64], bias: float, sentence: str) -> float:
    """The score of a folded sentence; very low where it is too short to be judged."""
    buckets = list(scoring.find_buckets(sentence))
    return bias + float(weights[buckets].sum()) * len(buckets) ** -0.5 if buckets else -99.0


def _sentences(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from (read_disguised(each) for each in split_sentences(text))


def _attacks(folder: Path, files: Sequence[Path]) -> list[str]:
    groups: dict[str, list[str]] = json.loads((folder / "injection" / "bipia" / "text_attack_train.json").read_text())
    texts = [each for group in groups.values() for each in group] + _lines(_GOLD / "injection-zh.txt")
    for path in files:
        texts += [next(str(one[key]) for key in ("attack", "text", "body") if key in one) for one in read_lines(path)]
    halved = [each for each in dict.fromkeys(texts) if in_first_half(each)]
    return [each for each in halved if len(split_sentences(each)) <= _LONGEST]


def _notes(folder: Path) -> Iterator[list[str]]:
    """The turns of each clean note."""
    for each in read_lines(folder / "interviews" / "interviews.jsonl"):
        yield [turn["text"] for turn in each["turns"]]
    for each in read_lines(folder / "vcsum" / "meetings.jsonl"):
        yield ["".join(turn) for part in each["segments"] for turn in part["context"]]
    for each in read_lines(folder / "qmsum" / "product_meetings.jsonl"):
        yield [turn["content"] for turn in each["meeting_transcripts"]]


def _lines(path: Path) -> list[str]:
    return [each for each in path.read_text(encoding="utf-8").split("\n") if each]


if __name__ == "__main__":
    sys.exit(main())
