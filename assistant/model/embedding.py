"""An embedder behind an OpenAI-compatible endpoint."""

import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.errors import EndpointError
from assistant.model.budget import Budget
from assistant.model.endpoint import Endpoint
from assistant.model.faults import PAID, CallError, FaultKind, explain
from assistant.model.ledger import Entry, Ledger
from assistant.model.limits import Limits
from assistant.model.retrying import RetryPolicy
from assistant.model.sending import Call, DirectSender, Sender, call_key, read_vectors
from assistant.model.settings import EmbeddingSettings
from assistant.model.tokens import estimate_tokens
from assistant.wording import Text

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

STEP = "embed"


class EndpointEmbedder:
    """An Embedder over HTTP, texts as they are (no tokenizer is fetched). Safe to use from several threads."""

    def __init__(
        self,
        endpoint: Endpoint,
        settings: EmbeddingSettings,
        *,
        ledger: Ledger,
        budget: Budget,
        limits: Limits,
        retry: RetryPolicy,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        chance: random.Random,
        sender: Sender | None = None,
    ) -> None:
        """Nothing is sent until the first text or the dimension is asked for. A `sender` sends in the endpoint's place."""
        self.settings = settings
        self.name = settings.model
        self.version = f"{endpoint.address.base_url}#{settings.query_prefix}#{settings.passage_prefix}"
        self._endpoint = endpoint
        self._sender = sender or DirectSender(endpoint)
        self._ledger = ledger
        self._budget = budget
        self._limits = limits
        self._retry = retry
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._dimension = 0

    @property
    def dimension(self) -> int:
        """How many numbers a vector has; asks the endpoint once. Raises as `embed_queries`."""
        if not self._dimension:
            self.embed_queries(["dimension"])
        return self._dimension

    @property
    def symmetric(self) -> bool:
        """Whether questions and passages go out alike, so that asking for both would be paying twice."""
        return self.settings.query_prefix == self.settings.passage_prefix

    def close(self) -> None:
        """Closes the connections."""
        self._endpoint.close()

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (n × dimension, unit length) of questions.

        Raises EndpointDownError after several failed tries, EndpointError when the endpoint refuses for good or
        changes its dimension, BudgetError before a call that would cost more than is left.
        """
        return self._embed([self.settings.query_prefix + text for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors (n × dimension, unit length) of texts to be found. Raises as `embed_queries`."""
        return self._embed([self.settings.passage_prefix + text for text in texts])

    def _embed(self, texts: Sequence[str]) -> "NDArray[float32]":
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows: list[Sequence[float]] = []
        for start in range(0, len(texts), self.settings.batch):
            batch = [_sendable(text) for text in texts[start : start + self.settings.batch]]
            rows.extend(self._embed_batch(batch))
        dimension = self._dimension or len(rows[0])
        if any(len(row) != dimension for row in rows):
            raise self._other_dimension()
        self._dimension = dimension
        vectors = np.asarray(rows, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(vectors).all():
            raise explain(CallError(FaultKind.MALFORMED, "NaN"), model=self.name, base_url=self._base_url)
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    def _embed_batch(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        expected = sum(estimate_tokens(text) for text in texts)
        call = self._describe(tuple(texts), expected)
        tried = 0
        while True:
            try:
                return self._send(call)
            except CallError as fault:
                tried += 1
                wait = self._retry.wait(fault, tried, self._chance)
                if wait is None:
                    raise explain(fault, model=self.name, base_url=self._base_url, tries=tried) from fault
                if fault.retry_after is not None:
                    self._limits.pause(fault.retry_after)
                self._sleep(wait)

    def _describe(self, texts: tuple[str, ...], expected: int) -> Call:
        parameters = {"input": list(texts)}
        return Call(call_key(self.name, self._base_url, (), parameters), STEP, (), {}, expected, 0, texts=texts)

    def _send(self, call: Call) -> Sequence[Sequence[float]]:
        most = self._budget.cost(call.tokens_in, 0)
        self._budget.reserve(most)
        spent = most * 0
        started = self._clock()
        try:
            with self._limits.turn(call.tokens_in):
                started = self._clock()
                answer = self._sender.send(call)
            tokens = answer.tokens_in if answer.tokens_in is not None else call.tokens_in
            self._limits.correct(call.tokens_in, tokens)
            spent = self._budget.cost(tokens, 0)
            self._note(tokens, spent, self._clock() - started, "done", again=answer.resumed)
        except CallError as fault:
            tokens = call.tokens_in if fault.kind in PAID else 0
            spent = self._budget.cost(tokens, 0)
            self._note(tokens, spent, self._clock() - started, fault.kind.value)
            raise
        finally:
            self._budget.settle(most, spent)
        return read_vectors(answer.text)

    def _note(self, tokens: int, spent: Decimal, latency: float, outcome: str, *, again: bool = False) -> None:
        price = self.settings.price
        currency = price.currency if price else ""
        self._ledger.write(Entry(STEP, self.name, "", tokens, 0, spent, currency, latency, outcome), again=again)

    @property
    def _base_url(self) -> str:
        return self._endpoint.address.base_url

    def _other_dimension(self) -> EndpointError:
        message = Text(
            "{url} 的嵌入模型 {model} 返回的向量长度前后不一。",
            "{url} gives vectors of different lengths for {model}.",
        )
        hint = Text(
            "该模型可能已更换；请核对设置，再运行 journey index --all --force 重建索引。",
            "The model may have been exchanged; check the settings, then run journey index --all --force.",
        )
        return EndpointError(message.filled(url=self._base_url, model=self.name), hint)


def _sendable(text: str) -> str:
    """Endpoints refuse an empty text and what is no Unicode."""
    return text.encode("utf-8", "ignore").decode("utf-8") or " "
