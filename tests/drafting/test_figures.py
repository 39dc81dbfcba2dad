"""Figures: the same amount is the same however it is said, and what counts nothing is no figure."""

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.figures import Figure, find_figures
from assistant.drafting.numerals import read_chinese, read_english

modest = settings(max_examples=80, deadline=None)


def only(text: str) -> Figure:
    (figure,) = find_figures(text)
    return figure


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("三成", "30%"),
        ("三成半", "35%"),
        ("百分之十", "10%"),
        ("百分之十点五", "10.5%"),
        ("百分之百", "100％"),
        ("thirty percent", "三成"),
        ("３０％", "30 %"),
        ("一半", "50%"),
        ("三分之一", "a third"),
        ("two thirds", "三分之二"),
        ("两千八", "2800"),
        ("两千八百", "2,800"),
        ("十二点五", "12.5"),
        ("1,200", "一千二"),
        ("一万二千", "1.2万"),
        ("三万二", "32,000"),
        ("一亿两千万", "1.2亿"),
        ("一百零五", "105"),
        ("一千零五十", "1050"),
        ("二百五十", "两百五"),
        ("two thousand eight hundred", "2800"),
        ("twenty-five", "二十五"),
        ("1.5k", "1500"),
        ("半年", "六个月"),
        ("两年半", "30个月"),
        ("一个半小时", "90分钟"),
        ("二十四小时", "24 hours"),
        ("两周", "14天"),
        ("¥3,000", "三千块"),
        ("两块五", "2.5元"),
        ("128块5", "¥128.5"),
        ("下午三点", "15:00"),
        ("九点半", "9:30"),
        ("兩千八", "2800"),
        ("三個月", "3 months"),
        ("2025-03-01", "2025年3月1日"),
        ("3月1日", "三月一号"),
        ("March 1, 2025", "2025/3/1"),
        ("1 March 2025", "2025.3.1"),
        ("民国113年", "2024年"),
        ("二〇二四年", "2024年"),
        ("去年三月", "3月"),
    ],
)
def test_one_amount_said_in_two_ways_is_one_figure(one: str, other: str) -> None:
    assert only(one).matches(only(other))
    assert only(other).matches(only(one))


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        ("三成", "3%"),
        ("三成", "3个"),
        ("30%", "30"),
        ("两千八", "2008"),
        ("12.5", "125"),
        ("三分之一", "三分之二"),
        ("30天", "30元"),
        ("3天", "3周"),
        ("2025年3月", "3月"),
        ("2025-03-01", "2025-03-02"),
        ("3月1日", "3月"),
        ("上午三点半", "三点"),
        ("$300", "300元"),
    ],
)
def test_another_amount_is_another_figure(claimed: str, said: str) -> None:
    assert not any(only(claimed).matches(figure) for figure in find_figures(said))


def test_a_month_is_said_by_a_full_date_and_not_the_reverse() -> None:
    month, day = only("三月"), only("2025-03-01")
    assert month.matches(day)
    assert not day.matches(month)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("两三天", (2, 3)),
        ("三四十人", (30, 40)),
        ("10-15天", (10, 15)),
        ("十到十五天", (10, 15)),
        ("两三百块", (200, 300)),
    ],
)
def test_a_range_gives_both_of_its_ends(text: str, ends: tuple[int, int]) -> None:
    assert tuple(figure.value for figure in find_figures(text)) == ends


@pytest.mark.parametrize(
    ("text", "ends"), [("20%-30%", (20, 30)), ("七八成", (70, 80)), ("20-30%", (20, 30)), ("两到三成", (20, 30))]
)
def test_a_range_of_shares_is_two_shares(text: str, ends: tuple[int, int]) -> None:
    found = find_figures(text)
    assert [(figure.kind, figure.value * 100) for figure in found] == [("share", end) for end in ends]


@pytest.mark.parametrize(
    "text",
    ["20多个", "约30个", "大概三成", "about 30 people", "十几个", "两三天", "几十个", "几百块", "上千块", "好几万"],
)
def test_a_rough_figure_is_known_as_rough(text: str) -> None:
    assert all(figure.approximate for figure in find_figures(text))
    assert find_figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "我一直很满意",
        "一般都这样",
        "十分满意",
        "万一坏了",
        "第一时间",
        "星期三来的",
        "一个朋友",
        "somebody or other",
        "双十一",
        "乱七八糟",
    ],
)
def test_words_made_with_numerals_are_no_figures(text: str) -> None:
    assert find_figures(text) == []


def test_a_whole_hundred_in_the_hundred_is_a_share() -> None:
    assert only("百分百").matches(only("100%"))


def test_below_zero_is_not_above_zero() -> None:
    assert not only("NPS 是 20").matches(only("NPS 是 -20"))
    assert only("NPS 是 −20").matches(only("NPS 是负二十"))


@pytest.mark.parametrize("text", ["2025-13-01", "2025年3月45日"])
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert all(each.date[1] in (None, 3) and each.date[2] is None for each in find_figures(text) if each.kind == "date")


DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """The usual Chinese numeral of a number below 100,000,000."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return chinese(high) + "万" + (("零" if low < 1000 else "") + chinese(low) if low else "")
    written, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            written += ("零" if zero and written else "") + DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return written


ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def english(number: int) -> str:
    """The number in English words, below a million."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    scale, name = (100, "hundred") if number < 1000 else (1000, "thousand")
    rest = number % scale
    return f"{english(number // scale)} {name}" + (f"{' and' if rest < 100 else ''} {english(rest)}" if rest else "")


@modest
@given(st.integers(1, 99_999_999))
def test_every_chinese_numeral_is_read(number: int) -> None:
    assert read_chinese(chinese(number)) == number
    assert read_chinese(chinese(number).replace("二千", "两千").replace("二万", "两万")) == number


@modest
@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from([("百", 100), ("千", 1000), ("万", 10_000)]))
def test_a_last_digit_takes_the_next_lower_scale(high: int, low: int, scale: tuple[str, int]) -> None:
    name, value = scale
    assert read_chinese(DIGITS[high] + name + DIGITS[low]) == high * value + low * value // 10


@modest
@given(st.integers(0, 999_999))
def test_every_english_number_is_read(number: int) -> None:
    assert read_english(english(number)) == number


@modest
@given(st.integers(2, 99_999_999))
def test_digits_numerals_and_separators_agree(number: int) -> None:
    # 20 元 and 20 yuan and 二十元: the unit keeps years and small talk out.
    plain = only(f"{number}元")
    assert plain.value == number
    assert only(f"{number:,}元").matches(plain)
    assert any(figure.matches(plain) for figure in find_figures(f"{chinese(number)}元"))


@modest
@given(st.integers(0, 1000))
def test_shares_agree_in_three_ways(tenths: int) -> None:
    share = Fraction(tenths, 1000)
    assert only(f"{tenths / 10:.1f}%").value == share
    assert only(f"百分之{tenths / 10:.1f}").value == share
    assert only(f"{tenths / 10:.1f} percent").value == share


@modest
@given(st.dates())
def test_a_date_is_the_same_in_each_notation(day: object) -> None:
    year, month, date = (int(part) for part in str(day).split("-"))
    if year < 1900:
        year = 1900 + year % 100
    written = [f"{year}-{month:02}-{date:02}", f"{year}/{month}/{date}", f"{year}年{month}月{date}日"]
    written.append(f"{year}年{chinese(month).removeprefix('一') if month > 9 else chinese(month)}月{date}号")
    assert {only(each).date for each in written} == {(year, month, date)}


@modest
@given(st.text(st.sampled_from("零一二两三十百千万亿点成分之半几多个月年日%.,-/:0123456789 元天ak约"), max_size=14))
def test_no_jumble_of_numerals_breaks_the_reading(text: str) -> None:
    figures = find_figures(text)
    assert figures == find_figures(text)
    assert all(figure.matches(figure) for figure in figures)


@modest
@given(st.text(st.characters(), max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for figure in find_figures(text):
        assert figure.words.strip()


PIECES = re.findall(
    r"[a-z]+ |[^a-z ]+",
    "三 十 百 两 3 25 2024 年 月 半 个半 块 元 成 百分之 分之 一半 天 周 % 点 : - . 下午 jan may half an hour a third two percent pm in ",
)
REST = "。；年。月。日。点。时。百。之。成。半。块。元。%。：；- / .；7；p m quarter half e i o u"
"""A letter of everything that figures are made of, apart from each other and behind the end of a sentence."""


@modest
@given(st.lists(st.sampled_from(PIECES), max_size=7))
def test_what_stands_in_the_next_sentence_changes_no_figure(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert find_figures(text + REST) == [*find_figures(text), *find_figures(REST)]
