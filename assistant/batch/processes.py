"""The crew of worker processes: drafting on every core, with one embedder and one sender of calls, in this process."""

import base64
import json
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from assistant.batch.crew import Told
from assistant.batch.jobs import Done, Job, StoppedError, WorkerLostError
from assistant.batch.line import (
    AskedCall,
    AskedVectors,
    Hand,
    Raised,
    RaisedCall,
    ToldStep,
    answer_line,
    rebuilt,
    start_thread,
)
from assistant.model.sending import Sender
from assistant.retrieval.embedder import Embedder
from assistant.settings import Settings
from assistant.wording import Text

_SECRETS = ("OPENAI_API_KEY", "OPENAI_EMBEDDING_API_KEY")
_ARENAS = "2"
"""glibc gives every few threads a heap of their own and keeps what was freed in it: with hundreds of short threads the memory
of a worker grew by a quarter over 60 clients, though what it held did not."""
_MATRIX_THREADS = "1"
"""There is a worker for each core: threads of its own for matrices would only wait for each other, busily."""
_MOST_STARTS = 3
"""For each worker; one that dies more often than that would only die again."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker process is told at its start, as a line of JSON. `embedders` are name, version and dimension by kind."""

    address: str
    key: str
    number: int
    hands: int
    workspace: str
    embedders: dict[str, tuple[str, str, int] | None]

    def render(self) -> bytes:
        """The line."""
        return json.dumps(asdict(self)).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Learn:
    """Asks a worker to learn what coding will need under these settings, and to keep it where all find it; it answers
    whether that was not known yet."""

    settings: Settings


class Processes:
    """Worker processes with several hands each. `module` is the worker's program."""

    def __init__(
        self,
        workspace: Path,
        *,
        workers: int,
        hands: int,
        module: str,
        embedders: dict[str, Embedder | None],
        counters: Callable[[str], Sender],
    ) -> None:
        """`counters` gives the Sender of a client whose job is under way. Workers need no key of an endpoint.
        Starts the first worker; `learn` and `begin` come before `run`."""
        self.size = workers * hands
        self._workspace = workspace
        self._hands = hands
        self._module = module
        self._embedders = embedders
        self._counters = counters
        self._key = secrets.token_bytes(32)
        self._listener = Listener(None, backlog=512)
        self._free: SimpleQueue[tuple[int, Connection]] = SimpleQueue()
        self._embedding = threading.BoundedSemaphore(2)
        self._told: dict[str, Told] = {}
        self._lock = threading.Lock()
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._starts = [0] * workers
        self._closed = False
        start_thread(self._accept)

    def learn(self, all_settings: Sequence[Settings]) -> None:
        """Has one worker learn for all, one thing after the other. One that learned is let go: it takes much memory."""
        self._start(0)
        learned = False
        for each in all_settings:
            number, connection = self._take_hand()
            connection.send(Learn(each))
            outcome = connection.recv()
            self._free.put((number, connection))
            if isinstance(outcome, Raised | RaisedCall):
                raise rebuilt(outcome)
            learned = learned or outcome
        if not learned:
            return
        self._end_workers()
        while not self._free.empty():
            self._free.get()[1].close()
        self._starts[0] = 0

    def begin(self) -> None:
        """Starts the workers, but for one that is there already."""
        for number in range(len(self._starts)):
            if number not in self._running:
                self._start(number)

    def run(self, job: Job, told: Told) -> Done:
        """Gives the job to a free hand and waits for what comes of it. Raises as `Crew.run`."""
        number, connection = self._take_hand()
        self._told[job.client] = told
        try:
            connection.send(job)
            outcome = connection.recv()
        except (EOFError, OSError) as error:
            connection.close()
            if self._closed:
                raise StoppedError from error
            self._replace(number)
            raise WorkerLostError(_LOST) from error
        finally:
            self._told.pop(job.client, None)
        self._free.put((number, connection))
        if isinstance(outcome, Raised | RaisedCall):
            raise rebuilt(outcome)
        return outcome

    def close(self) -> None:
        """Ends all workers at once; what they had under way is undone by the next run."""
        self._closed = True
        self._end_workers()
        self._listener.close()

    def _end_workers(self) -> None:
        with self._lock:
            running, self._running = list(self._running.values()), {}
        for each in running:
            each.kill()
        for each in running:
            each.wait()
            if each.stdin is not None:
                each.stdin.close()

    # ------------------------------------------------------------ workers

    def _start(self, number: int) -> None:
        with self._lock:
            if self._closed or self._starts[number] >= _MOST_STARTS:
                return
            self._starts[number] += 1
            import assistant

            package = Path(assistant.__file__ or ".").resolve().parent.parent
            surroundings = {key: value for key, value in os.environ.items() if key not in _SECRETS}
            path = [str(package), *filter(None, [surroundings.get("PYTHONPATH", "")])]
            surroundings["PYTHONPATH"] = os.pathsep.join(path)
            surroundings.setdefault("MALLOC_ARENA_MAX", _ARENAS)
            surroundings.setdefault("OPENBLAS_NUM_THREADS", _MATRIX_THREADS)
            worker = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                env=surroundings,
                start_new_session=True,  # Ctrl-C is for this process alone: it lets calls under way come to their end
            )
            self._running[number] = worker
        orders = Orders(
            str(self._listener.address),
            base64.b64encode(self._key).decode(),
            number,
            self._hands,
            str(self._workspace),
            {kind: _identity(each) for kind, each in self._embedders.items()},
        )
        assert worker.stdin is not None
        try:
            worker.stdin.write(orders.render())
            worker.stdin.flush()  # and kept open: its end tells the worker that this process is gone
        except OSError:
            return

    def _replace(self, number: int) -> None:
        """A worker is gone; another takes its place, once."""
        with self._lock:
            gone = self._running.get(number)
            if gone is None or gone.poll() is None:
                try:
                    if gone is not None:
                        gone.wait(5)
                except subprocess.TimeoutExpired:
                    return  # it lives: only the connection broke
            if self._running.pop(number, None) is None:
                return
        self._start(number)

    def _take_hand(self) -> tuple[int, Connection]:
        while True:
            try:
                return self._free.get(timeout=0.5)
            except Empty:
                if self._closed:
                    raise StoppedError from None
                self._look_after()

    def _look_after(self) -> None:
        """Workers that died while nobody waited for them are replaced. Raises WorkerLostError where none can be had."""
        with self._lock:
            dead = [number for number, each in self._running.items() if each.poll() is not None]
            none_left = len(dead) == len(self._running) and all(each >= _MOST_STARTS for each in self._starts)
        for number in dead:
            self._replace(number)
        if none_left:
            raise WorkerLostError(_NONE)

    # ------------------------------------------------------------ what they ask

    def _accept(self) -> None:
        while not self._closed:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError):
                continue
            start_thread(self._greet, connection)

    def _greet(self, connection: Connection) -> None:
        try:  # here and not by the listener, at whose door hundreds would wait for each other's handshake
            deliver_challenge(connection, self._key)
            answer_challenge(connection, self._key)
            first = connection.recv()
        except (EOFError, OSError, AuthenticationError):  # a stranger at the door is no reason to close it
            connection.close()
            return
        if isinstance(first, Hand):
            self._free.put((first.worker, connection))
        else:
            answer_line(connection, first, self._answer)

    def _answer(self, question: Any) -> Any:
        if isinstance(question, AskedCall):
            return self._counters(question.client).send(question.call)
        if isinstance(question, AskedVectors):
            return self._embed(question)
        if isinstance(question, ToldStep):
            told = self._told.get(question.client)
            if told is not None:
                told(question.step)
        return None

    def _embed(self, question: AskedVectors) -> Any:
        embedder = self._embedders[question.embedder]
        assert embedder is not None
        embed = embedder.embed_queries if question.kind == "query" else embedder.embed_passages
        with self._embedding:  # a few texts of each at a time, whatever the number of clients
            return embed(question.texts)


def _identity(embedder: Embedder | None) -> tuple[str, str, int] | None:
    return (embedder.name, embedder.version, embedder.dimension) if embedder is not None else None


_LOST = Text("处理这个客户的进程中断了。", "The process that worked on this client is gone.")
_NONE = Text("工作进程一再中断，无法继续。", "The worker processes keep dying; nothing can go on.")
