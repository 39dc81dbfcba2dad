"""One client's job done on another machine, as the one who submits it sees it: sent as an archive, brought back, published.

SQLite and file locks are not safe on shared storage, so there is none: the client is held here, under our own locks,
while a copy is worked on elsewhere, and only what arrives whole takes its place.
"""

import shutil
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol

from assistant.batch.attempts import Attempt, batch_folder, begin_attempt, check_output, leased
from assistant.batch.errands import PIECE, Errand, Finished, NextPiece, Piece
from assistant.batch.jobs import Done, Job
from assistant.batch.parcels import (
    CACHE,
    TEMPLATE,
    pack_client,
    read_archive,
    settle_replies,
    settle_reports,
    settle_state,
)
from assistant.files import storage_error
from assistant.model.opening import CAPABILITIES
from assistant.workspace import ClientFolder, Workspace


@dataclass(frozen=True, slots=True)
class Facts:
    """What a job elsewhere is told besides its archive; see `Errand`."""

    token_factor: float
    uses_model: bool
    strangers: tuple[str, ...]


class Holding(Protocol):
    """The locks of one client, as the submitter holds them."""

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else drafts this client or writes its index while the block runs."""
        ...

    def unread(self) -> AbstractContextManager[None]:
        """Nobody reads its index while the block runs."""
        ...


class Consignment:
    """One job's archive on its way out, and what comes back. Safe to use from several threads."""

    def __init__(self, errand: Errand, outgoing: Path, incoming: Path) -> None:
        self.errand = errand
        self._outgoing = outgoing
        self._incoming = incoming
        self._lock = threading.Lock()

    def read(self, asked: NextPiece) -> bytes:
        """The next bytes of the archive."""
        with self._outgoing.open("rb") as file:
            file.seek(asked.at)
            return file.read(PIECE)

    def take(self, piece: Piece) -> None:
        """Bytes of what was made. Raises StorageError."""
        try:
            with self._lock, self._incoming.open("r+b" if self._incoming.exists() else "wb") as file:
                file.seek(piece.at)
                file.write(piece.content)
        except OSError as error:
            raise storage_error(error, self._incoming) from error


Carry = Callable[[Consignment], Finished]
"""Has a consignment worked on elsewhere. Raises as `Crew.run`."""


class ElsewhereWork:
    """Jobs of one workspace done elsewhere, each in the thread that asks. `now` gives the time of day with its zone."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        holding: Callable[[ClientFolder, Job], Holding],
        facts: Callable[[ClientFolder, Job], Facts],
        cache: Callable[[Job], Path],
        learn: Callable[[Job, Path], None],
        now: Callable[[], datetime],
    ) -> None:
        """`cache` is where it is written down what endpoints can do; `learn` takes in what was found out elsewhere."""
        self._workspace = workspace
        self._holding = holding
        self._facts = facts
        self._cache = cache
        self._learn = learn
        self._now = now

    def run(self, job: Job, carry: Carry) -> Done:
        """Has the job done and publishes what came of it. Raises as `Crew.run`; nothing is changed then."""
        client = self._workspace.client(job.client)
        outputs = self._workspace.root / job.settings.outputs
        beside = job.output.parent if job.output is not None else outputs / client.root.name
        with leased(client), ExitStack() as stack:
            facts = self._facts(client, job)
            attempt = begin_attempt(
                client, job.fingerprint, beside, now=self._now, token_factor=lambda: facts.token_factor
            )
            if attempt.done is not None:
                return attempt.done
            if job.output is not None:
                check_output(job.output)
            holding = self._holding(client, job)
            stack.enter_context(holding.alone())
            place = _fresh_place(client)
            stack.callback(shutil.rmtree, place, ignore_errors=True)
            consignment = self._consign(client, job, attempt, facts, place)
            finished = carry(consignment)
            return self._bring_back(client, job, attempt, finished, place, holding, outputs)

    def _consign(self, client: ClientFolder, job: Job, attempt: Attempt, facts: Facts, place: Path) -> Consignment:
        outgoing = place / "outgoing.tar"
        more = {f"{CACHE}/{CAPABILITIES}": self._cache(job) / CAPABILITIES}
        if job.template is not None:
            more[f"{TEMPLATE}/{job.template.name}"] = job.template
        digest = pack_client(client, self._workspace, outgoing, more)
        errand = Errand(
            job,
            attempt.created,
            attempt.token_factor,
            facts.uses_model,
            facts.strangers,
            outgoing.stat().st_size,
            digest,
        )
        return Consignment(errand, outgoing, place / "incoming.tar")

    def _bring_back(
        self,
        client: ClientFolder,
        job: Job,
        attempt: Attempt,
        finished: Finished,
        place: Path,
        holding: Holding,
        outputs: Path,
    ) -> Done:
        arrived = place / "arrived"
        read_archive(place / "incoming.tar", finished.digest, arrived)
        shutil.rmtree(attempt.staging, ignore_errors=True)
        try:
            settle_reports(arrived, attempt.staging)
            with holding.unread():
                settle_state(arrived, finished.removed, client)
            folder = attempt.publish(job.output, outputs)
        finally:
            shutil.rmtree(attempt.staging, ignore_errors=True)
        done = replace(finished.done, folder=folder, files=tuple(folder / each for each in finished.done.files))
        attempt.complete(done)
        settle_replies(arrived, client)
        self._learn(job, arrived / CACHE / CAPABILITIES)
        return done


def _fresh_place(client: ClientFolder) -> Path:
    """A folder of this attempt, on the client's own disk; what an attempt that was killed had there goes."""
    folder = batch_folder(client)
    try:
        for each in folder.glob("elsewhere-*"):
            shutil.rmtree(each)
        return Path(mkdtemp(dir=folder, prefix="elsewhere-"))
    except OSError as error:
        raise storage_error(error, folder) from error
