"""Every report says how old its evidence is, stage by stage, and gives reasons to refresh with their evidence."""

from dataclasses import replace

import pytest

from assistant.journey import Currency, Development, NoteDates
from assistant.journey.currency import find_ages, is_old
from assistant.reports import KINDS, Appearance
from assistant.reports.blocks import Heading, Link, Paragraph, Run, paragraphs_of
from assistant.reports.client_copy import render_client_copy, texts_of
from assistant.reports.report import build_report
from assistant.reports.theme import Theme
from tests.fakes.drafts import build_draft

DATED = (NoteDates("2024-01-05", "2024-01-05", "note"), NoteDates("2025-02", "2025-02", "name"), None, None)


def _draft(language="zh-Hans"):
    draft = build_draft(language)
    sources = tuple(replace(each, dates=dates) for each, dates in zip(draft.sources, DATED, strict=True))
    told = Currency(12, (Development("competitor", "E3"), Development("product", "E1")))
    created = replace(draft.provenance, created="2025-03-01T10:00:00+08:00")
    placed = tuple(
        replace(
            each,
            cells=tuple(
                replace(cell, claims=tuple(replace(claim, stage=cell.stage) for claim in cell.claims))
                for cell in each.cells
            ),
        )
        for each in draft.maps
    )
    return replace(draft, sources=sources, currency=told, provenance=created, maps=placed)


def _words(blocks):
    return [
        "".join(piece.text for piece in each.pieces if isinstance(piece, Run | Link)) for each in paragraphs_of(blocks)
    ]


@pytest.mark.parametrize("kind", [*KINDS, "journeys"])
@pytest.mark.parametrize(
    ("language", "title"), [("zh-Hans", "证据有多新"), ("zh-Hant", "證據有多新"), ("en", "How current")]
)
def test_every_report_has_the_part_in_every_language(kind, language, title):
    report = build_report(_draft(language), kind, Theme())
    assert any(isinstance(each, Heading) and each.text.startswith(title) for each in report.body)
    # what is quoted as a reason is among the evidence of the report
    said = "\n".join(_words(report.body))
    assert "2024-01-05" in said
    keys = [each for each in _words(report.body) if each.endswith("E3")]
    assert keys


def test_ages_are_those_of_the_notes_that_a_stage_cites():
    ages = {each.stage: each for each in find_ages(_draft())}
    found = ages["awareness"]
    assert found.dated + found.undated > 0
    assert found.oldest in ("2024-01-05", "2025-02", "")
    assert not any(each.due for each in ages.values() if each.newest == "2025-02")


def test_a_note_dated_after_the_draft_counts_as_undated():
    draft = _draft()
    late = tuple(replace(each, dates=NoteDates("2026-01-01", "2026-01-01", "note")) for each in draft.sources)
    assert {each.newest for each in find_ages(replace(draft, sources=late))} == {""}


@pytest.mark.parametrize(
    ("newest", "today", "old"),
    [
        ("2025-03-01", "2026-03-01", False),
        ("2025-02-28", "2026-03-01", True),
        ("2025-03", "2026-03-31", False),
        ("2024-02", "2025-03-01", True),
        ("", "2026-03-01", False),
    ],
)
def test_a_year_and_a_day_is_old(newest, today, old):
    assert is_old(newest, today, 12) is old


def test_a_draft_of_before_says_that_it_knows_no_dates():
    said = _words(build_report(replace(_draft(), currency=None, sources=build_draft().sources), "map", Theme()).body)
    assert any("没有写明日期" in each for each in said)


def test_the_clients_copy_goes_through_the_same_masks():
    from assistant.drafting.delivery.anonymise import anonymise_draft
    from assistant.drafting.delivery.codes import Codes
    from assistant.journey import Person, Role

    draft = _draft()
    quoted = next(each for each in draft.evidence if each.key == "E3")
    assert quoted.speaker
    import random
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        codes = Codes(Path(folder) / "codes.json", random.Random(1))
        people = [Person(each, Role.CUSTOMER) for each in dict.fromkeys(e.speaker for e in draft.evidence) if each]
        made = anonymise_draft(draft, people, (), (), codes).draft
    text = "\n".join(texts_of(render_client_copy(made, "map", Appearance())))
    assert "要不要更新地图" in text
    assert quoted.speaker not in text
    assert "2024-01-05" not in text  # the month is enough
    assert "2024-01" in text


def test_the_part_is_a_few_lines():
    report = build_report(_draft(), "map", Theme())
    at = next(i for i, each in enumerate(report.body) if isinstance(each, Heading) and each.text == "证据有多新")
    rest = report.body[at : at + 9]
    assert sum(isinstance(each, Paragraph) for each in rest) <= 7
