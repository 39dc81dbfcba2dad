"""Chat logs and meeting transcripts of the common programs: who said what."""

import pytest

from .conftest import ReadText

WECHAT = """陈女士 2025-11-03 10:12:01
装好以后水压变小了
洗澡都不够用

A澄川客服-小李 2025-11-03 10:15:22
您好，我们明天派人来看

陈女士 2025-11-03 10:16:03
[图片]
"""
QQ = """2025-11-03 10:12:01 小鱼儿🐟(12345678)
装好以后水压变小了
洗澡都不够用

2025-11-03 10:15:22 A澄川客服-小李<li@qq.com>
您好，我们明天派人来看
"""
WHATSAPP = """[03/11/2025, 10:12:01] Mike Chen: The pressure dropped
after the installation
[03/11/2025, 10:15:22] Jane: We will send somebody tomorrow
[03/11/2025, 10:16:00] Mike Chen: <Media omitted>
"""
TENCENT = """张三 00:00:12
大家好我们开始吧

王小明(产品部) 00:01:15
水压变小了客户投诉很多

张三 00:02:00
好的
"""
TEAMS = """0:0:0.0 --> 0:0:1.510
Mike Chen
The pressure dropped after the installation

0:0:3.270 --> 0:0:4.250
Jane Roe
We will send somebody
"""
ZOOM = """[Mike Chen] 10:02:11
The pressure dropped.

[Jane Roe] 10:02:19
We will send somebody.
"""


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (WECHAT, ["陈女士", "陈女士", "A澄川客服-小李"]),
        (QQ, ["小鱼儿🐟", "小鱼儿🐟", "A澄川客服-小李"]),
        (WHATSAPP, ["Mike Chen", "Mike Chen", "Jane"]),
        (TENCENT, ["张三", "王小明", "张三"]),
        (TEAMS, ["Mike Chen", "Jane Roe"]),
        (ZOOM, ["Mike Chen", "Jane Roe"]),
    ],
    ids=["wechat", "qq", "whatsapp", "tencent", "teams", "zoom"],
)
def test_every_line_has_its_speaker(read: ReadText, text: str, speakers: list[str]) -> None:
    document = read(text)
    assert [(each.speaker or "").split("(")[0] for each in document.blocks] == speakers
    assert all(":" not in each.text for each in document.blocks)


def test_notices_of_the_program_are_left_out(read: ReadText) -> None:
    assert [(each.reason, each.excerpt) for each in read(WECHAT).left_out] == [("chat_frame", "[图片]")]


def test_meeting_turns_have_their_time(read: ReadText) -> None:
    assert [each.locator.time for each in read(TENCENT).blocks] == ["00:00:12", "00:01:15", "00:02:00"]


def test_a_report_that_mentions_times_is_no_chat(read: ReadText) -> None:
    text = "访谈纪要\n地点 门店\n开始 2025-11-03 10:12:01\n陈女士觉得安装太慢，等了三天才有人来。\n" * 2
    text += "后来客服打了电话，解释了原因。\n" * 20
    assert all(each.speaker is None for each in read(text).blocks)
