"""A draft in other stages: everything is somewhere, nothing of a person's is split or moved, what cannot be told waits."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.recast import RecastWork, carry_over, is_persons, map_draft, recast_draft
from assistant.journey import (
    BrandValue,
    Claim,
    Computation,
    Dimension,
    Draft,
    Emotion,
    Exit,
    GapKind,
    Journey,
    Journeys,
    Place,
    Role,
    Step,
    ValueFinding,
    ValueHeard,
    Verdict,
)
from assistant.journey.places import claims_by_place, with_claims
from assistant.library import load_moments, load_playbook, load_stage_models
from tests.fakes.drafts import build_draft

MODELS = load_stage_models()
MOMENTS = load_moments()
PLAYBOOKS = {each: load_playbook(each) for each in MODELS}


def _with_real_questions(draft: Draft) -> Draft:
    """The draft with the playbook's questions, of which some are answered."""
    insights = tuple(
        replace(
            each,
            answers=tuple(
                replace(answer, question_id=question.id)
                for answer, question in zip(each.answers, load_playbook().guidance(each.stage).questions, strict=False)
            ),
        )
        for each in draft.insights
    )
    return replace(draft, insights=insights)


DRAFT = _with_real_questions(build_draft())


class Judge:
    """Sends every statement to one stage, or says of none where it belongs; counts how often it was opened."""

    def __init__(self, stage: str | None = None) -> None:
        self.stage = stage
        self.opened = 0

    def open(self) -> "Judge":
        self.opened += 1
        return self

    def judge(self, statement: str, stage: str) -> str | None:
        return self.stage

    def emotions(self, stage: str) -> tuple[Emotion, ...]:
        return ()

    def count(self, segment: str | None, stage: str, dimension: Dimension) -> int:
        return 7


def recast(draft: Draft, model: str, judge: Judge | None = None, decisions: Mapping[str, str] | None = None) -> Draft:
    mapping = map_draft(draft, MODELS[model], MODELS, MOMENTS)
    opened = (judge or Judge()).open
    return recast_draft(draft, RecastWork(PLAYBOOKS[model], mapping, opened, lambda *_: (), decisions or {}))


def told(draft: Draft, kind: str = "") -> dict[str, Claim]:
    """The claims outside of gaps, by id."""
    places = claims_by_place(draft)
    return {
        each.id: each
        for place, found in places.items()
        if place.kind != "gap"
        for each in found
        if not kind or place.kind == kind
    }


def place_of(draft: Draft, claim: Claim) -> Place:
    return next(place for place, found in claims_by_place(draft).items() if claim.id in {each.id for each in found})


def edited(draft: Draft, place: Place) -> tuple[Draft, Claim]:
    """The draft with the first claim of a place reworded by a person."""
    first, *rest = claims_by_place(draft)[place]
    own = replace(first, text="顾问的话。", verdict=Verdict.EDITED, author="林岚")
    return with_claims(draft, {place: (own, *rest)}), own


def some_place(draft: Draft, kind: str, stage: str) -> Place:
    at = 1 if kind == "cell" else 0
    return next(p for p, found in claims_by_place(draft).items() if p.kind == kind and p.parts[at] == stage and found)


# ---------------------------------------------------------------- one heir


def test_stages_that_only_change_their_name_cost_no_judgement_and_lose_nothing() -> None:
    judge = Judge()
    found = recast(DRAFT, "use-five", judge)
    assert judge.opened == 0
    assert not found.unplaced
    assert found.model.id == "use-five"
    assert told(found).keys() == told(DRAFT).keys()
    for each in found.maps:
        old = next(one for one in DRAFT.maps if one.segment == each.segment)
        for dimension in Dimension:
            before, after = old.cell("retention", dimension), each.cell("use", dimension)
            assert [claim.id for claim in after.claims] == [claim.id for claim in before.claims]
            assert {claim.stage for claim in after.claims} <= {"use"}
            assert after.statements == before.statements


def test_stages_that_come_together_keep_all_claims_and_their_emotions_are_counted_again() -> None:
    fine = recast(DRAFT, "sub-stages-fifteen", Judge("problem"))
    back = recast(fine, "five-stage")
    assert {each.id for each in told(back).values()} == {each.id for each in told(fine).values()}


def test_emotions_of_stages_that_come_together_are_counted_over_all_their_statements() -> None:
    retention = next(each for each in DRAFT.insights if each.stage == "retention")
    (family,) = [each for each in retention.emotions if each.segment == "families"]
    happy = replace(family, mean=2.0, statements=1, computation=Computation("mean", ("2",), "2.0"))
    insights = tuple(replace(e, emotions=(happy,)) if e.stage == "loyalty" else e for e in DRAFT.insights)
    found = recast(replace(DRAFT, insights=insights), "buying-process").insights
    joined = next(each for each in found if each.stage == "after")
    counted = next(each for each in joined.emotions if each.segment == "families")
    assert counted.computation == Computation("mean", ("1", "-2", "0", "2"), "0.3")
    assert (counted.mean, counted.statements) == (0.3, 4)
    assert next(each for each in joined.emotions if each.segment != "families") in retention.emotions


def test_a_persons_claim_moves_with_a_stage_that_has_one_heir() -> None:
    draft, own = edited(DRAFT, some_place(DRAFT, "cell", "purchase"))
    found = recast(draft, "funnel")
    assert place_of(found, own).parts[1] == "conversion"
    moved = told(found)[own.id]
    assert (moved.text, moved.keys, moved.verdict, moved.author) == (own.text, own.keys, own.verdict, own.author)


# ---------------------------------------------------------------- several heirs, or none


def test_a_claim_of_the_program_goes_where_its_statements_belong() -> None:
    judge = Judge("advocacy")
    found = recast(DRAFT, "funnel", judge)
    place = some_place(DRAFT, "cell", "loyalty")
    for claim in claims_by_place(DRAFT)[place]:
        assert place_of(found, claim).parts[1] == "advocacy"
    assert judge.opened == 1
    assert found.recasting is not None
    assert found.recasting.judged > 0


def test_what_cannot_be_told_waits_with_its_choices() -> None:
    found = recast(DRAFT, "funnel", Judge(None))
    waiting = [each for each in found.unplaced if each.reason == "several"]
    assert waiting
    for each in waiting:
        assert each.choices == ("retention", "advocacy")
        assert place_of(found, each.claim) == Place("unplaced", (each.claim.id,))
    assert told(found).keys() == told(DRAFT).keys()


def test_a_persons_claim_is_never_judged() -> None:
    draft, own = edited(DRAFT, some_place(DRAFT, "cell", "loyalty"))
    found = recast(draft, "funnel", Judge("advocacy"))
    (waiting,) = [each for each in found.unplaced if each.claim.id == own.id]
    assert waiting.reason == "person"
    assert waiting.claim == own


def test_a_persons_decision_places_a_claim_at_once_or_later() -> None:
    draft, own = edited(DRAFT, some_place(DRAFT, "cell", "loyalty"))
    at_once = recast(draft, "funnel", Judge("retention"), {own.id: "advocacy"})
    assert place_of(at_once, own).parts[1] == "advocacy"
    waits = recast(draft, "funnel", Judge("retention"))
    later = recast(waits, "funnel", decisions={own.id: "advocacy"})
    assert place_of(later, own).parts[1] == "advocacy"
    assert not [each for each in later.unplaced if each.claim.id == own.id]


def test_where_the_model_has_no_stage_everything_is_listed() -> None:
    found = recast(DRAFT, "aida", Judge(None))
    assert told(found).keys() == told(DRAFT).keys()
    lost = told(found, "unplaced")
    assert {each.reason for each in found.unplaced} >= {"none"}
    assert all(claim.id in lost for claim in claims_by_place(DRAFT)[some_place(DRAFT, "cell", "retention")])


def test_an_answer_stays_with_its_question_whoever_gave_it() -> None:
    question = some_place(DRAFT, "answer", "awareness")
    draft, own = edited(DRAFT, question)
    found = recast(draft, "buying-process")
    place = place_of(found, own)
    key = question.parts[1].rsplit(".", 1)[-1]
    assert place == Place("answer", ("need", f"need.question.{key}"))


def test_gaps_move_with_their_stage_and_titles_name_the_new_one() -> None:
    found = recast(DRAFT, "use-five")
    for gap in (each for each in DRAFT.gaps if each.kind is not GapKind.EVIDENCE):
        moved = next(each for each in found.gaps if each.id == gap.id)
        assert moved.stage == ("use" if gap.stage == "retention" else gap.stage)
    split = recast(DRAFT, "sub-stages-ten", Judge(None))
    assert {each.stage for each in split.gaps} <= {None}


# ---------------------------------------------------------------- any models


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(list(MODELS)),
    st.sampled_from(list(MODELS)),
    st.sets(st.integers(0, 400), max_size=6),
    st.booleans(),
)
def test_no_claim_is_lost_and_no_word_of_a_person_changes(
    first: str, second: str, persons: set[int], judged: bool
) -> None:
    places = [place for place, found in claims_by_place(DRAFT).items() if found and place.kind != "gap"]
    draft, own = DRAFT, []
    for number in persons:
        draft, claim = edited(draft, places[number % len(places)])
        own.append(claim)
    for model in (first, second):
        target = MODELS[model]
        # A judge that is sure of a stage which is no heir would be wrong; it may be sure of the first one.
        draft = recast(draft, model, Judge(target.stage_ids[0] if judged else None))
        assert draft.model.stage_ids == target.stage_ids
        assert told(draft).keys() == told(DRAFT).keys()
        for each in own:
            found = told(draft)[each.id]
            assert replace(found, stage=each.stage) == each


# ---------------------------------------------------------------- journeys and brand


def test_steps_exits_and_values_follow_their_evidence_into_the_new_stages() -> None:
    (claim, *_) = claims_by_place(DRAFT)[some_place(DRAFT, "cell", "loyalty")]
    key = claim.keys[0]
    step = Step("phone", "loyalty", key, 1, (DRAFT.evidence[0].statement,))
    way = Journey("王芳", Role.CUSTOMER, "families", "一.md", (step,))
    left = Exit("exit", "phone", "王芳", Role.CUSTOMER, "families", "purchase", key, None)
    heard = ValueHeard("loyalty", None, (replace(claim, id="v1"),), (), 1, 0)
    finding = ValueFinding(BrandValue("open", "坦诚"), (heard,), ("awareness", "purchase"))
    draft = replace(DRAFT, journeys=Journeys(told=(way,), exits=(left,)), brand=(finding,))
    known = recast(draft, "funnel", Judge("advocacy"))
    assert known.journeys.told[0].steps[0].stage == "advocacy"
    assert known.journeys.exits[0].stage == "conversion"
    assert [(each.stage, each.kept[0].id) for each in known.brand[0].heard] == [("advocacy", "v1")]
    assert known.brand[0].unheard == ("awareness", "conversion")
    unsure = recast(draft, "funnel", Judge(None))
    assert unsure.journeys.told[0].steps[0].stage is None
    assert not unsure.brand[0].heard
    assert "v1" in {each.claim.id for each in unsure.unplaced}


# ---------------------------------------------------------------- carried on into new drafts


def test_what_persons_left_is_carried_into_drafts_of_another_model() -> None:
    draft, own = edited(DRAFT, some_place(DRAFT, "cell", "loyalty"))
    draft, sure = edited(draft, some_place(draft, "cell", "purchase"))
    carried = carry_over(draft, PLAYBOOKS["funnel"], MODELS, MOMENTS)
    assert own in [each.claim for each in carried.unplaced]
    assert all(is_persons(each.claim) for each in carried.unplaced)
    assert place_of(carried, sure).parts[1] == "conversion"
    assert carry_over(draft, PLAYBOOKS["five-stage"], MODELS, MOMENTS) is draft
