"""Reports written once for all tests that only read them."""

from pathlib import Path

import pytest

from assistant.reports import KINDS, write_reports
from tests.fakes.drafts import build_draft


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three reports of the rich draft, in Simplified Chinese."""
    folder = tmp_path_factory.mktemp("reports")
    write_reports(build_draft(), folder, KINDS)
    return folder
