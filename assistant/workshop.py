"""Opens clients for whoever runs them in a batch, with what they share: embedder, playbooks, the names of the others."""

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.note_coding import build_lessons
from assistant.settings import Settings
from assistant.sources.safety.nursery import Nursery
from assistant.wiring import Shared, build_engagement, cache_folder, load_method, own_knowledge
from assistant.wiring_model import find_strangers, model_settings, names_and_brands
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.batch.attempts import Attempt
    from assistant.batch.jobs import Job
    from assistant.batch.work import Opened
    from assistant.drafting.lessons import Lessons
    from assistant.model.cache import HeldReplies
    from assistant.model.capabilities import CapabilityFile
    from assistant.model.chat import EndpointChatModel
    from assistant.model.prompts import Prompts
    from assistant.model.sending import Sender
    from assistant.note_coding import Method
    from assistant.retrieval.embedder import Embedder

EmbedderOf = Callable[[ClientFolder, Settings], "Embedder | None"]


class Workshop:
    """Opens clients of one workspace; safe to use from several threads."""

    def __init__(
        self,
        workspace: Workspace,
        embedder_of: EmbedderOf,
        sender_of: "Callable[[str], Sender]",
        *,
        strangers: Sequence[str] | None = None,
        capabilities: "CapabilityFile | None" = None,
        waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """`sender_of` gives who sends the calls of a client, by its folder's name. `strangers` and `capabilities` are
        passed in where the workspace is a copy that holds one client alone. `waiting` is entered while a client waits for
        its model's replies."""
        self._workspace = workspace
        self._embedder_of = embedder_of
        self._sender_of = sender_of
        self._strangers = strangers
        self._capabilities = capabilities
        self._waiting = waiting
        self._nursery = Nursery()
        self._lock = threading.Lock()
        self._methods: dict[str, Method] = {}
        self._lessons: dict[tuple[str, str, Path], Lessons] = {}
        self._prompts: Prompts | None = None
        self._named: Mapping[Path, Sequence[str]] | None = None

    def open(self, job: "Job", client: ClientFolder, attempt: "Attempt") -> "Opened":
        """The client ready to be drafted, as of when its job was first begun."""
        from assistant.batch.work import Opened
        from assistant.retrieval.index import ClientIndex

        settings = job.settings
        held: list[HeldReplies] = []
        embedder = self._embedder_of(client, settings)
        shared = Shared(
            load_method=self.method,
            load_lessons=lambda method: self.lessons(method, settings, embedder),
            load_prompts=self.prompts,
            open_model=lambda: self._open_model(job, client, attempt, held),
            strangers=self._strangers_of(client),
            clock=lambda: attempt.created,
        )
        index = ClientIndex(
            client.index,
            embedder,
            lock_wait=settings.lock_wait,
            chroma_url=settings.chroma_url,
            keep_old=self._strangers is not None,
            start_reader=self._nursery.start,
        )
        engagement = build_engagement(self._workspace, client, settings, opened=(index, embedder), shared=shared)

        def keep() -> None:
            for each in held:
                each.keep_held()

        return Opened(engagement, keep)

    def token_factor(self, job: "Job") -> float:
        """What tokens of the job's model are counted by, as far as was learned."""
        from assistant.model.capabilities import CapabilityFile
        from assistant.model.opening import CAPABILITIES

        chosen = model_settings(job.settings)
        known = CapabilityFile(cache_folder(job.settings) / CAPABILITIES)
        return known.find(chosen.base_url, chosen.model).token_factor

    def method(self, stage_model: str, extra: Path | None) -> "Method":
        """Playbook and codebook, read once for all clients."""
        with self._lock:
            if stage_model not in self._methods:
                self._methods[stage_model] = load_method(stage_model, extra)
            return self._methods[stage_model]

    def lessons(self, method: "Method", settings: Settings, embedder: "Embedder | None") -> "Lessons":
        """What coding goes by, learned once for all clients but those whose embedder is their own, since it masks names."""
        cache = cache_folder(settings)
        if settings.embedding_model:
            return build_lessons(method, embedder, cache)
        with self._lock:
            kind = settings.stage_model, settings.embedder, cache
            if kind not in self._lessons:
                self._lessons[kind] = build_lessons(method, embedder, cache)
            return self._lessons[kind]

    def prompts(self) -> "Prompts":
        """The prompts in force, read once for all clients. Raises SettingsError where a file of the workspace's is wrong."""
        from assistant.model.prompts import load_prompts

        with self._lock:
            if self._prompts is None:
                self._prompts = load_prompts(self._workspace.root / "prompts")
            return self._prompts

    def learn(self, settings: Settings, embedder: "Embedder | None") -> bool:
        """Learns what the codebook teaches under these settings, and says whether it was not known yet. Raises as coding
        does."""
        method = self.method(settings.stage_model, own_knowledge(self._workspace))
        return self.lessons(method, settings, embedder).learn()

    def _open_model(
        self, job: "Job", client: ClientFolder, attempt: "Attempt", held: "list[HeldReplies]"
    ) -> "EndpointChatModel":
        from assistant.model.cache import HeldReplies
        from assistant.model.opening import REPLIES, Surroundings, open_chat_model

        settings = job.settings
        held.append(HeldReplies(client.state / REPLIES))
        return open_chat_model(
            model_settings(settings),
            environment=os.environ,
            cache=cache_folder(settings),
            client=client.state,
            surroundings=Surroundings(),
            # the workspace's budget is for the whole batch, and kept where the calls are sent
            budget=settings.budget if "budget" in client.settings else None,
            sender=self._sender_of(job.client),
            replies=held[-1],
            token_factor=attempt.token_factor,
            capabilities=self._capabilities,
            waiting=self._waiting,
        )

    def _strangers_of(self, client: ClientFolder) -> Sequence[str]:
        if self._strangers is not None:
            return self._strangers
        return find_strangers(self._workspace, client, self._names())

    def _names(self) -> Mapping[Path, Sequence[str]]:
        with self._lock:
            if self._named is None:
                self._named = names_and_brands(self._workspace)
            return self._named
