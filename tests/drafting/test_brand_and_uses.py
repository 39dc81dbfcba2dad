"""Brand values beside what customers say, the uses of the map, and how the client's file names the values."""

from pathlib import Path

import pytest

from assistant.client_profile import read_profile
from assistant.drafting.build import build_draft
from assistant.errors import SettingsError
from assistant.journey import BrandValue, Draft, ValueFinding
from tests.drafting.notes import INSIGHT, KPI, PLAYBOOK, TOUCHPOINT, Notes, entry

CANDOUR = BrandValue("candour", "说在前面", "费用事先讲清楚", ("多收", "讲得清清楚楚"))
WAITING = BrandValue("promise", "两天内上门", words=(), topics=("waiting",), promise=True)


def complaints() -> Notes:
    notes = Notes()
    notes.say("王女士", "门店把价格讲得清清楚楚，我很满意。", "purchase", TOUCHPOINT, 2)
    notes.say("刘老板", "安装的时候又多收了三百块，我很不满意。", "purchase", TOUCHPOINT, -1)
    notes.say("李店长", "我们从来不多收一分钱，客户很满意。", "purchase", TOUCHPOINT, 2)
    notes.say("赵敏", "我就怕他们多收钱，太讨厌了。", "awareness", INSIGHT, -1)
    return notes


def findings(notes: Notes, folder: Path, *values: BrandValue) -> dict[str, ValueFinding]:
    draft = build_draft(notes.request(folder, values=values))
    return {each.value.id: each for each in draft.brand}


def test_a_value_is_kept_and_broken_by_customers_only(tmp_path: Path) -> None:
    found = findings(complaints(), tmp_path, CANDOUR)["candour"]
    assert {each.stage for each in found.heard} == {"purchase"}
    assert sum(each.kept_by for each in found.heard) == 1
    assert sum(each.broken_by for each in found.heard) == 1
    kept = [claim.text for each in found.heard for claim in each.kept]
    assert kept == ["王芳：“门店把价格讲得清清楚楚，我很满意。”"]


def test_a_fear_before_the_purchase_breaks_nothing(tmp_path: Path) -> None:
    assert findings(complaints(), tmp_path, CANDOUR)["candour"].unheard == ("awareness",)


def test_a_promise_is_known_by_its_topic(tmp_path: Path) -> None:
    notes = complaints()
    notes.say("王女士", "等了整整五天，太麻烦了，我很不满意。", "purchase", INSIGHT, -2)
    found = findings(notes, tmp_path, WAITING)["promise"]
    said = [claim.text for each in found.heard for claim in each.broken]
    assert any("等了整整五天" in text for text in said)


def test_what_nobody_speaks_of_is_unheard_everywhere(tmp_path: Path) -> None:
    found = findings(complaints(), tmp_path, BrandValue("green", "环保", words=("回收",)))["green"]
    assert (found.heard, found.unheard) == ((), ("awareness", "purchase"))


def uses_of(notes: Notes, folder: Path) -> Draft:
    names = ("improve-offering", "allocate-resources", "drive-sales", "raise-satisfaction", "find-gaps")
    uses = tuple(entry(f"use.{name}", f"{name}：说明", f"{name}: what for") for name in names)
    from dataclasses import replace

    return build_draft(notes.request(folder, playbook=replace(PLAYBOOK, uses=uses)))


def test_uses_point_to_claims_and_gaps_of_the_draft(tmp_path: Path) -> None:
    notes = complaints()
    notes.say("李店长", "我们成交率大概是三成。", "purchase", KPI)
    draft = uses_of(notes, tmp_path)
    assert [each.id for each in draft.uses][:2] == ["use.improve-offering", "use.allocate-resources"]
    known = {claim.id for claim in draft.claims()}
    assert all(set(each.claims) <= known for each in draft.uses)
    assert {gap for each in draft.uses for gap in each.gaps} <= {each.id for each in draft.gaps}
    resources = draft.uses[1]
    assert resources.claims
    assert any("花了多少钱" in each for each in resources.missing)


def test_without_evidence_a_use_says_so(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王女士", "嗯，就那样。", "awareness", INSIGHT)
    satisfaction = uses_of(notes, tmp_path).uses[3]
    assert (satisfaction.claims, satisfaction.gaps) == ((), ())
    assert "还没有可用的证据" in satisfaction.missing[0]


PROFILE = """
name = "甲"
[promise]
text = "两天内上门"
topics = ["waiting"]
[[values]]
id = "candour"
label = "说在前面"
words = ["多收"]
"""


def test_the_clients_file_names_promise_and_values(tmp_path: Path) -> None:
    path = tmp_path / "client.toml"
    path.write_text(PROFILE, encoding="utf-8")
    values = read_profile(path)[0].values
    assert [(each.id, each.label, each.promise) for each in values] == [
        ("promise", "两天内上门", True),
        ("candour", "说在前面", False),
    ]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('[[values]]\nid = "candour"\nlabel = "又一个"\nwords = ["a"]\n', "stands there twice"),
        ('[[values]]\nid = "quiet"\nlabel = "安静"\n', "needs words"),
        ('[[values]]\nid = "Quiet!"\nlabel = "安静"\nwords = ["a"]\n', "lower-case"),
        ('[[values]]\nid = "quiet"\nlabel = "安静"\nword = ["a"]\n', "no key"),
    ],
)
def test_mistakes_in_the_values_are_told(tmp_path: Path, more: str, told: str) -> None:
    path = tmp_path / "client.toml"
    path.write_text(PROFILE + more, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_profile(path)
    assert told in caught.value.message.say("en")
