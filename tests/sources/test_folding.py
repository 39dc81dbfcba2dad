"""Folding for comparing, and finding a quote where it stands."""

import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.sources import find_quote, fold

SOME_TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("客戶说，。 \u3000\u00a0\n\tABcé１２％㎝ｶﾞ\u0301\u0327ﬁ…（）“”a"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


def test_fold_ignores_width_case_script_and_spacing() -> None:
    assert fold("ＡＢＣ　客戶  旅程") == fold("abc 客户旅程")


def test_fold_keeps_different_words_apart() -> None:
    assert fold("认知") != fold("忠诚")
    assert fold("no where") != fold("nowhere")


def test_fold_survives_a_lone_surrogate() -> None:
    assert fold("客戶\ud800") == "客户\ufffd"


@settings(deadline=None, max_examples=150)
@example("0 𩣑")  # a rare character, whose simplified form is among the common ones
@given(SOME_TEXT)
def test_fold_is_settled_after_one_pass(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("quote", "source", "found"),
    [
        ("等了三天", "我等了三天。", "等了三天"),
        ("ABC 公司", "在ＡＢＣ公司买的", "ＡＢＣ公司"),
        ("waited two weeks", "we waited\n   two weeks for it", "waited\n   two weeks"),
        ("当时我就生气", "当时\n我就生气了", "当时\n我就生气"),
        ("用了30天", "用了 30 天", "用了 30 天"),
        ("用了 30 天", "用了30天", "用了30天"),
        ("5cm", "长 5㎝ 左右", "5㎝"),
        ("ガ", "ｶﾞ", "ｶﾞ"),
        ("a\u00a0b", "x a\u3000b", "a\u3000b"),
    ],
)
def test_quote_is_found_across_width_and_spacing(quote: str, source: str, found: str) -> None:
    span = find_quote(quote, source)
    assert span is not None
    assert source[slice(*span)] == found


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("等了四天", "我等了三天。"),
        ("客户", "客戶"),  # another script is another wording: never printed as a quote
        ("ABC", "abc"),
        ("nowhere", "no where"),
        ("c", "5㎝"),  # half of a character is no quote
        ("", "text"),
        ("  ", "text"),
    ],
)
def test_quote_that_is_not_there_is_not_found(quote: str, source: str) -> None:
    assert find_quote(quote, source) is None


def folded(text: str) -> str:
    """NFKC and spaces by a second way: what `find_quote` promises to compare."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


@settings(deadline=None, max_examples=200)
@given(SOME_TEXT, SOME_TEXT, SOME_TEXT)
def test_a_piece_of_the_source_is_always_found_and_reads_the_same(before: str, quote: str, after: str) -> None:
    source = before + quote + after
    span = find_quote(quote, source)
    if not folded(quote):
        assert span is None
        return
    if span is not None:
        start, end = span
        assert 0 <= start < end <= len(source)
        assert find_quote(quote, source[start:end]) is not None
    elif unicodedata.normalize("NFKC", source) == "".join(
        unicodedata.normalize("NFKC", part) for part in (before, quote, after)
    ):
        # only where joining changed the characters at the seams may the piece be lost
        raise AssertionError((before, quote, after))


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="我们的客户 ab１，。\n", min_size=1, max_size=40), st.data())
def test_every_span_is_found_with_its_spaces_changed(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(start + 1, len(source)))
    quote = unicodedata.normalize("NFKC", source[start:end]).replace(" ", "  ").replace("\n", " \n ")
    if quote.strip():
        assert find_quote(quote, source) is not None


def test_a_long_source_takes_linear_time() -> None:
    source = "我觉得这个价格，還可以 ok。" * 60_000 + "最后　一句"
    started = time.perf_counter()
    assert find_quote("最后 一句", source) == (len(source) - 5, len(source))
    assert find_quote("没有这句", source) is None
    assert time.perf_counter() - started < 10
