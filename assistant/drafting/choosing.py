"""Choosing what to print: the strongest statements that do not repeat each other."""

from collections import Counter
from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from assistant.drafting.excerpt import columns
from assistant.drafting.material import Material, Told

_NEW = 0.65
"""How much strength counts against novelty (maximal marginal relevance, Carbonell & Goldstein 1998)."""
_SAME_SPEAKER = 0.12
_FULL_WIDTH = (24, 200)
"""Columns between which a statement has a sensible length: shorter says little, longer says too much at once."""


def find_strengths(told: Sequence[Told], material: Material) -> dict[str, float]:
    """How well each statement would stand for its cell, 0…1.

    Coding confidence 0.5, how near others come to it 0.2 (what only one person speaks of is often small talk), length,
    feeling, figures and examples 0.1 each.
    """
    return {each.id: _strength(each, material) for each in told}


def choose_told(
    told: Sequence[Told],
    material: Material,
    most: int,
    *,
    least: float = 0.0,
    strengths: dict[str, float] | None = None,
) -> list[Told]:
    """At most `most` statements, strongest first, each penalised by its likeness to those before and by its speaker.

    Ties go by the order of the notes, so that the same notes give the same choice.
    """
    strengths = strengths or find_strengths(told, material)
    chosen: list[Told] = []
    heard: Counter[str] = Counter()
    # With every choice the merit of the others can only fall, so it is worked out anew only for what comes first
    # (lazy greedy, Minoux 1978): an entry holds its penalised merit, likeness to the nearest choice, and choices seen.
    waiting = [(-_NEW * strengths[each.id], each.order, place, 0.0, 0) for place, each in enumerate(told)]
    heapify(waiting)
    while waiting and len(chosen) < most:
        _, order, place, nearest, seen = heappop(waiting)
        best = told[place]
        if seen < len(chosen):
            nearest = max(nearest, *(material.likeness(best, each) for each in chosen[seen:]))
            merit = _NEW * strengths[best.id] - (1 - _NEW) * nearest - _SAME_SPEAKER * heard[best.speaker]
            heappush(waiting, (-merit, order, place, nearest, len(chosen)))
        elif strengths[best.id] >= least and not _repeats(best, chosen):
            chosen.append(best)
            heard[best.speaker] += 1
    return chosen


def _repeats(each: Told, chosen: Sequence[Told]) -> bool:
    """Whether the same words are chosen already, or so much the same that printing both adds nothing."""
    for other in chosen:
        if each.folded in other.folded or other.folded in each.folded:
            return True
        if each.grams and len(each.grams & other.grams) / len(each.grams | other.grams) > 0.6:
            return True
    return False


def _strength(each: Told, material: Material) -> float:
    concrete = bool(each.figures) or any(
        word in each.folded for word in ("比如", "因为", "例如", "because", "for example")
    )
    return (
        0.50 * each.coding.confidence
        + 0.20 * material.company[each.id]
        + 0.10 * _length_value(each)
        + 0.10 * abs(each.sentiment) / 2
        + 0.10 * concrete
    )


def _length_value(each: Told) -> float:
    width = columns(each.statement.text)
    low, high = _FULL_WIDTH
    if width < low:
        return width / low
    return 1.0 if width <= high else max(high / width, 0.3)
