"""Text in the encodings that Chinese notes come in, also short ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.sources.encodings import decode_text

HANS = "我们当时在网上搜了一下，看到你们的广告，然后就打电话问了价格。"
HANT = "我們當時在網上搜尋了一下，看到你們的廣告，然後就打電話問了價錢。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [HANS, "安装很慢，客服不错。", "Price 3,000 元，还可以"])
def test_simplified(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "cp950", "utf-16", "gb18030"])
@pytest.mark.parametrize("text", [HANT, "安裝很慢，客服不錯。", "我覺得價錢還可以"])
def test_traditional(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding), "a.txt") == text


def test_line_ends_are_made_equal() -> None:
    assert decode_text(b"a\r\nb\rc\n", "a.txt") == "a\nb\nc\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_last_character_that_was_cut_off_is_dropped(encoding: str) -> None:
    text = "價錢還可以，安裝很慢" if encoding == "big5" else HANS
    assert decode_text(text.encode(encoding)[:-1], "a.txt") == text[:-1]


def test_a_broken_byte_does_not_turn_utf_8_into_something_else() -> None:
    raw = (HANS * 20).encode()
    text = decode_text(raw[:301] + b"\xff" + raw[301:], "a.txt")
    assert text.count("我们当时") >= 19


def test_western_text_is_read_too() -> None:
    assert "café" in decode_text(
        "We met in the café and talked about the naïve façade of the résumé.".encode("cp1252"), "a.txt"
    )


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(SourceError) as caught:
        decode_text(bytes(range(256)) * 8, "a.txt")
    assert caught.value.reason == "unreadable"


@settings(deadline=None, max_examples=100)
@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cn"), exclude_characters="\ufeff"), min_size=1
    )
)
def test_utf_8_is_always_read_as_it_is(text: str) -> None:
    assert decode_text(text.encode(), "a.txt") == text


def test_control_characters_are_dropped() -> None:
    assert decode_text(b"a\x07b\x0cc\td", "a.txt") == "ab\nc\td"
