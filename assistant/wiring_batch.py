"""Builds what a batch needs: the ground it is settled on, and the clients opened for whoever runs them."""

import random
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from assistant.wiring import (
    Shared,
    build_engagement,
    cache_folder,
    check_stage_model,
    load_method,
    own_knowledge,
    settings_in_force,
)
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.batch.attempts import Attempt
    from assistant.batch.batches import BatchResult, Wish
    from assistant.batch.crew import Crew, Stopping
    from assistant.batch.jobs import Job
    from assistant.batch.ledger import JobRecord
    from assistant.batch.manifest import Manifest
    from assistant.batch.preparing import Ground, Planned
    from assistant.batch.running import Event
    from assistant.batch.work import Opened
    from assistant.note_coding import Method
    from assistant.retrieval.embedder import Embedder


def build_ground(workspace: Workspace, flags: Mapping[str, Any]) -> "Ground":
    """What manifests are settled on in this workspace; `flags` win over the manifest."""
    from assistant.batch.preparing import Ground
    from assistant.wiring_model import drafts_with_model

    def settle(client: ClientFolder | None, asked: Mapping[str, Any]) -> Settings:
        return settings_in_force(workspace, client, {**asked, **flags}).settings

    return Ground(workspace, settle, lambda settings: check_settings(workspace, settings), drafts_with_model)


def check_settings(workspace: Workspace, settings: Settings) -> None:
    """Raises SettingsError or UsageError where no client could be drafted under these settings."""
    import os

    from assistant.model.budget import Budget
    from assistant.model.settings import chat_address
    from assistant.model_engine import check_configured
    from assistant.wiring_model import drafts_with_model, model_settings

    check_stage_model(settings.stage_model, own_knowledge(workspace))
    if drafts_with_model(settings):
        check_configured(settings)
        chosen = model_settings(settings)
        chat_address(chosen, os.environ)
        Budget(settings.budget, chosen.price)


def run(
    manifest: "Manifest",
    planned: "Sequence[Planned]",
    ground: "Ground",
    wish: "Wish",
    stopping: "Stopping",
    told: "Callable[[Sequence[Job], dict[str, JobRecord]], Callable[[Event], None]]",
) -> "BatchResult":
    """Runs the batch as far as it is not done. Raises as `run_batch`."""
    from assistant.batch.batches import run_batch

    return run_batch(
        manifest,
        planned,
        ground,
        wish,
        open_crew=lambda _ledger, _jobs, _stopping: _open_crew(ground.workspace),
        stopping=stopping,
        told=told,
        now=_now,
        clock=time.monotonic,
        chance=random.SystemRandom(),
    )


@contextmanager
def _open_crew(workspace: Workspace) -> "Generator[Crew]":
    from assistant.batch.crew import Here
    from assistant.batch.work import ClientWork

    shop = Workshop(workspace)
    work = ClientWork(workspace, shop.open, now=_now, token_factor=shop.token_factor, clock=time.monotonic)
    crew = Here(work.run, 2)
    try:
        yield crew
    finally:
        crew.close()


class Workshop:
    """Opens clients for one worker, with what they share: one embedder, the playbooks, the names of the others."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._embedders: dict[tuple[str, Path], Embedder | None] = {}
        self._methods: dict[str, Method] = {}
        self._names: dict[str, tuple[str, ...]] | None = None

    def open(self, job: "Job", client: ClientFolder, attempt: "Attempt") -> "Opened":
        """The client ready to be drafted as of when its job was first begun."""
        from assistant.batch.work import Opened
        from assistant.model.cache import HeldReplies
        from assistant.model.chat import EndpointChatModel
        from assistant.model.opening import REPLIES, Surroundings, open_chat_model
        from assistant.retrieval.index import ClientIndex
        from assistant.wiring_model import find_strangers, model_settings

        settings = job.settings
        held: list[HeldReplies] = []

        def open_model() -> EndpointChatModel:
            import os

            held.append(HeldReplies(client.state / REPLIES))
            return open_chat_model(
                model_settings(settings),
                environment=os.environ,
                cache=cache_folder(settings),
                client=client.state,
                surroundings=Surroundings(),
                budget=settings.budget,
                replies=held[-1],
                token_factor=attempt.token_factor,
            )

        embedder = self._embedder(client, settings)
        shared = Shared(
            load_method=self._method,
            open_model=open_model,
            strangers=find_strangers(self._workspace, client),
            clock=lambda: attempt.created,
        )
        engagement = build_engagement(
            self._workspace,
            client,
            settings,
            opened=(ClientIndex(client.index, embedder, lock_wait=settings.lock_wait), embedder),
            shared=shared,
        )

        def keep() -> None:
            for each in held:
                each.keep_held()

        return Opened(engagement, keep)

    def token_factor(self, job: "Job") -> float:
        """What tokens of the job's model are counted by, as far as was learned."""
        from assistant.model.capabilities import CapabilityFile
        from assistant.model.opening import CAPABILITIES
        from assistant.wiring_model import model_settings

        chosen = model_settings(job.settings)
        known = CapabilityFile(cache_folder(job.settings) / CAPABILITIES)
        return known.find(chosen.base_url, chosen.model).token_factor

    def _embedder(self, client: ClientFolder, settings: Settings) -> "Embedder | None":
        from assistant.wiring_model import build_any_embedder

        cache = cache_folder(settings)
        if settings.embedding_model:  # an endpoint's is the client's own: it masks that client's names
            return build_any_embedder(client, settings, cache)
        with self._lock:
            key = (settings.embedder, cache)
            if key not in self._embedders:
                self._embedders[key] = build_any_embedder(client, settings, cache)
            return self._embedders[key]

    def _method(self, stage_model: str, extra: Path | None) -> "Method":
        with self._lock:
            if stage_model not in self._methods:
                self._methods[stage_model] = load_method(stage_model, extra)
            return self._methods[stage_model]


def _now() -> datetime:
    return datetime.now().astimezone()
