"""Titles that are cut to the room there is."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.columns import count_columns
from assistant.reports.measure import shortened


def test_a_title_that_fits_is_left_as_it_is() -> None:
    assert shortened("Retention: 3 customers", 22) == "Retention: 3 customers"


def test_no_word_is_cut_in_two() -> None:
    assert shortened("Consideration, attitude and competence of staff: one customer", 44) == (
        "Consideration, attitude and competence of…"
    )
    assert shortened("购买·价格：The dealer quoted six-eight", 30) == "购买·价格：The dealer quoted…"


def test_chinese_is_cut_between_any_two_letters() -> None:
    assert shortened("留存·等待与响应速度：七位客户不满", 26) == "留存·等待与响应速度：七…"


def test_one_long_word_is_cut_where_the_room_ends() -> None:
    assert shortened("Donaudampfschifffahrt", 10) == "Donaudamp…"


@given(st.text("留存等，：a bc-1’", max_size=40), st.integers(4, 40))
def test_what_is_left_begins_the_title_and_fits(title: str, room: int) -> None:
    left = shortened(title, room)
    if left != title:
        assert left.endswith("…")
        assert title.startswith(left[:-1])
    assert count_columns(left) <= max(room, 4)
