"""The separate reader: a file may fail, hang or eat memory, and the others are read all the same."""

import os
import signal
import stat
import sys
import time
from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.sources import SeparateReader, read_document, read_notes
from assistant.sources.safety import Limits
from assistant.sources.safety.nursery import Nursery

from .conftest import Write
from .test_archives import TALK, packed
from .test_damaged import FILES, word


def converter(folder: Path, code: str) -> str:
    """A program in the place of LibreOffice."""
    folder.mkdir(exist_ok=True)
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, pathlib, shutil, time, os\n{code}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(folder)


OPEN_TEXT = packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
COPY = """
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1]); out.mkdir()
shutil.copy(pathlib.Path(__file__).parent / "made.docx", out / "note.docx")
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """LibreOffice that makes the Word file of `word()` of everything."""
    folder = tmp_path / "bin"
    monkeypatch.setenv("PATH", converter(folder, COPY) + os.pathsep + os.environ["PATH"])
    (folder / "made.docx").write_bytes(word())
    return folder


def test_it_reads_what_the_program_itself_reads(write: Write, notes: Path) -> None:
    for suffix, content in FILES.items():
        write(f"note{suffix}", content)
    write("a.zip", packed({"inside.docx": word("陈女士：师傅当天就来了。")}))
    with SeparateReader(notes) as reader:
        apart = read_notes(notes, (), (), reader=reader)
    here = read_notes(notes, (), ())
    assert apart == here
    assert len(apart.documents) == len(FILES) + 1


def test_small_plain_text_starts_no_other_program(write: Write, notes: Path) -> None:
    write("a.txt", TALK)
    with SeparateReader(notes) as reader:
        [file] = reader.list_files()
        assert reader.read(file.path).format == "txt"
        assert reader._running is None


def test_a_file_that_takes_too_long_is_left_out_and_the_next_is_read(
    write: Write, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = converter(tmp_path / "slow", "time.sleep(60)")
    monkeypatch.setenv("PATH", slow + os.pathsep + os.environ["PATH"])
    write("a.odt", OPEN_TEXT)
    write("b.docx", word())
    started = time.monotonic()
    with SeparateReader(notes, Limits(seconds=8)) as reader:
        read = read_notes(notes, (), (), reader=reader)
    assert time.monotonic() - started < 50
    assert [each.reason for each in read.left_out if each.skipped_file] == ["too_slow"]
    assert [each.path for each in read.documents] == ["b.docx"]


def test_a_file_that_kills_its_reader_is_left_out_and_the_next_is_read(
    write: Write, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "PATH", converter(tmp_path / "bad", "os.kill(os.getppid(), 9)") + os.pathsep + os.environ["PATH"]
    )
    write("a.odt", OPEN_TEXT)
    write("b.docx", word())
    with SeparateReader(notes) as reader:
        read = read_notes(notes, (), (), reader=reader)
    assert [(each.document, each.reason) for each in read.left_out if each.skipped_file] == [("a.odt", "unreadable")]
    assert [each.path for each in read.documents] == ["b.docx"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a program to its memory")
def test_a_file_that_takes_too_much_memory_is_left_out(write: Write, notes: Path) -> None:
    paragraphs = b"".join(b"<w:p><w:r><w:t>%d</w:t></w:r></w:p>" % number for number in range(1_500_000))
    namespace = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = b"<w:document %s><w:body>%s</w:body></w:document>" % (namespace, paragraphs)
    write("big.docx", packed({"word/document.xml": document}, compression=8))
    write("small.docx", word())
    with SeparateReader(notes, Limits(memory=400 * 2**20)) as reader:
        read = read_notes(notes, (), (), reader=reader)
    assert [(each.document, each.reason) for each in read.left_out if each.skipped_file] in (
        [("big.docx", "too_large")],
        [("big.docx", "unreadable")],
    )
    assert [each.path for each in read.documents] == ["small.docx"]


def test_the_reader_cannot_reach_the_network(notes: Path) -> None:
    import subprocess

    code = (
        "import sys, socket\nfrom assistant.sources.safety.worker import _refuse_network\nsys.addaudithook(_refuse_network)\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), timeout=1)\nexcept PermissionError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "is refused while files are read" in done.stdout


def test_other_office_formats_are_read_through_libreoffice(write: Write, notes: Path, office: Path) -> None:
    document = read_document(write("old.odt", OPEN_TEXT), notes)
    assert document.format == "odt"
    assert document.blocks[0].text == "陈女士：我们等了三天。"


def test_without_libreoffice_the_message_says_what_to_do(
    write: Write, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError) as caught:
        read_document(write("old.odt", OPEN_TEXT), notes)
    assert caught.value.reason == "needs_libreoffice"
    assert caught.value.hint is not None
    assert "LibreOffice" in caught.value.hint.zh


def test_a_file_that_libreoffice_cannot_open(
    write: Write, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", converter(tmp_path / "no", "sys.exit(1)") + os.pathsep + os.environ["PATH"])
    with pytest.raises(SourceError) as caught:
        read_document(write("old.odt", OPEN_TEXT), notes)
    assert caught.value.reason == "unreadable"


def test_many_clients_readers_are_split_off_one_python_and_read_the_same(write: Write, notes: Path) -> None:
    write("a.docx", word())
    with SeparateReader(notes) as reader:
        own = reader.read("a.docx")
    nursery = Nursery()
    for _ in range(3):
        with SeparateReader(notes, start_reader=nursery.start) as reader:
            assert reader.read("a.docx") == own


def test_a_file_that_kills_its_reader_leaves_those_of_other_clients_alone(
    write: Write, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(
        "PATH", converter(tmp_path / "bad", "os.kill(os.getppid(), 9)") + os.pathsep + os.environ["PATH"]
    )
    write("a.odt", OPEN_TEXT)
    write("b.docx", word())
    nursery = Nursery()
    with (
        SeparateReader(notes, start_reader=nursery.start) as other,
        SeparateReader(notes, start_reader=nursery.start) as reader,
    ):
        assert other.read("b.docx").format == "docx"
        with pytest.raises(SourceError):
            reader.read("a.odt")
        assert other.read("b.docx") == reader.read("b.docx")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every reader is started by itself")
def test_where_the_python_that_readers_are_split_off_dies_another_takes_its_place(write: Write, notes: Path) -> None:
    write("a.docx", word())
    nursery = Nursery()
    with SeparateReader(notes, start_reader=nursery.start) as reader:
        assert reader.read("a.docx").format == "docx"
        assert reader._running is not None
        gone = int(Path(f"/proc/{reader._running._number}/stat").read_text().rsplit(")", 1)[1].split()[1])
        os.kill(gone, signal.SIGKILL)
    for _ in range(2):
        with SeparateReader(notes, start_reader=nursery.start) as reader:
            assert reader.read("a.docx").format == "docx"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every reader is started by itself")
def test_readers_end_with_whoever_reads(write: Write, notes: Path) -> None:
    write("a.docx", word())
    nursery = Nursery()
    with SeparateReader(notes, start_reader=nursery.start) as reader:
        reader.read("a.docx")
        assert reader._running is not None
        place = Path(f"/proc/{reader._running._number}")
        assert place.exists()
    assert not place.exists()
