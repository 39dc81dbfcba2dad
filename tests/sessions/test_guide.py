"""Interview guides: written as Word files, filled in as a person would, and read back as notes."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from assistant.cli.root import run
from assistant.errors import Exit
from assistant.journey import Dimension, Role
from assistant.reports import Theme
from assistant.reports.guide import render_guide, split_by_time
from assistant.sessions.interview.guiding import build_guide
from assistant.sessions.interview.plan import Known, build_plan
from assistant.sources import read_notes
from assistant.sources.guides import is_guide, read_guide

NOW = datetime(2026, 5, 4, 10, 0)


def guide_for(playbook: Any, role: Role = Role.CUSTOMER, known: Any = None, minutes: int = 60) -> Any:
    held = known or {}
    plan = build_plan(playbook, held)
    return build_guide(plan, held, role, client="云杉净水", language="zh-Hans", minutes=minutes, created=NOW)


def fill(path: Path, name: str, *answers: str) -> None:
    """What a person writes in Word: the name into the head, answers into the boxes in order."""
    document = Document(str(path))
    head, *boxes = document.tables
    head.rows[0].cells[1].paragraphs[0].text = name
    for box, answer in zip(boxes, answers, strict=False):
        for paragraph, line in zip(box.rows[1].cells[0].paragraphs, answer.split("\n"), strict=False):
            paragraph.text = line
    document.save(str(path))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")
    monkeypatch.setenv("JOURNEY_LANG", "zh-Hans")
    assert run(["init", str(tmp_path / "w")]) == Exit.DONE
    monkeypatch.chdir(tmp_path / "w")
    assert run(["client", "add", "云杉净水"]) == Exit.DONE
    return tmp_path / "w"


def test_open_questions_come_into_the_time_first(playbook):
    known = {
        (stage.id, dimension): Known(3, 2)
        for stage in playbook.model.stages
        for dimension in Dimension
        if stage.id != "loyalty"
    }
    guide = guide_for(playbook, known=known, minutes=20)
    fitting, rest = split_by_time(guide)
    assert {each.stage for each in fitting} == {"忠诚"}
    assert sum(each.minutes for each in fitting) <= 20
    assert len(fitting) + len(rest) == len(guide.questions)


def test_a_filled_guide_becomes_a_note_with_questions_answers_and_sides(place, capsys):
    assert run(["guide", "云杉净水", "--role", "customer", "--out", "guides"]) == Exit.DONE
    (path,) = (place / "guides").glob("*.docx")
    assert is_guide(path)
    fill(path, "李娟", "同事说的。\n后来自己去看了。", "", "孩子不肯喝。")
    assert run(["add", "云杉净水", str(path)]) == Exit.DONE
    assert "已添加：访谈-李娟-" in capsys.readouterr().out
    said = [
        each
        for each in read_notes(place / "clients" / "云杉净水" / "notes", (), ()).statements
        if each.speaker == "李娟"
    ]
    assert [each.text for each in said] == ["同事说的。", "后来自己去看了。", "孩子不肯喝。"]
    assert {each.role for each in said} == {Role.CUSTOMER}
    assert said[0].question == "刚有这个想法的时候，您最先做了些什么？"
    assert said[-1].question == "是发生了什么事，让您开始有这个需要？"
    assert said[0].locator.heading[-1] == "认知"
    assert run(["add", "云杉净水", str(path)]) == Exit.DONE
    assert "已有相同内容" in capsys.readouterr().out


def test_a_filled_guide_dropped_into_the_notes_is_read_as_what_it_is(place):
    assert run(["guide", "云杉净水", "--role", "staff", "--out", "guides"]) == Exit.DONE
    (path,) = (place / "guides").glob("*.docx")
    fill(path, "王强", "", "客户常在电梯里看到广告。\n展会上也有。", "问得最多的是价钱。")
    notes = place / "clients" / "云杉净水" / "notes"
    path.rename(notes / "王强.docx")
    read = read_notes(notes, (), ())
    said = [each for each in read.statements if each.role is not Role.INTERVIEWER]
    assert [(each.speaker, each.role, each.text) for each in said] == [
        ("王强", Role.STAFF, "客户常在电梯里看到广告。"),
        ("王强", Role.STAFF, "展会上也有。"),
        ("王强", Role.STAFF, "问得最多的是价钱。"),
    ]
    assert said[0].locator.heading == ("认知",)
    assert said[0].question != said[-1].question
    assert said[0].question is not None
    # the form's own words are nobody's, and no question without an answer is read
    asked = [each.text for each in read.statements if each.role is Role.INTERVIEWER]
    assert "".join(asked).count("在“认知”这个阶段") == 2
    document = Document(str(notes / "王强.docx"))
    box = document.tables[2].rows[1].cells[0]
    place_of_box = list(document.element.body).index(document.tables[2]._tbl) + 1
    assert "电梯" in box.text
    assert said[0].locator.paragraph == place_of_box


def test_an_empty_guide_among_the_notes_is_left_out_with_the_reason(place):
    assert run(["guide", "云杉净水", "--role", "staff", "--out", "clients/云杉净水/notes"]) == Exit.DONE
    read = read_notes(place / "clients" / "云杉净水" / "notes", (), ())
    assert read.statements == ()
    (left,) = read.left_out
    assert left.reason == "no_text"
    assert "还没有填写回答" in left.note.zh


def test_staff_stay_staff(place):
    assert run(["guide", "云杉净水", "--role", "staff", "--out", "guides"]) == Exit.DONE
    (path,) = (place / "guides").glob("*.docx")
    fill(path, "", "我们每个月看一次粉丝数。")
    assert run(["add", "云杉净水", str(place / "guides")]) == Exit.DONE
    said = read_notes(place / "clients" / "云杉净水" / "notes", (), ()).statements[-1]
    assert (said.speaker, said.role) == ("员工", Role.STAFF)


def test_an_empty_guide_is_refused_and_other_word_files_are_copied(place, capsys):
    assert run(["guide", "云杉净水", "--out", "guides"]) == Exit.DONE
    assert len(list((place / "guides").glob("*.docx"))) == 2
    document = Document()
    document.add_paragraph("陈女士：水很好喝。")
    document.save(str(place / "note.docx"))
    assert not is_guide(place / "note.docx")
    assert run(["add", "云杉净水", str(place / "guides"), str(place / "note.docx")]) == Exit.FLAGGED
    told = capsys.readouterr()
    assert "访谈提纲里还没有填写回答" in told.err
    assert "已添加：note.docx" in told.out


def test_both_guides_are_told_in_json_and_never_overwritten(place, capsys):
    import json

    for _ in range(2):
        capsys.readouterr()
        assert run(["guide", "云杉净水", "--out", "guides", "--json"]) == Exit.DONE
        assert len(json.loads(capsys.readouterr().out)["guides"]) == 2
    assert len(list((place / "guides").glob("*.docx"))) == 4


def test_the_word_file_is_valid_and_says_what_it_is(playbook, tmp_path):
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "guide.docx"
    path.write_bytes(render_guide(guide_for(playbook), Theme()))
    assert not OpenXmlValidator().validate(str(path)).errors
    document = Document(io.BytesIO(path.read_bytes()))
    assert document.paragraphs[0].text == "访谈提纲：客户"
    assert read_guide(path).answers == ()
    assert any("还没有人说过。" in each.text for each in document.paragraphs)
