"""The pictures that people look at first: emotion curve, evidence heat map, gap matrix; and the doubts as comments."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from assistant.journey import Claim, Evidence, Level, Role, Verdict
from assistant.reports import FILE_NAMES
from assistant.reports.blocks import BarChart, Line, LineChart
from assistant.reports.heat_map import strength_of
from assistant.reports.marks import COMMENT_AUTHOR, Mark, claim_mark, name_of
from assistant.reports.theme import Theme, contrast
from assistant.reports.voice import build_voice
from assistant.reports.word.chart import render_chart
from tests.fakes.drafts import build_draft
from tests.reports.opened import all_paragraphs, bookmarked_text, link_targets, open_report

CHART = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}


def curve(*lines: Line) -> LineChart:
    return LineChart(("认知", "购买"), lines, (-2.0, 2.0), (100.0, 50.0), "情绪曲线", "…")


def test_the_chart_and_its_workbook_hold_the_figures_of_the_draft(written: Path) -> None:
    draft = build_draft()
    with ZipFile(written / FILE_NAMES["map"]) as package:
        chart = etree.fromstring(package.read("word/charts/chart1.xml"))
        sheet = load_workbook(BytesIO(package.read("word/embeddings/workbook1.xlsx"))).active
    assert sheet is not None
    rows = [list(row) for row in sheet.values]
    assert rows[0] == [None, *(each.label for each in draft.maps)]
    for place, insight in enumerate(draft.insights, start=1):
        means = {emotion.label: emotion.mean for emotion in insight.emotions}
        assert rows[place] == [insight.label, *(means.get(each.label) for each in draft.maps)]
    drawn = [[float(v.text) for v in line.iterfind("c:val//c:v", CHART)] for line in chart.iter(f"{{{CHART['c']}}}ser")]
    assert drawn == [[row[column] for row in rows[1:] if row[column] is not None] for column in (1, 2)]


def test_lines_are_told_apart_without_colour() -> None:
    lines = [Line(f"客群{n}", (0.1 * n, -0.1 * n)) for n in range(8)]
    chart = etree.fromstring(render_chart(curve(*lines), Theme(), "zh-Hans").chart)
    looks: set[tuple[str, str, str]] = set()
    shapes: list[str] = []
    for line in chart.iter(f"{{{CHART['c']}}}ser"):
        dash = line.find("c:spPr/a:ln/a:prstDash", CHART).get("val")
        marker = line.find("c:marker/c:symbol", CHART).get("val")
        fill = line.find("c:marker/c:spPr/a:solidFill/a:srgbClr", CHART).get("val")
        shapes.append(marker)
        looks.add((dash, marker, "hollow" if fill == "FFFFFF" else "full"))
    assert len(looks) == 8
    assert len(set(shapes[:6])) == 6  # LibreOffice draws no hollow markers


def test_columns_are_told_apart_without_colour() -> None:
    lines = tuple(Line(f"客群{n}", (1.0, 2.0)) for n in range(4))
    chart = BarChart(("认知", "考虑"), lines, (120.0, 60.0), "陈述", "陈述数")
    drawn = etree.fromstring(render_chart(chart, Theme(), "zh-Hans").chart)
    fills = [each.find("c:spPr/a:solidFill/a:srgbClr", CHART).get("val") for each in drawn.iter(f"{{{CHART['c']}}}ser")]
    for one, other in pairwise(fills):
        assert contrast(one, other) >= 1.5


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=20), st.floats(-2, 2))
def test_any_label_comes_through_as_words(label: str, value: float) -> None:
    parts = render_chart(curve(Line(f"={label}", (value, None))), Theme(), "zh-Hans")
    etree.fromstring(parts.chart)
    sheet = load_workbook(BytesIO(parts.workbook)).active
    assert sheet is not None
    assert sheet["B1"].data_type == "s"
    assert sheet["B3"].value is None


def test_a_chart_is_the_same_bytes_every_time() -> None:
    chart = curve(Line("甲", (1.0, None)))
    assert render_chart(chart, Theme(), "en") == render_chart(chart, Theme(), "en")


def test_every_drawing_has_its_alternative_text() -> None:
    document = open_report(build_draft("en"), "map")
    described = [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))]
    assert described
    assert all("年轻家庭: Awareness −0.6" in each for each in described)


def test_without_emotions_there_is_no_curve() -> None:
    draft = build_draft()
    silent = replace(draft, insights=tuple(replace(each, emotions=()) for each in draft.insights))
    document = open_report(silent, "map")
    assert next(document.element.body.iter(qn("w:drawing")), None) is None
    assert "情绪曲线" not in [each.text for each in document.paragraphs]


@pytest.mark.parametrize(
    ("speakers", "role", "verdict", "expected"),
    [
        (("王", "李", "张"), Role.CUSTOMER, Verdict.SUPPORTED, (3, 3, 3)),
        (("王", "李"), Role.CUSTOMER, Verdict.PARTIAL, (2, 2, 2)),
        (("王", "王", "王"), Role.CUSTOMER, Verdict.SUPPORTED, (3, 1, 1)),
        (("王", "李", "张"), Role.STAFF, Verdict.SUPPORTED, (3, 3, 1)),
        (("王",), Role.CUSTOMER, Verdict.UNSUPPORTED, (0, 0, 0)),
        ((), Role.CUSTOMER, Verdict.SUPPORTED, (0, 0, 0)),
    ],
)
def test_strength_counts_people_not_sentences(speakers, role, verdict, expected) -> None:
    draft = build_draft()
    evidence = tuple(
        Evidence(f"E{n}", f"s{n}", "a.txt", draft.evidence[0].locator, who, role, None, "话", "zh-Hans")
        for n, who in enumerate(speakers, start=1)
    )
    claim = Claim("c1", "一句", tuple(each.key for each in evidence), verdict, "extractive")
    found = strength_of(build_voice(replace(draft, evidence=evidence)), [claim])
    assert (found.evidence, found.speakers, found.grade) == expected


def test_the_matrix_places_every_open_gap_and_leads_to_it() -> None:
    draft = build_draft()
    document = open_report(draft, "gaps")
    table = next(each for each in document.tables if each.rows[0].cells[0].text.startswith("严重程度 ↓"))
    counts = [int(cell.paragraphs[0].text.split()[0]) for row in table.rows[1:] for cell in row.cells[1:]]
    assert sum(counts) == sum(gap.status == "open" for gap in draft.gaps)
    high = [gap for gap in draft.gaps if gap.severity is Level.HIGH and gap.effort is Level.MEDIUM]
    assert counts[1] == len(high)
    assert name_of(Mark("gap", (high[0].id,), "title")) in link_targets(document)


def test_each_doubt_is_a_comment_on_its_claim_and_nothing_else_is() -> None:
    draft = build_draft()
    document = open_report(draft, "map")
    claims = {
        name_of(claim_mark(claim.id)): claim for each in draft.maps for cell in each.cells for claim in cell.claims
    }
    comments = {str(each.comment_id): each for each in document.comments}
    assert len(comments) == sum(bool(claim.doubts) for claim in claims.values())
    assert {each.author for each in comments.values()} == {COMMENT_AUTHOR}
    for start in document.element.body.iter(qn("w:commentRangeStart")):
        name = start.getprevious().get(qn("w:name"))
        comment = comments.pop(start.get(qn("w:id")))
        assert bookmarked_text(document, name) == claims[name].text
        assert claims[name].doubts[0].detail in comment.text
        assert "请核对：" in comment.text
    assert not comments


def test_a_doubt_that_many_claims_share_is_said_once() -> None:
    draft = build_draft(segments=6, per_cell=5)
    claims = [claim for each in draft.maps for cell in each.cells for claim in cell.claims if claim.doubts]
    alike = [claim for claim in claims if claim.verdict is Verdict.PARTIAL]
    assert len(alike) > 12
    said = [each.text for each in open_report(draft, "map").comments if "只有员工这样说" in each.text]
    assert len(said) == 1
    assert f"共有 {len(alike)} 条要点" in said[0]


def test_a_contradiction_asks_for_a_person() -> None:
    document = open_report(build_draft("en"), "gaps")
    assert any("confirmed by nobody yet" in each.text for each in document.comments)
    assert any("One person alone" in each.text for each in document.comments) is False


def test_a_report_without_doubts_has_no_comments_part(tmp_path: Path) -> None:
    draft = build_draft()
    maps = tuple(
        replace(
            each,
            cells=tuple(replace(cell, claims=tuple(c for c in cell.claims if not c.doubts)) for cell in each.cells),
        )
        for each in draft.maps
    )
    document = open_report(replace(draft, maps=maps), "map")
    assert "/word/comments.xml" not in [str(part.partname) for part in document.part.package.iter_parts()]
    assert any("旅程地图" in each.text for each in all_paragraphs(document))
