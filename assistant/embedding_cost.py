"""What embedding a client's texts at an endpoint would still take, told without asking it for anything."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.journey import Role
from assistant.model.budget import Estimate
from assistant.model.embedding import STEP
from assistant.model.endpoint import Answer
from assistant.model.sending import Call
from assistant.model.settings import EmbeddingSettings, is_loopback
from assistant.model.tokens import estimate_tokens
from assistant.retrieval.embedder import uses_for_questions
from assistant.retrieval.index import ClientIndex
from assistant.workspace import ClientFolder

if TYPE_CHECKING:
    from assistant.retrieval.embedder import Embedder


class NoSender:
    """A Sender that never sends."""

    def send(self, call: Call) -> Answer:
        """Not to be called: an estimate asks nobody."""
        raise AssertionError(call.step)


class EmbeddingCost:
    """Of one client. `counted` are texts of the product that another client's estimate has counted already: they are
    embedded once for all."""

    def __init__(
        self,
        client: ClientFolder,
        embedder: "Embedder",
        settings: EmbeddingSettings,
        cache: Path,
        counted: set[str] | None = None,
    ) -> None:
        """`embedder` is looked at and never asked; `cache` keeps the vectors of the product's own texts."""
        self._client = client
        self._embedder = embedder
        self._settings = settings
        self._cache = cache
        self._counted = counted if counted is not None else set()

    def estimate(self, notes: ClientIndex, shipped: Sequence[Sequence[str]]) -> Estimate:
        """Calls and tokens for what has no vector yet. `notes` have been read, by whatever embedder or none; `shipped` are
        the product's texts that a draft compares them with."""
        from assistant.drafting.utterances import texts_in_context
        from assistant.drafting.vectors import find_unembedded

        embedder, texts = self._embedder, notes.texts()
        own = ClientIndex(self._client.index, None)
        parts, dimension = own.find_outstanding(texts, embedder.name, embedder.version, symmetric=embedder.symmetric)
        answers = [each for each in notes.statements() if each.role is not Role.INTERVIEWER]
        uses = uses_for_questions(embedder)
        embedded = {each.text for part in texts.values() for each in part if each.kind in uses}
        contexts = [each for each in texts_in_context(answers) if each not in embedded]
        ours: list[list[str]] = []
        for each in shipped:
            ours.append([text for text in dict.fromkeys(each) if text not in self._counted])
            self._counted.update(ours[-1])
        if dimension is not None:
            known = embedder.name, embedder.version, dimension
            contexts = find_unembedded(known, self._client.state / "contexts", contexts)
            ours = [find_unembedded(known, self._cache, each) for each in ours]
        return self._price([*parts, contexts, *ours])

    def _price(self, parts: Sequence[Sequence[str]]) -> Estimate:
        """What it takes to send these texts, each part by itself."""
        settings = self._settings
        calls = sum(-(-len(part) // settings.batch) for part in parts)
        tokens = sum(estimate_tokens(text) for part in parts for text in part)
        price = settings.price
        cost = price.cost(tokens, 0) if price is not None else None
        if cost is None and (not calls or is_loopback(settings.base_url)):
            cost = Decimal(0)  # one's own server costs nothing
        currency = price.currency if price is not None else ""
        return Estimate(calls, 0, tokens, 0, cost, currency, {STEP: cost} if cost is not None else {}, calls)
