"""Learns what orders to a program are made of: assistant/sources/injection/weights-english.bin and weights-chinese.bin.

    JOURNEY_EVAL_DATA=<folder> python -m bench.orders FILE.jsonl...

The files are sets of attacks: JSON lines with the words under `attack`, `text` or `body`. Of each set, of the attacks of
`injection/bipia` and of their Chinese translations (`gold/injection-zh.txt`) the half whose hash is even is learnt from, and
all of our own orders (`gold/orders-*.txt`). The clean notes are the same half of `interviews/`, `vcsum/` and `qmsum/`, of the
e-mails of `injection/bipia`, of the paragraphs of `cmrc2018/`, `drcd/` and `xquad/` and of the codebook's statements, and all
of `gold/plain-*.txt` but the blind ones. The other halves and `gold/*-blind.txt` are for measuring: `python -m bench.sources
orders attacks=...`. The limit of each model is where a quarter of the clean turns, judged by what was learnt without it
(and without `gold/plain-*-heard.txt`), has at most one turn in two thousand above it (in Chinese: none). Prints what was learnt from.
"""

import csv
import hashlib
import json
import os
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy import float64, int64
from numpy.typing import NDArray

from assistant.sources.injection import scoring
from assistant.sources.injection.buckets import BUCKETS, find_chinese_buckets, find_english_buckets, is_chinese
from assistant.sources.injection.finder import read_disguised
from assistant.sources.sentences import split_sentences
from bench.common import read_lines

_GOLD = Path(__file__).parent / "gold"
_CODEBOOK = Path(__file__).parents[1] / "knowledge" / "codebook"
_WEIGHTS = Path(scoring.__file__).parent
_EPOCHS, _STEP, _START = 14, 0.5, 1e-2
_LONGEST = 3  # sentences: of a longer attack most are no order
_OFTEN = 3  # times that our own few sentences of plain talk count
_DRAWS = 40  # sentences that are drawn of each frame
_FORM_DRAWS = 8  # of each frame of guides and forms, which ask in the words that orders are made of
_PARTS = 4
# Of the clean turns that are long enough to be judged: those above the limit. Of Chinese ones there are half as many, half of
# them from twelve meetings: none.
_ALLOWED: dict[scoring.Model, float] = {"english": 1 / 2000, "chinese": 0}
# The highest score of a sample lies below the highest that there is: a false alarm costs more than a miss.
_MARGIN: dict[scoring.Model, float] = {"english": 0, "chinese": 0.5}
_WRITTEN = ("cmrc2018/trial", "drcd/dev", "xquad/zh", "xquad/en")
_TOO_SHORT = -99.0

_MODELS: dict[scoring.Model, tuple[str, Callable[[str], set[int]]]] = {
    "english": ("en", find_english_buckets),
    "chinese": ("zh", lambda folded: find_chinese_buckets(folded) if is_chinese(folded) else set[int]()),
}
_Row = NDArray[int64]


def main() -> int:
    """Learn and write the weights; 2 where no data is given."""
    data = os.environ.get("JOURNEY_EVAL_DATA", "")
    if not data:
        print("Set JOURNEY_EVAL_DATA to the folder of evaluation data.", file=sys.stderr)
        return 2
    attacks = _attacks(Path(data), [Path(each) for each in sys.argv[1:]])
    notes = [each for each in _notes(Path(data)) if in_first_half("".join(each))]
    written = _paragraphs(Path(data))
    for model, (language, find_buckets) in _MODELS.items():
        ours = [each for name in ("orders-zh", "orders-en") for each in _lines(_GOLD / f"{name}.txt")]
        orders = _rows([*attacks, *ours, *draw_frames(_GOLD / f"orders-{language}-frames.txt", _DRAWS)], find_buckets)
        plain = _rows([*(_lines(_GOLD / "plain-talk.txt") * _OFTEN), *written], find_buckets)
        plain += _rows(draw_frames(_GOLD / f"plain-{language}-frames.txt", _DRAWS), find_buckets)
        if (forms := _GOLD / f"plain-{language}-forms.txt").exists():
            plain += _rows(draw_frames(forms, _FORM_DRAWS), find_buckets)
        heard = _rows(draw_frames(_GOLD / f"plain-{language}-heard.txt", _DRAWS), find_buckets)
        talk = [[turn for each in note if any(map(len, turn := _turn(each, find_buckets)))] for note in notes]
        print(_learn_model(model, orders, (plain, heard), [each for each in talk if each]))
    return 0


def _learn_model(
    model: scoring.Model,
    orders: Sequence[_Row],
    plain: tuple[Sequence[_Row], Sequence[_Row]],
    talk: Sequence[Sequence[Sequence[_Row]]],
) -> str:
    """Writes the weights of a model; what they were learnt from.

    The second part of plain talk was written with the clean notes in view: the limit is found without it.
    """
    scores: list[float] = []
    for part in range(_PARTS):
        others = [note for at, note in enumerate(talk) if at % _PARTS != part]
        weights, bias = learn(orders, [*plain[0], *_flat(others)])
        scores.extend(_best(model, weights, bias, turn) for note in talk[part::_PARTS] for turn in note)
    weights, bias = learn(orders, [*plain[0], *plain[1], *_flat(talk)])
    limit = sorted(scores, reverse=True)[int(len(scores) * _ALLOWED[model])] + _MARGIN[model]
    kept = np.clip(np.rint(weights * scoring.SCALE), -127, 127).astype(np.int8)
    (_WEIGHTS / f"weights-{model}.bin").write_bytes(scoring.HEAD.pack(limit - bias) + kept.tobytes())
    return (
        f"{model}: {len(orders)} sentences of orders, {len(plain[0]) + len(plain[1])} of plain talk and paragraphs, "
        f"{len(_flat(talk))} in {len(scores)} turns of {len(talk)} clean notes; limit {limit:.2f}, bias {bias:.2f}"
    )


def in_first_half(text: str) -> bool:
    """Whether a text is learnt from and looked at; the others are for measuring only."""
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def learn(orders: Sequence[_Row], clean: Sequence[_Row]) -> tuple[NDArray[float64], float]:
    """The weight of each bucket and the bias: logistic regression, by steps that shrink where they were taken often (Adagrad)."""
    rows = [(each, 1.0) for each in orders] + [(each, 0.0) for each in clean]
    weights, taken, bias = np.zeros(BUCKETS), np.full(BUCKETS, _START), -3.0
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


def draw_frames(path: Path, times: int) -> list[str]:
    """Sentences drawn of a file of frames, each once: `{a|b}` is one of a and b, `@name` one of the words of its line `@name = …`."""
    names: dict[str, list[str]] = {}
    frames: list[str] = []
    for line in _lines(path):
        name, is_list, listed = line.partition(" = ")
        if is_list and line.startswith("@"):
            names[name] = listed.split("|")
        else:
            frames.append(line)
    chance = random.Random(0)
    named = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    drawn: list[str] = []
    for frame in frames:
        for _ in range(times):
            text = frame
            while "{" in text or named.search(text):
                text = re.sub(r"\{([^{}]*)\}", lambda found: chance.choice(found.group(1).split("|")), text)
                text = named.sub(lambda found: chance.choice(names[found.group()]), text)
            drawn.append(text)
    return list(dict.fromkeys(drawn))


def _best(model: scoring.Model, weights: NDArray[float64], bias: float, turn: Sequence[_Row]) -> float:
    """The highest score of a sentence of the turn or of two in a row, as the finder judges them."""
    summed = [(float(weights[each].sum()), len(each)) for each in turn]
    alone = [total / size**0.5 for total, size in summed if size]
    paired = [(one[0] + two[0]) / (one[1] + two[1]) ** 0.5 for one, two in pairwise(summed) if one[1] and two[1]]
    return bias + max([*alone, *paired], default=_TOO_SHORT) - scoring.count_crowd(model, len(turn))


def _turn(text: str, find_buckets: Callable[[str], set[int]]) -> list[_Row]:
    """The buckets of each sentence of a text, disguises read; empty ones where it is too short."""
    return [np.array(sorted(find_buckets(read_disguised(each))), dtype=int64) for each in split_sentences(text)]


def _rows(texts: Sequence[str], find_buckets: Callable[[str], set[int]]) -> list[_Row]:
    return [row for text in texts for row in _turn(text, find_buckets) if len(row)]


def _flat(notes: Sequence[Sequence[Sequence[_Row]]]) -> list[_Row]:
    return [row for note in notes for turn in note for row in turn if len(row)]


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
    for each in read_lines(folder / "injection" / "bipia" / "context_email_train.jsonl"):
        yield [str(each["context"])]
    for path in sorted(_CODEBOOK.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from ([row["text"]] for row in csv.DictReader(file))


def _paragraphs(folder: Path) -> list[str]:
    """Written paragraphs: no notes, so they say nothing of the limit."""
    texts = [str(each["context"]) for name in _WRITTEN for each in read_lines(folder / f"{name}.jsonl")]
    return [each for each in dict.fromkeys(texts) if in_first_half(each)]


def _lines(path: Path) -> list[str]:
    return [each for each in path.read_text(encoding="utf-8").split("\n") if each]


if __name__ == "__main__":
    sys.exit(main())
