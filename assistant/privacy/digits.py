"""Runs of digits as people write and dictate them, and what a window of such a run can be."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.privacy.folded import with_numerals_as_digits

# Between the digits of one number: spaces, dashes of any length, dots, brackets around an area code.
_BETWEEN = r"[ \-\u2010-\u2015\u2212.·•_()/]"
_SPOKEN_BETWEEN = r"(?:[ \-，、,.。·…\u2010-\u2015]|嗯|呃|啊|哦)"
_RUN = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d)*(?:{_BETWEEN}?x(?![a-z0-9]))?")
_SPOKEN_RUN = re.compile(rf"\d(?:{_SPOKEN_BETWEEN}{{0,4}}\d)*(?:x(?![a-z0-9]))?")
_GROUP = re.compile(r"\d+x?|x")
_CHINESE_NUMERAL = re.compile("[零〇○幺一二三四五六七八九壹贰叁肆伍陆柒捌玖]")
_MOST_GROUPS = 19
_MOST_DIGITS = 23  # of an account; cards have 19
_FEWEST_DIGITS = 7
_ENGLISH = dict(
    zip(
        ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
        "00123456789",
        strict=True,
    )
)
_ENGLISH_DIGIT = rf"(?:(?:double|triple) )?(?:{'|'.join(_ENGLISH)})"
_ENGLISH_RUN = re.compile(rf"\b{_ENGLISH_DIGIT}(?:[ ,.\-]{{1,3}}{_ENGLISH_DIGIT}){{6,}}\b")
_ENGLISH_WORD = re.compile(rf"(double|triple)|({'|'.join(_ENGLISH)})")


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive groups of digits that may be one number, at a span of the folded text.

    `sizes` are the lengths of the groups; `spoken` tells that at least part of it is written in words.
    """

    digits: str
    start: int
    end: int
    sizes: tuple[int, ...]
    spoken: bool = False


def find_runs(folded: str) -> Iterator[list[Window]]:
    """For each run of at least seven digits, the windows it allows, the longest first."""
    for run in _RUN.finditer(folded):
        if run.end() - run.start() >= 7:
            yield _windows(run, spoken=False)
    if _CHINESE_NUMERAL.search(folded):
        digits = with_numerals_as_digits(folded)
        for run in _SPOKEN_RUN.finditer(digits):
            start, end = run.span()
            if end - start >= 7 and _CHINESE_NUMERAL.search(folded, start, end):
                yield [
                    each for each in _windows(run, spoken=True) if _CHINESE_NUMERAL.search(folded, each.start, each.end)
                ]
    for run in _ENGLISH_RUN.finditer(folded):
        digits = _read_english(run[0])
        yield [Window(digits, *run.span(), (len(digits),), spoken=True)]


def _windows(run: re.Match[str], *, spoken: bool) -> list[Window]:
    groups = [(match[0], run.start() + match.start(), run.start() + match.end()) for match in _GROUP.finditer(run[0])]
    found: list[Window] = []
    for first in range(len(groups)):
        digits, sizes = "", []
        for last in range(first, min(first + _MOST_GROUPS, len(groups))):
            digits += groups[last][0]
            if len(digits) > _MOST_DIGITS:
                break
            sizes.append(len(groups[last][0]))
            if len(digits) >= _FEWEST_DIGITS and (spoken or _is_grouping(sizes, groups, first, last)):
                found.append(Window(digits, groups[first][1], groups[last][2], tuple(sizes), spoken))
    return sorted(found, key=lambda each: (-len(each.digits), each.start))


def _is_grouping(sizes: list[int], groups: list[tuple[str, int, int]], first: int, last: int) -> bool:
    """Whether people group a number so: in one piece, in pieces of two and more with a code before, or digit by digit."""
    if len(sizes) == 1 or min(sizes[1:]) >= 2:
        return True
    # 500103 19770906 055 9: the check digit of a resident id read out by itself
    if len(sizes) > 1 and sum(sizes) == 18 and sizes[-1] == 1 and min(sizes[:-1]) >= 2:
        return True
    alone = first == 0 or len(groups[first - 1][0]) > 1
    return max(sizes) == 1 and alone and (last + 1 == len(groups) or len(groups[last + 1][0]) > 1)


def _read_english(words: str) -> str:
    digits, times = "", 1
    for match in _ENGLISH_WORD.finditer(words):
        if match[1]:
            times = 2 if match[1] == "double" else 3
            continue
        digits += _ENGLISH[match[2]] * times
        times = 1
    return digits
