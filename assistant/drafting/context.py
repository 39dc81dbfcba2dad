"""What surrounds a statement: the question it answers and what is said before and after it.

Single sentences of a conversation mean little: on the sample's interviews the sentence alone gets about half of the stages
right, with its question and its neighbours about two thirds (`python -m bench.coding`).
"""

from collections.abc import Sequence

import numpy as np
from numpy import float64
from numpy.typing import NDArray

from assistant.drafting.codebook_model import DIMENSIONS, Scores
from assistant.journey import Dimension, Statement

_TOGETHER_STAGE = 0.90
_TOGETHER_DIMENSION = 0.50
_TOGETHER_FEELING = 0.60
_ASKED = 0.15
_AROUND = 0.60
_NONE = -0.35
_NONE_AROUND = 1.0
_USUAL = {Dimension.BEHAVIOUR: 0.0, Dimension.TOUCHPOINT: 0.12, Dimension.KPI: -0.10, Dimension.INSIGHT: 0.05}
"""How much counts: a statement read together with its question against its words alone; the question's own stage; the
stages told just before and after. Interviews speak more of touchpoints and less of figures than the codebook, which
holds as many of each: `_USUAL`. `_NONE` lifts what an interview tells over small talk, which the codebook holds more
of; `_NONE_AROUND` pulls small talk to small talk. Settled on the half of the gold file that may be looked at."""
_NEIGHBOURS = ((1, 1.0), (2, 0.5))


def weigh_context(
    statements: Sequence[Statement], alone: Sequence[Scores], together: Sequence[Scores], asked: Sequence[Scores | None]
) -> list[Scores]:
    """The scores of each statement with its context counted in, in the order of `statements` (that of the notes).

    `alone` is by the statement's words, `together` by question and words, `asked` by the question (None without one).
    """
    stages, dimensions = _rows([each.stages for each in alone]), _rows([each.dimensions for each in alone])
    around = _average_around(statements, np.hstack([stages, dimensions[:, -1:]]))
    joint_stages, joint_dimensions = (
        _rows([each.stages for each in together]),
        _rows([each.dimensions for each in together]),
    )
    stages = (1 - _TOGETHER_STAGE) * stages + _TOGETHER_STAGE * joint_stages
    dimensions = (1 - _TOGETHER_DIMENSION) * dimensions + _TOGETHER_DIMENSION * joint_dimensions
    # None is judged before the context shifts the stages: it asks how clear the statement is, not where it belongs.
    idle = around[:, -1] + around[:, -2]
    clear = stages[:, :-1].max(axis=1) + dimensions[:, :-1].max(axis=1)
    lone = np.array([not each for each in asked]) & ~around.any(axis=1)
    none = stages[:, -1] + dimensions[:, -1] + _NONE * ~lone + _NONE_AROUND * ~lone * (idle - idle.mean()) - clear
    width = stages.shape[1]
    usual = np.array([_USUAL[each] for each in DIMENSIONS])
    questions = _rows([each.stages if each else (0.0,) * width for each in asked])
    moved = stages[:, :-1] + _ASKED * _centred(questions[:, :-1]) + _AROUND * _centred(around[:, : width - 1])
    return [
        Scores(
            _with_none(moved[row], none[row]),
            _with_none(dimensions[row, :-1] + usual * ~lone[row], none[row]),
            _mix(alone[row].sentiment, together[row].sentiment),
        )
        for row in range(len(statements))
    ]


def _mix(alone: Sequence[float], together: Sequence[float]) -> tuple[float, ...]:
    return tuple(
        (1 - _TOGETHER_FEELING) * one + _TOGETHER_FEELING * other for one, other in zip(alone, together, strict=True)
    )


def _with_none(scores: NDArray[float64], margin: float) -> tuple[float, ...]:
    """The scores with a last one for none that stands above the best by `margin` (halved: it is judged in both)."""
    return (*(float(score) for score in scores), float(scores.max() + margin / 2))


def _average_around(statements: Sequence[Statement], scores: NDArray[float64]) -> NDArray[float64]:
    """For each statement the weighted mean of the scores of those near it in its document; zero where it is alone."""
    found = np.zeros_like(scores)
    for row, statement in enumerate(statements):
        total = 0.0
        for distance, weight in _NEIGHBOURS:
            for place in (row - distance, row + distance):
                if 0 <= place < len(statements) and statements[place].document == statement.document:
                    found[row] += weight * scores[place]
                    total += weight
        if total:
            found[row] /= total
    return found


def _centred(scores: NDArray[float64]) -> NDArray[float64]:
    return scores - scores.mean(axis=0)


def _rows(rows: Sequence[Sequence[float]]) -> NDArray[float64]:
    return np.array(rows, dtype=float64)
