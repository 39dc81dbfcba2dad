"""From statements to sentences of a draft: codings, evidence, claims and the cells of a map."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from assistant.journey.notes import Locator
from assistant.journey.people import Role
from assistant.journey.stages import Dimension
from assistant.wording import Language


@dataclass(frozen=True, slots=True)
class Coding:
    """Where a statement belongs. Empty `stages` and `dimensions`: it is not about the journey.

    Stages and dimensions stand best first, ids of `model` and of `Dimension`; `sentiment` runs −2…2.
    `confidence` is 0…1 for the first stage. `author` is an engine or a person's name.
    """

    statement: str
    model: str
    stages: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    sentiment: int
    segment: str | None
    confidence: float
    author: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim span of a statement under a key (`E12`) that is never given away twice within a client."""

    key: str
    statement: str
    document: str
    locator: Locator
    speaker: str | None
    role: Role
    segment: str | None
    quote: str
    language: Language
    question: str | None = None
    listed: bool | None = None
    """Whether the speaker is one of the client's people; a label that is not may mean somebody else in each document."""

    @property
    def said_by(self) -> str:
        """What tells people apart when they are counted."""
        if self.listed is False:
            return f"{self.document}#{self.speaker or ''}"
        return self.speaker or self.document


class Verdict(StrEnum):
    SUPPORTED = "supported"
    PARTIAL = "partial"
    UNSUPPORTED = "unsupported"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason not to take a claim at its word. `kind` is a stable id, `detail` what a person should check."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Computation:
    """How a computed claim got its figure: `operation` over `inputs` gives `result`; recomputed at verification.

    count: number of inputs (ids) · share: inputs are "part" and "whole" · mean: numbers · nps: scores 0…10.
    """

    operation: Literal["count", "share", "mean", "nps"]
    inputs: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the draft with the evidence it cites. `id` is steady across edits and re-drafts."""

    id: str
    text: str
    keys: tuple[str, ...]
    verdict: Verdict
    author: str
    doubts: tuple[Doubt, ...] = ()
    computation: Computation | None = None
    segment: str | None = None
    stage: str | None = None
    dimension: Dimension | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Stage × dimension of one map. `question` is the playbook's question that would fill it when empty."""

    stage: str
    dimension: Dimension
    claims: tuple[Claim, ...]
    question: str
    statements: int = 0


@dataclass(frozen=True, slots=True)
class SegmentMap:
    """One map. `segment` is None when the client has no segments yet ("not segmented")."""

    segment: str | None
    label: str
    cells: tuple[Cell, ...]
    speakers: int
    statements: int

    def cell(self, stage: str, dimension: Dimension) -> Cell:
        """The cell at that place. Raises KeyError where the map has none."""
        for cell in self.cells:
            if cell.stage == stage and cell.dimension == dimension:
                return cell
        raise KeyError((stage, dimension))
