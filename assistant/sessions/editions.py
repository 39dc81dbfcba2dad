"""Which one of several in a row a text speaks of: the second quarter, season 4, 第三届, 神舟十三号, Model 3."""

import calendar
import re
import unicodedata

from assistant.drafting.numerals import read_chinese
from assistant.sessions.entries import Entry
from assistant.sources.folding import fold

Edition = tuple[str, int]

_CHINESE = {
    "季度": "quarter",
    "赛季": "season",
    "季": "season",
    "届": "edition",
    "版": "edition",
    "代": "generation",
    "阶段": "stage",
    "学期": "semester",
    "期": "phase",
    "批": "batch",
}
_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"
_CARDINALS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NOUNS = "quarter|season|edition|generation|stage|semester|phase|batch|volume|episode|round"
_IN_CHINESE = re.compile(
    rf"(?:第(?P<n>[一二两三四五六七八九十\d]{{1,3}})个?(?P<noun>{'|'.join(_CHINESE)})|(?<![一二三四、和至到\d-])(?P<q>[一二三四1-4])季度)"
)
_IN_ENGLISH = re.compile(
    rf"(?<![a-z\d])(?:(?P<nth>{_ORDINALS}|\d{{1,2}}(?:st|nd|rd|th))(?: and [a-z]+| [a-z]+)? (?P<noun>{_NOUNS})"
    rf"|(?P<before>{_NOUNS}) (?P<n>{_CARDINALS}|\d{{1,2}})|q(?P<q>[1-4]))(?![a-z\d])"
)
_UNITS = "年月日天个名位人次万亿千百多元块家岁点分时秒米里度寸倍成折条项支场部章种件台套层楼比至到"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|" + "|".join(calendar.month_name[1:])
_IN_A_NAME = re.compile(
    rf"(?P<stem>[\u4e00-\u9fff]{{2,}}) ?(?P<n>\d{{1,3}})(?![\d.,:：%‰号{_UNITS}-])"
    r"|(?P<called>[\u4e00-\u9fff]{1,}[^\W\d_月])(?P<cn>\d{1,3}|(?<![一二三四五六七八九十])[一二三四五六七八九十]{1,3})号"
    rf"|(?<![A-Za-z])(?!(?:{_MONTHS})\b)(?P<latin>[A-Z][A-Za-z]{{2,}}|[a-z][A-Z][A-Za-z]+) ?(?P<m>\d{{1,3}})(?![\d.,:%‰A-Za-z{_UNITS}-])"
)
_SHORTEST = 2  # letters of a name by which two are told to be the same


def find_numbered(text: str) -> set[Edition]:
    """Names that end in a number (速度与激情10, 神舟十三号, Model 3): what stands before it, folded, and the number."""
    found: set[Edition] = set()
    for each in _IN_A_NAME.finditer(unicodedata.normalize("NFKC", text)):
        name = each["stem"] or each["called"] or each["latin"]
        number = _read_place(each["n"] or each["cn"] or each["m"])
        if number is not None:
            found.add((fold(name), number))
    return found


def names_another(question: str, text: str) -> bool:
    """Whether a question names a work, a line or a product by its number, and a text others of the name and never it."""
    told = find_numbered(text)
    for name, number in find_numbered(question):
        numbers = {other for each, other in told if _is_same(name, each)}
        if numbers and number not in numbers:
            return True
    return False


def _is_same(name: str, other: str) -> bool:
    """Whether the shorter of two is the end of the longer: in Chinese no space tells where a name begins."""
    shorter, longer = sorted((name, other), key=len)
    return len(shorter) >= _SHORTEST and longer.endswith(shorter)


def find_editions(text: str) -> set[Edition]:
    """What is counted and its number, for each that a text names."""
    folded = fold(text)
    found = [
        (_CHINESE[each["noun"] or "季度"], _read_place(each["n"] or each["q"])) for each in _IN_CHINESE.finditer(folded)
    ]
    for each in _IN_ENGLISH.finditer(folded):
        noun = each["noun"] or each["before"] or "quarter"
        found.append((noun, _read_place(each["nth"] or each["n"] or each["q"])))
    return {(noun, number) for noun, number in found if number is not None}


def tells_of_others(question: str, entry: Entry) -> bool:
    """Whether a question names one in a row, and an entry others of the kind and never that one."""
    text = f"{entry.text}\n{entry.question or ''}"
    told, asked = find_editions(text), find_editions(question)
    return names_another(question, text) or any(
        bool(numbers := _numbers(told, noun)) and not numbers & _numbers(asked, noun)
        for noun in {each for each, _ in asked}
    )


def _numbers(editions: set[Edition], noun: str) -> set[int]:
    return {number for each, number in editions if each == noun}


def _read_place(word: str) -> int | None:
    for words in (_ORDINALS.split("|"), _CARDINALS.split("|")):
        if word in words:
            return words.index(word) + 1
    digits = re.match(r"\d+", word)
    value = int(digits[0]) if digits is not None else read_chinese(word)
    return int(value) if value is not None else None
