"""An answer about the second quarter, or season 4, does not come from words about another one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sessions.editions import find_editions
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


@settings(max_examples=100, deadline=None)
@given(st.text("第十百两一3３季度届 Qqseason4thirdnd", max_size=20))
def test_numbers_that_are_none_are_passed_over(text):
    assert all(number >= 0 for _, number in find_editions(text))
