"""The domain: stages, statements, codings, evidence, claims, cells, gaps, drafts. Values only, no I/O.

Terms are those of customer-journey mapping and of qualitative research; see the README's glossary.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from assistant.wording import Language, Text

# ---------------------------------------------------------------- stage models


class Dimension(StrEnum):
    """A row of the map. Values are the stable ids of the JSON."""

    BEHAVIOUR = "behaviour"
    TOUCHPOINT = "touchpoint"
    KPI = "kpi"
    INSIGHT = "insight"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of one model. `aliases` are other names within that model only.

    `akin` lists the stages of the reference model (`five-stage`) whose coded examples also teach this one.
    """

    id: str
    label: Text
    definition: Text
    aliases: tuple[str, ...] = ()
    akin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageModel:
    """An ordered list of stages. `digest` identifies its content in a draft's provenance."""

    id: str
    label: Text
    stages: tuple[Stage, ...]
    origin: str
    digest: str

    def stage(self, stage_id: str) -> Stage:
        """The stage with that id. Raises KeyError where the model has none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    @property
    def stage_ids(self) -> tuple[str, ...]:
        return tuple(stage.id for stage in self.stages)


# ---------------------------------------------------------------- people


class Role(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    INTERVIEWER = "interviewer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in `client.toml`: how the notes call them, and on which side they stand."""

    name: str
    role: Role
    segment: str | None = None
    title: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A customer group that gets a map of its own."""

    id: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()


# ---------------------------------------------------------------- what was read


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in a file a piece of text stands, so that a person finds it again. Numbers count from 1.

    Only what the format knows is set: `page` (PDF), `heading` (path of headings, outermost first),
    `line` (plain text, Markdown), `paragraph` (Word, HTML: the n-th block of the body), `sheet` and `row`
    (tables), `slide`, `time` (start of a subtitle cue, "HH:MM:SS").
    """

    page: int | None = None
    heading: tuple[str, ...] = ()
    line: int | None = None
    paragraph: int | None = None
    sheet: str | None = None
    row: int | None = None
    slide: int | None = None
    time: str | None = None

    def describe(self, language: Language = "en") -> str:
        """One short phrase, such as "page 3" or "第 3 页"; in English also the stable form of the JSON."""
        words: list[Text] = []
        if self.page is not None:
            words.append(Text(f"第 {self.page} 页", f"page {self.page}", f"第 {self.page} 頁"))
        if self.slide is not None:
            words.append(Text(f"第 {self.slide} 张幻灯片", f"slide {self.slide}", f"第 {self.slide} 張投影片"))
        if self.sheet is not None:
            words.append(Text(f"工作表“{self.sheet}”", f"sheet {self.sheet}", f"工作表「{self.sheet}」"))
        if self.row is not None:
            words.append(Text(f"第 {self.row} 行", f"row {self.row}", f"第 {self.row} 列"))
        if self.time is not None:
            words.append(Text(self.time, self.time, self.time))
        if self.line is not None:
            words.append(Text(f"第 {self.line} 行", f"line {self.line}", f"第 {self.line} 行"))
        if self.paragraph is not None:
            words.append(Text(f"第 {self.paragraph} 段", f"paragraph {self.paragraph}", f"第 {self.paragraph} 段"))
        separator = ", " if language == "en" else "，"
        return separator.join(word.say(language) for word in words)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the notes that was not used, and why. `reason` is a stable id, `note` says it to a person."""

    document: str
    reason: str
    note: Text
    locator: Locator = field(default_factory=Locator)
    excerpt: str = ""

    @property
    def skipped_file(self) -> bool:
        """Whether this stands for a whole file that should have been read (a copy of another one is no loss)."""
        return self.locator == Locator() and self.reason != "duplicate"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a file in reading order, as its reader found it. `speaker` only where the format names one."""

    text: str
    locator: Locator
    kind: Literal["paragraph", "heading", "list", "row", "cue"] = "paragraph"
    speaker: str | None = None
    role: Role | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `path` is relative to the client's notes folder, with forward slashes.

    `digest` is the SHA-256 of the file's bytes; `language` the prevailing one of its text.
    """

    path: str
    digest: str
    format: str
    blocks: tuple[Block, ...]
    language: Language
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What one speaker said or wrote, small enough to carry one thought: the unit of coding.

    `text` stands verbatim and contiguous in the file. `question` is the interviewer's question it answers
    (context, never evidence). `turn` numbers the speaker's turns in the document, from 1.
    """

    id: str
    document: str
    locator: Locator
    speaker: str | None
    role: Role
    segment: str | None
    text: str
    language: Language
    turn: int
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What retrieval finds: one or more statements of one turn, or a piece of a document without speakers."""

    id: str
    document: str
    locator: Locator
    speaker: str | None
    role: Role
    segment: str | None
    text: str


def statement_id(document: str, text: str, occurrence: int) -> str:
    """The identity of a statement: its document, its words, and which time they are said there (from 1)."""
    return _digest("statement", document, text, str(occurrence))


def steady_id(kind: str, *parts: str) -> str:
    """An id for a claim or gap, drawn once at its birth from what it is about."""
    return f"{kind[0]}{_digest(kind, *parts)}"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


# ---------------------------------------------------------------- coding


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


# ---------------------------------------------------------------- evidence and claims


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


# ---------------------------------------------------------------- insights and gaps


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the playbook's questions and what the notes say to it."""

    question_id: str
    question: str
    state: Literal["answered", "partly", "open"]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Emotion:
    """The mean sentiment of a stage's customer statements (−2…2) for one segment, and over how many."""

    segment: str | None
    label: str
    mean: float
    statements: int
    computation: Computation


@dataclass(frozen=True, slots=True)
class StageInsight:
    """What the notes tell about one stage. Every entry is a claim, or a question that stays open."""

    stage: str
    label: str
    goal: str
    does: tuple[Claim, ...]
    says: tuple[Claim, ...]
    feels: tuple[Claim, ...]
    drivers: tuple[Claim, ...]
    barriers: tuple[Claim, ...]
    company: tuple[Claim, ...]
    kpis: tuple[Claim, ...]
    answers: tuple[Answer, ...]
    emotions: tuple[Emotion, ...]


class GapKind(StrEnum):
    EVIDENCE = "evidence"
    TOUCHPOINT = "touchpoint"
    MEASUREMENT = "measurement"
    PROBLEM = "problem"
    OPPORTUNITY = "opportunity"
    CONTRADICTION = "contradiction"
    DATA = "data"


class Level(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing or wrong: what, how bad, on what evidence, and who might do what next.

    `candidate` marks what a person must confirm before it is said aloud (contradictions found by code).
    """

    id: str
    kind: GapKind
    severity: Level
    effort: Level
    title: str
    claims: tuple[Claim, ...]
    next_step: str
    owner: str
    stage: str | None = None
    segment: str | None = None
    candidate: bool = False
    status: Literal["open", "closed"] = "open"


# ---------------------------------------------------------------- the draft


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A document as the draft knew it."""

    document: str
    digest: str
    statements: int
    speakers: int
    language: Language


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a draft came to be; enough to make it again."""

    engine: str
    engine_detail: str
    embedder: str
    created: str
    version: str
    settings: tuple[tuple[str, str], ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()
    model: str = ""
    tokens: int = 0
    cost: str = ""


DRAFT_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """A versioned set of maps, insights and gaps for one client, with the evidence behind them.

    `number` counts the client's drafts from 1; `parent` is the number it started from. `unsegmented` are keys of
    statements about the journey whose speaker belongs to no known segment: listed, never copied into the maps.
    """

    id: str
    number: int
    client: str
    language: Language
    model: StageModel
    maps: tuple[SegmentMap, ...]
    insights: tuple[StageInsight, ...]
    gaps: tuple[Gap, ...]
    evidence: tuple[Evidence, ...]
    sources: tuple[SourceRecord, ...]
    left_out: tuple[LeftOut, ...]
    unsegmented: tuple[str, ...]
    statements: int
    coded: int
    provenance: Provenance
    parent: int | None = None
    schema: int = DRAFT_SCHEMA

    def claims(self) -> list[Claim]:
        """Every claim of the draft, in the order of the reports, each once."""
        found: dict[str, Claim] = {}
        for each in (*self._map_claims(), *self._insight_claims(), *self._gap_claims()):
            found.setdefault(each.id, each)
        return list(found.values())

    def quoted(self, key: str) -> Evidence | None:
        """The evidence under a key, or None for a key this draft does not know."""
        return next((each for each in self.evidence if each.key == key), None)

    def _map_claims(self) -> Sequence[Claim]:
        return [claim for each in self.maps for cell in each.cells for claim in cell.claims]

    def _insight_claims(self) -> Sequence[Claim]:
        found: list[Claim] = []
        for each in self.insights:
            for part in (each.does, each.says, each.feels, each.drivers, each.barriers, each.company, each.kpis):
                found.extend(part)
            found.extend(claim for answer in each.answers for claim in answer.claims)
        return found

    def _gap_claims(self) -> Sequence[Claim]:
        return [claim for gap in self.gaps for claim in gap.claims]
