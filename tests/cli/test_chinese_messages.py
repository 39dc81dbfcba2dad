"""Messages in Chinese: full-width punctuation between Chinese words, nothing left in English by mistake."""

import re

import pytest

from assistant.errors import Exit

HALF_WIDTH = re.compile(r"[\u3400-\u9fff][,;:!?][\u3400-\u9fff ]")


@pytest.fixture(autouse=True)
def _chinese(monkeypatch):
    monkeypatch.setenv("JOURNEY_LANG", "zh")


def _check(ran):
    found = HALF_WIDTH.search(ran.told)
    assert found is None, ran.told
    return ran


def test_a_day_of_work_reads_well_in_chinese(notes, place, journey):
    (notes / "empty.docx").write_bytes(b"")
    (notes / "a.pages").write_bytes(b"\0\1")
    for command in (
        ["client", "list"], ["client", "show", "Acme 净水"], ["index", "Acme 净水"], ["search", "Acme 净水", "滤芯"],
        ["code", "Acme 净水", "--out", "codes.csv"], ["code", "Acme 净水", "--apply", "codes.csv"],
        ["draft", "Acme 净水", "--out", "here"], ["settings"], ["doctor"], ["add", "Acme 净水", "codes.csv", "gone.md"],
    ):  # fmt: skip
        ran = _check(journey(*command))
        assert ran.code in (Exit.DONE, Exit.FLAGGED), ran.err
        assert re.search(r"[\u3400-\u9fff]", ran.told)
    said = "".join(_check(journey("search", "Acme 净水", query)).out for query in ("滤芯", "续费率"))
    assert re.search(r"第 \d+ 行", said)


@pytest.mark.parametrize(
    "command",
    [
        ["drft"],
        ["init"],
        ["client", "add", "Acme 净水"],
        ["client", "show", "乙"],
        ["client", "remove", "Acme 净水"],
        ["search", "Acme 净水"],
        ["search", "Acme 净水", "滤芯", "--limit", "0"],
        ["index"],
        ["draft", "Acme 净水", "--segment", "hotel"],
        ["draft", "Acme 净水", "--engine", "magic"],
        ["draft", "Acme 净水", "--language", "fr"],
        ["draft", "Acme 净水", "--report", "maps"],
        ["draft", "Acme 净水", "--stage-model", "seven"],
        ["draft", "Acme 净水", "--workspace", "nowhere"],
        ["code", "Acme 净水", "--apply", "gone.csv"],
        ["code", "Acme 净水", "--out", "codes.pdf"],
    ],
)
def test_a_mistake_is_told_in_chinese(command, notes, journey):
    ran = _check(journey(*command))
    assert ran.code == Exit.USAGE
    for line in ran.err.splitlines():
        assert re.search(r"[\u3400-\u9fff]", line), line
    assert ran.err.startswith("错误：")


@pytest.mark.parametrize("content", ["name = ", 'colour = 1\n[[people]]\nrole = "boss"\n'])
def test_a_wrong_client_file_is_told_in_chinese(content, client, journey):
    (client / "client.toml").write_text(content, encoding="utf-8")
    assert _check(journey("draft", "Acme-净水")).code == Exit.USAGE


def test_traditional_messages_are_traditional(notes, monkeypatch, journey):
    monkeypatch.setenv("JOURNEY_LANG", "zh-TW")
    ran = journey("draft", "Acme 净水", "--segment", "hotel")
    assert "客戶" in ran.err
    assert "客户" not in ran.err
