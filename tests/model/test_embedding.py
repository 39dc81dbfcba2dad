"""Vectors from an endpoint."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pytest

from assistant.errors import EndpointDownError, EndpointError
from assistant.model.budget import Budget
from assistant.model.embedding import EndpointEmbedder
from assistant.model.endpoint import Endpoint
from assistant.model.ledger import Ledger
from assistant.model.limits import Limits
from assistant.model.retrying import RetryPolicy
from assistant.model.settings import EmbeddingSettings, Price, embedding_address
from assistant.retrieval.embedder import Embedder
from tests.fakes.openai_server import OpenAIServer, Scripted, fails, letter_vector, says
from tests.model.conftest import FakeTime

BuildEmbedder = Callable[..., EndpointEmbedder]


@pytest.fixture
def build_embedder(server: OpenAIServer, fake_time: FakeTime) -> Iterator[BuildEmbedder]:
    built: list[EndpointEmbedder] = []

    def build(**more: object) -> EndpointEmbedder:
        base = EmbeddingSettings("test-embedding", server.base_url, batch=4, timeout=5.0)
        settings = replace(base, **more)  # type: ignore[arg-type]
        embedder = EndpointEmbedder(
            Endpoint(embedding_address(settings, {}), settings.model, settings.timeout),
            settings,
            ledger=Ledger(None, lambda: datetime(2026, 3, 1, tzinfo=UTC)),
            budget=Budget(None, Price(Decimal(1), Decimal(0))),
            limits=Limits(4, clock=fake_time.clock, sleep=fake_time.sleep),
            retry=RetryPolicy(),
            clock=fake_time.clock,
            sleep=fake_time.sleep,
            chance=random.Random(1),
        )
        built.append(embedder)
        return embedder

    yield build
    for embedder in built:
        embedder.close()


def test_every_text_gets_its_own_vector_in_batches(server: OpenAIServer, build_embedder: BuildEmbedder) -> None:
    texts = [f"第 {n} 位客户说，电话打不通。" for n in range(10)]
    embedder: Embedder = build_embedder()
    vectors = embedder.embed_passages(texts)
    expected = np.asarray([letter_vector(text) for text in texts])
    assert np.allclose(vectors, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-6)
    assert vectors.dtype == np.float32
    assert [len(call.body["input"]) for call in server.calls] == [4, 4, 2]
    assert embedder.dimension == 8


def test_texts_go_out_as_they_are(server: OpenAIServer, build_embedder: BuildEmbedder) -> None:
    embedder = build_embedder(query_prefix="query: ", passage_prefix="passage: ")
    embedder.embed_queries(["退货"])
    embedder.embed_passages(["退货\ud800", ""])
    assert server.calls[0].body == {"model": "test-embedding", "input": ["query: 退货"], "encoding_format": "float"}
    assert server.calls[1].body["input"] == ["passage: 退货", "passage: "]


def test_no_text_no_vector(build_embedder: BuildEmbedder) -> None:
    assert build_embedder().embed_queries([]).shape == (0, 8)


def test_failures_are_tried_again_and_bounded(
    server: OpenAIServer, build_embedder: BuildEmbedder, fake_time: FakeTime
) -> None:
    server.queue(fails(429, headers={"Retry-After": "2"}), fails(500), Scripted(body={"data": []}), says(""))
    assert build_embedder().embed_queries(["退货"]).shape == (1, 8)
    assert len(fake_time.slept) == 3
    server.script = lambda _: fails(503)
    with pytest.raises(EndpointDownError):
        build_embedder().embed_queries(["退货"])


def test_vectors_of_another_length_are_refused(server: OpenAIServer, build_embedder: BuildEmbedder) -> None:
    embedder = build_embedder()
    embedder.embed_queries(["退货"])
    server.script = lambda _: Scripted(body={"data": [{"index": 0, "embedding": [1.0, 2.0]}], "model": "m"})
    with pytest.raises(EndpointError, match="different lengths"):
        embedder.embed_queries(["换货"])
