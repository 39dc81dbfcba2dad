"""Stores of vectors in the folders of their generations."""

import shutil
from pathlib import Path

from assistant.errors import StoreError
from assistant.files import storage_error
from assistant.retrieval.served import read_record
from assistant.retrieval.store import VECTORS, PassageStore, open_store


class InFolders:
    """The StorePlace of one machine alone."""

    def holds(self, generation: Path) -> bool:
        return read_record(generation) is None

    def intact(self, generation: Path, passages: int) -> bool:
        return not passages or (generation / VECTORS).is_dir()  # a damaged one is told of when it is opened

    def open(self, generation: Path) -> PassageStore:
        return open_store(generation / VECTORS)

    def make(self, generation: Path) -> PassageStore:
        shutil.rmtree(generation / VECTORS, ignore_errors=True)
        return open_store(generation / VECTORS)

    def copy(self, base: Path, generation: Path) -> PassageStore | None:
        source, target = base / VECTORS, generation / VECTORS
        if not source.is_dir():
            return None
        try:
            shutil.copytree(source, target)
        except (OSError, shutil.Error) as error:
            fault = error if error.errno else OSError(str(error))
            raise storage_error(fault, target) from error
        try:
            return open_store(target)
        except StoreError:
            return None

    def tidy(self) -> None:
        """Nothing stays: a writer that is cut off leaves only the folder that the next one clears."""
