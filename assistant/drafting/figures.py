"""Figures in a sentence: numbers, shares, dates and times with their units, as exact values that compare."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assistant.drafting.numerals import DIGITS, ENGLISH_NUMBER, NUMERAL, read_arabic, read_chinese, read_english
from assistant.script import to_simplified

FigureKind = Literal["number", "share", "date", "time"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it stands in a text. `value` is exact; `unit` a family such as "yuan" or "month", or "".

    A date carries its parts (year, month, day; None where not said) in `date`; a time its minutes since midnight in
    `value`. `approximate` marks 三十多, about 30, 十几.
    """

    kind: FigureKind
    words: str
    value: Fraction
    unit: str = ""
    date: tuple[int | None, int | None, int | None] = (None, None, None)
    approximate: bool = False

    def matches(self, other: "Figure") -> bool:
        """Whether `other` (from the evidence) says this figure: equal value, no contradicting unit."""
        if self.kind == "date" or other.kind == "date":
            return self.kind == other.kind and all(
                mine is None or mine == theirs for mine, theirs in zip(self.date, other.date, strict=True)
            )
        if self.kind == "time" or other.kind == "time":
            return self.kind == other.kind and (self.value - other.value) % 720 == 0
        if self.kind != other.kind or self.value != other.value:
            return False
        return not self.unit or not other.unit or self.unit == other.unit


# Families of units with the factor to the family's smallest one; so 半年 and 6 months are the same figure.
_UNITS: dict[str, tuple[str, Fraction]] = {
    word: (family, Fraction(factor))
    for family, factor, words in (
        ("yuan", 1, "元 块钱 块 圆 人民币 rmb cny yuan 元钱"),
        ("dollar", 1, "美元 美金 dollars dollar usd bucks"),
        ("euro", 1, "欧元 euros euro eur"),
        ("pound", 1, "英镑 pounds gbp"),
        ("month", 12, "年 years year yrs yr 周年"),
        ("month", 1, "个月 月份 months month 个多月"),
        ("day", 7, "周 个星期 星期 个礼拜 礼拜 weeks week"),
        ("day", 1, "天 日 个工作日 工作日 days day 宿"),
        ("minute", 60, "小时 个小时 钟头 个钟头 个钟 hours hour hrs hr"),
        ("minute", 15, "刻钟"),
        ("minute", 1, "分钟 minutes minute mins min"),
        ("second", 1, "秒 秒钟 seconds"),
        ("person", 1, "人 个人 位 名 people persons customers staff 口人 口 个客户 个顾客 位客户 位顾客 个员工"),
        ("occasion", 1, "次 回 趟 遍 times"),
        ("shop", 1, "家 家店 门店 shops stores 个品牌 brands"),
        ("piece", 1, "台 件 套 个产品 部 辆 units pieces"),
        ("metre", 1, "米 公尺 metres meters metre meter"),
        ("metre", 1000, "公里 千米 kilometres kilometers km"),
        ("square-metre", 1, "平米 平方米 平方 坪 sqm"),
        ("age", 1, "岁 years old"),
        ("point", 1, "分 points point"),
        ("multiple", 1, "倍"),
    )
    for word in ((words,) if words == "岁 years old" else words.split())
}
_UNITS["岁"] = ("age", Fraction(1))
_UNITS["坪"] = ("ping", Fraction(1))
_UNIT = "|".join(sorted((re.escape(word) for word in _UNITS if not word.isascii()), key=len, reverse=True))
_UNIT_EN = "|".join(sorted((re.escape(word) for word in _UNITS if word.isascii()), key=len, reverse=True))
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CN = f"[{NUMERAL}]"
_AR = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUM = rf"(?:{_AR}|{_CN}+(?:点[零〇一二三四五六七八九]+)?)"
_SCALE = r"(?:\s?(?:千万|百万|十万|万|亿|千|百|hundred|thousand|million|billion|[kK](?![a-zA-Z])))?"

# Words made with numerals that count nothing. 一 alone is mostly "a" or "as soon as", and is no figure without a unit.
# After another numeral they are part of it: 两万一千, 三十分, 二十四处.
_IDIOMS = re.compile(
    f"(?<![{NUMERAL}])(?:"
    "一直|一样|一般|一下子?|一起|一些|一点(?![零〇一二三四五六七八九])儿?|一定|一切|一旦|一边|一方面|一时|一致|一系列|一步|一次性|一路|一向|"
    "一律|一如|一来|二来|一五一十|一口气|一块儿|一會兒|一会儿?|一手|一身|一流|一心|一眼|一番|一再|一种|一堆|一大堆|一圈|"
    "(?<!分)之一|唯一|统一|万一|专一|单一|千万别|千万不|千万要|十分(?!钟)|十足|三心二意|七上八下|乱七八糟|"
    "五花八门|四处|四周|四面|八卦|百般|百货|百度|万能|万分|千篇一律|一刀切|一体|一站式|一对一|一条龙|三言两语|不三不四|"
    "丢三落四|接二连三|朝三暮四|五颜六色|七嘴八舌|九牛一毛|十全十美|千奇百怪|万无一失|说一不二|两码事|两难|半天|"
    "星期[一二三四五六日天]|礼拜[一二三四五六日天]|周[一二三四五六日](?!年)|双十一|三八节|五一|六一八|十一假期|第一时间|三方|第三方|一二线)"
)
_DIGIT = re.compile(r"\d")
_VAGUE_BEFORE = re.compile(
    r"(?:(?:大概|大约|差不多|将近|接近|(?<![最附])近|约)[为是有在要]?|about|around|roughly|nearly|almost|over|more than)\s*$",
    re.I,
)
_LOOSE_SCALE = re.compile(r"(?:几|数|上|成)$")
_MINUS = r"(?P<minus>负|(?<![^ \n\t是为到约:(,，。;；、])[-−])?"
_CLOCK_BEFORE = r"(?:早上|上午|中午|下午|晚上|夜里|凌晨|傍晚)"
_AFTERNOON = ("下午", "晚上", "夜里", "傍晚")


def fold_figures(text: str) -> str:
    """`text` with width, case and script folded, as figures are read in it."""
    plain = unicodedata.normalize("NFKC", text)
    return (plain if plain.isascii() else to_simplified(plain)).casefold()


def find_figures(text: str) -> list[Figure]:
    """Every figure said in `text`, in reading order. A range (两三天) gives both of its ends."""
    rest = fold_figures(text)
    letters = _letters_of(rest)
    if not _IDIOM_SIGNS.isdisjoint(letters):
        rest = _IDIOMS.sub(lambda match: " " * len(match[0]), rest)
    found: list[tuple[int, Figure]] = []
    for signs, pattern, build in _PATTERNS:
        if signs.isdisjoint(letters):
            continue
        spans: list[tuple[int, int]] = []
        for match in pattern.finditer(rest):
            figures = build(match, rest)
            if figures:
                found.extend((match.start(), figure) for figure in figures)
                spans.append(match.span())
        for start, end in spans:
            rest = rest[:start] + "\x1f" * (end - start) + rest[end:]
    found.sort(key=lambda each: each[0])
    return [figure for _, figure in found]


def _letters_of(text: str) -> set[str]:
    """The different letters of a text, with 0 for digits of any kind."""
    letters = set(text)
    return letters | {"0"} if _DIGIT.search(text) else letters


_LONGEST = 40
"""Longer rows of digits are serial numbers or noise."""


def _value(words: str, scale: str = "") -> Fraction | None:
    if len(words) > _LONGEST:
        return None
    value = read_arabic(words) if words[0].isdigit() else read_chinese(words)
    scale = scale.strip()
    if value is None or not scale:
        return value
    factor = {"k": 1000, "thousand": 1000, "hundred": 100, "million": 10**6, "billion": 10**9}.get(scale)
    if factor is None:
        multiplier = read_chinese(scale if scale[0] in DIGITS or scale[0] == "十" else f"一{scale}")
        return None if multiplier is None else value * multiplier
    return value * factor


def _date(match: re.Match[str], _text: str) -> list[Figure]:
    parts = match.groupdict()
    year = _year(parts.get("year") or "", parts.get("era") or "")
    month_word = parts.get("month") or ""
    month = _MONTHS.get(month_word) or _part(month_word)
    day = _part(parts.get("day") or "")
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return []
    if year is None and month is None:
        return []
    return [Figure("date", match[0].strip(), Fraction(0), date=(year, month, day))]


def _year(words: str, era: str) -> int | None:
    number = _part(words)
    if number is None:
        return None
    if era:
        return number + 1911  # years of the Republic, as Taiwan counts them
    return number + 2000 if number < 100 else number


def _part(words: str) -> int | None:
    value = _value(words) if words else None
    return None if value is None or value.denominator != 1 else int(value)


def _clock(match: re.Match[str], _text: str) -> list[Figure]:
    parts = match.groupdict()
    hour, minute = _part(parts["hour"]), _part(parts.get("minute") or "") or 0
    if hour is None or hour > 24 or minute > 59:
        return []
    if parts.get("half"):
        minute = 30
    late = (parts.get("part") or "") in _AFTERNOON or (parts.get("meridiem") or "").startswith("p")
    return [Figure("time", match[0].strip(), Fraction((hour + 12 if late and hour < 12 else hour) * 60 + minute))]


def _share(match: re.Match[str], text: str) -> list[Figure]:
    vague = bool(match.groupdict().get("vague")) or bool(_VAGUE_BEFORE.search(text[: match.start()]))
    shares = _share_values(match)
    return [Figure("share", match[0].strip(), share, approximate=vague) for share in shares]


def _share_values(match: re.Match[str]) -> list[Fraction]:
    parts = {name: words for name, words in match.groupdict().items() if words}
    if "percent" in parts:
        value = _value(parts["percent"])
        return [] if value is None else [(-value if "minus" in parts else value) / 100]
    if "english" in parts:
        value = read_english(parts["english"])
        return [] if value is None else [value / 100]
    if "tenths" in parts:
        words = parts["tenths"]
        halves = Fraction(1, 20) if "half" in parts else Fraction(0)
        values = [_value(letter) for letter in words] if _is_range(words) else [_value(words)]
        return [value / 10 + halves for value in values if value is not None]
    if "whole" in parts:
        whole, part = _value(parts["whole"]), _value(parts["part"])
        return [] if not whole or part is None else [part / whole]
    if "thirds" in parts:
        size = Fraction(1, 3) if parts["thirds"].startswith("third") else Fraction(1, 4)
        count = parts.get("many", "a")
        return [size * (1 if count in ("a", "one") else read_english(count) or 1)]
    if "all" in parts:
        return [Fraction(1)]
    return [Fraction(1, 2)] if "one_half" in parts else []


def _is_range(words: str) -> bool:
    return len(words) == 2 and all(letter in DIGITS for letter in words) and "零" not in words and "〇" not in words


def _unit_of(parts: dict[str, str | None]) -> tuple[str, Fraction]:
    sign = (parts.get("sign") or "").strip()
    if sign:
        return {"$": "dollar", "€": "euro", "£": "pound"}.get(sign, "yuan"), Fraction(1)
    return _UNITS.get((parts.get("unit") or "").strip(), ("", Fraction(1)))


def _number(match: re.Match[str], text: str) -> list[Figure]:
    parts = match.groupdict()
    words = parts.get("number") or ""
    family, factor = _unit_of(parts)
    loose = _is_loose(words, text[: match.start()])
    if words in ("一", "百", "千", "万", "亿") and not (family or parts.get("scale") or loose):
        return []
    if words == "一" and family in ("person", "occasion", "shop", "piece", "point", ""):
        return []  # 一家, 一次, 一位 mostly stand for "a"
    vague = loose or bool(parts.get("vague")) or bool(_VAGUE_BEFORE.search(text[: match.start()]))
    values = _range_values(words, parts.get("scale") or "")
    factor = -factor if parts.get("minus") else factor
    return [
        Figure("number", match[0].strip(), value * factor, family, approximate=vague or len(values) > 1)
        for value in values
    ]


def _is_loose(words: str, before: str) -> bool:
    """Whether a bare scale stands for any number of them: 几十, 数百, 上千."""
    return words[:1] in tuple("十百千万亿") and _LOOSE_SCALE.search(before) is not None


def _range_values(words: str, scale: str) -> list[Fraction]:
    """两三 → 2 and 3; 二三十 → 20 and 30; 十二三 → 12 and 13; 两三百 → 200 and 300; otherwise the one value."""
    if words and not words[0].isdigit():
        if _is_range(words) and DIGITS[words[1]] - DIGITS[words[0]] in (1, 2):
            return [value for letter in words if (value := _value(letter, scale)) is not None]
        match = re.fullmatch(r"([一二三四五六七八九两])([一二三四五六七八九])([十百千万亿]+)", words)
        if match:
            return [value for low in match.groups()[:2] if (value := _value(low + match[3], scale)) is not None]
        match = re.fullmatch(r"(.*[十百千])([一二三四五六七八九])([一二三四五六七八九])", words)
        if match:
            return [value for low in match.groups()[1:] if (value := _value(match[1] + low, scale)) is not None]
    value = _value(words, scale)
    return [] if value is None else [value]


def _half(match: re.Match[str], _text: str) -> list[Figure]:
    parts = match.groupdict()
    unit = (parts["unit"] or "").removeprefix("个")
    family, factor = _UNITS[_PLAIN_UNITS.get(unit, unit)]
    whole = _value(parts["number"] or "") if "number" in parts else Fraction(0)
    return [] if whole is None else [Figure("number", match[0].strip(), (whole + Fraction(1, 2)) * factor, family)]


def _price(match: re.Match[str], _text: str) -> list[Figure]:
    whole, tenths = _value(match["number"]), _value(match["tenths"])
    if whole is None or tenths is None:
        return []
    return [Figure("number", match[0].strip(), whole + tenths / 10, "yuan")]


def _english(match: re.Match[str], text: str) -> list[Figure]:
    family, factor = _unit_of(match.groupdict())
    value = read_english(match["number"])
    if value is None or (match["number"] == "one" and family in ("", "person", "occasion", "shop", "piece", "point")):
        return []  # "one" mostly stands for "a" or "somebody"
    vague = bool(_VAGUE_BEFORE.search(text[: match.start()]))
    return [Figure("number", match[0].strip(), value * factor, family, approximate=vague)]


_PLAIN_UNITS = {"月": "个月"}
_VAGUE = r"(?P<vague>几|多|来|余|左右|上下|\+)?"
_NUMERALS = "0" + NUMERAL
_PATTERNS = [
    (frozenset(signs), re.compile(pattern), build)
    for signs, pattern, build in (
        ("-/.", r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?![\d%])", _date),
        (
            "月",
            rf"(?:(?P<era>民国)?(?P<year>\d{{2,4}}|[零〇一二三四五六七八九]{{2,4}}|(?<=民国){_CN}+)年)?"
            rf"(?P<month>\d{{1,2}}|{_CN}{{1,2}})月(?!份?以)(?:份)?(?:(?P<day>\d{{1,2}}|{_CN}{{1,3}})[日号])?",
            _date,
        ),
        (
            "年",
            r"(?P<era>民国)?(?P<year>(?<=民国)\d{2,3}|(?:19|20)\d{2}|[一二][零〇九]\s?[零〇一二三四五六七八九]{2})年",
            _date,
        ),
        (
            "0",
            rf"\b(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<year>(?:19|20)\d{{2}}))?\b",
            _date,
        ),
        (
            "0",
            rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )(?P<month>{_MONTH})\b(?:,? (?P<year>(?:19|20)\d{{2}}))?",
            _date,
        ),
        ("0", rf"\b(?P<month>{_MONTH}) (?P<year>(?:19|20)\d{{2}})\b", _date),
        ("0", r"\b(?:in|since|by|until|during|of) (?P<year>(?:19|20)\d{2})\b", _date),
        (
            ":：",
            r"(?P<part>上午|下午|晚上|早上|中午|凌晨)?\s?(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?!\d)\s?(?P<meridiem>[ap]\.?m)?",
            _clock,
        ),
        ("m", r"\b(?P<hour>\d{1,2})\s?(?P<meridiem>[ap]\.?m)\b", _clock),
        (
            "点时",
            rf"(?P<part>{_CLOCK_BEFORE})(?P<hour>\d{{1,2}}|{_CN}{{1,3}})[点时](?P<half>半)?(?:(?P<minute>{_CN}+|\d+)分)?",
            _clock,
        ),
        ("点", rf"(?P<hour>\d{{1,2}}|{_CN}{{1,3}})点(?P<half>半)", _clock),
        ("百", rf"百分之(?P<percent>{_NUM})", _share),
        ("百", r"(?P<all>百分百)", _share),
        ("%p", rf"(?P<percent>{_AR})(?=\s?(?:[-~–—]|到|至|to)\s?(?:{_AR})\s?(?:%|percent|per cent|pct))", _share),
        ("%％点p", rf"{_MINUS}(?P<percent>{_AR})\s?(?:%|％|个百分点|percent|per cent|pct)", _share),
        ("p", rf"\b(?P<english>{ENGLISH_NUMBER})\s(?:percent|per cent)", _share),
        ("成", rf"(?P<tenths>{_CN}|\d)(?=(?:[-~–—]|到|至)(?:{_CN}|\d)成)", _share),
        (
            "成",
            rf"(?P<tenths>{_CN}{{1,2}}|\d)成(?P<half>半)?(?P<vague>多|左右)?(?![功员为本分长交立熟果效绩都语])",
            _share,
        ),
        ("之", rf"(?P<whole>{_NUM})分之(?P<part>{_NUM})", _share),
        ("hq", r"\b(?P<many>a|one|two|three)[ -](?P<thirds>thirds?|quarters?)\b", _share),
        ("半h", r"(?P<one_half>一半|半数|\bhalf (?:of|the)\b|\bone half\b)(?P<vague>多|以上|左右)?", _share),
        ("半", rf"(?P<number>{_NUM})个半(?P<unit>小时|钟头|月|星期|礼拜)", _half),
        ("半", rf"(?P<number>{_NUM})(?P<unit>年|天|周)半", _half),
        ("半", r"半(?P<unit>年|个?月|个?小时|个?钟头|天|个星期|周)", _half),
        (
            "块元",
            rf"(?P<number>{_NUM})[块元](?P<tenths>[一二三四五六七八九]|\d)[毛角]?(?![\d零〇一二三四五六七八九十百千万])",
            _price,
        ),
        ("h", r"\bhalf an? (?P<unit>hour|day|year|month)\b", _half),
        (
            _NUMERALS,
            rf"{_MINUS}(?P<sign>[¥￥$€£])?\s?(?P<number>{_NUM})(?P<scale>{_SCALE}){_VAGUE}\s?"
            rf"(?:(?P<unit>{_UNIT}|(?:{_UNIT_EN})\b))?{_VAGUE.replace('vague', 'vague2')}",
            _number,
        ),
        ("eiou", rf"\b(?P<number>{ENGLISH_NUMBER})\b(?:[ -](?P<unit>{_UNIT_EN})\b)?", _english),
    )
]
"""What reads figures, first what is longest. All that a pattern finds has one of its signs, where 0 stands for any digit: few
texts have many of them, so that most patterns need not be tried."""
_IDIOM_SIGNS = frozenset(NUMERAL + "半日天")
