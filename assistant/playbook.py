"""The playbook: what a journey map is for, and what to look for in each stage (types; the texts are knowledge)."""

from dataclasses import dataclass, field

from assistant.journey import Dimension, StageModel
from assistant.wording import Text


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
