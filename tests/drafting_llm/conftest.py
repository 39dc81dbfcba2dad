"""Drafts made through HTTP: hand-made notes, a server that answers as its script says, everything else real."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.drafting.extractive import OwnExample
from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.llm.account import ModelDraft
from assistant.drafting.llm.asking import SPARE, Desk
from assistant.drafting.llm.build import ModelDrafter, Tools, kept_path
from assistant.drafting.llm.codebook import open_codebook
from assistant.drafting.llm.kept import KeptSteps
from assistant.library import load_codebook
from assistant.model.opening import Surroundings, open_chat_model
from assistant.model.private import MeasuredModel, PrivateChatModel
from assistant.model.prompts import load_prompts
from assistant.model.settings import ModelSettings, Price
from assistant.playbook import CodedExample
from assistant.privacy import KnownIdentities, Pseudonyms, known_identities
from tests.drafting.notes import Notes
from tests.fakes.analyst import Analyst
from tests.fakes.openai_server import OpenAIServer

PRICE = Price(Decimal(2), Decimal(8), "USD")
PROMPTS = load_prompts()


@dataclass
class Studio:
    """One client's folder and the server that answers for the model; `slept` are the waits nobody waited for."""

    folder: Path
    server: OpenAIServer
    analyst: Analyst
    examples: tuple[CodedExample, ...]
    slept: list[float] = field(default_factory=list[float])
    now: float = 1000.0

    def draft(self, notes: Notes, **given: Any) -> ModelDraft:
        """A draft of the notes, with everything that was kept by earlier ones. See `drafter`."""
        with _Session(self, notes, given) as session:
            return session.drafter.build()

    def session(self, notes: Notes, **given: Any) -> "_Session":
        """The same, opened but not begun: for estimates."""
        return _Session(self, notes, given)

    def calls(self) -> int:
        """How many chats the server has had."""
        return len(self.server.chats)

    def sent(self) -> str:
        """Everything the server was ever sent."""
        return "\n".join(call.raw for call in self.server.calls)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class _Session:
    def __init__(self, studio: Studio, notes: Notes, given: dict[str, Any]) -> None:
        self.studio, self.notes, self.given = studio, notes, dict(given)

    def __enter__(self) -> "_Session":
        studio, take = self.studio, self.given.pop
        budget = take("budget", None)
        private: KnownIdentities | None = take("private", None)
        second_check: bool = take("second_check", True)
        strangers: tuple[str, ...] = take("strangers", ())
        own: tuple[OwnExample, ...] = take("own", ())
        settings: dict[str, Any] = take("settings", {})
        noon = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
        self.inner = open_chat_model(
            replace(ModelSettings("test-model", studio.server.base_url, price=PRICE, timeout=3.0), **settings),
            environment={},
            cache=studio.folder / "cache",
            client=studio.folder / "client",
            surroundings=Surroundings(lambda: noon, lambda: studio.now, studio.sleep, random.Random(7)),
            budget=Decimal(budget) if budget else None,
        )
        request = self.notes.request(studio.folder, keys=EvidenceKeys(studio.folder / "keys.json"), **self.given)
        model: MeasuredModel = self.inner
        odd: Any = lambda _text: ()  # noqa: E731
        if private is not None:
            masked = PrivateChatModel(model, Pseudonyms(studio.folder / "names.json", "client", private), private)
            model, odd = masked, masked.find_odd
        self.kept = KeptSteps(kept_path(studio.folder / "client"))
        known = private or known_identities(request.client, request.brands, request.people)
        book = open_codebook(studio.folder / "codebook.yaml", request.playbook.model, "zh-Hans", request.segments)
        desk = Desk(model, PROMPTS, request.language, random.Random(3), SPARE, odd)
        self.model = model
        self.request = request
        self.drafter = ModelDrafter(
            request, Tools(desk, self.kept, book, studio.examples, known, own, strangers, second_check)
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.kept.close()
        self.inner.close()


@pytest.fixture
def analyst() -> Analyst:
    return Analyst(codes=code_two_stages)


@pytest.fixture(scope="session")
def examples() -> tuple[CodedExample, ...]:
    return tuple(load_codebook()[::6])


@pytest.fixture
def studio(tmp_path: Path, analyst: Analyst, examples: tuple[CodedExample, ...]) -> Iterator[Studio]:
    with OpenAIServer(analyst) as server:
        yield Studio(tmp_path, server, analyst, examples)


def code_two_stages(words: str) -> tuple[str, str, int] | None:
    """Codes for the hand-made notes by a few of their words; what has none of them is not about the journey."""
    rules = (
        (("天气", "录音"), None),
        (("官网", "广告", "advert"), ("awareness", "touchpoint", 0)),
        (("逛",), ("awareness", "behaviour", 0)),
        (("成交率", "统计"), ("purchase", "kpi", 0)),
        (("麻烦", "多收", "不透明", "慢", "等了"), ("purchase", "insight", -1)),
        (("门店", "門市", "耐心", "shop"), ("purchase", "touchpoint", 1)),
    )
    for signs, code in rules:
        if any(sign in words for sign in signs):
            return code
    return "purchase", "insight", 0
