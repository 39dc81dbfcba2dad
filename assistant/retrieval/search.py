"""Hybrid search in one generation: the nearest in meaning and the best by words, fused."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.retrieval.fusion import Candidate, Fusion
from assistant.retrieval.records import Records
from assistant.retrieval.store import VECTORS, open_store

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_AT_ONCE = 2_000


def find_in_records(
    records: Records,
    folder: Path,
    questions: Sequence[str],
    vectors: "NDArray[float32] | None",
    fusion: Fusion,
    among: Sequence[int] | None = None,
) -> list[list[tuple[int, float]]]:
    """For each question the keys of passages with their scores, best first; `among` these keys only.

    Without `vectors` (n × dimension, one a question) the words decide alone.
    """
    if vectors is None:
        return [_fuse(records, question, None, [], fusion, among) for question in questions]
    if among is None:
        nearest = _find_nearest(folder, vectors, fusion.depth)
    else:
        nearest = _find_nearest_among(records, vectors, fusion.depth, among)
    return [
        _fuse(records, question, vector, near, fusion, among)
        for question, vector, near in zip(questions, vectors, nearest, strict=True)
    ]


def _find_nearest(folder: Path, vectors: "NDArray[float32]", limit: int) -> list[list[int]]:
    store = open_store(folder / VECTORS)
    try:
        return store.find_nearest(vectors, limit)
    finally:
        store.close()


def _find_nearest_among(
    records: Records, vectors: "NDArray[float32]", limit: int, among: Sequence[int]
) -> list[list[int]]:
    """Exact, over the stored vectors: quicker than the store's own filters, and none is missed."""
    import numpy as np

    found: list[list[tuple[float, int]]] = [[] for _ in vectors]
    for start in range(0, len(among), _AT_ONCE):
        keys = among[start : start + _AT_ONCE]
        nearness = vectors @ records.passage_vectors(keys).T
        for row, near in enumerate(nearness):
            best = np.argsort(-near, kind="stable")[:limit].tolist()
            found[row] = sorted([*found[row], *((-float(near[each]), keys[each]) for each in best)])[:limit]
    return [[key for _, key in row] for row in found]


def _fuse(
    records: Records,
    question: str,
    vector: "NDArray[float32] | None",
    nearest: Sequence[int],
    fusion: Fusion,
    among: Sequence[int] | None,
) -> list[tuple[int, float]]:
    """Both sides' measures are taken of every candidate, whichever side brought it up."""
    candidates = {key: Candidate(meaning_rank=rank) for rank, key in enumerate(nearest, start=1)}
    for rank, key in enumerate(records.keywords.find(question, fusion.depth, among), start=1):
        candidates[key] = replace(candidates.get(key, Candidate()), words_rank=rank)
    keys = sorted(candidates)
    shares = records.keywords.shares(question, keys)
    near = dict.fromkeys(keys, 0.0)
    if vector is not None and keys:
        near.update(zip(keys, (records.passage_vectors(keys) @ vector).tolist(), strict=True))
    measured = {key: replace(candidates[key], meaning=near[key], words=shares[key]) for key in keys}
    scores = fusion.scores(measured)
    return sorted(scores.items(), key=lambda found: (-found[1], found[0]))
