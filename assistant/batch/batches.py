"""A batch as a whole: what is asked for, run as far as it was not done before, and what came of it."""

import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.batch.crew import Crew, Stopping
from assistant.batch.dock import Dock
from assistant.batch.jobs import Done, Failure, Job
from assistant.batch.ledger import BatchLedger, CallTotals, JobRecord, State
from assistant.batch.manifest import Manifest
from assistant.batch.place import BatchPlace
from assistant.batch.preparing import Ground, Planned, make_jobs
from assistant.batch.running import Event, Patience, Runner
from assistant.batch.shipments import Shipment, Shipments
from assistant.errors import Exit, UsageError
from assistant.settings import suggestion
from assistant.wording import Text

OpenCrew = Callable[[BatchLedger, Sequence[Job], Stopping], AbstractContextManager[Crew]]
"""Gives the crew for these jobs, which lets everybody go at the end."""
OpenDock = Callable[[Shipments, Stopping], Dock]
"""Gives the dock where a provider's batch service is asked for the answers that are awaited."""
Told = Callable[[Sequence[Job], dict[str, JobRecord]], Callable[[Event], None]]
"""Is given all jobs and how far they are, and gives back who hears of what happens."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which part of a batch is wanted: only these clients, only those that failed or that the model left gaps in;
    everything `afresh`.

    `resume` says that there was a run before.
    """

    only: tuple[str, ...] = ()
    failed: bool = False
    afresh: bool = False
    resume: bool = False
    mask_suspects: bool = False


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of a run. `records` are of all jobs in the manifest's order, `ran` those that this run worked on.

    `calls` are by client, over all runs. `seconds` is this run's time, `summary` the files that tell it to people.
    `awaited` lies with providers; the run that takes it in goes on.
    """

    records: tuple[JobRecord, ...]
    ran: frozenset[str]
    calls: dict[str, CallTotals]
    seconds: float
    stopped: bool = False
    summary: tuple[Path, ...] = ()
    awaited: tuple[Shipment, ...] = ()
    remarks: tuple[Text, ...] = ()

    @property
    def came_to_something(self) -> bool:
        """Whether a job that this run worked on was finished, failed or left; not where all only wait for a provider."""
        return any(each.client in self.ran and each.state is not State.AWAITED for each in self.records)

    def exit_code(self) -> Exit:
        """DONE, or FLAGGED where some failed or want to be looked at; the failures' own code where they share one and
        nothing else was done; TRY_LATER where answers are awaited."""
        failures = [each.outcome for each in self.records if isinstance(each.outcome, Failure)]
        if self.stopped and not any(each.exit_code == Exit.BUDGET for each in failures):
            return Exit.INTERRUPTED
        codes = {each.exit_code for each in failures}
        if Exit.BUDGET in codes:
            return Exit.BUDGET
        if self.awaited:
            return Exit.TRY_LATER
        if failures and not any(each.state is State.DONE for each in self.records):
            return Exit(codes.pop()) if len(codes) == 1 and Exit.FLAGGED not in codes else Exit.FAILED
        flagged = any(isinstance(each.outcome, Done) and each.outcome.flagged for each in self.records)
        return Exit.FLAGGED if failures or flagged else Exit.DONE


def run_batch(
    manifest: Manifest,
    planned: Sequence[Planned],
    ground: Ground,
    wish: Wish,
    *,
    open_crew: OpenCrew,
    open_dock: OpenDock,
    stopping: Stopping,
    told: Told,
    now: Callable[[], datetime],
    clock: Callable[[], float],
    chance: random.Random,
    patience: Patience | None = None,
    poll: float | None = None,
) -> BatchResult:
    """Runs what is not done yet of the plan (`plan_batch`). Where answers are awaited, it looks for them every `poll`
    seconds until all are there; with None it looks once and leaves.

    Raises BusyError where the same batch is running, UsageError for clients that the manifest does not name.
    """
    place = BatchPlace(ground.workspace, manifest.path)
    begun = clock()
    if (wish.resume or wish.failed) and not place.begun:
        message = Text("这个批处理还没有运行过。", "This batch has not been run before.")
        raise UsageError(message, Text("先不带 --resume、--failed 运行。", "Run it without --resume or --failed."))
    with place.held(), ExitStack() as stack:
        if wish.afresh and place.begun:
            _leave_awaited(place, now, open_dock, stopping)
            place.forget()
        ledger = stack.enter_context(closing(BatchLedger(place.ledger, now)))
        jobs = make_jobs(planned, ground, round_=ledger.round_, mask_suspects=wish.mask_suspects)
        before = ledger.records()
        ledger.enter(jobs)
        due = _choose(jobs, ledger.records(), before, wish)
        due = ledger.reopen(due)
        hears = told(jobs, ledger.records())
        dock = stack.enter_context(closing(open_dock(Shipments(ledger), stopping)))

        def run(ready: Sequence[Job]) -> None:
            with open_crew(ledger, ready, stopping) as crew:
                runner = Runner(
                    ledger, crew, stopping=stopping, told=hears, clock=clock, chance=chance, patience=patience
                )
                runner.run(ready)

        remarks = _run_in_rounds(due, ledger, dock, run, hears, stopping, poll)
        records = ledger.records()
        return BatchResult(
            tuple(records[each.client] for each in jobs),
            frozenset(each.client for each in due),
            ledger.call_totals(),
            clock() - begun,
            stopping.asked,
            awaited=tuple(dock.shipments.awaited()),
            remarks=remarks,
        )


def _run_in_rounds(
    due: Sequence[Job],
    ledger: BatchLedger,
    dock: Dock,
    run: Callable[[Sequence[Job]], None],
    hears: Callable[[Event], None],
    stopping: Stopping,
    poll: float | None,
) -> tuple[Text, ...]:
    """Takes in what has come and runs whose answers are there, once, or until nothing is awaited. Gives what to know."""
    while True:
        failures, remarks = dock.take_in()
        awaited = dock.awaited()
        for job in due:
            if job.client in failures:
                ledger.fail(job.client, failures[job.client])
                hears(Event("failed", job, failure=failures[job.client]))
            elif job.client in awaited:
                ledger.wait_for(job.client)
        ready = [each for each in due if each.client not in awaited and each.client not in failures]
        if ready and not stopping.asked:
            run(ready)
        awaited = dock.awaited()
        due = [each for each in due if each.client in awaited and each.client not in failures]
        if poll is None or not due or stopping.asked:
            return tuple(remarks)
        stopping.wait(poll)


def _leave_awaited(place: BatchPlace, now: Callable[[], datetime], open_dock: OpenDock, stopping: Stopping) -> None:
    """What lies with providers is not wanted any more."""
    with closing(BatchLedger(place.ledger, now)) as ledger, closing(open_dock(Shipments(ledger), stopping)) as dock:
        dock.cancel()


def _choose(jobs: Sequence[Job], records: dict[str, JobRecord], before: dict[str, JobRecord], wish: Wish) -> list[Job]:
    """The jobs that this run is to do: none that is finished, but for what the model left open where `failed` are wanted."""
    names = {each.name: each.client for each in jobs} | {each.client: each.client for each in jobs}
    unknown = [each for each in wish.only if each not in names]
    if unknown:
        message = Text("清单里没有客户“{name}”。{close}", "The manifest names no client {name}.{close}")
        raise UsageError(message.filled(name=unknown[0], close=suggestion(unknown[0], list(names))))
    wanted = {names[each] for each in wish.only} if wish.only else {each.client for each in jobs}
    if wish.failed:
        wanted &= {each.client for each in before.values() if each.state is State.FAILED or each.incomplete}
    closed = {
        each.client for each in records.values() if each.state is State.DONE and not (wish.failed and each.incomplete)
    }
    return [each for each in jobs if each.client in wanted - closed]
