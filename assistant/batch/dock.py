"""Where calls are handed in to providers' batch services, and their answers are taken in, if need be days later.

One client's calls go into files of their own: nothing of two clients ever lies in one file or one batch.
"""

import random
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from assistant.batch.book import BOOK, AnswerBook, Brought
from assistant.batch.crew import Stopping
from assistant.batch.jobs import Failure, failure_of
from assistant.batch.ledger import ANSWERED
from assistant.batch.shipments import UNTRIED, Ended, Shipment, Shipments, Stage, Wanted
from assistant.errors import EndpointDownError, EndpointError, JourneyError
from assistant.files import storage_error, write_atomically
from assistant.model.budget import Budget
from assistant.model.faults import CallError, explain
from assistant.model.provider_batch import (
    MOST_BYTES,
    MOST_REQUESTS,
    BatchService,
    ProviderBatch,
    Result,
    read_results,
    render_request,
)
from assistant.model.retrying import RetryPolicy
from assistant.model.sending import Call
from assistant.model.settings import ModelSettings, Price
from assistant.model.tokens import estimate_tokens
from assistant.wording import Text
from assistant.workspace import make_folder

HANDED = "handed-in"
"""The folder for files of requests, beside what else a batch keeps of a client."""
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Collected:
    """A call that waits to be handed in, and for which time it is asked."""

    call: Call
    turn: int

    @property
    def name(self) -> str:
        """What it is called in its file; no two calls of a client share it."""
        return f"{self.call.key[:48]}-{self.turn}"


@dataclass(frozen=True, slots=True)
class Ways:
    """What the dock takes from outside. `open_service` is told address and model, `folder_of` a client's folder's name.

    `now` gives the time of day with its zone; `chance` draws ids and the jitter of waits.
    """

    open_service: Callable[[str, str], BatchService]
    folder_of: Callable[[str], Path]
    now: Callable[[], datetime]
    chance: random.Random
    stopping: Stopping
    retry: RetryPolicy = field(default_factory=RetryPolicy)


class Dock:
    """Hands in and takes in for one batch. Safe to use from several threads, but for `take_in`."""

    def __init__(self, shipments: Shipments, ways: Ways) -> None:
        self.shipments = shipments
        self._ways = ways
        self._lock = threading.Lock()
        self._services: dict[tuple[str, str], BatchService] = {}

    def close(self) -> None:
        """Closes all connections."""
        with self._lock:
            for each in self._services.values():
                each.close()
            self._services.clear()

    def awaited(self) -> frozenset[str]:
        """The clients whose results are still to come."""
        return frozenset(each.client for each in self.shipments.awaited())

    def check(self, addresses: Iterable[tuple[str, str]]) -> None:
        """Raises EndpointError where one of the endpoints (address and model) has no batch service."""
        for base_url, model in addresses:
            self._ask(base_url, model, lambda service: service.check())

    # ------------------------------------------------------------ handing in

    def hand_in(self, client: str, settings: ModelSettings, collected: Sequence[Collected], budget: Budget) -> None:
        """Writes the calls down and hands them in. Raises BudgetError, StorageError, and EndpointError.

        What could not be handed in because the provider is down stays written down, and is handed in later.
        """
        shutil.rmtree(self._ways.folder_of(client) / HANDED, ignore_errors=True)  # what an interruption left unused
        shipments = [self._write(client, settings, part) for part in self._parts(settings.model, collected)]
        reserved = sum((each.reserved for each, _ in shipments), Decimal(0))
        budget.reserve(reserved)
        budget.settle(reserved, reserved)  # nothing of it comes back before the results are there
        for shipment, wanted in shipments:
            self.shipments.intend(shipment, wanted)
        for shipment, _ in shipments:
            self._hand_in(shipment, known=False)

    def hand_in_rest(self, client: str) -> None:
        """Hands in what was written down and never arrived. Raises as `hand_in`."""
        for each in self.shipments.find(Stage.INTENDED):
            if each.client == client:
                self._hand_in(each, known=True)

    def _parts(self, model: str, collected: Sequence[Collected]) -> Iterator[list[tuple[Collected, bytes]]]:
        """The calls with their lines, in files of the size that the service takes."""
        part: list[tuple[Collected, bytes]] = []
        size = 0
        for each in collected:
            line = render_request(each.name, model, each.call)
            if part and (len(part) >= MOST_REQUESTS or size + len(line) > MOST_BYTES):
                yield part
                part, size = [], 0
            part.append((each, line))
            size += len(line)
        yield part

    def _write(
        self, client: str, settings: ModelSettings, part: Sequence[tuple[Collected, bytes]]
    ) -> tuple[Shipment, list[Wanted]]:
        price = settings.price
        calls = [each.call for each, _ in part]
        most = sum((_cost(price, each.tokens_in, each.max_tokens) for each in calls), Decimal(0))
        shipment = Shipment(
            f"journey-{self._ways.chance.getrandbits(64):016x}",
            client,
            settings.base_url,
            settings.model,
            self._ways.now().isoformat(timespec="seconds"),
            len(part),
            most,
            price,
        )
        path = self._requests(shipment)
        make_folder(path.parent)
        write_atomically(path, b"".join(line for _, line in part))
        wanted = [Wanted(each.name, each.call.key, each.turn, each.call.step, each.call.tokens_in) for each, _ in part]
        return shipment, wanted

    def _hand_in(self, shipment: Shipment, *, known: bool) -> None:
        """`known`: it may have arrived in an earlier try, and is looked for by our id before it is handed in again."""
        looked = [known]

        def try_once(service: BatchService) -> ProviderBatch:
            found = service.find(shipment.id, _epoch(shipment)) if looked[0] else None
            looked[0] = True
            return found or service.hand_in(self._requests(shipment), shipment.id)

        try:
            batch = self._ask(shipment.base_url, shipment.model, try_once)
        except EndpointDownError:
            raise
        except (EndpointError, OSError) as error:
            self._drop(shipment, ())
            raise (storage_error(error, self._requests(shipment)) if isinstance(error, OSError) else error) from error
        self.shipments.hand_in(shipment.id, batch)

    # ------------------------------------------------------------ taking in

    def take_in(self) -> tuple[dict[str, Failure], list[Text]]:
        """Stores all results that are there. Gives the clients whose calls came to nothing, and what else to know.

        A provider that cannot be asked just now stops nothing: its shipments are awaited further.
        """
        failures: dict[str, Failure] = {}
        remarks: list[Text] = []
        down: set[str] = set()
        for shipment in self.shipments.awaited():
            if shipment.base_url in down:
                continue
            try:
                self._look(shipment)
            except EndpointDownError as error:
                down.add(shipment.base_url)
                remarks.append(error.message)
            except JourneyError as error:
                failures[shipment.client] = failure_of(error)
        left = [each for shipment in self.shipments.find(Stage.TAKEN_IN) for each in self._clear(shipment, down)]
        if left:
            remarks.append(_LEFT.filled(n=len(left)))
        return failures, remarks

    def _look(self, shipment: Shipment) -> None:
        if shipment.stage is Stage.INTENDED:
            self._hand_in(shipment, known=True)
            return
        batch = self._ask(shipment.base_url, shipment.model, lambda service: service.look(shipment.batch))
        if batch.ended:
            self._store(shipment, batch)

    def _store(self, shipment: Shipment, batch: ProviderBatch) -> None:
        """The answers into the client's book, then into the ledger what became of the calls. Raises where none came."""
        calls = self.shipments.calls(shipment.id)
        results = self._fetch(shipment, batch, calls)
        rate = shipment.price.batch if shipment.price is not None else Decimal(1)
        ended: list[Ended] = []
        brought: list[Brought] = []
        for name, (number, wanted) in calls.items():
            answer, fault = results[name].answer, results[name].fault
            if answer is None:
                ended.append(Ended(number, fault.kind.value if fault is not None else UNTRIED))
                continue
            tokens_in = answer.tokens_in if answer.tokens_in is not None else wanted.tokens_in
            tokens_out = answer.tokens_out if answer.tokens_out is not None else estimate_tokens(answer.text)
            ended.append(Ended(number, ANSWERED, tokens_in, tokens_out, _cost(shipment.price, tokens_in, tokens_out)))
            brought.append(Brought(wanted.key, wanted.turn, number, answer, rate))
        with closing(AnswerBook(self._ways.folder_of(shipment.client) / BOOK)) as book:
            book.bring(brought)
        self.shipments.take_in(shipment, batch.files, ended)
        self._requests(shipment).unlink(missing_ok=True)
        if not brought:
            said = batch.said or next((each.fault.said for each in results.values() if each.fault is not None), "")
            raise EndpointError(_NOTHING.filled(batch=batch.id, status=batch.status, why=_one_line(said)), _AGAIN)

    def _fetch(self, shipment: Shipment, batch: ProviderBatch, names: Iterable[str]) -> Mapping[str, Result]:
        """What came back for each of the names; nobody else's lines, and of several the first with an answer."""
        found = {name: Result(name) for name in names}
        path = self._requests(shipment).with_suffix(".results")
        for file in batch.results:
            self._ask(shipment.base_url, shipment.model, lambda service, file=file: service.fetch(file, path))
            try:
                with path.open("rb") as lines:
                    for each in read_results(lines):
                        if each.name in found and found[each.name].answer is None:
                            found[each.name] = each if each.answer or each.fault else found[each.name]
            finally:
                path.unlink(missing_ok=True)
        return found

    def _clear(self, shipment: Shipment, down: set[str]) -> list[str]:
        """Deletes what the provider still holds of a shipment; gives what could not be deleted, to be tried next time."""
        left = [each for each in shipment.files if shipment.base_url in down or not self._is_deleted(shipment, each)]
        self.shipments.clear(shipment, left)
        return left

    def _is_deleted(self, shipment: Shipment, file: str) -> bool:
        try:
            self._service(shipment.base_url, shipment.model).delete(file)
        except CallError:
            return False
        return True

    # ------------------------------------------------------------ leaving it

    def cancel(self) -> None:
        """Has the providers leave what is awaited, as far as they can be reached; its answers are not wanted any more."""
        for shipment in self.shipments.awaited():
            if shipment.batch:
                # one that has ended, or cannot be reached: there is nothing more to be done about it from here
                with suppress(CallError):
                    self._service(shipment.base_url, shipment.model).cancel(shipment.batch)
            self._drop(shipment, shipment.files)

    def _drop(self, shipment: Shipment, files: Sequence[str]) -> None:
        numbers = [number for number, _ in self.shipments.calls(shipment.id).values()]
        self.shipments.take_in(shipment, files, [Ended(each, UNTRIED) for each in numbers])
        self._requests(shipment).unlink(missing_ok=True)
        for each in self.shipments.find(Stage.TAKEN_IN):
            if each.id == shipment.id:
                self._clear(each, set())

    # ------------------------------------------------------------ asking

    def _service(self, base_url: str, model: str) -> BatchService:
        with self._lock:
            if (base_url, model) not in self._services:
                self._services[base_url, model] = self._ways.open_service(base_url, model)
            return self._services[base_url, model]

    def _ask(self, base_url: str, model: str, work: Callable[[BatchService], _Made]) -> _Made:
        """What the service gives, after as many tries as it takes. Raises EndpointError, StoppedError, SettingsError."""
        service = self._service(base_url, model)
        tried = 0
        while True:
            try:
                return work(service)
            except CallError as fault:
                tried += 1
                wait = self._ways.retry.wait(fault, tried, self._ways.chance)
                if wait is None:
                    raise explain(fault, model=model, base_url=base_url, tries=tried) from fault
                self._ways.stopping.wait(wait)
                self._ways.stopping.check()

    def _requests(self, shipment: Shipment) -> Path:
        return self._ways.folder_of(shipment.client) / HANDED / f"{shipment.id}.jsonl"


def _cost(price: Price | None, tokens_in: int, tokens_out: int) -> Decimal:
    return price.cost(tokens_in, tokens_out) * price.batch if price is not None else Decimal(0)


def _epoch(shipment: Shipment) -> float:
    return datetime.fromisoformat(shipment.made).timestamp()


def _one_line(said: str, most: int = 200) -> str:
    return " ".join(said.split())[:most] or "–"


_LEFT = Text(
    "服务商处还有 {n} 个文件没能删除，下次运行时再试。",
    "{n} files are still with the provider and could not be deleted; the next run tries again.",
)
_NOTHING = Text(
    "批处理 {batch} 没有带回任何答复（{status}：{why}）。",
    "The batch {batch} brought back no answer ({status}: {why}).",
)
_AGAIN = Text(
    "再次运行同一条命令会重新提交；去掉 --provider-batch 则逐个调用。",
    "Run the same command to hand it in again, or leave --provider-batch out to send each call by itself.",
)
