"""Chinese, English and Arabic numerals read as exact values, so that 三成, 30% and thirty percent compare equal."""

import re
from fractions import Fraction

DIGITS = dict(zip("零〇一二三四五六七八九", (0, 0, *range(1, 10)), strict=True)) | {"两": 2, "俩": 2, "仨": 3}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_SCALES = _SMALL | _LARGE
NUMERAL = "零〇一二三四五六七八九两十百千万亿"

_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
ENGLISH_NUMBER = (
    rf"(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    rf"(?:(?:[ -]+(?:and[ -]+)?)(?:{'|'.join(sorted((*_WORDS, *_ENGLISH_SCALES), key=len, reverse=True))}))*"
)


def read_chinese(words: str) -> Fraction | None:
    """The value of a Chinese numeral (两千八 2800, 十二点五 12.5, 二〇二四 2024), or None where it is none."""
    whole, _, decimals = words.partition("点")
    value = _read_whole(whole) if whole else None
    if value is None or not decimals:
        return None if value is None or words.endswith("点") else Fraction(value)
    if any(letter not in DIGITS for letter in decimals):
        return None
    digits = "".join(str(DIGITS[letter]) for letter in decimals)
    return value + Fraction(int(digits), 10 ** len(digits))


def read_english(words: str) -> Fraction | None:
    """The value of an English number in words (two thousand eight hundred), or None where it is none."""
    total, current = 0, 0
    for word in re.split(r"[ -]+", words.casefold()):
        if word == "and":
            continue
        if word in _WORDS:
            current += _WORDS[word]
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * _ENGLISH_SCALES[word]
        elif word in _ENGLISH_SCALES:
            total += max(current, 1) * _ENGLISH_SCALES[word]
            current = 0
        else:
            return None
    return Fraction(total + current)


def read_arabic(digits: str) -> Fraction:
    """The value of Arabic digits with separators of thousands and a decimal point (1,200 and 12.5)."""
    return Fraction(digits.replace(",", "").replace(" ", ""))


def _read_whole(words: str) -> Fraction | None:
    if all(letter in DIGITS for letter in words):
        return Fraction(int("".join(str(DIGITS[letter]) for letter in words)))
    total, section, digit, last_scale = 0, 0, None, 1
    for letter in words:
        if letter in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[letter]
            if digit == 0:
                last_scale = 10  # 一千零五: what follows a zero is ones, not hundreds
        elif letter in _SMALL:
            section += (1 if digit is None else digit) * _SMALL[letter]
            digit, last_scale = None, _SMALL[letter]
        elif letter in _LARGE:
            section += (digit or 0) if digit or section or total else 1
            total = (total + section) * _LARGE[letter] if letter == "亿" else total + section * _LARGE[letter]
            section, digit, last_scale = 0, None, _LARGE[letter]
        else:
            return None
    # 两千八 is 2800: a last digit without its scale takes the next lower one.
    trailing = (digit or 0) * max(last_scale // 10, 1)
    return Fraction(total + section + trailing)
