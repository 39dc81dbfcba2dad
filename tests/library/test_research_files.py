"""The shipped guide to collecting: every question of every playbook has its method, item, reason; own files win and are checked."""

import pytest

from assistant.errors import SettingsError
from assistant.journey import Dimension
from assistant.library import load_playbook, load_research, load_stage_models
from assistant.research import METHODS


@pytest.fixture(scope="module")
def guide():
    return load_research()


def test_the_five_methods_say_what_they_are_good_for_and_how_many_are_enough(guide):
    assert tuple(guide.methods) == METHODS
    for each in guide.methods.values():
        assert each.good_for.zh
        assert each.good_for.en
        assert each.limits.zh
        assert each.limits.en
        assert each.size is not None or each.id in ("survey", "interview")  # those two are computed


def test_every_question_of_the_handbook_has_an_entry_of_its_own(guide):
    for stage in load_playbook("five-stage").stages:
        for question in stage.questions:
            assert question.id.rsplit(".", 1)[-1] in guide.questions, question.id


@pytest.mark.parametrize("model", sorted(load_stage_models()))
def test_questions_of_every_model_find_an_approach_whose_options_their_stage_has(guide, model):
    for stage in load_playbook(model).stages:
        for question in stage.questions:
            approach = guide.approach(question.id, Dimension.INSIGHT)
            assert approach.methods
            assert approach.why.zh
            assert approach.why.en
            if approach.options is not None:
                assert getattr(stage, approach.options), question.id
            if "survey" in approach.methods:
                assert approach.item is not None, question.id


def test_figures_are_asked_of_the_company_and_never_of_customers(guide):
    assert guide.cells["kpi"].methods == ("own-data",)
    assert guide.cells["kpi"].item is None


def test_rules_say_where_they_stand_or_are_plainly_good_practice(guide):
    assert {"notice", "consent", "minimum", "sensitive", "abroad", "keeping"} <= {each.id for each in guide.rules}
    assert all(each.law is None or "GDPR" in each.law.en or "PIPL" in each.law.en for each in guide.rules)
    assert [each.id for each in guide.principles] == ["systematic", "comprehensive", "lawful", "safe"]
    assert all(each.origin == "analysis" for each in guide.principles)


def test_an_own_file_wins_entry_by_entry(tmp_path):
    own = "questions:\n  need:\n    methods: [focus-group]\n    why: {zh: 我们的做法, en: our way}\n"
    (tmp_path / "research.yaml").write_text(own, encoding="utf-8")
    guide = load_research(tmp_path)
    assert guide.questions["need"].methods == ("focus-group",)
    assert guide.questions["trigger"].methods[0] == "interview"


def test_everything_wrong_is_told_at_once(tmp_path):
    own = (
        "questions:\n"
        "  need:\n    methods: [telepathy]\n    why: {zh: 一, en: a}\n"
        "  trigger:\n    methods: []\n    why: {zh: 一, en: a}\n    colour: red\n"
    )
    (tmp_path / "research.yaml").write_text(own, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_research(tmp_path)
    told = caught.value.message.en
    assert "questions.need.methods" in told
    assert "questions.trigger.methods" in told
    assert "questions.trigger.colour" in told


def test_an_item_needs_a_scale_that_there_is(tmp_path):
    own = "questions:\n  need:\n    methods: [survey]\n    why: {zh: 一, en: a}\n    item: {zh: 一, en: a}\n    scale: stars\n"
    (tmp_path / "research.yaml").write_text(own, encoding="utf-8")
    with pytest.raises(SettingsError, match="stars"):
        load_research(tmp_path)
