"""demo: the whole job on the sample company in one command."""

from pathlib import Path

import pytest

from assistant.errors import Exit


def test_the_demo_writes_three_reports_and_can_be_run_again(tmp_path, monkeypatch, journey):
    monkeypatch.chdir(tmp_path)
    ran = journey("demo", "--json")
    assert ran.code == Exit.DONE
    reports = [Path(each) for each in ran.object()["reports"]]
    assert [each.name for each in reports[:3]] == ["journey-map.docx", "stage-insights.docx", "gap-analysis.docx"]
    assert all(each.is_file() and each.is_relative_to(tmp_path / "journey-demo" / "outputs") for each in reports)
    again = journey("demo")
    assert again.code == Exit.DONE
    assert all(each.is_file() for each in reports)
    assert f"{reports[0].parent.name.removesuffix('-1')}-2" in again.out
    assert "journey search" in again.out


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_a_place_with_something_else_in_it_is_refused(kind, tmp_path, journey):
    place = tmp_path / "thesis"
    if kind == "folder":
        place.mkdir()
        (place / "chapter.docx").write_bytes(b"mine")
    else:
        place.write_bytes(b"mine")
    ran = journey("demo", place)
    assert ran.code == Exit.USAGE
    assert f"{place} already holds something else." in ran.err
    assert "journey demo DIR" in ran.err
    assert [path.name for path in place.iterdir()] == ["chapter.docx"] if kind == "folder" else place.is_file()


def test_a_wrong_language_leaves_nothing_behind(tmp_path, monkeypatch, journey):
    monkeypatch.chdir(tmp_path)
    assert journey("demo", "--language", "fr").code == Exit.USAGE
    assert not list(tmp_path.iterdir())
