"""Roles written into client.toml, which otherwise stays as the person left it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.casting import add_segments, cast_people, find_heard, list_heard
from assistant.client_profile import read_profile
from assistant.errors import UsageError
from assistant.journey import Locator, Role, Statement
from assistant.workspace import new_profile

names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(str.strip)


def said(speaker: str | None, role: Role, document: str = "a.md", segment: str | None = None) -> Statement:
    return Statement("id", document, Locator(), speaker, role, segment, "好用", "zh-Hans", 1)


def written(path: Path) -> dict[str, tuple[str, str | None]]:
    profile, _ = read_profile(path)
    return {each.name: (each.role.value, each.segment) for each in profile.people}


def test_who_is_not_known_comes_first_and_then_who_says_most() -> None:
    heard = list_heard(
        [said("林", Role.INTERVIEWER)] * 5
        + [said("甲", Role.UNKNOWN)]
        + [said("乙", Role.UNKNOWN), said("乙", Role.UNKNOWN, "b.md")]
        + [said(None, Role.UNKNOWN)]
    )
    assert [(each.name, each.statements, each.documents) for each in heard] == [
        ("乙", 2, ("a.md", "b.md")),
        ("甲", 1, ("a.md",)),
        ("林", 5, ("a.md",)),
    ]


def test_without_names_all_of_unknown_role_are_meant() -> None:
    heard = list_heard([said("甲", Role.UNKNOWN), said("乙", Role.CUSTOMER), said("丙", Role.UNKNOWN)])
    assert sorted(find_heard(heard, [])) == ["丙", "甲"]
    with pytest.raises(UsageError):
        find_heard(list_heard([said("乙", Role.CUSTOMER)]), [])


def test_a_new_role_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "client.toml"
    path.write_text(
        'name = "净水"\n\n[[segments]]\nid = "home"\nlabel = "家庭"\n\n# 她换过一次滤芯\n[[people]]\nname = "陈静"\n'
        'role = "customer"\nsegment = "home"\naliases = ["陈姐"]\n',
        encoding="utf-8",
    )
    cast_people(path, ["陈静"], Role.STAFF, None)
    assert written(path) == {"陈静": ("staff", None)}
    assert "# 她换过一次滤芯" in path.read_text(encoding="utf-8")
    cast_people(path, ["王丽"], Role.CUSTOMER, "home")
    assert written(path) == {"陈静": ("staff", None), "王丽": ("customer", "home")}


def test_people_written_in_one_line_are_added_to(tmp_path: Path) -> None:
    path = tmp_path / "client.toml"
    path.write_text('name = "净水"\npeople = [{name = "陈静", role = "staff"}]\n', encoding="utf-8")
    cast_people(path, ["王丽"], Role.CUSTOMER, None)
    assert written(path) == {"陈静": ("staff", None), "王丽": ("customer", None)}


@given(st.lists(names, min_size=1, max_size=4, unique=True), st.sampled_from(["customer", "staff", "interviewer"]))
def test_whatever_speakers_are_called_they_are_written_and_nothing_else_changes(
    tmp_path_factory: pytest.TempPathFactory, called: list[str], role: str
) -> None:
    path = tmp_path_factory.mktemp("client") / "client.toml"
    path.write_text(new_profile("净水", "zh-Hans", "five-stage"), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    cast_people(path, called, Role(role), None)
    assert written(path) == dict.fromkeys(called, (role, None))
    assert path.read_text(encoding="utf-8").startswith(before)


@given(st.lists(names.map(str.strip), min_size=1, max_size=4, unique=True))
def test_whatever_segments_are_called_each_gets_an_id_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, labels: list[str]
) -> None:
    path = tmp_path_factory.mktemp("client") / "client.toml"
    path.write_text(new_profile("净水", "zh-Hans", "five-stage"), encoding="utf-8")
    wanted = [
        each for each in labels if not each.isascii()
    ]  # “A” would take the id “a”, and then no segment “a” is made
    added = add_segments(path, (), wanted)
    profile, _ = read_profile(path)
    assert [(each.id, each.label) for each in profile.segments] == [(each.id, each.label) for each in added]
    assert [each.label for each in added] == wanted
    assert len({each.id for each in added}) == len(wanted)
