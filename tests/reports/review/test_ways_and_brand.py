"""Reports on ways and brand, read back: what nobody touched says nothing new, and a person's words find their place."""

from pathlib import Path

import pytest

from assistant.journey import Draft, Place
from assistant.journey.places import claims_by_place
from assistant.reports import FILE_NAMES, ReportKind, write_reports
from assistant.reports.changes import describe_place
from assistant.reports.marks import Mark, claim_mark, name_of
from assistant.reports.review import read_review, read_stamp
from assistant.reports.review.opening import open_word
from assistant.wording import LANGUAGES
from tests.fakes.edits import Edited, run
from tests.reports.review.conftest import added, claims_of, texts
from tests.reports.test_journeys_report import draft_in


@pytest.fixture
def draft() -> Draft:
    return draft_in("zh-Hans")


@pytest.fixture
def opened(draft, tmp_path):
    def opening(kind: ReportKind) -> Edited:
        write_reports(draft, tmp_path, (kind,), client_id="acme")
        return Edited(tmp_path / FILE_NAMES[kind])

    return opening


def _read(path: Path, draft: Draft):
    file = open_word(path)
    return read_review(file, read_stamp(file), draft)


@pytest.mark.parametrize("kind", ["map", "journeys"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nobody_touched_says_nothing_new(kind, language, tmp_path):
    draft = draft_in(language)
    write_reports(draft, tmp_path, (kind,))
    review = _read(tmp_path / FILE_NAMES[kind], draft)
    assert texts(review) == {claim.id: claim.text for claim in claims_of(draft, kind).values()}
    assert not added(review)
    assert not review.elsewhere
    assert not review.removed


def _unsaid(draft: Draft) -> Place:
    places = claims_by_place(draft, "map").items()
    return next(place for place, held in places if place.kind == "value" and not held)


@pytest.mark.parametrize("kept", [True, False], ids=["behind the dash", "over it"])
def test_what_a_person_writes_where_nobody_spoke_of_a_value_is_read(kept, draft, opened, tmp_path):
    place = _unsaid(draft)
    report = opened("map")
    line = report.line(name_of(Mark("value", place.parts)))
    if kept:
        line.append(run("店长说每单都先报价。"))
    else:
        report.retype(line, "店长说每单都先报价。")
    ((where, new),) = added(_read(report.save(tmp_path / "edited.docx"), draft))
    assert (where, new.text) == (place, "店长说每单都先报价。")


def test_words_of_a_value_and_of_an_exit_are_read_as_the_persons(draft, opened, tmp_path):
    for kind, at in (("map", "value"), ("journeys", "exit")):
        held = claims_by_place(draft, kind)  # type: ignore[arg-type]
        place, (first, *_) = next((place, found) for place, found in held.items() if place.kind == at and found)
        report = opened(kind)
        report.reword(name_of(claim_mark(first.id)), "顾问改过的话。")
        report.add_after(name_of(claim_mark(first.id)), "顾问加的一句。")
        review = _read(report.save(tmp_path / f"edited-{kind}.docx"), draft)
        assert texts(review)[first.id] == "顾问改过的话。"
        assert [(where, each.text) for where, each in added(review)] == [(place, "顾问加的一句。")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_is_told_in_words(language):
    draft = draft_in(language)
    for place in claims_by_place(draft):
        told = describe_place(draft, place).say(language)
        assert told
        assert "{" not in told
        assert not told.startswith(" ·")
