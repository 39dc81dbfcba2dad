"""Copies of notes with pseudonyms: nothing personal is left, and the same person is the same throughout."""

from pathlib import Path

import pytest

from assistant.journey import Person, Role
from assistant.privacy import Pseudonyms, find_in_documents, known_identities, write_copies
from assistant.sources import read_notes

PEOPLE = (Person("陈美玲", Role.CUSTOMER, aliases=("陈女士",)), Person("林晓雯", Role.INTERVIEWER))
KNOWN = known_identities("澄川净水", (), PEOPLE, ())


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "01_陈美玲.txt").write_text(
        "受访者：陈美玲\n\n林晓雯：电话是多少？\n陈美玲：13800138000，邮箱 chen@example.com。\n林晓雯：陈女士，谢谢。\n",
        encoding="utf-8",
    )
    (folder / "02.txt").write_text("林晓雯：陈美玲说等了三天，是吗？\n店员：是的，她等了三天。\n", encoding="utf-8")
    return folder


def test_what_a_file_holds_is_listed_by_kind(notes: Path) -> None:
    found = find_in_documents(read_notes(notes, PEOPLE, ()).documents, KNOWN)
    assert [each.document for each in found] == ["01_陈美玲.txt", "02.txt"]
    assert found[0].counts["phone"] == found[0].counts["email"] == 1
    assert found[0].counts["person"] >= 4


def test_copies_hold_no_personal_data_and_are_steady(notes: Path, tmp_path: Path) -> None:
    documents = read_notes(notes, PEOPLE, ()).documents
    before = {each.name: each.read_bytes() for each in notes.iterdir()}
    table = tmp_path / "pseudonyms.json"
    first = write_copies(documents, Pseudonyms(table, "client", KNOWN), KNOWN, tmp_path / "a")
    texts = [each.read_text(encoding="utf-8") for each in first]
    for secret in ("陈美玲", "陈女士", "林晓雯", "13800138000", "chen@example.com"):
        assert all(secret not in text for text in texts)
        assert all(secret not in str(each.relative_to(tmp_path)) for each in first)
    assert "等了三天" in texts[1]
    again = write_copies(documents[::-1], Pseudonyms(table, "client", KNOWN), KNOWN, tmp_path / "b")
    assert [each.read_text(encoding="utf-8") for each in again[::-1]] == texts
    assert {each.name: each.read_bytes() for each in notes.iterdir()} == before
