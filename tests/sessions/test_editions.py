"""An answer about the second quarter, or season 4, does not come from words about another one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sessions.editions import find_editions, find_numbered, names_another
from tests.sessions.test_subjects import check


@pytest.mark.parametrize(
    ("text", "editions"),
    [
        ("2023年第一季度的销量", {("quarter", 1)}),
        ("四季度卖得好，Q3 一般", {("quarter", 4), ("quarter", 3)}),
        ("第十二届和第30届", {("edition", 12), ("edition", 30)}),
        ("the tenth and final season", {("season", 10)}),
        ("season 4, or the fourth season", {("season", 4)}),
        ("一二季度合起来", set()),
        ("第二天，第一次来", set()),
        ("the season finale", set()),
    ],
)
def test_one_in_a_row_is_read_in_both_languages(text, editions):
    assert find_editions(text) == editions


def test_words_about_another_quarter_do_not_answer():
    notes = (("陈静", "第二季度我们店卖了三百台。"), ("王丽", "第一季度卖了两百台，第二季度多一些。"))
    assert check("第一季度卖了多少台？", "卖了三百台 [N1]。", *notes) == (None, ["other-edition"])
    assert check("第一季度卖了多少台？", "卖了两百台 [N2]。", *notes)[0] is not None
    assert check("一共卖了多少台？", "卖了三百台 [N1]。", *notes)[0] is not None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("速度与激情10内地的上映时间", {("速度与激情", 10)}),
        ("神舟十三号飞船；地铁2号线", {("神舟", 13), ("地铁", 2)}),
        ("iPhone 11 or 12, Model 3!", {("iphone", 11), ("model", 3)}),
        ("5月17号和十月三号见，On May 3", set()),
        ("大约3天，满意度9分，增长12.5%", set()),
    ],
)
def test_a_number_that_belongs_to_a_name_is_read(text, named):
    assert find_numbered(text) == named


def test_the_work_before_the_one_that_was_asked_about_is_another():
    assert names_another("速度与激情10何时上映？", "《速度与激情 9》于2021年上映。")
    assert not names_another("速度与激情10何时上映？", "电影《速度与激情10》比《速度与激情9》晚两年。")
    assert not names_another("速度与激情10何时上映？", "这部电影明年上映。")
    assert names_another("神舟十三号的成员有哪些？", "神舟十二号将三名宇航员送到了空间站。")
    assert names_another("When was iPhone 11 released?", "The iPhone 12 was released in October.")


@settings(max_examples=100, deadline=None)
@given(st.text("第十百两一3３季度届 Qqseason4thirdnd", max_size=20))
def test_numbers_that_are_none_are_passed_over(text):
    assert all(number >= 0 for _, number in find_editions(text))
