from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy import float32
from numpy.typing import NDArray

from assistant.retrieval.store import PassageStore, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PassageStore]:
    opened = open_store(tmp_path / "vectors")
    yield opened
    opened.close()


def unit_vectors(count: int, dimension: int = 8) -> NDArray[float32]:
    vectors = np.random.default_rng(7).normal(size=(count, dimension)).astype(float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_nearest_come_first(store: PassageStore) -> None:
    vectors = unit_vectors(60)
    store.add(range(1, 61), vectors)
    expected = (np.argsort(-(vectors[:3] @ vectors.T), axis=1)[:, :5] + 1).tolist()
    assert store.find_nearest(vectors[:3], 5) == expected


def test_more_rows_than_one_call_takes(store: PassageStore) -> None:
    vectors = unit_vectors(6_000)
    store.add(range(6_000), vectors)
    assert store.count() == 6_000
    assert [found[0] for found in store.find_nearest(vectors[5_990:], 1)] == list(range(5_990, 6_000))
    store.remove(range(5_990))
    assert store.count() == 10
    assert sorted(store.find_nearest(vectors[:1], 50)[0]) == list(range(5_990, 6_000))


def test_an_empty_store_finds_nothing(store: PassageStore) -> None:
    assert store.find_nearest(unit_vectors(2), 5) == [[], []]
    store.add([1], unit_vectors(1))
    assert store.find_nearest(unit_vectors(0), 5) == []


def test_what_was_stored_is_there_after_moving_the_folder(tmp_path: Path) -> None:
    vectors = unit_vectors(3)
    first = open_store(tmp_path / "building")
    first.add([5, 6, 7], vectors)
    first.close()
    (tmp_path / "building").rename(tmp_path / "generation")
    second = open_store(tmp_path / "generation")
    assert second.find_nearest(vectors[1:2], 1) == [[6]]
    second.close()
