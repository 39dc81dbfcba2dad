"""What a person did to a report: words, places, remarks, signatures, as they were read from the file."""

from dataclasses import dataclass
from typing import Literal

from assistant.journey.draft import Signature
from assistant.wording import Language

PlaceKind = Literal["cell", "answer", "part", "gap", "exit", "value", "unplaced", "finding"]
ReportId = Literal["map", "insights", "gaps", "journeys", "funnel", "analysis"]
FoundBy = Literal["bookmark", "tag", "text", "nothing"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where claims stand in a draft.

    `parts` are (segment or "", stage, dimension) of a cell, (stage, question id) of an answer, (stage, field) of a part of
    the insights, (gap id), (segment or "", touchpoint or "", kind) of an exit point, (value id, stage, touchpoint or "",
    "kept" or "broken") of a value of the brand, (claim id) of a claim that waits for a place, or (stage or "", id) of a
    finding of the funnel or the full analysis.
    """

    kind: PlaceKind
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim as it stands in a reviewed report. `id` is None for one that the draft does not have.

    `found_by` says how it was recognised. `author` wrote the words where tracked changes tell, else "". `alike` are claims
    of the draft among which a person has to say which one this is; best first, only where `id` is None.
    """

    id: str | None
    text: str
    keys: tuple[str, ...]
    found_by: FoundBy
    author: str = ""
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """A place of the draft that stands in the report, with all its claims in order."""

    place: Place
    claims: tuple[ReadClaim, ...]


@dataclass(frozen=True, slots=True)
class GapField:
    """A field of a gap that differs from the draft. Levels and states are given by their English ids."""

    gap: str
    field: Literal["title", "severity", "effort", "status", "step", "owner"]
    value: str


@dataclass(frozen=True, slots=True)
class NewGap:
    """A row that a person added to a table of gaps."""

    kind: str
    title: str
    claims: tuple[ReadClaim, ...]
    severity: str
    effort: str
    status: str
    step: str
    owner: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a comment."""

    author: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with its replies. `claim` is the claim it is anchored on, `words` what it encloses."""

    author: str
    date: str
    text: str
    resolved: bool
    claim: str | None
    words: str
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackedChange:
    """Words that stand in the file as a tracked change, neither accepted nor rejected."""

    kind: Literal["inserted", "deleted", "moved"]
    author: str
    date: str
    text: str
    claim: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the review checklist."""

    id: str
    done: bool
    note: str


@dataclass(frozen=True, slots=True)
class Review:
    """All that was read from one reviewed report of one draft. `digest` is the SHA-256 of the file, `editor` who saved it.

    `gone_gaps` are gaps whose row is no longer there. `elsewhere` are words that a person wrote outside all places, and
    `removed` lines that they deleted there; neither can be taken over, and they are only shown.
    """

    report: ReportId
    draft: str
    number: int
    client: str
    language: Language
    file: str
    digest: str
    editor: str
    places: tuple[ReadPlace, ...] = ()
    gap_fields: tuple[GapField, ...] = ()
    new_gaps: tuple[NewGap, ...] = ()
    gone_gaps: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    tracked: tuple[TrackedChange, ...] = ()
    checks: tuple[Check, ...] = ()
    signatures: tuple[Signature, ...] = ()
    elsewhere: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
