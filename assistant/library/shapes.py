"""The shapes of the YAML files; anything they do not name is an error."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

from assistant.research import MethodId, Situation, StageList
from assistant.wording import Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
DimensionId = Literal["behaviour", "touchpoint", "kpi", "insight"]
FeelingId = Literal["negative", "neutral", "positive"]
DivisionId = Literal["time", "behaviour", "emotion", "touchpoint"]


class Shape(BaseModel):
    """No unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True)


class WordingShape(Shape):
    """Something said in both languages; `hant` only where conversion would get the Traditional wording wrong."""

    zh: Line
    en: Line
    hant: str = ""

    def text(self) -> Text:
        return Text(self.zh, self.en, self.hant)


class LabelShape(Shape):
    """A label, written out in all three."""

    zh: Line
    hant: Line
    en: Line

    def text(self) -> Text:
        return Text(self.zh, self.en, self.hant)


class SourcedShape(WordingShape):
    """Wording with its origin: a key of `sources`."""

    origin: Slug


class QuestionShape(SourcedShape):
    """The question that would fill an empty cell."""

    words: list[Line] = []
    moments: list[Slug] = []


class EntryShape(QuestionShape):
    """One entry of the playbook. Its id is short; the loader puts the stage and the list before it."""

    id: Slug
    claimed: bool = False


class LikeShape(Shape):
    """An entry taken over as it is, named by its full id: from the same playbook, else from the five-stage one."""

    like: Line


def _tag(value: Any) -> str:
    like = "like" in value if isinstance(value, dict) else isinstance(value, LikeShape)
    return "<like>" if like else "<entry>"


Entry = Annotated[
    Annotated[EntryShape, Tag("<entry>")] | Annotated[LikeShape, Tag("<like>")],
    Discriminator(_tag),
]
Question = Annotated[
    Annotated[QuestionShape, Tag("<entry>")] | Annotated[LikeShape, Tag("<like>")],
    Discriminator(_tag),
]


class PartShape(Shape):
    """A coarser stage of a model file, which its sub-stages name in `part_of`."""

    id: Slug
    label: LabelShape
    definition: WordingShape


class StageShape(PartShape):
    """One stage of a model file."""

    aliases: list[Line] = []
    akin: list[Slug] = []
    moments: list[Slug] = []
    felt: dict[FeelingId, list[Slug]] = {}
    part_of: Slug | None = None


class StageModelShape(Shape):
    """A file of `stage-models`."""

    id: Slug
    label: LabelShape
    origin: Slug
    method: DivisionId = "time"
    note: WordingShape | None = None
    parts: list[PartShape] = []
    stages: Annotated[list[StageShape], Field(min_length=1)]


class ExamplesShape(Shape):
    """What people say of a moment, in both languages."""

    zh: list[Line] = []
    en: list[Line] = []


class MomentShape(Shape):
    """One moment of the journey."""

    id: Slug
    stage: Slug
    origin: Slug
    label: LabelShape
    definition: WordingShape
    goal: WordingShape
    words: list[Line] = []
    examples: ExamplesShape = ExamplesShape()
    asks: dict[DimensionId, WordingShape] = {}


class MomentsShape(Shape):
    """A file of `moments`."""

    moments: list[MomentShape] = []


class StageGuidanceShape(Shape):
    """What a playbook file says about one stage. A part that is left out is taken from the stages it is akin to."""

    goal: SourcedShape | None = None
    template_hint: SourcedShape | None = None
    behaviours: list[Entry] | None = None
    touchpoints: list[Entry] | None = None
    kpis: list[Entry] | None = None
    questions: list[Entry] | None = None
    cell_questions: dict[DimensionId, Question] = {}
    strategies: list[Entry] | None = None
    metrics: list[Entry] | None = None
    lead_team: SourcedShape | None = None
    expectation: SourcedShape | None = None


class PlaybookShape(Shape):
    """A file of `playbook`. Without `model` it holds for every model."""

    model: Slug | None = None
    sources: dict[Slug, WordingShape] = {}
    dimensions: dict[DimensionId, SourcedShape] = {}
    uses: list[EntryShape] = []
    segmentation: list[EntryShape] = []
    customer_data: list[EntryShape] = []
    market_research: list[EntryShape] = []
    problem_areas: list[EntryShape] = []
    opportunities: list[EntryShape] = []
    updating: list[EntryShape] = []
    statistics: list[EntryShape] = []
    method: list[EntryShape] = []
    stages: dict[str, StageGuidanceShape] = {}


class ScaleShape(WordingShape):
    """What is printed below a survey item."""

    id: Slug


class MethodShape(SourcedShape):
    """A method of collecting."""

    id: MethodId
    good_for: WordingShape
    limits: WordingShape
    size: SourcedShape | None = None


class ApproachShape(Shape):
    """How a question is answered: the method to begin with first."""

    methods: Annotated[list[MethodId], Field(min_length=1)]
    why: WordingShape
    whom: WordingShape | None = None
    item: WordingShape | None = None
    scale: Slug | None = None
    options: StageList | None = None


class RuleShape(SourcedShape):
    """What law or good practice ask."""

    id: Slug
    law: WordingShape | None = None


class ResearchShape(Shape):
    """The file `research.yaml`."""

    scales: list[ScaleShape] = []
    methods: list[MethodShape] = []
    questions: dict[Slug, ApproachShape] = {}
    cells: dict[DimensionId, ApproachShape] = {}
    situations: dict[Situation, ApproachShape] = {}
    principles: list[RuleShape] = []
    rules: list[RuleShape] = []


class LackingShape(Shape):
    """Words that stand before or behind the name of something that is not there."""

    before: list[str]
    after: list[Line]


class FunnelReportShape(Shape):
    """The file `funnel-report.yaml`."""

    duties: Annotated[list[EntryShape], Field(min_length=1)]
    returning: QuestionShape
    contacts: QuestionShape
    lacking: LackingShape
    aida: list[EntryShape]


class GaugeShape(Shape):
    """How a KPI is measured."""

    how: WordingShape
    source: WordingShape
    when: WordingShape


class ConsiderationShape(SourcedShape):
    """What the choice of a division depends on."""

    id: Slug
    asks: WordingShape


class MeasuringShape(Shape):
    """The file `measuring.yaml`."""

    kpis: dict[Slug, GaugeShape]
    topics: dict[Slug, list[Slug]]
    stages: dict[Slug, list[Slug]]
    parts: dict[Slug, SourcedShape]
    considerations: list[ConsiderationShape]
