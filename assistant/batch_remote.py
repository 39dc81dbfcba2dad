"""A job on another machine: the client's files fetched into local scratch, drafted as anywhere, and what was made sent back."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from assistant.batch.desk import Seat
from assistant.batch.errands import PIECE, Errand, Finished, Hello, NextPiece, Piece
from assistant.batch.jobs import Done, Job
from assistant.batch.line import RelayedSender, ToldStep
from assistant.batch.parcels import (
    CACHE,
    CLIENTS,
    REPORTS,
    TEMPLATE,
    client_files,
    fold_logs,
    read_archive,
    write_archive,
)
from assistant.batch.work import ClientWork
from assistant.model.capabilities import CapabilityFile
from assistant.model.opening import CAPABILITIES
from assistant.settings import Settings
from assistant.wiring import cache_folder
from assistant.workshop import Workshop
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.retrieval.embedder import Embedder

_CACHE_VARIABLE = "JOURNEY_CACHE"


def work(seat: Seat, local: Path) -> None:
    """Does the job of that seat in a folder of its own under `local`, which is gone afterwards. Raises as `Crew.run`."""
    errand: Errand = seat.ask(Hello())
    scratch = Path(mkdtemp(dir=local, prefix="journey-"))
    try:
        _fetch(seat, errand, scratch / "outgoing.tar")
        read_archive(scratch / "outgoing.tar", errand.digest, scratch / "work")
        (scratch / "outgoing.tar").unlink()
        finished = RemoteJob(seat, errand, scratch / "work").run(scratch / "incoming.tar")
        _send(seat, scratch / "incoming.tar")
        seat.ask(finished)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class RemoteJob:
    """One job, with the client's files unpacked in `root`."""

    def __init__(self, seat: Seat, errand: Errand, root: Path) -> None:
        self._seat = seat
        self._errand = errand
        self._root = root
        self._job = _settled(errand, root)

    def run(self, target: Path) -> Finished:
        """Drafts, and packs all that was made or changed into the archive `target`."""
        workspace = Workspace(self._root)
        client = self._root / CLIENTS / self._job.client
        before = _stamps(client)
        shop = self._open_shop(workspace)
        self._learn(shop)
        clients = ClientWork(
            workspace,
            shop.open,
            now=lambda: self._errand.created,
            token_factor=lambda _: self._errand.token_factor,
            clock=time.monotonic,
        )
        done = clients.run(self._job, lambda step: self._seat.ask(ToldStep(self._job.client, step)))
        fold_logs(client)
        after = _stamps(client)
        changed = [path for path, stamp in after.items() if before.get(path) != stamp]
        places = {f"{CLIENTS}/{self._job.client}/{path}": client / path for path in changed}
        places |= {f"{REPORTS}/{path}": done.folder / path for path in _files_of(done.folder)}
        if self._capabilities.is_file():
            places[f"{CACHE}/{CAPABILITIES}"] = self._capabilities
        digest = write_archive(target, places)
        return Finished(_relative(done), digest, tuple(path for path in before if path not in after))

    @property
    def _capabilities(self) -> Path:
        return self._root / CACHE / CAPABILITIES

    def _open_shop(self, workspace: Workspace) -> Workshop:
        return Workshop(
            workspace,
            self._embedder_of,
            lambda client: RelayedSender(self._seat, client),
            strangers=self._errand.strangers,
            capabilities=CapabilityFile(self._capabilities),
        )

    def _learn(self, shop: Workshop) -> None:
        """What coding needs is learned by one job after the other: learning takes much memory."""
        settings = self._job.settings
        if (self._errand.uses_model and settings.coder != "extractive") or settings.embedding_model:
            return
        with self._seat.making:
            shop.learn(settings, self._shared_embedder(settings))

    def _embedder_of(self, client: ClientFolder, settings: Settings) -> "Embedder | None":
        if settings.embedding_model:
            from assistant.wiring_model import build_any_embedder

            sender = RelayedSender(self._seat, client.root.name)
            return build_any_embedder(client, settings, cache_folder(settings), sender=sender)
        with self._seat.making:
            return self._shared_embedder(settings)

    def _shared_embedder(self, settings: Settings) -> "Embedder | None":
        """The embedder of this worker, one for all its jobs."""
        from assistant.retrieval.embedder import build_embedder

        kind = settings.embedder
        if kind not in self._seat.shared:
            self._seat.shared[kind] = build_embedder(kind, cache_folder(settings))
        return self._seat.shared[kind]


def _settled(errand: Errand, root: Path) -> Job:
    """The job with its places on this machine; the embedder's model is kept where this machine keeps it."""
    job = errand.job
    here = {"outputs": "outputs", "cache": os.environ.get(_CACHE_VARIABLE, "")}
    return replace(
        job,
        settings=job.settings.model_copy(update=here),
        template=root / TEMPLATE / job.template.name if job.template is not None else None,
        output=root / REPORTS,
    )


def _fetch(seat: Seat, errand: Errand, target: Path) -> None:
    with target.open("wb") as file:
        while file.tell() < errand.size:
            piece: bytes = seat.ask(NextPiece(file.tell()))
            if not piece:
                return  # its digest will tell
            file.write(piece)


def _send(seat: Seat, source: Path) -> None:
    with source.open("rb") as file:
        at = 0
        while content := file.read(PIECE):
            seat.ask(Piece(at, content))
            at += len(content)


def _stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    """What tells a file that was written from one that was not, by its path under `root`."""
    found = {path: (root / path).stat() for path in client_files(root)}
    return {path: (each.st_size, each.st_mtime_ns, each.st_ino) for path, each in found.items()}


def _files_of(folder: Path) -> list[str]:
    return [each.relative_to(folder).as_posix() for each in sorted(folder.rglob("*")) if each.is_file()]


def _relative(done: Done) -> Done:
    return replace(done, folder=Path(), files=tuple(each.relative_to(done.folder) for each in done.files))
