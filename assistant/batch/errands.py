"""What a job on another machine and the one who submitted it say to each other, besides calls and steps."""

from dataclasses import dataclass
from datetime import datetime

from assistant.batch.jobs import Done, Job

PIECE = 2 << 20
"""Bytes of an archive that go over at a time."""


@dataclass(frozen=True, slots=True)
class Hello:
    """A worker begins with the job of its lease."""


@dataclass(frozen=True, slots=True)
class Errand:
    """The answer: the job, when it was first begun, what its tokens are counted by, the names of the other clients (see
    `find_strangers`), and the archive to fetch: its size in bytes and SHA-256."""

    job: Job
    created: datetime
    token_factor: float
    uses_model: bool
    strangers: tuple[str, ...]
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class NextPiece:
    """Asks for the archive's bytes from there on."""

    at: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of the archive of what was made, in order."""

    at: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Finished:
    """The job is done; its archive has that SHA-256. The paths of `done` are relative to the archive's reports.

    `removed` are files of the client that are no more, relative to its folder.
    """

    done: Done
    digest: str
    removed: tuple[str, ...]
