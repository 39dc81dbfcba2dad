"""A client's archive and what comes back of it: whole, and only what the program itself may write."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.batch.parcels import (
    client_files,
    fold_logs,
    pack_client,
    read_archive,
    settle_replies,
    settle_reports,
    settle_state,
    write_archive,
)
from assistant.errors import StorageError
from assistant.workspace import ClientFolder, Workspace
from tests.batch.test_kill import TEXTS
from tests.fakes.clients import make_clients

NAMES = st.text("abc客户.-_ ", min_size=1, max_size=8).filter(
    lambda name: name.strip(". ") != "" and name[-1] not in " ."
)


@pytest.fixture
def client(tmp_path: Path) -> ClientFolder:
    make_clients(tmp_path / "workspace", 2, 6, TEXTS)
    return Workspace(tmp_path / "workspace").client("客户000")


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=2000), max_size=6))
def test_files_come_out_of_an_archive_as_they_went_in(files):
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "in").mkdir()
        for number, content in enumerate(files.values()):
            (place / "in" / str(number)).write_bytes(content)
        digest = write_archive(place / "a.tar", {f"x/{name}": place / "in" / str(n) for n, name in enumerate(files)})
        read_archive(place / "a.tar", digest, place / "out")
        found = {each.name: each.read_bytes() for each in (place / "out").rglob("*") if each.is_file()}
        assert found == files


def test_an_archive_that_did_not_arrive_whole_is_not_unpacked(tmp_path):
    digest = write_archive(tmp_path / "a.tar", {"x": put(tmp_path / "x", "words")})
    with (tmp_path / "a.tar").open("r+b") as file:
        file.truncate(700)
    with pytest.raises(StorageError, match="did not arrive whole"):
        read_archive(tmp_path / "a.tar", digest, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_one_client_goes_and_nothing_of_the_others_nor_locks_nor_the_batchs_own(client, tmp_path):
    put(client.state / "batch" / "attempt.json", "{}")
    put(client.state / "index" / "write.lock", "")
    put(client.state / "index" / "building" / "notes.sqlite", "half")
    put(client.state / "index" / "generation-000001" / "notes.sqlite", "whole")
    workspace = Workspace(tmp_path / "workspace")
    template = put(tmp_path / "own.docx", "template")
    digest = pack_client(client, workspace, tmp_path / "a.tar", {"template/own.docx": template})
    read_archive(tmp_path / "a.tar", digest, tmp_path / "out")
    found = {each.relative_to(tmp_path / "out").as_posix() for each in (tmp_path / "out").rglob("*") if each.is_file()}
    notes = {f"clients/客户000/notes/{each.name}" for each in client.notes.iterdir()}
    own = {"clients/客户000/client.toml", "clients/客户000/.journey/index/generation-000001/notes.sqlite"}
    assert found == {"journey.toml", "template/own.docx", *notes, *own}


def test_what_a_database_has_beside_itself_goes_along(client):
    path = client.state / "replies.sqlite"
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as open_elsewhere:
        open_elsewhere.execute("PRAGMA journal_mode=WAL")
        open_elsewhere.execute("CREATE TABLE reply (said TEXT)")
        open_elsewhere.execute("INSERT INTO reply VALUES ('paid for')")
        fold_logs(client.root)
        alone = path.with_name("copy.sqlite")
        alone.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(alone)) as copy:
            assert copy.execute("SELECT said FROM reply").fetchall() == [("paid for",)]


def test_only_the_programs_own_state_is_taken_from_elsewhere(client, tmp_path):
    made = tmp_path / "out" / "clients" / "客户000"
    put(made / "client.toml", "name = 'another'")
    put(made / "notes" / "陈静.md", "陈静：换了别的话。")
    put(made / "notes" / "new.md", "陈静：多出来的话。")
    put(made / ".journey" / "drafts" / "draft-0001.json", "{}")
    put(made / ".journey" / "index" / "generation-000002" / "notes.sqlite", "new")
    put(made / ".journey" / "index" / "current", "generation-000002\n")
    put(made / ".journey" / "replies.sqlite", "replies")
    put(made / ".journey" / "batch" / "attempt.json", "{}")
    put(tmp_path / "out" / "reports" / "home" / "journey-map.docx", "report")
    put(client.state / "index" / "generation-000001" / "notes.sqlite", "old")
    put(client.state / "index" / "current", "generation-000001\n")
    before = {each: each.read_bytes() for each in (client.root / "client.toml", *client.notes.iterdir())}
    old = ".journey/index/generation-000001/notes.sqlite"
    settle_state(
        tmp_path / "out", [old, "notes/陈静.md", "client.toml", "../客户001/client.toml", "/etc/hosts"], client
    )
    settle_reports(tmp_path / "out", tmp_path / "staging")
    assert {each: each.read_bytes() for each in (client.root / "client.toml", *client.notes.iterdir())} == before
    assert (tmp_path / "workspace" / "clients" / "客户001" / "client.toml").is_file()
    assert (client.state / "index" / "current").read_text().strip() == "generation-000002"
    assert [each.name for each in client.index.glob("generation-*")] == ["generation-000002"]
    assert (client.drafts / "draft-0001.json").is_file()
    assert (tmp_path / "staging" / "home" / "journey-map.docx").is_file()
    assert not (client.state / "batch").exists()
    assert not (client.state / "replies.sqlite").exists(), "replies count once the job is finished"
    settle_replies(tmp_path / "out", client)
    assert (client.state / "replies.sqlite").is_file()
    assert client_files(client.root)
