"""The stage models: what is shipped, how they are made of moments, and how they map to each other."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SettingsError, UsageError
from assistant.journey import FEELINGS, Dimension, StageModel
from assistant.journey.mapping import build_mapping, find_shared, find_uncovered
from assistant.library import load_moments, load_playbook, load_stage_models
from assistant.library.authoring import render_model, write_new_model

MODELS = load_stage_models()
MOMENTS = load_moments()
IDS = [each.id for each in MOMENTS]
AFTER_SALE = ("first-use", "deeper-use", "problem", "repurchase", "recommend", "identification")


def write_model(folder: Path, text: str) -> None:
    (folder / "stage-models").mkdir(exist_ok=True)
    (folder / "stage-models" / "own.yaml").write_text(text, encoding="utf-8")


def test_the_models_of_the_texts_are_there_with_their_stages() -> None:
    assert {each.id: len(each.stages) for each in MODELS.values()} == {
        "five-stage": 5,
        "funnel": 5,
        "aida": 4,
        "behaviour": 5,
        "buying-process": 5,
        "emotion": 5,
        "sub-stages-fifteen": 15,
        "sub-stages-ten": 10,
        "touchpoint-type": 5,
        "use-five": 5,
        "whole-journey": 5,
    }
    assert {each.method for each in MODELS.values()} == {"time", "behaviour", "emotion", "touchpoint"}


@pytest.mark.parametrize(("model", "each"), [("sub-stages-ten", 2), ("sub-stages-fifteen", 3)])
def test_sub_stages_lie_in_the_five_stages_and_the_note_says_how_they_were_counted(model: str, each: int) -> None:
    found = MODELS[model]
    assert [part.label.zh for part in found.parts] == ["认知", "考虑", "购买", "使用", "忠诚"]
    assert [sum(stage.part_of == part.id for stage in found.stages) for part in found.parts] == [each] * 5
    assert found.note is not None
    assert "阶段”" in found.note.zh
    assert found.title(found.stages[0].id).zh == "认知 · 广告接触"


@pytest.mark.parametrize("model", MODELS.values(), ids=str)
def test_every_moment_has_one_stage_for_each_feeling_unless_the_model_ends_at_the_sale(model: StageModel) -> None:
    assert find_shared(model, IDS) == {}
    assert find_uncovered(model, IDS) == (AFTER_SALE if model.id == "aida" else ())


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_a_whole_playbook(model: str) -> None:
    for guidance in load_playbook(model).stages:
        assert guidance.goal.zh
        assert guidance.goal.en
        assert list(guidance.cell_questions) == list(Dimension)
        assert guidance.questions or model == "aida"
        assert guidance.touchpoints


@pytest.mark.parametrize("model", ["use-five", "behaviour", "whole-journey", "sub-stages-ten", "sub-stages-fifteen"])
def test_no_question_of_the_reference_is_lost_or_asked_twice(model: str) -> None:
    shipped = [each.id.split(".")[-1] for stage in load_playbook().stages for each in stage.questions]
    asked = [each.id.split(".")[-1] for stage in load_playbook(model).stages for each in stage.questions]
    assert sorted(each for each in asked if each in shipped) == sorted(shipped)


# ---------------------------------------------------------------- mappings


def test_kinds_of_mapping() -> None:
    mapping = build_mapping(MODELS["five-stage"], MODELS["funnel"])
    assert mapping.heir("purchase") == "conversion"
    assert mapping.kind("purchase") == "one-to-one"
    assert mapping.heirs["loyalty"] == ("retention", "advocacy")
    assert mapping.kind("loyalty") == "one-to-many"
    assert mapping.heir("loyalty") is None
    back = build_mapping(MODELS["sub-stages-fifteen"], MODELS["five-stage"])
    assert {back.kind(each) for each in back.heirs} == {"many-to-one"}
    ended = build_mapping(MODELS["five-stage"], MODELS["aida"])
    assert ended.kind("retention") == "none"
    assert ended.heir("retention") is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(MODELS.values())), st.sampled_from(list(MODELS.values())))
def test_what_a_stage_covers_is_covered_by_its_heirs_or_left_behind(origin: StageModel, target: StageModel) -> None:
    mapping = build_mapping(origin, target)
    for stage in origin.stages:
        for moment in stage.covered:
            felt = [feeling for feeling in FEELINGS if stage.covers(moment, feeling)]
            inherited = all(
                any(target.stage(heir).covers(moment, feeling) for heir in mapping.heirs[stage.id]) for feeling in felt
            )
            assert inherited or moment in mapping.left_behind(stage.id)


@pytest.mark.parametrize("model", MODELS.values(), ids=str)
def test_a_model_maps_to_itself_stage_by_stage(model: StageModel) -> None:
    assert all(heirs == (stage,) for stage, heirs in build_mapping(model, model).heirs.items())


# ---------------------------------------------------------------- models of one's own


@pytest.mark.parametrize("base", MODELS)
def test_a_new_model_begins_as_a_copy_that_can_be_used_at_once(base: str, tmp_path: Path) -> None:
    path = write_new_model(tmp_path, "our-journey", MODELS[base], MOMENTS)
    found = load_stage_models(tmp_path)["our-journey"]
    assert [(each.id, each.covered, each.part_of) for each in found.stages] == [
        (each.id, each.covered, each.part_of) for each in MODELS[base].stages
    ]
    load_playbook("our-journey", tmp_path)
    with pytest.raises(UsageError):
        write_new_model(tmp_path, "our-journey", MODELS[base], MOMENTS)
    assert path.read_text(encoding="utf-8") == render_model("our-journey", MODELS[base], MOMENTS)


@pytest.mark.parametrize("name", ["Our", "我们的", "a_b", "", "a/../b"])
def test_a_name_that_is_no_id_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_new_model(tmp_path, name, MODELS["five-stage"], MOMENTS)
    assert not list(tmp_path.rglob("*.yaml"))


def test_an_unknown_moment_and_an_unknown_part_are_both_named(tmp_path: Path) -> None:
    own = render_model("own", MODELS["sub-stages-ten"], MOMENTS)
    write_model(tmp_path, own.replace("[repurchase]", "[renewal]").replace("part_of: use", "part_of: usage", 1))
    with pytest.raises(SettingsError) as error:
        load_stage_models(tmp_path)
    assert 'there is no moment "renewal"' in error.value.message.en
    assert 'parts has no "usage"' in error.value.message.en


def test_a_workspace_adds_moments_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "moments").mkdir()
    (tmp_path / "moments" / "own.yaml").write_text(
        "moments:\n  - id: tender\n    stage: consideration\n    origin: ours\n"
        "    label: {zh: 招标, hant: 招標, en: Tender}\n    definition: {zh: 走招标, en: A tender is run.}\n"
        "    goal: {zh: 入围, en: Be shortlisted.}\n    words: [招标, 投标, tender]\n",
        encoding="utf-8",
    )
    assert "tender" in {each.id for each in load_moments(tmp_path)}
    assert "tender" in load_stage_models(tmp_path)["five-stage"].stage("consideration").moments
