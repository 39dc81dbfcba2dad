"""Lines that are no claims: what a person deletes there is noticed, and nothing is told that nobody did."""

import re

import pytest

from assistant.reports import FILE_NAMES, Appearance, Theme, write_reports
from assistant.reports.marks import Mark, claim_mark, name_of
from tests.fakes.edits import Edited, W, tracked
from tests.reports.review.conftest import claims_of, texts


def _said(line) -> str:
    return "".join(each.text or "" for each in line.iter(f"{W}t"))


def _delete(line) -> str:
    said = _said(line)
    line.getparent().remove(line)
    return said


@pytest.mark.parametrize("kind", ["map", "insights", "gaps"])
def test_a_deleted_line_of_the_summary_is_told(kind, draft, opened, read, tmp_path):
    report = opened(kind)
    bullet, *_ = report.lines("SummaryBullet")
    said = _delete(bullet)
    review = read(report.save(tmp_path / "edited.docx"))
    assert review.removed == (said,)
    assert not review.elsewhere
    assert texts(review) == {claim.id: claim.text for claim in claims_of(draft, kind).values()}


def test_a_tracked_deletion_of_such_a_line_is_told_like_any(opened, read, tmp_path):
    report = opened("map")
    bullet, *_ = report.lines("SummaryBullet")
    said = _said(bullet)
    for run in list(bullet.iter(f"{W}r")):
        holder = tracked("del", "林岚")
        run.addprevious(holder)
        holder.append(run)
        for text in list(run.iter(f"{W}t")):
            text.tag = f"{W}delText"
    review = read(report.save(tmp_path / "edited.docx"))
    assert review.removed == (said,)
    assert {each.kind for each in review.tracked} == {"deleted"}


def test_a_quote_taken_out_of_the_appendix_is_told(draft, opened, read, tmp_path):
    report = opened("insights")
    quote = next(each for each in report.lines("TableText") if draft.evidence[0].quote in _said(each))
    said = _delete(quote)
    assert read(report.save(tmp_path / "edited.docx")).removed == (said,)


def test_a_line_in_other_words_is_not_told_as_deleted(opened, read, tmp_path):
    report = opened("map")
    bullet, *_ = report.lines("SummaryBullet")
    said = _said(bullet)
    report.retype(bullet, f"{said}（已与客户确认）")
    review = read(report.save(tmp_path / "edited.docx"))
    assert review.elsewhere == (f"{said}（已与客户确认）",)
    assert not review.removed


@pytest.mark.parametrize("kind", ["map", "insights", "gaps"])
def test_deleted_claims_take_no_other_line_with_them(kind, draft, opened, read, tmp_path):
    report = opened(kind)
    for claim in list(claims_of(draft, kind).values())[::7]:
        report.reword(name_of(claim_mark(claim.id)), "")
    assert not read(report.save(tmp_path / "edited.docx")).removed


@pytest.mark.parametrize("evidence", ["list", "footnotes"])
def test_nothing_is_missed_of_a_report_in_the_firms_own_look(evidence, draft, read, tmp_path):
    theme = Theme(firm="恒远咨询", table=7.0, body=12.0)
    write_reports(draft, tmp_path, ("map", "gaps"), appearance=Appearance(theme, evidence), client_id="acme")
    for kind in ("map", "gaps"):
        review = read(tmp_path / FILE_NAMES[kind])
        assert not review.removed
        assert not review.elsewhere
    report = Edited(tmp_path / FILE_NAMES["map"])
    bullet, *_ = report.lines("SummaryBullet")
    said = _delete(bullet)
    assert read(report.save(tmp_path / "edited.docx")).removed == (said,)


def test_of_a_report_in_the_words_of_an_earlier_program_nothing_is_told_as_deleted(opened, read, tmp_path):
    report = opened("map")
    bullet, *_ = report.lines("SummaryBullet")
    _delete(bullet)
    report.change_part(
        "docProps/custom.xml", lambda part: re.sub(rb"[0-9a-f]{16}(?=</vt:lpwstr></property></)", b"0" * 16, part)
    )
    assert not read(report.save(tmp_path / "old.docx")).removed


def test_a_gap_that_was_deleted_takes_no_head_of_the_matrix_with_it(draft, opened, read, tmp_path):
    report = opened("gaps")
    row = report.row(name_of(Mark("gap", (draft.gaps[0].id,), "title")))
    row.getparent().remove(row)
    review = read(report.save(tmp_path / "edited.docx"))
    assert review.gone_gaps == (draft.gaps[0].id,)
    assert not review.removed
