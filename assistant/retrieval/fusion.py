"""Two rankings of the same passages, by meaning and by words, made into one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one passage: nearness in meaning (cosine) and the share of the question's words it holds.

    `meaning_rank` and `words_rank` count from 1 and are None where that side did not bring the passage up.
    """

    meaning: float = 0.0
    words: float = 0.0
    meaning_rank: int | None = None
    words_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Fusion:
    """How two sides become one score.

    - "measure": `meaning` × cosine + the share of words + `rank` × the reciprocal of each side's rank. Both measures
      keep their own scale, so a question whose words are nowhere is left to its meaning, and the other way round.
    - "range": each side stretched to 0…1 over its candidates, `meaning` and 1 − `meaning` of each (min-max).
    - "rank": reciprocal ranks (Cormack et al. 2009) with `rank` as the constant, weighted likewise.

    The default stands in the middle of the settings with which every target of `bench/retrieval.py` is reached on
    every other question of its sets (`--tune`); one setting for all of them, whatever the script and language.
    """

    method: Literal["measure", "range", "rank"] = "measure"
    meaning: float = 15.0
    rank: float = 0.5
    depth: int = 50

    def scores(self, candidates: Mapping[int, Candidate]) -> dict[int, float]:
        """A score for each candidate: higher is better, at most about 1, comparable within one question."""
        if self.method == "range":
            return _by_range(candidates, self.meaning)
        if self.method == "rank":
            return _by_rank(candidates, self.meaning, self.rank)
        return _by_measure(candidates, self.meaning, self.rank)


def _by_measure(candidates: Mapping[int, Candidate], meaning: float, rank: float) -> dict[int, float]:
    # without any vectors the scale is that of the words alone
    most = (meaning if any(each.meaning for each in candidates.values()) else 0.0) + 1 + 2 * rank
    return {
        key: (
            meaning * each.meaning
            + each.words
            + rank * (_reciprocal(each.meaning_rank, 0) + _reciprocal(each.words_rank, 0))
        )
        / most
        for key, each in candidates.items()
    }


def _by_range(candidates: Mapping[int, Candidate], meaning: float) -> dict[int, float]:
    near = _stretched({key: each.meaning for key, each in candidates.items() if each.meaning_rank is not None})
    said = _stretched({key: each.words for key, each in candidates.items() if each.words_rank is not None})
    return {key: meaning * near.get(key, 0.0) + (1 - meaning) * said.get(key, 0.0) for key in candidates}


def _by_rank(candidates: Mapping[int, Candidate], meaning: float, constant: float) -> dict[int, float]:
    return {
        key: meaning * _reciprocal(each.meaning_rank, constant) + (1 - meaning) * _reciprocal(each.words_rank, constant)
        for key, each in candidates.items()
    }


def _reciprocal(rank: int | None, constant: float) -> float:
    return 0.0 if rank is None else 1 / (constant + rank)


def _stretched(measures: Mapping[int, float]) -> dict[int, float]:
    if not measures:
        return {}
    low, high = min(measures.values()), max(measures.values())
    return {key: (measure - low) / (high - low) if high > low else 1.0 for key, measure in measures.items()}
