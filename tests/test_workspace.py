"""Workspaces and clients on disk."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adding import add_notes
from assistant.errors import SettingsError, StorageError, UsageError
from assistant.files import new_version, storage_error, write_atomically, write_together
from assistant.journey import Role
from assistant.workspace import create_workspace, find_workspace, folder_name


@pytest.fixture
def workspace(tmp_path):
    return create_workspace(tmp_path / "w", "zh-Hans")


def test_a_workspace_is_found_from_a_folder_inside_it(workspace):
    inside = workspace.root / "clients" / "x" / "notes"
    inside.mkdir(parents=True)
    assert find_workspace(inside).root == workspace.root


def test_outside_a_workspace_the_way_in_is_named(tmp_path):
    with pytest.raises(UsageError) as caught:
        find_workspace(tmp_path)
    assert "journey init" in caught.value.hint.en


def test_a_second_workspace_in_the_same_folder_is_refused(workspace):
    with pytest.raises(UsageError):
        create_workspace(workspace.root, "en")


def test_a_chinese_client_is_found_by_name_folder_and_width(workspace):
    workspace.add_client("澄川 净水（深圳）", "zh-Hans", "five-stage")
    found = workspace.client("澄川 净水(深圳)")
    assert found.profile.name == "澄川 净水(深圳)"
    assert workspace.client(found.root.name).root == found.root
    assert found.settings == {"language": "zh-Hans", "stage_model": "five-stage"}


def test_the_same_client_twice_is_refused_and_a_like_folder_is_not_shared(workspace):
    first = workspace.add_client("A/B", "en", "five-stage")
    second = workspace.add_client("A:B", "en", "five-stage")
    assert first.root != second.root
    with pytest.raises(UsageError):
        workspace.add_client("a/b", "en", "five-stage")


def test_an_unknown_client_names_those_there_are(workspace):
    workspace.add_client("甲", "zh-Hans", "five-stage")
    with pytest.raises(UsageError) as caught:
        workspace.client("乙")
    assert "甲" in caught.value.hint.zh


def test_people_and_segments_are_read(workspace):
    client = workspace.add_client("甲", "zh-Hans", "five-stage")
    (client.root / "client.toml").write_text(
        'name = "甲"\n[[segments]]\nid = "home"\nlabel = "家庭"\n[[people]]\nname = "陈女士"\nrole = "customer"\n'
        'segment = "home"\naliases = ["陈姐"]\n',
        encoding="utf-8",
    )
    profile = workspace.client("甲").profile
    assert profile.segments[0].label == "家庭"
    assert profile.people[0].role is Role.CUSTOMER
    assert profile.people[0].aliases == ("陈姐",)


def test_every_mistake_of_a_client_file_is_told_together(workspace):
    client = workspace.add_client("甲", "zh-Hans", "five-stage")
    (client.root / "client.toml").write_text(
        'name = "甲"\ncolour = "red"\n[[segments]]\nid = "Home!"\nlabel = "x"\n[[people]]\nname = "b"\nrole = "boss"\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingsError) as caught:
        workspace.client("甲")
    told = caught.value.message.en
    assert "colour" in told
    assert "segments.1.id" in told
    assert "people.1.role = 'boss'" in told


def test_contradictions_between_people_and_segments_are_told(workspace):
    client = workspace.add_client("甲", "zh-Hans", "five-stage")
    (client.root / "client.toml").write_text(
        'name = "甲"\n[[segments]]\nid = "home"\nlabel = "x"\n[[people]]\nname = "b"\nrole = "customer"\nsegment = "hom"\n'
        '[[people]]\nname = "c"\nrole = "staff"\nsegment = "home"\naliases = ["b"]\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingsError) as caught:
        workspace.client("甲")
    told = caught.value.message.en
    assert "Did you mean home?" in told
    assert "c is no customer" in told
    assert "“b” stands for more than one person" in told


def test_notes_are_copied_once_and_names_do_not_collide(workspace, tmp_path):
    client = workspace.add_client("甲", "zh-Hans", "five-stage")
    one, other = tmp_path / "a" / "note.md", tmp_path / "b" / "note.md"
    for path, text in ((one, "一"), (other, "二")):
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
    first = add_notes(client, [one, other, one, tmp_path / "missing.md"])
    assert [each.name for each in first] == ["note.md", "note-2.md", "note.md", None]
    assert first[2].already
    assert "missing.md" in first[3].problem.en
    assert sorted(path.read_text(encoding="utf-8") for path in client.notes.iterdir()) == ["一", "二"]
    assert one.read_text(encoding="utf-8") == "一"


def test_removing_a_client_leaves_its_reports(workspace):
    client = workspace.add_client("甲", "zh-Hans", "five-stage")
    report = workspace.root / "outputs" / client.root.name / "journey-map.docx"
    write_atomically(report, b"x")
    workspace.remove_client(client)
    assert not client.root.exists()
    assert report.exists()


def test_a_removal_that_fails_can_be_run_again(workspace, monkeypatch):
    client = workspace.add_client("甲", "zh-Hans", "five-stage")
    write_atomically(client.notes / "a.md", "说")
    write_atomically(client.drafts / "draft-0001.json", "{}")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", refuse)
        with pytest.raises(StorageError) as caught:
            workspace.remove_client(client)
    assert "无法删除" in caught.value.message.zh
    assert "没有权限" in caught.value.message.zh
    workspace.remove_client(workspace.client("甲"))
    assert not client.root.exists()


@given(st.text(max_size=200))
def test_folder_names_are_safe_everywhere(name):
    folder = folder_name(name)
    assert folder
    assert not set(folder) & set('/\\:*?"<>|\0 .')
    assert len(folder.encode("utf-8")) <= 140
    assert folder.upper() not in {"CON", "NUL", "COM1"}


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing_behind(tmp_path):
    target = tmp_path / "report.docx"
    target.write_bytes(b"old")

    def fail_half_way():
        with new_version(target) as temporary:
            temporary.write_bytes(b"half")
            raise OSError(28, "No space left on device")

    with pytest.raises(StorageError) as caught:
        fail_half_way()
    assert "the disk is full" in caught.value.message.en
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.docx"]


@given(st.integers(0, 5), st.booleans())
@settings(max_examples=12, deadline=None)
def test_files_are_written_together_or_not_at_all(last, interrupted):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_atomically(folder / "0", "old")
        placed = []
        replace = Path.replace

        def refuse(self, target):
            placed.append(target)
            if len(placed) == last + 1:
                raise KeyboardInterrupt if interrupted else OSError(28, "No space left on device")
            replace(self, target)

        contents = {folder / "0": b"0", **{folder / "new" / "deep" / str(n): b"n" for n in range(1, 5)}}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", refuse)
            if last == 5:
                write_together(contents)
            else:
                with pytest.raises(KeyboardInterrupt if interrupted else StorageError):
                    write_together(contents)
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        whole = {"0": b"0", **{f"new/deep/{n}": b"n" for n in range(1, 5)}}
        assert found == (whole if last == 5 else {"0": b"old"})
        assert (folder / "new").exists() == (last == 5)


def test_a_refused_write_is_one_clear_line(tmp_path):
    told = storage_error(PermissionError(13, "Permission denied"), tmp_path / "x.docx").message
    assert told.en == f"Cannot write {tmp_path / 'x.docx'}: permission denied."
    assert told.zh == f"无法写入 {tmp_path / 'x.docx'}：没有写入权限。"


def test_a_file_where_a_folder_is_needed_is_one_clear_line(tmp_path):
    (tmp_path / "outputs").write_text("x", encoding="utf-8")
    with pytest.raises(StorageError) as caught:
        write_atomically(tmp_path / "outputs" / "a.docx", "x")
    assert "in the way" in caught.value.message.en
