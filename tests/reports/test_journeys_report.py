"""The report on journeys and the map's parts on brand and uses: what a reader sees, and that it can be read back."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from assistant.drafting.build import build_draft
from assistant.journey import BrandValue, Draft, MapUse
from assistant.journey.places import claims_by_place, with_claims
from assistant.library import load_playbook
from assistant.playbook import Playbook
from assistant.reports.blocks import Table
from assistant.reports.journeys_report import build_journeys_body
from assistant.reports.marks import first_name, marks_of
from assistant.reports.theme import Theme
from assistant.reports.voice import build_voice
from assistant.wording import LANGUAGES, Language
from tests.drafting.notes import BEHAVIOUR, INSIGHT, TOUCHPOINT, Notes
from tests.reports.opened import bookmarks, dump, open_report


@cache
def full_playbook() -> Playbook:
    return load_playbook()


@cache
def draft_in(language: Language) -> Draft:
    notes = Notes()
    notes.say("王女士", "是同事推荐的。", "awareness", TOUCHPOINT, question="您怎么知道我们的？")
    notes.say("王女士", "我在网店下单的。", "purchase", BEHAVIOUR, question="在哪里买的？")
    notes.say("王女士", "没有！", None, None, question="换滤芯有提醒吗？")
    notes.say("王女士", "那个小程序我打不开。", "retention", TOUCHPOINT, -1)
    notes.say("赵敏", "是同事推荐的。", "awareness", TOUCHPOINT, question="您怎么知道我们的？")
    notes.say("赵敏", "我在网店下单的，多收了钱，很不满意。", "purchase", BEHAVIOUR, -1, question="在哪里买的？")
    notes.say("赵敏", "机器很好用，我很满意。", "retention", INSIGHT, 2, question="现在用得怎么样？")
    notes.say("李店长", "有的客人转身就走了。", "consideration", TOUCHPOINT, -1, document="员工.md")
    values = (BrandValue("candour", "说在前面", "费用先讲", ("多收",)), BrandValue("green", "环保", words=("回收",)))
    folder = Path(mkdtemp())
    return build_draft(notes.request(folder, language, playbook=full_playbook(), values=values))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_shows_ways_and_exits_in_every_language(language: Language) -> None:
    text = dump(open_report(draft_in(language), "journeys"))
    assert "王芳" in text
    assert "赵敏" in text
    assert "△" in text
    assert "{" not in text


def test_the_grid_holds_steps_missing_ones_and_exits() -> None:
    blocks = build_journeys_body(build_voice(draft_in("zh-Hans")), Theme())
    grid = next(each for each in blocks if isinstance(each, Table))
    rows = {row.cells[0].paragraphs[0].pieces[0].text: row for row in grid.rows}  # type: ignore[union-attr]
    fields = {
        name: [cell.paragraphs[0].pieces[0].text for cell in row.cells[1:]]  # type: ignore[union-attr]
        for name, row in rows.items()
    }
    assert fields["口碑传播"] == ["1", "1", "2"]
    assert fields["下单与付款"][2] == "2"
    assert fields["提醒与通知"] == ["○", "", "0"]
    assert fields["自助服务活动"][0].endswith("△")
    assert "王芳：口碑传播 → 下单与付款" in grid.description


def test_a_shared_stretch_is_counted() -> None:
    assert "口碑传播 → 下单与付款" in dump(open_report(draft_in("zh-Hans"), "journeys"))


def test_every_exit_quotes_and_what_staff_tell_stands_apart() -> None:
    text = dump(open_report(draft_in("zh-Hans"), "journeys"))
    assert "那个小程序我打不开" in text
    assert "员工和客群不明的人讲到的离开" in text
    assert "据员工李雷说：“有的客人转身就走了。”" in text


@pytest.mark.parametrize("kind", ["map", "journeys"])
def test_every_mark_can_be_read_back(kind: str) -> None:
    draft = draft_in("zh-Hans")
    known = marks_of(draft)
    names = [name for name in bookmarks(open_report(draft, kind)) if not name.startswith(("legend", "_Toc"))]  # type: ignore[arg-type]
    assert all(first_name(name) in known for name in names)


def test_a_persons_words_take_the_place_of_an_exits() -> None:
    draft = draft_in("zh-Hans")
    places = claims_by_place(draft, "journeys")
    place = next(iter(places))
    changed = replace(places[place][0], text="改过的话")
    assert claims_by_place(with_claims(draft, {place: (changed,)}))[place] == (changed,)


def test_the_map_ends_with_the_five_uses_and_tells_the_brand() -> None:
    text = dump(open_report(draft_in("zh-Hans"), "map"))
    assert text.index("品牌价值与承诺") < text.index("这张地图的五种用处")
    assert "没有客户带着感受讲到它。" in text
    assert "多收了钱" in text


def test_a_client_without_values_and_a_draft_of_before_have_no_such_parts() -> None:
    draft = replace(draft_in("zh-Hans"), brand=(), uses=())
    text = dump(open_report(draft, "map"))
    assert "品牌价值与承诺" not in text
    assert "用处" not in text


def test_what_a_person_deleted_is_no_longer_said_for_a_use() -> None:
    draft = draft_in("zh-Hans")
    use = MapUse("use.x", "用处甲：说明", ("gone",), ("gone",), ("还缺这个",))
    text = dump(open_report(replace(draft, uses=(use,)), "map"))
    assert "用处甲" in text
    assert "□ 还缺这个" in text


def test_notes_without_journeys_say_so() -> None:
    draft = replace(draft_in("zh-Hans"), journeys=type(draft_in("zh-Hans").journeys)())
    assert "没有路径可画" in dump(open_report(draft, "journeys"))
