"""Averages and net promoter scores of surveys, computed by code from every score that was given."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.material import ENGINE, Material, Told, WordFinder
from assistant.drafting.quoting import context_mark
from assistant.drafting.scores import LEAST, Score, ScoredQuestion
from assistant.journey import Claim, Coding, Dimension, SegmentMap, StageInsight
from assistant.wording import Text

_MOST_CITED = 8  # respondents; of more, the lowest and the highest scores are cited
_EACH_END = 3

_ALL_NPS = Text("{asked}净推荐值（NPS）为 {result}。", "{asked}net promoter score (NPS): {result}.")
_ALL_MEAN = Text("{asked}平均 {result} 分。", "{asked}mean score: {result}.")
_ONE_NPS = Text(
    "{asked}{segment}的净推荐值（NPS）为 {result}。", "{asked}net promoter score (NPS) of {segment}: {result}."
)
_ONE_MEAN = Text("{asked}{segment}平均 {result} 分。", "{asked}mean score of {segment}: {result}.")


def add_scores(
    maps: Sequence[SegmentMap], insights: Sequence[StageInsight], material: Material, writer: ClaimWriter
) -> tuple[tuple[SegmentMap, ...], tuple[StageInsight, ...]]:
    """Maps and insights with a computed claim for each scored question, first among the KPIs of its stage.

    The insight has the figure of all respondents, and of each segment where several have one; a map has its segment's.
    """
    maps, insights = list(maps), list(insights)
    words = WordFinder()
    for question in reversed(material.scored):
        stage = find_stage(question, material, words)
        if stage is None:
            continue
        claims = _Claims(question, stage, material, writer)
        insights = [
            replace(each, kpis=(*claims.for_insight(), *each.kpis)) if each.stage == stage else each
            for each in insights
        ]
        maps = [_with_claims(each, stage, claims.for_map(each.segment)) for each in maps]
    return tuple(maps), tuple(insights)


def _with_claims(one: SegmentMap, stage: str, claims: Sequence[Claim]) -> SegmentMap:
    cells = (
        replace(each, claims=(*claims, *each.claims))
        if each.stage == stage and each.dimension == Dimension.KPI
        else each
        for each in one.cells
    )
    return replace(one, cells=tuple(cells)) if claims else one


def find_stage(question: ScoredQuestion, material: Material, words: WordFinder) -> str | None:
    """The stage whose KPIs the question names, else the one its answers are mostly coded with, else None.

    Where nobody's answer is coded, a net promoter score belongs to the last stage: there customers recommend.
    """
    named = [
        (sum(words.matches(kpi, question.measured) for kpi in each.kpis), each.stage)
        for each in material.playbook.stages
    ]
    best = max(named, key=lambda each: each[0], default=(0, ""))
    if best[0]:
        return best[1]
    ids = {each.statement.id for each in question.scores}
    coded = [each.stage for each in material.told if each.id in ids and each.stage]
    if coded:
        return max(dict.fromkeys(coded), key=coded.count)
    return material.playbook.model.stage_ids[-1] if question.operation == "nps" else None


class _Claims:
    """The claims of one question, each written once."""

    def __init__(self, question: ScoredQuestion, stage: str, material: Material, writer: ClaimWriter) -> None:
        self._question = question
        self._stage = stage
        self._material = material
        self._writer = writer
        self._by_segment = {
            each.id: scores
            for each in material.segments
            if len(scores := [one for one in question.scores if one.statement.segment == each.id]) >= LEAST
        }
        self._labels = {each.id: each.label for each in material.segments}

    def for_insight(self) -> list[Claim]:
        several = list(self._by_segment) if len(self._by_segment) > 1 else []
        return [self._write(None), *(self._write(each) for each in several)]

    def for_map(self, segment: str | None) -> list[Claim]:
        return [self._write(segment)] if segment is None or segment in self._by_segment else []

    def _write(self, segment: str | None) -> Claim:
        question = self._question
        scores = question.scores if segment is None else self._by_segment[segment]
        computation = question.compute(scores)
        nps = question.operation == "nps"
        text = (_ALL_NPS if nps else _ALL_MEAN) if segment is None else (_ONE_NPS if nps else _ONE_MEAN)
        asked = context_mark(question.question, self._material.language)
        return self._writer.compute(
            text.filled(asked=asked, result=computation.result, segment=self._labels.get(segment or "", "")),
            computation,
            ("survey", question.document, question.question, segment or ""),
            cited=[self._told(each) for each in _telling(scores)],
            dimension=Dimension.KPI,
            stage=self._stage,
            segment=segment,
        )

    def _told(self, score: Score) -> Told:
        said, model = score.statement, self._material.playbook.model.id
        coding = Coding(said.id, model, (self._stage,), (Dimension.KPI,), 0, said.segment, 1.0, ENGINE)
        return Told(said, coding, self._material.roster.name(said), 0, said.segment)


def _telling(scores: Sequence[Score]) -> list[Score]:
    """All of few scores; of many those at both ends, which are worth reading again."""
    if len(scores) <= _MOST_CITED:
        return list(scores)
    ranked = sorted(scores, key=lambda each: Fraction(each.figure))
    return [*ranked[:_EACH_END], *ranked[-_EACH_END:]]
