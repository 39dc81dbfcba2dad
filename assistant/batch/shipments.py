"""What the ledger knows of calls that were handed in to a provider's batch service: which, where, and what became of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assistant.batch.ledger import ANSWERED, BatchLedger
from assistant.model.provider_batch import ProviderBatch
from assistant.model.settings import Price

UNTRIED = "untried"
"""The outcome of a call that came back without having been tried: its batch expired or was cancelled."""


class Stage(StrEnum):
    """How far a shipment is: written down, known to the provider, its results stored, nothing of it left there."""

    INTENDED = "intended"
    HANDED_IN = "handed in"
    TAKEN_IN = "taken in"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class Shipment:
    """Calls of one client in one batch of a provider. `id` is ours, `batch` the provider's, empty until it is known.

    `reserved` is the most it can cost. `made` is when, in ISO form with its zone; `files` are what the provider holds of it.
    """

    id: str
    client: str
    base_url: str
    model: str
    made: str
    requests: int
    reserved: Decimal
    price: Price | None
    stage: Stage = Stage.INTENDED
    batch: str = ""
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A call for a shipment: its name there, its key in the client's book, and for which time it is asked."""

    name: str
    key: str
    turn: int
    step: str
    tokens_in: int


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one shipped call."""

    number: int
    outcome: str
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)


class Shipments:
    """The shipments of one batch, in its ledger. Every method raises StorageError as the ledger does."""

    def __init__(self, ledger: BatchLedger) -> None:
        self._ledger = ledger

    def intend(self, shipment: Shipment, calls: Sequence[Wanted]) -> None:
        """The shipment is about to be handed in; nothing may be sent before this has returned."""
        price = shipment.price
        told = [str(price.sent), str(price.received), price.currency, str(price.batch)] if price is not None else None
        row = (
            shipment.id, shipment.client, shipment.base_url, shipment.model, shipment.made, shipment.requests,
            str(shipment.reserved), json.dumps(told), Stage.INTENDED,
        )  # fmt: skip
        with self._ledger.written() as store:
            store.execute(
                "INSERT INTO shipment (id, client, base_url, model, made, requests, reserved, price, state) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            for each in calls:
                intent = (shipment.client, each.key, each.step, shipment.made)
                number = store.execute(
                    "INSERT INTO call (client, key, step, sent) VALUES (?, ?, ?, ?)", intent
                ).lastrowid
                store.execute(
                    "INSERT INTO shipped VALUES (?, ?, ?, ?, ?)",
                    (number, shipment.id, each.name, each.turn, each.tokens_in),
                )

    def hand_in(self, shipment: str, batch: ProviderBatch) -> None:
        """The provider has it under that name."""
        self._change(shipment, Stage.HANDED_IN, batch.id, batch.files)

    def take_in(self, shipment: Shipment, files: Sequence[str], ended: Iterable[Ended]) -> None:
        """Its results are stored, and this is what became of its calls; all of it is written, or nothing."""
        listed = list(ended)
        with self._ledger.written() as store:
            store.executemany(
                "UPDATE call SET outcome = ?, tokens_in = ?, tokens_out = ?, cost = ? WHERE number = ?",
                [(each.outcome, each.tokens_in, each.tokens_out, str(each.cost), each.number) for each in listed],
            )
            store.execute(
                "UPDATE shipment SET state = ?, files = ? WHERE id = ?",
                (Stage.TAKEN_IN, "\n".join(files), shipment.id),
            )
        answered = [each for each in listed if each.outcome == ANSWERED]
        self._ledger.count_answers(len(answered), sum((each.cost for each in answered), Decimal(0)))

    def clear(self, shipment: Shipment, left: Sequence[str]) -> None:
        """Files of it that are still with the provider; none: nothing of it is left there."""
        self._change(shipment.id, Stage.TAKEN_IN if left else Stage.CLEARED, shipment.batch, left)

    def find(self, *stages: Stage) -> list[Shipment]:
        """The shipments at these stages, in the order in which they were made."""
        marks = ", ".join("?" for _ in stages)
        query = (
            "SELECT id, client, base_url, model, made, requests, reserved, price, state, batch, files FROM shipment "
            f"WHERE state IN ({marks}) ORDER BY made, id"
        )
        return [_shipment(row) for row in self._ledger.read(query, stages)]

    def awaited(self) -> list[Shipment]:
        """Those whose results are still to come."""
        return self.find(Stage.INTENDED, Stage.HANDED_IN)

    def calls(self, shipment: str) -> dict[str, tuple[int, Wanted]]:
        """The calls of a shipment with their numbers in the ledger, by their names in it."""
        rows = self._ledger.read(
            "SELECT call.number, name, key, turn, step, expected FROM shipped JOIN call USING (number) "
            "WHERE shipment = ?",
            (shipment,),
        )
        return {row[1]: (row[0], Wanted(*row[1:])) for row in rows}

    def answered_steps(self, client: str) -> dict[str, int]:
        """How many shipped calls of a client were answered, by step."""
        rows = self._ledger.read(
            "SELECT step, count(*) FROM call JOIN shipped USING (number) WHERE client = ? AND outcome = ? GROUP BY step",
            (client, ANSWERED),
        )
        return {row[0]: row[1] for row in rows}

    def refused(self, client: str) -> frozenset[str]:
        """The keys of a client's shipped calls that came back with a fault of their own."""
        rows = self._ledger.read(
            "SELECT key FROM call JOIN shipped USING (number) "
            "WHERE client = ? AND outcome IS NOT NULL AND outcome NOT IN (?, ?)",
            (client, ANSWERED, UNTRIED),
        )
        return frozenset(row[0] for row in rows)

    def reserved(self) -> Decimal:
        """The most that all shipments can cost whose results are still to come."""
        return sum((each.reserved for each in self.awaited()), Decimal(0))

    def _change(self, shipment: str, stage: Stage, batch: str, files: Sequence[str]) -> None:
        with self._ledger.written() as store:
            store.execute(
                "UPDATE shipment SET state = ?, batch = ?, files = ? WHERE id = ?",
                (stage, batch, "\n".join(files), shipment),
            )


def _shipment(row: Sequence[Any]) -> Shipment:
    id_, client, base_url, model, made, requests, reserved, price, stage, batch, files = row
    told = json.loads(price)
    return Shipment(
        id_,
        client,
        base_url,
        model,
        made,
        requests,
        Decimal(reserved),
        Price(Decimal(told[0]), Decimal(told[1]), told[2], Decimal(told[3])) if told else None,
        Stage(stage),
        batch,
        tuple(filter(None, files.split("\n"))),
    )
