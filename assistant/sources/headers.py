"""Header lines of a note ("受访者：陈女士", "Segment: families"): what they say about who speaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.journey import Role
from assistant.sources.folding import fold
from assistant.sources.names import is_surname, looks_like_name, split_parenthesis
from assistant.sources.roles import role_named_in
from assistant.sources.vocabulary import words

Key = Literal["interviewee", "customer", "interviewer", "segment", "role", "other"]

_KEYS: dict[Key, frozenset[str]] = {
    "interviewee": words("""
        受访者 受访人 被访者 被访人 访谈对象 受访对象 受访客户 受访用户 受访顾客 受访员工 采访对象 受访 被访 对象
        被采访者 被采访人 受访者姓名 受访嘉宾 interviewee interviewees participant participants respondent interview_with
        interviewee_name participant_name
    """),
    "customer": words("姓名 客户姓名 客户名称 客户 顾客 用户 参与者 customer name user client customer_name"),
    "interviewer": words("""
        访谈 采访 提问 问 访谈者 访谈人 访谈员 采访者 采访人 采访员 访问者 访问人 访问员 访员 主持人 主持 提问者 提问人 顾问
        研究员 调研员 interviewer interviewers moderator facilitator host researcher consultant conducted_by interviewed_by
    """),
    "segment": words("""
        客群 客户群 客户群体 客户细分 细分 细分客群 细分群体 分群 客户类型 用户类型 顾客类型 群体 人群 类型 类别
        segment persona customer_group customer_segment customer_type user_type
    """),
    "role": words("身份 角色 岗位 role"),
    "other": words("""
        访谈编号 参加 与会 日期 时间 访谈日期 访谈时间 采访时间 地点 访谈地点 方式 访谈方式 形式 时长 项目 主题 访谈主题 记录
        记录人 记录者 记录员 整理 整理人 编号 版本 公司 产品 品牌 城市 年龄 性别 语言 渠道 门店 背景 职业 职位
        职务 部门 住址 录音 文件 文件名 参与人员 参加人员 与会人员 出席 备注 说明 标题 date time place location
        venue duration project topic subject notetaker transcript recording company product brand city age
        gender language channel store background occupation position title department format method attendees
        file version id medium recorded notes interview_date interview_type job_title note-taker note_taker notes_by recorded_by taken_by
    """),
}
_SEPARATOR = r"[：:\t]"
_MORE = re.compile(r"(?:[\s　]{2,}|\s*[|｜；;/／，,。]\s*|\s+)(?=(?P<key>[^\s：:|｜；;，,/／]{1,10})\s*[：:])")
_LINE = re.compile(rf"^[\s>*_•-]*(?P<key>[^：:\t\n]{{1,24}}?)[\s*_]*{_SEPARATOR}[\s*_]*(?P<value>.*)$", re.DOTALL)
_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One `key: value` of a note's header, with what its key is about."""

    key: Key
    value: str


@dataclass(frozen=True, slots=True)
class Named:
    """Someone a header names, and what it says about them: "王强（门店店长）"."""

    name: str
    words: str = ""
    role: Role | None = None
    interviewed: bool = True
    """Said to be the one interviewed; a mere "客户：" at the top may head what others wrote about them."""


def is_header_key(words: str) -> bool:
    """Whether the words stand alone as the key of a header line."""
    return _key(words) is not None


def read_header_line(line: str) -> list[HeaderLine]:
    """The header entries of a line, one or several ("受访者：陈女士  日期：5 月 3 日"); empty for any other line.

    "受访者：" before speech is a label, not a header: the value must be a name there.
    """
    line = line.strip(" \t>*_•-")
    if len(line) > 3 * _LONGEST_VALUE or line.count("\t") > 1 or _LINE.match(line) is None:
        return []
    entries: list[HeaderLine] = []
    parts = _parts(line)
    for part in parts:
        each = _LINE.match(part)
        key = _key(each["key"]) if each else None
        value = each["value"].strip(" *_|｜；;，,。" if len(parts) > 1 else " *_|｜；;，,") if each else ""
        if key is None or len(value) > _LONGEST_VALUE:
            return []
        if key in ("interviewee", "customer", "interviewer") and value and not read_names(value):
            return []
        entries.append(HeaderLine(key, value))
    return entries


def read_preamble_line(line: str) -> list[HeaderLine]:
    """What a line above the first speaker says about who speaks, also in passing ("… at her flat. Interviewer: Lin.")."""
    whole = read_header_line(line)
    if whole:
        return whole
    fragments = re.split(r"[。；;（）()|｜]|\.(?:\s|$)|\s{2,}|\u3000", line[:400])
    return [
        entry
        for each in fragments
        for entry in read_header_line(each)
        if entry.key in ("interviewee", "customer", "interviewer")
    ]


def read_names(value: str) -> list[Named]:
    """Who a header value names: "陈女士（家庭住户）、王先生", "Mike Chen, store manager". Empty where it names no one."""
    if re.search(r"[。！？!?]", value):
        return []
    parts = re.split(r"[、;；/／&＆]|\s+(?:and|和|与)\s+", value.strip())
    listed = [part.strip() for part in re.split("[，,]", value)]
    if len(listed) > 1 and all(looks_like_name(part) for part in listed):
        parts = listed
    return [named for part in parts if (named := _read_name(part.strip())) is not None]


def _read_name(part: str) -> Named | None:
    """One name with what is said about it, in parentheses, after a comma, or before it ("顾问 林老师")."""
    name, words = split_parenthesis(part)
    head, *tail = re.split(r"[，,]|\s+[-–—]\s+|——", name, maxsplit=1)
    words = " ".join(each for each in (words, *tail) if each)
    head = head.strip(" *_")
    if not (looks_like_name(head) or is_surname(head)):
        pieces = head.split()
        if len(pieces) < 2 or head.isascii():
            return None
        first, last = pieces[0], pieces[-1]
        if looks_like_name(first):
            head, rest = first, pieces[1:]
        elif looks_like_name(last):
            head, rest = last, pieces[:-1]
        else:
            return None
        words = " ".join((*rest, words)).strip()
    return Named(head, words, role_named_in(words) if words else None)


def _parts(line: str) -> Sequence[str]:
    """The line cut before each further key it holds."""
    cuts = [found.end() for found in _MORE.finditer(line) if _key(found["key"]) is not None]
    edges = [0, *cuts, len(line)]
    return [line[a:b].strip(" \t　|｜；;，,/／") for a, b in pairwise(edges)]


def _key(words: str) -> Key | None:
    folded = fold(words).strip(" *_:#-")
    for key, names in _KEYS.items():
        if folded in names:
            return key
    return None
