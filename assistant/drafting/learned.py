"""What the codebook teaches, kept on disk: learning it again costs more than the rest of coding."""

import contextlib
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from assistant import script
from assistant.drafting.grams import Arrays
from assistant.errors import StorageError
from assistant.files import write_atomically
from assistant.sources import folding

_MOST_KEPT = 8


class Learned(Protocol):
    """What was learned, told as arrays."""

    def to_arrays(self) -> Arrays: ...


Model = TypeVar("Model", bound=Learned)


class LearnedModels:
    """Models by what they were learned from, one file each in `folder`; the latest few stay.

    They hold the words of their examples: a model that a client's own codings went into belongs into that client's folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, origin: str, read: Callable[[Arrays], Model]) -> Model | None:
        """The model learned from `origin` (`describe_origin`), as `read` makes it of arrays; None where none is kept or its
        file is damaged."""
        try:
            with self._path(origin).open("rb") as file, np.load(file, allow_pickle=False) as stored:
                return read(dict(stored))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            return None

    def find_or_learn(self, origin: str, read: Callable[[Arrays], Model], learn: Callable[[], Model]) -> Model:
        """The model learned from `origin` before, or else what `learn` gives, which is kept."""
        model = self.find(origin, read)
        if model is None:
            model = learn()
            self.keep(origin, model.to_arrays())
        return model

    def keep(self, origin: str, model: Arrays) -> None:
        """Keep the model, and of the older ones the latest. A folder that takes nothing only costs time next time."""
        stream = io.BytesIO()
        np.savez(stream, allow_pickle=False, **model)
        with contextlib.suppress(StorageError):
            write_atomically(self._path(origin), stream.getvalue())
        with contextlib.suppress(OSError):
            kept = sorted(self._folder.glob("learned-*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in kept[_MOST_KEPT:]:
                path.unlink()

    def _path(self, origin: str) -> Path:
        return self._folder / f"learned-{origin}.npz"


def describe_origin(taught: Iterable[object]) -> str:
    """A digest of what is taught and of the source that learns from it: another method never meets an older model."""
    digest = hashlib.sha256(_digest_sources())
    for each in taught:
        digest.update(repr(each).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:24]


@cache
def _digest_sources() -> bytes:
    """The digest of the sources that learn, which do not change while they run."""
    digest = hashlib.sha256()
    for path in sorted([*Path(__file__).parent.glob("*.py"), Path(folding.__file__), Path(script.__file__)]):
        digest.update(path.read_bytes())
    return digest.digest()
