"""Figures of an answer that its evidence does not have in one piece: from the question, or put together."""

import re
from collections.abc import Sequence

from assistant.drafting.figures import Figure, find_figures

_BARE_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?![\d%‰.,万亿元块])")
_YEAR_SAID = re.compile(r"(?:\b(?:in|of|for|during) )?(?<![\d.,])(?:19|20)\d{2}年?(?![\d.,%‰万亿元块])", re.IGNORECASE)


def find_years(text: str) -> set[int]:
    """Years said in a text, also without 年, as people do (2022春运)."""
    said = {each.date[0] for each in find_figures(text) if each.kind == "date" and each.date[0] is not None}
    return said | {int(year) for year in _BARE_YEAR.findall(text)}


def without_years(text: str) -> str:
    """A text without the years in it, as it is put to what bears no date."""
    return " ".join(_YEAR_SAID.sub("", text).split())


def is_echo(figure: Figure, told: Sequence[Figure], asked: Sequence[Figure]) -> bool:
    """Whether the question has the figure; of a date, the parts that the evidence leaves open."""
    if any(figure.matches(each) for each in asked):
        return True
    if figure.kind != "date":
        return False
    parts = [None, None, None]
    for each in asked:
        if each.kind == "date":
            parts = [mine if mine is not None else theirs for mine, theirs in zip(parts, each.date, strict=True)]
    return any(
        each.kind == "date"
        and all(
            mine is None or mine == theirs or (theirs is None and mine == question)
            for mine, theirs, question in zip(figure.date, each.date, parts, strict=True)
        )
        for each in told
    )


def is_joined(figure: Figure, sentence: str) -> bool:
    """Whether a date is put together from a day without a year and a year that stands by itself, in the same sentence."""
    year, month, day = figure.date
    if figure.kind != "date" or year is None or month is None:
        return False
    dates = [each.date for each in find_figures(sentence) if each.kind == "date"]
    taken = {each[0] for each in dates if each[1] is not None}
    return (None, month, day) in dates and year in find_years(sentence) - taken
