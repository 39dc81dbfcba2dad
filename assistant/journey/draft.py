"""Insights, gaps, and the draft that holds them with its evidence and provenance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from assistant.journey.analysis import Analysis
from assistant.journey.answers import Answer
from assistant.journey.brand import MapUse, ValueFinding
from assistant.journey.claims import Claim, Computation, Evidence, SegmentMap
from assistant.journey.currency import Currency
from assistant.journey.funnel import Funnel
from assistant.journey.notes import LeftOut, NoteDates
from assistant.journey.paths import Journeys
from assistant.journey.stages import StageModel
from assistant.wording import Language


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


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A document as the draft knew it; `dates` is None where it tells none, or the draft is older than dates are read."""

    document: str
    digest: str
    statements: int
    speakers: int
    language: Language
    dates: NoteDates | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a draft came to be; enough to make it again.

    `alike` is how many statements the model gave one and the same coding, where these are too many to be believed.
    """

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
    alike: int = 0


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A claim without a place; it waits for a person.

    `stood` is where it stood before, by kind and parts as in `Place`, and `stage` that stage in words; `choices` are the
    stages of the draft's model it may belong to. `reason`: a "person" wrote it and nobody else may split or move it,
    "several" stages are equally likely, the model has "none" for it, or does not ask the "question" that it answers; or
    what it stood under is "gone" from the playbook or the client's file.
    """

    claim: Claim
    kind: Literal["cell", "part", "answer", "value", "finding"]
    stood: tuple[str, ...]
    stage: str
    choices: tuple[str, ...]
    reason: Literal["person", "several", "none", "question", "gone"]


@dataclass(frozen=True, slots=True)
class Recasting:
    """From which stage model of which draft a draft was re-cast: claims `moved` with their stages, and `judged` one by one."""

    model: str
    label: str
    number: int
    moved: int
    judged: int


DraftStatus = Literal["draft", "reviewed", "signed"]


@dataclass(frozen=True, slots=True)
class Signature:
    """A person's name under a version: `signer` is "author", "reviewer" or "approver"; `date` stands as it was written."""

    signer: str
    name: str
    date: str
    note: str = ""


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
    status: DraftStatus = "draft"
    signatures: tuple[Signature, ...] = ()
    journeys: Journeys = field(default_factory=Journeys)
    brand: tuple[ValueFinding, ...] = ()
    uses: tuple[MapUse, ...] = ()
    recasting: Recasting | None = None
    unplaced: tuple[Unplaced, ...] = ()
    funnel: Funnel | None = None
    analysis: Analysis | None = None
    currency: Currency | None = None

    def claims(self) -> list[Claim]:
        """Every claim of the draft, in the order of the reports, each once."""
        found: dict[str, Claim] = {}
        parts = (
            self._map_claims(),
            self._insight_claims(),
            self._gap_claims(),
            self._point_claims(),
            self._finding_claims(),
            tuple(waiting.claim for waiting in self.unplaced),
        )
        for each in (claim for part in parts for claim in part):
            found.setdefault(each.id, each)
        return list(found.values())

    def findings(self) -> Iterator[tuple[str, Answer]]:
        """The findings of the funnel and of the full analysis, each with its stage, "" for the whole journey."""
        if self.funnel is not None:
            yield from self.funnel.findings()
        if self.analysis is not None:
            yield from self.analysis.findings()

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

    def _point_claims(self) -> Sequence[Claim]:
        points = [claim for point in self.journeys.points for claim in point.claims]
        heard = [each for finding in self.brand for each in finding.heard]
        return [*points, *(claim for each in heard for claim in (*each.kept, *each.broken))]

    def _finding_claims(self) -> Sequence[Claim]:
        return [claim for _, finding in self.findings() for claim in finding.claims]
