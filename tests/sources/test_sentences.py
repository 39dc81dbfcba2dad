"""Sentences: where they end, and that nothing is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sources import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("第一句。第二句！第三句？", ["第一句。", "第二句！", "第三句？"]),
        ("真的吗？！嗯。", ["真的吗？！", "嗯。"]),
        ("他说：“太贵了！”就走了。", ["他说：“太贵了！”", "就走了。"]),
        ("他说：「太貴了。我不買。」我笑了。", ["他说：「太貴了。", "我不買。」", "我笑了。"]),
        ("我想想……对，是去年。后来就好了。", ["我想想……对，是去年。", "后来就好了。"]),
        ("还可以吧……\n贵了点。", ["还可以吧……\n", "贵了点。"]),
        ("评分 3.5 分。一共2.5万元。", ["评分 3.5 分。", "一共2.5万元。"]),
        ("（价格是高。）不过值。", ["（价格是高。）", "不过值。"]),
        ("“贵！”，他说。", ["“贵！”，他说。"]),
        ("很好.但是慢.", ["很好.", "但是慢."]),
        ("导演是弗兰克.德拉邦特。很好看。", ["导演是弗兰克.德拉邦特。", "很好看。"]),
    ],
)
def test_chinese(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It cost 3.5 dollars. I paid.", 2),
        ("Mr. Smith came. He left.", 2),
        ("I like e.g. tea and i.e. milk. Fine.", 2),
        ("We live in the U.S. and pay No. 5 rates.", 1),
        ("We moved to the U.S. Then we bought it.", 2),
        ("Acme Inc. sold it. We paid.", 2),
        ("I said no. Then I left.", 2),
        ("Open at 10 a.m. on Monday. Closed on Sunday.", 2),
        ("See https://example.com/a.b?c=d. It works.", 2),
        ('"Really?" he asked. "Yes."', 2),
        ("He said 'no.' She left.", 2),
        ("Well... I waited... and left. Done!", 2),
        ("Wait... Then it came.", 2),
        ("J. Smith wrote it. Good.", 2),
        ("really? i thought so", 2),
        ("1. Price is high. 2. Service is slow.", 2),
        ("a) first thing", 1),
    ],
)
def test_english(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_enumeration_stays_with_its_sentence() -> None:
    assert split_sentences("1. 价格太高。\n2. 服务太慢。") == ["1. 价格太高。\n", "2. 服务太慢。"]


def test_spoken_chinese_without_marks_falls_apart_at_its_spaces() -> None:
    text = "我们在网上搜了一下 看到你们的广告 然后就打电话了"
    assert split_sentences(text) == ["我们在网上搜了一下 ", "看到你们的广告 ", "然后就打电话了"]


def test_a_line_ended_by_its_writer_ends_the_sentence_and_a_margin_does_not() -> None:
    assert len(split_sentences("今天天气好\n我们去玩")) == 2
    wrapped = "I thought that the price was fine but waiting for\nthe installer took far too long."
    assert split_sentences(wrapped) == [wrapped]


@settings(deadline=None, max_examples=300)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from("。！？.!?…“”\"') \n1a我Bno，U.S"), st.characters(codec="utf-8")),
        max_size=120,
    )
)
def test_nothing_is_lost(text: str) -> None:
    pieces = split_sentences(text)
    assert "".join(pieces) == text
    assert all(pieces)
