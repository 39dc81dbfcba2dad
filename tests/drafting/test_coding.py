"""Coding without a chat model, learnt from a handful of examples; a person's corrections win and stay."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.drafting.codebook_model import CodebookModel
from assistant.drafting.corrections import Corrections
from assistant.drafting.extractive import ExtractiveCoder, OwnExample
from assistant.drafting.learned import LearnedModels
from assistant.drafting.lessons import Lessons
from assistant.errors import StorageError, StoreError
from assistant.journey import Coding, Dimension, Locator, Role, Stage, Statement
from assistant.playbook import CodedExample, Playbook
from assistant.wording import same
from tests.drafting.notes import BEHAVIOUR, INSIGHT, KPI, PLAYBOOK, SEGMENTS, TOUCHPOINT, Notes, rich_notes
from tests.fakes.embedders import LetterEmbedder

HEARD = ("朋友聊天的时候第一次听说这个牌子", "在电梯里看到过海报才知道这个牌子", "邻居聊天提过，第一次听说这个牌子")
BOUGHT = ("当天就在柜台刷卡付款下了单", "签了合同就付款下单了", "谈好价格以后马上刷卡付款")
IDLE = ("今天天气真不错呀", "先喝口茶再说吧", "孩子今年上小学了")


def example(text: str, stage: str, funnel: str, dimension: Dimension, sentiment: int = 0) -> CodedExample:
    return CodedExample(text, (stage,), (funnel,), (dimension,), sentiment)


CODEBOOK = (
    *(example(text, "awareness", "awareness", TOUCHPOINT) for text in HEARD),
    *(example(text, "purchase", "conversion", BEHAVIOUR) for text in BOUGHT),
    *(CodedExample(text, (), (), (), 0) for text in IDLE),
)


def coder(own: Sequence[OwnExample] = (), playbook: Playbook = PLAYBOOK, **others: object) -> ExtractiveCoder:
    return ExtractiveCoder(Lessons(playbook, CODEBOOK), None, own, segments=SEGMENTS, **others)


def said(text: str, role: Role = Role.CUSTOMER, **others: object) -> Statement:
    told = Statement(f"id of {text}", "一.md", Locator(line=1), "某人", role, None, text, "zh-Hans", 1)
    return replace(told, **others)


def code(text: str, own: Sequence[OwnExample] = (), playbook: Playbook = PLAYBOOK) -> Coding:
    (coding,) = coder(own, playbook).code([said(text)])
    return coding


def corrected(text: str, **others: object) -> OwnExample:
    own = OwnExample(f"id of {text}", text, "five-stage", ("purchase",), (KPI, INSIGHT), -2, "李顾问")
    return replace(own, **others)


def own_model(*stages: Stage) -> Playbook:
    guidance = tuple(replace(PLAYBOOK.stages[0], stage=stage.id) for stage in stages)
    return replace(PLAYBOOK, model=replace(PLAYBOOK.model, id="own", stages=stages), stages=guidance)


# ---------------------------------------------------------------- what is coded


def test_what_is_said_like_an_example_is_coded_like_it() -> None:
    assert code("第一次听说这个牌子是朋友聊天提到的").stages[0] == "awareness"
    assert code("我当天就刷卡付款了").stages[0] == "purchase"


def test_every_statement_but_the_interviewers_has_one_coding_in_order() -> None:
    notes = rich_notes()
    codings = coder().code(notes.statements)
    assert [each.statement for each in codings] == [each.statement for each in notes.codings]
    for each in codings:
        assert set(each.stages) <= {"awareness", "purchase"}
        assert bool(each.stages) == bool(each.dimensions)
        assert -2 <= each.sentiment <= 2
        assert 0 <= each.confidence <= 1
        assert each.model == "five-stage"
        assert each.stages or not each.sentiment


def test_the_same_statements_are_coded_the_same() -> None:
    notes = rich_notes()
    assert coder().code(notes.statements) == coder().code(notes.statements)


@pytest.mark.parametrize("text", ["嗯嗯", "你好，谢谢！", "……", "Okay, thanks.", "Hmm", "   "])
def test_fillers_and_greetings_have_no_code(text: str) -> None:
    coding = code(text)
    assert (coding.stages, coding.dimensions, coding.sentiment) == ((), (), 0)


def test_a_bare_question_is_no_statement_about_the_journey() -> None:
    assert code("什么时候送货呢？").stages == ()


def test_notes_by_the_interviewer_only_have_no_codings() -> None:
    assert coder().code([said("您当天就付款了吗", Role.INTERVIEWER)]) == []
    assert coder().code([]) == []


@pytest.mark.parametrize("text", ["\x00", "ﷺ" * 20, "\ud800", "a" * 5000, "＝１＋１"])
def test_odd_statements_are_coded_without_an_error(text: str) -> None:
    assert code(text).statement == f"id of {text}"


def test_a_member_of_staff_speaks_for_the_one_segment_he_names() -> None:
    told = [
        said("小餐馆的客户当天就付款下单", Role.STAFF),
        said("小餐馆和年轻家庭都当天付款", Role.STAFF),
        said("我开了家小餐馆，当天就付款", Role.CUSTOMER),
    ]
    assert [each.segment for each in coder().code(told)] == ["shops", None, None]


# ---------------------------------------------------------------- stage models


def test_a_clients_own_stages_learn_from_those_they_are_akin_to() -> None:
    own = own_model(
        Stage("find", same("找到我们"), same("…"), akin=("awareness", "consideration")),
        Stage("deal", same("成交"), same("…"), akin=("purchase",)),
    )
    assert code("第一次听说这个牌子是朋友聊天提到的", playbook=own).stages[0] == "find"
    assert code("我当天就刷卡付款了", playbook=own).stages[0] == "deal"
    assert code("我当天就刷卡付款了", playbook=own).model == "own"


def test_the_funnel_has_codes_of_its_own() -> None:
    stages = (PLAYBOOK.model.stages[0], Stage("conversion", same("转化"), same("…")))
    funnel = own_model(*stages)
    funnel = replace(funnel, model=replace(funnel.model, id="funnel"))
    assert code("我当天就刷卡付款了", playbook=funnel).stages[0] == "conversion"


# ---------------------------------------------------------------- corrections


def test_a_corrected_statement_keeps_exactly_its_codes() -> None:
    text = HEARD[0]
    coding = code(text, [corrected(text)])
    assert (coding.stages, coding.dimensions, coding.sentiment) == (("purchase",), (KPI, INSIGHT), -2)
    assert (coding.author, coding.confidence) == ("李顾问", 1.0)


def test_a_statement_corrected_to_none_is_none() -> None:
    text = BOUGHT[0]
    assert code(text, [corrected(text, stages=(), dimensions=(), sentiment=0)]).stages == ()


def test_a_filler_can_be_given_a_code() -> None:
    assert code("嗯嗯", [corrected("嗯嗯")]).stages == ("purchase",)


def test_corrections_of_another_stage_model_do_not_count() -> None:
    text = HEARD[0]
    coding = code(text, [corrected(text, model="funnel", stages=("conversion",))])
    assert (coding.author, coding.stages[0]) == ("extractive", "awareness")


def test_statements_like_a_corrected_one_are_drawn_to_it() -> None:
    words = "师傅量了三次尺寸才把柜子装进去"
    own = [corrected(words, stages=("purchase",), dimensions=(BEHAVIOUR,), sentiment=-1)]
    assert code("师傅量了三次尺寸才装进去柜子", own).stages == ("purchase",)


def test_corrections_are_kept_the_latest_of_each_statement(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "corrections.json"
    kept = Corrections(path)
    assert kept.read() == ()
    kept.add([corrected("甲"), corrected("乙", segment="families", role=Role.STAFF, language="en")])
    Corrections(path).add([corrected("甲", sentiment=1), corrected("甲", model="funnel", stages=("conversion",))])
    found = Corrections(path).read()
    assert [(each.text, each.model, each.sentiment) for each in found] == [
        ("甲", "five-stage", 1),
        ("乙", "five-stage", -2),
        ("甲", "funnel", -2),
    ]
    assert found[1] == corrected("乙", segment="families", role=Role.STAFF, language="en")


def test_nothing_corrected_writes_nothing(tmp_path: Path) -> None:
    Corrections(tmp_path / "corrections.json").add([])
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"", b"{}", b'[{"statement": "a"}]', b"\xff"])
def test_damaged_corrections_are_one_clear_error_and_stay(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "corrections.json"
    path.write_bytes(content)
    for act in (Corrections(path).read, lambda: Corrections(path).add([corrected("甲")])):
        with pytest.raises(StoreError) as caught:
            act()
        assert str(path) in caught.value.message.en
    assert path.read_bytes() == content


def test_corrections_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        Corrections(tmp_path / "file" / "corrections.json").add([corrected("甲")])


# ---------------------------------------------------------------- with an embedder


def test_vectors_of_the_codebook_are_made_once(tmp_path: Path) -> None:
    notes = rich_notes()

    def run() -> tuple[list[Coding], list[str]]:
        embedder = LetterEmbedder()
        vectors = dict(
            zip(
                (each.id for each in notes.statements),
                LetterEmbedder().embed_queries([each.text for each in notes.statements]),
                strict=True,
            )
        )
        found = ExtractiveCoder(Lessons(PLAYBOOK, CODEBOOK, embedder, tmp_path), vectors, contexts=tmp_path / "own")
        return found.code(notes.statements), embedder.embedded

    first, embedded = run()
    again, embedded_again = run()
    assert first == again
    assert set(HEARD) <= set(embedded)
    assert embedded_again == []


def test_vectors_of_what_was_asked_are_given_out(tmp_path: Path) -> None:
    notes = Notes()
    told = notes.say("王芳", "是的。", question="您当天就付款了吗？")
    found = ExtractiveCoder(Lessons(PLAYBOOK, CODEBOOK, LetterEmbedder(), tmp_path)).question_vectors([told])
    assert list(found) == ["您当天就付款了吗？"]
    assert np.linalg.norm(found["您当天就付款了吗？"]) == pytest.approx(1)
    assert coder().question_vectors([told]) == {}


# ---------------------------------------------------------------- what is learned is kept


def run_with(cache: Path, own: Sequence[OwnExample] = ()) -> list[Coding]:
    lessons = Lessons(PLAYBOOK, CODEBOOK, LetterEmbedder(), cache)
    found = ExtractiveCoder(lessons, None, own, contexts=cache / "client", segments=SEGMENTS)
    return found.code(rich_notes().statements)


def test_what_the_codebook_teaches_is_learned_once_and_codes_the_same(tmp_path: Path, monkeypatch) -> None:
    first = run_with(tmp_path)
    assert len(list(tmp_path.glob("learned-*.npz"))) == 1
    monkeypatch.setattr(CodebookModel, "learn", None)
    assert run_with(tmp_path) == first


def test_clients_share_what_is_learned_and_none_learns_from_anothers_codings() -> None:
    lessons = Lessons(PLAYBOOK, CODEBOOK)
    assert lessons.learn()
    assert not lessons.learn()
    text = "收银台的阿姨手脚很麻利"
    before = ExtractiveCoder(lessons).code([said(text)])
    taught = ExtractiveCoder(lessons, None, [corrected(text)]).code([said(text)])
    assert taught != before
    assert ExtractiveCoder(lessons).code([said(text)]) == before


def test_what_a_clients_own_codings_teach_stays_with_the_client(tmp_path: Path) -> None:
    run_with(tmp_path, [corrected("收银台的阿姨手脚很麻利")])
    assert list(tmp_path.glob("learned-*.npz")) == []
    assert len(list((tmp_path / "client").glob("learned-*.npz"))) == 1


def test_another_codebook_or_correction_is_learned_anew(tmp_path: Path) -> None:
    run_with(tmp_path, [corrected("收银台的阿姨手脚很麻利")])
    run_with(tmp_path, [corrected("收银台的阿姨手脚很麻利", stages=("loyalty",))])
    assert len(list((tmp_path / "client").glob("learned-*.npz"))) == 2


def test_a_damaged_model_on_disk_is_learned_again(tmp_path: Path) -> None:
    first = run_with(tmp_path)
    (kept,) = tmp_path.glob("learned-*.npz")
    for content in (b"", b"PK\x03\x04 broken", kept.read_bytes()[:-2000]):
        kept.write_bytes(content)
        assert run_with(tmp_path) == first


def test_only_the_latest_models_stay(tmp_path: Path) -> None:
    model = Lessons(PLAYBOOK, CODEBOOK).model()
    models = LearnedModels(tmp_path)
    for number in range(10):
        models.keep(f"origin{number}", model.to_arrays())
        os.utime(tmp_path / f"learned-origin{number}.npz", (number, number))
    models.keep("latest", model.to_arrays())
    assert models.find("latest", CodebookModel.from_arrays) is not None
    assert models.find("origin9", CodebookModel.from_arrays) is not None
    assert models.find("origin0", CodebookModel.from_arrays) is None


def test_a_cache_that_takes_nothing_only_costs_time(tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file in the way", encoding="utf-8")
    model = Lessons(PLAYBOOK, CODEBOOK).model()
    LearnedModels(blocked).keep("origin", model.to_arrays())
    assert LearnedModels(blocked).find("origin", CodebookModel.from_arrays) is None
