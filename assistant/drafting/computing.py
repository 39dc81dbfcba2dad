"""Computed figures: made from their inputs, and made again when they are verified."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from assistant.journey import Computation


def compute_count(inputs: Sequence[str]) -> Computation:
    """How many different inputs there are (ids of statements, names of speakers)."""
    different = tuple(dict.fromkeys(inputs))
    return Computation("count", different, str(len(different)))


def compute_share(part: int, whole: int) -> Computation:
    """`part` of `whole` as a percentage rounded to a whole number. Raises ValueError for a whole of 0."""
    inputs = (str(part), str(whole))
    return Computation("share", inputs, recompute("share", inputs))


def compute_mean(numbers: Sequence[int | str]) -> Computation:
    """The arithmetic mean to one decimal place. Raises ValueError without numbers."""
    inputs = tuple(map(str, numbers))
    return Computation("mean", inputs, recompute("mean", inputs))


def compute_nps(scores: Sequence[int | str]) -> Computation:
    """The Net Promoter Score of scores 0…10: percentage of 9–10 minus percentage of 0–6 (Reichheld, 2003)."""
    inputs = tuple(map(str, scores))
    return Computation("nps", inputs, recompute("nps", inputs))


def recompute(operation: str, inputs: Sequence[str]) -> str:
    """The result that `operation` gives over `inputs`, written as in the draft.

    Raises ValueError where the inputs do not allow it: no numbers, a part above its whole, a score outside 0…10.
    """
    if operation == "count":
        return str(len(dict.fromkeys(inputs)))
    numbers = [Fraction(each) for each in inputs]
    if not numbers:
        raise ValueError("nothing to compute from")
    if operation == "share":
        part, whole = numbers
        if not 0 <= part <= whole or whole == 0:
            raise ValueError(f"{part} is no part of {whole}")
        return f"{_rounded(part * 100 / whole, 0)}%"
    if operation == "mean":
        return _rounded(sum(numbers, Fraction()) / len(numbers), 1)
    if operation == "nps":
        if any(not 0 <= score <= 10 for score in numbers):
            raise ValueError("a score outside 0 to 10")
        balance = sum(score >= 9 for score in numbers) - sum(score <= 6 for score in numbers)
        return _rounded(Fraction(100 * balance, len(numbers)), 0)
    raise ValueError(f"unknown operation {operation}")


def is_right(computation: Computation) -> bool:
    """Whether the stored result is what its inputs give."""
    try:
        return recompute(computation.operation, computation.inputs) == computation.result
    except ValueError:
        return False


def _rounded(value: Fraction, places: int) -> str:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return str(rounded + 0)  # "-0.0" is written "0.0"
