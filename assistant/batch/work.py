"""One client's job done from beginning to end, with the `Engagement` that `journey draft` uses."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from assistant.batch.attempts import Attempt, begin_attempt, check_output, leased
from assistant.batch.crew import Told
from assistant.batch.jobs import Done, Job, Skipped, figures_of
from assistant.engagement import Drafted, Engagement
from assistant.files import storage_error
from assistant.model_engine import Manner, Unattended, settled
from assistant.workspace import ClientFolder, Workspace


@dataclass(frozen=True, slots=True)
class Opened:
    """A client ready to be drafted. `keep` makes lasting what the work has held, once the job is finished."""

    engagement: Engagement
    keep: Callable[[], None]


OpenClient = Callable[[Job, ClientFolder, Attempt], Opened]


class ClientWork:
    """Runs jobs of one workspace, each in the thread that asks. `now` gives the time of day with its zone."""

    def __init__(
        self,
        workspace: Workspace,
        open_client: OpenClient,
        *,
        now: Callable[[], datetime],
        token_factor: Callable[[Job], float],
        clock: Callable[[], float],
    ) -> None:
        """`token_factor` is what tokens of a job's model are counted by; `clock` gives monotonic seconds."""
        self._workspace = workspace
        self._open_client = open_client
        self._now = now
        self._token_factor = token_factor
        self._clock = clock

    def run(self, job: Job, told: Told) -> Done:
        """Indexes, drafts and writes the reports of one client. Raises as `Crew.run`.

        A job that was finished under its fingerprint is not done again. Reports that are cut off are never seen.
        """
        begun = self._clock()
        client = self._workspace.client(job.client)
        outputs = self._workspace.root / job.settings.outputs
        beside = job.output.parent if job.output is not None else outputs / client.root.name
        with leased(client):
            attempt = begin_attempt(
                client, job.fingerprint, beside, now=self._now, token_factor=lambda: self._token_factor(job)
            )
            if attempt.done is not None:
                return attempt.done
            if job.output is not None:
                check_output(job.output)
            try:
                opened = self._open_client(job, client, attempt)
                done = self._draft(job, opened.engagement, attempt, told, outputs)
            finally:
                shutil.rmtree(attempt.staging, ignore_errors=True)
            done = replace(done, seconds=round(self._clock() - begun, 3))
            attempt.complete(done)
            opened.keep()
            return done

    def _draft(self, job: Job, engagement: Engagement, attempt: Attempt, told: Told, outputs: Path) -> Done:
        try:
            attempt.staging.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(error, attempt.staging) from error
        parts = job.segments or (None,)
        drafted = [_draft_part(job, engagement, segment, attempt.staging, told) for segment in parts]
        return _done_of(drafted, attempt.staging, attempt.publish(job.output, outputs))


def _draft_part(job: Job, engagement: Engagement, segment: str | None, staging: Path, told: Told) -> Drafted:
    """The draft of one segment, or of the whole; several segments get a folder each."""
    manner = Manner(Unattended(), job.mask_suspects, approved=True)
    folder = staging / segment if segment is not None and len(job.segments) > 1 else staging

    def draft() -> Drafted:
        return engagement.draft(
            report=job.reports,
            segment=segment,
            folder=folder,
            progress=told,
            manner=manner,
            template=job.template,
        )

    return settled(draft, engagement.client, manner)


def _done_of(drafted: list[Drafted], staging: Path, folder: Path) -> Done:
    skipped = {
        (each.document, each.reason): Skipped(each.document, each.reason, each.note.settled())
        for one in drafted
        for each in one.draft.left_out
        if each.skipped_file
    }
    remarks = dict.fromkeys(each.settled() for one in drafted for each in one.remarks)
    return Done(
        figures_of([each.draft for each in drafted]),
        tuple(each.draft.number for each in drafted),
        folder,
        tuple(
            folder / path.relative_to(staging)
            for each in drafted
            for path in each.paths
            if path.is_relative_to(staging)
        ),
        tuple(skipped.values()),
        tuple(remarks),
        unanswered=sum(each.unanswered for each in drafted),
    )
