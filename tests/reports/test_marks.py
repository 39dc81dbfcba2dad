"""From what is marked to its name, and from the name back."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.journey import Dimension
from assistant.reports import KINDS
from assistant.reports.marks import GAP_FIELDS, Mark, cell_mark, claim_mark, first_name, is_mark, marks_of, name_of
from tests.fakes.drafts import build_draft
from tests.reports.opened import bookmarks, open_report

OWN = ("legend", "_Toc")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.integers(1, 999))
def test_any_id_gives_a_name_that_word_takes(any_id: str, turn: int) -> None:
    for mark in (claim_mark(any_id), claim_mark(any_id, "verdict"), Mark("gap", (any_id,), "severity")):
        name = name_of(mark, turn)
        assert re.fullmatch(r"[a-z][a-zA-Z0-9_]{0,39}", name)
        assert is_mark(name)
        assert first_name(name) == name_of(mark)


def test_an_ordinary_id_is_read_in_its_name() -> None:
    assert name_of(claim_mark("c6e815d658ed9c1c5")) == "claim_c6e815d658ed9c1c5"
    assert name_of(Mark("gap", ("gadce2f1ea9524b8d",), "owner")) == "gap_gadce2f1ea9524b8d_owner"


def test_places_do_not_run_into_each_other() -> None:
    assert name_of(cell_mark("a", "bc", "kpi")) != name_of(cell_mark("ab", "c", "kpi"))
    assert name_of(cell_mark(None, "a", "kpi")) == name_of(cell_mark(None, "a", Dimension.KPI))


def test_a_persons_own_bookmark_is_none_of_ours() -> None:
    assert not any(map(is_mark, ("_GoBack", "chapter_1_2_3", "claim", "Claim_c1", "claim_", "第一章", "_Toc00000001")))


def test_every_bookmark_of_a_report_is_found_again() -> None:
    draft = build_draft()
    known = marks_of(draft)
    for kind in KINDS:
        names = [name for name in bookmarks(open_report(draft, kind)) if not name.startswith(OWN)]
        assert names
        assert all(first_name(name) in known for name in names)


def test_the_marks_of_a_draft_tell_claims_cells_and_gaps() -> None:
    draft = build_draft()
    marks = set(marks_of(draft).values())
    assert {claim_mark(claim.id) for claim in draft.claims()} <= marks
    assert {cell_mark(each.segment, cell.stage, cell.dimension) for each in draft.maps for cell in each.cells} <= marks
    gaps = bookmarks(open_report(draft, "gaps"))
    assert all(name_of(Mark("gap", (gap.id,), field)) in gaps for gap in draft.gaps for field in GAP_FIELDS)
