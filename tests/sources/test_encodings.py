"""Text in the encodings that Chinese notes come in, also short ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.sources.encodings import decode_text
from assistant.sources.mojibake import is_mojibake

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


CHINESE = "陈女士：我们等了三天才有人来装，师傅倒是很客气。"
JAPANESE = "私たちは三日待ちました。とても困りました。担当の方は親切でした。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "hz"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "iso2022_jp"),
        ("우리는 사흘을 기다렸습니다. 설치 기사님은 친절했습니다.", "euc_kr"),
    ],
)
def test_other_encodings_of_east_asia(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding), "a.txt") == text


def test_a_file_pasted_together_from_several_is_read_line_by_line() -> None:
    parts = (CHINESE.encode(), CHINESE.encode("gb18030"), "陳女士：我們等了三天才有人來裝。".encode("big5"))
    assert decode_text(b"\n".join(parts), "a.txt") == f"{CHINESE}\n{CHINESE}\n陳女士：我們等了三天才有人來裝。"


@pytest.mark.parametrize(
    "garbled",
    [
        CHINESE.encode().decode("gb18030", "replace"),
        CHINESE.encode("gb18030").decode("latin-1"),
        CHINESE.encode().decode("latin-1"),
        "锟斤拷锟斤拷锟斤拷",
        "客户\ufffd\ufffd\ufffd\ufffd说\ufffd\ufffd",
    ],
)
def test_garbled_text_is_noticed_and_said(garbled: str) -> None:
    assert is_mojibake(garbled)
    assert not is_mojibake(CHINESE)


def test_ordinary_text_in_any_script_is_not_garbled() -> None:
    for text in (
        "Ça va très bien, merci à tous élèves.",
        "鐵達尼號的船長叫什麼名字",
        "絲綢之路",
        JAPANESE,
        "Ünïcödé ÀÈÌÒÙ names",
        "①②③…—",
    ):
        assert not is_mojibake(text)


def test_utf8_with_a_broken_byte_is_utf8_in_any_language() -> None:
    text = "Wir hätten früher über die Größe der Geräte reden müssen. Es wäre möglich gewesen."
    raw = (text * 5).encode() + b" stra\xdfe"
    assert decode_text(raw, "a.txt").startswith(text * 5)
