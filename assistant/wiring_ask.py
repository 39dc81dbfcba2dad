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
    from assistant.model.opening import Surroundings
    from assistant.model.port import ChatModel
    from assistant.privacy import KnownIdentities, SettledNames


def open_asked_model(
    client: ClientFolder,
    settings: Settings,
    cache: Path,
    statements: Callable[[], Sequence[Statement]],
    told: Callable[[Text], None],
    mask_suspects: bool,
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
    return AskedModel(client, inner, statements if private else None, mask_suspects)


class AskedModel:
    """Gives the chat model that may see certain texts: the endpoint itself, or pseudonyms in front of it."""

    def __init__(
        self,
        client: ClientFolder,
        inner: "EndpointChatModel",
        statements: Callable[[], Sequence[Statement]] | None,
        mask_suspects: bool,
    ) -> None:
        """`statements` tell who speaks in the notes; None where nothing needs to be masked."""
        self._client = client
        self._inner = inner
        self._statements = statements
        self._mask_suspects = mask_suspects

    def open(self, texts: Sequence[str]) -> "ChatModel":
        """The model for a question that sends these texts. Raises UnsettledNamesError where a name is in doubt."""
        if self._statements is None:
            return self._inner
        from assistant.model.private import PrivateChatModel
        from assistant.privacy import Pseudonyms

        known = self._known(texts)
        pseudonyms = Pseudonyms(self._client.state / "pseudonyms.json", self._client.root.name, known)
        return PrivateChatModel(self._inner, pseudonyms, known)

    def close(self) -> None:
        """Closes connections and files."""
        self._inner.close()

    def _known(self, texts: Sequence[str]) -> "KnownIdentities":
        from assistant.model_engine import UnsettledNamesError
        from assistant.privacy import SettledNames, suspect_names

        settled = SettledNames(self._client.state / "settled-names.json")
        known = self._identities(settled)
        suspects = suspect_names(list(dict.fromkeys(texts)), known)
        if suspects and not self._mask_suspects:
            raise UnsettledNamesError(self._client.profile.name, suspects)
        for each in suspects:
            settled.settle(each.name, person=True)
        if suspects:
            settled.save()
        return self._identities(settled) if suspects else known

    def _identities(self, settled: "SettledNames") -> "KnownIdentities":
        from assistant.privacy import known_identities

        profile = self._client.profile
        speakers = dict.fromkeys(each.speaker for each in (self._statements or list)())
        return known_identities(profile.name, profile.brands, profile.people, speakers, settled)


_NO_KEY = Text(
    "设置了模型 {model}，但环境变量 OPENAI_API_KEY 没有密钥，本次不用模型。",
    "The model {model} is set but there is no key in OPENAI_API_KEY; answering without it.",
)
