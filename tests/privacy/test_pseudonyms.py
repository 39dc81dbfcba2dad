"""Pseudonyms: put in, brought back, never mixed up."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.journey import Person, Role
from assistant.privacy import Pseudonyms, assert_clean, known_identities
from assistant.privacy.tokens import salt_for
from assistant.sources.vocabulary import word_list

PEOPLE = (
    Person("陈静", Role.CUSTOMER, aliases=("陈",)),
    Person("高兴", Role.STAFF),
    Person("Mike Turner", Role.CUSTOMER),
)
KNOWN = known_identities("澄川", ["Chengchuan"], PEOPLE, ["momo酱"])
SALT = salt_for("client")
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
PIECES = (
    *word_list("""
    陈静 陳靜 陈女士 Mike Mike's 高兴 momo酱 李总 澄川 13800138000 一三八零零一三八零零零 (02)2712-8899 a@b.com 京A12345
    人物 Person- 电话 PSA 人物PSA01 01 07 _ ＿ ① ⓐ ² 2 A x 、 。 - ： 地址： 科技路15号2栋1203室 6228480123456789015 身份证 QQ
    12345678 微信 vx: chen_88 \u0301 \u200b 〇 ٣ ｓ ( ) 440305198706123421 订单号
    """),
    *(
        f"人物{SALT}A01",
        f"{SALT}a02".lower(),
        f"{SALT}A03".translate(WIDE),
        f"Person-{SALT}B1",
        SALT,
        f"{SALT}A",
        " ",
        "\n",
        "_",
    ),
)


def table(folder: Path, client: str = "client") -> Pseudonyms:
    return Pseudonyms(folder / "pseudonyms.json", client, KNOWN)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Pseudonyms:
    return table(tmp_path_factory.mktemp("pseudonyms"))


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_what_is_masked_comes_back_and_passes_the_guard(shared: Pseudonyms, text: str):
    masked = shared.mask(text)
    assert shared.unmask(masked.text) == text
    assert "".join(shared.unmask_stream(masked.text)) == text
    assert shared.find_unknown(masked.text) == []
    assert_clean(masked.text, KNOWN)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back(shared: Pseudonyms, text: str):
    assert shared.unmask(shared.mask(text).text) == text


def _token(pseudonyms: Pseudonyms, text: str) -> str:
    return pseudonyms.mask(text).used[0].token


def test_forms_of_one_person_are_related_and_go_back_to_themselves(tmp_path: Path):
    pseudonyms = table(tmp_path)
    masked = pseudonyms.mask("陈静说，陳靜说，陈女士说，陈静说")
    tokens = [each.token for each in masked.used]
    assert len(tokens) == 3
    assert len({token[-2:] for token in tokens}) == 1
    assert [pseudonyms.unmask(f"据{token}讲") for token in tokens] == ["据陈静讲", "据陳靜讲", "据陈女士讲"]


def test_a_rewritten_pseudonym_is_still_read(tmp_path: Path):
    pseudonyms = table(tmp_path)
    token = _token(pseudonyms, "Mike")
    label, code = token.split("-")
    ways = (token.lower(), token.upper(), f"{label} {code}", f"{label}_{code}", code, f"{code[:3]} {code[3:]}")
    for written in (*ways, f"人物{code}", f"**{token}**"):
        assert "Mike" in pseudonyms.unmask(f"({written}) agreed"), written
    wide = token.translate(WIDE)
    assert pseudonyms.unmask(f"{wide}同意") == "Mike同意"
    assert pseudonyms.unmask(f"{token}'s unit") == "Mike's unit"
    assert pseudonyms.unmask(f"{label}-{code[:3]}{int(code[3:])} said") == "Mike said"


def test_what_no_value_stands_behind_stays_and_is_reported(tmp_path: Path):
    pseudonyms = table(tmp_path)
    token = _token(pseudonyms, "陈静")
    salt = token.removeprefix("人物")[:2]
    text = f"{token}0和人物{salt}A99、{salt}Z{token[-2:]}、人物QQXA01"
    assert pseudonyms.unmask(text) == text
    unknown = pseudonyms.find_unknown(text)
    assert len(unknown) == 4
    assert pseudonyms.find_unknown(f"{token}很好") == []


def test_no_pseudonym_is_the_beginning_of_another(tmp_path: Path):
    pseudonyms = table(tmp_path)
    phones = [f"139{number:08d}" for number in range(120)]
    masked = pseudonyms.mask("，".join(phones))
    assert len({each.token for each in masked.used}) == 120
    assert pseudonyms.unmask(masked.text) == "，".join(phones)


def test_pseudonyms_last(tmp_path: Path):
    first = table(tmp_path)
    token = _token(first, "王总和13900139000")
    first.save()
    second = table(tmp_path)
    assert second.unmask(token) == "王总"
    assert _token(second, "今天王总来") == token
    assert list(tmp_path.iterdir()) == [tmp_path / "pseudonyms.json"]


def test_another_client_reads_nothing(tmp_path: Path):
    one = table(tmp_path / "one", "one")
    two = table(tmp_path / "two", "two")
    token = _token(one, "陈静")
    two.mask("陈静")
    assert two.unmask(token) == token
    one.save()
    with pytest.raises(StoreError):
        table(tmp_path / "one", "two")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"client": "client", "salt": "PS", "entries": [{"kind": "x"}]}'])
def test_a_damaged_table_is_said(tmp_path: Path, content: str):
    (tmp_path / "pseudonyms.json").write_text(content)
    with pytest.raises(StoreError) as caught:
        table(tmp_path)
    assert "pseudonyms.json" in caught.value.message.en


def test_a_stream_gives_out_what_is_certain(tmp_path: Path):
    pseudonyms = table(tmp_path)
    token = _token(pseudonyms, "陈静")
    text = f"前面有一段很长的话，{token}说好，后面还有一段更长的话，足够让前面的先显示出来，再多写一点也没有关系。" * 2
    given_out = list(pseudonyms.unmask_stream(text))
    assert "".join(given_out) == pseudonyms.unmask(text)
    assert len(given_out) > 20
