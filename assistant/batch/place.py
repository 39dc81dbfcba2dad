"""Where a batch keeps its ledger and its lock: in the workspace, a folder a manifest."""

import hashlib
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import BusyError
from assistant.files import storage_error
from assistant.wording import Text
from assistant.workspace import Workspace, folder_name

LOCK_WAIT = 1.0
"""Seconds: a run that was killed lets go at once, and one that runs will not be done so soon."""


class BatchPlace:
    """The folder of one batch: the manifest's name, and a digest of where it stands."""

    def __init__(self, workspace: Workspace, manifest: Path) -> None:
        digest = hashlib.sha256(str(manifest).encode("utf-8", "surrogatepass")).hexdigest()[:8]
        self.name = folder_name(manifest.stem)
        self.folder = workspace.root / ".journey" / "batches" / f"{self.name}-{digest}"

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.sqlite"

    @property
    def begun(self) -> bool:
        """Whether there was a run before."""
        return self.ledger.is_file()

    @contextmanager
    def held(self) -> Generator[None]:
        """Nobody else runs this batch while the block runs. Raises BusyError, and StorageError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "run.lock")
            lock.acquire(timeout=LOCK_WAIT)
        except Timeout as error:
            message = Text(
                "同一个批处理“{name}”正在运行，这次不做任何事。", "The same batch, {name}, is running; this run leaves."
            )
            hint = Text("等它结束后可再运行同一条命令。", "Run the same command again when it is done.")
            raise BusyError(message.filled(name=self.name), hint) from error
        except OSError as error:
            raise storage_error(error, self.folder) from error
        try:
            yield
        finally:
            lock.release()

    def forget(self) -> None:
        """Everything is to be begun afresh; the lock is held. Raises StorageError."""
        for each in self.folder.iterdir():
            if each.name != "run.lock":
                try:
                    shutil.rmtree(each) if each.is_dir() else each.unlink()
                except OSError as error:
                    raise storage_error(error, each) from error
