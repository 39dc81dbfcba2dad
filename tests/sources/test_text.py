"""Plain text and Markdown: lines, paragraphs, headings, and marks taken off at the edges only."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.sources.plain import find_margin, join_wrapped

from .conftest import ReadText


def test_each_line_of_notes_is_a_block_with_its_number(read: ReadText) -> None:
    document = read("第一行\n\n第三行\n第四行\n")
    assert [(block.locator.line, block.text) for block in document.blocks] == [
        (1, "第一行"),
        (3, "第三行"),
        (4, "第四行"),
    ]
    assert document.language == "zh-Hans"


def test_text_wrapped_at_a_margin_is_put_together(read: ReadText) -> None:
    text = (
        "I thought that the price was fine but waiting for the installer\n"
        "took far too long and nobody from the company ever called me to\n"
        "say why it was late so in the end I called the hotline myself.\n\n"
        "Mike: The second visit went well and the installer showed me how\n"
        "to change the filter.\n"
    )
    document = read(text)
    assert [(block.locator.line, block.text.count("\n")) for block in document.blocks] == [(1, 2), (5, 1)]


def test_chat_lines_of_different_width_are_never_put_together(read: ReadText) -> None:
    lines = [
        "券要先加客服微信才给，烦，但是我加了",
        "顺利",
        "结算的时候给我默认勾了一个滤芯套餐，付完才发现多了三百九十八",
        "找客服退的，退了三天",
        "还行",
    ]
    assert len(read("\n".join(lines)).blocks) == 5


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(alphabet="我们的 ab。：\t", max_size=60), max_size=20))
def test_joining_loses_no_line(lines: list[str]) -> None:
    joined = "\n".join(part for _, part in join_wrapped(lines, find_margin(lines)))
    assert "".join(joined.split()) == "".join("".join(lines).split())


MARKDOWN = """---
title: 访谈
---
# 陈女士

- 第一条：**还可以**
* 第二条
> 引用的话
> 再一句

小标题
------
1. 数字开头
<!-- 给自己看的 -->
| 指标 | 数值 |
|------|-----:|
| 转化率 | 3.5% |

## 更深
一句里有 *强调* 和 [链接](https://a.b)。
"""


def test_markdown_keeps_inner_text_as_it_is(read: ReadText) -> None:
    document = read(MARKDOWN, "a.md")
    found = [(block.kind, block.locator.line, block.text) for block in document.blocks]
    assert found == [
        ("paragraph", 2, "title: 访谈"),
        ("heading", 4, "陈女士"),
        ("list", 6, "第一条：**还可以**"),
        ("list", 7, "第二条"),
        ("paragraph", 8, "引用的话"),
        ("paragraph", 9, "再一句"),
        ("heading", 11, "小标题"),
        ("paragraph", 13, "1. 数字开头"),
        ("row", 15, "指标\t数值"),
        ("row", 17, "转化率\t3.5%"),
        ("heading", 19, "更深"),
        ("paragraph", 20, "一句里有 *强调* 和 [链接](https://a.b)。"),
    ]
    assert document.blocks[7].locator.heading == ("陈女士", "小标题")
    assert document.blocks[-1].locator.heading == ("陈女士", "更深")
    assert [(each.reason, each.excerpt) for each in document.left_out] == [("hidden", "<!-- 给自己看的 -->")]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_crlf_makes_no_difference(read: ReadText, name: str) -> None:
    assert [block.text for block in read("甲\r\n\r\n乙\r\n", name).blocks] == ["甲", "乙"]
