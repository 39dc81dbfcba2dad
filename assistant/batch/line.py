"""What a worker process and the one who submits the work say to each other, over a socket of this machine.

A worker opens connections of two kinds and says which with the first message: a `Hand` takes jobs, one at a time, and
gives back what came of each; a line asks for what only the submitter has: answers of the model, vectors, somebody to
hear how far a job is. Errors go over as values, since not every error can be rebuilt from its own arguments.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Client, Connection
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Literal, Protocol

from assistant.batch.jobs import Failure, StoppedError, failure_of
from assistant.errors import (
    BudgetError,
    BusyError,
    EndpointDownError,
    EndpointError,
    JourneyError,
    SettingsError,
    StorageError,
    StoreError,
    UsageError,
)
from assistant.model.completion import Answer
from assistant.model.faults import CallError, FaultKind
from assistant.model.sending import Call, PostponedError

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_KINDS = {
    each.__name__: each
    for each in (
        BudgetError, BusyError, EndpointDownError, EndpointError, SettingsError, StorageError, StoreError, UsageError,
    )
}  # fmt: skip
_MOMENT = 0.5
"""Seconds: who watches sees no more, and each time costs a message and a line of the ledger."""
_ANSWERS = 8
"""Of one thread. glibc keeps some of what a thread freed for that thread, until it ends: hundreds of them, each asked now and
then, kept half as much again as the process held at first, over 200 clients."""
_BARE: dict[str, Callable[[], JourneyError]] = {"StoppedError": StoppedError, "PostponedError": PostponedError}


@dataclass(frozen=True, slots=True)
class Hand:
    """The first message of a connection that takes jobs."""

    worker: int


@dataclass(frozen=True, slots=True)
class AskedCall:
    """A call of the model to be sent for a client."""

    client: str
    call: Call


@dataclass(frozen=True, slots=True)
class AskedVectors:
    """Texts to be embedded by the embedder of that kind."""

    embedder: str
    kind: Literal["query", "passage"]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A client's job has come to a step."""

    client: str
    step: str


@dataclass(frozen=True, slots=True)
class Raised:
    """An error as a value: its class where the other side must tell it apart, and what it says."""

    kind: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class RaisedCall:
    """A `CallError` as a value."""

    kind: FaultKind
    said: str
    status: int
    retry_after: float | None
    parameter: str
    code: str


class Line:
    """A worker's way to the submitter. Safe to use from several threads; each question takes a connection of its own."""

    def __init__(self, address: Any, key: bytes) -> None:
        """Nothing is opened yet."""
        self._address = address
        self._key = key
        self._idle: SimpleQueue[Connection] = SimpleQueue()

    def ask(self, question: AskedCall | AskedVectors | ToldStep) -> Any:
        """The submitter's answer. Raises what it raised; EOFError or OSError where it is gone."""
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = Client(self._address, authkey=self._key)
        connection.send(question)
        answer = connection.recv()
        self._idle.put(connection)
        if isinstance(answer, Raised | RaisedCall):
            raise rebuilt(answer)
        return answer


class Asks(Protocol):
    """A worker's way to the submitter, whatever it is."""

    def ask(self, question: Any) -> Any:
        """The submitter's answer. Raises what it raised."""
        ...


class RelayedSender:
    """The Sender of a client whose job runs in a worker."""

    def __init__(self, line: Asks, client: str) -> None:
        self._line = line
        self._client = client

    def send(self, call: Call) -> Answer:
        """The answer, by way of the submitter. Raises as `Post.send`."""
        return self._line.ask(AskedCall(self._client, call))


class RelayedEmbedder:
    """The Embedder of a worker: the submitter has the one for all."""

    def __init__(self, line: Asks, kind: str, identity: tuple[str, str, int]) -> None:
        """`identity` is name, version and dimension."""
        self.symmetric = False  # only the built-in embedder is relayed
        self._line = line
        self._kind = kind
        self.name, self.version, self.dimension = identity

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors of questions; see the port."""
        return self._line.ask(AskedVectors(self._kind, "query", tuple(texts)))

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[float32]":
        """Vectors of texts that questions are asked about; see the port."""
        return self._line.ask(AskedVectors(self._kind, "passage", tuple(texts)))


class Telling:
    """Tells the submitter how far a job is: every step, and of its count ("claim 3/40") what changed in the last moment.

    `clock` gives monotonic seconds.
    """

    def __init__(self, line: Asks, client: str, clock: Callable[[], float]) -> None:
        self._line = line
        self._client = client
        self._clock = clock
        self._counted = ""
        self._told = 0.0

    def tell(self, step: str) -> None:
        """The job has come to that step. Raises as `Line.ask`."""
        name, counted, count = step.partition(" ")
        done, _, total = count.partition("/")
        now = self._clock()
        same = counted and name == self._counted and done.isdigit() and total.isdigit() and done != total
        if same and now - self._told < _MOMENT:
            return
        self._counted, self._told = name, now
        self._line.ask(ToldStep(self._client, step))


def answer_line(connection: Connection, question: Any, answer: Callable[[Any], Any]) -> None:
    """Answers a worker's questions, beginning with `question`, until it is gone. `answer` may raise; that goes over, too.

    After some answers another thread goes on with the connection.
    """
    with ExitStack() as leaving:
        leaving.enter_context(connection)
        try:
            for _ in range(_ANSWERS):
                try:
                    told = answer(question)
                except Exception as error:  # noqa: BLE001 - raised again in the worker
                    told = as_value(error)
                connection.send(told)
                question = connection.recv()
        except (EOFError, OSError):
            return
        leaving.pop_all()  # it stays open for the next
    start_thread(answer_line, connection, question, answer)


def as_value(error: Exception) -> Raised | RaisedCall:
    """The error as a value."""
    if isinstance(error, CallError):
        return RaisedCall(error.kind, error.said, error.status, error.retry_after, error.parameter, error.code)
    return Raised(type(error).__name__, failure_of(error))


def rebuilt(value: Raised | RaisedCall) -> JourneyError | CallError:
    """The error behind the value."""
    if isinstance(value, RaisedCall):
        return CallError(
            value.kind,
            value.said,
            status=value.status,
            retry_after=value.retry_after,
            parameter=value.parameter,
            code=value.code,
        )
    if value.kind in _BARE:
        return _BARE[value.kind]()
    return (
        RelayedError(value.failure)
        if value.kind not in _KINDS
        else _KINDS[value.kind](value.failure.message, value.failure.hint)
    )


class RelayedError(JourneyError):
    """An error of a worker that nobody needs to tell from others."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message, failure.hint)
        from assistant.errors import Exit

        self.exit_code = Exit(failure.exit_code)
        self.retryable = failure.retryable


def serve_hand(address: Any, key: bytes, worker: int, work: Callable[[Any], Any]) -> None:
    """Takes jobs one after the other until the submitter is gone; `work` gives what came of one, or raises."""
    with Client(address, authkey=key) as connection:
        connection.send(Hand(worker))
        while True:
            try:
                job = connection.recv()
            except (EOFError, OSError):
                return
            try:
                told = work(job)
            except Exception as error:  # noqa: BLE001 - raised again by the submitter
                told = as_value(error)
            connection.send(told)


def start_thread(work: Callable[..., object], *arguments: object) -> threading.Thread:
    """Runs the work aside; it never holds up the end of the program."""
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread
