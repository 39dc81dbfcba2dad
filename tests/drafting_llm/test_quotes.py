"""A model's quotes: what is printed always stands in the source, whole clauses, under the right statement."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.llm.quotes import offer, resolve_quotes, widen
from assistant.drafting.llm.steady import Born, keep_ids
from assistant.drafting.material import Told
from assistant.journey import Coding, Locator, Role, Statement
from assistant.model.shapes import QuoteShape
from assistant.sources.folding import find_quote


def told(text: str, number: int = 1) -> Told:
    statement = Statement(
        f"s{number}", "a.md", Locator(line=number), "王芳", Role.CUSTOMER, None, text, "zh-Hans", number
    )
    return Told(statement, Coding(f"s{number}", "five-stage", (), (), 0, None, 1.0, "llm"), "王芳", number, None)


def quoted(words: str, *texts: str, key: str = "E1") -> tuple[str, ...]:
    offered = offer([told(text, number) for number, text in enumerate(texts, start=1)])
    return tuple(each.quote for each in resolve_quotes([QuoteShape(key=key, words=words)], offered).cited)


@pytest.mark.parametrize(
    "words", ["（问：怎么知道我们的）隔壁店用的", "(asked: 怎么知道)隔壁店用的", "怎么知道我们的？隔壁店用的"]
)
def test_a_question_copied_with_its_answer_is_no_part_of_the_quote(words: str) -> None:
    plain = told("隔壁店用的。")
    asked = replace(plain, statement=replace(plain.statement, question="怎么知道我们的？"))
    resolved = resolve_quotes([QuoteShape(key="E1", words=words)], offer([asked]))
    assert [each.quote for each in resolved.cited] == ["隔壁店用的。"]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("觉得好用", "说实话，我不觉得好用，就退了。我妈也是。", "说实话，我不觉得好用，就退了。"),
        ("他们服务好", "我不觉得，他们服务好。", "我不觉得，他们服务好。"),
        ("我会再买", "如果师傅准时，我会再买。", "如果师傅准时，我会再买。"),
        ("水很甜", "都说水很甜，才怪。", "都说水很甜，才怪。"),
        ("装得很快", "装得很快。其实等了五天。", "装得很快。其实等了五天。"),
        (
            "the shop was helpful",
            "I don't think, honestly, the shop was helpful.",
            "I don't think, honestly, the shop was helpful.",
        ),
        ("等了五天", "我等了五天。", "我等了五天。"),
        ("很满意", "装得很满意。但是滤芯太贵。", "装得很满意。但是滤芯太贵。"),
        ("it was easy", "To be fair, it was easy. We paid 3.5 dollars.", "To be fair, it was easy."),
        ("3.5", "We paid 3.5 dollars. Fine.", "We paid 3.5 dollars."),
        ("“等了五天”", "我等了五天。", "我等了五天。"),
    ],
)
def test_a_quote_is_widened_to_whole_sentences(words: str, text: str, expected: str) -> None:
    assert quoted(words, text) == (expected,)


def test_a_sentence_too_long_to_print_is_cut_where_its_sense_stays() -> None:
    more = "，".join(["那天我还顺便去隔壁的市场买了很多菜和水果"] * 6)
    assert quoted("师傅很耐心", f"{more}，师傅很耐心，{more}。") == ("师傅很耐心",)
    assert quoted("师傅很耐心", f"我不觉得像他们说的那样，师傅很耐心，{more}。") == (
        "我不觉得像他们说的那样，师傅很耐心",
    )
    assert quoted("师傅很耐心", f"{more}，如果早点来，坐一会，师傅很耐心，{more}。") == (
        "如果早点来，坐一会，师傅很耐心",
    )
    assert quoted("师傅很耐心", f"{more}，师傅很耐心，但是迟到了。") == ("师傅很耐心，但是迟到了。",)


def test_words_in_another_script_or_case_are_found_and_printed_as_they_stand() -> None:
    assert quoted("门市的小姐很有耐心", "門市的小姐很有耐心。") == ("門市的小姐很有耐心。",)
    assert quoted("THE SHOP WAS FINE", "The shop was fine.") == ("The shop was fine.",)


def test_a_quote_under_the_wrong_key_is_moved_only_where_one_place_is_meant() -> None:
    texts = ("安装等了整整五天。", "门店的人很有耐心。", "安装等了整整五天，还没来。")
    offered = offer([told(text, number) for number, text in enumerate(texts, start=1)])
    one = resolve_quotes([QuoteShape(key="E1", words="门店的人很有耐心")], offered)
    assert [each.told.id for each in one.cited] == ["s2"]
    assert one.moved
    several = resolve_quotes([QuoteShape(key="E2", words="安装等了整整五天")], offered)
    assert (several.cited, several.dropped) == ((), ("安装等了整整五天",))
    short = resolve_quotes([QuoteShape(key="E1", words="耐心")], offered)
    assert short.cited == ()


@pytest.mark.parametrize("words", ["", "  ", "。。。", "“”", "…", "没有人说过的话"])
def test_what_nobody_said_is_dropped(words: str) -> None:
    resolved = resolve_quotes([QuoteShape(key="E1", words=words)], offer([told("我等了五天。")]))
    assert resolved.cited == ()
    assert resolved.dropped == (words,)


_TEXT = st.text(alphabet="我你等了五天，。！？但是不 好用abc.,3\n—…“”", min_size=1, max_size=60)


@settings(max_examples=150, deadline=None)
@given(_TEXT, st.data())
def test_what_is_printed_is_always_in_the_source(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for words in (text[start:end], data.draw(_TEXT)):
        for quote in quoted(words, text):
            assert find_quote(quote, text) is not None


@settings(max_examples=100, deadline=None)
@given(_TEXT, st.data())
def test_widening_keeps_what_was_quoted(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    plain = "".join(letter for letter in text[start:end] if letter.isalnum())
    assert plain in "".join(letter for letter in widen(text, start, end) if letter.isalnum())


def test_findings_that_are_found_again_keep_their_ids() -> None:
    first = keep_ids("gap", ("gap",), [Born("", "problem", ("s1", "s2"), "慢"), Born("", "problem", ("s3",), "贵")], ())
    again = keep_ids(
        "gap", ("gap",),
        [Born("", "problem", ("s3",), "太贵了"), Born("", "problem", ("s1", "s2", "s4"), "慢"), Born("", "opportunity", ("s3",), "贵")],
        first,
    )  # fmt: skip
    assert [each.id for each in again[:2]] == [first[1].id, first[0].id]
    assert again[2].id not in {each.id for each in first}
    assert len({each.id for each in again}) == 3


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(Born, st.just(""), st.sampled_from("ab"), st.tuples(st.sampled_from("xyz")), st.sampled_from("pq")),
        max_size=8,
    )
)
def test_ids_are_never_given_twice(found: list[Born]) -> None:
    once = keep_ids("claim", ("x",), found, ())
    twice = keep_ids("claim", ("x",), found[::-1], once)
    assert len({each.id for each in once}) == len({each.id for each in twice}) == len(found)
