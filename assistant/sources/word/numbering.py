"""The numbers of headings and list entries, which Word draws and does not store."""

import re
from typing import Any

from assistant.sources.word.names import W, value_of

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_CHINESE = "零一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_LEVELS = 9
_MOST = 9_999  # a number above it is damage


class Numbering:
    """Counts along while a document is read in order."""

    def __init__(self, element: Any) -> None:
        self._abstract: dict[str, dict[int, Any]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, list[int]] = {}
        if element is None:
            return
        for abstract in element.iter(f"{W}abstractNum"):
            levels = {_whole(each.get(f"{W}ilvl")): each for each in abstract.iter(f"{W}lvl")}
            self._abstract[abstract.get(f"{W}abstractNumId", "")] = levels
        for each in element.iter(f"{W}num"):
            starts = {
                _whole(over.get(f"{W}ilvl")): _whole(start)
                for over in each.iter(f"{W}lvlOverride")
                if (start := value_of(over, f"{W}startOverride")) is not None
            }
            self._lists[each.get(f"{W}numId", "")] = (value_of(each, f"{W}abstractNumId") or "", starts)

    def next_number(self, properties: Any) -> str:
        """The number that Word shows before a paragraph with this `w:numPr`; empty for bullets and none."""
        number_id = value_of(properties, f"{W}numId") or "0"
        level = min(_whole(value_of(properties, f"{W}ilvl")), _LEVELS - 1)
        if number_id not in self._lists:
            return ""
        abstract_id, starts = self._lists[number_id]
        levels = self._abstract.get(abstract_id, {})
        # lists of one design count on together, unless one says where it starts
        key = f"{abstract_id}:{number_id}" if starts else abstract_id
        counts = self._counts.setdefault(key, [0] * _LEVELS)
        if not counts[level]:
            counts[level] = starts.get(level, _start(levels.get(level))) - 1
        counts[level] = min(counts[level] + 1, _MOST)
        counts[level + 1 :] = [0] * (_LEVELS - level - 1)
        for above in range(level):
            counts[above] = counts[above] or starts.get(above, _start(levels.get(above)))
        definition = levels.get(level)
        if definition is None or (value_of(definition, f"{W}numFmt") or "decimal") in ("bullet", "none"):
            return ""
        pattern = value_of(definition, f"{W}lvlText") or ""

        def fill(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            return _shown(counts[at], value_of(levels.get(at), f"{W}numFmt") or "decimal") if at <= level else ""

        return re.sub(r"%([1-9])", fill, pattern).strip()


def _start(level: Any) -> int:
    return _whole(value_of(level, f"{W}start"), 1)


def _whole(value: str | None, default: int = 0) -> int:
    return min(int(value), _MOST) if value is not None and value.isdigit() else default


def _shown(number: int, form: str) -> str:
    """A number in one of Word's forms; an unknown one in digits."""
    if form in ("lowerRoman", "upperRoman"):
        roman, rest = "", number
        for size, letters in _ROMAN:
            roman += letters * (rest // size)
            rest %= size
        return roman.upper() if form == "upperRoman" else roman
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if form.startswith(
        ("chineseCounting", "japaneseCounting", "taiwaneseCounting", "ideographDigital", "chineseLegal")
    ):
        return _in_chinese(number)
    return str(number)


def _in_chinese(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _CHINESE[tens]) + "十" if tens else ""
    return head + (_CHINESE[ones] if ones else "")
