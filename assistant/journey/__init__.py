"""The domain: stages, statements, codings, evidence, claims, cells, gaps, drafts. Values only, no I/O.

Terms are those of customer-journey mapping and of qualitative research; see the README's glossary.
"""

from assistant.journey.claims import (
    Cell,
    Claim,
    Coding,
    Computation,
    Doubt,
    Evidence,
    SegmentMap,
    Verdict,
)
from assistant.journey.draft import (
    DRAFT_SCHEMA,
    Answer,
    Draft,
    DraftStatus,
    Emotion,
    Gap,
    GapKind,
    Level,
    Provenance,
    Signature,
    SourceRecord,
    StageInsight,
)
from assistant.journey.notes import (
    Block,
    Document,
    LeftOut,
    Locator,
    Passage,
    Statement,
    statement_id,
    steady_id,
)
from assistant.journey.people import (
    Person,
    Role,
    Segment,
)
from assistant.journey.stages import (
    Dimension,
    Stage,
    StageModel,
)

__all__ = [
    "DRAFT_SCHEMA",
    "Answer",
    "Block",
    "Cell",
    "Claim",
    "Coding",
    "Computation",
    "Dimension",
    "Document",
    "Doubt",
    "Draft",
    "DraftStatus",
    "Emotion",
    "Evidence",
    "Gap",
    "GapKind",
    "LeftOut",
    "Level",
    "Locator",
    "Passage",
    "Person",
    "Provenance",
    "Role",
    "Segment",
    "SegmentMap",
    "Signature",
    "SourceRecord",
    "Stage",
    "StageInsight",
    "StageModel",
    "Statement",
    "Verdict",
    "statement_id",
    "steady_id",
]
