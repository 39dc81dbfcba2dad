"""Finding many words at once in folded text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.patterns import WordGroups, compile_words
from assistant.sources.folding import fold


def test_the_longest_word_wins_and_latin_words_are_whole():
    pattern = compile_words(["官网", "官网首页", "app", "app store", "rate"])
    assert pattern.findall("打开官网首页") == ["官网首页"]
    assert pattern.findall("the app store rated apps") == ["app store"]


@pytest.mark.parametrize("text", ["我们用crm系统", "crm 系统", "看website上的crm"])
def test_a_latin_word_between_chinese_characters_is_a_word(text):
    assert "crm" in compile_words(["crm", "website"]).findall(text)


def test_open_ended_words_take_any_ending():
    assert compile_words(["bad"], open_ended=["complain"]).findall("she complained, badly") == ["complained"]


def test_no_words_make_no_pattern():
    assert compile_words([]) is None
    assert compile_words(["", ""]) is None


WORDS = st.lists(st.text(alphabet="装修师傅门店", min_size=1, max_size=4), min_size=1, max_size=8)


@given(WORDS, st.text(alphabet="装修师傅门店的", max_size=30))
def test_it_finds_what_a_plain_list_of_words_finds(words, text):
    plain = re.compile("|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True)))
    assert compile_words(words).findall(text) == plain.findall(text)


MIXED = st.text(alphabet="装修a1'", min_size=1, max_size=3)


@given(st.lists(MIXED, min_size=1, max_size=6), st.text(alphabet="装修a1' ", max_size=20))
def test_it_finds_latin_words_where_they_begin_and_end(words, text):
    plain = re.compile("|".join(map(_whole, sorted(set(words), key=len, reverse=True))))
    assert [each.span() for each in compile_words(words).finditer(text)] == [
        each.span() for each in plain.finditer(text)
    ]


def _whole(word):
    return rf"(?<![a-z0-9']){re.escape(word)}(?![a-z0-9])" if re.match("[a-z0-9]", word) else re.escape(word)


GROUPS = st.lists(st.lists(st.text(alphabet="装修门店ab ", min_size=0, max_size=4), max_size=6), max_size=5)


@given(GROUPS, st.text(alphabet="装修门店的ab 1", max_size=30))
def test_groups_of_words_are_found_as_each_by_its_own_pattern(groups, text):
    patterns = [compile_words([fold(word) for word in group]) for group in groups]
    expected = [set(pattern.findall(text)) if pattern is not None else set() for pattern in patterns]
    assert WordGroups(groups).find(text) == expected
