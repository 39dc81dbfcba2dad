"""Who sends the calls of a batch: one for all clients, with one set of limits, one budget, and a line for every intent."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assistant.batch.book import BOOK, AnswerBook
from assistant.batch.breaker import Breaker, Circuit
from assistant.batch.crew import Crew, Stopping, Told
from assistant.batch.jobs import Done, Job
from assistant.batch.ledger import BatchLedger
from assistant.model.budget import Budget
from assistant.model.completion import Answer
from assistant.model.endpoint import Endpoint
from assistant.model.faults import PAID, CallError
from assistant.model.limits import Limits
from assistant.model.sending import Call, DirectSender, Sender
from assistant.model.settings import EmbeddingSettings, ModelSettings, Price
from assistant.model.tokens import estimate_tokens


@dataclass(frozen=True, slots=True)
class Asked:
    """What a job asks of endpoints: a chat model, an embedder; None where it asks none."""

    model: ModelSettings | None
    embedding: EmbeddingSettings | None = None


class Post:
    """Sends for all clients. What must be shared is passed in; `open_endpoint` gives the connection to a model.

    Safe to use from several threads.
    """

    def __init__(
        self,
        ledger: BatchLedger,
        *,
        limits: Limits,
        budget: Budget,
        open_endpoint: Callable[[ModelSettings | EmbeddingSettings], Endpoint],
        stopping: Stopping,
        clock: Callable[[], float],
        circuit: Circuit | None = None,
    ) -> None:
        """`clock` gives monotonic seconds."""
        self._ledger = ledger
        self._limits = limits
        self._budget = budget
        self._open_endpoint = open_endpoint
        self._stopping = stopping
        self._clock = clock
        self._circuit = circuit or Circuit()
        self._lock = threading.Lock()
        self._endpoints: dict[tuple[str, str, str, float], Endpoint] = {}
        self._breakers: dict[str, Breaker] = {}

    @contextmanager
    def counter(self, client: str, folder: Path, asked: Asked) -> "Generator[Counter]":
        """Where one client's job hands in its calls; `folder` is where a batch keeps what it needs of that client.

        Calls that were in flight when an earlier run was killed are counted as lost. Raises StorageError.
        """
        book = AnswerBook(folder / BOOK)
        try:
            stored = book.numbers()
            self._ledger.lose([each for each in self._ledger.open_calls(client) if each not in stored])
            yield Counter(self, client, book, asked)
        finally:
            book.close()

    def close(self) -> None:
        """Closes all connections."""
        with self._lock:
            for each in self._endpoints.values():
                each.close()
            self._endpoints.clear()

    def send(self, client: str, book: AnswerBook, settings: ModelSettings | EmbeddingSettings, call: Call) -> Answer:
        """The answer: one that is stored, or a new one, which is stored before it is given back.

        While the endpoint is dead the call waits for it. Raises CallError, BudgetError where the call would cost more
        than is left, StoppedError, StorageError.
        """
        stored = book.take(call.key)
        if stored is not None:
            return stored
        breaker = self._breaker(settings.base_url)
        while True:
            trying = breaker.admit()
            try:
                answer = self._send_once(client, book, settings, call, breaker, trying=trying)
                if answer is not None:
                    return answer
            except CallError as fault:
                breaker.failed(fault, trying=trying)
                if fault.retry_after is not None:
                    self._limits.pause(fault.retry_after)
                if not breaker.is_open:
                    raise
            except BaseException:
                if trying:
                    breaker.gave_up()
                raise

    def _send_once(
        self,
        client: str,
        book: AnswerBook,
        settings: ModelSettings | EmbeddingSettings,
        call: Call,
        breaker: Breaker,
        *,
        trying: bool,
    ) -> Answer | None:
        """The answer of one try; None where the endpoint died while the call waited for its turn."""
        price = settings.price
        expected = call.tokens_in + call.max_tokens
        most = _cost(price, call.tokens_in, call.max_tokens)
        spent, used = Decimal(0), 0
        self._budget.reserve(most)
        try:
            with self._limits.turn(expected):
                self._stopping.check()
                if breaker.is_open and not trying:
                    return None
                number = self._ledger.intend(client, call.key, call.step)
                began = self._clock()
                try:
                    answer = DirectSender(self._endpoint(settings)).send(call)
                except CallError as fault:
                    if fault.kind in PAID:
                        spent = _cost(price, call.tokens_in, 0)
                    self._ledger.failed(number, fault.kind.value, spent)
                    raise
                tokens_in = answer.tokens_in if answer.tokens_in is not None else call.tokens_in
                tokens_out = answer.tokens_out if answer.tokens_out is not None else estimate_tokens(answer.text)
                spent, used = _cost(price, tokens_in, tokens_out), tokens_in + tokens_out
                book.keep(call.key, number, answer)
                self._ledger.answered(number, tokens_in, tokens_out, spent, self._clock() - began)
        finally:
            self._budget.settle(most, spent)
            self._limits.correct(expected, used)
        breaker.answered()
        return answer

    def _endpoint(self, settings: ModelSettings | EmbeddingSettings) -> Endpoint:
        key = (type(settings).__name__, settings.base_url, settings.model, settings.timeout)
        with self._lock:
            if key not in self._endpoints:
                self._endpoints[key] = self._open_endpoint(settings)
            return self._endpoints[key]

    def _breaker(self, base_url: str) -> Breaker:
        with self._lock:
            if base_url not in self._breakers:
                self._breakers[base_url] = Breaker(self._circuit, self._stopping, self._clock)
            return self._breakers[base_url]


class Counter:
    """The Sender of one client's job."""

    def __init__(self, post: Post, client: str, book: AnswerBook, asked: Asked) -> None:
        self._post = post
        self.client = client
        self.book = book
        self._asked = asked

    def send(self, call: Call) -> Answer:
        """The answer. Raises as `Post.send`."""
        settings = self._asked.embedding if call.texts else self._asked.model
        assert settings is not None
        return self._post.send(self.client, self.book, settings, call)


def _cost(price: Price | None, tokens_in: int, tokens_out: int) -> Decimal:
    return price.cost(tokens_in, tokens_out) if price is not None else Decimal(0)


class PostedCrew:
    """A Crew before another: while a job is under way, its client's calls can be handed in, and its book is open."""

    def __init__(
        self,
        crew: Crew,
        post: Post,
        counters: "Counters",
        folder_of: Callable[[Job], Path],
        asked_of: Callable[[Job], Asked],
    ) -> None:
        """`folder_of` is where a batch keeps what it needs of a client."""
        self._crew = crew
        self._post = post
        self._counters = counters
        self._folder_of = folder_of
        self._asked_of = asked_of

    @property
    def size(self) -> int:
        return self._crew.size

    def run(self, job: Job, told: Told) -> Done:
        """Runs the job; when it is done its book is not needed any more. Raises as `Crew.run`."""
        asked = self._asked_of(job)
        if asked == Asked(None):
            return self._crew.run(job, told)
        with (
            self._post.counter(job.client, self._folder_of(job), asked) as counter,
            self._counters.open(job.client, counter),
        ):
            done = self._crew.run(job, told)
            counter.book.remove()
            return done

    def close(self) -> None:
        """Lets everybody go, and closes the connections."""
        self._crew.close()
        self._post.close()


class Counters:
    """The open counters by client."""

    def __init__(self) -> None:
        self._open: dict[str, Sender] = {}

    @contextmanager
    def open(self, client: str, sender: Sender) -> Generator[None]:
        """The client's calls can be handed in to that sender while the block runs."""
        self._open[client] = sender
        try:
            yield
        finally:
            del self._open[client]

    def find(self, client: str) -> Sender:
        """The Sender of a client whose job is under way."""
        return self._open[client]
