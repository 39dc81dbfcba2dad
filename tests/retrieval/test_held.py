"""Vectors held in memory give what the store gives, for any question, limit and choice of passages."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.journey import Locator, Passage, Role
from assistant.retrieval import held as held_module
from assistant.retrieval.held import HeldVectors, hold_vectors
from assistant.retrieval.index import ClientIndex
from tests.fakes.embedders import LetterEmbedder


def held_vectors(rows: Any) -> HeldVectors:
    passages = {
        3 * place + 7: (Passage(str(place), "a.md", Locator(), None, Role.CUSTOMER, None, str(place)), place)
        for place in range(len(rows))
    }
    return HeldVectors(Path("x"), passages, np.asarray(rows, dtype=np.float32).reshape(len(rows), -1))


@given(
    st.lists(st.lists(st.integers(-5, 5), min_size=3, max_size=3), min_size=1, max_size=12),
    st.integers(1, 15),
    st.data(),
)
@settings(max_examples=80, deadline=None)
def test_the_nearest_are_those_of_a_plain_sort(rows, limit, data):
    held = held_vectors(rows)
    keys = list(held.passages)
    among = data.draw(st.none() | st.lists(st.sampled_from(keys), unique=True))
    question = np.asarray([[1.0, 2.0, -1.0]], dtype=np.float32)
    (found,) = held.find_nearest(question, limit, among)
    allowed = keys if among is None else among
    nearness = dict(zip(keys, (held.vectors @ question[0]).tolist(), strict=True))
    best = sorted((nearness[key] for key in allowed), reverse=True)[:limit]
    assert [nearness[key] for key in found] == best
    assert set(found) <= set(allowed)
    assert len(set(found)) == len(found)


def test_vectors_come_in_the_order_that_was_asked_for():
    held = held_vectors([[1, 0], [0, 1], [1, 1]])
    assert held.of([13, 7]).tolist() == [[1, 1], [1, 0]]


def test_too_many_passages_are_not_held(monkeypatch):
    monkeypatch.setattr(held_module, "MOST_HELD", 2)
    assert hold_vectors(SimpleNamespace(counts=lambda: (9, 3)), Path("x")) is None  # type: ignore[arg-type]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.md").write_text(
            f"客户A：滤芯{number}个月换一次。\n\n店员：提醒短信会发。\n", encoding="utf-8"
        )
    return folder


@pytest.mark.parametrize("roles", [None, (Role.CUSTOMER,)])
def test_an_index_that_holds_its_vectors_finds_the_same_as_one_that_does_not(tmp_path, notes, roles):
    embedder = LetterEmbedder()
    plain = ClientIndex(tmp_path / "index", embedder)
    plain.update(notes, (), ())
    holding = ClientIndex(tmp_path / "index", embedder, hold=True)
    for question in ("滤芯多久换一次？", "提醒", "3个月"):
        mine = [(each.passage.id, round(each.score, 5)) for each in holding.find_passages(question, 5, roles=roles)]
        other = [(each.passage.id, round(each.score, 5)) for each in plain.find_passages(question, 5, roles=roles)]
        assert mine == other
    few = holding.find_passages("滤芯", 9, only=lambda each: "3" in each.text)
    assert [each.passage.text for each in few] == ["滤芯3个月换一次。"]


def test_after_an_update_the_new_generation_is_held(tmp_path, notes):
    index = ClientIndex(tmp_path / "index", LetterEmbedder(), hold=True)
    index.update(notes, (), ())
    assert index.find_passages("安装", 1)
    (notes / "new.md").write_text("客户B：安装等了四天。\n", encoding="utf-8")
    index.update(notes, (), ())
    assert "安装等了四天。" in index.find_passages("安装等了四天", 1)[0].passage.text
