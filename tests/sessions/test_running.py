"""Conversations kept while they go on: what is on the disk after a kill, and how much of it is kept."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError, UsageError
from assistant.sessions.chat.exchanges import Exchange
from assistant.sessions.chat.running import RunningChats

STARTED = datetime(2026, 5, 4, 10, 0)


def exchange(question: str, *said: str, finished: bool = True) -> Exchange:
    return Exchange(question, question, said, said, (), bool(said), finished)


def test_the_last_line_of_a_place_holds_and_a_line_that_was_cut_off_does_not(tmp_path):
    chats = RunningChats(tmp_path)
    running = chats.begin(STARTED)
    running.keep(0, exchange("换芯？", finished=False))
    running.keep(0, exchange("换芯？", "半年。", finished=False))
    with running.path.open("ab") as file:
        file.write(b'{"place": 0, "exchange": {"question": "')
    found = chats.find_last()
    assert found is not None
    assert found[1] == [exchange("换芯？", "半年。", finished=False)]


def test_nothing_is_written_before_the_first_question_and_only_this_user_reads_it(tmp_path):
    running = RunningChats(tmp_path / "chats").begin(STARTED)
    assert not (tmp_path / "chats").exists()
    running.keep(0, exchange("换芯？"))
    assert running.path.stat().st_mode & 0o077 == 0


def test_two_that_begin_in_the_same_second_have_a_file_each(tmp_path):
    chats = RunningChats(tmp_path)
    first = chats.begin(STARTED)
    first.keep(0, exchange("一"))
    second = chats.begin(STARTED)
    second.keep(0, exchange("二"))
    assert first.path != second.path
    found = chats.find_last(second)
    assert found is not None
    assert found[1] == [exchange("一")]


def test_only_the_latest_twenty_are_kept(tmp_path):
    chats = RunningChats(tmp_path)
    for number in range(25):
        running = chats.begin(STARTED + timedelta(minutes=number))
        running.keep(0, exchange(str(number)))
        os.utime(running.path, (number, number))
    assert len(list(tmp_path.glob("*.jsonl"))) == 20
    assert chats.resume()[1] == [exchange("24")]


def test_there_may_be_nothing_to_go_on_with_or_a_damaged_file(tmp_path):
    chats = RunningChats(tmp_path)
    with pytest.raises(UsageError):
        chats.resume()
    running = chats.begin(STARTED)
    running.keep(0, exchange("一"))
    running.path.write_bytes(b"{}\n" + running.path.read_bytes())
    with pytest.raises(StoreError):
        chats.resume()


@given(st.lists(st.text(max_size=12), max_size=5), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_whenever_it_is_cut_off_all_that_was_whole_comes_back(tmp_path_factory, questions, cut):
    folder: Path = tmp_path_factory.mktemp("chats")
    chats = RunningChats(folder)
    running = chats.begin(STARTED)
    kept = [exchange(each) for each in questions]
    running.keep_all(kept)
    whole = running.path.read_bytes()
    running.path.write_bytes(whole[:cut])
    found = chats.find_last()
    lines = whole[:cut].count(b"\n")
    assert (found[1] if found is not None else []) == kept[:lines]
