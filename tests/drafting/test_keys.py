"""Evidence keys: one for each quote, the same for ever, never given away twice."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.keys import EvidenceKeys
from assistant.errors import StorageError, StoreError


def test_the_same_quote_keeps_its_key_over_drafts(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    first = EvidenceKeys(path)
    given_out = [first.key("s1", "水很好喝"), first.key("s1", "等了五天"), first.key("s2", "水很好喝")]
    first.save()
    assert given_out == ["E1", "E2", "E3"]
    again = EvidenceKeys(path)
    assert again.key("s2", "水很好喝") == "E3"
    assert again.key("s3", "别的话") == "E4"


def test_the_key_of_a_quote_that_is_gone_is_not_given_away(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    first = EvidenceKeys(path)
    first.key("s1", "这句话后来从记录里删掉了")
    first.save()
    second = EvidenceKeys(path)
    assert second.key("s2", "新的话") == "E2"


def test_the_ledger_does_not_hold_what_was_said(tmp_path: Path) -> None:
    keys = EvidenceKeys(tmp_path / "keys.json")
    keys.key("statement-1", "我的电话是13800138000")
    keys.save()
    content = (tmp_path / "keys.json").read_text(encoding="utf-8")
    assert "13800138000" not in content
    assert "statement-1" not in content


def test_nothing_is_written_before_saving_or_without_new_keys(tmp_path: Path) -> None:
    keys = EvidenceKeys(tmp_path / "keys.json")
    keys.save()
    assert not list(tmp_path.iterdir())
    keys.key("s1", "话")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"schema":1,"last":1,"keys":{"a":2}}',
        '{"schema":1,"last":1,"keys":{"a":0}}',
        '{"schema":1,"last":2,"keys":{"a":1,"b":1}}',
        '{"schema":2,"last":0,"keys":{}}',
        '{"schema":1,"last":0,"keys":{},"more":1}',
    ],
)
def test_a_damaged_ledger_is_one_clear_error_and_stays_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)
    with pytest.raises(StoreError) as caught:
        EvidenceKeys(path)
    assert str(path) in caught.value.message.zh
    assert caught.value.hint is not None
    assert path.read_text() == content


def test_a_ledger_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = EvidenceKeys(path)
    keys.key("s1", "话")
    path.mkdir()
    (path / "in-the-way").touch()
    with pytest.raises(StorageError):
        keys.save()
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]
    (path / "in-the-way").unlink()
    path.rmdir()
    keys.save()
    assert EvidenceKeys(path).key("s1", "话") == "E1"


QUOTES = st.lists(st.tuples(st.text(max_size=3), st.text(st.characters(), max_size=3)), max_size=8)


def _check(sessions: Iterable[list[tuple[str, str]]], path: Path) -> None:
    known: dict[tuple[str, str], str] = {}
    for session in sessions:
        keys = EvidenceKeys(path)
        for statement, quote in session:
            key = keys.key(statement, quote)
            assert known.setdefault((statement, quote), key) == key
        keys.save()
    assert len(set(known.values())) == len(known)


@settings(max_examples=30, deadline=None)
@given(st.lists(QUOTES, max_size=4))
def test_keys_are_steady_and_different_over_any_sessions(sessions: list[list[tuple[str, str]]]) -> None:
    with TemporaryDirectory() as folder:
        _check(sessions, Path(folder) / "keys.json")
