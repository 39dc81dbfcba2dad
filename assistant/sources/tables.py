"""What a table of the notes is (transcript, survey, questions and answers, a form, or just rows), as blocks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.journey import Block, Locator, Role
from assistant.sources.dates import read_day
from assistant.sources.folding import fold
from assistant.sources.headers import is_header_key
from assistant.sources.language import measure
from assistant.sources.roles import part_of, role_named_in, role_of
from assistant.sources.vocabulary import words

Column = Literal["speaker", "text", "question", "answer", "role", "segment", "aside", "meta", "id"]

# What a column holds, by its heading after folding.
_HEADINGS: dict[Column, frozenset[str]] = {
    "speaker": words("""
        说话人 发言人 讲话人 讲者 发言者 说话者 姓名 名字 受访者 被访者 受访人 受访者姓名 访谈对象 受访对象
        参与者 人员 人物 客户姓名 客户名称 客户 昵称 称呼 用户 顾客 填写人 员工 speaker name participant
        respondent interviewee who person author customer user attendee
    """),
    "text": words("""
        内容 发言 发言内容 说话内容 原话 原文 话语 对话 对话内容 文本 文字 陈述 语录 记录内容 访谈内容 谈话内容
        消息 消息内容 留言 text content utterance message statement transcript quote verbatim said speech line
    """),
    "question": words("问题 提问 题目 问 访谈问题 采访问题 question q prompt"),
    "answer": words("回答 答案 答 答复 回复 受访者回答 客户回答 answer a response reply"),
    "role": words("身份 角色 角色类型 身份类型 岗位 role speaker_role"),
    "segment": words("""
        客群 客户群 客户群体 客户细分 细分 细分客群 细分群体 分群 客户类型 顾客类型 用户类型 用户分群 群体 人群
        类型 类别 segment group persona customer_group customer_segment customer_type user_type
    """),
    "aside": words("备注 旁注 记录者备注 访谈者备注 note notes remark remarks memo"),
    "id": words("编号 序号 受访者编号 id no no. # nr code 问卷编号 代号 participant_id respondent_id"),
    "meta": words("""
        日期 时间 提交时间 开始时间 结束时间 填写时间 时间戳 时长 地点 城市 地区 省份 区域 年龄 性别 职业 职位
        电话 手机 手机号 联系方式 邮箱 地址 渠道来源 来源 门店 方式 date time timestamp start end duration place
        location city region age gender occupation phone email address source store channel end_time start_time submitted_at
    """),
}
_ASKS = re.compile(
    "[？?]|为什么|为何|怎么|如何|什么|哪|是否|多少|几次|原因|感受|体验|评价|意见|建议|反馈|评分|打分|分数|满意|推荐|印象|看法|"
    r"\b(?:why|how|what|which|when|where|who|would|did|do|does|please|reason|feedback|comments?|suggestions?|rating|score|"
    r"satisf\w+|recommend\w*|nps|experience|opinion)\b",
    re.IGNORECASE,
)
_DATED = re.compile("日期|时间|時間|date|time|start|submitted", re.IGNORECASE)
_QUESTION_END = re.compile(r"[？?]\s*$")
_LONGEST_NAMED = 80  # no column of speech has a longer name, remarks in brackets included
_PROSE = 24  # measure from which a cell is prose; no text measures more than its length and one
_LONG_HEADING = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file, from 1, and the text of its cells."""

    number: int
    cells: tuple[str, ...]

    def cell(self, at: int) -> str:
        return self.cells[at].strip() if at < len(self.cells) else ""


def build_table_blocks(rows: Sequence[Row], base: Locator) -> list[Block]:
    """The blocks of a table in reading order; a column's heading or a row's question stands in the heading path.

    A cell of speech is a block of its own. `base` says where the table stands; rows get its other marks.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        return []
    width = max(len(row.cells) for row in filled)
    if width == 1:
        return [block for row in filled for block in _cell_blocks(row.cell(0), row, base)]
    for at, row in enumerate(filled[:10]):
        columns: list[Column | None] = [_column(heading) for heading in row.cells]
        if _is_header(row, columns):
            titles = [block for above in filled[:at] for block in _plain_row(above, base)]
            return titles + _spoken(filled[at + 1 :], row, columns, base)
    if width == 2:
        blocks = _two_columns(filled, base)
        if blocks is not None:
            return blocks
    return [block for row in filled for block in _plain_row(row, base)]


def _column(heading: str) -> Column | None:
    if not heading or len(heading) > _LONGEST_NAMED:
        return None
    folded = fold(heading).strip(" :：*")
    bare = re.sub(r"\s*[(（].*[)）]$", "", folded)
    for column, names in _HEADINGS.items():
        if folded in names or bare in names:
            return column
    return None


def _is_header(row: Row, columns: Sequence[Column | None]) -> bool:
    """Whether the row names columns that make the table speech: who, what, or asked questions."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    if len(cells) < 2 or any(len(cell) > _LONG_HEADING and not _ASKS.search(cell) for cell in cells):
        return False
    known = {column for column in columns if column}
    if known & {"text", "answer"} and known & {"speaker", "question", "role", "id", "segment", "meta"}:
        return True
    asked = [c for c, column in zip(row.cells, columns, strict=True) if column is None and _ASKS.search(c)]
    who = known & {"speaker", "id", "segment", "role"}
    return bool(asked and (who or len(asked) >= 2)) and not _QUESTION_END.search(cells[0])


def _spoken(rows: Sequence[Row], header: Row, columns: list[Column | None], base: Locator) -> list[Block]:
    """Transcript or survey rows under a header: who speaks from one column, what is said from the others."""
    single = columns.count("text") == 1 and None not in columns
    blocks: list[Block] = []
    for row in rows:
        speaker, role, segment = _who(row, header, columns)
        asked = next((row.cell(at) for at, column in enumerate(columns) if column == "question"), "")
        stamps = (
            row.cell(at) for at, column in enumerate(columns) if column == "meta" and _DATED.search(header.cell(at))
        )
        day = next((day for stamp in stamps if (day := read_day(stamp))), "")
        for at, column in enumerate(columns):
            if column not in ("text", "answer", "aside", None) or not row.cell(at):
                continue
            heading = header.cell(at)
            question = asked or ("" if single or column == "text" else heading)
            where = replace(base, row=row.number, heading=(*base.heading, question) if question else base.heading)
            text = f"【{heading}：{row.cell(at)}】" if column == "aside" else row.cell(at)
            spoken_by = speaker or ("答" if column == "answer" else None)
            said = (_said(part, where, spoken_by, role, segment) for part in _lines(text))
            blocks.extend(replace(each, date=day) for each in said)
    return blocks


def _said(text: str, where: Locator, speaker: str | None, role: Role | None, segment: str | None) -> Block:
    return Block(text, where, "row", speaker, role, segment)


def _who(row: Row, header: Row, columns: Sequence[Column | None]) -> tuple[str | None, Role | None, str | None]:
    """Speaker, role and segment of a row, as its columns give them."""
    found: dict[Column, tuple[str, str]] = {}
    for at, column in enumerate(columns):
        if column in ("speaker", "role", "segment", "id") and row.cell(at):
            found.setdefault(column, (row.cell(at), header.cell(at)))
    speaker, heading = found.get("speaker", ("", ""))
    if not speaker and "id" in found:
        value, heading = found["id"]
        speaker = value if re.search(r"[^\W\d_]", value) else f"{heading} {value}"
    role_words = found.get("role", ("", ""))[0]
    role = role_named_in(role_words) if role_words else None
    part = part_of(heading) if heading else None
    if role is None and part is not None and part != "speaker":
        role = role_of(part)
    segment = found.get("segment", ("", ""))[0] or (role_words if role_named_in(role_words) is None else "")
    return speaker or None, role, segment or None


def _two_columns(rows: Sequence[Row], base: Locator) -> list[Block] | None:
    """Two columns without a heading: question and answer, speaker and words, or a form; None for anything else."""
    pairs = [(row, row.cell(0), row.cell(1)) for row in rows]
    asked = sum(1 for _, left, right in pairs if _QUESTION_END.search(left) and right)
    if asked * 2 > len(pairs):
        blocks: list[Block] = []
        for row, left, right in pairs:
            where = replace(base, row=row.number, heading=(*base.heading, left) if right else base.heading)
            if right:
                blocks.extend(_said(part, where, "答", None, None) for part in _lines(right))
            else:
                blocks.extend(_cell_blocks(left, row, base))
        return blocks
    if all(is_header_key(left) or not right for _, left, right in pairs):
        return [Block(f"{left}\t{right}".strip(), replace(base, row=row.number), "row") for row, left, right in pairs]
    labels = [left.strip(" :：") for _, left, _ in pairs]
    if all(part_of(label) or _names(labels, label) for label in labels if label) and len(set(labels)) < len(labels):
        return [
            _said(part, replace(base, row=row.number), label or None, None, None)
            for (row, _, right), label in zip(pairs, labels, strict=True)
            for part in _lines(right)
        ]
    return None


def _names(labels: Sequence[str], label: str) -> bool:
    return len(label) <= 20 and labels.count(label) >= 2


def _plain_row(row: Row, base: Locator) -> list[Block]:
    """A row of no known shape: short cells belong together, prose stands alone."""
    cells = [cell.strip() for cell in row.cells]
    if len(cells) == 2 and is_header_key(cells[0]):
        return [Block("\t".join(cells).strip(), replace(base, row=row.number), "row")]
    if any((len(cell) >= _PROSE - 1 and measure(cell) >= _PROSE) or "\n" in cell for cell in cells):
        return [block for cell in cells for block in _cell_blocks(cell, row, base)]
    words = "\t".join(cell for cell in cells if cell)
    return [Block(words, replace(base, row=row.number), "row")] if words else []


def _cell_blocks(cell: str, row: Row, base: Locator) -> list[Block]:
    return [Block(part, replace(base, row=row.number), "row") for part in _lines(cell)]


def _lines(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]
