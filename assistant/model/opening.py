"""Puts a chat model together for one client, from settings and the things that are passed in."""

import random
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from assistant.clock import read_clock
from assistant.model.budget import Budget
from assistant.model.cache import Replies, ReplyCache
from assistant.model.calling import Tools
from assistant.model.capabilities import CapabilityFile
from assistant.model.chat import EndpointChatModel
from assistant.model.endpoint import Endpoint
from assistant.model.ledger import Ledger
from assistant.model.limits import Limits
from assistant.model.retrying import RetryPolicy
from assistant.model.sending import Sender
from assistant.model.settings import CHAT_KEY, NO_KEY, ModelSettings, chat_address

CAPABILITIES = "endpoints.json"
REPLIES = "replies.sqlite"
CALLS = "calls.jsonl"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a model takes from outside, so that tests can bring their own. Times in seconds."""

    now: Callable[[], datetime] = read_clock
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: random.Random = field(default_factory=random.SystemRandom)


def build_limits(settings: ModelSettings, surroundings: Surroundings) -> Limits:
    """The limits that the settings set; one for all models that ask the same endpoint."""
    return Limits(
        settings.max_concurrency,
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
        clock=surroundings.clock,
        sleep=surroundings.sleep,
    )


def open_chat_model(
    settings: ModelSettings,
    *,
    environment: Mapping[str, str],
    cache: Path,
    client: Path | None,
    surroundings: Surroundings,
    budget: Decimal | None = None,
    limits: Limits | None = None,
    retry: RetryPolicy | None = None,
    capabilities: CapabilityFile | None = None,
    sender: Sender | None = None,
    replies: Replies | None = None,
    token_factor: float | None = None,
    waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> EndpointChatModel:
    """The chat model for one client. Nothing is sent, and the vendors' libraries are not imported yet.

    `cache` is the user's cache folder (what endpoints can do), `client` the client's own (kept replies and ledger; None
    keeps nothing). `limits` and `capabilities` are passed in where several clients are drafted side by side. A `sender`
    sends in the endpoint's place, and then no key is wanted here; `replies` stand in the place of the client's file of
    kept replies; for `token_factor` and `waiting` see `Tools`. Raises SettingsError for a bad address, a missing key or a budget
    without a price, StorageError for an unusable folder.
    """
    address = chat_address(settings, environment if sender is None else {**environment, CHAT_KEY: NO_KEY})
    tools = Tools(
        capabilities=capabilities or CapabilityFile(cache / CAPABILITIES),
        cache=replies if replies is not None else ReplyCache(client / REPLIES) if client else None,
        ledger=Ledger(client / CALLS if client else None, surroundings.now),
        budget=Budget(budget, settings.price),
        limits=limits or build_limits(settings, surroundings),
        retry=retry or RetryPolicy(),
        clock=surroundings.clock,
        sleep=surroundings.sleep,
        chance=surroundings.chance,
        sender=sender,
        token_factor=token_factor,
        waiting=waiting,
    )
    return EndpointChatModel(Endpoint(address, settings.model, settings.timeout), settings, tools)
