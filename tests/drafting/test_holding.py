"""A person's words on exits and values outlive the notes that gave these places."""

from dataclasses import replace

import pytest

from assistant.drafting.names import build_name_book
from assistant.drafting.revision.keeping import Reviewed, keep_persons_words
from assistant.drafting.verify import Checker
from assistant.journey import Claim, Draft, Journeys, Place, Verdict
from assistant.journey.places import claims_by_place, with_claims
from assistant.reports.unplaced import render_undecided
from tests.reports.opened import dump, open_report
from tests.reports.test_journeys_report import draft_in

CHECKER = Checker({}, build_name_book((), ()), "zh-Hans")


def _edited(draft: Draft, kind: str) -> tuple[Draft, Place, Claim]:
    """The draft with the first claim of the first such place in a person's words."""
    place, (first, *rest) = next(
        (place, held) for place, held in claims_by_place(draft).items() if place.kind == kind and held
    )
    own = replace(first, text="顾问的话。", keys=(), verdict=Verdict.EDITED, author="林岚", computation=None)
    return with_claims(draft, {place: (own, *rest)}), place, own


def _bare(draft: Draft) -> Draft:
    """The draft as notes give it that tell of no exit and of no value any more."""
    brand = tuple(replace(each, heard=()) for each in draft.brand)
    return replace(draft, brand=brand, journeys=Journeys())


def _kept(fresh: Draft, *versions: Draft, deleted: frozenset[str] = frozenset()) -> Draft:
    return keep_persons_words(fresh, Reviewed(versions, versions[0], deleted=deleted), CHECKER, {})


@pytest.mark.parametrize(("kind", "report"), [("exit", "journeys"), ("value", "map")])
def test_the_place_stays_for_the_words(kind: str, report: str) -> None:
    reviewed, place, own = _edited(draft_in("zh-Hans"), kind)
    kept = _kept(_bare(reviewed), reviewed)
    assert own.text in [each.text for each in claims_by_place(kept)[place]]
    text = dump(open_report(kept, report))  # type: ignore[arg-type]
    assert own.text in text
    assert not kept.unplaced
    again = _kept(_bare(reviewed), kept, reviewed)
    assert claims_by_place(again)[place] == claims_by_place(kept)[place]


@pytest.mark.parametrize("kind", ["exit", "value"])
def test_what_the_person_deleted_brings_no_place_back(kind: str) -> None:
    reviewed, place, own = _edited(draft_in("zh-Hans"), kind)
    kept = _kept(_bare(reviewed), reviewed, deleted=frozenset((own.id,)))
    assert place not in claims_by_place(kept)


def test_a_draft_of_other_segments_leaves_the_place_to_the_next() -> None:
    reviewed, place, own = _edited(draft_in("zh-Hans"), "exit")
    assert place.parts[0]
    other = replace(_bare(reviewed), maps=())
    kept = _kept(other, reviewed)
    assert place not in claims_by_place(kept)
    assert not kept.unplaced
    later = _kept(reviewed, kept, reviewed)
    assert own.text in [each.text for each in claims_by_place(later)[place]]


def test_words_on_a_value_that_is_no_longer_the_brands_wait_and_find_back() -> None:
    reviewed, place, own = _edited(draft_in("zh-Hans"), "value")
    kept = _kept(replace(reviewed, brand=()), reviewed)
    (waiting,) = kept.unplaced
    assert (waiting.claim.text, waiting.reason, waiting.stood) == (own.text, "gone", place.parts)
    text = dump(open_report(kept, "map"))
    assert "尚未归位的要点" in text
    assert own.text in text
    assert own.id in render_undecided(kept).decode()
    assert own.id in {each.id for each in _kept(replace(reviewed, brand=()), kept, reviewed).claims()}
    back = _kept(reviewed, kept, reviewed)
    assert not back.unplaced
    assert own.text in [each.text for each in claims_by_place(back)[place]]


def test_an_answer_to_a_question_that_is_no_longer_asked_waits() -> None:
    reviewed, _, own = _edited(draft_in("zh-Hans"), "answer")
    asked_less = tuple(replace(each, answers=()) for each in reviewed.insights)
    kept = _kept(replace(reviewed, insights=asked_less), reviewed)
    assert [(each.claim.text, each.kind) for each in kept.unplaced] == [(own.text, "answer")]
