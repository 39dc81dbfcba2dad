"""Reports that went through LibreOffice: saved untouched, and edited by a macro as a person edits."""

import shutil

import pytest

from assistant.reports import FILE_NAMES, KINDS
from assistant.reports.marks import Mark, claim_mark, name_of
from tests.fakes.edits import Edited
from tests.fakes.office import Office, add_line, fill, reword
from tests.reports.review.conftest import added, claims_of, full_cells, texts


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    found = shutil.which("soffice")
    if found is None:
        pytest.skip("LibreOffice is not installed")
    return Office(found, tmp_path_factory.mktemp("profile"))


def test_a_plain_save_changes_nothing(draft, reports, read, office, tmp_path):
    paths = office.resave([reports / FILE_NAMES[kind] for kind in KINDS], tmp_path)
    for kind, path in zip(KINDS, paths, strict=True):
        review = read(path)
        assert texts(review) == {claim.id: claim.text for claim in claims_of(draft, kind).values()}
        keys = {each.id: set(each.keys) for place in review.places for each in place.claims}
        assert keys == {claim.id: set(claim.keys) for claim in claims_of(draft, kind).values()}
        assert not added(review)
        assert not review.gap_fields
        assert not review.elsewhere
        assert not review.removed
        assert not review.new_gaps
        assert not review.gone_gaps
        assert not review.signatures


def test_edits_made_in_libreoffice(draft, reports, read, office, tmp_path):
    (place, (first, second, *_)), (_, (third, *_)), *_ = full_cells(draft)
    names = {claim.id: name_of(claim_mark(claim.id)) for claim in (first, second, third)}
    signed = [name_of(Mark("sign", ("reviewer",), field)) for field in ("name", "date")]
    steps = [
        reword(names[first.id], "在 LibreOffice 里整句重打。"),
        "document.RecordChanges = True",
        f'found = marks.getByName("{names[third.id]}").Anchor',
        "cursor = found.Text.createTextCursorByRange(found.End)",
        'found.Text.insertString(cursor, "（再补一句）", False)',
        reword(names[second.id], ""),
        "document.RecordChanges = False",
        *add_line(f"{names[first.id]}_verdict", "新加的一条。 E3"),
    ]
    for name, said in zip(signed, ("林岚", "2026-03-02"), strict=True):
        steps += fill(name, said)
    target = tmp_path / "edited.docx"
    office.edit(reports / FILE_NAMES["map"], target, steps)
    review = read(target)
    found = texts(review)
    assert found[first.id] == "在 LibreOffice 里整句重打。"
    assert found[third.id] == third.text + "（再补一句）"
    assert second.id not in found
    assert [(where, each.text, each.keys) for where, each in added(review)] == [(place, "新加的一条。", ("E3",))]
    assert {each.kind for each in review.tracked} == {"inserted", "deleted"}
    assert [(each.signer, each.name, each.date) for each in review.signatures] == [("reviewer", "林岚", "2026-03-02")]
    others = {claim for claim in claims_of(draft, "map") if claim not in names}
    assert all(found[claim] == claims_of(draft, "map")[claim].text for claim in others)


def test_word_comments_and_tracked_changes_survive_libreoffice(draft, opened, read, office, tmp_path):
    (_, (first, second, *_)), (_, (third, *_)), *_ = full_cells(draft)
    report: Edited = opened("map")
    one, two, three = (name_of(claim_mark(claim.id)) for claim in (first, second, third))
    asked = report.comment(one, "李总", "这条准吗？")
    report.comment(one, "林岚", "已回听录音。", reply_to=asked)
    report.comment(two, "李总", "删掉？", resolved=True)
    report.insert_tracked(three, "，客户补充说", "周顾问")
    (tmp_path / "out").mkdir()
    (path,) = office.resave([report.save(tmp_path / "word.docx")], tmp_path / "out")
    review = read(path)
    heads = {each.claim: each for each in review.remarks if each.claim in (first.id, second.id)}
    said = [heads[first.id].text, *(each.text for each in heads[first.id].replies)]
    assert said[-2:] == ["这条准吗？", "已回听录音。"]
    assert any(each.claim == second.id and each.resolved for each in review.remarks)
    assert texts(review)[third.id] == third.text + "，客户补充说"
    assert ("inserted", "周顾问", third.id) in {(each.kind, each.author, each.claim) for each in review.tracked}
