"""The collection plan: what a draft leaves open becomes a question with its method, people and ready words."""

from dataclasses import replace

import pytest

from assistant.drafting.collecting import PlanRequest, build_collection_plan
from assistant.drafting.collecting.holdings import holdings_of, nothing_held
from assistant.drafting.collecting.plan import sample_size
from assistant.journey import Dimension, Draft, GapKind, Role, Segment
from assistant.journey.collection import CollectionPlan
from assistant.library import load_playbook, load_research
from assistant.wording import LANGUAGES, Language, Text
from tests.fakes.drafts import build_draft

PLAYBOOK = load_playbook("five-stage")
GUIDE = load_research()


def plan_of(draft: Draft | None, language: Language = "en") -> CollectionPlan:
    segments = (Segment("home", "家庭住户"),)
    held = holdings_of(draft) if draft is not None else nothing_held(PLAYBOOK, segments, "all")
    basis = Text("笔记", "the notes")
    return build_collection_plan(
        PlanRequest("Acme", language, "2026-01-01T09:00:00+08:00", PLAYBOOK, GUIDE, held, basis)
    )


def test_before_the_first_note_every_cell_and_question_is_open_once():
    plan = plan_of(None)
    ids = [each.id for each in plan.inquiries]
    wanted = {question.id for stage in PLAYBOOK.stages for question in stage.questions}
    wanted |= {question.id for stage in PLAYBOOK.stages for question in stage.cell_questions.values()}
    assert wanted <= set(ids)
    assert len(ids) == len(set(ids))
    assert {each.state for each in plan.inquiries} == {"open"}


def test_a_filled_cell_and_an_answered_question_are_not_asked_again():
    draft = build_draft()
    filled = [(cell.stage, cell.dimension) for each in draft.maps for cell in each.cells if cell.claims]
    empty = {(cell.stage, cell.dimension) for each in draft.maps for cell in each.cells if not cell.claims}
    answered = {each.question_id for one in draft.insights for each in one.answers if each.state == "answered"}
    plan = plan_of(draft)
    asked = {each.id for each in plan.inquiries}
    for stage in PLAYBOOK.stages:
        for dimension, question in stage.cell_questions.items():
            place = (stage.stage, dimension)
            if place in filled and place not in empty and question.id in answered:
                assert question.id not in asked
            if place in empty:
                assert question.id in asked


def test_what_some_have_answered_is_counted_next():
    draft = build_draft()
    first = draft.insights[0]
    question = next(each for each in PLAYBOOK.stages[0].questions if each.id == "awareness.question.trigger")
    partly = replace(first.answers[0], question_id=question.id, state="partly")
    draft = replace(draft, insights=(replace(first, answers=(partly,)), *draft.insights[1:]))
    cells = tuple(
        replace(one, cells=tuple(replace(c, claims=draft.maps[0].cells[0].claims or c.claims) for c in one.cells))
        for one in draft.maps
    )
    plan = plan_of(replace(draft, maps=cells))
    found = next(each for each in plan.inquiries if each.id == question.id)
    assert found.state == "partly"
    assert found.methods[0] == "survey"
    assert "how many it holds" in found.why


def test_figures_go_to_the_team_of_the_stage_and_into_the_list_of_figures():
    plan = plan_of(None)
    kpi = PLAYBOOK.stages[2].cell_questions[Dimension.KPI]
    found = next(each for each in plan.inquiries if each.id == kpi.id)
    assert found.methods == ("own-data",)
    assert found.whom == "sales"
    request = next(each for each in plan.requests if each.stage == "Purchase")
    assert "Cart abandonment" in " ".join(request.names)
    assert next(each for each in plan.questions if each.inquiry == kpi.id).role is Role.STAFF


def test_contradictions_are_told_in_two_ways_and_asked_of_both_sides():
    draft = build_draft()
    gap = next(each for each in draft.gaps if each.kind is GapKind.CONTRADICTION)
    found = next(each for each in plan_of(draft).inquiries if each.id == gap.id)
    assert found.state == "unsure"
    assert gap.owner in found.whom
    assert "customers" in found.whom
    closed = replace(draft, gaps=tuple(replace(each, status="closed") for each in draft.gaps))
    assert gap.id not in {each.id for each in plan_of(closed).inquiries}


def test_sample_sizes_are_those_of_the_formula():
    assert sample_size(10) == 97
    assert sample_size(5) == 385
    survey = next(each for each in plan_of(None).methods if each.id == "survey")
    assert "97" in survey.size
    assert "385" in survey.size


def test_each_survey_item_has_a_scale_and_belongs_to_an_open_question():
    plan = plan_of(None)
    asked = {each.id for each in plan.inquiries}
    assert len(plan.survey) > 15
    assert all(each.scale and each.inquiry in asked for each in plan.survey)
    touchpoints = next(each for each in plan.survey if each.inquiry == "awareness.cell.touchpoint")
    assert "Word of mouth" in touchpoints.options


def test_who_was_heard_and_who_is_missing():
    draft = build_draft()
    plan = plan_of(draft)
    for one in draft.maps:
        group = next(each for each in plan.recruits if each.label == one.label)
        assert (group.heard, group.wanted) == (one.speakers, max(6, one.speakers))
    assert all(each.heard == 0 for each in plan_of(None).recruits)
    assert Role.STAFF in {each.role for each in plan_of(None).recruits}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_speaks_one_language(language):
    plan = plan_of(None, language)
    said = [text for each in plan.inquiries if each.kind != "segment" for text in (each.question, each.why)]
    said += [each.text for each in (*plan.survey, *plan.rules)] + [each.size for each in plan.methods]
    chinese = [any("一" <= letter <= "鿿" for letter in text) for text in said]
    assert all(chinese) if language != "en" else not any(chinese)
