"""Advice on the division: fine only where the notes and the people carry it, by feeling or touchpoint where that is said."""

from assistant.drafting.advising import Adviser, Situation
from assistant.drafting.build import material_of
from assistant.library import load_playbook, load_stage_models
from tests.drafting.notes import TOUCHPOINT, Notes

MODELS = load_stage_models()
CONSIDERATIONS = [each for each in load_playbook().method if each.id.startswith("method.consider-")]
TEN = MODELS["sub-stages-ten"].stage_ids


def adviser(per_stage: int, tmp_path) -> Adviser:
    """Notes in which two customers tell of every one of the ten sub-stages `per_stage` times each."""
    notes = Notes()
    for stage in TEN:
        for turn in range(per_stage):
            notes.say(f"客户{turn % 2}", f"说到{stage}的第{turn}句话，后来我对比了别家。", "purchase", TOUCHPOINT, 0)
    material = material_of(notes.request(tmp_path))
    stages = {
        each.id: {
            "sub-stages-ten": TEN[place // per_stage],
            "use-five": MODELS["sub-stages-ten"].stages[place // per_stage].part_of,
        }
        for place, each in enumerate(material.told)
    }
    return Adviser(material, MODELS, stages, CONSIDERATIONS)


def test_a_fine_division_is_advised_where_customers_compare_and_the_notes_carry_it(tmp_path) -> None:
    advice = adviser(6, tmp_path).advise(Situation())
    assert (advice.model.id, advice.method) == ("sub-stages-ten", "time")
    assert any("10" in each.text.en for each in advice.reasons if each.consideration == "data")
    assert len(advice.open_questions) == 4


def test_too_few_statements_carry_no_fine_division(tmp_path) -> None:
    advice = adviser(3, tmp_path).advise(Situation(competitive=True, people=5))
    assert advice.model.id == "use-five"
    assert any("more interviews" in each.text.en for each in advice.reasons)


def test_one_person_cannot_keep_a_fine_map(tmp_path) -> None:
    advice = adviser(6, tmp_path).advise(Situation(competitive=True, people=1))
    assert advice.model.id == "use-five"
    assert any(each.consideration == "resources" and "too fine" in each.text.en for each in advice.reasons)


def test_what_a_person_says_wins(tmp_path) -> None:
    given = adviser(6, tmp_path)
    assert given.advise(Situation(emotional=True)).model.id == "emotion"
    assert given.advise(Situation(competitive=False)).model.id == "use-five"


def test_other_divisions_come_with_what_the_notes_carry(tmp_path) -> None:
    advice = adviser(6, tmp_path).advise(Situation())
    assert all(0 <= each.stages <= len(each.model.stages) for each in advice.others)
    assert [each.share for each in advice.others] == sorted((each.share for each in advice.others), reverse=True)
