"""Vectors that are kept: what one user of the file has embedded, no other embeds again."""

from pathlib import Path

import numpy as np

from assistant.drafting.vectors import StoredVectors
from tests.fakes.embedders import LetterEmbedder


def test_two_users_of_one_file_lose_nothing_of_each_other(tmp_path: Path) -> None:
    first, second = (StoredVectors(LetterEmbedder(), tmp_path) for _ in range(2))
    first.embed_queries(["一"])
    second.embed_queries(["一"])
    first.embed_queries(["二"])
    second.embed_queries(["三"])
    third = LetterEmbedder()
    vectors = StoredVectors(third, tmp_path).embed_queries(["一", "二", "三"])
    assert third.embedded == []
    assert np.allclose(vectors, LetterEmbedder().embed_queries(["一", "二", "三"]))
