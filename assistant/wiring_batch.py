"""Builds what a batch needs: the ground it is settled on, and the clients opened for whoever runs them."""

import os
import random
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.clock import read_clock
from assistant.collecting import collected_rarely
from assistant.settings import Settings
from assistant.wiring import cache_folder, check_stage_model, own_knowledge, settings_in_force
from assistant.workshop import Workshop
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.batch.batches import BatchResult, Wish
    from assistant.batch.breaker import Circuit
    from assistant.batch.cluster import Cluster
    from assistant.batch.crew import Crew, Here, Stopping
    from assistant.batch.dock import Dock
    from assistant.batch.jobs import Job
    from assistant.batch.ledger import BatchLedger, JobRecord
    from assistant.batch.manifest import Manifest
    from assistant.batch.post import Asked, Counters, Post
    from assistant.batch.preparing import Ground, Planned
    from assistant.batch.processes import Processes
    from assistant.batch.running import Event
    from assistant.batch.shipments import Shipments
    from assistant.model.budget import Budget
    from assistant.model.endpoint import Endpoint
    from assistant.model.provider_batch import BatchService
    from assistant.model.settings import EmbeddingSettings, ModelSettings, Price
    from assistant.retrieval.embedder import Embedder
    from assistant.wording import Text

MOST_WORKERS = 3
POLL = 60.0
"""Seconds between two looks at batches that a provider has; it needs minutes or hours for one."""
UPLOAD_TIMEOUT = 600.0
"""Seconds to wait for a provider that takes in, or gives out, a file of up to 200 MB."""
CALLS_OF_A_DRAFT = 2
"""Calls that can be counted on from a draft at any time: it has 40 out for a moment and none while it is written."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who runs the clients: so many worker processes, or with 0 this process alone, or the cluster of the scheduler at that
    address. `remark` hears why a worker of it is not used. `circuit` is for tests.

    `provider`: what can goes through the provider's batch service, and with `poll` is waited for, looked at every so many
    seconds.
    """

    workers: int = field(default_factory=lambda: default_workers())
    circuit: "Circuit | None" = None
    provider: bool = False
    poll: float | None = None
    scheduler: str = ""
    remark: "Callable[[Text], None]" = lambda _: None


def default_workers() -> int:
    """A process for each core, as far as the memory of an ordinary laptop goes."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_WORKERS)


def build_ground(workspace: Workspace, flags: Mapping[str, Any]) -> "Ground":
    """What manifests are settled on in this workspace; `flags` win over the manifest."""
    from assistant.batch.preparing import Ground
    from assistant.wiring_model import drafts_with_model

    def settle(client: ClientFolder | None, asked: Mapping[str, Any]) -> Settings:
        return settings_in_force(workspace, client, {**asked, **flags}).settings

    @cache
    def templates() -> Sequence[str]:
        from assistant.drafting.llm.codebook import codebook_templates
        from assistant.library import load_stage_models

        return codebook_templates(load_stage_models(own_knowledge(workspace)).values())

    return Ground(workspace, settle, lambda settings: check_settings(workspace, settings), drafts_with_model, templates)


def check_settings(workspace: Workspace, settings: Settings) -> None:
    """Raises SettingsError or UsageError where no client could be drafted under these settings."""
    from assistant.model.budget import Budget
    from assistant.model.settings import chat_address, embedding_address, is_loopback
    from assistant.model_engine import check_configured
    from assistant.wiring_model import drafts_with_model, embedding_settings, model_settings

    check_stage_model(settings.stage_model, own_knowledge(workspace))
    if settings.embedding_model:
        embedding = embedding_settings(settings)
        embedding_address(embedding, os.environ)
        if not is_loopback(embedding.base_url):  # one's own server costs nothing that could be counted
            Budget(settings.budget, embedding.price)
    if drafts_with_model(settings):
        check_configured(settings)
        chosen = model_settings(settings)
        chat_address(chosen, os.environ)
        Budget(settings.budget, chosen.price)


@collected_rarely()
def run(
    manifest: "Manifest",
    planned: "Sequence[Planned]",
    ground: "Ground",
    wish: "Wish",
    stopping: "Stopping",
    told: "Callable[[Sequence[Job], dict[str, JobRecord]], Callable[[Event], None]]",
    staffing: "Staffing | None" = None,
) -> "BatchResult":
    """Runs the batch as far as it is not done, and writes its summary where anything was done. Raises as `run_batch`."""
    from assistant.batch.batches import run_batch

    manner = staffing or Staffing()
    result = run_batch(
        manifest,
        planned,
        ground,
        wish,
        open_crew=lambda ledger, jobs, stop: _open_crew(ground, manner, ledger, jobs, stop),
        open_dock=lambda shipments, stop: _build_dock(ground.workspace, shipments, stop),
        stopping=stopping,
        told=told,
        now=read_clock,
        clock=time.monotonic,
        chance=random.SystemRandom(),
        poll=manner.poll,
    )
    return replace(result, summary=_write_summary(manifest, ground, result)) if result.came_to_something else result


def _write_summary(manifest: "Manifest", ground: "Ground", result: "BatchResult") -> tuple[Path, ...]:
    from assistant.batch.place import BatchPlace
    from assistant.batch.summary import About, write_summary
    from assistant.reports import read_theme
    from assistant.wiring_model import model_settings

    workspace, settings = ground.workspace, ground.settle(None, {})
    price = model_settings(settings).price
    name = BatchPlace(workspace, manifest.path).name
    about = About(name, settings.language, price.currency if price is not None else "", read_clock())
    theme = read_theme(workspace.theme_file, settings.firm)
    return write_summary(result, about, theme, workspace.root / settings.outputs)


@contextmanager
def _open_crew(
    ground: "Ground", manner: "Staffing", ledger: "BatchLedger", jobs: "Sequence[Job]", stopping: "Stopping"
) -> "Generator[Crew]":
    """The crew for these jobs: this process alone, or worker processes; one sender of calls and one embedder in any case."""
    from assistant.batch.post import Counters, PostedCrew
    from assistant.batch.shipments import Shipments
    from assistant.batch.shipping import ShippingCrew

    def asked_of(job: "Job") -> "Asked":
        return _asked_by(ground, job.settings)

    def folder_of(job: "Job") -> Path:
        return batch_folder_of(ground.workspace, job.client)

    with closing(_build_dock(ground.workspace, Shipments(ledger), stopping)) as dock:
        if manner.provider:
            dock.check({(each.base_url, each.model) for job in jobs if (each := asked_of(job).model) is not None})
        budget = _build_budget(ground, ledger, dock.shipments)
        post, counters = _open_post(ground, manner, ledger, stopping, budget), Counters()
        inner = _open_inner(ground, manner, jobs, counters)
        crew: PostedCrew | ShippingCrew = PostedCrew(inner, post, counters, folder_of, asked_of)
        if manner.provider:
            crew = ShippingCrew(inner, post, counters, dock, budget, folder_of, asked_of)
        with closing(crew):
            _make_ready(inner, ground, jobs)
            yield crew


def _open_inner(
    ground: "Ground", manner: "Staffing", jobs: "Sequence[Job]", counters: "Counters"
) -> "Here | Processes | Cluster":
    if manner.scheduler:
        from assistant.wiring_cluster import open_cluster

        return open_cluster(
            ground.workspace,
            manner.scheduler,
            counters=counters.find,
            uses_model=ground.uses_model,
            remark=manner.remark,
        )
    workspace, embedders = ground.workspace, _build_embedders(jobs)
    hands = hands_for(ground, jobs, max(manner.workers, 1))
    if manner.workers == 0:
        return _here(workspace, embedders, counters, hands)
    return _processes(workspace, embedders, counters, manner.workers, hands)


def _build_budget(ground: "Ground", ledger: "BatchLedger", shipments: "Shipments") -> "Budget":
    """One for all clients; what lies with a provider counts as spent until it is known what it cost."""
    from assistant.model.budget import Budget

    settings = ground.settle(None, {})
    return Budget(settings.budget, _price_of_any(settings), ledger.cost() + shipments.reserved())


def _asked_by(ground: "Ground", settings: Settings) -> "Asked":
    from assistant.batch.post import Asked
    from assistant.wiring_model import embedding_settings, model_settings

    return Asked(
        model_settings(settings) if ground.uses_model(settings) else None,
        embedding_settings(settings) if settings.embedding_model else None,
    )


def _price_of_any(settings: Settings) -> "Price | None":
    """A price that costs can be counted by: the chat model's, else the embedding model's."""
    from assistant.wiring_model import embedding_settings, model_settings

    return model_settings(settings).price or embedding_settings(settings).price


def _build_dock(workspace: Workspace, shipments: "Shipments", stopping: "Stopping") -> "Dock":
    from assistant.batch.dock import Dock, Ways

    def open_service(base_url: str, model: str) -> "BatchService":
        from assistant.model.endpoint import Endpoint
        from assistant.model.provider_batch import BatchService
        from assistant.model.settings import ModelSettings, chat_address

        address = chat_address(ModelSettings(model, base_url), os.environ)
        return BatchService(Endpoint(address, model, UPLOAD_TIMEOUT))

    ways = Ways(
        open_service, lambda client: batch_folder_of(workspace, client), read_clock, random.SystemRandom(), stopping
    )
    return Dock(shipments, ways)


def _open_post(
    ground: "Ground", manner: "Staffing", ledger: "BatchLedger", stopping: "Stopping", budget: "Budget"
) -> "Post":
    from assistant.batch.post import Post
    from assistant.model.opening import Surroundings, build_limits
    from assistant.wiring_model import model_settings

    settings = ground.settle(None, {})
    chosen = model_settings(settings)
    return Post(
        ledger,
        limits=build_limits(chosen, Surroundings()),
        budget=budget,
        open_endpoint=_open_endpoint,
        stopping=stopping,
        clock=time.monotonic,
        circuit=manner.circuit,
    )


def _open_endpoint(settings: "ModelSettings | EmbeddingSettings") -> "Endpoint":
    from assistant.model.endpoint import Endpoint
    from assistant.model.settings import ModelSettings, chat_address, embedding_address

    if isinstance(settings, ModelSettings):
        return Endpoint(chat_address(settings, os.environ), settings.model, settings.timeout)
    return Endpoint(embedding_address(settings, os.environ), settings.model, settings.timeout)


def _build_embedders(jobs: "Sequence[Job]") -> "dict[str, Embedder | None]":
    """One embedder of each kind for all clients; an endpoint's is built for each client, whose names it masks."""
    from assistant.retrieval.embedder import build_embedder

    wanted = {each.settings.embedder: each.settings for each in jobs if not each.settings.embedding_model}
    return {kind: build_embedder(kind, cache_folder(settings)) for kind, settings in wanted.items()}


def _here(workspace: Workspace, embedders: "dict[str, Embedder | None]", counters: "Counters", hands: int) -> "Here":
    from assistant.batch.crew import Here
    from assistant.batch.work import ClientWork
    from assistant.wiring_model import build_any_embedder

    def embedder_of(client: ClientFolder, settings: Settings) -> "Embedder | None":
        if settings.embedding_model:
            sender = counters.find(client.root.name)
            return build_any_embedder(client, settings, cache_folder(settings), sender=sender)
        return embedders.get(settings.embedder)

    shop = Workshop(workspace, embedder_of, counters.find)
    work = ClientWork(workspace, shop.open, now=read_clock, token_factor=shop.token_factor, clock=time.monotonic)
    return Here(work.run, hands)


def _processes(
    workspace: Workspace,
    embedders: "dict[str, Embedder | None]",
    counters: "Counters",
    workers: int,
    hands: int,
) -> "Processes":
    from assistant.batch.processes import Processes

    return Processes(
        workspace.root,
        workers=workers,
        hands=hands,
        module="assistant.batch_worker",
        embedders=embedders,
        counters=counters.find,
    )


def _make_ready(crew: "Here | Processes | Cluster", ground: "Ground", jobs: "Sequence[Job]") -> None:
    """What coding needs is learned once, before many would do it side by side; then the workers start."""
    from assistant.batch.processes import Processes

    if not isinstance(crew, Processes):
        return
    coded = [each for each in jobs if not ground.uses_model(each.settings) or each.settings.coder == "extractive"]
    kinds = {(each.settings.stage_model, each.settings.embedder, each.settings.embedding_model) for each in coded}
    wanted = {kind: next(each.settings for each in coded if _kind_of(each) == kind) for kind in kinds if not kind[2]}
    if wanted:
        crew.learn(list(wanted.values()))
    crew.begin()


def _kind_of(job: "Job") -> tuple[str, str, str]:
    return job.settings.stage_model, job.settings.embedder, job.settings.embedding_model


def hands_for(ground: "Ground", jobs: "Sequence[Job]", workers: int) -> int:
    """How many clients a worker has under way: two where it drafts by itself, so that one embeds while the other writes;
    enough to keep all calls going where a model drafts, since a draft has few of them out at times."""
    if not any(ground.uses_model(each.settings) for each in jobs):
        return 2 if workers == 1 else 1 if workers > len(jobs) else 2
    at_once = ground.settle(None, {}).concurrency
    return max(2, -(-at_once // (CALLS_OF_A_DRAFT * workers)))


def batch_folder_of(workspace: Workspace, client: str) -> Path:
    """Where a batch keeps what it needs of the client with that folder."""
    from assistant.batch.attempts import batch_folder

    return batch_folder(workspace.client(client))
