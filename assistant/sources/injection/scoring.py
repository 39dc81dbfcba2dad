"""Whether a sentence reads like an order to a program: two linear models, over English words and over Chinese characters."""

import math
import struct
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from assistant.sources.injection.buckets import could_order, find_chinese_buckets, find_english_buckets, is_chinese

SCALE = 8  # a weight of 1 is kept as this much in a byte
HEAD = struct.Struct("<f")  # the limit stands before the weights
Model = Literal["english", "chinese"]
# Of many sentences one scores high by chance: times the logarithm of their number. In English it was tried, and gained nothing.
_CROWD: dict[Model, float] = {"english": 0.0, "chinese": 1.0}


@dataclass(frozen=True, slots=True)
class Leaning:
    """How far a text leans towards an order: the sum of its weights (times SCALE), how many there are, by which model."""

    model: Model
    total: int
    size: int


def find_leaning(folded: str) -> Leaning | None:
    """The leaning of a folded sentence; None where it is too short to be judged.

    The weights and the limits were learnt by `python -m bench.orders`, and are measured in bench/README.md.
    """
    if not is_chinese(folded):
        buckets = find_english_buckets(folded)
        return _weigh("english", buckets) if buckets else None
    return _weigh("chinese", find_chinese_buckets(folded)) if could_order(folded) else None


def _weigh(model: Model, buckets: Collection[int]) -> Leaning:
    weights = _learnt(model)[1]
    return Leaning(model, sum(map(weights.__getitem__, buckets)), len(buckets))


def reads_like_order(leanings: Sequence[Leaning], among: int) -> bool:
    """Whether the words of sentences in a row, all judged by one model, are those of an order to a program.

    `among` is the number of sentences of the text that they stand in.
    """
    model = leanings[0].model
    limit = _learnt(model)[0] + count_crowd(model, among)
    size = sum(each.size for each in leanings)
    return sum(each.total for each in leanings) > limit * SCALE * size**0.5


def count_crowd(model: Model, among: int) -> float:
    """What a score has to be higher by where it is the highest of `among` sentences."""
    return _CROWD[model] * math.log(max(1, among))


@cache
def _learnt(model: Model) -> tuple[float, memoryview]:
    kept = memoryview(files("assistant.sources.injection").joinpath(f"weights-{model}.bin").read_bytes())
    return HEAD.unpack(kept[: HEAD.size])[0], kept[HEAD.size :].cast("b")
