"""Builds the crew of a cluster: connection, locks, and what a job elsewhere is told."""

import secrets
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.clock import read_clock
from assistant.settings import Settings
from assistant.wiring import cache_folder
from assistant.wiring_model import find_strangers, model_settings, names_and_brands
from assistant.wording import Text
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.batch.cluster import Cluster
    from assistant.batch.jobs import Job
    from assistant.model.capabilities import CapabilityFile
    from assistant.model.sending import Sender


def open_cluster(
    workspace: Workspace,
    address: str,
    *,
    counters: "Callable[[str], Sender]",
    uses_model: Callable[[Settings], bool],
    remark: Callable[[Text], None],
) -> "Cluster":
    """The crew of the cluster whose scheduler is at that address. Raises UsageError and EndpointDownError."""
    from assistant.batch.cluster import Cluster
    from assistant.batch.cluster_link import ClusterLink
    from assistant.batch.elsewhere import ElsewhereWork, Facts

    @cache
    def named() -> "Mapping[Path, Sequence[str]]":
        return names_and_brands(workspace)

    def facts(client: ClientFolder, job: "Job") -> Facts:
        chosen = model_settings(job.settings)
        factor = _capabilities(job).find(chosen.base_url, chosen.model).token_factor
        strangers = tuple(find_strangers(workspace, client, named()))
        return Facts(factor, uses_model(job.settings), strangers)

    link = ClusterLink(address, f"journey-{secrets.token_hex(8)}")
    work = ElsewhereWork(
        workspace,
        holding=ClientHolding,
        facts=facts,
        cache=lambda job: cache_folder(job.settings),
        learn=_learn_capabilities,
        now=read_clock,
    )
    try:
        return Cluster(
            link,
            work,
            program="assistant.batch_remote",
            counters=counters,
            remark=remark,
            clock=time.monotonic,
        )
    except BaseException:
        link.close()
        raise


class ClientHolding:
    """A client's locks: whoever drafts it on this machine takes the same."""

    def __init__(self, client: ClientFolder, job: "Job") -> None:
        from assistant.retrieval.index import ClientIndex
        from assistant.retrieval.locks import Turn

        settings = job.settings
        self._turn = Turn(client.turn, wait=settings.lock_wait)
        self._index = ClientIndex(client.index, None, lock_wait=settings.lock_wait, chroma_url=settings.chroma_url)
        self._name = (client.index, settings.chroma_url)

    @contextmanager
    def alone(self) -> Generator[None]:
        """Nobody else drafts this client or writes its index while the block runs. Raises BusyError."""
        from assistant.retrieval.served import name_database

        with self._turn.held(), self._index.unwritten():
            index, url = self._name
            if url:  # drawn here, so that a worker that is lost leaves no database that nobody knows
                name_database(index, url)
            yield

    @contextmanager
    def unread(self) -> Generator[None]:
        """Nobody reads its index while the block runs. Raises BusyError."""
        with self._index.unread():
            yield
        self._index.remove_old()


def _capabilities(job: "Job") -> "CapabilityFile":
    from assistant.model.capabilities import CapabilityFile
    from assistant.model.opening import CAPABILITIES

    return CapabilityFile(cache_folder(job.settings) / CAPABILITIES)


def _learn_capabilities(job: "Job", found: Path) -> None:
    """What a worker found out about the endpoint is known here, too."""
    from assistant.model.capabilities import CapabilityFile

    chosen = model_settings(job.settings)
    there, here = CapabilityFile(found).find(chosen.base_url, chosen.model), _capabilities(job)
    for each in there.refused:
        here.learn(chosen.base_url, chosen.model, refused=each)
    factor = there.token_factor if there.token_factor != 1.0 else None
    here.learn(chosen.base_url, chosen.model, method=there.method, token_factor=factor)
