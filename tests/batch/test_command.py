"""`journey batch` as its user runs it: done once, done again, one client that fails, problems told together."""

import json
import re
from pathlib import Path

import yaml
from docx import Document

from assistant.errors import Exit
from tests.batch.conftest import NOTES

ROOT = Path(__file__).resolve().parent.parent.parent


def reports(place: Path) -> dict[str, bytes]:
    return {str(each.relative_to(place)): each.read_bytes() for each in sorted(place.glob("outputs/**/*.*"))}


def test_every_client_gets_its_reports_and_the_second_run_does_nothing(place, journey):
    ran = journey("batch", "batch.yaml", "--json")
    assert ran.code == Exit.DONE
    listed = ran.objects()
    assert [each["client"] for each in listed] == list(NOTES)
    for each in listed:
        assert each["state"] == "done"
        assert [Path(path).name for path in each["reports"][:3]] == [
            "journey-map.docx",
            "stage-insights.docx",
            "gap-analysis.docx",
        ]
        assert all(Path(path).is_file() for path in each["reports"])
    before = reports(place)
    again = journey("batch", "batch.yaml", "--json")
    assert again.code == Exit.DONE
    assert again.objects() == listed
    assert "3 clients were finished before" in again.err
    assert reports(place) == before


def test_a_client_whose_notes_changed_is_done_again_and_no_other(place, journey):
    journey("batch", "batch.yaml")
    note = place / "clients" / "乙公司" / "notes" / "more.md"
    note.write_text("刘老板：续费是在小程序里下的单，很方便。\n", encoding="utf-8")
    ran = journey("batch", "batch.yaml", "--json")
    assert {each["client"]: each["drafts"] for each in ran.objects()} == {"甲公司": [1], "乙公司": [2], "丙公司": [1]}


def test_one_client_that_fails_stops_no_other_and_can_be_tried_alone(place, journey):
    (place / "material" / "乙公司" / "note.md").write_text("林：只有访谈者的话。\n", encoding="utf-8")
    (place / "clients").mkdir(exist_ok=True)
    journey("client", "add", "乙公司")
    profile = place / "clients" / "乙公司" / "client.toml"
    profile.write_text(
        profile.read_text(encoding="utf-8") + '\n[[people]]\nname = "林"\nrole = "interviewer"\n', "utf-8"
    )
    ran = journey("batch", "batch.yaml", "--json")
    assert ran.code == Exit.FLAGGED
    states = {each["client"]: each["state"] for each in ran.objects()}
    assert states == {"甲公司": "done", "乙公司": "failed", "丙公司": "done"}
    assert "journey batch batch.yaml --failed" in ran.err
    note = place / "clients" / "乙公司" / "notes" / "more.md"
    note.write_text("刘老板：滤芯堵了没人提醒，客服电话打了三次。\n", encoding="utf-8")
    again = journey("batch", "batch.yaml", "--failed", "--json")
    assert again.code == Exit.DONE
    assert {each["client"]: each["attempts"] for each in again.objects()} == {"甲公司": 1, "乙公司": 1, "丙公司": 1}


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_done(place, journey):
    (place / "material" / "乙公司" / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    ran = journey("batch", "batch.yaml")
    assert ran.code == Exit.FLAGGED
    assert "乙公司: broken.docx was left out:" in ran.err
    (summary,) = place.glob("**/batch-summary.docx")
    assert any("没有调用模型" in each.text for each in Document(str(summary)).paragraphs)


def test_only_some_clients_and_all_afresh(place, journey):
    ran = journey("batch", "batch.yaml", "--only", "丙公司", "--json")
    assert {each["client"]: each["state"] for each in ran.objects()} == {
        "甲公司": "waiting",
        "乙公司": "waiting",
        "丙公司": "done",
    }
    assert journey("batch", "batch.yaml", "--only", "丁公司").code == Exit.USAGE
    ran = journey("batch", "batch.yaml", "--only", "丙公司", "--afresh", "--json")
    assert [each.get("drafts") for each in ran.objects()] == [None, None, [2]]


def test_resume_wants_a_run_before(place, journey):
    assert journey("batch", "batch.yaml", "--resume").code == Exit.USAGE
    journey("batch", "batch.yaml", "--only", "甲公司")
    assert journey("batch", "batch.yaml", "--resume").code == Exit.DONE


def test_nothing_is_made_or_written_by_a_dry_run(place, journey):
    before = sorted(place.rglob("*"))
    assert journey("batch", "batch.yaml", "--dry-run").code == Exit.DONE
    assert sorted(place.rglob("*")) == before


def test_all_problems_are_told_together_before_anything_is_done(place, journey):
    (place / "batch.yaml").write_text(
        "reports: [map]\n"
        "clients:\n"
        "  - client: 甲公司\n    notes: material/甲公司\n    template: none.docx\n"
        "  - client: 乙公司\n    notes: material/nowhere\n"
        "  - client: 丙公司\n    notes: material/丙公司\n    stage_model: five-stages\n    segments: [Not An Id]\n"
        "  - 丁公司\n"
        "  - client: 戊公司\n    langage: en\n",
        encoding="utf-8",
    )
    ran = journey("batch", "batch.yaml")
    assert ran.code == Exit.USAGE
    for word in ("none.docx", "nowhere", "five-stages", "Not An Id", "丁公司", "langage", "6 problems"):
        assert word in ran.err
    assert not list(place.glob("clients/*"))


def test_a_folder_of_client_folders_is_a_manifest(place, journey):
    ran = journey("batch", "material", "--json")
    assert ran.code == Exit.DONE
    assert {each["client"] for each in ran.objects()} == set(NOTES)


def test_reports_go_where_the_manifest_says_and_what_a_person_changed_is_never_overwritten(place, journey):
    (place / "batch.yaml").write_text(
        "clients:\n  - client: 甲公司\n    notes: material/甲公司\n    output: out/a\n    reports: map\n",
        encoding="utf-8",
    )
    assert journey("batch", "batch.yaml").code == Exit.DONE
    assert sorted(each.name for each in (place / "out" / "a").iterdir()) == [
        ".written.json",
        "draft.json",
        "draft.md",
        "journey-map.docx",
    ]
    assert journey("batch", "batch.yaml", "--afresh").code == Exit.DONE  # what nobody touched is replaced
    assert json.loads((place / "out" / "a" / "draft.json").read_text("utf-8"))["number"] == 2
    (place / "out" / "a" / "journey-map.docx").write_bytes(b"mine")
    ran = journey("batch", "batch.yaml", "--afresh")
    assert ran.code == Exit.USAGE
    assert "journey-map.docx" in ran.err
    assert (place / "out" / "a" / "journey-map.docx").read_bytes() == b"mine"


def test_no_half_written_or_temporary_file_is_left(place, journey):
    journey("batch", "batch.yaml")
    assert not [each for each in place.rglob("*") if each.name.startswith((".writing-", ".batch-"))]


def read_manifest_of(readme: str) -> str:
    text = (ROOT / readme).read_text(encoding="utf-8")
    (manifest,) = (each for each in re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL) if "clients:" in each)
    return manifest


def test_the_manifest_of_the_readme_works_on_the_demo(tmp_path, monkeypatch, journey):
    manifest = read_manifest_of("README.md")
    assert yaml.safe_load(manifest) == yaml.safe_load(read_manifest_of("README.zh-CN.md"))
    monkeypatch.chdir(tmp_path)
    assert journey("demo").code == Exit.DONE
    monkeypatch.chdir(tmp_path / "journey-demo")
    Path("batch.yaml").write_text(manifest, encoding="utf-8")
    ran = journey("batch", "batch.yaml", "--json")
    assert ran.code == Exit.DONE, ran.err
    assert [each["state"] for each in ran.objects()] == ["done", "done"]
