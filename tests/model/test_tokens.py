"""Counting and packing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.model.port import Message
from assistant.model.tokens import TokenCounter, estimate_tokens, pack


def test_counts_are_on_the_safe_side_for_both_scripts() -> None:
    assert estimate_tokens("客服电话一直打不通") == 9
    assert 9 <= estimate_tokens("Nobody picked up when I called customer service") <= 16
    assert estimate_tokens("") == 0


def test_the_counter_learns_from_what_is_reported() -> None:
    counter = TokenCounter()
    messages = [Message("user", "字" * 1000)]
    before = counter.count_messages(messages)
    counter.correct(messages, 1500)
    assert counter.count_messages(messages) >= 1500
    for _ in range(60):
        counter.correct(messages, 600)
    assert 600 <= counter.count_messages(messages) < before


def test_nonsense_reports_teach_little() -> None:
    counter = TokenCounter()
    messages = [Message("user", "字" * 1000)]
    counter.correct(messages, 0)
    assert counter.factor == 1.0
    counter.correct(messages, 10**9)
    assert counter.factor <= 2.5


@given(st.text(), st.text())
@settings(max_examples=100, deadline=None)
def test_more_text_never_counts_less(one: str, other: str) -> None:
    together = estimate_tokens(one + other)
    assert together >= max(estimate_tokens(one), estimate_tokens(other))
    assert together <= estimate_tokens(one) + estimate_tokens(other)


@given(st.lists(st.integers(0, 120)), st.integers(1, 100), st.one_of(st.none(), st.integers(1, 5)))
@settings(max_examples=100, deadline=None)
def test_packs_lose_nothing_and_hold_what_fits(sizes: list[int], room: int, most: int | None) -> None:
    packs = pack(sizes, lambda size: size, room, most)
    assert [size for each in packs for size in each] == sizes
    assert all(sum(each) <= room or len(each) == 1 for each in packs)
    assert all(each and (most is None or len(each) <= most) for each in packs)
