"""The whole words of a small report in each language, compared with a golden file.

After a change that is meant, write them anew with `JOURNEY_GOLDEN=write pytest tests/reports/test_golden.py`, and read the diff.
"""

import os
from pathlib import Path

import pytest

from assistant.reports import ReportKind
from assistant.wording import Language
from tests.fakes.drafts import build_draft
from tests.reports.opened import dump, open_report

GOLDEN = Path(__file__).parent / "golden"
BODY = {"insights": ("Awareness", "Consideration"), "gaps": ("缺口一覽", "附錄一")}
WRITE = os.environ.get("JOURNEY_GOLDEN") == "write"


@pytest.mark.parametrize(("kind", "language"), [("map", "zh-Hans"), ("insights", "en"), ("gaps", "zh-Hant")])
def test_report_reads_as_expected(kind: ReportKind, language: Language) -> None:
    said = dump(open_report(build_draft(language, segments=1, per_cell=1, count=12), kind))
    if kind != "map":
        # Cover, summary and appendices are the same in all three.
        first, last = BODY[kind]
        said = said[said.index(f"Heading1 | {first}") : said.index(f"Heading1 | {last}")]
    path = GOLDEN / f"{kind}.{language}.txt"
    if WRITE:
        path.write_text(said, encoding="utf-8")
    assert said == path.read_text(encoding="utf-8")
