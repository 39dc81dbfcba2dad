"""Journeys from what is said: which touchpoints, in which order they happened, what never came, and where people left."""

import json
import random
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.build import build_draft
from assistant.drafting.delivery.anonymise import anonymise_draft
from assistant.drafting.delivery.codes import Codes
from assistant.drafting.journeys import read_journey_words
from assistant.drafting.store import read_draft_json, render_draft_json
from assistant.errors import SettingsError
from assistant.journey import Draft, Journey, Role
from assistant.library import knowledge_folder, load_playbook
from assistant.playbook import Playbook
from assistant.sources.folding import find_quote
from tests.drafting.notes import BEHAVIOUR, INSIGHT, PEOPLE, TOUCHPOINT, Notes

WORDS = knowledge_folder() / "journeys.yaml"


@cache
def full_playbook() -> Playbook:
    return load_playbook()


def draft_of(notes: Notes, folder: Path) -> Draft:
    return build_draft(notes.request(folder, playbook=full_playbook()))


def path_of(journey: Journey) -> list[str]:
    return [("" if step.happened else "not ") + step.touchpoint for step in journey.steps]


def only_path(notes: Notes, folder: Path) -> list[str]:
    (journey,) = draft_of(notes, folder).journeys.told
    return path_of(journey)


def test_touchpoints_are_found_in_the_order_they_are_told(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王女士", "是同事推荐的。", "awareness", TOUCHPOINT, question="您怎么知道我们的？")
    notes.say("王女士", "后来我看了官网的详情页。", "consideration", TOUCHPOINT)
    notes.say("王女士", "导购给我讲了半个小时。", "consideration", TOUCHPOINT)
    notes.say("王女士", "当天就在店里付了款。", "purchase", BEHAVIOUR, question="最后怎么下单的？")
    notes.say("王女士", "装的师傅很客气。", "retention", TOUCHPOINT, question="安装顺利吗？")
    notes.say("王女士", "白天基本听不到。", "retention", INSIGHT, question="用到现在怎么样？")
    expected = ["word-of-mouth", "website", "sales-conversation", "order", "installation", "product-use"]
    assert only_path(notes, tmp_path) == expected


def test_what_is_told_late_lies_where_it_happened(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("刘老板", "机器挺好用的。", "retention", INSIGHT, 1, question="现在用得怎么样？")
    notes.say("刘老板", "去年坏过，我打客服报修，等了三天。", "retention", TOUCHPOINT, -1)
    notes.say("刘老板", "装修公司推荐的。", "awareness", TOUCHPOINT, question="最早是怎么买的这台机器？")
    notes.say("刘老板", "我在网店下单的。", "purchase", BEHAVIOUR, question="在哪里买的？")
    (journey,) = draft_of(notes, tmp_path).journeys.told
    assert path_of(journey) == ["intermediary", "order", "product-use", "service-interaction"]
    assert [step.moved for step in journey.steps] == [True, True, False, False]


def test_a_second_purchase_is_a_return_and_not_put_back(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王女士", "我在网店下单的。", "purchase", BEHAVIOUR, question="在哪里买的？")
    notes.say("王女士", "机器一直很好用。", "retention", INSIGHT, 1, question="现在用得怎么样？")
    notes.say("王女士", "上个月又买了第二台，还是网店下单。", "loyalty", BEHAVIOUR, 1)
    (journey,) = draft_of(notes, tmp_path).journeys.told
    assert path_of(journey) == ["order", "product-use", "order"]
    last = journey.steps[-1]
    assert (last.again, last.back) == (True, True)


def test_what_never_came_is_told_as_missing(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王女士", "我在网店下单的。", "purchase", BEHAVIOUR, question="在哪里买的？")
    notes.say("王女士", "机器很好用。", "retention", INSIGHT, 1, question="现在用得怎么样？")
    notes.say("王女士", "没有！", None, None, question="换滤芯有提醒吗？")
    notes.say("王女士", "可能推送给我老公了吧。", "retention", TOUCHPOINT, question="小程序没有推送？")
    assert "not reminder" in only_path(notes, tmp_path)
    assert "reminder" not in only_path(notes, tmp_path)


def test_wishes_are_no_steps(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王女士", "我在网店下单的。", "purchase", BEHAVIOUR, question="在哪里买的？")
    notes.say("王女士", "机器很好用。", "retention", INSIGHT, 1, question="现在用得怎么样？")
    notes.say("王女士", "希望能收到换芯提醒。", "retention", TOUCHPOINT)
    notes.say("王女士", "提醒，还有发票。", "retention", TOUCHPOINT, question="如果只能改一件事？")
    assert only_path(notes, tmp_path) == ["order", "product-use"]


def test_staff_and_strangers_among_them_have_no_journey_but_tell_of_exits(tmp_path: Path) -> None:
    notes = Notes()
    said = "客人看完样机，听不到声音，转身就走了。"
    notes.say("李店长", said, "consideration", TOUCHPOINT, -1, document="员工/李.txt")
    notes.say(
        "小芬",
        "我在展会上摆摊，客人下单都要扫码付款。",
        "purchase",
        TOUCHPOINT,
        role=Role.UNKNOWN,
        document="员工/李.txt",
    )
    draft = draft_of(notes, tmp_path)
    assert draft.journeys.told == ()
    (left,) = draft.journeys.exits
    assert (left.kind, left.touchpoint, left.role) == ("exit", "product-demo", Role.STAFF)
    evidence = draft.quoted(left.key)
    assert evidence is not None
    assert "转身就走" in evidence.quote


@pytest.mark.parametrize(
    ("text", "kind", "touchpoint"),
    [
        ("太多广告了，我把通知关了。", "bounce", "reminder"),
        ("到期我就换别家的牌子。", "exit", "renewal-communication"),
        ("那个小程序我打不开。", "bounce", "self-service"),
        ("I couldn't log in to the portal.", "bounce", "self-service"),
    ],
)
def test_words_of_leaving(tmp_path: Path, text: str, kind: str, touchpoint: str) -> None:
    notes = Notes()
    notes.say("王女士", text, "retention", TOUCHPOINT, -1, language="en" if text.isascii() else "zh-Hans")
    (left,) = draft_of(notes, tmp_path).journeys.exits
    assert (left.kind, left.touchpoint) == (kind, touchpoint)


@pytest.mark.parametrize(
    "text", ["催得我差点卸载了。", "我可能是换别家了吧，记不清。", "I almost switched to another brand."]
)
def test_who_nearly_left_has_not_left(tmp_path: Path, text: str) -> None:
    notes = Notes()
    notes.say("王女士", text, "retention", TOUCHPOINT, -1, language="en" if text.isascii() else "zh-Hans")
    assert draft_of(notes, tmp_path).journeys.exits == ()


def test_a_hedge_in_another_sentence_takes_nothing_from_the_leaving(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("小戴", "儿子说网上买便宜，转头就走了。我当时差点哭。", "purchase", TOUCHPOINT, -1)
    (left,) = draft_of(notes, tmp_path).journeys.exits
    assert left.kind == "exit"


def test_the_reason_is_quoted_from_the_same_exchange(tmp_path: Path) -> None:
    notes = Notes()
    question = "绑定顺利吗？"
    notes.say("王女士", "绑不上。", "retention", TOUCHPOINT, -1, question=question)
    notes.say("王女士", "它要身份证号，我没有。", "retention", TOUCHPOINT, -1, question=question)
    draft = draft_of(notes, tmp_path)
    (left,) = draft.journeys.exits
    reason = draft.quoted(left.reason or "")
    assert reason is not None
    assert "身份证号" in reason.quote


def test_one_person_in_two_documents_has_the_longer_journey(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王芳", "我在网店下单的。", "purchase", BEHAVIOUR, question="在哪里买的？", document="问卷.csv")
    notes.say("王女士", "机器很好用。", "retention", INSIGHT, question="现在用得怎么样？", document="问卷.csv")
    notes.say("王女士", "邻居推荐的。", "awareness", TOUCHPOINT, question="您怎么知道的？")
    notes.say("王女士", "我在网店下单的。", "purchase", BEHAVIOUR, question="在哪里买的？")
    notes.say("王女士", "机器很好用。", "retention", INSIGHT, question="现在用得怎么样？")
    (journey,) = draft_of(notes, tmp_path).journeys.told
    assert (journey.teller, journey.document, len(journey.met)) == ("王芳", "访谈/一.md", 3)


def test_journeys_are_kept_with_the_draft_and_lose_names_in_the_clients_copy(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王女士", "我在网店下单的。", "purchase", BEHAVIOUR, question="在哪里买的？")
    notes.say("王女士", "绑不上，我就放弃了。", "retention", TOUCHPOINT, -1, question="小程序绑定顺利吗？")
    draft = draft_of(notes, tmp_path)
    assert read_draft_json(render_draft_json(draft).encode(), "draft").journeys == draft.journeys
    codes = Codes(tmp_path / "codes.json", random.Random(1))
    found = anonymise_draft(draft, PEOPLE, (), (), codes).draft.journeys
    assert found.told[0].teller.startswith("客户C")
    assert "王" not in str((found.told, found.exits))


def test_drafts_of_before_have_no_journeys(tmp_path: Path) -> None:
    notes = Notes()
    notes.say("王女士", "我在网店下单的。", "purchase", BEHAVIOUR)
    stored = json.loads(render_draft_json(draft_of(notes, tmp_path)))
    del stored["journeys"]
    assert read_draft_json(json.dumps(stored).encode(), "draft").journeys.told == ()


@given(st.data())
@settings(max_examples=8, deadline=None)
def test_every_step_rests_on_words_that_were_said(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    pieces = [
        "我在网店下单",
        "同事推荐的",
        "打客服报修",
        "没收到过提醒",
        "换别家了",
        "又买了第二台",
        "装的师傅好",
        "我把通知关了",
        "，",
        "。",
    ]
    notes = Notes()
    for _ in range(data.draw(st.integers(1, 8))):
        text = "".join(data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=5)))
        stage = data.draw(st.sampled_from(["awareness", "consideration", "purchase", "retention", "loyalty"]))
        notes.say("王女士", text, stage, TOUCHPOINT)
    draft = draft_of(notes, tmp_path_factory.mktemp("draft"))
    said = {each.id: each.text for each in notes.statements}
    for key in draft.journeys.keys:
        evidence = draft.quoted(key)
        assert evidence is not None
        assert find_quote(evidence.quote, said[evidence.statement]) is not None
    for journey in draft.journeys.told:
        for before, after in zip(journey.met, journey.met[1:], strict=False):
            assert before.touchpoint != after.touchpoint
        assert {step.touchpoint for step in journey.steps} <= {each.id for each in draft.journeys.touchpoints}


def test_every_model_shipped_gets_its_words(tmp_path: Path) -> None:
    for model in ("five-stage", "funnel"):
        words = read_journey_words(WORDS, load_playbook(model))
        assert len({each.id for each in words.touchpoints}) == len(words.touchpoints)
        listed = {entry.id.rsplit(".", 1)[-1] for stage in load_playbook(model).stages for entry in stage.touchpoints}
        assert listed <= {each.id for each in words.touchpoints}


def test_a_damaged_word_file_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "journeys.yaml"
    broken.write_text("touchpoints: []\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="leaving"):
        read_journey_words(broken, load_playbook())


def test_an_own_touchpoint_of_a_playbook_is_found_by_its_words(tmp_path: Path) -> None:
    playbook = load_playbook()
    first = playbook.stages[0]
    own = replace(first.touchpoints[0], id="awareness.touchpoint.street-market", words=("赶集",))
    playbook = replace(playbook, stages=(replace(first, touchpoints=(*first.touchpoints, own)), *playbook.stages[1:]))
    notes = Notes()
    notes.say("王女士", "我是赶集的时候看见的。", "awareness", TOUCHPOINT)
    notes.say("王女士", "后来在网店下单。", "purchase", BEHAVIOUR)
    (journey,) = build_draft(notes.request(tmp_path, playbook=playbook)).journeys.told
    assert path_of(journey) == ["street-market", "order"]
