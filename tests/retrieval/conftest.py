"""The real embedder, made once a run; its model is kept in the user's cache folder, built by the code under test."""

from pathlib import Path

import platformdirs
import pytest

from assistant.retrieval.e5 import E5Embedder
from assistant.retrieval.embedder import build_embedder


@pytest.fixture(scope="session")
def model_cache() -> Path:
    return Path(platformdirs.user_cache_dir("journey-assistant"))


@pytest.fixture(scope="session")
def e5(model_cache: Path) -> E5Embedder:
    embedder = build_embedder("e5", model_cache)
    if embedder is None:
        pytest.skip("the embedder's weights do not exist for this system")
    assert isinstance(embedder, E5Embedder)
    return embedder
