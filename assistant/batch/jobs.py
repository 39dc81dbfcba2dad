"""A job and what comes of it, as plain values that can be stored and sent."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from assistant.causes import cause_of
from assistant.errors import Exit, JourneyError
from assistant.files import storage_error
from assistant.journey import Draft, Verdict
from assistant.journey.draft import Level
from assistant.reports.blocks import ReportKind
from assistant.settings import Settings
from assistant.wording import Text


@dataclass(frozen=True, slots=True)
class Job:
    """One client's work, with all that a worker has to be told.

    `client` is the name of the client's folder, `name` what people call it. `fingerprint` changes with everything that
    the reports are made from: a client is finished when it is finished under this fingerprint. `output` is the folder
    that the reports go to, or None for the usual place.
    """

    client: str
    name: str
    settings: Settings
    fingerprint: str
    reports: tuple[ReportKind, ...]
    segments: tuple[str, ...] = ()
    template: Path | None = None
    output: Path | None = None
    mask_suspects: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What the drafts of a job come to. `cost` is a decimal number in `currency`, empty where no price is set."""

    documents: int = 0
    statements: int = 0
    cells: int = 0
    cells_filled: int = 0
    claims: int = 0
    partial: int = 0
    unsupported: int = 0
    gaps_high: int = 0
    gaps_medium: int = 0
    gaps_low: int = 0


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file of the notes that was left out, and why."""

    document: str
    reason: str
    note: Text


@dataclass(frozen=True, slots=True)
class Done:
    """A finished job: its figures, the numbers of its drafts, its files (absolute), what was skipped, what to know.

    `seconds` is how long it took on the clock of the one who ran it; `unanswered` pieces of work the model failed.
    """

    figures: Figures
    drafts: tuple[int, ...]
    folder: Path
    files: tuple[Path, ...]
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Text, ...] = ()
    seconds: float = 0.0
    unanswered: int = 0

    @property
    def flagged(self) -> bool:
        """Whether a person should look: files were skipped, or the model did its work badly."""
        return bool(self.skipped or self.remarks)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job came to nothing, and what to do about it. `retryable` as the error said itself."""

    message: Text
    hint: Text | None
    exit_code: int
    retryable: bool


DONE: TypeAdapter[Done] = TypeAdapter(Done)
FAILURE: TypeAdapter[Failure] = TypeAdapter(Failure)


class WorkerLostError(JourneyError):
    """The one who ran a client is gone; somebody else can run it."""

    retryable = True


class AwaitedError(JourneyError):
    """The job's next calls lie with a provider's batch service; it goes on when their results are there."""

    exit_code = Exit.TRY_LATER

    def __init__(self) -> None:
        super().__init__(
            Text("已交给批处理服务，等待结果。", "Handed in to the batch service; its results are awaited."),
            Text("稍后再次运行同一条命令即可继续。", "Run the same command again later to go on."),
        )


class StoppedError(JourneyError):
    """The batch is being stopped: nothing new is begun. What was done is kept."""

    exit_code = Exit.INTERRUPTED

    def __init__(self) -> None:
        super().__init__(
            Text("已按要求停止。", "Stopped as asked."),
            Text("再次运行同一条命令即可继续。", "Run the same command again to go on."),
        )


def figures_of(drafts: list[Draft]) -> Figures:
    """The figures of a job's drafts taken together."""
    cells = [cell for draft in drafts for each in draft.maps for cell in each.cells]
    claims = [claim for draft in drafts for claim in draft.claims()]
    gaps = [gap.severity for draft in drafts for gap in draft.gaps]
    return Figures(
        documents=max((len(draft.sources) for draft in drafts), default=0),
        statements=max((draft.statements for draft in drafts), default=0),
        cells=len(cells),
        cells_filled=sum(bool(cell.claims) for cell in cells),
        claims=len(claims),
        partial=sum(each.verdict is Verdict.PARTIAL for each in claims),
        unsupported=sum(each.verdict is Verdict.UNSUPPORTED for each in claims),
        gaps_high=gaps.count(Level.HIGH),
        gaps_medium=gaps.count(Level.MEDIUM),
        gaps_low=gaps.count(Level.LOW),
    )


def failure_of(error: Exception) -> Failure:
    """What went wrong as a value: an error of ours, of the disk, or a fault of the program."""
    if isinstance(error, OSError):
        error = _as_storage_error(error)
    if not isinstance(error, JourneyError):
        return Failure(_FAULT.filled(kind=type(error).__name__).settled(), _REPORT, Exit.FAILED, False)
    hint = error.hint.settled() if error.hint is not None else None
    return Failure(error.message.settled(), hint, int(error.exit_code), error.retryable)


def _as_storage_error(error: OSError) -> JourneyError:
    if error.filename is not None:
        return storage_error(error, Path(str(error.filename)))
    return JourneyError(Text("读写出错：{why}。", "Reading or writing failed: {why}.").filled(why=cause_of(error)))


_FAULT = Text(
    "程序出错（{kind}），这是我们的问题。", "Something went wrong inside the program ({kind}); this is our fault."
)
_REPORT = Text(
    "没有写出不完整的报告。单独运行 journey draft 并设 JOURNEY_DEBUG=1 可查看详情。",
    "No report was left half-written. journey draft for this client with JOURNEY_DEBUG=1 shows details.",
)
