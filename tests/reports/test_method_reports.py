"""Funnel and full analysis in Word: valid, everything of the draft in it, read back without a change and with one."""

from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from assistant.drafting.build import build_draft
from assistant.journey import Draft
from assistant.journey.places import claims_by_place
from assistant.library import load_funnel_guide, load_measuring, load_playbook
from assistant.reports import FILE_NAMES, write_reports
from assistant.reports.review import read_review, read_stamp
from assistant.reports.review.opening import open_word
from assistant.wording import LANGUAGES
from tests.drafting.method_notes import analysis_notes
from tests.reports.opened import audit

KINDS = ("funnel", "analysis")


def draft_of(folder: Path, language: str = "zh-Hans") -> Draft:
    return build_draft(
        analysis_notes().request(
            folder,
            language,  # type: ignore[arg-type]
            playbook=load_playbook("funnel"),
            funnel=load_funnel_guide(),
            measuring=load_measuring(),
        )
    )


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return draft_of(tmp_path_factory.mktemp("draft"))


@pytest.fixture(scope="module")
def folder(draft: Draft, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    write_reports(draft, folder, KINDS, client_id="acme")
    return folder


def words_of(path: Path) -> str:
    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_both_are_valid_files_in_three_languages(kind, language, tmp_path):
    write_reports(draft_of(tmp_path / "notes", language), tmp_path, (kind,))
    assert not audit(tmp_path / FILE_NAMES[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_finding_with_its_claims_stands_in_its_report(kind, draft, folder):
    text = words_of(folder / FILE_NAMES[kind])
    for place, claims in claims_by_place(draft, kind).items():
        for claim in claims:
            assert claim.text in text, place


def test_the_funnel_has_charts_and_the_case_against_aida(draft, folder):
    package = (folder / FILE_NAMES["funnel"]).read_bytes()
    assert b"word/charts/chart1.xml" in package
    text = words_of(folder / FILE_NAMES["funnel"])
    assert draft.funnel is not None
    assert all(each in text for each in (*draft.funnel.benchmarks, *draft.funnel.against_aida))
    assert "手册没有指明，请问公司" in text


def test_measures_stand_with_what_they_close_and_who_begins(draft, folder):
    text = words_of(folder / FILE_NAMES["analysis"])
    gaps = {gap.id: gap for gap in draft.gaps}
    assert draft.analysis is not None
    for measure in draft.analysis.measures:
        assert (measure.label or gaps[measure.gaps[0]].title) in text
        assert gaps[measure.gaps[0]].next_step in text
    assert "目标（由您来定）" in text


def test_a_closed_gap_asks_for_no_measure_any_more(draft, tmp_path):
    assert draft.analysis is not None
    closed = replace(draft, gaps=tuple(replace(gap, status="closed") for gap in draft.gaps))
    write_reports(closed, tmp_path, ("analysis",))
    text = words_of(tmp_path / FILE_NAMES["analysis"])
    assert "没有可以直接动手的缺口" in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_nobody_touched_reads_back_as_it_is(kind, draft, folder):
    file = open_word(folder / FILE_NAMES[kind])
    review = read_review(file, read_stamp(file), draft)
    assert review.report == kind
    before = claims_by_place(draft, kind)
    assert {each.place for each in review.places} == set(before)
    for each in review.places:
        assert [claim.id for claim in each.claims] == [claim.id for claim in before[each.place]]
        assert [claim.text for claim in each.claims] == [claim.text for claim in before[each.place]]


def test_what_a_person_answers_is_read_into_its_finding(draft, folder, tmp_path):
    document = Document(str(folder / FILE_NAMES["analysis"]))
    for table in document.tables:
        for row in table.rows:
            if "支持什么决定" in row.cells[0].text:
                row.cells[1].paragraphs[-1].add_run("先改安装，再改导购。")
    path = tmp_path / FILE_NAMES["analysis"]
    document.save(str(path))
    file = open_word(path)
    review = read_review(file, read_stamp(file), draft)
    place = next(each for each in review.places if each.place.parts[1] == "scope.purpose")
    assert [claim.text for claim in place.claims] == ["先改安装，再改导购。"]
