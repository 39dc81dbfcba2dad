"""Claims that the consultant accepts one by one: in a new version, in every draft from then on, and on nobody else's word."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.client_profile import ClientProfile
from assistant.drafting.names import build_name_book
from assistant.drafting.revision.accepting import OwnClaim, accept_claim, read_waiting, take_in_waiting
from assistant.drafting.revision.keeping import gather_reviewed, keep_persons_words
from assistant.drafting.revision.records import load_records
from assistant.drafting.store import load_draft, load_drafts, save_draft
from assistant.drafting.verify import Checker
from assistant.files import write_together
from assistant.journey import Claim, Dimension, Signature, Verdict
from assistant.journey.places import claims_by_place, with_claims
from assistant.workspace import ClientFolder
from tests.fakes.drafts import build_draft, build_evidence

FIRST = replace(build_draft(), number=1, parent=None)
CHECKER = Checker({}, build_name_book((), ()), "zh-Hans")
NOW = "2026-03-01T10:00:00+08:00"
CITED = build_evidence()[4]


def _own(text: str = "顾问在店里看到的一条。", segment: str | None = None) -> OwnClaim:
    place = segment or FIRST.maps[0].segment
    claim = Claim(
        "cafe0123456789abc", text, (CITED.key,), Verdict.EDITED, "林岚",
        segment=place, stage="awareness", dimension=Dimension.TOUCHPOINT,
    )  # fmt: skip
    return OwnClaim(claim, (CITED,))


@pytest.fixture
def client(tmp_path: Path) -> ClientFolder:
    return ClientFolder(tmp_path, ClientProfile(name="澄川净水"), {})


def test_a_claim_makes_a_version_of_its_own(client: ClientFolder) -> None:
    save_draft(client.drafts, FIRST)
    made = accept_claim(_own(), client, lambda _: CHECKER, NOW)
    assert made is not None
    assert made == load_draft(client.drafts)
    assert (made.number, made.parent, made.status) == (2, 1, "draft")
    assert made.id != FIRST.id
    cell = made.maps[0].cell("awareness", Dimension.TOUCHPOINT)
    assert cell.claims[0].text == _own().claim.text
    (record,) = load_records(client.reviews)
    assert [(each.kind, each.author) for each in record.changes] == [("added", "林岚")]
    assert not read_waiting(client.own_claims)


def test_a_signature_does_not_go_over_to_what_nobody_signed(client: ClientFolder) -> None:
    signatures = (Signature("reviewer", "林岚", "1 日"), Signature("approver", "高总", "1 日"))
    save_draft(client.drafts, replace(FIRST, status="signed", signatures=signatures))
    made = accept_claim(_own(), client, lambda _: CHECKER, NOW)
    assert made is not None
    assert (made.status, made.signatures) == ("reviewed", ())
    assert load_draft(client.drafts, 1).status == "signed"


@pytest.mark.parametrize("segment", [None, "nobody"])
def test_without_a_draft_or_a_cell_it_waits_for_the_next_draft(client: ClientFolder, segment: str | None) -> None:
    if segment:
        save_draft(client.drafts, FIRST)
    assert accept_claim(_own(segment=segment), client, lambda _: CHECKER, NOW) is None
    assert [each.claim.id for each in read_waiting(client.own_claims)] == [_own().claim.id]
    draft, files = take_in_waiting(replace(FIRST, number=2, parent=1), client, lambda _: CHECKER)
    if segment:
        assert not files
        return
    write_together(files)
    assert _own().claim.id in {each.id for each in draft.claims()}
    assert not read_waiting(client.own_claims)
    assert take_in_waiting(draft, client, lambda _: CHECKER) == (draft, {})


def test_later_drafts_keep_the_claim_and_nothing_else_of_a_version_that_nobody_read_through(
    client: ClientFolder,
) -> None:
    save_draft(client.drafts, FIRST)
    accept_claim(_own(), client, lambda _: CHECKER, NOW)
    reviewed = gather_reviewed(load_drafts(client.drafts), load_records(client.reviews))
    assert reviewed is not None
    assert reviewed.latest is None
    empty = with_claims(FIRST, dict.fromkeys(claims_by_place(FIRST), ()))
    evidence = {each.key: each for each in FIRST.evidence}
    kept = keep_persons_words(replace(empty, number=3, gaps=()), reviewed, CHECKER, evidence)
    assert [each.text for each in kept.claims()] == [_own().claim.text]
    assert kept.gaps == ()
    assert kept.quoted(CITED.key) is not None
