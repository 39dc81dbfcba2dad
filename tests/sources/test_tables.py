"""Tables: transcripts, surveys, forms and plain rows, from .csv and .xlsx."""

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from assistant.journey import Role
from assistant.sources import build_statements, read_document
from assistant.sources.sheets import find_delimiter

from .conftest import PEOPLE, SEGMENTS, ReadText, Said, Stated

SURVEY = (
    "序号,提交时间,姓名,客群,您是怎么知道我们的？,推荐意愿（0-10）,有什么建议\n"
    "1,2025-12-01,吴先生,租房,电梯海报,9,希望颜色多一点\n"
    "2,2025-12-02,陈女士,家庭住户,业主群里邻居说的,,安装快一点\n"
)


def test_a_survey_gives_each_answer_to_its_respondent_with_the_column_as_question(said: Said) -> None:
    found = [(s.speaker, s.role, s.segment, s.text, s.question, s.locator.row) for s in said(SURVEY, "survey.csv")]
    assert found == [
        ("吴先生", Role.CUSTOMER, "rent", "电梯海报", "您是怎么知道我们的？", 2),
        ("吴先生", Role.CUSTOMER, "rent", "9", "推荐意愿（0-10）", 2),
        ("吴先生", Role.CUSTOMER, "rent", "希望颜色多一点", "有什么建议", 2),
        ("陈美玲", Role.CUSTOMER, "family", "业主群里邻居说的", "您是怎么知道我们的？", 3),
        ("陈美玲", Role.CUSTOMER, "family", "安装快一点", "有什么建议", 3),
    ]


def test_respondents_without_names_go_by_their_number(said: Said) -> None:
    text = "编号,你最满意什么？,你最不满意什么？\n1,很安静,等太久\n2,水好喝,太贵\n"
    assert [s.speaker for s in said(text, "a.csv")] == ["编号 1", "编号 1", "编号 2", "编号 2"]


def test_a_transcript_table_gives_speakers_and_their_questions(said: Said) -> None:
    text = (
        "时间,说话人,身份,内容\n10:01,林老师,访谈者,怎么知道我们的？\n10:02,阿花,客户,朋友说的。\n"
        "10:03,小周,客服,我补充一句，是老客户。\n"
    )
    found = [(s.speaker, s.role, s.text, s.question) for s in said(text, "a.csv")]
    assert found == [
        ("林晓雯", Role.INTERVIEWER, "怎么知道我们的？", None),
        ("阿花", Role.CUSTOMER, "朋友说的。", "怎么知道我们的？"),
        ("小周", Role.STAFF, "我补充一句，是老客户。", "怎么知道我们的？"),
    ]


def test_english_headings(said: Said) -> None:
    text = "Speaker;Segment;Question;Answer\nAnna;Renters;How did you find us?;A friend told me.\n"
    found = said(text, "a.csv")
    assert [(s.speaker, s.segment, s.text, s.question) for s in found] == [
        ("Anna", "rent", "A friend told me.", "How did you find us?")
    ]


def test_titles_above_the_heading_row_are_passed_over(said: Said) -> None:
    text = "2025 年客户调研,,\n,,\n姓名,反馈意见,还想说什么\n王女士,安装太慢了,没有\n"
    assert [s.text for s in said(text, "a.csv") if s.speaker] == ["安装太慢了", "没有"]


def test_a_note_takers_column_is_left_out(state: Stated) -> None:
    statements, left = state("姓名,内容,备注\n阿花,我等了三天。,她很激动\n", "a.csv")
    assert [s.text for s in statements] == ["我等了三天。"]
    assert [each.reason for each in left] == ["aside"]


def test_plain_rows_keep_label_and_figure_together(read: ReadText) -> None:
    document = read("指标,上月,本月\n转化率,3.5%,4%\n退货,120,98\n", "kpi.csv")
    assert [block.text for block in document.blocks] == ["指标\t上月\t本月", "转化率\t3.5%\t4%", "退货\t120\t98"]
    assert [block.locator.row for block in document.blocks] == [1, 2, 3]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "，"])
def test_delimiters_are_found(mark: str) -> None:
    rows = (
        ("姓名", "内容", "日期"),
        ("陈女士", "还可以，就是慢" if mark != "，" else "还可以", "5 月"),
        ("王", "不错", "6 月"),
    )
    assert find_delimiter("\n".join(mark.join(row) for row in rows)) == mark


def test_cells_with_line_breaks_and_quotes(said: Said) -> None:
    found = said('姓名,内容\n陈女士,"第一，太慢了，等了三天。\n第二，他说""马上来""却没来。"\n', "a.csv")
    assert [s.text for s in found] == ["第一，太慢了，等了三天。", '第二，他说"马上来"却没来。']


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_spreadsheet_exports_in_their_encodings(said: Said, encoding: str) -> None:
    assert said(SURVEY.encode(encoding), "survey.csv")[0].speaker == "吴先生"


def test_a_workbook_reads_like_what_it_shows(notes: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "问卷"
    sheet.append(["姓名", "满意度如何？", "什么时候装的？"])
    sheet.append(["陈女士", 0.35, datetime.datetime(2025, 5, 1)])
    sheet["B2"].number_format = "0%"
    sheet.append(["阿花", 8.0, "=1+1"])
    hidden = book.create_sheet("内部")
    hidden.append(["不给人看"])
    hidden.sheet_state = "hidden"
    path = notes / "a.xlsx"
    book.save(path)
    document = read_document(path, notes)
    statements, _ = build_statements(document, PEOPLE, SEGMENTS)
    assert [(s.text, s.locator.sheet, s.locator.row) for s in statements] == [
        ("35%", "问卷", 2),
        ("2025-05-01", "问卷", 2),
        ("8", "问卷", 3),
    ]
    assert [(each.reason, each.excerpt) for each in document.left_out] == [("hidden", "不给人看")]


def test_white_tiny_and_formatted_away_cells_are_left_out(notes: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "内容"])
    sheet.append(["陈女士", "等了三天。"])
    sheet.append(["陈女士", "看不见的字一"])
    sheet.append(["陈女士", "看不见的字二"])
    sheet.append(["陈女士", "蓝底白字看得见"])
    sheet["B3"].font = Font(color="FFFFFF")
    sheet["B4"].font = Font(size=1)
    sheet["B5"].font = Font(color="FFFFFF")
    sheet["B5"].fill = PatternFill("solid", fgColor="0000FF")
    book.save(notes / "a.xlsx")
    read = read_document(notes / "a.xlsx", notes)
    assert [each.text for each in read.blocks] == ["等了三天。", "蓝底白字看得见"]
    assert [(each.reason, each.locator.row) for each in read.left_out] == [("hidden", 3), ("hidden", 4)]
