"""The code table: harmless in a spreadsheet, read back exactly, and wrong rows are told all at once."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.drafting.extractive import OwnExample
from assistant.drafting.table import COLUMNS, read_code_table, write_code_table
from assistant.errors import UsageError
from assistant.journey import Coding, Dimension, Locator, Role, Statement
from tests.drafting.notes import BEHAVIOUR, INSIGHT, KPI, MODEL, TOUCHPOINT, Notes, rich_notes

SUFFIXES = (".csv", ".xlsx")
ODD = st.text(st.characters(), max_size=30) | st.sampled_from(
    [
        "=1+1",
        "＝cmd|' /C calc'!A0",
        "+86 138",
        "-2",
        "@SUM(A1)",
        " \t=x",
        "　=x",
        "\r\n=x",
        'a"b',
        "a,b;c\td",
        "'",
        "\x00",
        "\ud800",
    ]
)


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def rewrite(path: Path, change: Callable[[list[dict[str, str]]], None], columns: Sequence[str] = COLUMNS) -> None:
    """Change the rows of a csv table the way a person does."""
    header, *rows = read_csv(path)
    named = [dict(zip(header, row, strict=True)) for row in rows]
    change(named)
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(named)
    path.write_text(stream.getvalue(), encoding="utf-8-sig", newline="")


def back(path: Path, notes: Notes) -> list[OwnExample]:
    return read_code_table(path, notes.statements, notes.codings, MODEL, "李顾问")


@pytest.fixture
def notes() -> Notes:
    return rich_notes()


@pytest.fixture
def table(tmp_path: Path, notes: Notes) -> Path:
    path = tmp_path / "codes.csv"
    write_code_table(notes.statements, notes.codings, path)
    return path


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_unchanged_table_corrects_nothing(tmp_path: Path, notes: Notes, suffix: str) -> None:
    path = tmp_path / f"codes{suffix}"
    write_code_table(notes.statements, notes.codings, path)
    assert back(path, notes) == []


def one_statement(text: str, speaker: str, question: str) -> tuple[Statement, Coding]:
    told = Statement("0a1b", "一.md", Locator(line=1), speaker, Role.CUSTOMER, None, text, "zh-Hans", 1, question)
    return told, Coding("0a1b", MODEL.id, ("purchase",), (INSIGHT, KPI), -2, None, 0.5, "extractive")


@settings(max_examples=60, deadline=None)
@given(ODD, ODD, ODD)
def test_any_words_are_harmless_in_a_csv_and_come_back(text: str, speaker: str, question: str) -> None:
    told, coding = one_statement(text, speaker, question)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "codes.csv"
        write_code_table([told], [coding], path)
        assert read_code_table(path, [told], [coding], MODEL) == []
        (row,) = read_csv(path)[1:]
    named = dict(zip(COLUMNS, row, strict=True))
    for name, value in named.items():
        assert name == "sentiment" or not value.lstrip(" 　").startswith(tuple("=+-@＝＋－＠\t\r\n"))
    assert named["text"].removeprefix("'") in (text.encode("utf-8", "replace").decode(), text.removeprefix("'"))


@settings(max_examples=25, deadline=None)
@given(ODD, ODD, ODD)
def test_any_words_are_harmless_in_a_workbook_and_come_back(text: str, speaker: str, question: str) -> None:
    told, coding = one_statement(text, speaker, question)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "codes.xlsx"
        write_code_table([told], [coding], path)
        assert read_code_table(path, [told], [coding], MODEL) == []
        (row,) = list(load_workbook(path).worksheets[0].iter_rows(min_row=2))
    assert not [cell for cell in row if cell.data_type == "f"]
    assert row[COLUMNS.index("sentiment")].value == -2


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_statements_stand_in_the_order_of_the_notes_and_interviewers_do_not(
    tmp_path: Path, notes: Notes, suffix: str
) -> None:
    path = tmp_path / f"codes{suffix}"
    write_code_table(notes.statements, list(reversed(notes.codings)), path)
    if suffix == ".csv":
        ids = [row[0] for row in read_csv(path)[1:]]
    else:
        ids = [row[0] for row in load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert ids == [each.id for each in notes.statements if each.role is not Role.INTERVIEWER]


def test_changed_codes_are_taken_over(table: Path, notes: Notes) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[0] |= {"stages": "purchase; awareness", "dimensions": "kpi", "sentiment": "-1"}
        rows[2] |= {"stages": "none", "dimensions": "", "sentiment": "0"}

    rewrite(table, change)
    first, third = back(table, notes)
    assert (first.stages, first.dimensions, first.sentiment) == (("purchase", "awareness"), (KPI,), -1)
    assert (first.author, first.text, first.model) == ("李顾问", notes.statements[1].text, MODEL.id)
    assert (third.stages, third.dimensions, third.sentiment) == ((), (), 0)


@pytest.mark.parametrize(
    ("stages", "dimensions", "expected"),
    [
        ("购买", "触点", (("purchase",), (TOUCHPOINT,))),
        ("購買；認知", "客戶行為、關鍵績效指標", (("purchase", "awareness"), (BEHAVIOUR, KPI))),
        ("Purchase | AWARENESS", "KPIs / Insight", (("purchase", "awareness"), (KPI, INSIGHT))),
        ("ｐｕｒｃｈａｓｅ，purchase", "洞察", (("purchase",), (INSIGHT,))),
        ("无", "無", ((), ())),
        ("—", "", ((), ())),
    ],
)
def test_codes_may_be_labels_in_any_language(
    table: Path, notes: Notes, stages: str, dimensions: str, expected: tuple[tuple[str, ...], tuple[Dimension, ...]]
) -> None:
    rewrite(table, lambda rows: rows[0].update(stages=stages, dimensions=dimensions, sentiment="0"))
    (found,) = back(table, notes)
    assert (found.stages, found.dimensions) == expected


@pytest.mark.parametrize(
    ("cell", "value"), [("-2", -2), ("−2", -2), ("－２", -2), ("'-2", -2), ("+2", 2), ("-2.0", -2), ("", 0)]
)
def test_sentiment_as_spreadsheets_write_it(table: Path, notes: Notes, cell: str, value: int) -> None:
    rewrite(table, lambda rows: rows[0].update(sentiment=cell))
    (found,) = back(table, notes)
    assert found.sentiment == value


def test_all_bad_rows_are_told_together_and_nothing_is_taken_over(table: Path, notes: Notes) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[0] |= {"sentiment": "2"}
        rows[1] |= {"stages": "shopping"}
        rows[2] |= {"sentiment": "5"}
        rows[3] |= {"id": "ffff"}
        rows[4] |= {"stages": ""}
        rows[5] |= {"dimensions": "kpi; insight; touchpoint"}
        rows[6] |= {"stages": "", "dimensions": "", "sentiment": "1"}
        rows.append(dict(rows[0]))

    rewrite(table, change)
    with pytest.raises(UsageError) as caught:
        back(table, notes)
    told = caught.value.message.en
    last = len(notes.codings) + 2
    assert [f"row {line}:" in told for line in (2, 3, 4, 5, 6, 7, 8, last)] == [False, *[True] * 7]
    assert "shopping" in told
    assert "7 problems" in told


@pytest.mark.parametrize("columns", [("text", "stages"), ()])
def test_missing_columns_are_named(table: Path, notes: Notes, columns: tuple[str, ...]) -> None:
    table.write_text(",".join(columns), encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        back(table, notes)
    assert "sentiment" in caught.value.message.zh


def test_columns_in_another_order_and_short_rows(table: Path, notes: Notes) -> None:
    told = notes.statements[1]
    table.write_text(f"stages,dimensions,sentiment,id\nawareness\npurchase,kpi,1,{told.id}\n,,,\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        back(table, notes)
    assert "row 2" in caught.value.message.en
    assert "row 3" not in caught.value.message.en


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-16", "\t"), ("gb18030", ","), ("utf-8", ";"), ("utf-8-sig", ",")]
)
def test_a_table_saved_by_other_programs(table: Path, notes: Notes, encoding: str, separator: str) -> None:
    told = notes.statements[1]
    rows = [["id", "text", "stages", "dimensions", "sentiment"], [told.id, told.text, "购买", "触点", "2"]]
    table.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    (found,) = back(table, notes)
    assert (found.stages, found.sentiment) == (("purchase",), 2)


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"not a workbook"), ("b.xlsx", b""), ("c.txt", b"id"), ("d.csv", None)]
)
def test_what_is_no_table_is_one_clear_error(tmp_path: Path, notes: Notes, name: str, content: bytes | None) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        back(path, notes)
    assert name in caught.value.message.en


def test_another_ending_is_refused_before_anything_is_written(tmp_path: Path, notes: Notes) -> None:
    with pytest.raises(UsageError):
        write_code_table(notes.statements, notes.codings, tmp_path / "codes.docx")
    assert not list(tmp_path.iterdir())


def test_a_workbook_corrected_by_a_person(tmp_path: Path, notes: Notes) -> None:
    path = tmp_path / "codes.xlsx"
    write_code_table(notes.statements, notes.codings, path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet.cell(2, COLUMNS.index("stages") + 1).value = "购买"
    sheet.cell(2, COLUMNS.index("sentiment") + 1).value = -2.0
    book.save(path)
    (found,) = back(path, notes)
    assert (found.statement, found.stages, found.sentiment) == (notes.statements[1].id, ("purchase",), -2)


def test_a_table_read_again_after_the_engine_has_moved_corrects_only_what_the_person_changed(
    table: Path, notes: Notes
) -> None:
    def change(rows: list[dict[str, str]]) -> None:
        rows[0]["stages"], rows[0]["dimensions"], rows[0]["sentiment"] = "purchase; awareness", "kpi", "2"

    rewrite(table, change)
    first = back(table, notes)
    moved = [replace(each, sentiment=-each.sentiment, dimensions=(Dimension.KPI,)) for each in notes.codings]
    again = read_code_table(table, notes.statements, moved, MODEL, "person")
    assert [(each.statement, each.stages) for each in first] == [(each.statement, each.stages) for each in again]
