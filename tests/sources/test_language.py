"""The language of statements and documents."""

import pytest

from assistant.sources.language import detect_language, measure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("安装师傅很准时，我们很满意", "zh-Hans"),
        ("安裝師傅很準時，我們很滿意", "zh-Hant"),
        ("The installer was on time", "en"),
        ("我用的是 iPhone 15 Pro Max，还行", "zh-Hans"),
        ("I talked to 陈女士 about it last week", "en"),
        ("皇后大道那間店的濾芯", "zh-Hant"),
    ],
)
def test_by_script(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_text_that_tells_nothing_takes_the_default() -> None:
    assert detect_language("好的", "zh-Hant") == "zh-Hant"
    assert detect_language("8", "en") == "en"
    assert detect_language("好的", "en") == "zh-Hans"


def test_a_word_measures_like_two_characters() -> None:
    assert measure("价格还可以") == 5
    assert measure("the price was fine") == 8
