"""Which of the three languages a text is in: by script, then by characters only one Chinese script has."""

import re
from functools import cache

from assistant.script import to_simplified, to_traditional
from assistant.wording import Language

_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*")
# Simplified by the table, and yet ordinary in Traditional text (皇后, 公里, 天台, 干涉 …): they decide nothing.
_IN_BOTH = frozenset("后里台干云只面系制准余冲志范谷斗丑卜几了吃布占周才松板游岳沈郁荐朱涂采征致吁向于回托")


def detect_language(text: str, default: Language = "zh-Hans") -> Language:
    """The language of `text`; `default` decides where nothing in it does (no letters, or no telling character)."""
    characters = _CJK.findall(text)
    words = count_words(text)
    if not characters:
        return "en" if words else default
    if len(characters) < words:
        return "en"
    sides = _telling_characters()
    difference = sum([sides[each] for each in characters if each in sides])
    if difference:
        return "zh-Hant" if difference > 0 else "zh-Hans"
    return "zh-Hans" if default == "en" else default


def count_cjk(text: str) -> int:
    """How many Chinese characters `text` holds."""
    return len(_CJK.findall(text))


def count_words(text: str) -> int:
    """How many words in Latin letters `text` holds."""
    return len(_WORD.findall(text))


def measure(text: str) -> int:
    """The size of a text in Chinese characters; an English word counts as two, so limits hold for both.

    Long strings without words or Chinese (links, codes) count a quarter of their characters.
    """
    return max(count_cjk(text) + 2 * count_words(text), len(text) // 4)


@cache
def _telling_characters() -> dict[str, int]:
    """1 for each character of Traditional text only, −1 for those of Simplified text only, by what the converter changes."""
    every = [chr(code) for code in range(0x4E00, 0x9FA6)]
    lines = "\n".join(every)
    folded, unfolded = to_simplified(lines).split("\n"), to_traditional(lines).split("\n")
    traditional = frozenset(c for c, other in zip(every, folded, strict=True) if c != other)
    simplified = frozenset(c for c, other in zip(every, unfolded, strict=True) if c != other)
    telling = (traditional ^ simplified) - _IN_BOTH
    return {each: 1 if each in traditional else -1 for each in telling}
