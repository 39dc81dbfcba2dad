"""Messages in three languages."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.wording import Text, joined, language_of_messages, read_language, same


def test_traditional_comes_by_conversion_with_its_words_and_quotes():
    text = Text("客户“{name}”的软件", "the software of {name}")
    assert text.filled(name="陈记").say("zh-Hant") == "客戶「陈记」的軟體"


def test_a_written_traditional_wording_wins():
    assert Text("第 1 行", "row 1", "第 1 列").say("zh-Hant") == "第 1 列"


@given(st.text())
def test_what_is_filled_in_stays_as_it_is(value):
    filled = Text("“{v}”", "'{v}'").filled(v=value)
    assert filled.en == f"'{value}'"
    assert filled.zh == f"“{value}”"
    assert filled.say("zh-Hant") == f"「{value}」"


def test_texts_within_texts_follow_the_language():
    reason = Text("磁盘已满", "the disk is full")
    message = Text("失败：{why}。", "Failed: {why}.").filled(why=reason)
    assert message.say("en") == "Failed: the disk is full."
    assert message.say("zh-Hans") == "失败：磁盘已满。"


def test_what_was_filled_keeps_its_traditional_wording_when_stored():
    filled = Text("文件“{name}”", "the file {name}").filled(name="陈记")
    assert filled.settled() == Text("文件“陈记”", "the file 陈记", filled.say("zh-Hant"))
    assert Text("触点", "touchpoint").settled() == Text("触点", "touchpoint")


def test_saying_a_filled_message_in_other_languages_loads_no_converter():
    probe = (
        "import sys; from assistant.wording import Text, joined, same; "
        "t = joined([Text('文件 {n}', 'file {n}').filled(n=1), same('x')]); t.say('zh-Hans'); t.say('en'); "
        "sys.exit('opencc' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


@given(st.lists(st.text(), max_size=4))
def test_a_list_is_its_parts_in_every_language(parts):
    whole = joined([same(part) for part in parts])
    assert whole.say("zh-Hans") == "、".join(parts)
    assert whole.say("zh-Hant") == "、".join(parts)
    assert whole.say("en") == ", ".join(parts)


def test_a_list_uses_each_languages_separator():
    parts = joined([Text("触点", "touchpoint"), same("NPS")])
    assert parts.say("zh-Hans") == "触点、NPS"
    assert parts.say("en") == "touchpoint, NPS"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"JOURNEY_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_TW.UTF-8"}, "zh-Hant"),
        ({"LC_ALL": "zh_HK.UTF-8", "LANG": "en_GB"}, "zh-Hant"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_of_messages_follows_the_environment(environment, language):
    assert language_of_messages(environment) == language


def test_unknown_language_names_are_none():
    assert read_language("fr") is None
    assert read_language("ZH-hant") == "zh-Hant"
