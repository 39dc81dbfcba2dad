"""Exports as JSON: records are rows, figures stay as they are written."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.sources import read_document, read_notes

from .conftest import ReadText, Said, Write


def test_messages_of_a_chat_export_have_their_senders(said: Said) -> None:
    export = {
        "chat": "售后群",
        "messages": [
            {"sender": {"name": "陈女士", "id": 7}, "content": "装好以后水压变小了。", "time": "2025-11-03"},
            {"sender": {"name": "王店长", "id": 8}, "content": "我们明天派人来看。", "time": "2025-11-03"},
        ],
    }
    statements = said(json.dumps(export, ensure_ascii=False), "chat.json")
    assert [(each.text, each.speaker) for each in statements] == [
        ("装好以后水压变小了。", "陈美玲"),
        ("我们明天派人来看。", "王强"),
    ]


def test_survey_answers_line_by_line_keep_their_figures(read: ReadText) -> None:
    lines = [
        {"姓名": "陈女士", "推荐的可能性有多大？": 9.50, "为什么？": "滤芯好换"},
        {"姓名": "周老师", "推荐的可能性有多大？": 3},
    ]
    document = read("\n".join(json.dumps(each, ensure_ascii=False) for each in lines), "survey.jsonl")
    assert [(each.text, each.locator.row) for each in document.blocks] == [("9.5", 1), ("滤芯好换", 1), ("3", 2)]
    assert document.blocks[0].locator.heading == ("推荐的可能性有多大？",)


def test_an_export_that_was_cut_off_keeps_its_whole_lines(read: ReadText) -> None:
    document = read('{"name": "Ann", "text": "It was slow."}\n{"name": "Bob", "te', "chat.jsonl")
    assert [each.text for each in document.blocks] == ["It was slow."]


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"a": 1', "nonsense"])
def test_what_is_no_json_is_refused(write: Write, notes: Path, content: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_document(write("x.json", content), notes)
    assert caught.value.reason == "unreadable"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=values)
def test_any_json_is_read_or_refused(notes: Path, value: object) -> None:
    path = notes / "x.json"
    path.write_text(json.dumps(value))
    read = read_notes(notes, (), ())
    assert read.documents or {each.reason for each in read.left_out} <= {"no_text", "unreadable", "empty"}
