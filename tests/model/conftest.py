"""A model on a scripted server: everything real but the clock, the sleep and the dice."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.model.chat import EndpointChatModel
from assistant.model.opening import Surroundings, open_chat_model
from assistant.model.settings import ModelSettings, Price
from tests.fakes.openai_server import OpenAIServer

PRICE = Price(Decimal(2), Decimal(8), "USD")


@dataclass
class FakeTime:
    """Time that passes only when somebody sleeps."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


Build = Callable[..., EndpointChatModel]


@pytest.fixture
def fake_time() -> FakeTime:
    return FakeTime()


@pytest.fixture
def surroundings(fake_time: FakeTime) -> Surroundings:
    noon = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    return Surroundings(lambda: noon, fake_time.clock, fake_time.sleep, random.Random(7))


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        yield running


@pytest.fixture
def build(server: OpenAIServer, surroundings: Surroundings, tmp_path: Path) -> Iterator[Build]:
    """Builds models on the server; folders are kept between two models of one test unless others are named."""
    built: list[EndpointChatModel] = []

    def build_model(
        client: str | None = "client",
        *,
        budget: str | None = None,
        wired: dict[str, Any] | None = None,
        **settings: Any,
    ) -> EndpointChatModel:
        base = ModelSettings("test-model", server.base_url, price=PRICE, timeout=5.0)
        model = open_chat_model(
            replace(base, **settings),
            environment={},
            cache=tmp_path / "cache",
            client=tmp_path / client if client else None,
            surroundings=surroundings,
            budget=Decimal(budget) if budget else None,
            **(wired or {}),
        )
        built.append(model)
        return model

    yield build_model
    for model in built:
        model.close()
