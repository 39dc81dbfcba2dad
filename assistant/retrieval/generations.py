"""Generations of an index: a writer builds the next one aside, readers stay with the last complete one."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from assistant.files import storage_error, write_atomically
from assistant.retrieval.database import damaged_index

_POINTER = "current"
_BUILDING = "building"
_PREFIX = "generation-"


class Generations:
    """The folders of an index's generations. `current` is named by a small file that is replaced in one step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """The folder of the last complete generation, None before the first. Raises StoreError where it is gone."""
        name = self._pointed()
        if name is None:
            return None
        if not (self.folder / name).is_dir():
            raise damaged_index(self.folder / name)
        return self.folder / name

    @contextmanager
    def next(self) -> Generator[Path]:
        """An empty folder to build the next generation in; it becomes the current one if the block ends well.

        For one writer at a time. Raises StorageError; whatever fails, the last generation stays in force.
        """
        building = self.folder / _BUILDING
        try:
            if building.exists():
                shutil.rmtree(building)
            building.mkdir(parents=True)
        except OSError as error:
            raise storage_error(error, building) from error
        try:
            yield building
            self._publish(building)
        finally:
            shutil.rmtree(building, ignore_errors=True)

    def old(self) -> list[Path]:
        """Generations that no new reader will turn to."""
        keep = self._pointed()
        return [folder for folder in self._all() if folder.name != keep]

    def remove(self, old: Path) -> None:
        """Remove an old generation; only while nobody reads any of them."""
        shutil.rmtree(old, ignore_errors=True)

    def _all(self) -> list[Path]:
        return sorted(self.folder.glob(_PREFIX + "[0-9]*"))

    def _pointed(self) -> str | None:
        try:
            return (self.folder / _POINTER).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise damaged_index(self.folder / _POINTER) from error
        except OSError as error:
            raise storage_error(error, self.folder / _POINTER) from error

    def _publish(self, building: Path) -> None:
        target = self.folder / self._next_name()
        try:
            building.rename(target)
        except OSError as error:
            raise storage_error(error, target) from error
        try:
            write_atomically(self.folder / _POINTER, target.name + "\n")
        except BaseException:
            shutil.rmtree(target, ignore_errors=True)
            raise

    def _next_name(self) -> str:
        last = max((int(folder.name.removeprefix(_PREFIX)) for folder in self._all()), default=0)
        return f"{_PREFIX}{last + 1:06d}"
