"""A draft re-cast into another division of the journey: claims move with their stages, and none is split or moved in silence."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from assistant.drafting.computing import compute_mean
from assistant.drafting.gaps.writing import ENGINES
from assistant.drafting.recast_gaps import GapRecaster, RebuildEvidenceGaps
from assistant.drafting.recast_journeys import recast_brand, recast_journeys, recast_uses
from assistant.journey import (
    Answer,
    Cell,
    Claim,
    Dimension,
    Draft,
    Emotion,
    Evidence,
    Moment,
    Place,
    Recasting,
    SegmentMap,
    StageInsight,
    StageModel,
    Unplaced,
    ValueFinding,
    ValueHeard,
    Verdict,
)
from assistant.journey.mapping import StageMapping, build_mapping, with_moments
from assistant.journey.places import PART_FIELDS, part_claims
from assistant.playbook import Guidance, Playbook, StageGuidance
from assistant.wording import Language

_State = Literal["answered", "partly", "open"]
_BEST_STATE: tuple[_State, ...] = ("answered", "partly", "open")
_IN_INSIGHTS = ("part", "answer", "value", "finding")
"""Where those stood that a person puts into the insights of a stage."""
_LOOSE = "says"
"""The part of the insights that takes an answer whose question is asked no more, where a person says so."""


class StageJudge(Protocol):
    """Tells where statements of a stage that has several heirs belong. Built only where there is such a stage."""

    def judge(self, statement: str, stage: str) -> str | None:
        """The stage of the target for a statement, by its id, coded to `stage`; None where it cannot be told surely."""
        ...

    def emotions(self, stage: str) -> tuple[Emotion, ...]:
        """The emotions of a stage of the target, over its statements."""
        ...

    def count(self, segment: str | None, stage: str, dimension: Dimension) -> int:
        """How many statements are coded to that cell of the target."""
        ...


@dataclass(frozen=True)
class RecastWork:
    """What re-casting goes by. `decisions` are a person's: the stage of the target for a claim, by its id."""

    playbook: Playbook
    mapping: StageMapping
    open_judge: Callable[[], StageJudge]
    rebuild_evidence_gaps: RebuildEvidenceGaps
    decisions: Mapping[str, str] = field(default_factory=dict[str, str])


def recast_draft(draft: Draft, work: RecastWork) -> Draft:
    """The draft in the target's stages; number, id, parent and provenance stay for the caller to set.

    Where a stage has one heir, its claims move to it as they are. Where it has several, a claim of the program goes where
    the statements that it cites belong, if they agree; a person's claim, and one that cannot be told, waits among the
    `unplaced`. Verdicts and doubts stay: words and evidence are the same.
    """
    return _Recast(draft, work).build()


def carry_over(draft: Draft, playbook: Playbook, models: Mapping[str, StageModel], moments: Sequence[Moment]) -> Draft:
    """A version in the stages of another model, as far as that needs no judgement: what persons left in it is carried on.

    Their claims that have no one place there wait; claims of the program that have none are left out, and the next draft
    writes its own.
    """
    model = playbook.model
    if (draft.model.id, draft.model.stage_ids) == (model.id, model.stage_ids):
        return draft
    mapping = map_draft(draft, model, models, moments)
    work = RecastWork(playbook, mapping, _Undecided, lambda _maps, _insights: ())
    carried = recast_draft(draft, work)
    return replace(carried, unplaced=tuple(each for each in carried.unplaced if is_persons(each.claim)))


def map_draft(
    draft: Draft, model: StageModel, models: Mapping[str, StageModel], moments: Sequence[Moment]
) -> StageMapping:
    """The mapping from the stages of a draft to those of a model; `models` are those that there are now."""
    return build_mapping(_known_model(draft.model, models, moments), model)


def _known_model(model: StageModel, models: Mapping[str, StageModel], moments: Sequence[Moment]) -> StageModel:
    """The model as the draft knew it; where it is too old to know moments, the one of its name if it has the same stages."""
    now = models.get(model.id)
    if now is not None and now.stage_ids == model.stage_ids and not any(each.covered for each in model.stages):
        return now
    return with_moments(model, moments)


class _Undecided:
    """Judges nothing."""

    def judge(self, statement: str, stage: str) -> str | None:  # noqa: ARG002
        return None

    def emotions(self, stage: str) -> tuple[Emotion, ...]:  # noqa: ARG002
        return ()

    def count(self, segment: str | None, stage: str, dimension: Dimension) -> int:  # noqa: ARG002
        return 0


def is_persons(claim: Claim) -> bool:
    """Whether a person wrote the claim or changed its words."""
    return claim.verdict is Verdict.EDITED or claim.author not in ENGINES


class _Recast:
    """One re-casting under way."""

    def __init__(self, draft: Draft, work: RecastWork) -> None:
        self._draft = draft
        self._work = work
        self._mapping = work.mapping
        self._target = work.playbook.model
        self._evidence: Mapping[str, Evidence] = {each.key: each for each in draft.evidence}
        self._judge: StageJudge | None = None
        self._found: dict[tuple[str, str], str | None] = {}
        self._unplaced = {each.claim.id: self._with_choices(each) for each in draft.unplaced}
        self._moved = 0
        self._judged = 0

    def build(self) -> Draft:
        maps = tuple(self._recast_map(each) for each in self._draft.maps)
        insights = self._recast_insights()
        recaster = GapRecaster(self._draft, self._mapping, self._stage_of_claims, self._work.rebuild_evidence_gaps)
        gaps = recaster.recast(maps, insights)
        label = self._draft.model.label.say(self._draft.language)
        brand = recast_brand(self._draft, self._mapping, self._stage_of_keys, self._value_waits)
        return replace(
            self._draft,
            model=self._target,
            maps=maps,
            insights=insights,
            gaps=gaps,
            journeys=recast_journeys(self._draft.journeys, self._stage_of_keys),
            brand=brand,
            uses=recast_uses(self._draft, gaps),
            unplaced=tuple(self._unplaced.values()),
            # Both were drafted along the old stages; `journey draft` writes them anew along the new ones.
            funnel=None,
            analysis=None,
            recasting=Recasting(self._draft.model.id, label, self._draft.number, self._moved, self._judged),
        )

    def _with_choices(self, each: Unplaced) -> Unplaced:
        """A claim that waited already, with the choices of the target."""
        heirs = (heir for choice in each.choices for heir in self._mapping.heirs.get(choice, ()))
        return replace(each, choices=tuple(dict.fromkeys(heirs)))

    # ---------------------------------------------------------------- claims

    def _place(self, claim: Claim, stage: str, place: Place) -> str | None:
        """The stage of the target that takes the claim; None where it waits, which is noted."""
        known = self._found.get((claim.id, stage))
        if known is None and (claim.id, stage) not in self._found:
            known = self._found[claim.id, stage] = self._find_stage(claim, stage)
            if known is None:
                self._wait(claim, stage, place, self._reason(claim, stage))
        return known

    def _find_stage(self, claim: Claim, stage: str) -> str | None:
        decided = self._work.decisions.get(claim.id)
        if decided is not None:
            self._judged += 1
            return decided
        heir = self._mapping.heir(stage)
        if heir is not None:
            self._moved += 1
            return heir
        if is_persons(claim) or not self._mapping.heirs.get(stage):
            return None
        found = self._stage_of_claims([claim], stage)
        self._judged += found is not None
        return found

    def _stage_of_claims(self, claims: Sequence[Claim], stage: str) -> str | None:
        """The one stage that all statements cited by the claims belong to; None where they differ or none is sure."""
        return self._stage_of_keys([key for claim in claims for key in claim.keys], stage)

    def _stage_of_keys(self, keys: Collection[str], stage: str) -> str | None:
        heir = self._mapping.heir(stage)
        if heir is not None:
            return heir
        cited = {self._evidence[key].statement for key in keys if key in self._evidence}
        if not cited or not self._mapping.heirs.get(stage):
            return None
        found = {self._open_judge().judge(statement, stage) for statement in cited}
        return found.pop() if len(found) == 1 else None

    def _value_waits(self, claim: Claim, finding: ValueFinding, heard: ValueHeard) -> None:
        place = Place("value", (finding.value.id, heard.stage, heard.touchpoint or ""))
        self._wait(claim, heard.stage, place, self._reason(claim, heard.stage))

    def _open_judge(self) -> StageJudge:
        if self._judge is None:
            self._judge = self._work.open_judge()
        return self._judge

    def _reason(self, claim: Claim, stage: str) -> Literal["person", "several", "none"]:
        if not self._mapping.heirs.get(stage):
            return "none"
        return "person" if is_persons(claim) else "several"

    def _wait(
        self, claim: Claim, stage: str, place: Place, reason: Literal["person", "several", "none", "question"]
    ) -> None:
        if place.kind in ("cell", "part", "answer", "value"):
            label = self._draft.model.title(stage).say(self._draft.language)
            choices = self._mapping.heirs.get(stage, ())
            self._unplaced.setdefault(claim.id, Unplaced(claim, place.kind, place.parts, label, choices, reason))

    # ---------------------------------------------------------------- map

    def _recast_map(self, each: SegmentMap) -> SegmentMap:
        taken: dict[tuple[str, Dimension], list[Claim]] = {}
        counts: dict[tuple[str, Dimension], int] = {}
        for cell in each.cells:
            place = Place("cell", (each.segment or "", cell.stage, cell.dimension.value))
            heir = self._mapping.heir(cell.stage)
            if heir is not None:
                counts[heir, cell.dimension] = counts.get((heir, cell.dimension), 0) + cell.statements
            for claim in cell.claims:
                stage = self._place(claim, cell.stage, place)
                if stage is not None:
                    _add(taken.setdefault((stage, cell.dimension), []), replace(claim, stage=stage))
        for waiting in self._decided("cell"):
            segment, _, dimension = waiting.stood
            if segment == (each.segment or ""):
                stage = self._work.decisions[waiting.claim.id]
                _add(taken.setdefault((stage, Dimension(dimension)), []), replace(waiting.claim, stage=stage))
        cells = tuple(
            Cell(
                guidance.stage,
                dimension,
                tuple(taken.get((guidance.stage, dimension), ())),
                self._ask(guidance, dimension),
                self._count(each.segment, guidance.stage, dimension, counts),
            )
            for guidance in self._work.playbook.stages
            for dimension in Dimension
        )
        return replace(each, cells=cells)

    def _count(
        self, segment: str | None, stage: str, dimension: Dimension, counts: Mapping[tuple[str, Dimension], int]
    ) -> int:
        if self._is_split(stage):
            return self._open_judge().count(segment, stage, dimension)
        return counts.get((stage, dimension), 0)

    def _is_split(self, stage: str) -> bool:
        """Whether a stage of the target takes only a part of some stage."""
        return any(stage in heirs and self._mapping.heir(each) is None for each, heirs in self._mapping.heirs.items())

    def _ask(self, guidance: StageGuidance, dimension: Dimension) -> str:
        question = guidance.cell_questions.get(dimension)
        return question.text.say(self._draft.language) if question is not None else ""

    def _decided(self, kind: str) -> list[Unplaced]:
        """Claims that waited in the draft and that a person has decided on now."""
        decided = [each for each in self._draft.unplaced if each.claim.id in self._work.decisions and each.kind == kind]
        for each in decided:
            self._unplaced.pop(each.claim.id, None)
        return decided

    # ---------------------------------------------------------------- insights

    def _recast_insights(self) -> tuple[StageInsight, ...]:
        parts: dict[tuple[str, str], list[Claim]] = {}
        answered: dict[str, list[Answer]] = {}
        for insight in self._draft.insights:
            for name in PART_FIELDS:
                for claim in part_claims(insight, name):
                    stage = self._place(claim, insight.stage, Place("part", (insight.stage, name)))
                    if stage is not None:
                        _add(parts.setdefault((stage, name), []), replace(claim, stage=stage))
            for answer in insight.answers:
                self._recast_answer(answer, insight.stage, answered, parts)
        for waiting in (each for kind in _IN_INSIGHTS for each in self._decided(kind)):
            stage = self._work.decisions[waiting.claim.id]
            name = waiting.stood[1] if waiting.kind == "part" else _LOOSE
            _add(parts.setdefault((stage, name), []), replace(waiting.claim, stage=stage))
        return tuple(self._build_insight(guidance, parts, answered) for guidance in self._work.playbook.stages)

    def _build_insight(
        self,
        guidance: StageGuidance,
        parts: Mapping[tuple[str, str], Sequence[Claim]],
        answered: Mapping[str, Sequence[Answer]],
    ) -> StageInsight:
        language = self._draft.language
        stage = guidance.stage
        does, says, feels, drivers, barriers, company, kpis = (
            tuple(parts.get((stage, name), ())) for name in PART_FIELDS
        )
        answers = tuple(_join_answers(each, answered.get(each.id, ()), language) for each in guidance.questions)
        return StageInsight(
            stage,
            self._target.title(stage).say(language),
            guidance.goal.say(language),
            does,
            says,
            feels,
            drivers,
            barriers,
            company,
            kpis,
            answers,
            self._emotions(stage),
        )

    def _recast_answer(
        self,
        answer: Answer,
        stage: str,
        answered: dict[str, list[Answer]],
        parts: dict[tuple[str, str], list[Claim]],
    ) -> None:
        """A question goes where the target asks it, whole, whoever answered it; else its claims wait for a person."""
        key = _key(answer.question_id)
        heirs = self._mapping.heirs.get(stage, ())
        asking = [each for heir in heirs for each in self._guidance(heir).questions if _key(each.id) == key]
        place = Place("answer", (stage, answer.question_id))
        if len(asking) == 1:
            heir = asking[0].id.partition(".")[0]
            self._moved += len(answer.claims)
            claims = tuple(replace(claim, stage=heir) for claim in answer.claims)
            answered.setdefault(asking[0].id, []).append(replace(answer, claims=claims))
            return
        for claim in answer.claims:
            found = self._place(claim, stage, place) if asking else None
            fitting = next((each for each in asking if each.id.partition(".")[0] == found), None)
            if fitting is not None and found is not None:
                moved = replace(answer, claims=(replace(claim, stage=found),))
                answered.setdefault(fitting.id, []).append(moved)
            elif not asking and claim.id in self._work.decisions:
                decided = self._work.decisions[claim.id]
                _add(parts.setdefault((decided, _LOOSE), []), replace(claim, stage=decided))
            elif not asking:
                self._wait(claim, stage, place, "question" if heirs else "none")

    def _guidance(self, stage: str) -> StageGuidance:
        return self._work.playbook.guidance(stage)

    def _emotions(self, stage: str) -> tuple[Emotion, ...]:
        """Those of the stages that came together, recomputed over all their statements; judged anew where one was split."""
        if self._is_split(stage):
            return self._open_judge().emotions(stage)
        sources = [each for each, heirs in self._mapping.heirs.items() if stage in heirs]
        found: dict[str | None, list[Emotion]] = {}
        for insight in self._draft.insights:
            if insight.stage in sources:
                for emotion in insight.emotions:
                    found.setdefault(emotion.segment, []).append(emotion)
        return tuple(_join_emotions(each) for each in found.values())


def _add(claims: list[Claim], claim: Claim) -> None:
    if all(each.id != claim.id for each in claims):
        claims.append(claim)


def _key(question: str) -> str:
    """What a question is called within its stage: "budget" of "purchase.question.budget"."""
    return question.rsplit(".", 1)[-1]


def _join_answers(question: Guidance, found: Sequence[Answer], language: Language) -> Answer:
    claims: list[Claim] = []
    for answer in found:
        for claim in answer.claims:
            _add(claims, claim)
    states: list[_State] = [each.state for each in found]
    best = min(states, key=_BEST_STATE.index) if states and claims else _BEST_STATE[-1]
    return Answer(question.id, question.text.say(language), best, tuple(claims))


def _join_emotions(found: Sequence[Emotion]) -> Emotion:
    if len(found) == 1:
        return found[0]
    mean = compute_mean([int(each) for emotion in found for each in emotion.computation.inputs])
    return replace(found[0], mean=float(mean.result), statements=len(mean.inputs), computation=mean)
