"""Manifests of every kind, good and malformed: all problems told together, and never a traceback."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.batch.manifest import ManifestError, read_manifest

GOOD = "language: en\nclients:\n  - 甲公司\n  - client: 乙公司\n    notes: notes/b\n    reports: [gaps, map]\n"


def write(folder: Path, content: str | bytes, name: str = "batch.yaml") -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def refuse(path: Path) -> ManifestError:
    """What is wrong with a manifest, as the command tells it."""
    try:
        manifest = read_manifest(path)
    except ManifestError as error:
        return error
    assert manifest.problems, "nothing is wrong with it"
    return ManifestError(manifest.path, manifest.problems)


def told(path: Path) -> str:
    message = refuse(path).message
    for language in ("zh-Hans", "zh-Hant", "en"):
        assert not re.search(r"\{[a-z]+\}", message.say(language))
    return message.en


def test_entries_stand_in_order_with_what_holds_for_all(tmp_path):
    first, second = read_manifest(write(tmp_path, GOOD)).entries
    assert (first.client, first.notes, first.reports) == ("甲公司", None, ("map", "insights", "gaps"))
    assert (second.notes, second.reports) == (tmp_path / "notes" / "b", ("map", "gaps"))
    assert first.settings == second.settings == {"language": "en"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_says_the_same_in_any_encoding(tmp_path, encoding, separator):
    rows = (
        ("客户", "笔记", "报告", "语言"),
        ("甲公司的访谈材料", "", "", "en"),
        ("乙公司", "notes/b", "gaps,map" if separator != "," else "gaps map", "zh-Hant"),
    )
    text = "\r\n".join(separator.join(row) for row in rows)
    path = write(tmp_path, text.replace("gaps map", '"gaps,map"').encode(encoding), "batch.csv")
    first, second = read_manifest(path).entries
    assert (first.client, first.settings) == ("甲公司的访谈材料", {"language": "en"})
    assert (second.notes, second.reports) == (tmp_path / "notes" / "b", ("map", "gaps"))


def test_a_list_alone_and_a_name_that_looks_like_a_number(tmp_path):
    entries = read_manifest(write(tmp_path, "- 2024\n- client: 7\n")).entries
    assert [each.client for each in entries] == ["2024", "7"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["empty"]),
        ("# nothing\n", ["empty"]),
        ("just words", ["list clients"]),
        ("clients: 甲", ["list clients"]),
        ("clients: []\n", ["no client"]),
        ("clients:\n\t- a\n", ["tabs"]),
        ("clients: [a\n", ["YAML"]),
        ("clients:\n  - client: a\n    client: b\n", ["line 3", "twice"]),
        ("clients:\n  - {notes: x}\n", ["client 1", "client is missing"]),
        ("clients:\n  - client: ''\n", ["client is missing"]),
        ("clients:\n  - client: a\n    langage: en\n", ["langage", "Did you mean language"]),
        ("clients:\n  - client: a\n    language: fr\n", ["'fr'", "zh-Hans"]),
        ("clients:\n  - client: a\n    engine: gpt\n", ["'gpt'", "extractive"]),
        ("clients:\n  - client: a\n    reports: [maps]\n", ["'maps'", "Did you mean map"]),
        ("clients:\n  - client: a\n    reports: {a: 1}\n", ["reports"]),
        ("clients:\n  - client: [a]\n", ["client"]),
        ("clients:\n  - [a, b]\n", ["keys with values"]),
        ("clients:\n  - a\n  - A\n", ["2 times"]),
        ("clients:\n  - {client: a, output: x}\n  - {client: b, output: ./x}\n", ["2 clients"]),
        ("clint:\n  - a\n", ["clint", "list clients"]),
        ("notes: x\nclients: [a]\n", ["no key notes at the top"]),
        ("a: &a [x]\nclients: *a\n", ["aliases"]),
        ("clients: !!python/object:os.system [x]\n", ["YAML"]),
        (b"\x00\x01\x02\xff\xfe\xfd" * 50, [""]),
        ("clients:\n  - a\n---\nclients:\n  - b\n", ["YAML"]),
    ],
)
def test_what_is_wrong_in_yaml_is_said(tmp_path, content, words):
    said = told(write(tmp_path, content))
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", ["empty"]),
        ("\n\n", ["empty"]),
        ("client\n", ["no client"]),
        ("notes,language\na,b\n", ["no column client"]),
        ("client,langage\na,en\n", ["langage", "Did you mean language"]),
        ("client,client\na,b\n", ["twice"]),
        ("client,language\na,en,more\n", ["row 2", "more columns"]),
        ("client,language\n,en\n", ["row 2", "client is missing"]),
        ("client,language\na,fr\nb,xx\n", ["row 2", "row 3", "2 problems"]),
        ('client\n"a', ["CSV"]),
    ],
)
def test_what_is_wrong_in_a_table_is_said(tmp_path, content, words):
    said = told(write(tmp_path, content, "batch.csv"))
    for word in words:
        assert word in said


def test_many_problems_are_told_at_once(tmp_path):
    said = told(
        write(tmp_path, "clients:\n  - {client: a, language: fr}\n  - {client: b, engine: x}\n  - {notes: y}\n")
    )
    assert "3 problems" in said


def test_a_strange_column_hides_nothing_below_it(tmp_path):
    said = told(write(tmp_path, "client,langage,language\na,en,fr\nb,,en\nc,,xx\n", "batch.csv"))
    assert "3 problems" in said
    assert all(each in said for each in ("langage", "row 2", "row 4"))


def test_what_is_wrong_for_all_is_told_once(tmp_path):
    said = told(write(tmp_path, "reports: [maps]\nclients:\n  - a\n  - b\n  - {client: c, engine: gpt}\n"))
    assert "2 problems" in said
    assert said.count("maps") == 1
    assert "at the top" in said


def test_places_that_are_no_manifest(tmp_path):
    assert "no such file" in told(tmp_path / "none.yaml")
    assert "no such file" in told(tmp_path / "none")
    assert "a .yaml, a .csv, or a folder" in told(write(tmp_path, "x", "batch.xlsx"))
    (tmp_path / "empty").mkdir()
    assert "no client folders" in told(tmp_path / "empty")


def test_folders_with_and_without_notes_of_their_own(tmp_path):
    (tmp_path / "甲" / "notes").mkdir(parents=True)
    (tmp_path / "乙").mkdir()
    (tmp_path / ".hidden").mkdir()
    entries = read_manifest(tmp_path).entries
    assert {each.client: each.notes for each in entries} == {"甲": tmp_path / "甲" / "notes", "乙": tmp_path / "乙"}


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_content_brings_more_than_a_message(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("any")
    for name in ("batch.yaml", "batch.csv"):
        with suppress(ManifestError):
            manifest = read_manifest(write(folder, content, name))
            assert manifest.entries
            assert all(each.say("zh-Hans") for each in manifest.problems)
