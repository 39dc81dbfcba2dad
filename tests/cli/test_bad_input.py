"""Bad input: one clear line that names the file and the way out, the right exit code, and the other files still read."""

import errno
import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from assistant.errors import Exit

GOOD = "chen.md"


@pytest.fixture
def one(client):
    """The notes folder with one good interview."""
    note = client / "notes" / GOOD
    note.write_text("林：怎么买的？\n陈女士：我在门店看了两次，付了两千六百块，觉得价格有点贵。\n", encoding="utf-8")
    return client / "notes"


def _docx(text: str) -> bytes:
    from docx import Document

    stream = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def _pdf(encrypted: bool) -> bytes:
    from pypdf import PdfWriter

    stream = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if encrypted:
        writer.encrypt("secret")
    writer.write(stream)
    return stream.getvalue()


def _ole() -> bytes:
    """The first bytes of the container in which Office keeps a document with a password."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4096


def _empty_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("readme.txt", "x")
    return stream.getvalue()


BAD = {
    "empty.docx": lambda: b"",
    "blank.md": lambda: b"\xef\xbb\xbf \n\n",
    "locked.pdf": lambda: _pdf(True),
    "scanned.pdf": lambda: _pdf(False),
    "locked.xlsx": _ole,
    "locked.docx": _ole,
    "cut.docx": lambda: _docx("陈女士：好。" * 200)[:900],
    "cut.pdf": lambda: b"%PDF-1.7\n1 0 obj\n<<",
    "zip.docx": _empty_zip,
    "noise.txt": lambda: bytes(range(256)) * 40,
    "photo.jpg": lambda: bytes.fromhex("ffd8ffe000104a464946") + b"\0\x91" * 500,
    "talk.mp3": lambda: b"ID3\x03" + b"\0\x91\xfe" * 500,
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_line_and_the_others_are_read(name, one, journey, monkeypatch):
    (one / name).write_bytes(BAD[name]())
    before = (one / name).read_bytes()
    ran = journey("index", "Acme 净水")
    assert ran.code == Exit.FLAGGED
    (line,) = ran.err.splitlines()
    assert line.startswith("Left out: ")
    assert name in line
    assert "; " in line, "what to do is missing"
    assert "1 notes (1 new" in ran.out
    assert (one / name).read_bytes() == before
    monkeypatch.setenv("JOURNEY_LANG", "zh")
    told = journey("index", "Acme 净水").err
    assert told.startswith("略去：")
    assert name in told


def test_a_misnamed_file_is_read_as_what_it_is_or_told_of(one, journey):
    (one / "really-a.docx").write_bytes(_pdf(True))
    (one / "really-b.pdf").write_bytes(_docx("陈女士：滤芯一年要花六百元。"))
    ran = journey("index", "Acme 净水", "--json")
    assert ran.code == Exit.FLAGGED
    report = ran.object()
    left = {each["document"]: each["note"] for each in report["left_out"]}
    assert "really-a.docx" in left
    for name in ("really-a.docx", "really-b.pdf"):
        assert name in report["added"] or name in left[name]
    assert GOOD in report["added"]


def test_a_folder_named_like_a_file_is_told_of(one, journey):
    (one / "x.docx").mkdir()
    (one / "x.docx" / "inner.md").write_text("陈女士：好。\n", encoding="utf-8")
    ran = journey("index", "Acme 净水")
    assert ran.code == Exit.FLAGGED
    assert "this is a folder, not a file: x.docx" in ran.err


def test_a_file_without_permission_is_told_of(one, monkeypatch, journey):
    (one / "shut.md").write_text("陈女士：好。\n", encoding="utf-8")
    opened = io.open

    def guarded(file, *arguments, **rest):
        if isinstance(file, (str, os.PathLike)) and Path(file).name == "shut.md":
            raise PermissionError(errno.EACCES, "Permission denied", str(file))
        return opened(file, *arguments, **rest)

    monkeypatch.setattr(io, "open", guarded)
    ran = journey("index", "Acme 净水")
    assert ran.code == Exit.FLAGGED
    assert "shut.md" in ran.err
    assert "permission" in ran.err.lower()
    assert "1 notes" in ran.out


def test_no_notes_at_all(client, place, journey):
    for gone in (False, True):
        if gone:
            (client / "notes").rmdir()
        draft = journey("draft", "Acme 净水")
        assert draft.code in (Exit.USAGE, Exit.FAILED)
        assert "journey add" in draft.err
        assert journey("index", "Acme 净水").code != Exit.DONE
    assert not list((place / "outputs").iterdir())


def test_notes_by_the_interviewer_only(client, place, journey):
    (client / "notes" / "plan.md").write_text("林：您怎么知道我们的？\n林岚：后来买了吗？\n", encoding="utf-8")
    ran = journey("draft", "Acme 净水")
    assert ran.code == Exit.USAGE
    assert "only the interviewer's words" in ran.err
    assert "client.toml" in ran.err
    assert not list((place / "outputs").iterdir())


def test_a_paragraph_of_five_megabytes_takes_bounded_time(one, journey):
    sentence = "我在门店看了两次滤芯，价格有点贵，但是师傅装得很快"
    length = 5 * 2**20 // len(sentence.encode())
    (one / "long.txt").write_text("陈女士：" + sentence * length, encoding="utf-8")
    started = time.monotonic()
    ran = journey("index", "Acme 净水", "--json")
    assert ran.code in (Exit.DONE, Exit.FLAGGED)
    assert GOOD in ran.object()["added"]
    assert time.monotonic() - started < 60
    found = journey("search", "Acme 净水", "两千六百块", "--limit", "1", "--json").object()
    assert found["passages"][0]["document"] == GOOD


@pytest.mark.parametrize("command", [["add", "乙", "x.md"], ["index", "乙"], ["search", "乙", "q"], ["code", "乙"],
                                     ["draft", "乙"], ["settings", "乙"], ["doctor", "乙"], ["client", "show", "乙"]])  # fmt: skip
def test_a_client_that_does_not_exist(command, client, place, journey):
    ran = journey(*command)
    assert ran.code == Exit.USAGE
    assert ran.err.splitlines() == ["Error: There is no client “乙”.", "Clients here: Acme 净水."]
    assert [each.name for each in (place / "clients").iterdir()] == [client.name]


def test_an_output_folder_that_is_a_file(one, place, journey):
    (place / "outputs").rmdir()
    (place / "outputs").write_text("mine", encoding="utf-8")
    ran = journey("draft", "Acme 净水")
    assert ran.code == Exit.FAILED
    assert "outputs" in ran.err
    assert "a file or folder is in the way" in ran.err
    assert (place / "outputs").read_text(encoding="utf-8") == "mine"
    assert journey("draft", "Acme 净水", "--out", "elsewhere").code == Exit.DONE


def _fill_disk_after(monkeypatch, writes):
    """From here on so many files still fit on the disk; the next one is written in part."""
    left = [writes]
    flush = os.fsync

    def full(handle):
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(handle)

    monkeypatch.setattr(os, "fsync", full)


def _fill_disk(monkeypatch, ending):
    """From here on no file of that ending can be put in its place."""
    replace = os.replace

    def full(source, target, **rest):
        if str(target).endswith(ending):
            raise OSError(errno.ENOSPC, "No space left on device", str(source))
        replace(source, target, **rest)

    monkeypatch.setattr(os, "replace", full)
    monkeypatch.setattr(Path, "replace", lambda self, target: full(self, target))


@pytest.mark.parametrize("ending", ["journey-map.docx", "gap-analysis.docx", "draft.json", "evidence-keys.json"])
def test_a_full_disk_leaves_nothing_half_written_and_the_next_run_is_whole(ending, one, place, monkeypatch, journey):
    with monkeypatch.context() as patch:
        _fill_disk(patch, ending)
        ran = journey("draft", "Acme 净水")
        assert ran.code == Exit.FAILED
        assert "the disk is full" in ran.err
        assert ending in ran.err
        assert "Free some space and run the same command again." in ran.err
    _assert_nothing_was_drafted(place, journey)
    again = journey("draft", "Acme 净水", "--json")
    assert again.code == Exit.DONE
    assert len(again.object()["reports"]) == 5
    assert journey("client", "list", "--json").object()["drafts"] == 1


def _assert_nothing_was_drafted(place, journey):
    assert not list(place.rglob(".writing-*"))
    assert not [each for each in (place / "outputs").rglob("*") if each.is_file() or each.name[0].isdigit()]
    assert journey("client", "list", "--json").object()["drafts"] == 0


@pytest.mark.parametrize("writes", range(7))
def test_a_disk_that_fills_up_in_the_middle_of_a_draft_keeps_nothing_of_it(writes, one, place, monkeypatch, journey):
    assert journey("draft", "Acme 净水", "--out", "first").code == Exit.DONE
    before = {each.name: each.read_bytes() for each in (place / "first").iterdir()}
    (client,) = (place / "clients").iterdir()
    stored = client / ".journey" / "drafts"
    for each in stored.iterdir():
        each.unlink()
    with monkeypatch.context() as patch:
        _fill_disk_after(patch, writes)
        ran = journey("draft", "Acme 净水", "--out", "first" if writes % 2 else "second")
    assert ran.code == Exit.FAILED
    assert "the disk is full" in ran.err
    assert "Nothing half-written was left." in ran.err
    _assert_nothing_was_drafted(place, journey)
    assert {each.name: each.read_bytes() for each in (place / "first").iterdir()} == before
    assert not (place / "second").exists()


def test_a_full_disk_while_adding_and_while_making_a_table(one, place, tmp_path, monkeypatch, journey):
    note = tmp_path / "new.md"
    note.write_text("陈女士：新的。\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        _fill_disk(patch, "new.md")
        ran = journey("add", "Acme 净水", note)
        assert ran.code == Exit.FAILED
        assert "the disk is full" in ran.err
    with monkeypatch.context() as patch:
        _fill_disk(patch, "codes.xlsx")
        ran = journey("code", "Acme 净水", "--out", "codes.xlsx")
        assert ran.code == Exit.FAILED
        assert "the disk is full" in ran.err
    assert [path.name for path in one.iterdir()] == [GOOD]
    assert not (place / "codes.xlsx").exists()


REMOVE = ["client", "remove", "Acme 净水", "--yes"]
HOLDER = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_client_that_another_process_works_on_is_left_for_later(one, client, monkeypatch, journey):
    assert journey("index", "Acme 净水").code == Exit.DONE
    monkeypatch.setenv("JOURNEY_LOCK_WAIT", "0")
    lock = client / ".journey" / "index" / "write.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for command in (["index", "Acme 净水"], ["draft", "Acme 净水"], ["index", "--all"], REMOVE):
            ran = journey(*command)
            assert ran.code == Exit.TRY_LATER
            assert "Another process is working on this client." in ran.err
            assert "Run the same command again when it is done." in ran.err
        assert (one / GOOD).exists()
        holder.communicate()
    assert journey("index", "Acme 净水").code == Exit.DONE
    assert journey(*REMOVE).code == Exit.DONE
    assert not client.exists()


def test_a_damaged_index_names_the_command_that_mends_it(one, client, journey):
    assert journey("index", "Acme 净水").code == Exit.DONE
    for path in (client / ".journey" / "index").rglob("*.sqlite*"):
        path.write_bytes(b"not a database" * 400)
    ran = journey("search", "Acme 净水", "价格")
    assert ran.code == Exit.FAILED
    assert "--rebuild" in ran.err
    assert journey("index", "Acme 净水", "--rebuild").code == Exit.DONE
    assert journey("search", "Acme 净水", "价格").code == Exit.DONE


def test_damaged_corrections_and_keys_are_named(one, client, place, journey):
    assert journey("draft", "Acme 净水").code == Exit.DONE
    for name in ("corrected-codings.json", "evidence-keys.json"):
        file = client / ".journey" / name
        whole = file.read_bytes() if file.exists() else None
        file.write_text("{", encoding="utf-8")
        ran = journey("draft", "Acme 净水")
        assert ran.code == Exit.FAILED
        assert name in ran.err
        if whole is None:
            file.unlink()
        else:
            file.write_bytes(whole)
    assert len(list((place / "outputs" / "Acme-净水").iterdir())) == 1
