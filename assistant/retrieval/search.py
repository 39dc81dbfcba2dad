"""Hybrid search in one generation: the nearest in meaning and the best by words, fused."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.retrieval.fusion import Candidate, Fusion
from assistant.retrieval.records import Records
from assistant.retrieval.store import PassageStore

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from assistant.retrieval.held import HeldVectors

_AT_ONCE = 2_000
_DIGITS = 6  # of a measure; beyond them equal texts may differ by how a machine adds


def find_in_records(
    records: Records,
    store: Callable[[], PassageStore] | None,
    questions: Sequence[str],
    vectors: "NDArray[float32] | None",
    fusion: Fusion,
    among: Sequence[int] | None = None,
    held: "HeldVectors | None" = None,
) -> list[list[tuple[int, float]]]:
    """For each question the keys of passages with their scores, best first; `among` these keys only.

    Without `vectors` (n × dimension, one a question) the words decide alone. `store` opens this generation's store; None
    where it has none at hand, and then its vectors are compared one by one. `held` are they in memory, where the caller
    keeps them: the store is not opened then.
    """
    measured = measure_candidates(records, store, questions, vectors, fusion.depth, among, held)
    return [rank_candidates(candidates, fusion) for candidates in measured]


def measure_candidates(
    records: Records,
    store: Callable[[], PassageStore] | None,
    questions: Sequence[str],
    vectors: "NDArray[float32] | None",
    depth: int,
    among: Sequence[int] | None = None,
    held: "HeldVectors | None" = None,
) -> list[dict[int, Candidate]]:
    """For each question the passages that either side brings up, `depth` a side, with both sides' measures of them."""
    if vectors is None:
        return [_measure(records, question, None, [], depth, among) for question in questions]
    if held is not None:
        nearest = held.find_nearest(vectors, depth, among)
    elif among is None and store is not None:
        nearest = _find_nearest(store, vectors, depth)
    else:
        nearest = _find_nearest_among(records, vectors, depth, records.passage_keys() if among is None else among)
    return [
        _measure(records, question, vector, near, depth, among, held)
        for question, vector, near in zip(questions, vectors, nearest, strict=True)
    ]


def rank_candidates(candidates: Mapping[int, Candidate], fusion: Fusion) -> list[tuple[int, float]]:
    """Keys with their scores, best first, equal scores by key."""
    return sorted(fusion.scores(candidates).items(), key=lambda found: (-found[1], found[0]))


def _find_nearest(open_store: Callable[[], PassageStore], vectors: "NDArray[float32]", limit: int) -> list[list[int]]:
    store = open_store()
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


def _measure(
    records: Records,
    question: str,
    vector: "NDArray[float32] | None",
    nearest: Sequence[int],
    depth: int,
    among: Sequence[int] | None,
    held: "HeldVectors | None" = None,
) -> dict[int, Candidate]:
    by_words = records.keywords.find(question, depth, among)
    keys = sorted({*nearest, *by_words})
    words = {key: round(share, _DIGITS) for key, share in records.keywords.shares(question, keys).items()}
    meaning = dict.fromkeys(keys, 0.0)
    if vector is not None and keys:
        stored = held.of(keys) if held is not None else records.passage_vectors(keys)
        cosines = (stored @ vector).round(_DIGITS).tolist()
        meaning.update(zip(keys, cosines, strict=True))
    meaning_ranks, words_ranks = _shared_ranks(meaning, nearest), _shared_ranks(words, by_words)
    return {key: Candidate(meaning[key], words[key], meaning_ranks.get(key), words_ranks.get(key)) for key in keys}


def _shared_ranks(measures: Mapping[int, float], keys: Sequence[int]) -> dict[int, int]:
    """Ranks from 1, the same for equal measures: passages that say the same are told apart by their place alone."""
    ordered = sorted((measures[key] for key in keys), reverse=True)
    first = {measure: rank for rank, measure in reversed(list(enumerate(ordered, start=1)))}
    return {key: first[measures[key]] for key in keys}
