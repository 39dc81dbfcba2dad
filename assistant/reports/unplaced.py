"""Claims without a place: listed apart, each with where it stood and where it may belong, and as a table to decide them."""

import csv
import io
from collections.abc import Sequence

from assistant.files import tame_formula
from assistant.journey import Draft, StageModel, Unplaced
from assistant.reports import words
from assistant.reports.blocks import Block, Heading, Paragraph, Row, Run, Table, TableCell, text_cell, text_paragraph
from assistant.reports.claims import key_pieces
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice
from assistant.wording import Text, joined

UNDECIDED_FILE = "undecided.csv"
_COLUMNS = ("id", "stage", "choices", "stood", "reason", "text")
_TITLE = Text("改用新阶段后尚未归位的要点", "Claims without a place in the new stages", "改用新階段後尚未歸位的要點")
_LEAD = Text(
    "这一稿由第 {number} 稿（{model}）改用“{target}”而来：{moved} 条要点随阶段移过去，{judged} 条逐条判断。下面 {count} 条没有替您决定，"
    "它们不在地图里；在 undecided.csv 里写明阶段后可以归位。",
    "This draft was re-cast from draft {number} ({model}) into “{target}”: {moved} claims moved with their stage, {judged} were judged "
    "one by one. The {count} below were not decided for you and stand in no map; name their stage in undecided.csv to place them.",
)
_TITLE_GONE = Text("尚未归位的要点", "Claims without a place", "尚未歸位的要點")
UNPLACED_TITLES = (_TITLE, _TITLE_GONE)
_LEAD_GONE = Text(
    "下面 {count} 条是人写下或改定的，一字未动，但原来的位置已经不在，所以不在报告的任何一格里。在报告旁边的 {file} 里写明阶段，"
    "再运行 journey model recast，就会归位到那个阶段的洞察里。",
    "The {count} below were written or changed by a person and stand word for word, but where they stood is gone, so that they "
    "are in no cell. Name their stage in {file} beside the reports and run journey model recast to put them into its insights.",
)
_CLAIM = Text("要点", "Claim", "要點")
_STOOD = Text("原来的阶段", "Stood in", "原來的階段")
_CHOICES = Text("可能属于", "May belong to", "可能屬於")
_REASONS = {
    "person": Text("由人写下或改定，不自动拆分", "written or changed by a person: not split by the program"),
    "several": Text("几个阶段都有可能", "several stages are possible"),
    "none": Text("新的划分里没有对应的阶段", "the new division has no stage for it"),
    "gone": Text(
        "原来的问题或价值已不再使用", "its question or value is no longer in use", "原來的問題或價值已不再使用"
    ),
    "question": Text("新的划分不再问这个问题", "the new division does not ask this question"),
}
_SIDE = 42.0


def build_unplaced(voice: Voice, theme: Theme) -> list[Block]:
    """The claims that wait, in the order they stood; nothing where none does."""
    draft = voice.draft
    if not draft.unplaced:
        return []
    title, lead = _said(draft)
    header = Row(
        tuple(text_cell("TableHead", voice.say(head), "head") for head in (_CLAIM, _STOOD, _CHOICES)), header=True
    )
    width = theme.text_width(landscape=True)
    rows = tuple(_row(voice, each) for each in draft.unplaced)
    return [
        Heading(voice.say(title), 1, new_page=True),
        text_paragraph("Lead", voice.say(lead), keep_next=True),
        Table((width - 2 * _SIDE, _SIDE, _SIDE), (header, *rows), voice.say(title)),
    ]


def render_undecided(draft: Draft) -> bytes:
    """The claims that wait, as a table with an empty column for the stage."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    for each in draft.unplaced:
        choices = "; ".join(_choices(each, draft.model))
        writer.writerow((each.claim.id, "", choices, each.stage, each.reason, tame_formula(each.claim.text)))
    return "\ufeff".encode() + stream.getvalue().encode("utf-8", "replace")


def _choices(each: Unplaced, model: StageModel) -> Sequence[str]:
    return each.choices or model.stage_ids


def _said(draft: Draft) -> tuple[Text, Text]:
    """Title and lead: of a re-casting, or of a draft in whose playbook or client's file something was taken out."""
    made, count = draft.recasting, len(draft.unplaced)
    if made is None:
        return _TITLE_GONE, _LEAD_GONE.filled(count=count, file=UNDECIDED_FILE)
    lead = _LEAD.filled(
        number=made.number,
        model=made.label,
        target=draft.model.label,
        moved=made.moved,
        judged=made.judged,
        count=count,
    )
    return _TITLE, lead


def _row(voice: Voice, each: Unplaced) -> Row:
    mark = Run(f"{words.MARKS[each.claim.verdict]} ")
    said = Paragraph("TableText", (mark, Run(each.claim.text), *key_pieces(voice, each.claim.keys)))
    choices = joined([voice.draft.model.title(choice) for choice in each.choices])
    may = TableCell(
        (
            text_paragraph("TableText", voice.say(choices) if each.choices else "–"),
            text_paragraph("TableNote", voice.say(_REASONS[each.reason])),
        )
    )
    return Row((TableCell((said,)), text_cell("TableText", each.stage), may))
