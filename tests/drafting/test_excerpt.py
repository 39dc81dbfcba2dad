"""The part of a statement that is quoted: verbatim, of a length that reads well, never against its sense."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.excerpt import MOST_COLUMNS, choose_excerpt, columns
from assistant.sources.folding import find_quote

PIECES = st.lists(
    st.sampled_from(
        ["我等了很久", "但是", "水好喝", "，", "。", "！", "\n", "  ", "嗯，", "But", " it took 5 days", ". ", "A"]
    )
    | st.text(max_size=5),
    max_size=60,
).map("".join)


@settings(max_examples=120, deadline=None)
@given(PIECES.filter(lambda text: bool(text.strip())), st.integers(10, 200))
def test_an_excerpt_is_always_found_in_what_was_said(text: str, most: int) -> None:
    excerpt = choose_excerpt(text, most)
    assert excerpt.strip()
    assert find_quote(excerpt, text) is not None


def test_what_fits_is_quoted_whole() -> None:
    assert choose_excerpt("水很好喝，就是贵。") == "水很好喝，就是贵。"


@pytest.mark.parametrize("text", ["嗯，那个，水很好喝。", "Um, well, 水很好喝。"])
def test_fillers_at_the_start_are_left_out(text: str) -> None:
    assert choose_excerpt(text) == "水很好喝。"


def test_a_long_statement_is_cut_where_a_sentence_ends() -> None:
    text = "我们全家都喝这个水。" * 20
    excerpt = choose_excerpt(text)
    assert columns(excerpt) <= MOST_COLUMNS
    assert excerpt.endswith("。")


@pytest.mark.parametrize("turn", ["但是", "不过", "可是", "But ", "However, "])
def test_a_cut_never_stands_before_a_but(turn: str) -> None:
    praise = "服务特别特别好，人人都夸，师傅还主动帮我擦了桌子，走的时候把垃圾也带走了，非常贴心"
    text = f"{praise}。{turn}价格实在太贵了，比别家贵出一大截，我们商量了好几天才决定，最后还是咬咬牙买了。"
    assert f"{praise}。" != choose_excerpt(text, 100)


@pytest.mark.parametrize(
    ("told", "tail"),
    [
        (
            "他们说上门安装很快、服务很好、价格也公道而且一年四季随叫随到",
            "，并不是这样的，我等了整整两个星期才有人来看",
        ),
        ("店员跟我保证这台机器十年之内绝对不会坏、也不用花钱维护", "，结果第二个月就漏水了，打了四次电话才有人接"),
        (
            "The brochure says that the installer comes within two days and that it costs nothing",
            ", which never happened to us in all these years of waiting",
        ),
        (
            "They promised us a quick reply and free parts for the whole life of the machine",
            ", it wasn't true at all and we had to pay for every single part",
        ),
    ],
)
def test_no_quote_ends_before_the_words_that_take_it_back(told: str, tail: str) -> None:
    assert choose_excerpt(told + tail, columns(told) + 4) == told + tail


def test_a_sentence_is_not_quoted_without_the_denial_that_follows() -> None:
    first, denial = "他们的客服随叫随到，态度也特别好，每次都当天解决问题。", "我不认为是这样。"
    assert choose_excerpt(f"{first}{denial}后来我换了一家。", columns(first) + 2) != first


def test_a_quote_may_begin_with_what_only_sometimes_turns() -> None:
    told = (
        "前面说的都是闲话。" + "其实我是在小红书上看到邻居推荐才知道这个牌子的，当时因为家里有小孩，所以特别在意水质。"
    )
    assert choose_excerpt(told, 100).startswith("其实我是在小红书上")


def test_a_word_that_says_nothing_by_itself_is_not_what_is_quoted() -> None:
    told = "Messy. The dealer quoted six-eight, then there was a delivery fee, then an installation fee."
    assert choose_excerpt(told, 48) == "The dealer quoted six-eight"
    assert choose_excerpt("对。多出来的钱我到现在也没搞清楚是什么钱，问了三个人三个说法。", 40, len) != "对。"


def test_short_words_are_quoted_where_there_is_nothing_else() -> None:
    assert choose_excerpt("Messy.", 48) == "Messy."
    assert choose_excerpt("烦。贵。慢。", 4, len) in ("烦。", "贵。", "慢。")
