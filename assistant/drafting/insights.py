"""What the notes tell about each stage: what customers do, say and feel, what drives and blocks them, and how it is measured."""

from collections.abc import Sequence

from assistant.drafting.answers import Answers
from assistant.drafting.choosing import choose_told
from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.computing import compute_mean
from assistant.drafting.maps import NOT_SEGMENTED
from assistant.drafting.material import Material, Told, WordFinder
from assistant.journey import Claim, Dimension, Emotion, StageInsight
from assistant.playbook import StageGuidance
from assistant.wording import Text

_MOST = 5
_MOST_FEELINGS = 3
_LEAST, _SURE = 0.35, 0.5
"""Confidence of a coding that is printed; and of one that alone makes a figure a KPI."""
_OTHERS = Text("未归入客群", "no known segment")


def build_insights(
    material: Material, answers: Answers, words: WordFinder, writer: ClaimWriter
) -> tuple[StageInsight, ...]:
    """One insight a stage, over all segments; each claim names its segment."""
    return tuple(_build_insight(guidance, material, answers, words, writer) for guidance in material.playbook.stages)


def _build_insight(
    guidance: StageGuidance, material: Material, answers: Answers, words: WordFinder, writer: ClaimWriter
) -> StageInsight:
    stage = guidance.stage
    told = material.in_stage(stage, second=False)
    told = [each for each in told if each.coding.confidence >= _LEAST]
    customers = [each for each in told if not each.by_staff]
    parts = _Parts(stage, material, writer)
    drivers = parts.choose(
        "drivers",
        [each for each in customers if each.sentiment > 0 and _is_inner(each) and material.is_felt(each)],
        _MOST,
    )
    barriers = parts.choose(
        "barriers", [each for each in customers if each.sentiment < 0 and material.is_felt(each)], _MOST
    )
    feels = parts.choose(
        "feels", [each for each in customers if each.sentiment and material.is_felt(each)], _MOST_FEELINGS
    )
    does = parts.choose("does", [each for each in customers if each.dimension == Dimension.BEHAVIOUR], _MOST)
    says = parts.choose("says", [each for each in customers if each.dimension == Dimension.INSIGHT], _MOST)
    kpis = parts.choose("kpis", find_measured(stage, material, words), _MOST, Dimension.KPI)
    company = parts.choose("company", [each for each in told if _is_company(each)], _MOST, Dimension.TOUCHPOINT)
    return StageInsight(
        stage,
        material.playbook.model.title(stage).say(material.language),
        guidance.goal.say(material.language),
        does,
        says,
        feels,
        drivers,
        barriers,
        company,
        kpis,
        tuple(answers.answer(question, stage, writer) for question in guidance.questions),
        build_emotions(stage, material),
    )


class _Parts:
    """The parts of one insight; no statement stands in two of them."""

    def __init__(self, stage: str, material: Material, writer: ClaimWriter) -> None:
        self._stage = stage
        self._material = material
        self._writer = writer
        self._used: set[str] = set()

    def choose(
        self, part: str, told: Sequence[Told], most: int, dimension: Dimension | None = None
    ) -> tuple[Claim, ...]:
        chosen = choose_told([each for each in told if each.id not in self._used], self._material, most)
        self._used.update(each.id for each in chosen)
        return tuple(
            self._writer.quote(
                each,
                ("insight", self._stage, part),
                dimension=dimension or _as_told(each),
                stage=self._stage,
                segment=each.segment,
            )
            for each in chosen
        )


def _as_told(each: Told) -> Dimension:
    """The dimension a customer's claim is verified under; what staff say there is about customers."""
    return each.dimension or Dimension.INSIGHT


def _is_inner(each: Told) -> bool:
    return each.dimension in (Dimension.INSIGHT, Dimension.TOUCHPOINT)


def _is_company(each: Told) -> bool:
    """Staff about what the company does at a touchpoint; what they say of customers is none of it."""
    return each.by_staff and each.dimension == Dimension.TOUCHPOINT


def find_measured(stage: str, material: Material, words: WordFinder) -> list[Told]:
    """Statements of the stage that carry a figure of a KPI: coded so, or with a figure beside a KPI's words."""
    kpis = material.playbook.guidance(stage).kpis
    return [
        each
        for each in material.in_stage(stage)
        if each.figures
        and (each.by_staff or Dimension.KPI in each.coding.dimensions)
        and (
            (each.dimension == Dimension.KPI and each.coding.confidence >= _SURE)
            or any(words.concerns(kpi, each) for kpi in kpis)
        )
    ]


def build_emotions(stage: str, material: Material) -> tuple[Emotion, ...]:
    """The mean sentiment of customers' statements in the stage, for each segment that has any."""
    customers = [each for each in material.in_stage(stage, second=False) if each.by_customer]
    groups: list[tuple[str | None, str, list[Told]]] = [
        (segment.id, segment.label, [each for each in customers if each.segment == segment.id])
        for segment in material.segments
    ]
    label = (_OTHERS if material.segments else NOT_SEGMENTED).say(material.language)
    groups.append((None, label, [each for each in customers if each.segment is None]))
    emotions: list[Emotion] = []
    for segment, name, told in groups:
        if told:
            mean = compute_mean([each.sentiment for each in told])
            emotions.append(Emotion(segment, name, float(mean.result), len(told), mean))
    return tuple(emotions)
