"""Why something was refused: in the reader's language, whatever the system's own."""

import errno
import re
import sqlite3
import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.causes import cause_of
from assistant.errors import StorageError
from assistant.files import storage_error, write_atomically

CHINESE = re.compile("[一-鿿]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")


@pytest.mark.parametrize(
    ("number", "zh", "en"),
    [
        (errno.ENOSPC, "磁盘已满", "disk is full"),
        (errno.EDQUOT, "配额", "quota"),
        (errno.EACCES, "没有权限", "permission"),
        (errno.EROFS, "只读", "read-only"),
        (errno.EISDIR, "文件夹", "folder"),
        (errno.ENOENT, "没有这个", "no such"),
        (errno.ENAMETOOLONG, "太长", "too long"),
        (errno.EIO, "读写出错", "disk"),
    ],
)
def test_the_usual_refusals_of_the_system_have_words_in_both_languages(number: int, zh: str, en: str) -> None:
    cause = cause_of(OSError(number, "English words of the system"))
    assert zh in cause.zh
    assert en in cause.en
    assert not LATIN_WORD.search(cause.zh)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 200))
def test_no_refusal_of_the_system_is_told_in_english_in_chinese(number: int) -> None:
    cause = cause_of(OSError(number, "No such thing"))
    assert CHINESE.search(cause.zh)
    assert not LATIN_WORD.search(cause.zh)
    assert not LATIN_WORD.search(cause.say("zh-Hant"))
    assert LATIN_WORD.search(cause.en)


def parsed(kind: str) -> Exception:
    try:
        if kind == "toml":
            tomllib.loads("a = 1\nb = = 2\n")
        elif kind == "yaml":
            yaml.safe_load("a: 1\nb: [")
        elif kind == "utf-8":
            b"abc\xff".decode()
        else:
            sqlite3.connect(":memory:").execute("SELECT nothing FROM nowhere")
    except (tomllib.TOMLDecodeError, yaml.YAMLError, UnicodeDecodeError, sqlite3.Error) as error:
        return error
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "zh"), [("toml", "第 2 行"), ("yaml", "第 2 行"), ("utf-8", "第 4 个字节"), ("sqlite", "数据库出错")]
)
def test_parsers_are_quoted_in_english_only(kind: str, zh: str) -> None:
    cause = cause_of(parsed(kind))
    assert zh in cause.zh
    assert not LATIN_WORD.search(cause.zh.replace("UTF", ""))
    assert "\n" not in cause.en


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(sqlite3.Error) as raised:
        sqlite3.connect(path).execute("SELECT * FROM x")
    assert cause_of(raised.value).zh == "文件已损坏"


def test_a_failed_write_says_why_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError) as raised:
        write_atomically(tmp_path / "folder" / "file", "x")
    assert "占用" in raised.value.message.zh
    assert "只读" in storage_error(OSError(errno.EROFS, "Read-only file system"), tmp_path).message.zh
