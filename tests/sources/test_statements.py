"""Statements and passages: one thought each, verbatim, with the question they answer."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.journey import Block, Document, Locator, Role
from assistant.sources import build_passages, build_statements, find_quote

from .conftest import PEOPLE, SEGMENTS, ReadText, Said


def document_of(*texts: str) -> Document:
    blocks = tuple(Block(text, Locator(line=line)) for line, text in enumerate(texts, 1) if text.strip())
    return Document("a.txt", "0" * 64, "txt", blocks, "zh-Hans")


def test_one_sentence_one_statement_and_short_ones_join_their_neighbour(said: Said) -> None:
    text = "林老师：怎么样？\n陈女士：嗯。对。我们等了三天才有人来装。客服倒是打过电话来道歉。真的。\n陈女士：贵。\n林老师：谢谢。\n"
    assert [each.text for each in said(text) if each.role is Role.CUSTOMER] == [
        "嗯。对。我们等了三天才有人来装。",
        "客服倒是打过电话来道歉。真的。",
        "贵。",
    ]


def test_english_sentences(said: Said) -> None:
    text = "Interviewer: How was it?\nMike: Yes. I waited for two weeks. They never called me back. Sad.\nInterviewer: Ok.\n"
    assert [each.text for each in said(text) if each.role is Role.CUSTOMER] == [
        "Yes. I waited for two weeks.",
        "They never called me back. Sad.",
    ]


def test_a_very_long_sentence_is_cut_at_its_clauses(said: Said) -> None:
    clause = "我们当时去了好几家店看了很多次，"
    found = said(clause * 40)
    assert len(found) > 2
    assert all(each.text.endswith("，") and len(each.text) <= 161 for each in found)
    assert "".join(each.text for each in found) == clause * 40


def test_the_question_goes_with_every_answer_until_the_next_one(said: Said) -> None:
    text = (
        "林老师：您好。第一次听说是什么时候？\n陈女士：去年五月，在业主群里。\n林老师：嗯嗯。\n陈女士：后来短视频也推给我。\n"
        "林老师：讲讲您下单那天的情况吧。\n陈女士：在小程序上下的单。\n"
    )
    assert [each.question for each in said(text) if each.role is Role.CUSTOMER] == [
        "第一次听说是什么时候？",
        "第一次听说是什么时候？",
        "讲讲您下单那天的情况吧。",
    ]
    assert all(each.question is None for each in said(text) if each.role is Role.INTERVIEWER)


def test_a_heading_that_asks_is_the_question_of_what_stands_below(said: Said) -> None:
    found = said("# 您是怎么知道我们的？\n\n朋友介绍的，她家先装了。\n\n# 别的\n\n没有别的了，就是这些。\n", "a.md")
    assert [each.question for each in found] == ["您是怎么知道我们的？", None]


def test_words_said_twice_are_two_statements_with_ids_that_stay(said: Said) -> None:
    text = "林老师：怎么样？\n陈女士：还可以吧，我觉得。\n林老师：真的？\n陈女士：还可以吧，我觉得。\n"
    first, second = [each for each in said(text) if each.role is Role.CUSTOMER]
    assert first.id != second.id
    again = [each for each in said(text.replace("怎么样", "您觉得如何")) if each.role is Role.CUSTOMER]
    assert [each.id for each in again] == [first.id, second.id]


def test_languages_of_a_mixed_note(said: Said) -> None:
    text = "林老师：怎么样？\n陈女士：濾芯換了，師傅很準時。\n林老师：好的，谢谢您。\nMike: The app is slow.\n"
    assert [each.language for each in said(text)] == ["zh-Hans", "zh-Hant", "zh-Hans", "en"]


def test_markup_is_taken_off_at_the_edges_only(said: Said) -> None:
    found = said(
        "- **我们等了三天，*真的*很久。**\n\n> [00:12] 后来就好了，很满意。\n\n* 第二条里有 `代码` 和 **粗体** 字。\n",
        "a.md",
        (),
    )
    assert [each.text for each in found] == [
        "我们等了三天，*真的*很久。",
        "后来就好了，很满意。",
        "第二条里有 `代码` 和 **粗体** 字。",
    ]


def test_headings_are_not_statements(said: Said) -> None:
    assert [each.text for each in said("# 标题一句话。\n\n正文里的一句话。\n", "a.md")] == ["正文里的一句话。"]


def test_a_statement_in_a_wrapped_paragraph_knows_its_own_line(said: Said) -> None:
    text = (
        "I thought that the price was fine but waiting for the installer\n"
        "took far too long. Nobody from the company ever called me to say\n"
        "why it was late. So in the end I called the hotline on my own.\n"
    )
    assert [each.locator.line for each in said(text)] == [1, 2, 3]


CLAUSES = st.sampled_from(
    "我们等了三天 客服很好 嗯 The_app_is_slow It_cost_3.5 …… 【旁注：笑】 “太贵” https://a.b/c （笑） 対 ~".replace(
        "~", "\n"
    ).split(" ")
)
MARKS = st.sampled_from(["。", "，", "！", "? ", ". ", " ", "；", "", "\n"])
LINES = st.lists(st.tuples(CLAUSES, MARKS), max_size=30).map(lambda parts: "".join(a + b for a, b in parts))
LABELS = st.sampled_from(["", "林老师：", "陈女士：", "问：", "答：", "【王店长】", "Mike: ", "原因："])


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(LABELS, LINES), min_size=1, max_size=12))
def test_every_statement_and_passage_stands_in_the_document(lines: list[tuple[str, str]]) -> None:
    document = document_of(*(label + text for label, text in lines))
    statements, left = build_statements(document, PEOPLE, SEGMENTS)
    by_line = {block.locator.line: block.text for block in document.blocks}
    whole = "\n".join(by_line.values())
    assert len({each.id for each in statements}) == len(statements)
    for each in statements:
        assert any(
            each.text in text for line, text in by_line.items() if line is not None and line <= (each.locator.line or 0)
        )
        assert any(character.isalnum() for character in each.text)
    passages = build_passages(document, statements)
    for passage in passages:
        assert find_quote(passage.text, whole) is not None
    # nothing that was said is lost, neither between text and statements nor between statements and passages
    said = Counter(c for each in statements for c in each.text if c.isalnum())
    found = Counter(c for each in passages for c in each.text if c.isalnum())
    assert found == said
    assert all(each.note.zh and each.note.en for each in left)


@pytest.mark.parametrize("length", [300, 5000])
def test_a_paragraph_without_speakers_is_one_passage_up_to_its_limit(read: ReadText, length: int) -> None:
    text = "我们等了三天才有人来装。" * (length // 12)
    document = read(text)
    passages = build_passages(document, build_statements(document, (), ())[0])
    assert "".join(each.text for each in passages) == text
    assert all(len(each.text) <= 1200 for each in passages)
    assert len(passages) == -(-len(text) // 1200)


def test_a_long_turn_makes_several_passages_of_one_speaker(read: ReadText) -> None:
    document = read("林老师：请讲？\n陈女士：" + "我们等了三天才有人来装。" * 60 + "\n林老师：好的，谢谢。\n")
    statements, _ = build_statements(document, PEOPLE, SEGMENTS)
    passages = [each for each in build_passages(document, statements) if each.role is Role.CUSTOMER]
    assert len(passages) == 2
    assert all(len(each.text) <= 450 and each.speaker == "陈美玲" and each.segment == "family" for each in passages)


def test_paragraphs_of_one_turn_make_one_passage(read: ReadText, notes: Path) -> None:
    document = read("林老师：请讲？\n陈女士：等了三天。\n后来好了。\n\n很满意。\n林老师：好的，谢谢。\n")
    passages = build_passages(document, build_statements(document, PEOPLE, SEGMENTS)[0])
    assert [each.text for each in passages] == ["请讲？", "等了三天。\n后来好了。\n很满意。", "好的，谢谢。"]
    raw = (notes / "note.txt").read_text()
    assert all(find_quote(each.text, raw) for each in passages)
