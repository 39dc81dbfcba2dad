"""review: a report edited by a person, pulled; the versions there are."""

import os
import shutil
from pathlib import Path

import pytest

from assistant.drafting.store import load_draft
from assistant.errors import Exit
from assistant.journey import Verdict
from assistant.reports.marks import Mark, claim_mark, name_of
from assistant.retrieval.locks import Turn
from tests.fakes.edits import Edited, W
from tests.fakes.pseudo_terminal import PseudoTerminal

NAME = "Acme 净水"


@pytest.fixture
def drafted(notes, client, journey):
    """The map of a first draft, and a claim of it."""
    told = journey("draft", NAME, "--json").object()
    draft = load_draft(client / ".journey" / "drafts")
    claim = next(claim for each in draft.maps for cell in each.cells for claim in cell.claims)
    return Path(told["reports"][0]), claim


def _reworded(path, claim, text, name="edited.docx"):
    report = Edited(path)
    report.reword(name_of(claim_mark(claim.id)), text)
    return report.save(path.with_name(name))


def _signed(report):
    for signer in ("reviewer", "approver"):
        report.fill(name_of(Mark("sign", (signer,), "name")), "林岚")
        report.fill(name_of(Mark("sign", (signer,), "date")), "2026-03-01")


def test_a_pull_stores_the_persons_words_as_a_new_version(drafted, client, journey):
    path, claim = drafted
    edited = _reworded(path, claim, "客户说安装要等 90 天。")
    before = edited.read_bytes()
    ran = journey("review", "pull", edited, "--by", "周顾问")
    assert ran.code == Exit.DONE
    assert f"− {claim.text}" in ran.out
    assert "+ 客户说安装要等 90 天。" in ran.out
    assert "? " in ran.out  # the figure is in no evidence: shown, and not undone
    assert "version 2 (reviewed)" in ran.out
    assert edited.read_bytes() == before
    draft = load_draft(client / ".journey" / "drafts")
    found = next(each for each in draft.claims() if each.id == claim.id)
    assert (found.text, found.verdict, found.author) == ("客户说安装要等 90 天。", Verdict.EDITED, "周顾问")
    assert (draft.number, draft.parent, draft.status) == (2, 1, "reviewed")
    again = journey("review", "pull", edited)
    assert "Nothing new" in again.out
    assert load_draft(client / ".journey" / "drafts").number == 2


def test_an_untouched_report_makes_no_version(drafted, client, journey):
    ran = journey("review", "pull", drafted[0], "--json")
    assert ran.code == Exit.DONE
    assert ran.object()["new"] is False
    assert load_draft(client / ".journey" / "drafts").number == 1


def test_a_signed_version_is_read_only(drafted, client, journey):
    path, claim = drafted
    report = Edited(path)
    _signed(report)
    assert "version 2 (signed)" in journey("review", "pull", report.save(path.with_name("signed.docx"))).out
    late = _reworded(path, claim, "签署以后才改的。", "late.docx")
    refused = journey("review", "pull", late)
    assert refused.code == Exit.USAGE
    assert "Version 2 is signed" in refused.err
    assert load_draft(client / ".journey" / "drafts").number == 2
    assert journey("review", "pull", late, "--reopen").code == Exit.DONE
    assert load_draft(client / ".journey" / "drafts", 2).status == "signed"
    status = journey("review", "status", NAME, "--json").object()["versions"]
    assert [(each["number"], each["parent"], each["status"]) for each in status] == [
        (1, None, "draft"), (2, 1, "signed"), (3, 2, "reviewed"),
    ]  # fmt: skip


def test_a_reopened_version_waits_for_new_signatures(drafted, client, journey):
    path, claim = drafted
    report = Edited(path)
    _signed(report)
    journey("review", "pull", report.save(path.with_name("signed.docx")))
    journey("review", "pull", _reworded(path, claim, "再改。", "late.docx"), "--reopen")
    draft = load_draft(client / ".journey" / "drafts")
    assert draft.status == "reviewed"
    assert draft.signatures == ()


def test_a_line_deleted_from_the_summary_is_told_and_not_taken_over(drafted, client, journey):
    path, _ = drafted
    report = Edited(path)
    bullet, *_ = report.lines("SummaryBullet")
    said = "".join(each.text or "" for each in bullet.iter(f"{W}t"))
    bullet.getparent().remove(bullet)
    ran = journey("review", "pull", report.save(path.with_name("shorter.docx")))
    assert ran.code == Exit.FLAGGED
    assert "the next report has them again" in ran.err
    assert f"− {said}" in ran.err
    before, after = (load_draft(client / ".journey" / "drafts", number) for number in (1, 2))
    assert after.gaps == before.gaps


def test_another_clients_report_is_refused(drafted, place, journey):
    path, claim = drafted
    assert journey("client", "add", "Other").code == Exit.DONE
    ran = journey("review", "pull", _reworded(path, claim, "改了。"), "--client", "Other")
    assert ran.code == Exit.USAGE
    assert f"a report of {NAME}" in ran.err
    other = place.parent / "elsewhere"
    journey("init", other)
    ran = journey("review", "pull", path.with_name("edited.docx"), "--workspace", other)
    assert ran.code == Exit.USAGE
    assert "not a report of any client" in ran.err


def test_what_is_unresolved_is_listed(drafted, journey):
    path, claim = drafted
    report = Edited(path)
    name = name_of(claim_mark(claim.id))
    report.comment(name, "李总", "这条请再问一次客户")
    report.reword(name, "改过。")
    ran = journey("review", "pull", report.save(path.with_name("remarks.docx")), "--by", "林岚")
    assert "这条请再问一次客户" in ran.out
    status = journey("review", "status", NAME)
    assert "林岚" in status.out
    assert "这条请再问一次客户" in status.out
    assert status.code == Exit.DONE


def test_in_doubt_without_a_terminal_is_told_with_code_3(drafted, client, journey):
    path, claim = drafted
    journey("review", "pull", _reworded(path, claim, "甲说的是这样。"), "--by", "甲")
    ran = journey("review", "pull", _reworded(path, claim, "乙说的是那样。", "other.docx"), "--by", "乙")
    assert ran.code == Exit.FLAGGED
    assert "In doubt: 1" in ran.err
    found = next(each for each in load_draft(client / ".journey" / "drafts").claims() if each.id == claim.id)
    assert found.text == "甲说的是这样。"


def test_a_file_that_is_no_report(notes, place, journey):
    (place / "letter.docx").write_bytes(b"hello")
    for name in ("letter.docx", "gone.docx"):
        ran = journey("review", "pull", name)
        assert ran.code == Exit.USAGE
        assert name in ran.err


def test_at_a_terminal_a_person_is_asked(drafted, client, journey, place):
    path, claim = drafted
    journey("review", "pull", _reworded(path, claim, "甲说的是这样。"), "--by", "甲")
    other = _reworded(path, claim, "乙说的是那样。", "other.docx")
    with PseudoTerminal(["review", "pull", str(other), "--by", "乙"], place, dict(os.environ)) as terminal:
        terminal.expect("which one stands?")
        terminal.expect("1. 乙说的是那样。")
        terminal.expect("2. 甲说的是这样。")
        terminal.line("7")
        terminal.expect("not in the range")
        terminal.line("1")
        terminal.expect("version 3 (reviewed)")
        assert terminal.code() == Exit.DONE
    found = next(each for each in load_draft(client / ".journey" / "drafts").claims() if each.id == claim.id)
    assert (found.text, found.author) == ("乙说的是那样。", "乙")


@pytest.mark.parametrize(("number", "is_old"), [("1", True), ("2", False)])
def test_at_a_terminal_a_person_says_which_claim_it_was(number, is_old, drafted, client, place):
    path, claim = drafted
    report = Edited(path)
    line = report.line(name_of(claim_mark(claim.id)))
    half = claim.text[: len(claim.text) * 6 // 10]
    said = half + "——" * ((len(claim.text) - len(half)) // 2)
    report.lose(f"{name_of(claim_mark(claim.id))}(_verdict)?")
    report.retype(line, said)
    edited = report.save(path.with_name("pasted.docx"))
    with PseudoTerminal(["review", "pull", str(edited), "--by", "乙"], place, dict(os.environ)) as terminal:
        terminal.expect("Which claim was this reworded from?")
        terminal.expect("2. None of these: it is new")
        terminal.line(number)
        terminal.expect("version 2 (reviewed)")
        assert terminal.code() == Exit.DONE
    claims = {each.id: each.text for each in load_draft(client / ".journey" / "drafts").claims()}
    assert said in claims.values()
    assert (claims.get(claim.id) == said) is is_old


def test_a_pull_is_stored_whole_or_not_at_all(drafted, client, place, journey):
    path, claim = drafted
    kept = place / "reviewed.docx"
    kept.write_bytes(_reworded(path, claim, "改过的一条。").read_bytes())
    shutil.rmtree(place / "outputs")
    (place / "outputs").write_text("in the way", encoding="utf-8")
    ran = journey("review", "pull", kept, "--write")
    assert ran.code == Exit.FAILED
    assert load_draft(client / ".journey" / "drafts").number == 1
    assert not list(client.glob(".journey/reviews/*"))
    (place / "outputs").unlink()
    ran = journey("review", "pull", kept, "--write", "--json").object()
    assert ran["number"] == 2
    assert [Path(each).name for each in ran["reports"]][:3] == [
        "journey-map.docx", "stage-insights.docx", "gap-analysis.docx",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "command", [["review", "pull", "edited.docx"], ["draft", NAME], ["forget", NAME, "陈静", "--yes"]]
)
def test_one_at_a_time_makes_versions(command, drafted, client, place, monkeypatch, journey):
    path, claim = drafted
    (place / "edited.docx").write_bytes(_reworded(path, claim, "改过的一条。").read_bytes())
    monkeypatch.setenv("JOURNEY_LOCK_WAIT", "0")
    with Turn(client / ".journey" / "versions.lock", wait=0).held():
        ran = journey(*command)
    assert ran.code == Exit.TRY_LATER
    assert "Another process is working on this client" in ran.err
    assert load_draft(client / ".journey" / "drafts").number == 1
    assert (client / "notes" / "chen.md").exists()
