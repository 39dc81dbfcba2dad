"""Archives of notes: their files are notes like any other, within limits and never outside of their place."""

import io
import stat
import zipfile
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.sources import list_notes, read_document, read_notes

from .conftest import Write
from .test_damaged import word

TALK = "陈女士：我们等了三天才有人来装。\n林：后来呢？\n陈女士：后来就好了。\n".encode()


def packed(files: dict[str, bytes], **compression: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", **compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def refusals(notes: Path) -> dict[str, str]:
    return {each.document: each.reason for each in read_notes(notes, (), ()).left_out if each.skipped_file}


def test_the_files_of_an_archive_are_notes(write: Write, notes: Path) -> None:
    write("客户.zip", packed({"访谈/陈女士.txt": TALK, "周老师.docx": word(), "__MACOSX/._x": b"x", ".DS_Store": b"x"}))
    read = read_notes(notes, (), ())
    assert [each.path for each in read.documents] == ["客户.zip/周老师.docx", "客户.zip/访谈/陈女士.txt"]
    assert "我们等了三天才有人来装。" in {each.text for each in read.statements}
    assert not read.left_out


def test_a_file_that_also_lies_beside_its_archive_is_read_once(write: Write, notes: Path) -> None:
    write("a.txt", TALK)
    write("b.zip", packed({"copy.txt": TALK}))
    read = read_notes(notes, (), ())
    assert [each.path for each in read.documents] == ["a.txt"]
    assert [each.document for each in read.left_out] == ["b.zip/copy.txt"]


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "a/../../evil.txt", "..\\evil.txt"]
)
def test_a_path_out_of_the_archive_is_refused_and_nothing_is_written(write: Write, notes: Path, name: str) -> None:
    write("x.zip", packed({name: TALK, "good.txt": TALK + b"!"}))
    assert [each.path for each in read_notes(notes, (), ()).documents] == ["x.zip/good.txt"]
    assert list(refusals(notes).values()) == ["outside"]
    assert {each.name for each in notes.parent.rglob("*") if each.is_file()} == {"x.zip"}


def test_a_link_in_an_archive_is_refused(write: Write, notes: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    write("x.zip", out.getvalue())
    assert refusals(notes) == {"x.zip/link.txt": "outside"}


def test_names_in_the_encoding_of_chinese_systems_are_readable(write: Write, notes: Path) -> None:
    raw = packed({"AAAAAA.txt": TALK}).replace(b"AAAAAA", "陈女士".encode("gb18030"))
    write("x.zip", raw)
    assert [each.path for each in list_notes(notes)] == ["x.zip/陈女士.txt"]


def test_bombs_are_refused_before_they_unpack(write: Write, notes: Path) -> None:
    deflated = {"compression": zipfile.ZIP_DEFLATED, "compresslevel": 9}
    write("ratio.zip", packed({"zeros.txt": bytes(64 * 2**20)}, **deflated))
    write("many.zip", packed({f"{number}.txt": b"x" for number in range(2_001)}))
    inner = packed({f"{number}.txt": TALK for number in range(3)})
    for _ in range(4):
        inner = packed({"inner.zip": inner})
    write("nested.zip", inner)
    assert refusals(notes) == {
        "ratio.zip": "too_large",
        "many.zip": "too_large",
        "nested.zip/inner.zip/inner.zip": "nested",
    }


def test_a_word_bomb_is_refused(write: Write, notes: Path) -> None:
    document = b"<w:document>" + b" " * (64 * 2**20) + b"</w:document>"
    write("bomb.docx", packed({"word/document.xml": document}, compression=zipfile.ZIP_DEFLATED))
    assert refusals(notes) == {"bomb.docx": "too_large"}


def test_a_locked_archive_says_so(write: Write, notes: Path) -> None:
    raw = bytearray(packed({"a.txt": TALK}))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.find(mark) + flag] |= 1
    write("x.zip", bytes(raw))
    assert refusals(notes) == {"x.zip/a.txt": "encrypted"}


def test_an_empty_or_damaged_archive_says_so(write: Write, notes: Path) -> None:
    write("empty.zip", packed({}) + b"\0")
    write("cut.zip", packed({"a.txt": TALK})[:40])
    assert refusals(notes) == {"empty.zip": "empty", "cut.zip": "unreadable"}


def test_a_file_that_is_not_in_the_archive(write: Write, notes: Path) -> None:
    write("x.zip", packed({"a.txt": TALK}))
    with pytest.raises(SourceError) as caught:
        read_document(Path("x.zip/b.txt"), notes)
    assert caught.value.reason == "missing"


def test_files_of_one_name_are_told_apart(write: Write, notes: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", TALK)
        archive.writestr("b.txt", b"B: quite different words here")
    write("x.zip", out.getvalue().replace(b"b.txt", b"a.txt"))
    assert [each.path for each in list_notes(notes)] == ["x.zip/a (2).txt", "x.zip/a.txt"]
