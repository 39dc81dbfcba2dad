"""A report written once, and read back after somebody edited it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.journey import Claim, Draft, Place, ReadClaim, Review
from assistant.journey.places import claims_by_place
from assistant.reports import FILE_NAMES, KINDS, write_reports
from assistant.reports.review import read_review, read_stamp
from assistant.reports.review.opening import open_word
from tests.fakes.drafts import build_draft
from tests.fakes.edits import Edited

Reading = Callable[[Path], Review]


@pytest.fixture(scope="session")
def draft() -> Draft:
    return build_draft()


@pytest.fixture(scope="session")
def reports(draft: Draft, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three reports of the draft."""
    folder = tmp_path_factory.mktemp("written")
    write_reports(draft, folder, KINDS, client_id="acme")
    return folder


@pytest.fixture
def opened(reports: Path) -> Callable[[str], Edited]:
    """Opens the report of that kind to be edited."""
    return lambda kind: Edited(reports / FILE_NAMES[kind])  # type: ignore[index]


@pytest.fixture
def read(draft: Draft) -> Reading:
    """Reads a file back."""

    def reading(path: Path) -> Review:
        file = open_word(path)
        return read_review(file, read_stamp(file), draft)

    return reading


def texts(review: Review) -> dict[str, str]:
    """The words by claim id, of claims that the draft has."""
    return {each.id: each.text for place in review.places for each in place.claims if each.id is not None}


def added(review: Review) -> list[tuple[Place, ReadClaim]]:
    """What the draft does not have, with its place."""
    return [(place.place, each) for place in review.places for each in place.claims if each.id is None]


def claims_of(draft: Draft, kind: str) -> dict[str, Claim]:
    """The claims of one report by id."""
    return {each.id: each for held in claims_by_place(draft, kind).values() for each in held}  # type: ignore[arg-type]


def full_cells(draft: Draft, least: int = 2) -> list[tuple[Place, tuple[Claim, ...]]]:
    """The cells of the maps with at least so many claims."""
    return [(place, held) for place, held in claims_by_place(draft, "map").items() if len(held) >= least]
