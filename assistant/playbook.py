"""The playbook: what a journey map is for, and what to look for in each stage (types; the texts are knowledge)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.journey import Dimension, StageModel
from assistant.wording import Text

STAFF_QUESTIONS: Mapping[Dimension, Text] = {
    Dimension.BEHAVIOUR: Text(
        "在“{stage}”这个阶段，您亲眼看到客户会做些什么？请讲讲最近一次。",
        "At the stage “{stage}”, what do you see customers do? Please tell me about the last time.",
    ),
    Dimension.TOUCHPOINT: Text(
        "在“{stage}”这个阶段，贵公司在哪些地方、用哪些方式跟客户打交道？其中哪一段由您来做？",
        "At the stage “{stage}”, where and how does your company meet its customers, and which part of that is yours?",
    ),
    Dimension.INSIGHT: Text(
        "在“{stage}”这个阶段，客户跟您提起过什么？当时是怎么说的？",
        "At the stage “{stage}”, what have customers told you, and how did they put it?",
    ),
}
"""What staff are asked about a stage beside its figures, in guided interviews and their guides."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """One entry of the playbook: a touchpoint, a KPI, a question, a use, a kind of data.

    `origin` says which text it comes from, or "ours". `words` are what people say when they mean it, in any
    language: matched after folding case, width and script. `claimed` marks a vendor's statistic, never a fact of ours.
    """

    id: str
    text: Text
    origin: str
    words: tuple[str, ...] = ()
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class StageGuidance:
    """What the playbook says about one stage of one model."""

    stage: str
    goal: Text
    template_hint: Text
    behaviours: tuple[Guidance, ...]
    touchpoints: tuple[Guidance, ...]
    kpis: tuple[Guidance, ...]
    questions: tuple[Guidance, ...]
    cell_questions: dict[Dimension, Guidance]
    strategies: tuple[Guidance, ...] = ()
    metrics: tuple[Guidance, ...] = ()
    lead_team: Text | None = None
    expectation: Text | None = None


@dataclass(frozen=True, slots=True)
class Playbook:
    """All guidance for one stage model. `digest` identifies its content in a draft's provenance.

    `statistics` are figures that a source claims (each with `claimed`), kept apart from what we say ourselves. `method` is
    about the work itself: why and by what journeys are divided, on which data, how maps and funnels are built.
    """

    model: StageModel
    stages: tuple[StageGuidance, ...]
    uses: tuple[Guidance, ...]
    segmentation: tuple[Guidance, ...]
    customer_data: tuple[Guidance, ...]
    market_research: tuple[Guidance, ...]
    problem_areas: tuple[Guidance, ...]
    opportunities: tuple[Guidance, ...]
    updating: tuple[Guidance, ...]
    dimensions: dict[Dimension, Text]
    digest: str
    sources: dict[str, Text] = field(default_factory=dict)
    statistics: tuple[Guidance, ...] = ()
    method: tuple[Guidance, ...] = ()

    def guidance(self, stage: str) -> StageGuidance:
        """The guidance for a stage. Raises KeyError where the playbook has none."""
        for each in self.stages:
            if each.stage == stage:
                return each
        raise KeyError(stage)


@dataclass(frozen=True, slots=True)
class CodedExample:
    """A labelled sentence of a codebook; `stages` are ids of the five-stage model, `funnel` of the funnel."""

    text: str
    stages: tuple[str, ...]
    funnel: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    sentiment: int
    speaker: str = "customer"
    question: str = ""
    """What was asked, where the sentence answers something."""
    moment: str = ""
    """The moment of its stage that it tells of, where its words tell one from the others."""
