"""Builds the estimate of a batch: each client as it would be drafted, in a copy that is gone afterwards."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from assistant.clock import read_clock
from assistant.wiring import build_silent
from assistant.wiring_model import model_settings
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from assistant.batch.estimating import Estimated, Plan
    from assistant.batch.manifest import Manifest
    from assistant.batch.preparing import Ground, Planned


def estimate(
    manifest: "Manifest",
    planned: "Sequence[Planned]",
    ground: "Ground",
    *,
    provider: bool = False,
    mask_suspects: bool = False,
) -> "Plan":
    """What the batch would take. Everything happens in temporary copies: nothing is sent, and nothing stays.

    `provider`: what can goes through the provider's batch service, at its price. `mask_suspects`: names in doubt are masked.
    """
    from assistant.batch.estimating import estimate_batch
    from assistant.batch.ledger import BatchLedger
    from assistant.batch.place import BatchPlace

    place = BatchPlace(ground.workspace, manifest.path)
    latency = None
    if place.begun:
        ledger = BatchLedger(place.ledger, read_clock)
        taken = ledger.latencies()
        ledger.close()
        latency = sum(taken) / len(taken) if taken else None
    concurrency = ground.settle(None, {}).concurrency
    counted: set[str] = set()
    return estimate_batch(
        planned,
        lambda each: _estimate_client(ground, each, mask_suspects, counted),
        latency=latency,
        concurrency=concurrency,
        rate_of=_batch_rate if provider else None,
    )


def _batch_rate(planned: "Planned") -> Decimal:
    price = model_settings(planned.settings).price
    return price.batch if price is not None else Decimal(1)


def _estimate_client(
    ground: "Ground", planned: "Planned", mask_suspects: bool, counted: set[str]
) -> "Estimated | None":
    from assistant.batch.estimating import Estimated
    from assistant.batch.preparing import copy_client
    from assistant.model_engine import Manner, Unattended, UnsettledNamesError

    asked_settings, drafts = planned.settings, ground.uses_model(planned.settings)
    if not drafts and not asked_settings.embedding_model:
        return None
    with TemporaryDirectory() as place:
        client = copy_client(planned, Workspace(Path(place)))
        engagement = build_silent(
            ground.workspace, client, asked_settings, index=client.index, known=planned.client, counted=counted
        )
        asked = [each.partition("=")[0] for each in planned.entry.segments] or [None]
        whole = engagement.estimate(*asked)
        manner = Manner(Unattended(), mask_suspects)
        try:
            if drafts:
                engagement.settle_names(asked[0], manner)
            engagement.show_embedding(manner)
        except UnsettledNamesError as error:
            return Estimated(whole, error.message, drafts=drafts)
        return Estimated(whole, drafts=drafts)
