"""Drafts on disk: what is saved is what is loaded, nothing is overwritten, damage is told."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.store import (
    draft_numbers,
    find_draft,
    load_draft,
    load_drafts,
    new_version,
    next_number,
    read_draft_json,
    render_draft_json,
    save_draft,
)
from assistant.errors import StorageError, StoreError, UsageError
from assistant.wording import LANGUAGES, Language
from tests.fakes.drafts import build_draft

SMALL = build_draft(segments=1, per_cell=1, count=12)


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(LANGUAGES), st.integers(1, 4), st.integers(1, 5), st.integers(1, 40))
def test_a_draft_comes_back_as_it_was(language: Language, segments: int, per_cell: int, count: int) -> None:
    draft = build_draft(language, segments=segments, per_cell=per_cell, count=count)
    with TemporaryDirectory() as folder:
        save_draft(Path(folder), draft)
        assert load_draft(Path(folder)) == draft


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters()), st.text(st.characters()))
def test_any_words_come_back_as_they_were(client: str, quote: str) -> None:
    evidence = (replace(SMALL.evidence[0], quote=quote, question=client), *SMALL.evidence[1:])
    draft = replace(SMALL, client=client, evidence=evidence)
    assert read_draft_json(render_draft_json(draft).encode("utf-8", "surrogatepass"), "x") == draft


def test_the_file_is_json_with_english_ids(tmp_path: Path) -> None:
    raw = json.loads(save_draft(tmp_path, SMALL).read_bytes())
    assert raw["schema"] == 1
    assert [each["id"] for each in raw["model"]["stages"]][:2] == ["awareness", "consideration"]
    assert {cell["dimension"] for cell in raw["maps"][0]["cells"]} == {"behaviour", "touchpoint", "kpi", "insight"}
    assert render_draft_json(SMALL) == render_draft_json(load_draft(tmp_path))


def test_drafts_are_numbered_and_never_overwritten(tmp_path: Path) -> None:
    assert next_number(tmp_path / "none") == 1
    save_draft(tmp_path, replace(SMALL, number=1, parent=None))
    save_draft(tmp_path, replace(SMALL, number=2, parent=1, client="改过名"))
    with pytest.raises(StorageError):
        save_draft(tmp_path, replace(SMALL, number=1, client="别的"))
    assert next_number(tmp_path) == 3
    assert load_draft(tmp_path).client == "改过名"
    assert load_draft(tmp_path, 1).client == SMALL.client
    assert draft_numbers(tmp_path) == [1, 2]
    assert [(each.number, each.parent) for each in load_drafts(tmp_path)] == [(1, None), (2, 1)]


def test_a_draft_is_found_by_its_id_whatever_number_was_thought_likely(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        save_draft(tmp_path, replace(SMALL, number=number, id=f"d{number}"))
    assert [found.number for likely in (0, 1, 2, 9) if (found := find_draft(tmp_path, "d2", likely))] == [2, 2, 2, 2]
    assert find_draft(tmp_path, "d4", 2) is None


def test_a_new_version_has_its_own_id_and_the_next_number(tmp_path: Path) -> None:
    save_draft(tmp_path, replace(SMALL, number=3))
    one, other = (new_version(SMALL, tmp_path, "2026-03-01T10:00:00+08:00", why) for why in ("one", "other"))
    assert (one.number, one.parent, one.provenance.created) == (4, SMALL.number, "2026-03-01T10:00:00+08:00")
    assert len({SMALL.id, one.id, other.id}) == 3


def test_other_files_are_no_drafts(tmp_path: Path) -> None:
    (tmp_path / ".writing-abc.json").write_text("{")
    (tmp_path / "draft-1.json.bak").write_text("{")
    assert draft_numbers(tmp_path) == []
    with pytest.raises(UsageError):
        load_draft(tmp_path)


def test_a_number_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    save_draft(tmp_path, SMALL)
    with pytest.raises(UsageError) as caught:
        load_draft(tmp_path, 9)
    assert "9" in caught.value.message.en
    assert str(SMALL.number) in caught.value.message.en


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[1]", b'{"schema": 1}', b"\xff\xfe\x00", b'{"schema": "1"}'])
def test_a_damaged_draft_is_one_clear_error(tmp_path: Path, content: bytes) -> None:
    save_draft(tmp_path, SMALL).write_bytes(content)
    for read in (load_draft, load_drafts):
        with pytest.raises(StoreError) as caught:
            read(tmp_path)
        assert "draft-0003.json" in caught.value.message.en


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_a_cut_file_is_damaged_and_no_half_draft(data: st.DataObject) -> None:
    content = render_draft_json(SMALL).encode()
    cut = data.draw(st.integers(0, len(content) - 2))
    with pytest.raises(StoreError):
        read_draft_json(content[:cut], "draft")


def test_a_draft_of_another_schema_says_so() -> None:
    with pytest.raises(StoreError) as caught:
        read_draft_json(render_draft_json(replace(SMALL, schema=2)).encode(), "draft")
    assert "schema 2" in caught.value.message.en


def test_a_draft_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "drafts").touch()
    with pytest.raises(StorageError):
        save_draft(tmp_path / "drafts", SMALL)
    assert [each.name for each in tmp_path.iterdir()] == ["drafts"]
