"""Chat logs and meeting transcripts as their programs export them: a line with who and when, then what was said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.journey import Block, LeftOut, Locator
from assistant.sources.dates import read_day
from assistant.sources.reasons import left_out

_DATE = r"(?P<date>\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
_CLOCK = r"(?:[上下]午\s*)?(?P<clock{n}>\d{{1,2}}[:：]\d{{1,2}}(?:[:：]\d{{1,2}})?(?:[.,]\d{{1,3}})?)(?:\s*[AaPp]\.?[Mm]\.?)?"


def _clock(number: int) -> str:
    return _CLOCK.format(n=number)


_RANGE = re.compile(rf"^\s*{_clock(0)}\s*-->\s*{_clock(1)}\s*$")
_SPEAKER = r"(?P<name>[^\s\d:：\[\]【】<>|，。,？?！!][^\n:：<>|，。？?！!]{0,39}?)"
_ID = r"\s*(?:[(（<][\w.@+-]{4,40}[)）>])?"
# who and when on a line of their own: WeChat, QQ, DingTalk, Tencent Meeting, Feishu, Teams, Zoom
_HEADS = (
    re.compile(rf"^\s*{_SPEAKER}{_ID}\s+[\[(（]?{_DATE}[\s,，T]*{_clock(0)}[\])）]?\s*$"),
    re.compile(rf"^\s*[\[(（]?{_DATE}[\s,，T]*{_clock(0)}[\])）]?\s+{_SPEAKER}{_ID}\s*[:：]?\s*$"),
    re.compile(rf"^\s*[\[【]?{_SPEAKER}[\]】]?{_ID}(?:\s+|\s*[(（\[])(?P<clock0>\d{{1,3}}[:：]\d{{2}}(?:[:：]\d{{2}})?)[)）\]]?\s*[:：]?\s*$"),
)  # fmt: skip
# who, when and what on one line: WhatsApp, Slack, Discord
_INLINE = re.compile(
    rf"^\s*[\u200e\u200f]?\[?{_DATE}[\s,，T]*{_clock(0)}\]?\s*(?:[-–—]\s*)?(?P<name>[^:：\n]{{1,40}}?)\s*[:：]\s+(?P<said>\S.*)$"
)
_NOTHING_SAID = re.compile(
    r"^\s*(?:[\[【<(（](?:图片|圖片|语音|語音|视频|視頻|影片|表情|动画表情|貼圖|贴图|文件|檔案|位置|名片|红包|紅包|转账|链接|聊天记录|"
    r"photo|image|voice|video|sticker|gif|file|audio|media)[^\]】>)）\n]{0,40}[\]】>)）]|"
    r"<?(?:media|image|video|audio|sticker|document) omitted>?|"
    r".{0,40}(?:撤回了一条消息|撤回了一則訊息|拍了拍|加入了群聊|加入群组|邀请.{1,30}加入|退出了群聊|修改群名为|领取了.{0,20}红包|"
    r"加入会议|离开会议|加入會議|離開會議|(?:joined|left) the meeting|(?:started|stopped) transcription)|"
    r"messages and calls are end-to-end encrypted.*|(?:this message was|you) deleted(?: this message)?\.?)\s*$",
    re.IGNORECASE,
)
_FEWEST_HEADS = 2
_LEAST_SHARE = 0.12  # of the lines; a report that mentions a time or two is no chat


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file with its place."""

    text: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class _Head:
    name: str
    time: str | None
    lines: int
    said: str = ""
    date: str = ""


def read_transcript(lines: Sequence[Line], document: str) -> tuple[list[Block], list[LeftOut]] | None:
    """The turns of a chat log or meeting transcript, each line of them a block under its speaker's name.

    What the program noted itself ("… left the meeting", "[图片]") is left out. None where the lines are no such thing.
    """
    heads = _find_heads(lines)
    filled = sum(1 for line in lines if line.text.strip())
    if len(heads) < _FEWEST_HEADS or len(heads) < _LEAST_SHARE * filled:
        return None
    blocks: list[Block] = []
    left: list[LeftOut] = []
    head: _Head | None = None
    skip = 0
    for at, line in enumerate(lines):
        if at in heads:
            head, skip = heads[at], heads[at].lines
        if skip:
            skip -= 1
            said = head.said if head is not None and at in heads else ""
        else:
            said = line.text.strip()
        if not said:
            continue
        if _NOTHING_SAID.match(said):
            left.append(left_out(document, "chat_frame", line.locator, said))
            continue
        where = replace(line.locator, time=head.time) if head is not None and head.time else line.locator
        blocks.append(
            Block(
                said, where, "cue" if head else "paragraph", head.name if head else None, date=head.date if head else ""
            )
        )
    return blocks, left


def _find_heads(lines: Sequence[Line]) -> dict[int, _Head]:
    """The lines that say who speaks, of the one form that most of them have."""
    found: list[dict[int, _Head]] = [dict(_ranges(lines)), dict(_inline(lines))]
    found.extend(dict(_alone(lines, pattern)) for pattern in _HEADS)
    return max(found, key=len)


def _ranges(lines: Sequence[Line]) -> Iterator[tuple[int, _Head]]:
    """Teams, as it was: a span of time, a name, then the words."""
    for at, line in enumerate(lines[:-1]):
        found = _RANGE.match(line.text)
        name = lines[at + 1].text.strip()
        if found is not None and 0 < len(name) <= 40 and at + 2 < len(lines) and not _RANGE.match(lines[at + 2].text):
            yield at, _Head(name, _in_full(found["clock0"]), 2)


def _inline(lines: Sequence[Line]) -> Iterator[tuple[int, _Head]]:
    for at, line in enumerate(lines):
        found = _INLINE.match(line.text)
        if found is not None:
            yield at, _Head(found["name"].strip(" ~\u200e"), None, 1, found["said"], read_day(found["date"]))


def _alone(lines: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[tuple[int, _Head]]:
    """A head on a line of its own; something must be said below it before the next."""
    matched = {
        at: found for at, line in enumerate(lines) if len(line.text) < 100 and (found := pattern.match(line.text))
    }
    dated = pattern is not _HEADS[2]
    for at, found in matched.items():
        below = next((i for i in range(at + 1, len(lines)) if lines[i].text.strip()), None)
        if below is not None and below not in matched:
            when, day = (None, read_day(found["date"])) if dated else (_in_full(found["clock0"]), "")
            yield at, _Head(found["name"].strip(" :：[]【】"), when, 1, date=day)


def _in_full(clock: str) -> str:
    """HH:MM:SS of a time that may lack its hours."""
    parts = [int(each) for each in re.split("[:：]", re.sub(r"[.,]\d+$", "", clock))]
    hours, minutes, seconds = ([0] * (3 - len(parts)) + parts)[:3]
    return f"{hours:02}:{minutes:02}:{seconds:02}"
