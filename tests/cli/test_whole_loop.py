"""The consultant's loop on the sample: draft, edit in LibreOffice, pull, one more interview, draft with tracked changes."""

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest

from assistant.drafting.store import load_draft
from assistant.errors import Exit
from assistant.journey import Verdict
from assistant.journey.places import claims_by_place
from assistant.reports.marks import Mark, claim_mark, name_of
from tests.fakes.edits import Edited
from tests.fakes.office import Office, add_line, fill, reword

ZHAO = """\
林：您怎么知道该换滤芯？

赵先生：从来没有收到过滤芯提醒，都是水变慢了我才想起来换。
"""


def _resolve_first() -> list[str]:
    """Resolve the first of the program's comments."""
    return [
        "fields = document.TextFields.createEnumeration()",
        "found = False",
        "Do While fields.hasMoreElements() And Not found",
        "    remark = fields.nextElement()",
        '    If remark.supportsService("com.sun.star.text.textfield.Annotation") Then',
        '        found = (remark.Author = "Journey (draft)")',
        "    End If",
        "Loop",
        "If found Then remark.Resolved = True",
    ]


@pytest.fixture
def sample(tmp_path, monkeypatch, journey):
    """The sample company in a workspace of its own, drafted; its reports."""
    monkeypatch.chdir(tmp_path)
    told = journey("demo", "--json").object()
    monkeypatch.chdir(tmp_path / "journey-demo")
    return [Path(each) for each in told["reports"]]


def test_the_loop(sample, tmp_path, journey):
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    drafts = Path("clients/chengchuan/.journey/drafts")
    held = claims_by_place(load_draft(drafts), "insights")
    one, two, gone, *_ = next(claims for claims in held.values() if len(claims) >= 3)
    others = [claim for claims in held.values() for claim in claims if claim.id not in (one.id, two.id, gone.id)]
    asked_about = name_of(claim_mark(next(claim for claim in others if not claim.doubts).id))
    names = [name_of(claim_mark(each.id)) for each in (one, two, gone)]
    steps = [
        *_resolve_first(),
        reword(names[0], "客户换滤芯时最担心费用不透明。"),
        reword(names[1], "客户说提醒从来没有到过。"),
        *add_line(f"{names[1]}_verdict", "顾问在现场看到的一条。"),
        reword(names[2], ""),
    ]
    for signer in ("reviewer", "approver"):
        steps += fill(name_of(Mark("sign", (signer,), "name")), "林岚")
        steps += fill(name_of(Mark("sign", (signer,), "date")), "2026-03-05")
    office = Office(soffice, tmp_path / "profile")
    report = Edited(sample[1])
    asked = report.comment(asked_about, "李总", "属实吗？")
    report.comment(asked_about, "林岚", "已回听录音，属实。", reply_to=asked)
    edited = office.edit(report.save(tmp_path / "commented.docx"), tmp_path / "reviewed.docx", steps)
    pulled = journey("review", "pull", edited, "--by", "林岚", "--json").object()
    assert pulled["status"] == "signed"
    assert sorted(each["kind"] for each in pulled["changes"]) == ["added", "deleted", "edited", "edited"]
    assert sum(each["resolved"] for each in pulled["remarks"]) == 1
    assert "已回听录音，属实。" in {reply["text"] for each in pulled["remarks"] for reply in each["replies"]}

    (tmp_path / "赵先生.md").write_text(ZHAO, encoding="utf-8")
    profile = Path("clients/chengchuan/client.toml")
    person = '\n[[people]]\nname = "赵伟"\nrole = "customer"\nsegment = "household"\naliases = ["赵先生"]\n'
    profile.write_text(profile.read_text(encoding="utf-8") + person, encoding="utf-8")
    assert journey("add", "chengchuan", tmp_path / "赵先生.md").code == Exit.DONE
    told = journey("draft", "chengchuan", "--track-changes", "--json").object()
    draft = load_draft(drafts)
    assert (draft.number, draft.parent, draft.status, told["since"]) == (3, 2, "draft", 2)
    claims = {each.id: each for each in draft.claims()}
    assert claims[one.id].text == "客户换滤芯时最担心费用不透明。"
    assert claims[two.id].text == "客户说提醒从来没有到过。"
    assert all(claims[each.id].verdict is Verdict.EDITED and claims[each.id].author == "林岚" for each in (one, two))
    assert "顾问在现场看到的一条。" in {each.text for each in claims.values()}
    assert gone.id not in claims
    paths = {Path(each).name: Path(each) for each in told["reports"]}
    bodies = ""
    for name in ("journey-map.docx", "stage-insights.docx", "gap-analysis.docx"):
        with ZipFile(paths[name]) as package:
            bodies += package.read("word/document.xml").decode()
    assert 'w:author="Journey (draft)"' in bodies
    assert journey("deliver", "chengchuan").code in (Exit.DONE, Exit.FLAGGED)
