"""Coding into a model that the codebook does not teach: by reference stage first, then by moment."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from assistant.drafting.build import build_draft
from assistant.drafting.corrections import translate_corrections
from assistant.drafting.division import DivisionCoder, choose_stage, is_taught_directly, mark_moments
from assistant.drafting.extractive import ExtractiveCoder, OwnExample
from assistant.drafting.lessons import Lessons
from assistant.drafting.llm.lines import example_stages
from assistant.journey import Coding, Dimension, Locator, Role, Statement, Verdict
from assistant.library import load_codebook, load_moments, load_playbook, load_stage_models
from assistant.wording import LANGUAGES
from tests.drafting.notes import SEGMENTS, rich_notes

MODELS = load_stage_models()
MOMENTS = load_moments()
REFERENCE = load_playbook()
CODEBOOK = mark_moments(load_codebook()[::25], MOMENTS)


def said(text: str, role: Role = Role.CUSTOMER) -> Statement:
    return Statement(f"id of {text}", "一.md", Locator(line=1), "某人", role, None, text, "zh-Hans", 1)


def code(model: str, texts: Sequence[str], own: Sequence[OwnExample] = ()) -> list[Coding]:
    translated = translate_corrections(own, REFERENCE.model, MODELS)
    reference = ExtractiveCoder(Lessons(REFERENCE, CODEBOOK), None, translated)
    return DivisionCoder(MODELS[model], MOMENTS, reference, CODEBOOK, own, MODELS).code([said(each) for each in texts])


def corrected(text: str, stages: tuple[str, ...], model: str = "five-stage", sentiment: int = 0) -> OwnExample:
    return OwnExample(f"id of {text}", text, model, stages, (Dimension.INSIGHT,), sentiment, "李顾问")


TOLD = {
    "结账的时候支付页面卡住了，付款付了三次": ("purchase", "payment"),
    "送货晚了一个星期，物流信息一直没更新": ("purchase", "delivery"),
    "上个月坏了，报修以后维修师傅来了两次": ("retention", "problem"),
    "到期我又续费了一年，没怎么想": ("loyalty", "repurchase"),
    "我已经把他们推荐给两个朋友，还写了好评": ("loyalty", "recommend"),
}


def test_words_of_a_moment_decide_within_the_stage() -> None:
    codings = code("sub-stages-fifteen", list(TOLD), [corrected(text, (stage,)) for text, (stage, _) in TOLD.items()])
    assert [each.stages for each in codings] == [(moment,) for _, moment in TOLD.values()]
    for coding in codings:
        assert coding.model == "sub-stages-fifteen"
        assert coding.author == "李顾问"
        assert 0 < coding.confidence <= 1


def test_with_one_stage_for_a_reference_stage_nothing_is_less_sure() -> None:
    texts = list(TOLD)
    reference = ExtractiveCoder(Lessons(REFERENCE, CODEBOOK)).code([said(each) for each in texts])
    found = code("use-five", texts)
    renamed = {"retention": "use"}
    assert [each.stages for each in found] == [tuple(renamed.get(s, s) for s in each.stages) for each in reference]
    assert [each.confidence for each in found] == [each.confidence for each in reference]


def test_feeling_decides_in_a_division_by_emotion() -> None:
    text = "滤芯一直用着"
    for sentiment, stage in ((-1, "disappointment"), (2, "satisfaction")):
        (coding,) = code("emotion", [text], [corrected(text, ("retention",), sentiment=sentiment)])
        assert coding.stages == (stage,)


def test_what_a_model_has_no_stage_for_is_not_coded() -> None:
    text = "到期我又续费了一年"
    (coding,) = code("aida", [text], [corrected(text, ("loyalty",))])
    assert (coding.stages, coding.dimensions, coding.sentiment) == ((), (), 0)


def test_a_correction_in_the_model_itself_wins_word_for_word() -> None:
    text = "送货晚了一个星期"
    own = [corrected(text, ("purchase",)), corrected(text, ("payment", "decision"), "sub-stages-fifteen", -2)]
    (coding,) = code("sub-stages-fifteen", [text], own)
    assert (coding.stages, coding.sentiment, coding.confidence) == (("payment", "decision"), -2, 1.0)


def test_corrections_are_taken_into_another_model_only_where_that_is_no_guess() -> None:
    sure, unsure = corrected("付了款", ("purchase",)), corrected("说给朋友听", ("loyalty",))
    (found,) = translate_corrections([sure, unsure], MODELS["funnel"], MODELS)
    assert (found.model, found.stages) == ("funnel", ("conversion",))
    kept = replace(sure, model="funnel", stages=("retention",))
    assert translate_corrections([kept, sure], MODELS["funnel"], MODELS) == (kept,)
    assert translate_corrections([replace(sure, model="gone")], MODELS["funnel"], MODELS) == ()


def test_the_likeliest_of_several_stages_is_chosen_and_how_likely_is_told() -> None:
    model = MODELS["sub-stages-fifteen"]
    choice = choose_stage(model, ["decision", "payment"], {"decision": 0.1, "payment": 0.9}, "neutral")
    assert choice.stage == "payment"
    assert 0.5 < choice.likelihood < 1
    assert choose_stage(model, ["payment"], {}, "neutral").likelihood == 1.0
    assert choose_stage(MODELS["aida"], ["repurchase"], {}, "neutral").stage is None


def test_only_the_models_that_the_codebook_codes_are_taught_directly() -> None:
    assert {each.id for each in MODELS.values() if is_taught_directly(each)} == {"five-stage", "funnel"}
    changed = replace(MODELS["five-stage"], stages=MODELS["five-stage"].stages[:4])
    assert not is_taught_directly(changed)


def test_examples_for_a_chat_model_are_told_in_its_own_stages() -> None:
    told = [each for each in mark_moments(load_codebook()[::9], MOMENTS) if each.moment == "payment"]
    assert example_stages(told[0], MODELS["sub-stages-fifteen"]) == ("payment",)
    assert example_stages(told[0], MODELS["five-stage"]) == ("purchase",)
    plain = next(each for each in CODEBOOK if each.stages == ("purchase",) and not each.moment)
    assert example_stages(plain, MODELS["sub-stages-fifteen"]) is None


def test_a_draft_can_be_made_with_every_model_in_every_language(tmp_path: Path) -> None:
    notes = rich_notes()
    reference = ExtractiveCoder(Lessons(REFERENCE, CODEBOOK), segments=SEGMENTS)
    for number, (model, language) in enumerate(zip(MODELS, cycle(LANGUAGES), strict=False), start=1):
        known = load_playbook(model)
        coder = DivisionCoder(known.model, MOMENTS, reference, CODEBOOK)
        folder = tmp_path / str(number)
        folder.mkdir()
        codings = tuple(coder.code(notes.statements))
        draft = build_draft(notes.request(folder, language, playbook=known, codings=codings))
        assert {cell.stage for each in draft.maps for cell in each.cells} == set(known.model.stage_ids)
        assert {each.stage for each in draft.insights} == set(known.model.stage_ids)
        assert not [each for each in draft.claims() if each.verdict is Verdict.UNSUPPORTED]
