"""When a note's words were said: the days that its head, its records or the name of its file tell."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from assistant.journey import Block, DateOrigin, Document, NoteDates
from assistant.sources.folding import fold
from assistant.sources.headers import read_header_line
from assistant.sources.labels import find_candidate

_HEAD = 12  # blocks at the top among which a note says when it was made
_SHORT = 120  # characters of a line that may be all about place and time
_LEADING = 24  # characters into a longer line within which a date still heads it
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DIGITS = "〇一二三四五六七八九"
_CN = "[一二三四五六七八九十]{1,3}"
_PATTERNS = (
    re.compile(r"(?<!\d)(?P<y>20\d{2})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d{2})\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号])?"),
    re.compile(r"(?<!\d)(?P<y>20\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"民国\s*(?P<era>\d{2,3})\s*年\s*(?P<m>\d{1,2})\s*月(?:\s*(?P<d>\d{1,2})\s*[日号])?"),
    re.compile(rf"(?P<cny>二[〇零○][{_DIGITS}零○]{{2}})年(?P<cnm>{_CN})月(?:(?P<cnd>{_CN})[日号])?"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?P<y>20\d{{2}})\b"),
    re.compile(rf"\b{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>20\d{{2}})\b"),
    re.compile(rf"\b{_MONTH},? (?P<y>20\d{{2}})\b"),
    re.compile(r"(?<![\d./-])(?P<one>\d{1,2})[/.-](?P<two>\d{1,2})[/.-](?P<y>20\d{2})(?!\d)"),
)
_MONTH_ONLY = re.compile(r"(?<!\d)(?P<y>20\d{2})[-/._](?P<m>0?[1-9]|1[0-2])(?![\d])")
_KEYED = re.compile(
    r"(?:^|[\s|;,(（>*_•-])(?:访谈|采访|访问|调研|会议|记录|座谈|interview|recording|meeting|session)?[ _]?"
    r"(?:日期|时间|date(?: and time)?|time|recorded(?: on)?)[*_\s]*[:\t](?P<value>.{4,60})"
)
_OTHERWISE = re.compile(
    "[买购装签搬版]|入职|出生|生于|成立|开业|入住|到期|合同|上市|"
    r"\b(?:bought|purchas\w*|install\w*|born|since|joined|founded|opened|moved|version|contract|expires?|due)\b"
)
"""What makes a date one of the customer's or the contract's, not of the interview."""
_FRAGMENT = re.compile(r"[，,。；;|｜()（）\t\u3000]|\s{2,}")


def find_note_dates(document: Document) -> NoteDates | None:
    """When what a document holds was said, or None where it tells nothing.

    A line of the head that is called date or time goes first, then the records' own days, then a day that stands at the
    head without a name, then the file's name. Days without a year tell nothing, nor do those whose day and month could be
    taken for each other.
    """
    keyed, loose = _read_head(document)
    records = sorted({block.date for block in document.blocks if block.date})
    if keyed:
        return _span(keyed, "note")
    if records:
        return _span(records, "records")
    if loose:
        return _span(loose[:1], "note")
    named = list(find_days(PurePosixPath(document.path).stem, months=True))
    return _span(named, "name") if named else None


def find_days(text: str, *, months: bool = False) -> Iterator[str]:
    """The days in `text` as ISO dates, cut to the month where no day is told; with `months` also "2025-12"."""
    rest = fold(text)
    for pattern in (*_PATTERNS, _MONTH_ONLY) if months else _PATTERNS:
        for found in pattern.finditer(rest):
            day = _iso(found)
            if day:
                yield day
                rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end() :]


def read_day(text: str) -> str:
    """The first day in a record's date as an ISO date; "" where it tells none."""
    return next(find_days(text), "")


def _read_head(document: Document) -> tuple[list[str], list[str]]:
    """The days of a line that says it tells the date, and days that merely stand at the head."""
    loose: list[str] = []
    for block in document.blocks[:_HEAD]:
        if block.kind in ("comment", "footnote"):
            continue
        if block.speaker or block.role or _is_spoken(block):
            break
        keyed = _KEYED.finditer(fold(block.text[:400]))
        days = [day for found in keyed for day in find_days(found["value"], months=True)]
        if days:
            return days, loose
        loose.extend(_loose_days(block.text))
    return [], loose


def _is_spoken(block: Block) -> bool:
    if block.kind == "heading" or read_header_line(block.text[:400]):
        return False
    label = find_candidate(block.text[:400])
    return label is not None and not label.bare and not re.search(r"\d", label.label)


def _loose_days(text: str) -> Iterator[str]:
    near = text if len(text) <= _SHORT else text[:_LEADING]
    for part in _FRAGMENT.split(near):
        if not _OTHERWISE.search(fold(part)):
            yield from (day for day in find_days(part) if len(day) == len("2025-01-01"))


def _span(days: list[str], origin: DateOrigin) -> NoteDates:
    return NoteDates(min(days), max(days), origin)


def _iso(found: re.Match[str]) -> str:
    """The match as an ISO date, "" for a day that there is not."""
    parts = {name: words for name, words in found.groupdict().items() if words}
    year = int(parts["y"]) if "y" in parts else int(parts["era"]) + 1911 if "era" in parts else _year(parts["cny"])
    if "one" in parts:
        month, day = _told_apart(int(parts["one"]), int(parts["two"]))
    elif "name" in parts:
        month, day = _MONTHS.index(parts["name"][:3]) + 1, int(parts.get("d", "0"))
    elif "cnm" in parts:
        month, day = _small(parts["cnm"]), _small(parts.get("cnd", ""))
    else:
        month, day = int(parts["m"]), int(parts.get("d", "0"))
    try:
        made = date(year, month, day or 1)
    except ValueError:
        return ""
    return made.isoformat() if day else made.isoformat()[:7]


def _told_apart(one: int, two: int) -> tuple[int, int]:
    """Month and day of two numbers of which one must be the day; of others (0, 0), which is no date."""
    if one > 12 >= two:
        return two, one
    if two > 12 >= one:
        return one, two
    return (one, two) if one == two else (0, 0)


def _year(words: str) -> int:
    return int("".join(str(_DIGITS.index("〇" if letter in "零○" else letter)) for letter in words))


def _small(words: str) -> int:
    """A Chinese number from 1 to 39; 0 for nothing."""
    if not words:
        return 0
    tens, ten, ones = words.partition("十")
    if not ten:
        return _DIGITS.index(tens[0]) if len(tens) == 1 else 0
    return (_DIGITS.index(tens[0]) if tens else 1) * 10 + (_DIGITS.index(ones[0]) if ones else 0)
