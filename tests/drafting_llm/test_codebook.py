"""The client's codebook: written once, edited by people, its mistakes told at once; and how statements are put in packs."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.drafting.llm.asking import Packing
from assistant.drafting.llm.codebook import open_codebook
from assistant.drafting.llm.lines import statement_line, statement_lines, worked_examples
from assistant.errors import SettingsError
from assistant.journey import Dimension, Locator, Role, Segment, Statement
from assistant.library import load_codebook, load_stage_models
from assistant.model.shapes import codings_shape

MODELS = load_stage_models()
FIVE, FUNNEL = MODELS["five-stage"], MODELS["funnel"]
HOME = Segment("home", "家庭住户", "自住的一家人")


def test_a_new_codebook_holds_the_shipped_definitions_and_means_the_same_in_every_language(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    for language in ("zh-Hans", "en"):
        book = open_codebook(path, FIVE, language, (HOME,))
        assert book.choices == FIVE.stage_ids
        assert [code.definition for code in book.codes] == [stage.definition for stage in FIVE.stages]
    text = path.read_text(encoding="utf-8")
    assert FIVE.stages[0].definition.zh in text.replace("\n      ", "")


def test_another_stage_model_is_added_and_what_people_wrote_stays(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    open_codebook(path, FIVE, "zh-Hans")
    edited = path.read_text(encoding="utf-8") + "# 我的备注\n"
    path.write_text(edited, encoding="utf-8")
    book = open_codebook(path, FUNNEL, "zh-Hans")
    assert book.choices == FUNNEL.stage_ids
    assert path.read_text(encoding="utf-8").startswith(edited.rstrip())


def test_only_what_changed_means_something_else(tmp_path: Path) -> None:
    path = tmp_path / "codebook.yaml"
    before = open_codebook(path, FIVE, "zh-Hans", (HOME,)).definition_digests()
    path.write_text(
        "five-stage:\n  stages:\n    purchase:\n      definition: 付钱\n    loyalty:\n      codes:\n"
        "        renewing:\n          definition: 讲到续费\n  dimensions:\n    kpi: 只算公司统计的数\n",
        encoding="utf-8",
    )
    book = open_codebook(path, FIVE, "zh-Hans", (HOME,))
    after = book.definition_digests()
    changed = {key for key in after if before.get(key) != after[key]}
    assert changed == {"purchase", "loyalty", "loyalty.renewing", "kpi", "none"}
    assert book.stage_of("loyalty.renewing") == "loyalty"
    assert "loyalty.renewing：讲到续费" in book.describe_codes("zh-Hans")
    assert "kpi：只算公司统计的数" in book.describe_conventions("zh-Hans")
    assert "G1" in book.describe_segments("en")
    assert "home" not in book.describe_segments("en")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("five-stage: [1, 2]\n", "five-stage"),
        ("five-stage:\n  stages:\n    buying: {}\n", "buying"),
        ("five-stage:\n  dimensions:\n    colour: x\n", "colour"),
        ("five-stage:\n  stages:\n    purchase:\n      codes:\n        'A B': {definition: x}\n", "A B"),
        ("five-stage:\n  stages:\n    purchase:\n      codes:\n        a: {label: x}\n", "definition"),
        ("five-stage:\n  stages: {purchase: {definition: [}\n", "codebook.yaml"),
        ("- a\n", "stage models"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        open_codebook(path, FIVE, "zh-Hans")
    assert named in caught.value.message.en
    assert str(path) in caught.value.message.en


def test_a_stage_cannot_have_the_id_of_a_dimension(tmp_path: Path) -> None:
    stages = (*FIVE.stages[:-1], replace(FIVE.stages[-1], id="insight"))
    with pytest.raises(SettingsError, match="insight"):
        open_codebook(tmp_path / "codebook.yaml", replace(FIVE, stages=stages), "zh-Hans")


@pytest.mark.parametrize("model", [FIVE, FUNNEL], ids=lambda model: model.id)
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_worked_examples_cover_the_model_in_use(model, language) -> None:
    lines = worked_examples(load_codebook(), model, language).splitlines()
    assert 10 <= len(lines) <= 14
    codes = [json.loads(line.rpartition(" → ")[2]) for line in lines]
    for stage in model.stage_ids:
        assert any(each[:1] == [stage] for each in codes)
    for dimension in Dimension:
        assert any(dimension.value in each for each in codes)
    assert codes.count([]) >= 1
    shape = codings_shape([f"S{number}" for number in range(len(codes))], model.stage_ids)
    shape.model_validate({"codings": {f"S{number}": each for number, each in enumerate(codes)}})


def test_a_question_is_told_once_for_all_its_answers() -> None:
    def say(text: str, question: str | None) -> Statement:
        return Statement(text, "a.md", Locator(), "王芳", Role.CUSTOMER, None, text, "zh-Hans", 1, question)

    said = [
        say("三口。", "家里\n几口人？"),
        say("还有老人。", "家里\n几口人？"),
        say("好吵。", None),
        say("贵。", "价格呢？"),
    ]
    keys = ["S1", "S2", "S3", "S4"]
    assert statement_lines(keys, said, "zh-Hans") == [
        "问：家里 几口人？", "S1〔客户〕三口。", "S2〔客户〕还有老人。", "问：（无）", "S3〔客户〕好吵。", "问：价格呢？", "S4〔客户〕贵。"
    ]  # fmt: skip
    assert statement_lines(["S1"], said[2:3], "en") == ["S1 [customer] 好吵。"]
    assert statement_lines(["S1"], said[3:], "en")[0] == "Asked: 价格呢？"


def test_a_statement_is_one_line_with_role_and_question() -> None:
    statement = Statement(
        "s", "a.md", Locator(), "王芳", Role.STAFF, None, "是的。\n没错。", "zh-Hans", 1, "您\n买了吗？"
    )
    assert statement_line("S1", statement, "zh-Hans") == "S1〔员工〕（问：您 买了吗？）是的。 没错。"
    assert statement_line("E2", statement, "en", number=3) == "E2 [staff 3] (asked: 您 买了吗？) 是的。 没错。"
    assert "王芳" not in statement_line("S1", statement, "zh-Hans")


def test_packs_keep_groups_apart_and_within_their_room() -> None:
    words = ["一二三", "abc", "四五", "de", "六七八九十"]
    packing = Packing(len, 6, 2, lambda word: "latin" if word.isascii() else "han")
    packs = packing.pack(range(len(words)), words)
    assert packs == [[0, 2], [4], [1, 3]]
    assert packing.pack(range(len(words)), words, 1) == [[0], [2], [4], [1], [3]]


def test_an_answer_of_a_guided_interview_is_told_with_its_section_of_the_guide() -> None:
    said = Statement("1", "a.md", Locator(), "王芳", Role.CUSTOMER, None, "贵。", "zh-Hans", 1, "价格呢？")
    other = replace(said, id="2")
    retention = {"1": FIVE.stage("retention").label}
    assert statement_lines(["S1", "S2"], [said, other], "zh-Hans", retention) == [
        "问（提纲“留存”一节）：价格呢？", "S1〔客户〕贵。", "问：价格呢？", "S2〔客户〕贵。"
    ]  # fmt: skip
    assert statement_lines(["S1"], [said], "en", retention)[0] == (
        "Asked, in the guide's section “Retention”: 价格呢？"
    )
