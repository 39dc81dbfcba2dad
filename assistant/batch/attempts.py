"""One go at a client's job, so that it can be cut off at any moment and begun anew with the same result.

What an attempt has begun is noted in the client's own folder before it is done: the next one undoes it. Reports are
written into a folder aside and take their place by one rename.
"""

import json
import shutil
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.batch.jobs import DONE, Done
from assistant.errors import BusyError, StorageError
from assistant.files import storage_error, write_atomically
from assistant.wording import Text
from assistant.workspace import ClientFolder

LOCK_WAIT = 10.0
"""Seconds to wait for a client that somebody else runs: a killed worker is gone in far less."""


class _Note(BaseModel):
    """What is known of the latest attempt. `target` is set just before the reports take their place."""

    model_config = ConfigDict(extra="ignore")
    fingerprint: str
    stamp: str
    token_factor: float
    next_draft: int
    staging: Path
    target: Path | None = None
    done: str | None = None


def batch_folder(client: ClientFolder) -> Path:
    """Where a batch keeps what it needs of one client."""
    return client.state / "batch"


@contextmanager
def leased(client: ClientFolder, wait: float = LOCK_WAIT) -> Generator[None]:
    """The client is run by nobody else while the block runs. Raises BusyError, and StorageError."""
    path = batch_folder(client) / "lease.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=wait)
    except Timeout as error:
        message = Text("另一个批处理正在处理“{name}”。", "Another batch is working on {name}.")
        raise BusyError(message.filled(name=client.profile.name)) from error
    except OSError as error:
        raise storage_error(error, path) from error
    try:
        yield
    finally:
        lock.release()


class Attempt:
    """An attempt under way; the lease is held. `created` is when the job was first begun, and what its drafts say."""

    def __init__(self, client: ClientFolder, note: _Note) -> None:
        self._client = client
        self._note = note

    @property
    def created(self) -> datetime:
        """The time of day with its zone, in whole seconds."""
        return datetime.fromisoformat(self._note.stamp)

    @property
    def token_factor(self) -> float:
        """What tokens are counted by, the same in every attempt at this job."""
        return self._note.token_factor

    @property
    def staging(self) -> Path:
        """The folder to write reports into."""
        return self._note.staging

    @property
    def done(self) -> Done | None:
        """What came of the job, where it was finished before."""
        return DONE.validate_json(self._note.done) if self._note.done is not None else None

    def publish(self, folder: Path | None, outputs: Path) -> Path:
        """Gives the reports their place, whole: `folder`, or a new one under `outputs`. Returns it.

        Raises StorageError where `folder` holds anything that a person has put there or changed.
        """
        from assistant.reports.writing import next_report_folder

        if folder is None:
            target = next_report_folder(outputs, self._client.root.name, self.created.date().isoformat())
        else:
            check_output(folder)
            target = folder
        self._write(target=target)
        try:
            if target.is_dir():
                target.replace(_old(self._note.staging))
            self._note.staging.replace(target)
            shutil.rmtree(_old(self._note.staging), ignore_errors=True)
        except OSError as error:
            raise storage_error(error, target) from error
        return target

    def complete(self, done: Done) -> None:
        """The job is finished: from now on nothing of it is undone."""
        self._write(done=DONE.dump_json(done).decode())
        for each in (_snapshot(self._client), _own_before(self._client)):
            with suppress(OSError):
                each.unlink(missing_ok=True)

    def _write(self, **changed: object) -> None:
        self._note = self._note.model_copy(update=changed)
        write_atomically(_note_path(self._client), self._note.model_dump_json())


def begin_attempt(
    client: ClientFolder,
    fingerprint: str,
    beside: Path,
    *,
    now: Callable[[], datetime],
    token_factor: Callable[[], float],
) -> Attempt:
    """The next attempt at the job with that fingerprint, after undoing what an earlier one left. The lease is held.

    Reports are prepared in the folder `beside`, on the disk that they are to be on. A job that was finished under this
    fingerprint comes back with `done`. Raises StorageError.
    """
    from assistant.drafting.store import next_number

    last = _read_note(client)
    if last is not None and last.done is None:
        _undo(client, last)
    if last is not None and last.fingerprint == fingerprint:
        if last.done is None:
            _restore_steps(client, last)
        return Attempt(client, last.model_copy(update={"target": None}))
    stamp = now().replace(microsecond=0).isoformat()
    staging = beside / f".batch-{client.root.name}"
    number = next_number(client.drafts)
    note = _Note(fingerprint=fingerprint, stamp=stamp, token_factor=token_factor(), next_draft=number, staging=staging)
    _save_steps(client)
    _save_own_claims(client)
    write_atomically(_note_path(client), note.model_dump_json())
    return Attempt(client, note)


def check_output(folder: Path) -> None:
    """Raises StorageError where the folder holds anything but reports as this program wrote them."""
    from assistant.reports.writing import is_edited

    try:
        found = [each for each in folder.rglob("*") if each.is_file()] if folder.is_dir() else []
        edited = next((each for each in found if each.name != ".written.json" and is_edited(each)), None)
    except OSError as error:
        raise storage_error(error, folder) from error
    if edited is not None or folder.is_file():
        message = Text(
            "{path} 不是本程序写的，或者之后改过，不会被覆盖。",
            "{path} was not written by this program, or was changed since; it will not be overwritten.",
        )
        hint = Text("请移走它，或换一个输出文件夹。", "Move it away, or choose another output folder.")
        raise StorageError(message.filled(path=edited or folder), hint)


# ---------------------------------------------------------------- undoing


def _undo(client: ClientFolder, note: _Note) -> None:
    """Takes away what an attempt that was cut off had written: its drafts, and its reports unless a person has been at them."""
    try:
        old = _old(note.staging)
        if note.target is not None and note.target.is_dir() and not note.staging.exists() and _untouched(note.target):
            shutil.rmtree(note.target)
        if note.target is not None and old.is_dir() and not note.target.exists():
            old.replace(note.target)
        for leftover in (note.staging, old):
            if leftover.is_dir():
                shutil.rmtree(leftover)
        _take_back_drafts(client, note)
        for folder in (client.drafts, client.state):
            for each in folder.glob(".writing-*") if folder.is_dir() else ():
                each.unlink()
    except OSError as error:
        raise storage_error(error, client.root) from error


def _take_back_drafts(client: ClientFolder, note: _Note) -> None:
    """The drafts of this attempt go, the latest first, as long as nobody has gone on from them; so do claims return that
    a person had accepted and the draft took in."""
    created = datetime.fromisoformat(note.stamp)
    drafts = sorted(client.drafts.glob("draft-*.json"), reverse=True) if client.drafts.is_dir() else []
    for path in drafts:
        if _number(path) < note.next_draft or _created(path) != created:
            return
        if _own_before(client).is_file() and not client.own_claims.is_file():
            shutil.copy2(_own_before(client), client.own_claims)
        path.unlink()


def _untouched(folder: Path) -> bool:
    try:
        check_output(folder)
    except StorageError:
        return False
    return True


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("draft-")
    return int(digits) if digits.isdigit() else 0


def _created(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(path.read_bytes())["provenance"]["created"])
    except (ValueError, KeyError, TypeError):
        return None


# ---------------------------------------------------------------- what the model engine keeps


def _save_steps(client: ClientFolder) -> None:
    """What the model engine has kept so far, set aside: a job begun anew is to find what it found the first time."""
    from assistant.drafting.llm.build import kept_path

    kept, aside = kept_path(client.state), _snapshot(client)
    try:
        aside.parent.mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        if kept.is_file():
            with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(aside)) as copy:
                source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise _cannot_copy(error, aside) from error


def _save_own_claims(client: ClientFolder) -> None:
    aside = _own_before(client)
    try:
        aside.unlink(missing_ok=True)
        if client.own_claims.is_file():
            shutil.copy2(client.own_claims, aside)
    except OSError as error:
        raise storage_error(error, aside) from error


def _restore_steps(client: ClientFolder, note: _Note) -> None:
    """Brings that back, unless somebody has drafted in between."""
    from assistant.drafting.llm.build import kept_path
    from assistant.drafting.store import next_number

    if next_number(client.drafts) != note.next_draft:
        return
    kept, aside = kept_path(client.state), _snapshot(client)
    try:
        for suffix in ("", "-wal", "-shm"):
            kept.with_name(kept.name + suffix).unlink(missing_ok=True)
        if aside.is_file():
            with closing(sqlite3.connect(aside)) as source, closing(sqlite3.connect(kept)) as copy:
                source.backup(copy)
    except (OSError, sqlite3.Error) as error:
        raise _cannot_copy(error, kept) from error


def _cannot_copy(error: Exception, path: Path) -> StorageError:
    return storage_error(error if isinstance(error, OSError) else OSError(str(error)), path)


# ---------------------------------------------------------------- places


def _snapshot(client: ClientFolder) -> Path:
    return batch_folder(client) / "steps-before.sqlite"


def _own_before(client: ClientFolder) -> Path:
    return batch_folder(client) / "own-claims-before.json"


def _note_path(client: ClientFolder) -> Path:
    return batch_folder(client) / "attempt.json"


def _old(staging: Path) -> Path:
    return staging.with_name(staging.name + ".old")


def _read_note(client: ClientFolder) -> _Note | None:
    path = _note_path(client)
    try:
        return _Note.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise storage_error(error, path) from error
    except ValidationError:
        return None  # of an older form: nothing is known to undo
