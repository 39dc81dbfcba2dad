import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.retrieval import keywords
from assistant.retrieval.keywords import KeywordIndex
from assistant.retrieval.words import build_terms, split_words, stem

TEXTS = {
    1: "客服半天没人接电话，等了三十分钟。",
    2: "價格比另外兩家貴了三成，但是師傅很專業。",
    3: "Nobody picked up when I called customer service; the deliveries were late, 3.5 stars.",
    4: "师傅准时到，安装用了ＶＩＰ通道，café 也不错。",
}


@pytest.fixture
def index() -> KeywordIndex:
    found = KeywordIndex(_connection())
    found.add(TEXTS.items())
    return found


def _connection() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(keywords.SCHEMA)
    return connection


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("价格贵不贵", 2),  # Simplified finds Traditional
        ("師傅準時嗎", 4),  # Traditional finds Simplified
        ("vip", 4),  # full width and case
        ("cafe", 4),  # accents
        ("late delivery", 3),  # plural
        ("3.5", 3),
        ("电话什么时候有人接", 1),
        ("贵", 2),  # a single character, inside a longer run
    ],
)
def test_a_question_finds_its_text(index: KeywordIndex, question: str, expected: int) -> None:
    assert index.find(question, 5)[0] == expected


def test_words_that_only_ask_do_not_count(index: KeywordIndex) -> None:
    index.add([(5, "你是什么时候、为什么、在哪里知道的？")])
    assert index.find("什么时候安装的", 5)[0] == 4
    assert index.find("什么时候", 5) == [5]


def test_shares_run_from_nothing_to_about_one(index: KeywordIndex) -> None:
    shares = index.shares("客服半天没人接电话", [1, 2, 3, 4])
    assert 0.5 < shares[1] < 1.5
    assert shares[3] == 0
    assert index.shares("", [1]) == {1: 0.0}
    assert index.shares("？！", [1]) == {1: 0.0}


def test_only_among_the_given(index: KeywordIndex) -> None:
    assert index.find("师傅", 5) == [4, 2] or index.find("师傅", 5) == [2, 4]
    assert index.find("师傅", 5, among=[2, 3]) == [2]
    assert index.find("师傅", 5, among=[]) == []


def test_what_is_removed_is_gone(index: KeywordIndex) -> None:
    index.remove([2])
    index.tidy()
    assert index.find("价格", 5) == []


def test_equal_texts_come_in_the_order_of_their_keys() -> None:
    index = KeywordIndex(_connection())
    index.add((key, "退货流程太慢") for key in (7, 3, 5))
    assert index.find("退货", 2) == [3, 5]


@given(st.text())
@settings(max_examples=150, deadline=None)
def test_a_text_is_found_by_itself_or_holds_no_words(text: str) -> None:
    index = KeywordIndex(_connection())
    index.add([(1, text), (2, "毫不相干的内容")])
    if build_terms(text):
        assert 1 in index.find(text, 5)
    else:
        assert index.find(text, 5) == []


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Z")), max_size=40))
@settings(max_examples=150, deadline=None)
def test_every_term_of_a_question_is_among_the_words_of_the_same_text(text: str) -> None:
    words = set(split_words(text))
    for term in build_terms(text):
        if term.endswith("*"):
            assert any(word.startswith(term[:-1]) for word in words)
        else:
            assert term in words


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30))
@settings(max_examples=80, deadline=None)
def test_a_run_of_chinese_gives_its_pairs_and_its_last_character(text: str) -> None:
    words = split_words(text)
    assert len(words) == len(text)
    assert all(len(word) == 2 for word in words[:-1])
    assert len(words[-1]) == 1


@pytest.mark.parametrize(
    ("word", "expected"),
    [("deliveries", "delivery"), ("stores", "store"), ("cars", "car"), ("bus", "bus"), ("less", "less"), ("is", "is")],
)
def test_stemming_takes_the_plural_off(word: str, expected: str) -> None:
    assert stem(word) == expected
