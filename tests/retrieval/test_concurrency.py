"""Several processes on one index: real ones, kept in step by what they say and not by waiting."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BusyError
from assistant.retrieval.index import ClientIndex
from assistant.wording import Text
from tests.fakes.embedders import LetterEmbedder

WORKER = Path(__file__).with_name("index_worker.py")


class Worker:
    """Another process; `ask` waits for its answer, `send` and `answer` do not belong together in time."""

    def __init__(self, folder: Path, notes: Path, wait: float) -> None:
        command = [sys.executable, str(WORKER), str(folder), str(notes), str(wait)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )

    def send(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the worker died"
        return json.loads(line)

    def ask(self, command: str) -> Any:
        self.send(command)
        return self.answer()

    def kill(self) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()
        self._process.wait()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "one.txt").write_text("顾客：安装师傅迟到了四十分钟，我等得很着急。\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "天成" / ".journey" / "index"


@pytest.fixture
def start(folder: Path, notes: Path) -> Iterator[Callable[..., Worker]]:
    started: list[Worker] = []

    def start_one(wait: float = 10.0) -> Worker:
        started.append(Worker(folder, notes, wait))
        return started[-1]

    yield start_one
    for worker in started:
        worker.kill()


def test_two_read_while_one_writes(folder: Path, notes: Path, start: Callable[..., Worker]) -> None:
    writer, *readers = start(), start(), start()
    assert writer.ask("update") == [["one.txt"], [], []]
    (old,) = readers[0].ask("find 师傅")
    (notes / "two.txt").write_text("顾客：师傅说话客气，走之前暂停了水阀。\n", encoding="utf-8")

    writer.send("update")
    assert writer.answer() == "paused"
    for _ in range(2):
        for reader in readers:
            reader.send("find 师傅")
        assert [reader.answer() for reader in readers] == [[old], [old]]

    writer.send("go on")
    for _ in range(8):
        for reader in readers:
            reader.send("find 师傅")
        for reader in readers:
            found = reader.answer()
            assert found[-1] == old or old in found
            assert len(found) in (1, 2)
    assert writer.answer() == [["two.txt"], [], []]
    assert all(len(reader.ask("find 师傅")) == 2 for reader in readers)


def test_who_waits_is_told_who_holds_it(folder: Path, notes: Path, start: Callable[..., Worker]) -> None:
    (notes / "two.txt").write_text("顾客：付款前暂停了一下。\n", encoding="utf-8")
    writer = start()
    pid = writer.ask("pid")
    writer.send("update")
    assert writer.answer() == "paused"

    told: list[Text] = []
    index = ClientIndex(folder, LetterEmbedder(), lock_wait=0.2, told=told.append)
    with pytest.raises(BusyError, match=f"process {pid}") as caught:
        index.update(notes, [], [])
    assert caught.value.exit_code == 75
    assert "index_worker.py" in caught.value.message.zh
    assert [text.en for text in told] == [caught.value.message.en]

    writer.send("go on")
    assert writer.answer() == [["one.txt", "two.txt"], [], []]
    assert index.update(notes, [], []).unchanged == ("one.txt", "two.txt")


def test_a_writer_that_is_killed_leaves_the_last_generation(
    folder: Path, notes: Path, start: Callable[..., Worker]
) -> None:
    index = ClientIndex(folder, LetterEmbedder())
    index.update(notes, [], [])
    (notes / "two.txt").write_text("顾客：暂停营业三天。\n", encoding="utf-8")
    writer = start()
    writer.send("update")
    assert writer.answer() == "paused"
    writer.kill()

    assert [document.document for document in index.documents()] == ["one.txt"]
    assert len(index.find_passages("师傅")) == 1
    assert index.update(notes, [], []).added == ("two.txt",)
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["generation-000002"]


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process exist on POSIX only")
@pytest.mark.parametrize("size", [0, 60_000])
def test_a_full_disk_is_said_and_breaks_nothing(
    folder: Path, notes: Path, start: Callable[..., Worker], size: int
) -> None:
    index = ClientIndex(folder, LetterEmbedder())
    index.update(notes, [], [])
    more = "".join(f"顾客：第{number}次来店里，店员都认得我，态度一直很好。\n\n" for number in range(400))
    (notes / "two.txt").write_text(more, encoding="utf-8")
    writer = start()
    writer.ask(f"full {size}")
    answer = writer.ask("update")
    assert answer["error"] == "StorageError"
    assert len(index.find_passages("师傅")) == 1
    assert index.update(notes, [], []).added == ("two.txt",)


def test_nothing_new_costs_no_heavy_imports(folder: Path, notes: Path, start: Callable[..., Worker]) -> None:
    ClientIndex(folder, LetterEmbedder()).update(notes, [], [])
    worker = start()
    assert worker.ask("update") == [[], [], []]
    assert worker.ask("modules") == []
