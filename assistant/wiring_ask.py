"""Builds the chat model that questions are put to; the part of `wiring` that only conversations need."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.journey import Statement
from assistant.settings import Settings
from assistant.wiring_model import is_configured, is_private, model_settings, open_model
from assistant.wording import Text
from assistant.workspace import ClientFolder

if TYPE_CHECKING:
    from assistant.model.chat import EndpointChatModel
    from assistant.model.ledger import Totals
    from assistant.model.opening import Surroundings
    from assistant.model.port import ChatModel
    from assistant.model_engine import Manner


def open_asked_model(
    client: ClientFolder,
    settings: Settings,
    cache: Path,
    statements: Callable[[], Sequence[Statement]],
    told: Callable[[Text], None],
    manner: "Manner",
    surroundings: "Surroundings | None",
) -> "AskedModel | None":
    """The model for questions about one client, or None where none is configured or the engine is the extractive one.

    Raises UsageError where `llm` is asked for and no model is named, SettingsError for a bad address or a missing key.
    """
    from assistant.model_engine import check_configured

    if settings.engine == "extractive":
        return None
    if settings.engine == "auto" and not is_configured(settings):
        if settings.model:
            told(_NO_KEY.filled(model=settings.model))
        return None
    check_configured(settings)
    inner = open_model(client, settings, cache, surroundings)
    private = is_private(settings, model_settings(settings).base_url)
    return AskedModel(client, inner, statements if private else None, manner)


class AskedModel:
    """Gives the chat model that may see certain texts: the endpoint itself, or pseudonyms in front of it."""

    def __init__(
        self,
        client: ClientFolder,
        inner: "EndpointChatModel",
        statements: Callable[[], Sequence[Statement]] | None,
        manner: "Manner",
    ) -> None:
        """`statements` tell who speaks in the notes; None where nothing needs to be masked."""
        self._client = client
        self._inner = inner
        self._statements = statements
        self._manner = manner

    def open(self, texts: Sequence[str]) -> "ChatModel":
        """The model for a question that sends these texts. Raises UnsettledNamesError where a name stays in doubt."""
        if self._statements is None:
            return self._inner
        from assistant.model.private import PrivateChatModel
        from assistant.model_engine import settle_texts
        from assistant.privacy import Pseudonyms

        known = settle_texts(self._client, self._statements(), texts, self._manner)
        pseudonyms = Pseudonyms(self._client.state / "pseudonyms.json", self._client.root.name, known)
        return PrivateChatModel(self._inner, pseudonyms, known)

    @property
    def name(self) -> str:
        """The model's name as its endpoint knows it."""
        return self._inner.name

    @property
    def totals(self) -> "Totals":
        """What this run has sent, received and cost so far."""
        return self._inner.totals

    def close(self) -> None:
        """Closes connections and files."""
        self._inner.close()


_NO_KEY = Text(
    "设置了模型 {model}，但环境变量 OPENAI_API_KEY 没有密钥，本次不用模型。",
    "The model {model} is set but there is no key in OPENAI_API_KEY; answering without it.",
)
