"""What a reader of the Word files would notice: navigation, tables, fonts, languages, properties."""

import itertools
import re
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from assistant.reports import FILE_NAMES, KINDS, ReportKind, write_reports
from assistant.reports.claims import key_name
from assistant.reports.marks import claim_mark, name_of
from assistant.wording import Language
from tests.fakes.drafts import build_draft
from tests.reports.opened import (
    all_paragraphs,
    audit,
    bookmarked_text,
    bookmarks,
    bookmarks_in,
    is_empty,
    is_header,
    link_targets,
    open_report,
    part_text,
)

SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> ReportKind:
    return request.param


@pytest.fixture
def document(written: Path, kind: ReportKind) -> WordDocument:
    return Document(str(written / FILE_NAMES[kind]))


def test_every_link_leads_somewhere_and_every_name_is_unique(document: WordDocument) -> None:
    names = bookmarks(document)
    assert len({name.casefold() for name in names}) == len(names)
    assert set(link_targets(document)) <= set(names)
    numbers = [each.get(qn("w:id")) for each in document.element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\w{1,40}", name) for name in names)


def test_every_claim_of_the_map_stands_under_its_bookmark() -> None:
    draft = build_draft()
    document = open_report(draft, "map")
    for claim in (claim for each in draft.maps for cell in each.cells for claim in cell.claims):
        assert bookmarked_text(document, name_of(claim_mark(claim.id))) == claim.text


def test_every_key_that_is_printed_has_its_quote_in_the_appendix(document: WordDocument) -> None:
    draft = build_draft()
    rows = {
        row.cells[0].paragraphs[0].text: row.cells[1]
        for table in document.tables
        if table.rows[0].cells[0].text == "编号"
        for row in table.rows[1:]
    }
    cited = {target for target in link_targets(document) if target.startswith("evidence_")}
    assert cited == {key_name(key) for key in rows}
    for key, cell in rows.items():
        quotes = [
            run.text for paragraph in cell.paragraphs for run in paragraph.runs if run.style.name == "Evidence Quote"
        ]
        evidence = draft.quoted(key)
        assert evidence is not None
        assert quotes == [evidence.quote]


def test_a_short_answer_stands_with_its_question(written: Path) -> None:
    text = "\n".join(paragraph.text for paragraph in all_paragraphs(Document(str(written / FILE_NAMES["map"]))))
    assert "所答问题（只作语境，不是证据）：安装师傅来之前有没有先打电话约时间？\n“是的。”" in text


def test_header_rows_repeat_and_short_rows_stay_whole(document: WordDocument) -> None:
    grids = [table for table in document.tables if table.style.name == "Journey Grid"]
    assert grids
    for table in grids:
        assert is_header(table.rows[0]._tr)
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        section = document.sections[0]
        room = (section.page_width - section.left_margin - section.right_margin) / 635
        assert sum(widths) <= room + len(widths)


def test_no_paragraph_is_empty(document: WordDocument) -> None:
    to_be_signed = ("sign_", "check_")
    names = {bookmarks_in(paragraph) for paragraph in all_paragraphs(document) if is_empty(paragraph)}
    assert all(name.startswith(to_be_signed) for name in names)


def test_headings_are_in_order_and_listed_in_the_contents(document: WordDocument) -> None:
    paragraphs = list(document.paragraphs)
    levels = [int(each.style.style_id[-1]) for each in paragraphs if each.style.style_id.startswith("Heading")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    chapters = [each.text for each in paragraphs if each.style.style_id == "Heading1"]
    listed = [each.text.rstrip("\t") for each in paragraphs if each.style.style_id == "TOC1"]
    assert listed == chapters


def test_the_file_keeps_to_the_schema(written: Path, kind: ReportKind) -> None:
    assert audit(written / FILE_NAMES[kind]) == []


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_the_schema_is_kept_in_every_language(tmp_path: Path, language: Language) -> None:
    for path in write_reports(build_draft(language, segments=1, count=20), tmp_path, KINDS)[:3]:
        assert audit(path) == []


def test_every_cited_key_leads_back_to_a_claim(document: WordDocument) -> None:
    backs = [target for target in link_targets(document) if target.startswith("claim_")]
    assert {bookmarked_text(document, target) for target in backs}
    rows = [row for table in document.tables if table.rows[0].cells[0].text == "编号" for row in table.rows[1:]]
    assert any("↑1 ↑2" in row.cells[0].text for row in rows)


def test_the_legend_shows_a_key_of_this_report(document: WordDocument) -> None:
    keys = [
        row.cells[0].text for table in document.tables for row in table.rows if "点击即到附录一" in row.cells[-1].text
    ]
    assert len(keys) == 1
    assert key_name(keys[0]) in bookmarks(document)


def test_the_contents_are_a_field_that_word_can_update(document: WordDocument) -> None:
    codes = "".join(each.text or "" for each in document.element.body.iter(qn("w:instrText")))
    assert ' TOC \\o "1-1" \\n \\h \\z \\u ' in codes
    kinds = [each.get(qn("w:fldCharType")) for each in document.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_pages_are_numbered_and_the_cover_is_not(document: WordDocument) -> None:
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert section.footer.paragraphs[0].text.endswith("第 1 页 / 共 1 页")
    codes = [each.text for each in section.footer._element.iter(qn("w:instrText"))]
    assert codes == [" PAGE ", " NUMPAGES "]
    assert "澄川净水" in section.header.paragraphs[0].text
    assert not section.first_page_footer.paragraphs[0].text


def test_the_map_is_landscape_on_a4(document: WordDocument, kind: ReportKind) -> None:
    section = document.sections[0]
    size = (round(section.page_width.mm), round(section.page_height.mm))
    assert size == ((297, 210) if kind == "map" else (210, 297))
    assert section.orientation == (WD_ORIENT.LANDSCAPE if kind == "map" else WD_ORIENT.PORTRAIT)


@pytest.mark.parametrize(
    ("language", "east_asian", "tag", "font"),
    [
        ("zh-Hans", "zh-CN", "zh-CN", "Microsoft YaHei"),
        ("zh-Hant", "zh-TW", "zh-TW", "Microsoft JhengHei"),
        ("en", "zh-CN", "en-US", "Microsoft YaHei"),
    ],
)
def test_fonts_and_languages_are_set_for_all_scripts(language, east_asian, tag, font) -> None:
    document = open_report(build_draft(language, segments=1, per_cell=1), "map")
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        assert all(fonts.get(qn(f"w:{slot}")) for slot in SLOTS)
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rPr')}")
    assert defaults.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert defaults.find(qn("w:lang")).get(qn("w:val")) == "en-US"
    assert defaults.find(qn("w:lang")).get(qn("w:eastAsia")) == east_asian
    assert document.core_properties.language == tag


def test_a_quote_in_another_language_says_so() -> None:
    document = open_report(build_draft("zh-Hans"), "map")
    tags = {(each.get(qn("w:val")), each.get(qn("w:eastAsia"))) for each in document.element.body.iter(qn("w:lang"))}
    assert tags == {("en-US", None), (None, "zh-TW")}


def test_properties_tell_what_the_file_is(document: WordDocument) -> None:
    core = document.core_properties
    assert core.title.startswith("澄川净水 <测试> & Co.：")
    assert core.subject == "年轻家庭、工程采购"
    assert core.author == core.last_modified_by == "Journey (draft)"
    assert core.identifier == "d0123456789abcdef"
    assert core.created.replace(tzinfo=None) == core.modified.replace(tzinfo=None) == datetime(2025, 4, 2, 1, 30)


def test_every_mark_and_key_is_read_aloud(document: WordDocument) -> None:
    links = list(document.element.body.iter(qn("w:hyperlink")))
    spoken = [
        link.get(qn("w:tooltip")) for link in links if not link.get(qn("w:anchor")).startswith(("_Toc", "claim_"))
    ]
    assert spoken
    assert all(spoken)


def test_the_styles_part_defines_every_style_in_use(written: Path, kind: ReportKind) -> None:
    body = part_text(written / FILE_NAMES[kind], "word/document.xml")
    styles = part_text(written / FILE_NAMES[kind], "word/styles.xml")
    used = set(re.findall(r'w:(?:pStyle|rStyle|tblStyle) w:val="(\w+)"', body))
    assert used <= set(re.findall(r'w:styleId="(\w+)"', styles))
