"""draft: the reports on disk, their account in JSON, and what a person edited."""

import json
from pathlib import Path

import pytest
from docx import Document

from assistant.errors import Exit

KEYS = [
    "draft", "reports", "claims", "supported", "partial", "unsupported", "cells_filled", "cells", "gaps", "left_out",
]  # fmt: skip


def _text(path: Path) -> str:
    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_json_of_draft_is_the_contract_and_the_reports_are_there(notes, place, journey):
    ran = journey("draft", "Acme 净水", "--json")
    assert ran.code == Exit.DONE
    told = ran.object()
    assert list(told) == KEYS
    assert [Path(each).name for each in told["reports"]] == [
        "journey-map.docx", "stage-insights.docx", "gap-analysis.docx", "draft.json", "draft.md",
    ]  # fmt: skip
    assert {Path(each).parents[1] for each in told["reports"]} == {place / "outputs" / "Acme-净水"}
    assert told["claims"] == told["supported"] + told["partial"] + told["unsupported"] > 0
    assert told["cells"] == 2 * 5 * 4
    assert 0 < told["cells_filled"] < told["cells"]
    assert told["gaps"] > 0
    stored = json.loads(Path(told["reports"][3]).read_text(encoding="utf-8"))
    assert stored["id"] == told["draft"]
    assert stored["number"] == 1
    assert not list((place / "outputs").rglob(".writing-*"))


def test_the_next_draft_has_the_next_number_and_a_folder_of_its_own(notes, journey):
    one = journey("draft", "Acme 净水", "--json").object()
    edited = Path(one["reports"][0])
    edited.write_bytes(b"signed by the consultant")
    two = journey("draft", "Acme 净水", "--json").object()
    assert Path(two["reports"][0]).parent != edited.parent
    assert edited.read_bytes() == b"signed by the consultant"
    stored = json.loads(Path(two["reports"][3]).read_text(encoding="utf-8"))
    assert (stored["number"], stored["parent"]) == (2, 1)
    assert journey("client", "list", "--json").object()["drafts"] == 2


def test_an_edited_report_in_the_chosen_folder_is_never_overwritten(notes, place, journey):
    first = journey("draft", "Acme 净水", "--out", "here")
    assert first.code == Exit.DONE
    assert journey("draft", "Acme 净水", "--out", "here").code == Exit.DONE  # its own, unedited: replaced
    edited = place / "here" / "gap-analysis.docx"
    edited.write_bytes(b"signed")
    untouched = (place / "here" / "journey-map.docx").read_bytes()
    ran = journey("draft", "Acme 净水", "--out", "here")
    assert ran.code == Exit.FAILED
    assert "gap-analysis.docx was edited by a person and is not overwritten" in ran.err
    assert edited.read_bytes() == b"signed"
    assert (place / "here" / "journey-map.docx").read_bytes() == untouched
    assert journey("client", "list", "--json").object()["drafts"] == 2


@pytest.mark.parametrize(
    ("report", "name"), [("map", "journey-map"), ("insights", "stage-insights"), ("gaps", "gap-analysis")]
)
def test_one_report_alone(report, name, notes, place, journey):
    ran = journey("draft", "Acme 净水", "--report", report, "--out", "here", "--json")
    assert [Path(each).name for each in ran.object()["reports"]] == [f"{name}.docx", "draft.json", "draft.md"]
    assert sorted(path.suffix for path in (place / "here").iterdir() if path.name[0] != ".") == [
        ".docx", ".json", ".md",
    ]  # fmt: skip


def test_several_reports_at_once(notes, place, journey):
    ran = journey("draft", "Acme 净水", "--report", "map", "--report", "journeys", "--out", "here", "--json")
    names = [Path(each).name for each in ran.object()["reports"]]
    assert names == ["journey-map.docx", "customer-journeys.docx", "draft.json", "draft.md"]
    assert {path.name for path in (place / "here").iterdir()} >= set(names)


@pytest.mark.parametrize(
    ("language", "heading", "tag"),
    [("zh-Hans", "旅程地图", "zh-CN"), ("zh-Hant", "旅程地圖", "zh-TW"), ("en", "Journey map", "en")],
)
def test_reports_come_in_each_language_and_quotes_as_they_were_said(language, heading, tag, notes, place, journey):
    ran = journey("draft", "Acme 净水", "--language", language, "--out", "here", "--report", "map", "--json")
    assert ran.code == Exit.DONE
    told = _text(place / "here" / "journey-map.docx")
    assert heading in told
    assert "小红书上看到朋友推荐" in told
    language_set = Document(str(place / "here" / "journey-map.docx")).core_properties.language
    assert language_set.lower().startswith(tag.lower()[:2])
    assert ran.object()["unsupported"] == 0, "the engine's own sentences hold in every language"


def test_one_segment_alone(notes, place, journey):
    told = journey("draft", "Acme 净水", "--segment", "home", "--out", "here", "--json").object()
    assert told["cells"] == 5 * 4
    stored = json.loads((place / "here" / "draft.json").read_text(encoding="utf-8"))
    assert [each["segment"] for each in stored["maps"]] == ["home"]


def test_an_unknown_segment_names_those_there_are_and_writes_nothing(notes, place, journey):
    ran = journey("draft", "Acme 净水", "--segment", "hotel")
    assert ran.code == Exit.USAGE
    assert "Acme 净水 has no segment hotel." in ran.err
    assert "home, shop" in ran.err
    assert not list((place / "outputs").rglob("*.docx"))


def test_strict_leaves_with_3_only_where_a_claim_is_unsupported(notes, journey):
    ran = journey("draft", "Acme 净水", "--strict", "--json")
    assert ran.code == (Exit.FLAGGED if ran.object()["unsupported"] else Exit.DONE)


def test_a_file_left_out_is_told_and_the_draft_is_made(notes, journey):
    (notes / "empty.docx").write_bytes(b"")
    ran = journey("draft", "Acme 净水", "--json")
    assert ran.code == Exit.FLAGGED
    (left,) = (each for each in ran.object()["left_out"] if each["document"] == "empty.docx")
    assert list(left) == ["document", "locator", "reason", "note"]
    assert left["reason"] == "empty"
    plain = journey("draft", "Acme 净水")
    assert "Left out: the file is empty: empty.docx; make sure it was saved completely" in plain.err
    assert "journey-map.docx" in plain.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--engine", "magic"], "engine = 'magic' is not valid; it must be one of auto"),
        (["--language", "fr"], "language = 'fr' is not valid"),
        (["--stage-model", "seven"], "There is no stage model seven."),
    ],
)
def test_a_wrong_choice_is_refused_before_anything_is_written(arguments, told, notes, place, journey):
    ran = journey("draft", "Acme 净水", *arguments)
    assert ran.code == Exit.USAGE
    assert told in ran.err
    assert not list((place / "outputs").iterdir())


def test_without_segments_there_is_one_map(client, journey):
    (client / "client.toml").write_text('name = "Acme 净水"\n', encoding="utf-8")
    (client / "notes" / "a.md").write_text("受访者：我在门店下单，价格便宜，很满意。\n", encoding="utf-8")
    assert journey("draft", "Acme 净水", "--json").object()["cells"] == 5 * 4
