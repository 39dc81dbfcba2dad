"""init, client and add: a workspace is made, clients come and go, notes are copied in."""

import io
import os
from pathlib import Path

import pytest

from assistant.errors import Exit


def test_init_makes_a_workspace_and_names_the_next_step(tmp_path, monkeypatch, journey):
    monkeypatch.chdir(tmp_path)
    ran = journey("init", "w", "--language", "zh-Hant")
    assert ran.code == Exit.DONE
    assert (tmp_path / "w" / "clients").is_dir()
    assert (tmp_path / "w" / "outputs").is_dir()
    assert 'language = "zh-Hant"' in (tmp_path / "w" / "journey.toml").read_text(encoding="utf-8")
    assert "Next: cd w, then journey client add NAME" in ran.out


def test_init_twice_is_refused_and_changes_nothing(place, journey):
    before = (place / "journey.toml").read_bytes()
    ran = journey("init", place)
    assert ran.code == Exit.USAGE
    assert str(place) in ran.err
    assert (place / "journey.toml").read_bytes() == before


def test_init_in_an_unknown_language_writes_nothing(tmp_path, journey):
    ran = journey("init", tmp_path / "w", "--language", "fr")
    assert ran.code == Exit.USAGE
    assert "zh-Hans, zh-Hant, en" in ran.err
    assert not (tmp_path / "w").exists()


def test_init_where_a_file_is_in_the_way(tmp_path, journey):
    (tmp_path / "w").write_text("x", encoding="utf-8")
    ran = journey("init", tmp_path / "w")
    assert ran.code == Exit.FAILED
    assert "a file or folder is in the way" in ran.err
    assert (tmp_path / "w").read_text(encoding="utf-8") == "x"


def test_a_client_is_added_listed_and_shown(client, notes, journey):
    listed = journey("client", "list", "--json").objects()
    assert listed == [
        {"client": "Acme 净水", "folder": "Acme-净水", "notes": 4, "segments": 2, "people": 4, "drafts": 0}
    ]
    shown = journey("client", "show", "Acme-净水", "--json").object()
    assert shown["client"] == "Acme 净水"
    assert shown["people_list"][0] == {"name": "陈静", "role": "customer", "segment": "home", "title": ""}
    table = journey("client", "show", "Acme 净水").out
    assert "陈静" in table
    assert "家庭住户" in table
    assert max(_width(line) for line in table.splitlines() if not line.startswith("Acme")) <= 80


def _width(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(line.rstrip())


def test_without_clients_the_list_names_the_way_in(place, journey):
    ran = journey("client", "list")
    assert ran.code == Exit.DONE
    assert "journey client add NAME" in ran.out


def test_a_broken_client_does_not_hide_the_others(client, journey):
    assert journey("client", "add", "另一家").code == Exit.DONE
    (client / "client.toml").write_text("name = ", encoding="utf-8")
    ran = journey("client", "list")
    assert ran.code == Exit.FLAGGED
    assert "另一家" in ran.out
    assert "Acme-净水/client.toml is not valid TOML" in ran.err.replace(os.sep, "/")
    assert journey("client", "show", "另一家").code == Exit.DONE
    assert journey("client", "add", "第三家").code == Exit.DONE


def test_a_client_twice_is_refused(client, journey):
    ran = journey("client", "add", "ACME　净水")
    assert ran.code == Exit.USAGE
    assert "There is already a client" in ran.err


def test_a_client_with_an_unknown_stage_model_is_not_made(place, journey):
    ran = journey("client", "add", "甲", "--stage-model", "seven")
    assert ran.code == Exit.USAGE
    assert "There is no stage model seven." in ran.err
    assert "five-stage" in ran.err
    assert not list((place / "clients").iterdir())


def test_names_with_spaces_are_quoted_in_the_commands_to_paste(place, tmp_path, journey):
    note = tmp_path / "a.md"
    note.write_text("陈：好。\n", encoding="utf-8")
    assert 'journey add "Acme 净水" FILE...' in journey("client", "add", "Acme 净水").out
    assert 'journey draft "Acme 净水"' in journey("add", "Acme 净水", note).out


def test_an_unknown_client_names_those_there_are(client, journey):
    for command in (("show",), ("remove", "--yes")):
        ran = journey("client", command[0], "甲", *command[1:])
        assert ran.code == Exit.USAGE
        assert "There is no client “甲”." in ran.err
        assert "Acme 净水" in ran.err


def test_removing_asks_and_without_a_terminal_wants_yes(client, typed, journey):
    typed("y\n")
    ran = journey("client", "remove", "Acme 净水")
    assert ran.code == Exit.USAGE
    assert "--yes" in ran.err
    assert client.exists()


class Terminal(io.StringIO):
    """Standard input of a person at a terminal."""

    def isatty(self) -> bool:
        return True


def test_removing_is_confirmed_by_a_person(client, notes, monkeypatch, journey):
    report = client.parents[1] / "outputs" / client.name / "journey-map.docx"
    report.parent.mkdir(parents=True)
    report.write_bytes(b"signed")
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    kept = journey("client", "remove", "Acme 净水")
    assert kept.code == Exit.FAILED
    assert "Nothing was removed" in kept.told
    assert notes.exists()
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert journey("client", "remove", "Acme 净水").code == Exit.DONE
    assert not client.exists()
    assert report.read_bytes() == b"signed"


def test_adding_files_and_folders_copies_each_once_and_leaves_the_originals(client, tmp_path, journey):
    given = tmp_path / "interviews"
    (given / "deep").mkdir(parents=True)
    (given / ".git").mkdir()
    (given / "a.md").write_text("陈：好。\n", encoding="utf-8")
    (given / "deep" / "b.md").write_text("陈：不好。\n", encoding="utf-8")
    (given / ".git" / "config").write_text("x", encoding="utf-8")
    (given / "~$a.docx").write_text("x", encoding="utf-8")
    first = journey("add", "Acme 净水", given, "--json")
    assert first.code == Exit.DONE
    assert [each["note"] for each in first.objects()] == ["a.md", "b.md"]
    again = journey("add", "Acme 净水", given, given / "a.md")
    assert again.code == Exit.DONE
    assert again.out.count("Already there") == 3
    assert sorted(path.name for path in (client / "notes").iterdir()) == ["a.md", "b.md"]
    assert (given / "a.md").read_text(encoding="utf-8") == "陈：好。\n"


def test_adding_a_missing_file_tells_it_and_adds_the_others(client, tmp_path, journey):
    there = tmp_path / "a.md"
    there.write_text("陈：好。\n", encoding="utf-8")
    ran = journey("add", "Acme 净水", tmp_path / "gone.docx", there)
    assert ran.code == Exit.FLAGGED
    assert f"There is no file {tmp_path / 'gone.docx'}." in ran.err
    assert (client / "notes" / "a.md").exists()
    alone = journey("add", "Acme 净水", tmp_path / "gone.docx")
    assert alone.code == Exit.FAILED


def test_adding_an_empty_folder_says_so(client, tmp_path, journey):
    (tmp_path / "empty").mkdir()
    ran = journey("add", "Acme 净水", tmp_path / "empty")
    assert ran.code == Exit.FAILED
    assert f"There are no files in {tmp_path / 'empty'}." in ran.err


def test_adding_an_unreadable_file_tells_it_and_adds_the_others(client, tmp_path, monkeypatch, journey):
    shut, there = tmp_path / "shut.md", tmp_path / "a.md"
    shut.write_text("陈：一。\n", encoding="utf-8")
    there.write_text("陈：二。\n", encoding="utf-8")
    _forbid(monkeypatch, "shut.md")
    ran = journey("add", "Acme 净水", shut, there)
    assert ran.code == Exit.FLAGGED
    assert f"Cannot read {shut}" in ran.err
    assert [path.name for path in (client / "notes").iterdir()] == ["a.md"]


def test_a_note_that_cannot_be_read_does_not_stop_adding(client, tmp_path, monkeypatch, journey):
    (client / "notes" / "shut.md").write_text("陈：一。\n", encoding="utf-8")
    there = tmp_path / "a.md"
    there.write_text("陈：二。\n", encoding="utf-8")
    _forbid(monkeypatch, "shut.md")
    assert journey("add", "Acme 净水", there).code == Exit.DONE


def _forbid(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """No permission to open files of that name; file modes do not stop the superuser."""
    opened = io.open

    def guarded(file, *arguments, **rest):
        if isinstance(file, (str, os.PathLike)) and Path(file).name == name:
            raise PermissionError(13, "Permission denied", str(file))
        return opened(file, *arguments, **rest)

    monkeypatch.setattr(io, "open", guarded)
    monkeypatch.setattr("builtins.open", guarded)
