"""What people do to a report, read back: nothing is lost and nothing is put to another claim."""

import shutil

import pytest

from assistant.errors import UsageError
from assistant.journey import Place
from assistant.reports import FILE_NAMES, Appearance, write_reports
from assistant.reports.marks import Mark, cell_mark, claim_mark, name_of
from assistant.reports.review import read_stamp
from assistant.reports.review.opening import open_word
from tests.fakes.edits import Edited, W
from tests.reports.review.conftest import added, claims_of, full_cells, texts


def _name(claim):
    return name_of(claim_mark(claim.id))


@pytest.mark.parametrize("kind", ["map", "insights", "gaps"])
def test_a_report_that_nobody_touched_says_what_the_draft_says(kind, draft, opened, read, tmp_path):
    review = read(opened(kind).save(tmp_path / "same.docx"))
    assert texts(review) == {claim.id: claim.text for claim in claims_of(draft, kind).values()}
    assert not added(review)
    assert not review.gap_fields
    assert not review.new_gaps
    assert not review.gone_gaps
    assert not review.signatures
    assert not review.tracked
    assert not review.elsewhere
    assert not review.removed
    keys = {each.id: set(each.keys) for place in review.places for each in place.claims}
    assert keys == {claim.id: set(claim.keys) for claim in claims_of(draft, kind).values()}


def test_rewording_adding_and_deleting(draft, opened, read, tmp_path):
    (place, (first, second, *_)), *_ = full_cells(draft)
    report = opened("map")
    report.reword(_name(first), "客户说安装要等三天。")
    report.add_after(_name(first), "新写的一条。 E3")
    report.delete_line(_name(second))
    review = read(report.save(tmp_path / "edited.docx"))
    assert texts(review)[first.id] == "客户说安装要等三天。"
    assert second.id not in texts(review)
    ((where, new),) = added(review)
    assert (where, new.text, new.keys) == (place, "新写的一条。", ("E3",))
    assert set(texts(review)) == set(claims_of(draft, "map")) - {second.id}


def test_words_typed_over_keep_their_claim_by_the_sign_before_them(draft, opened, read, tmp_path):
    (_, (first, *_)), *_ = full_cells(draft)
    report = opened("map")
    report.type_over(_name(first), "完全不同的话")
    assert texts(read(report.save(tmp_path / "edited.docx")))[first.id] == "完全不同的话"


def test_words_behind_the_keys_belong_to_the_claim(draft, opened, read, tmp_path):
    (_, (first, *_)), *_ = full_cells(draft)
    report = opened("map")
    report.fill(_name(first), "，另见问卷 E7")
    review = read(report.save(tmp_path / "edited.docx"))
    assert texts(review)[first.id] == f"{first.text} ，另见问卷"
    keys = next(each.keys for place in review.places for each in place.claims if each.id == first.id)
    assert set(keys) == {*first.keys, "E7"}


def test_an_empty_cell_that_was_filled_in(draft, opened, read, tmp_path):
    empty = next((each.segment, cell) for each in draft.maps for cell in each.cells if not cell.claims)
    name = name_of(cell_mark(empty[0], empty[1].stage, empty[1].dimension))
    report = opened("map")
    lines = report.cell(name).findall(f"{report.line(name).tag}")
    lines[-1].append(_run("客户从朋友那里听说。"))
    ((where, new),) = added(read(report.save(tmp_path / "edited.docx")))
    assert where == Place("cell", (empty[0] or "", empty[1].stage, str(empty[1].dimension)))
    assert new.text == "客户从朋友那里听说。"


def _run(text):
    from tests.fakes.edits import run

    return run(text)


def test_a_cell_that_was_cleared_and_written_anew_is_found_by_its_neighbours(draft, opened, read, tmp_path):
    from tests.fakes.edits import paragraph

    (place, held), *_ = full_cells(draft)
    report = opened("map")
    cell = report.cell(_name(held[0]))
    for line in cell.findall(report.line(_name(held[0])).tag):
        cell.remove(line)
    cell.append(paragraph("整格重写。"))
    review = read(report.save(tmp_path / "edited.docx"))
    ((where, new),) = added(review)
    assert (where, new.text) == (place, "整格重写。")
    assert not set(texts(review)) & {claim.id for claim in held}


def test_rows_that_were_moved_keep_their_gaps(draft, opened, read, tmp_path):
    one, other = [gap for gap in draft.gaps if gap.kind == "problem"][:2]
    names = [name_of(Mark("gap", (gap.id,), "title")) for gap in (one, other)]
    report = opened("gaps")
    report.swap_rows(*sorted(names, key=lambda name: report.row(name).getparent().index(report.row(name))))
    review = read(report.save(tmp_path / "moved.docx"))
    assert texts(review) == {claim.id: claim.text for claim in claims_of(draft, "gaps").values()}
    assert not review.gap_fields
    assert not review.gone_gaps


def test_all_bookmarks_gone_the_words_still_tell(draft, opened, read, tmp_path):
    (_, (first, *_)), *_ = full_cells(draft)
    report = opened("map")
    report.reword(_name(first), first.text + "（改）")
    report.lose("claim_.*")
    review = read(report.save(tmp_path / "bare.docx"))
    found = texts(review)
    assert len(found) == len(claims_of(draft, "map"))
    assert found[first.id] == first.text + "（改）"
    same = {claim.text: claim.id for claim in claims_of(draft, "map").values() if claim.id != first.id}
    assert all(found[claim] == text for text, claim in same.items())


def test_words_between_two_claims_without_marks_are_asked_about(draft, opened, read, tmp_path):
    place, held = next((place, held) for place, held in full_cells(draft, 2))
    first, second = held[:2]
    report = opened("map")
    # Half of one and half of the other: nobody can tell which one it was.
    half = first.text[:20] + second.text[-20:]
    report.reword(_name(first), half)
    report.delete_line(_name(second))
    report.lose(f"{_name(first)}(_verdict)?")
    review = read(report.save(tmp_path / "mixed.docx"))
    new = [each for where, each in added(review) if where == place]
    assert [each.text for each in new] == [half]
    assert set(new[0].alike) <= {first.id, second.id}
    assert new[0].alike


def test_a_claim_whose_empty_mark_stays_behind_is_found_where_its_words_went(draft, opened, read, tmp_path):
    (_, (first, *_)), (there, (other, *_)), *_ = full_cells(draft)
    report = opened("map")
    report.reword(_name(first), "")
    report.add_after(_name(other), first.text)
    review = read(report.save(tmp_path / "moved.docx"))
    assert not added(review)
    ((where, found),) = [(place.place, each) for place in review.places for each in place.claims if each.id == first.id]
    assert (where, found.keys) == (there, first.keys)


@pytest.mark.parametrize(("author", "told"), [("周顾问", "周顾问"), ("Unknown Author", ""), ("作者", "")])
def test_words_of_an_author_without_a_name_are_the_reviewers(author, told, draft, opened, read, tmp_path):
    (_, (first, *_)), *_ = full_cells(draft)
    report = opened("map")
    report.insert_tracked(_name(first), "，补一句", author)
    review = read(report.save(tmp_path / "tracked.docx"))
    (found,) = [each for place in review.places for each in place.claims if each.id == first.id]
    assert (found.text, found.author) == (f"{first.text}，补一句", told)


def test_a_claim_carried_to_another_cell_keeps_its_id(draft, opened, read, tmp_path):
    (_, (first, *_)), (there, (other, *_)), *_ = full_cells(draft)
    report = opened("map")
    report.delete_line(_name(first))
    report.add_after(_name(other), f"● {first.text} {' '.join(first.keys)}")
    review = read(report.save(tmp_path / "moved.docx"))
    assert any(place.place == there and first.id in {each.id for each in place.claims} for place in review.places)
    assert texts(review)[first.id] == first.text


def test_tracked_changes_are_read_as_accepted_and_told_apart(draft, opened, read, tmp_path):
    (_, (first, second, *_)), *_ = full_cells(draft)
    report = opened("map")
    report.insert_tracked(_name(first), "，客户补充说", "周顾问")
    report.delete_tracked(_name(second), "周顾问")
    review = read(report.save(tmp_path / "tracked.docx"))
    assert texts(review)[first.id] == first.text + "，客户补充说"
    assert second.id not in texts(review)
    told = {(each.kind, each.author, each.claim) for each in review.tracked}
    assert told == {("inserted", "周顾问", first.id), ("deleted", "周顾问", second.id)}
    author = next(each.author for place in review.places for each in place.claims if each.id == first.id)
    assert author == "周顾问"


def test_comments_replies_and_what_is_resolved(draft, opened, read, tmp_path):
    (_, (first, second, *_)), *_ = full_cells(draft)
    report = opened("map")
    asked = report.comment(_name(first), "李总", "这条准吗？")
    report.comment(_name(first), "林岚", "已回听录音。", reply_to=asked)
    report.comment(_name(second), "李总", "删掉？", resolved=True)
    review = read(report.save(tmp_path / "remarks.docx"))
    remarks = [each for each in review.remarks if each.author != "Journey (draft)"]
    assert [(each.author, each.text, each.claim, each.resolved) for each in remarks] == [
        ("李总", "这条准吗？", first.id, False),
        ("李总", "删掉？", second.id, True),
    ]
    assert [(each.author, each.text) for each in remarks[0].replies] == [("林岚", "已回听录音。")]
    assert remarks[0].words == first.text.strip()
    assert texts(review) == {claim.id: claim.text for claim in claims_of(draft, "map").values()}


def test_a_reply_whose_thread_was_lost_joins_the_comment_on_the_same_words(draft, opened, read, tmp_path):
    (_, (first, *_)), *_ = full_cells(draft)
    report = opened("map")
    asked = report.comment(_name(first), "李总", "这条准吗？")
    report.comment(_name(first), "林岚", "准。", reply_to=asked)
    path = report.save(tmp_path / "threads.docx")
    flat = type(report)(path)
    flat.forget_part("word/commentsExtended.xml")
    review = read(flat.save(tmp_path / "flat.docx"))
    (head,) = [each for each in review.remarks if each.author == "李总"]
    assert [each.text for each in head.replies] == ["准。"]


def test_gaps_checklist_and_signatures(draft, opened, read, tmp_path):
    gap, gone = draft.gaps[0], draft.gaps[1]
    report = opened("gaps")
    level = {"high": "高", "medium": "中", "low": "低"}[gap.severity]
    new = "低" if level != "低" else "中"
    report.replace_text(name_of(Mark("gap", (gap.id,), "severity")), level, new)
    report.replace_text(name_of(Mark("gap", (gap.id,), "status")), "未解决", "已解决")
    report.reword(name_of(Mark("gap", (gap.id,), "step")), "先找客服要记录。")
    row = report.row(name_of(Mark("gap", (gone.id,), "title")))
    row.getparent().remove(row)
    for line in report.cell(name_of(Mark("check", ("doubts",), "done"))).iter(
        f"{report.line('check_doubts_done').tag[:-1]}t"
    ):
        line.text = "☑"
    report.fill(name_of(Mark("check", ("doubts",), "note")), "三条已回听")
    for signer, name in (("reviewer", "林岚"), ("approver", "方圆")):
        report.fill(name_of(Mark("sign", (signer,), "name")), name)
        report.fill(name_of(Mark("sign", (signer,), "date")), "2026-03-02")
    review = read(report.save(tmp_path / "gaps.docx"))
    assert {(each.field, each.value) for each in review.gap_fields if each.gap == gap.id} == {
        ("severity", {"低": "low", "中": "medium"}[new]),
        ("status", "closed"),
        ("step", "先找客服要记录。"),
    }
    assert review.gone_gaps == (gone.id,)
    checks = {each.id: (each.done, each.note) for each in review.checks}
    assert checks["doubts"] == (True, "三条已回听")
    assert checks["quotes"] == (False, "")
    assert [(each.signer, each.name, each.date) for each in review.signatures] == [
        ("reviewer", "林岚", "2026-03-02"),
        ("approver", "方圆", "2026-03-02"),
    ]


def test_a_row_added_to_a_table_of_gaps(draft, opened, read, tmp_path):
    from copy import deepcopy

    from tests.fakes.edits import W, paragraph

    gap = next(gap for gap in draft.gaps if gap.kind == "problem")
    report = opened("gaps")
    row = report.row(name_of(Mark("gap", (gap.id,), "title")))
    new = deepcopy(row)
    said = (
        ("开票要等一周", "两位客户都提到。 E4"),
        ("严重程度：高", "投入：低", "状态：未解决"),
        ("问财务。", "负责人：财务"),
    )
    for cell, lines in zip(new.findall(f"{W}tc"), said, strict=True):
        for old in cell.findall(f"{W}p"):
            cell.remove(old)
        cell.extend(paragraph(line) for line in lines)
    row.addnext(new)
    (found,) = read(report.save(tmp_path / "added.docx")).new_gaps
    assert (found.kind, found.title, found.severity, found.effort, found.step, found.owner) == (
        "problem", "开票要等一周", "high", "low", "问财务。", "财务",
    )  # fmt: skip
    assert [(each.text, each.keys) for each in found.claims] == [("两位客户都提到。", ("E4",))]


def test_a_row_deleted_as_a_tracked_change_is_gone(draft, opened, read, tmp_path):
    gap = draft.gaps[0]
    report = opened("gaps")
    report.delete_row_tracked(name_of(Mark("gap", (gap.id,), "title")), "周顾问")
    assert read(report.save(tmp_path / "row.docx")).gone_gaps == (gap.id,)


def test_a_renamed_copy_and_lost_properties_are_still_known(draft, opened, tmp_path):
    report = opened("insights")
    path = report.save(tmp_path / "a.docx")
    shutil.copy(path, tmp_path / "（终稿）改2.docx")
    assert read_stamp(open_word(tmp_path / "（终稿）改2.docx")).draft == draft.id
    report.forget_part("docProps/custom.xml")
    stamp = read_stamp(open_word(report.save(tmp_path / "b.docx")))
    assert (stamp.draft, stamp.report, stamp.number) == (draft.id, "insights", 0)


def test_files_that_are_no_reports_are_refused(tmp_path):
    from docx import Document

    (tmp_path / "text.docx").write_bytes(b"no package")
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0 old")
    Document().save(str(tmp_path / "letter.docx"))
    for name, said in (
        ("text", "no Word file"),
        ("old", "password"),
        ("none", "Cannot read"),
        ("letter", "not a report"),
    ):
        with pytest.raises(UsageError, match=said):
            read_stamp(open_word(tmp_path / f"{name}.docx"))


def test_a_file_with_next_to_nothing_of_the_report_is_refused(draft, opened, read, tmp_path):
    report = opened("map")
    for name in [name_of(claim_mark(claim)) for claim in claims_of(draft, "map")]:
        report.delete_line(name)
    with pytest.raises(UsageError, match="nothing was read in"):
        read(report.save(tmp_path / "empty.docx"))


def test_the_file_is_only_read(draft, opened, read, tmp_path):
    path = opened("map").save(tmp_path / "kept.docx")
    before = path.read_bytes(), path.stat().st_mtime_ns
    read(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [each.name for each in tmp_path.iterdir()] == ["kept.docx"]


@pytest.mark.parametrize("kind", ["map", "insights", "gaps"])
def test_a_report_with_footnotes_is_read_like_one_with_a_list(kind, draft, read, tmp_path):
    write_reports(draft, tmp_path, (kind,), appearance=Appearance(evidence="footnotes"), client_id="acme")
    claims = claims_of(draft, kind)
    first = next(claim for claim in claims.values() if len(claim.keys) > 1)
    report = Edited(tmp_path / FILE_NAMES[kind])
    report.reword(_name(first), "客户说安装要等三天。")
    review = read(report.save(tmp_path / "edited.docx"))
    assert texts(review) == {**{claim.id: claim.text for claim in claims.values()}, first.id: "客户说安装要等三天。"}
    keys = {each.id: set(each.keys) for place in review.places for each in place.claims}
    assert keys == {claim.id: set(claim.keys) for claim in claims.values()}
    assert not added(review)
    assert not review.elsewhere


@pytest.mark.parametrize("kind", ["map", "insights", "gaps"])
def test_words_changed_outside_the_claims_are_noticed_without_tracked_changes(kind, draft, opened, read, tmp_path):
    report = opened(kind)
    reworded = {}
    for style in ("SummaryBullet", "CoverValue", "Lead"):
        line = next(each for each in report.lines(style) if each.findall(f"{W}r"))
        report.retype(line, f"顾问改写的一行 {style}。")
        reworded[style] = f"顾问改写的一行 {style}。"
    quote = next(each for each in report.lines("TableText") if draft.evidence[0].quote in "".join(each.itertext()))
    report.retype(quote, "引文被改过。")
    review = read(report.save(tmp_path / "edited.docx"))
    assert set(review.elsewhere) == {*reworded.values(), "引文被改过。"}
    assert texts(review) == {claim.id: claim.text for claim in claims_of(draft, kind).values()}
