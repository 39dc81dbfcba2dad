"""deliver: the client's copy holds nothing internal; forget: a person leaves no trace but where people signed."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from assistant.drafting.store import load_draft
from assistant.errors import Exit
from assistant.reports.client_copy import texts_of
from assistant.reports.marks import Mark, claim_mark, name_of
from tests.cli.conftest import CHEN, SU
from tests.fakes.edits import Edited
from tests.reports.opened import audit

NAME = "Acme 净水"
NAMES = ("陈静", "陈女士", "刘老板", "劉老闆", "苏敏", "chen.md", "su.md", "lina.txt")


@pytest.fixture
def drafted(notes, client, journey):
    return [Path(each) for each in journey("draft", NAME, "--json").object()["reports"]]


@pytest.fixture
def signed(drafted, client, journey):
    """A signed version with a reworded claim, a comment and a remark in the checklist."""
    draft = load_draft(client / ".journey" / "drafts")
    claim = next(claim for each in draft.maps for cell in each.cells for claim in cell.claims)
    report = Edited(drafted[0])
    report.comment(name_of(claim_mark(claim.id)), "李总", "苏敏说的这句别给客户看")
    report.reword(name_of(claim_mark(claim.id)), "陈静说滤芯换得太勤，可打 13800138000 找她。")
    for signer, name in (("reviewer", "林岚"), ("approver", "高总")):
        report.fill(name_of(Mark("sign", (signer,), "name")), name)
        report.fill(name_of(Mark("sign", (signer,), "date")), "2026-03-05")
    path = report.save(drafted[0].with_name("signed.docx"))
    assert journey("review", "pull", path, "--by", "李顾问").code == Exit.DONE
    return path


def _sign_latest(client, journey):
    latest = sorted(client.parents[1].glob("outputs/*/*/journey-map.docx"))[-1]
    report = Edited(latest)
    for signer in ("reviewer", "approver"):
        report.fill(name_of(Mark("sign", (signer,), "name")), "林岚")
        report.fill(name_of(Mark("sign", (signer,), "date")), "2026-03-05")
    assert journey("review", "pull", report.save(latest.with_name("to-deliver.docx"))).code == Exit.DONE


def _everything(path):
    with ZipFile(path) as package:
        parts = "\n".join(package.namelist())
    return "\n".join([parts, *texts_of(path.read_bytes())])


def test_the_clients_copy_holds_no_names_and_nothing_internal(signed, client, journey):
    told = journey("deliver", NAME, "--json").object()
    assert told["number"] == 2
    assert [Path(each).name for each in told["reports"]] == [
        "journey-map.docx", "stage-insights.docx", "gap-analysis.docx",
    ]  # fmt: skip
    for path in map(Path, told["reports"]):
        said = _everything(path)
        assert not [name for name in (*NAMES, "13800138000", "李顾问", "李总") if name in said]
        assert "客户C" in said
        assert "comments" not in said
        for internal in ("审阅清单", "请先核对", "没有采用的内容", "生成方式", "JourneyDraft", "claim_c"):
            assert internal not in said
        with ZipFile(path) as package:
            body = package.read("word/document.xml").decode()
            core = package.read("docProps/core.xml").decode()
            assert "docProps/custom.xml" not in package.namelist()
        assert "Journey" not in core
        assert not any(mark in body for mark in ("<w:ins ", "<w:del ", "<w:sdt>", "commentRange", 'w:name="claim_'))
        assert not audit(path)
    said = _everything(Path(told["reports"][0]))
    assert "说滤芯换得太勤，可打 （略） 找她。" in said
    assert not [
        words for words in ("草稿", "请对照", "请核对", "直接填写", "可在 Word 中编辑", "journey") if words in said
    ]
    assert "全文经林岚、高总审阅签署" in said
    assert "受访者和资料以代号列出" in said
    table = Path(told["codes"]).read_text(encoding="utf-8")
    assert Path(told["codes"]).is_relative_to(client / ".journey")
    assert "陈静" in table


def test_what_an_employee_says_they_are_does_not_stand_in_their_own_words(signed, client, notes, journey):
    profile = client / "client.toml"
    titled = profile.read_text(encoding="utf-8").replace('name = "苏敏"', 'name = "苏敏"\ntitle = "客服主管"')
    profile.write_text(titled, encoding="utf-8")
    (notes / "su.md").write_text(SU + "苏敏：我做客服主管三年了，提醒短信的送达率大概是六成。\n", encoding="utf-8")
    (notes / "chen.md").write_text(CHEN + "陈女士：后来客服主管打电话来道歉，滤芯也换了。\n", encoding="utf-8")
    journey("draft", NAME)
    _sign_latest(client, journey)
    said = "".join(_everything(Path(each)) for each in journey("deliver", NAME, "--json").object()["reports"])
    assert "我做（略）三年了" in said
    assert "我做客服主管" not in said
    assert "后来客服主管打电话来道歉" in said  # who that was, nobody can tell from it


def test_codes_stay_the_same_from_one_delivery_to_the_next(signed, client, journey):
    one = journey("deliver", NAME, "--json").object()
    table = Path(one["codes"]).read_text(encoding="utf-8")
    two = journey("deliver", NAME, "--json").object()
    assert Path(two["codes"]).read_text(encoding="utf-8") == table
    assert Path(one["reports"][0]).parent != Path(two["reports"][0]).parent
    assert _everything(Path(one["reports"][0])) == _everything(Path(two["reports"][0]))


def test_only_a_signed_version_is_delivered(drafted, place, journey):
    ran = journey("deliver", NAME)
    assert ran.code == Exit.USAGE
    assert "No version" in ran.err
    assert journey("deliver", NAME, "--draft", "1").code == Exit.USAGE
    assert len(list(place.glob("outputs/*/*"))) == 1


def test_a_copy_with_a_name_in_it_is_not_written_and_leaves_no_folder(signed, client, place, journey):
    profile = client / "client.toml"
    profile.write_text(profile.read_text(encoding="utf-8").replace("家庭住户", "陈静一家"), encoding="utf-8")
    journey("draft", NAME)
    _sign_latest(client, journey)
    folders = sorted(place.glob("outputs/*/*"))
    ran = journey("deliver", NAME)
    assert ran.code == Exit.FAILED
    assert "陈静" in ran.err
    assert sorted(place.glob("outputs/*/*")) == folders


def test_the_firms_own_telephone_number_is_no_leak(signed, place, journey):
    (place / "theme.toml").write_text('firm = "恒远咨询"\nfooter = "恒远咨询 13900139000"\n', encoding="utf-8")
    told = journey("deliver", NAME, "--json").object()
    assert "13900139000" in _everything(Path(told["reports"][0]))


def test_reports_may_be_named_and_must_have_been_drafted(signed, journey):
    (path,) = map(Path, journey("deliver", NAME, "--report", "journeys", "--json").object()["reports"])
    assert path.name == "customer-journeys.docx"
    assert not [name for name in NAMES if name in _everything(path)]
    refused = journey("deliver", NAME, "--report", "funnel")
    assert refused.code == Exit.USAGE
    assert "funnel" in refused.err


def test_names_stay_when_they_are_asked_for(signed, journey):
    told = journey("deliver", NAME, "--names", "--json").object()
    assert told["codes"] is None
    assert "以代号列出" not in _everything(Path(told["reports"][0]))
    assert "苏敏" in _everything(Path(told["reports"][1]))


def test_a_person_is_forgotten_everywhere(drafted, notes, client, place, journey):
    (notes / "shared.md").write_text(
        "林：怎么样？\n陈女士：水龙头有点漏水，修了两次才好。\n刘老板：我听陈女士说过这个事。\n", encoding="utf-8"
    )
    journey("draft", NAME)
    ran = journey("forget", NAME, "陈女士", "--yes", "--json")
    assert ran.code == Exit.DONE, ran.told
    done = ran.object()
    assert done["person"] == "陈静"
    assert [Path(each).name for each in done["notes_removed"]] == ["chen.md"]
    assert [Path(each).name for each in done["notes_cleaned"]] == ["shared.md"]
    left = (notes / "shared.md").read_text(encoding="utf-8")
    assert "我听（已删除）说过这个事" in left
    assert "漏水" not in left
    words = ("陈静", "陈女士", "小红书上看到朋友推荐", "漏水")
    for path in (each for each in place.rglob("*") if each.is_file() and each.suffix != ".docx"):
        held = path.read_bytes()
        assert not [word for word in words if word.encode() in held], path
    for path in place.rglob("*.docx"):
        assert not [word for word in words if word in _everything(path)], path
    assert journey("forget", NAME, "陈女士", "--yes").code == Exit.USAGE
    after = journey("draft", NAME, "--json")
    assert after.code == Exit.DONE
    stored = Path(after.object()["reports"][3]).read_text(encoding="utf-8")
    assert not [word for word in words if word in stored]


def test_what_is_not_theirs_is_kept(drafted, client, journey):
    kept = client / ".journey"
    for name, speaker in (("one", "陈静"), ("two", "刘老板")):
        record = {"id": name, "speakers": [{"name": speaker}], "answers": [{"text": "我去门店看了两次，陈静也去了"}]}
        (kept / "interviews").mkdir(exist_ok=True)
        (kept / "interviews" / f"{name}.json").write_text(json.dumps(record), encoding="utf-8")
    (kept / "calls.jsonl").write_text('{"cost": "1.20"}\n', encoding="utf-8")
    (kept / "chat-history").write_text("陈静说了什么？\n滤芯多久换一次？\n", encoding="utf-8")
    assert journey("forget", NAME, "陈静", "--yes").code == Exit.DONE
    assert [each.name for each in (kept / "interviews").iterdir()] == ["two.json"]
    assert "陈静" not in (kept / "interviews" / "two.json").read_text(encoding="utf-8")
    assert (kept / "calls.jsonl").exists()
    assert (kept / "chat-history").read_text(encoding="utf-8") == "（已删除）说了什么？\n滤芯多久换一次？\n"


def test_signed_versions_and_edited_reports_are_listed_and_left(signed, client, journey):
    before = signed.read_bytes(), (client / ".journey" / "drafts" / "draft-0002.json").read_bytes()
    ran = journey("forget", NAME, "陈静", "--yes", "--json")
    assert ran.code == Exit.FLAGGED
    done = ran.object()
    assert {Path(each).name for each in done["signed"]} == {"draft-0002.json", "review-0002.json"}
    assert str(signed) in done["reports_left"]
    assert (signed.read_bytes(), (client / ".journey" / "drafts" / "draft-0002.json").read_bytes()) == before


def test_forgetting_asks_first_and_knows_whom(drafted, notes, journey):
    ran = journey("forget", NAME, "陈静")
    assert ran.code == Exit.USAGE
    assert "--yes" in ran.err
    assert (notes / "chen.md").exists()
    ran = journey("forget", NAME, "王五", "--yes")
    assert ran.code == Exit.USAGE
    assert "陈静" in ran.err
