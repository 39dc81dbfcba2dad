"""The notes folder: what is listed, and one clear error for each bad file."""

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.sources import list_notes, read_document, read_notes

from .conftest import PEOPLE, SEGMENTS, Write


def reason_of(path: Path, notes: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read_document(path, notes)
    error = caught.value
    assert path.name in error.message.zh
    assert path.name in error.message.en
    assert "\n" not in error.message.en
    assert error.hint is not None
    return error.reason


def test_files_are_listed_sorted_without_clutter(write: Write, notes: Path) -> None:
    write("b.txt", "乙")
    write("一/a.md", "甲")
    for clutter in (".DS_Store", "~$b.docx", ".hidden/x.txt", "x.tmp", "Thumbs.db"):
        write(clutter, "x")
    listed = list_notes(notes)
    assert [file.path for file in listed] == ["b.txt", "一/a.md"]
    assert listed[0].digest == hashlib.sha256("乙".encode()).hexdigest()
    assert listed[0].size == 3


def test_no_folder_is_an_error_and_an_empty_one_is_not(tmp_path: Path, notes: Path) -> None:
    with pytest.raises(SourceError) as caught:
        list_notes(tmp_path / "nowhere")
    assert caught.value.reason == "missing"
    read = read_notes(notes, (), ())
    assert (read.documents, read.statements, read.passages, read.left_out) == ((), (), (), ())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b" \n\n ", "empty"),
        ("pointer.docx", b"version https://example.org/spec", "misnamed"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + bytes(60), "misnamed"),
        ("notes.odt", b"PK\x03\x04whatever", "misnamed"),
        ("talk.mp3", b"ID3" + bytes(60), "unsupported"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "misnamed"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("cut.docx", b"PK\x03\x04" + bytes(26) + b"word/document.xml" + bytes(200), "unreadable"),
        ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat", "unreadable"),
        ("talk.vtt", "这里没有时间".encode(), "misnamed"),
        ("noise.txt", bytes(range(256)) * 8, "unreadable"),
        ("page.html", b"<html><body><script>1</script></body></html>", "no_text"),
    ],
)
def test_a_bad_file_gives_one_clear_error(write: Write, notes: Path, name: str, content: bytes, reason: str) -> None:
    assert reason_of(write(name, content), notes) == reason


def test_a_missing_file(notes: Path) -> None:
    assert reason_of(notes / "gone.txt", notes) == "missing"


def test_a_folder_with_a_files_name_is_listed_and_refused(notes: Path) -> None:
    (notes / "x.docx").mkdir()
    (notes / "x.docx" / "inside.txt").write_text("里面")
    assert [file.path for file in list_notes(notes)] == ["x.docx"]
    assert reason_of(notes / "x.docx", notes) == "folder"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, notes: Path) -> None:
    (tmp_path / "other-client.txt").write_text("别的客户的话")
    (notes / "link.txt").symlink_to(tmp_path / "other-client.txt")
    assert reason_of(notes / "link.txt", notes) == "outside"
    assert list_notes(notes)[0].digest == ""


def test_a_file_without_permission(write: Write, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("secret.txt", "内容")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert reason_of(path, notes) == "unreadable"


def test_a_package_that_would_unpack_to_a_flood_is_refused(notes: Path) -> None:
    path = notes / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"\0" * 30_000_000)
    assert reason_of(path, notes) == "too_large"


@pytest.mark.parametrize("suffix", [".txt", ".pdf", ".csv", ""])
def test_a_word_file_under_another_name_is_read_as_what_it_is(notes: Path, suffix: str) -> None:
    from docx import Document as WordDocument

    word = WordDocument()
    word.add_paragraph("我们等了三天。")
    path = notes / f"renamed{suffix}"
    word.save(str(path))
    assert read_document(path, notes).format == "docx"


def test_subtitles_and_pages_saved_as_text_are_read_as_what_they_are(write: Write, notes: Path) -> None:
    subtitles = write("a.txt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v 陈女士>等了三天。\n")
    page = write("b.txt", "<!DOCTYPE html><html><body><p>等了三天。</p></body></html>")
    assert read_document(subtitles, notes).format == "vtt"
    assert read_document(page, notes).format == "html"


def test_reading_changes_nothing(write: Write, notes: Path) -> None:
    path = write("a.md", "陈女士：等了三天。\n")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    before = (path.read_bytes(), path.stat().st_mtime)
    read_notes(notes, PEOPLE, SEGMENTS)
    assert (path.read_bytes(), path.stat().st_mtime) == before
    assert [each.name for each in notes.iterdir()] == ["a.md"]


def test_one_bad_file_never_stops_the_others(write: Write, notes: Path) -> None:
    write("a.txt", "林老师：等了多久？\n陈女士：等了整整三天。\n")
    write("b.docx", b"PK\x03\x04broken")
    write("c.pdf", b"%PDF-1.4 broken")
    write("d.csv", "姓名,内容\n陈女士,安装师傅很准时。\n")
    seen: list[str] = []
    read = read_notes(notes, PEOPLE, SEGMENTS, progress=seen.append)
    assert [document.path for document in read.documents] == ["a.txt", "d.csv"]
    assert {each.document: each.reason for each in read.left_out} == {"b.docx": "misnamed", "c.pdf": "unreadable"}
    assert seen == ["a.txt", "b.docx", "c.pdf", "d.csv"]


def test_only_the_named_files_are_read(write: Write, notes: Path) -> None:
    write("a.txt", "我们等了三天。")
    write("b.txt", "我们等了五天。")
    assert [document.path for document in read_notes(notes, (), (), only=["b.txt"]).documents] == ["b.txt"]


def test_the_same_file_twice_is_read_once(write: Write, notes: Path) -> None:
    write("a.txt", "陈女士：我们等了整整三天。")
    write("b/copy.txt", "陈女士：我们等了整整三天。")
    read = read_notes(notes, PEOPLE, SEGMENTS)
    assert [document.path for document in read.documents] == ["a.txt"]
    left = read.left_out[0]
    assert (left.document, left.reason) == ("b/copy.txt", "duplicate")
    assert "a.txt" in left.note.zh
    assert "a.txt" in left.note.en


def test_the_same_words_of_the_same_speaker_elsewhere_are_left_out_once(write: Write, notes: Path) -> None:
    words = "我从来没收到过提醒，是自己看到灯变红了才想起来的。"
    write("a.txt", f"林老师：提醒呢？\n陈女士：{words}\n陈女士：还可以。\n")
    write("b.txt", f"林老师：再说说？\n陈女士：{words.replace('，', ', ')}\n陈女士：还可以。\nMike：{words}\n")
    read = read_notes(notes, PEOPLE, SEGMENTS)
    repeated = [each for each in read.left_out if each.reason == "duplicate"]
    assert [(each.document, each.locator.line) for each in repeated] == [("b.txt", 2)]
    assert "a.txt" in repeated[0].note.en
    mike = [each for each in read.statements if each.speaker == "Mike Chen"]
    assert [each.text for each in mike] == [words]
    assert sum(each.text == "还可以。" for each in read.statements) == 2
    assert not any(
        each.speaker == "陈美玲" and words[:5] in each.text and each.document == "b.txt" for each in read.passages
    )


def test_a_paragraph_of_five_megabytes(write: Write, notes: Path) -> None:
    write("long.txt", "我觉得这个价格还可以就是安装等得太久了后来客服打电话来道歉" * 60_000)
    read = read_notes(notes, (), ())
    assert len(read.statements) > 10_000
    assert max(len(each.text) for each in read.statements) <= 200
    assert max(len(each.text) for each in read.passages) <= 1200
