"""Playbook and stage-model files: a workspace's own win, and all that is wrong is told at once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.journey import Dimension
from assistant.library import knowledge_folder, load_playbook, load_stage_models

OWN_MODEL = """
id: clinic
origin: ours
label: {zh: 诊所旅程, hant: 診所旅程, en: Clinic journey}
stages:
  - id: first-sign
    label: {zh: 起念, hant: 起念, en: First sign}
    definition: {zh: 牙开始不舒服。, en: The tooth begins to ache.}
    aliases: [征兆]
    akin: [awareness]
  - id: treatment
    label: {zh: 治疗, hant: 治療, en: Treatment}
    definition: {zh: 在诊所接受治疗。, en: Being treated at the clinic.}
    akin: [purchase, retention]
"""

OWN_PLAYBOOK = """
model: five-stage
sources:
  acme: {zh: 客户自己的手册, en: The client's own handbook}
stages:
  awareness:
    goal: {zh: 让街坊先认识我们。, en: Let the neighbourhood know us first., origin: acme}
    touchpoints:
      - {id: website, zh: 官网首页, en: Our home page, origin: acme, words: [官网]}
      - {id: radio, zh: 电台, en: Radio, origin: ours, words: [电台, radio]}
"""


def write(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def problems_of(extra: Path, model: str = "five-stage") -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        load_playbook(model, extra)
    return caught.value


# ---------------------------------------------------------------- what a workspace may do


def test_the_shipped_knowledge_is_found() -> None:
    assert (knowledge_folder() / "stage-models" / "five-stage.yaml").is_file()


def test_a_workspace_without_knowledge_of_its_own_gets_the_shipped_one(tmp_path: Path) -> None:
    assert load_playbook(extra=tmp_path / "knowledge") == load_playbook()
    assert load_stage_models(tmp_path) == load_stage_models()


def test_own_entries_win_by_id_and_are_added(tmp_path: Path) -> None:
    write(tmp_path, "playbook/ours.yaml", OWN_PLAYBOOK)
    own, shipped = load_playbook(extra=tmp_path), load_playbook()
    awareness = own.guidance("awareness")
    assert awareness.goal.en == "Let the neighbourhood know us first."
    touchpoints = {each.id: each for each in awareness.touchpoints}
    assert list(touchpoints) == [
        *(each.id for each in shipped.guidance("awareness").touchpoints),
        "awareness.touchpoint.radio",
    ]
    assert touchpoints["awareness.touchpoint.website"].text.en == "Our home page"
    assert touchpoints["awareness.touchpoint.website"].origin == "acme"
    assert own.sources["acme"].zh == "客户自己的手册"
    assert awareness.kpis == shipped.guidance("awareness").kpis
    assert own.guidance("loyalty") == shipped.guidance("loyalty")


def test_what_a_workspace_changes_in_the_five_stages_reaches_the_models_akin_to_them(tmp_path: Path) -> None:
    write(tmp_path, "stage-models/clinic.yaml", OWN_MODEL)
    write(tmp_path, "playbook/ours.yaml", OWN_PLAYBOOK)
    touchpoints = load_playbook("clinic", tmp_path).guidance("first-sign").touchpoints
    assert "first-sign.touchpoint.radio" in [each.id for each in touchpoints]


def test_an_own_model_takes_its_guidance_from_the_stages_it_is_akin_to(tmp_path: Path) -> None:
    write(tmp_path, "stage-models/clinic.yaml", OWN_MODEL)
    own, shipped = load_playbook("clinic", tmp_path), load_playbook()
    assert own.model.stage_ids == ("first-sign", "treatment")
    first, treatment = own.stages
    assert first.goal == shipped.guidance("awareness").goal
    assert [each.text for each in first.questions] == [each.text for each in shipped.guidance("awareness").questions]
    assert first.kpis[0].id == "first-sign.kpi.brand-awareness"
    taught = (shipped.guidance("purchase"), shipped.guidance("retention"))
    assert [each.text for each in treatment.touchpoints] == [
        each.text for guide in taught for each in guide.touchpoints
    ]
    assert set(treatment.cell_questions) == set(Dimension)


def test_an_own_version_of_a_shipped_model_wins(tmp_path: Path) -> None:
    content = OWN_MODEL.replace("id: clinic", "id: funnel").replace("first-sign", "awareness")
    write(tmp_path, "stage-models/funnel.yaml", content)
    models = load_stage_models(tmp_path)
    assert list(models) == list(load_stage_models())
    assert models["funnel"].stage_ids == ("awareness", "treatment")
    assert models["funnel"].digest != load_stage_models()["funnel"].digest
    own = load_playbook("funnel", tmp_path)
    assert own.guidance("awareness").lead_team == load_playbook("funnel").guidance("awareness").lead_team
    assert own.guidance("treatment").goal == load_playbook().guidance("purchase").goal


def test_a_stage_named_like_a_reference_stage_is_akin_to_it(tmp_path: Path) -> None:
    content = OWN_MODEL.replace("first-sign", "awareness").replace("    akin: [awareness]\n", "")
    write(tmp_path, "stage-models/clinic.yaml", content)
    assert load_stage_models(tmp_path)["clinic"].stage("awareness").akin == ("awareness",)


def test_an_alias_may_mean_different_stages_in_different_models(tmp_path: Path) -> None:
    write(tmp_path, "stage-models/clinic.yaml", OWN_MODEL.replace("征兆", "忠诚"))
    assert "忠诚" in load_stage_models(tmp_path)["clinic"].stage("first-sign").aliases


def test_a_question_taken_over_for_a_cell_keeps_its_id() -> None:
    guidance = load_playbook("funnel").guidance("conversion")
    touchpoint = guidance.cell_questions[Dimension.TOUCHPOINT]
    assert touchpoint in guidance.questions
    assert guidance.cell_questions[Dimension.KPI].id == "conversion.cell.kpi"


def test_the_digest_follows_the_content_and_nothing_else(tmp_path: Path) -> None:
    shipped = load_playbook()
    assert load_playbook().digest == shipped.digest
    assert load_playbook("funnel").digest != shipped.digest
    path = write(tmp_path, "playbook/a.yaml", OWN_PLAYBOOK)
    changed = load_playbook(extra=tmp_path).digest
    assert changed != shipped.digest
    path.rename(tmp_path / "playbook" / "b.yml")
    write(tmp_path, "playbook/b.yml", "# a remark\n" + OWN_PLAYBOOK)
    assert load_playbook(extra=tmp_path).digest == changed


# ---------------------------------------------------------------- what is told when something is wrong


def test_an_unknown_model_names_those_there_are() -> None:
    with pytest.raises(SettingsError) as caught:
        load_playbook("spiral")
    assert "spiral" in caught.value.message.en
    assert caught.value.hint is not None
    assert "five-stage, funnel" in caught.value.hint.en


def test_all_problems_of_all_files_come_in_one_error_in_both_languages(tmp_path: Path) -> None:
    model = write(tmp_path, "stage-models/clinic.yaml", OWN_MODEL.replace("akin: [awareness]", "akin: [nowhere]"))
    one = write(tmp_path, "playbook/one.yaml", "model: five-stage\nstages: {awareness: {touchpoint: []}}\n")
    two = write(
        tmp_path,
        "playbook/two.yaml",
        "uses: [{id: Bad Id, zh: 好处, origin: ours, colour: red}]\ncustomer_data: nothing\n",
    )
    error = problems_of(tmp_path)
    assert error.message.en.splitlines() == [
        "The knowledge files have 6 problem(s):",
        f'  {model}: stages[1].akin: the five-stage model has no stage "nowhere"',
        f"  {one}: stages.awareness.touchpoint: is not a known key",
        f"  {two}: uses[1].en: is missing",
        f"  {two}: uses[1].id: an id may only have lower-case letters, digits and hyphens",
        f"  {two}: uses[1].colour: is not a known key",
        f"  {two}: customer_data: must be a list",
    ]
    assert f"{two}: uses[1].en：缺少这一项" in error.message.zh
    assert "知识文件有 6 处问题：" in error.message.zh
    assert error.hint is not None


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.yaml", "uses: [", "not valid YAML"),
        ("a.yaml", "uses: 2001-99-99", "not valid YAML"),
        ("a.yaml", "? [uses]\n: 1", "not valid YAML"),
        ("a.yaml", "uses: &a [*a]", "uses[1]"),
        ("a.yaml", "- uses\n", "must be a mapping of keys to values"),
        ("a.yaml", "uses: [{id: a, zh: '', en: x, origin: ours}]", "uses[1].zh: must not be empty"),
        ("a.yaml", "uses: [{id: a, zh: 好, en: true, origin: ours}]", "uses[1].en: must be text"),
        ("a.yaml", "uses: [{id: a, zh: 好, en: x, origin: rumour}]", 'uses.a.origin: sources has no origin "rumour"'),
        ("a.yaml", "uses: []\nuses: []\n", "uses: this key stands twice (line 2)"),
        ("a.yaml", "stages: {awareness: {kpis: []}}", "model: a file with stages must name its model"),
        ("a.yaml", "model: spiral\n", 'model: there is no stage model "spiral"'),
        ("a.yaml", "model: funnel\nstages: {purchase: {kpis: []}}", 'the model "funnel" has no stage "purchase"'),
        (
            "a.yaml",
            "model: funnel\nstages: {awareness: {kpis: [{like: awareness.kpi.fame}]}}",
            'stages.awareness.kpis.fame: there is no entry "awareness.kpi.fame" to take over',
        ),
        (
            "a.yaml",
            "model: funnel\nstages: {awareness: {kpis: [{like: awareness.kpi.leads, zh: 线索}]}}",
            "stages.awareness.kpis[1].zh: is not a known key",
        ),
        ("a.yaml", "dimensions: {mood: {zh: 好, en: x, origin: ours}}", "dimensions.mood"),
    ],
)
def test_each_kind_of_problem_names_file_and_key(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = write(tmp_path, f"playbook/{name}", content)
    message = problems_of(tmp_path).message.en
    assert str(path) in message
    assert told in message


def test_an_id_that_stands_twice_is_told_with_both_places(tmp_path: Path) -> None:
    entry = "uses: [{id: mine, zh: 好处, en: A use, origin: ours}]"
    first = write(tmp_path, "playbook/a.yaml", entry)
    second = write(tmp_path, "playbook/b.yaml", entry)
    message = problems_of(tmp_path).message.en
    assert f"{second}: uses.mine: this id stands twice (also in {first})" in message


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "playbook/a.yaml", "")
    path.write_bytes("uses: []  # 好处".encode("gb18030"))
    assert "not encoded as UTF-8" in problems_of(tmp_path).message.en


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "playbook" / "a.yaml").mkdir(parents=True)
    assert "cannot be read" in problems_of(tmp_path).message.en


def test_one_name_for_two_stages_is_told_whatever_its_script_or_width(tmp_path: Path) -> None:
    write(
        tmp_path,
        "stage-models/clinic.yaml",
        OWN_MODEL.replace("征兆", "治療") + "    aliases: [ＦＩＲＳＴ　ｓｉｇｎ]\n",
    )
    message = problems_of(tmp_path, "clinic").message.en
    assert 'stages[2].aliases: "治疗" already means the stage "first-sign"' in message
    assert '"ＦＩＲＳＴ　ｓｉｇｎ" already means the stage "first-sign"' in message


def test_doubled_ids_of_stages_and_models_are_told(tmp_path: Path) -> None:
    write(tmp_path, "stage-models/a.yaml", OWN_MODEL.replace("id: treatment", "id: first-sign"))
    write(tmp_path, "stage-models/b.yaml", OWN_MODEL)
    message = problems_of(tmp_path, "clinic").message.en
    assert 'the stage id "first-sign" stands twice' in message
    assert '"clinic" is already used in' in message


def test_a_stage_nobody_has_guidance_for_is_told(tmp_path: Path) -> None:
    write(tmp_path, "stage-models/clinic.yaml", OWN_MODEL.replace("    akin: [awareness]\n", ""))
    message = problems_of(tmp_path, "clinic").message.en
    assert "stages.first-sign.goal: is missing, and no akin stage has it either" in message
    assert "stages.first-sign.cell_questions.insight" in message


def test_a_model_of_unknown_origin_is_told(tmp_path: Path) -> None:
    write(tmp_path, "stage-models/clinic.yaml", OWN_MODEL.replace("origin: ours", "origin: rumour"))
    assert 'sources has no origin "rumour"' in problems_of(tmp_path, "clinic").message.en


def test_a_model_needs_stages_and_all_three_labels(tmp_path: Path) -> None:
    write(tmp_path, "stage-models/a.yaml", "id: a\norigin: ours\nlabel: {zh: 一, en: one}\nstages: []\n")
    message = problems_of(tmp_path).message.en
    assert "label.hant: is missing" in message
    assert "stages: " in message


scraps = st.sampled_from(
    ["model", "five-stage", "stages", "awareness", "kpis", "uses", "id", "zh", "en", "origin", "ours", "like"]
)
trees = st.recursive(
    scraps | st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(scraps, inside, max_size=5),
    max_leaves=15,
)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60) | trees.map(lambda tree: yaml.safe_dump(tree, allow_unicode=True)))
def test_whatever_stands_in_a_file_it_loads_or_is_told(content: str) -> None:
    with TemporaryDirectory() as folder:
        write(Path(folder), "playbook/a.yaml", "")
        (Path(folder) / "playbook" / "a.yaml").write_bytes(content.encode("utf-8", "surrogatepass"))
        told = ""
        try:
            load_playbook(extra=Path(folder))
        except SettingsError as error:
            told = error.message.en
        assert not told or "a.yaml" in told
