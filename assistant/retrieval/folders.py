"""Stores of vectors in the folders of their generations."""

import shutil
from pathlib import Path

from assistant.files import storage_error
from assistant.retrieval.served import read_record
from assistant.retrieval.store import VECTORS, Fill, PassageStore, open_store

MADE_LATER = 5_000
"""Passages up to which a store is made with the first search, which then takes a second or two: a draft needs none, and
loading Chroma and filling it took longer than all else of indexing but the embedder."""
_MAKING = "making"


class InFolders:
    """The StorePlace of one machine alone."""

    def holds(self, generation: Path) -> bool:
        return read_record(generation) is None

    def intact(self, generation: Path, passages: int) -> bool:
        # a damaged one is told of when it is opened
        return passages <= MADE_LATER or (generation / VECTORS).is_dir()

    def open(self, generation: Path, fill: Fill) -> PassageStore:
        folder = generation / VECTORS
        if not folder.is_dir():
            _fill_aside(generation / _MAKING, folder, fill)
        return open_store(folder)

    def make(self, generation: Path, passages: int) -> PassageStore | None:
        shutil.rmtree(generation / VECTORS, ignore_errors=True)
        return None if passages <= MADE_LATER else open_store(generation / VECTORS)

    def copy(self, base: Path, generation: Path) -> bool:
        source, target = base / VECTORS, generation / VECTORS
        if not source.is_dir():
            return False
        try:
            shutil.copytree(source, target)
        except (OSError, shutil.Error) as error:
            fault = error if error.errno else OSError(str(error))
            raise storage_error(fault, target) from error
        return True

    def tidy(self) -> None:
        """Nothing stays: a writer that is cut off leaves only the folder that the next one clears."""


def _fill_aside(making: Path, folder: Path, fill: Fill) -> None:
    """A store is either there with all it is to hold, or not at all."""
    shutil.rmtree(making, ignore_errors=True)
    store = open_store(making)
    try:
        fill(store)
    finally:
        store.close()
    try:
        making.rename(folder)
    except OSError as error:
        raise storage_error(error, folder) from error
