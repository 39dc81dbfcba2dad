"""The work for one client, below the command line: what is read when, and when a draft is flagged."""

import csv
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import assistant.library
from assistant.engagement import Drafted
from assistant.errors import Exit, UsageError
from assistant.journey import LeftOut, Locator, Role, Verdict
from assistant.settings import Settings
from assistant.wiring import build_engagement
from assistant.wording import same
from assistant.workspace import create_workspace

NOTES = "林岚：怎么买的？\n陈静：我在门店看了两次，付了两千六百块。\n陈静：滤芯换得太勤，一年要花六百元。\n"
PROFILE = 'name = "甲"\n[[people]]\nname = "陈静"\nrole = "customer"\n[[people]]\nname = "林岚"\nrole = "interviewer"\n'


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    examples = assistant.library.load_codebook()[::30]
    monkeypatch.setattr(assistant.library, "load_codebook", lambda *_: examples)
    return create_workspace(tmp_path / "w", "zh-Hans")


@pytest.fixture
def client(workspace):
    made = workspace.add_client("甲", "zh-Hans", "five-stage")
    (made.root / "client.toml").write_text(PROFILE, encoding="utf-8")
    (made.notes / "a.md").write_text(NOTES, encoding="utf-8")
    return workspace.client("甲")


@pytest.fixture
def engagement(workspace, client):
    return build_engagement(workspace, client, Settings(embedder="none", consultant="王顾问"))


def test_the_interviewer_is_never_coded(engagement):
    coded = engagement.code()
    assert coded.statements
    assert {each.role for each in coded.statements} == {Role.CUSTOMER}
    assert [coding.statement for coding in coded.codings] == [each.id for each in coded.statements]


def test_new_notes_are_read_before_anything_is_answered(engagement, client):
    assert engagement.search(["两千六百块"], 1)[0][0].passage.document == "a.md"
    (client.notes / "b.md").write_text("陈静：师傅装得很快。\n", encoding="utf-8")
    assert engagement.search(["师傅装得很快"], 1)[0][0].passage.document == "b.md"
    assert any(each.document == "b.md" for each in engagement.code().statements)


def test_corrections_carry_the_name_of_who_made_them(engagement, tmp_path):
    table = tmp_path / "codes.csv"
    coded = engagement.code()
    wanted = coded.statements[0]
    engagement.write_table(coded, table)
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["id"] == wanted.id:
            row |= {"stages": "loyalty", "dimensions": "insight", "sentiment": "-2"}
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    assert engagement.apply_corrections(table) == 1
    after = {each.statement: each for each in engagement.code().codings}[wanted.id]
    assert (after.stages, after.sentiment, after.author) == (("loyalty",), -2, "王顾问")


def test_a_draft_says_how_it_was_made(workspace, client):
    made = build_engagement(workspace, client, Settings(embedder="none", claims_per_cell=2))
    drafted = made.draft(report="all", segment=None, folder=None)
    provenance = drafted.draft.provenance
    assert provenance.engine == "extractive"
    assert provenance.embedder == "none"
    assert dict(provenance.settings)["claims_per_cell"] == "2"
    assert datetime.fromisoformat(provenance.created) <= datetime.now(UTC)
    assert all(len(cell.claims) <= 2 for each in drafted.draft.maps for cell in each.cells)
    assert drafted.paths[0].parent.parent == workspace.root / "outputs" / client.root.name


def test_evidence_keys_stay_from_draft_to_draft(engagement, client):
    first = {each.quote: each.key for each in engagement.draft(report="map", segment=None, folder=None).draft.evidence}
    (client.notes / "0.md").write_text("陈静：我在小红书上看到朋友推荐，觉得不错。\n", encoding="utf-8")
    second = {each.quote: each.key for each in engagement.draft(report="map", segment=None, folder=None).draft.evidence}
    shared = first.keys() & second.keys()
    assert shared
    assert all(first[quote] == second[quote] for quote in shared)
    assert len(set(second.values())) == len(second)


def test_drafting_without_usable_words_is_refused(workspace):
    made = workspace.add_client("乙", "zh-Hans", "five-stage")
    with pytest.raises(UsageError) as caught:
        build_engagement(workspace, made, Settings(embedder="none")).draft(report="all", segment=None, folder=None)
    assert caught.value.hint is not None
    assert "journey add 乙" in caught.value.hint.zh


def test_a_draft_is_flagged_for_files_left_out_and_under_strict_for_unsupported_claims(engagement):
    drafted = engagement.draft(report="map", segment=None, folder=None)
    cell = next(cell for each in drafted.draft.maps for cell in each.cells if cell.claims)
    doubtful = replace(cell, claims=(replace(cell.claims[0], id="x", verdict=Verdict.UNSUPPORTED),))
    first = replace(drafted.draft.maps[0], cells=(doubtful,))
    unsupported = Drafted(replace(drafted.draft, maps=(first,), left_out=()), (), drafted.index)
    assert unsupported.exit_code(strict=False) is Exit.DONE
    assert unsupported.exit_code(strict=True) is Exit.FLAGGED
    lost = LeftOut("a.docx", "empty", same("x"))
    skipped = Drafted(replace(drafted.draft, left_out=(lost,)), (), drafted.index)
    assert skipped.exit_code(strict=False) is Exit.FLAGGED
    copy = Drafted(replace(drafted.draft, left_out=(replace(lost, reason="duplicate"),)), (), drafted.index)
    assert copy.exit_code(strict=False) is Exit.DONE
    aside = Drafted(replace(drafted.draft, left_out=(replace(lost, locator=Locator(line=3)),)), (), drafted.index)
    assert aside.exit_code(strict=False) is Exit.DONE
