"""A new draft after a review: the person's words stay, new interviews are offered and shown as tracked changes."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from assistant.drafting.store import load_draft
from assistant.errors import Exit
from assistant.journey import Verdict
from assistant.journey.places import claims_by_place
from assistant.reports.marks import Mark, claim_mark, name_of
from tests.fakes.edits import Edited
from tests.reports.opened import audit

NAME = "Acme 净水"
WANG = """\
林：您怎么知道要换滤芯？
王女士：滤芯换得太勤，一年要花八百元，提醒短信我也从来收不到。
王女士：我是在抖音上看到推荐的，第二天就去门店看了。
"""


@pytest.fixture
def reviewed(notes, client, journey):
    """A first draft whose map and gaps a person reworked and pulled; what they did by name."""
    told = journey("draft", NAME, "--json").object()
    draft = load_draft(client / ".journey" / "drafts")
    claims = [(place, each) for place, held in claims_by_place(draft, "map").items() for each in held]
    (_, edited), (place, gone) = claims[0], claims[-1]
    report = Edited(Path(told["reports"][0]))
    report.reword(name_of(claim_mark(edited.id)), "滤芯换得太勤，提醒短信收不到，客户很不满。")
    report.add_after(name_of(claim_mark(edited.id)), "顾问补写的一条。")
    report.delete_line(name_of(claim_mark(gone.id)))
    gaps = Edited(Path(told["reports"][2]))
    gap = draft.gaps[0]
    gaps.reword(name_of(Mark("gap", (gap.id,), "step")), "先访谈两位新客户。")
    paths = [report.save(Path(told["reports"][0]).with_name("map-reviewed.docx"))]
    paths.append(gaps.save(Path(told["reports"][2]).with_name("gaps-reviewed.docx")))
    assert journey("review", "pull", *paths, "--by", "林岚").code == Exit.DONE
    return {"edited": edited.id, "gone": gone.id, "gap": gap.id, "place": place}


def _redraft(notes, client, journey, *more):
    (notes / "wang.md").write_text(WANG, encoding="utf-8")
    profile = client / "client.toml"
    people = '\n[[people]]\nname = "王丽"\nrole = "customer"\nsegment = "home"\naliases = ["王女士"]\n'
    profile.write_text(profile.read_text(encoding="utf-8") + people, encoding="utf-8")
    return journey("draft", NAME, "--json", *more).object()


def test_everything_a_person_did_is_in_the_new_draft(reviewed, notes, client, journey):
    told = _redraft(notes, client, journey)
    draft = load_draft(client / ".journey" / "drafts")
    assert (draft.number, draft.parent, draft.status, draft.signatures) == (3, 2, "draft", ())
    claims = {each.id: each for each in draft.claims()}
    edited = claims[reviewed["edited"]]
    assert (edited.text, edited.verdict, edited.author) == (
        "滤芯换得太勤，提醒短信收不到，客户很不满。", Verdict.EDITED, "林岚",
    )  # fmt: skip
    assert "顾问补写的一条。" in {each.text for each in claims.values()}
    assert reviewed["gone"] not in claims
    gap = next(each for each in draft.gaps if each.id == reviewed["gap"])
    assert gap.next_step == "先访谈两位新客户。"
    assert told["since"] == 2
    assert reviewed["gone"] not in told["changes"]["new"]
    assert told["changes"]["new"]
    assert any("王丽" in claims[each].text for each in told["changes"]["new"])
    again = journey("draft", NAME, "--json").object()
    assert again["since"] == 2
    assert load_draft(client / ".journey" / "drafts").claims() == draft.claims()


def test_without_new_notes_nothing_changes(reviewed, client, journey):
    told = journey("draft", NAME, "--json").object()
    assert not any(told["changes"].values())
    before, after = (load_draft(client / ".journey" / "drafts", number) for number in (2, 3))
    assert claims_by_place(after) == claims_by_place(before)


def test_changes_are_tracked_by_the_program_and_told(reviewed, notes, client, journey):
    told = _redraft(notes, client, journey, "--track-changes")
    paths = {Path(each).name: Path(each) for each in told["reports"]}
    assert "王丽" in paths["changes.md"].read_text(encoding="utf-8")
    with ZipFile(paths["journey-map.docx"]) as package:
        body = package.read("word/document.xml").decode()
    inserted = re.findall(r'<w:ins [^>]*w:author="([^"]+)"', body)
    assert set(inserted) == {"Journey (draft)"}
    assert "王丽" in "".join(re.findall(r"<w:ins .*?</w:ins>", body))
    for name in ("journey-map.docx", "stage-insights.docx", "gap-analysis.docx"):
        assert not audit(paths[name])
        assert Document(str(paths[name])).paragraphs
    pulled = journey("review", "pull", *(paths[name] for name in paths if name.endswith(".docx")), "--json")
    assert pulled.object()["new"] is False, pulled.out


def test_a_claim_whose_notes_are_gone_is_withdrawn_but_never_a_persons(reviewed, notes, client, journey):
    (notes / "chen.md").unlink()
    told = journey("draft", NAME, "--json", "--track-changes").object()
    claims = {each.id: each for each in load_draft(client / ".journey" / "drafts").claims()}
    assert told["changes"]["withdrawn"]
    assert not set(told["changes"]["withdrawn"]) & set(claims)
    assert claims[reviewed["edited"]].text == "滤芯换得太勤，提醒短信收不到，客户很不满。"
    assert "quote-not-found" in {each.kind for each in claims[reviewed["edited"]].doubts}
    with ZipFile(told["reports"][0]) as package:
        body = package.read("word/document.xml").decode()
    assert re.search(r"<w:delText[^>]*>陈", body)
    assert not audit(Path(told["reports"][0]))


def test_a_rejected_deletion_brings_back_the_very_claim(reviewed, notes, client, journey):
    before = {each.id: each for each in load_draft(client / ".journey" / "drafts").claims()}
    (notes / "chen.md").unlink()
    told = journey("draft", NAME, "--json", "--track-changes").object()
    report = Edited(Path(told["reports"][0]))
    report.reject_deletions()
    path = report.save(Path(told["reports"][0]).with_name("rejected.docx"))
    pulled = journey("review", "pull", path, "--by", "林岚", "--json").object()
    claims = {each.id: each for each in load_draft(client / ".journey" / "drafts").claims()}
    back = [each["id"] for each in pulled["changes"] if each["kind"] == "added"]
    assert back
    assert set(back) <= set(told["changes"]["withdrawn"])
    for each in back:
        assert (claims[each].text, claims[each].keys) == (before[each].text, before[each].keys)
        assert (claims[each].verdict, claims[each].author) == (Verdict.EDITED, "林岚")
    journey("draft", NAME)
    assert set(back) <= {each.id for each in load_draft(client / ".journey" / "drafts").claims()}


def test_a_reviewed_report_is_never_overwritten(reviewed, place, journey):
    edited = next(place.glob("outputs/*/*/map-reviewed.docx"))
    (edited.parent / "journey-map.docx").write_bytes(edited.read_bytes())
    ran = journey("draft", NAME, "--out", edited.parent)
    assert ran.code == Exit.FAILED
    assert "edited by a person" in ran.err
    assert (edited.parent / "journey-map.docx").read_bytes() == edited.read_bytes()
