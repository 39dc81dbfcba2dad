"""code: every statement with its codes, the table a person corrects, and the corrections that win."""

import csv
import io

import pytest
from openpyxl import load_workbook

from assistant.errors import Exit

ROLES = {"customer", "staff", "interviewer", "unknown"}
STAGES = {"awareness", "consideration", "purchase", "retention", "loyalty"}
DIMENSIONS = {"behaviour", "touchpoint", "kpi", "insight"}


def test_the_json_of_code_is_the_contract(notes, journey):
    rows = journey("code", "Acme 净水", "--json").objects()
    assert rows
    for row in rows:
        assert list(row) == [
            "id", "document", "locator", "speaker", "role", "text",
            "model", "stages", "dimensions", "sentiment", "segment",
        ]  # fmt: skip
        assert row["text"] in (notes / row["document"]).read_text(encoding="utf-8")
        assert row["model"] == "five-stage"
        assert row["role"] in ROLES - {"interviewer"}
        assert set(row["stages"]) <= STAGES
        assert set(row["dimensions"]) <= DIMENSIONS
        assert row["sentiment"] in range(-2, 3)
    assert len({row["id"] for row in rows}) == len(rows)
    segments = {row["speaker"]: row["segment"] for row in rows}
    assert segments["陈静"] == "home"
    assert segments["刘老板"] == "shop"
    assert segments["苏敏"] is None
    assert {row["role"] for row in rows if row["speaker"] == "苏敏"} == {"staff"}


def test_another_stage_model_gives_its_own_ids(notes, journey):
    rows = journey("code", "Acme 净水", "--stage-model", "funnel", "--json").objects()
    assert {row["model"] for row in rows} == {"funnel"}
    assert {stage for row in rows for stage in row["stages"]} <= {
        "awareness", "consideration", "conversion", "retention", "advocacy"
    }  # fmt: skip


def test_the_summary_names_stages_and_dimensions_and_fits_the_terminal(notes, journey):
    out = journey("code", "Acme 净水").out
    for word in ("Awareness", "Loyalty", "Behaviour", "Touchpoint", "KPI", "Insight", "All"):
        assert word in out
    assert "statements:" in out
    assert max(len(line) for line in out.splitlines()) <= 80


@pytest.mark.parametrize("name", ["codes.csv", "codes.xlsx"])
def test_corrections_in_the_table_win_afterwards(name, notes, place, journey):
    wrote = journey("code", "Acme 净水", "--out", name)
    assert wrote.code == Exit.DONE
    before = {row["id"]: row for row in journey("code", "Acme 净水", "--json").objects()}
    wanted = next(row["id"] for row in before.values() if "两千六百块" in row["text"])
    _correct(place / name, wanted, stages="retention", dimensions="kpi", sentiment="-2")
    applied = journey("code", "Acme 净水", "--apply", name, "--json")
    assert applied.code == Exit.DONE
    assert "Corrections applied: 1." in applied.err
    for ran in (applied, journey("code", "Acme 净水", "--json")):
        after = {row["id"]: row for row in ran.objects()}[wanted]
        assert (after["stages"], after["dimensions"], after["sentiment"]) == (["retention"], ["kpi"], -2)


def _correct(path, statement, **codes):
    if path.suffix == ".csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        for row in rows:
            if row["id"] == statement:
                row.update(codes)
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return
    book = load_workbook(path)
    sheet = book.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[0].value == statement:
            for key, value in codes.items():
                row[head.index(key)].value = value
    book.save(path)


def test_a_wrong_row_is_named_and_nothing_is_taken_over(notes, place, journey):
    journey("code", "Acme 净水", "--out", "codes.csv")
    first = journey("code", "Acme 净水", "--json").objects()
    _correct(place / "codes.csv", first[0]["id"], stages="nonsense", dimensions="kpi", sentiment="9")
    _correct(place / "codes.csv", first[1]["id"], stages="loyalty", dimensions="kpi", sentiment="1")
    ran = journey("code", "Acme 净水", "--apply", "codes.csv")
    assert ran.code == Exit.USAGE
    assert "codes.csv" in ran.err
    assert "row 2" in ran.err
    assert "nonsense" in ran.err
    assert journey("code", "Acme 净水", "--json").objects() == first


@pytest.mark.parametrize(
    ("option", "name", "told"),
    [
        ("--apply", "gone.csv", "Cannot read gone.csv"),
        ("--apply", "codes.pdf", "neither csv nor xlsx"),
        ("--out", "codes.pdf", "neither csv nor xlsx"),
        ("--apply", "bad.xlsx", "is not a table that can be read"),
        ("--apply", "bad.csv", "lacks these columns"),
    ],
)
def test_a_table_that_cannot_be_is_one_clear_line(option, name, told, notes, place, journey):
    (place / "bad.xlsx").write_bytes(b"PK\x03\x04 cut")
    (place / "bad.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    ran = journey("code", "Acme 净水", option, name)
    assert ran.code == Exit.USAGE
    assert told in ran.err
    assert not (place / "codes.pdf").exists()


def test_a_client_without_notes_is_told_how_to_add_some(client, journey):
    ran = journey("code", "Acme 净水")
    assert ran.code == Exit.USAGE
    assert 'journey add "Acme 净水" FILE...' in ran.told
