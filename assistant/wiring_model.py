"""Builds what speaks to a chat model's or embedder's endpoint; the part of `wiring` that only drafting with one needs."""

import os
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import finalize

from assistant.errors import SettingsError
from assistant.settings import Settings, read_toml
from assistant.wording import Text
from assistant.workspace import CLIENT_FILE, ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.embedding_cost import EmbeddingCost
    from assistant.engagement import ShowTexts
    from assistant.model.chat import EndpointChatModel
    from assistant.model.embedding import EndpointEmbedder
    from assistant.model.opening import Surroundings
    from assistant.model.private import SomeEmbedder
    from assistant.model.probe import EndpointReport
    from assistant.model.prompts import Prompts
    from assistant.model.sending import Sender
    from assistant.model.settings import EmbeddingSettings, ModelSettings, Price
    from assistant.model_engine import ModelEngine
    from assistant.retrieval.embedder import Embedder


def model_settings(settings: Settings) -> "ModelSettings":
    """The chat endpoint's part of the settings."""
    from assistant.model.settings import OPENAI_URL, ModelSettings, default_timeout

    return ModelSettings(
        model=settings.model,
        base_url=settings.base_url or OPENAI_URL,
        context_window=settings.context_window,
        max_concurrency=settings.concurrency,
        requests_per_minute=settings.requests_per_minute,
        tokens_per_minute=settings.tokens_per_minute,
        temperature=settings.temperature,
        reasoning_effort=settings.reasoning_effort or None,
        timeout=settings.timeout or default_timeout(settings.base_url or OPENAI_URL),
        price=_price(settings, settings.model),
    )


def is_configured(settings: Settings, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a model is named and can be reached as far as one can tell: a key, or an endpoint on this machine."""
    from assistant.model.settings import CHAT_KEY, OPENAI_URL, is_loopback

    return bool(settings.model) and (
        bool(environment.get(CHAT_KEY, "").strip()) or is_loopback(settings.base_url or OPENAI_URL)
    )


def drafts_with_model(settings: Settings) -> bool:
    """Whether the `llm` engine drafts under these settings."""
    return settings.engine == "llm" or (settings.engine == "auto" and is_configured(settings))


def is_private(settings: Settings, base_url: str) -> bool:
    """Whether what goes to `base_url` is masked: by setting, else unless it is this machine."""
    from assistant.model.settings import is_loopback

    return settings.privacy == "on" or (settings.privacy == "auto" and not is_loopback(base_url))


def open_model(
    client: ClientFolder | None, settings: Settings, cache: Path, surroundings: "Surroundings | None" = None
) -> "EndpointChatModel":
    """The chat model with one client's kept replies and ledger (None keeps nothing). Raises SettingsError."""
    from assistant.model.opening import Surroundings, open_chat_model

    return open_chat_model(
        model_settings(settings),
        environment=os.environ,
        cache=cache,
        client=client.state if client is not None else None,
        surroundings=surroundings or Surroundings(),
        budget=settings.budget if client is not None else None,
    )


def build_model_engine(
    workspace: Workspace,
    client: ClientFolder,
    settings: Settings,
    cache: Path,
    told: Callable[[Text], None] | None = None,
    surroundings: "Surroundings | None" = None,
    *,
    open_shared: "Callable[[], EndpointChatModel] | None" = None,
    load_shared: "Callable[[], Prompts] | None" = None,
    strangers: Sequence[str] | None = None,
) -> "ModelEngine | None":
    """The `llm` engine, or None where the extractive one drafts.

    `auto` means: with a chat model where one is configured. `told` hears why a named model is not used. Where many
    clients are drafted, `open_shared` opens the model, `load_shared` gives the prompts and `strangers` are at hand.
    Raises UsageError where the engine is asked for and no model is named.
    """
    if not drafts_with_model(settings):
        if settings.engine == "auto" and settings.model and told is not None:
            told(_NO_KEY.filled(model=settings.model))
        return None
    from assistant.model.prompts import load_prompts
    from assistant.model_engine import ModelEngine, check_configured

    check_configured(settings)
    chosen = model_settings(settings)
    return ModelEngine(
        client=client,
        settings=settings,
        open_model=open_shared or (lambda: open_model(client, settings, cache, surroundings)),
        load_prompts=load_shared or (lambda: load_prompts(workspace.root / "prompts")),
        private=is_private(settings, chosen.base_url),
        strangers=strangers if strangers is not None else find_strangers(workspace, client),
        chance=random.SystemRandom(),
    )


def find_strangers(
    workspace: Workspace, client: ClientFolder, named: Mapping[Path, Sequence[str]] | None = None
) -> list[str]:
    """Names and brands of the workspace's other clients, without those that are this client's too.

    They are used for one thing only: a claim that holds one and does not quote it is marked. `named` are those of all
    clients (`names_and_brands`), where they are at hand.
    """
    own = " ".join((client.profile.name, *client.profile.brands)).casefold()
    found: dict[str, None] = {}
    for folder, names in (named if named is not None else names_and_brands(workspace)).items():
        if folder != client.root:
            found.update((each, None) for each in names if each.casefold() not in own)
    return list(found)


def names_and_brands(workspace: Workspace) -> dict[Path, Sequence[str]]:
    """What each client of the workspace and its brands are called; a client.toml that cannot be read is left out."""
    found: dict[Path, Sequence[str]] = {}
    for folder in workspace.client_folders():
        try:
            content = read_toml(folder / CLIENT_FILE)
        except SettingsError:
            continue
        names: Sequence[object] = [content.get("name", folder.name), *_listed(content.get("brands"))]
        found[folder] = [str(each) for each in names]
    return found


def build_any_embedder(
    client: ClientFolder,
    settings: Settings,
    cache_folder: Path,
    surroundings: "Surroundings | None" = None,
    sender: "Sender | None" = None,
) -> "Embedder | None":
    """The embedder in force: an endpoint's where `embedding_model` is set, else the embedded one or none.

    What leaves the machine is masked as for the chat model, and names in doubt stop it before anything is sent. For
    `sender` see `open_endpoint_embedder`.
    """
    from assistant.retrieval.embedder import build_embedder

    if not settings.embedding_model:
        return build_embedder(settings.embedder, cache_folder)
    return mask_embedder(client, settings, open_endpoint_embedder(client, settings, surroundings, sender))


def mask_embedder(client: ClientFolder, settings: Settings, inner: "SomeEmbedder") -> "Embedder":
    """The endpoint's embedder `inner`, given nothing that is not masked, unless it is on this machine or the settings say
    that nothing is."""
    if not is_private(settings, embedding_url(settings)):
        return inner
    from functools import cache

    from assistant.library import load_codebook, load_playbook
    from assistant.model.private import PrivateEmbedder
    from assistant.model_engine import UnsettledNamesError, settled_names
    from assistant.privacy import Pseudonyms, known_identities, suspect_names

    @cache
    def shipped() -> frozenset[str]:
        """Texts of our own, with names that nobody bears."""
        texts = {each.text for each in load_codebook()}
        for guidance in load_playbook(settings.stage_model).stages:
            texts |= {said for each in guidance.questions for said in (each.text.zh, each.text.en)}
        return frozenset(texts)

    profile = client.profile
    known = known_identities(profile.name, profile.brands, profile.people, (), settled_names(client))

    def gate(texts: Sequence[str]) -> None:
        suspects = suspect_names([each for each in texts if each not in shipped()], known)
        if suspects:
            raise UnsettledNamesError(profile.name, suspects)

    return PrivateEmbedder(inner, Pseudonyms(client.state / "pseudonyms.json", client.root.name, known), known, gate)


def embedding_url(settings: Settings) -> str:
    """Where texts are embedded when `embedding_model` is set: its own address, else the chat model's."""
    from assistant.model.settings import OPENAI_URL

    return settings.embedding_base_url or settings.base_url or OPENAI_URL


def show_texts_of(client: ClientFolder, *, private: bool) -> "ShowTexts":
    """Gives texts of the client's notes as an embedder beyond this machine would be sent them."""
    from assistant.model_engine import show_texts

    return lambda statements, texts, manner: show_texts(client, statements, texts, manner, private=private)


def probe_model(settings: Settings, cache: Path) -> "EndpointReport":
    """What the chat model's endpoint can do, by asking it a few tiny questions. Raises SettingsError."""
    from assistant.model.capabilities import CapabilityFile
    from assistant.model.endpoint import Endpoint
    from assistant.model.opening import CAPABILITIES, Surroundings, open_chat_model
    from assistant.model.probe import probe_endpoint
    from assistant.model.retrying import RetryPolicy
    from assistant.model.settings import chat_address

    chosen = model_settings(settings)
    address = chat_address(chosen, os.environ)
    capabilities = CapabilityFile(cache / CAPABILITIES)
    model = open_chat_model(
        chosen,
        environment=os.environ,
        cache=cache,
        client=None,
        surroundings=Surroundings(),
        retry=RetryPolicy(tries=2, tries_when_slow=1),
        capabilities=capabilities,
    )
    endpoint = Endpoint(address, chosen.model, min(chosen.timeout, 30.0))
    try:
        return probe_endpoint(model, endpoint, capabilities)
    finally:
        model.close()
        endpoint.close()


def embedding_settings(settings: Settings) -> "EmbeddingSettings":
    """What the embedding endpoint is told, where `embedding_model` is set."""
    from assistant.model.settings import EmbeddingSettings

    return EmbeddingSettings(
        settings.embedding_model,
        embedding_url(settings),
        price=_price(settings, settings.embedding_model),
        chat_url=model_settings(settings).base_url,
    )


def open_endpoint_embedder(
    client: ClientFolder,
    settings: Settings,
    surroundings: "Surroundings | None" = None,
    sender: "Sender | None" = None,
) -> "EndpointEmbedder":
    """The embedder at an endpoint, given texts as they are: mask them first (`mask_embedder`).

    A `sender` sends in the endpoint's place, and then no key is wanted here. Raises SettingsError.
    """
    from assistant.model.budget import Budget
    from assistant.model.embedding import EndpointEmbedder
    from assistant.model.endpoint import Endpoint
    from assistant.model.ledger import Ledger
    from assistant.model.opening import CALLS, Surroundings, build_limits
    from assistant.model.retrying import RetryPolicy
    from assistant.model.settings import EMBEDDING_KEY, NO_KEY, embedding_address

    about = surroundings or Surroundings()
    chosen = embedding_settings(settings)
    address = embedding_address(chosen, os.environ if sender is None else {EMBEDDING_KEY: NO_KEY})
    endpoint = Endpoint(address, chosen.model, chosen.timeout)
    embedder = EndpointEmbedder(
        endpoint,
        chosen,
        ledger=Ledger(client.state / CALLS, about.now),
        budget=Budget(None, chosen.price),
        limits=build_limits(model_settings(settings), about),
        retry=RetryPolicy(),
        clock=about.clock,
        sleep=about.sleep,
        chance=about.chance,
        sender=sender,
    )
    finalize(embedder, endpoint.close)  # an index has no end of its own at which to close connections
    return embedder


def build_embedding_cost(
    client: ClientFolder, settings: Settings, cache: Path, counted: set[str] | None = None
) -> "EmbeddingCost | None":
    """What tells what embedding the client's texts would take; None where no endpoint embeds. Sends nothing, wants no key.

    `counted` is shared by the estimates of one batch.
    """
    if not settings.embedding_model:
        return None
    from assistant.embedding_cost import EmbeddingCost, NoSender

    embedder = mask_embedder(client, settings, open_endpoint_embedder(client, settings, sender=NoSender()))
    return EmbeddingCost(client, embedder, embedding_settings(settings), cache, counted)


def _price(settings: Settings, model: str) -> "Price | None":
    from assistant.model.settings import Price

    entry = settings.prices.get(model)
    return Price(entry.sent, entry.received, settings.currency, entry.batch) if entry is not None else None


def _listed(value: object) -> Sequence[object]:
    return list(value) if isinstance(value, list) else []  # pyright: ignore[reportUnknownArgumentType]


_NO_KEY = Text(
    "设置了模型 {model}，但环境变量 OPENAI_API_KEY 没有密钥，本次用 extractive 引擎。",
    "The model {model} is set but there is no key in OPENAI_API_KEY; drafting with the extractive engine.",
)
