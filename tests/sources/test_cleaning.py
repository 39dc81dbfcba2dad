"""Cleaning: what a site or an advertiser put in goes and is listed; what somebody said stays."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.sources import SeparateReader, read_document, read_notes
from assistant.sources.cleaning import clean_document, without_invisible
from assistant.sources.safety.wire import document_from_json, document_to_json

from .conftest import ReadText, Write

PAGE = """首页 > 用户研究 > 正文
客户为什么会流失
2025-03-27 10:55:40 小编 阅读:28
客户流失往往不是因为价格，而是因为没有人告诉他们下一步会发生什么，等待让人失去耐心。
很多人等了三天也没有等到电话，最后去了别家，这样的例子我们在各地的门店都见过很多次了，几乎每周都有。
学习追踪客户的第一步是 挪威 whatsapp 号码资料 5 万 对流程有基本的了解。
很多人等了三天也没有等到电话，最后去了别家；这样的例子我们在各地的门店都见过很多次了，几乎每周都有！
The image shows a woman who points at a whiteboard with a blue bar chart.
相关文章
从“人找货”到“货找人”
2025-04-14 15:23:15 阅读:5
百度 百度热点
1. 1
从这场会议看信心
795.1万
2. 2
世界那么大
754.2万
3. 3
坐高铁被吐槽
745.4万
© 2025 某某网 版权所有 京ICP备12345678号
"""
KEPT = [
    "客户为什么会流失",
    "客户流失往往不是因为价格，而是因为没有人告诉他们下一步会发生什么，等待让人失去耐心。",
    "很多人等了三天也没有等到电话，最后去了别家，这样的例子我们在各地的门店都见过很多次了，几乎每周都有。",
    "学习追踪客户的第一步是",
    "对流程有基本的了解。",
]


def test_a_scraped_page_keeps_its_text_and_lists_the_rest(read: ReadText) -> None:
    document = read(PAGE)
    assert [each.text for each in document.blocks] == KEPT
    reasons = [each.reason for each in document.left_out]
    assert {"boilerplate", "advert", "repeated", "picture_text"} == set(reasons)
    assert len(reasons) == len(PAGE.split("\n")[:-1]) - len(KEPT) + 2  # one line is cut in three
    assert all(each.excerpt and each.locator.line for each in document.left_out)


def test_a_person_can_have_a_file_as_it_is(write: Write, notes: Path) -> None:
    write("a.txt", PAGE)
    write("b.html", "<html><body><nav>导航</nav><p>我们等了三天。</p></body></html>")
    with SeparateReader(notes, as_is=["a.txt", "b.html"]) as reader:
        assert len(reader.read("a.txt").blocks) == len(PAGE.split("\n")[:-1])
        assert [each.text for each in reader.read("b.html").blocks] == ["导航", "我们等了三天。"]


def test_what_somebody_said_is_never_touched(read: ReadText) -> None:
    talk = "".join(f"陈女士：{line}\n林：嗯。\n" for line in PAGE.split("\n")[:-1])
    assert len(read(talk).blocks) == 2 * len(PAGE.split("\n")[:-1])
    note = f"受访者：陈女士\n\n{PAGE}"
    assert len(read(note).blocks) == len(PAGE.split("\n")[:-1]) + 1
    assert not read(note).left_out


def test_nearly_the_same_paragraph_of_another_file_is_read_once(write: Write, notes: Path) -> None:
    write("a.txt", KEPT[2])
    write("b.txt", KEPT[2].replace("，", ", ") + "\n另外还有一段自己的话，写得也不短。")
    write("c.txt", f"陈女士：{KEPT[2]}\n林：好。\n陈女士：是的。\n")
    read = read_notes(notes, (), ())
    assert [(each.document, each.reason) for each in read.left_out] == [("b.txt", "duplicate")]
    assert sum("去了别家" in each.text for each in read.statements) == 2


def test_characters_that_nobody_sees_are_taken_out_and_said(read: ReadText) -> None:
    document = read("陈女士：等了\u200b三\u202e天\u2066。\n林：好。\n\ufeff陈女士：是👩\u200d🔧装的。\n")
    assert [each.text for each in document.blocks] == ["陈女士：等了三天。", "林：好。", "陈女士：是👩\u200d🔧装的。"]
    assert [each.reason for each in document.left_out] == ["invisible"]


def test_control_characters_of_an_export_reach_nobody(read: ReadText) -> None:
    document = read('[{"name": "Ann\\u001b[31m", "text": "It was \\u0007slow\\u001b[2J."}]', "chat.json")
    assert [(each.speaker, each.text) for each in document.blocks] == [("Ann", "It was slow.")]


lines = st.lists(
    st.sampled_from(PAGE.split("\n")[:-1]) | st.text(st.characters(blacklist_categories=["Cs"]), max_size=60),
    max_size=25,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=lines)
def test_nothing_is_made_up_and_nothing_is_lost(notes: Path, lines: list[str]) -> None:
    (notes / "a.txt").write_text("\n".join([*lines, "一段正文。"]), encoding="utf-8")
    with SeparateReader(notes, as_is=["a.txt"]) as reader:
        whole = reader.read("a.txt")
    cleaned = clean_document(whole)
    before = "\n".join(each.text for each in whole.blocks)
    assert all(each.text in before for each in cleaned.blocks)
    assert clean_document(cleaned).blocks == cleaned.blocks or len(clean_document(cleaned).blocks) < len(cleaned.blocks)
    gone = len(whole.blocks) - len(cleaned.blocks)
    assert gone <= len(cleaned.left_out)
    assert document_from_json(document_to_json(cleaned)) == cleaned
    read_document(Path("a.txt"), notes)


@given(st.text(max_size=80))
def test_what_is_visible_stays(text: str) -> None:
    assert without_invisible(without_invisible(text)) == without_invisible(text)
    assert [each for each in without_invisible(text) if each.isalnum()] == [each for each in text if each.isalnum()]
