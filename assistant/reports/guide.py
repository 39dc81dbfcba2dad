"""An interview guide as a Word file: open questions first, with room for answers, made to be filled in and read back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.journey import Role
from assistant.reports.blocks import (
    Block,
    Heading,
    Paragraph,
    Report,
    Row,
    Run,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.plain import build_plain_report
from assistant.reports.theme import Theme
from assistant.wording import Language, Text

GUIDE_PROPERTY = "JourneyGuide"
"""The custom property by which a filled guide is known again; its value is the number of the form."""
GUIDE_FORM = "1"
TITLE = {
    Role.CUSTOMER: Text("访谈提纲：客户", "Interview guide: customers"),
    Role.STAFF: Text("访谈提纲：员工", "Interview guide: staff"),
}
HEAD_LABELS = {
    "interviewee": Text("受访者", "Interviewee"),
    "role": Text("身份", "Role"),
    "segment": Text("客群", "Segment"),
    "interviewer": Text("访谈者", "Interviewer"),
    "date": Text("日期", "Date"),
}
SIDES = {Role.CUSTOMER: Text("客户", "customer"), Role.STAFF: Text("员工", "staff")}
_HOW = Text(
    "答案写在每题下面的空格里，尽量照原话写；没有问到的留空。填好后运行 journey add，或直接放进 notes 文件夹：回答会读成笔记，"
    "问题和填写说明不算任何人的话。",
    "Write answers into the box below each question, in the interviewee's own words as far as you can; leave what was not asked "
    "empty. Then run journey add, or put the file into the notes folder: the answers are read as a note; questions and "
    "instructions count as nobody's words.",
)
_TIME = Text("约 {minutes} 分钟", "about {minutes} minutes")
_LATER = Text("有时间再问", "If time allows")
_LATER_LEAD = Text(
    "以下问题超出了 {minutes} 分钟，按需要挑着问。", "These go beyond the {minutes} minutes; choose as needed."
)
_WHY = Text("{why}{known}", "{why} {known}")
_STAGE = Text("{stage}（{time}）", "{stage} ({time})")
_HEADER = Text("访谈提纲", "Interview guide")
_LABEL_WIDTH = 26.0
_LINES, _FEW_LINES = 6, 4


@dataclass(frozen=True, slots=True)
class GuideQuestion:
    """One question of a guide. `minutes` is the time it may take, `open` whether nobody has answered for its cell yet."""

    stage: str
    text: str
    why: Text
    known: Text
    minutes: int
    open: bool


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide for one side. What stands beyond `minutes` of questions comes last, under a heading of its own."""

    client: str
    language: Language
    role: Role
    questions: tuple[GuideQuestion, ...]
    minutes: int
    created: str
    segment: str = ""
    interviewer: str = ""
    firm: str = ""


def render_guide(guide: Guide, theme: Theme) -> bytes:
    """The guide as the bytes of a .docx."""
    from assistant.reports.word import render_word

    return render_word(build_guide(guide, theme), theme)


def build_guide(guide: Guide, theme: Theme) -> Report:
    """The guide as a report of headings and boxes."""
    return build_plain_report(
        "guide",
        guide.language,
        theme,
        _body(guide, theme),
        title=guide_title(guide),
        subject=guide.client,
        header=(guide.client, _HEADER.say(guide.language)),
        created=guide.created,
        author=guide.firm,
        custom=((GUIDE_PROPERTY, GUIDE_FORM),),
    )


def guide_title(guide: Guide) -> str:
    """The title that names the side."""
    return TITLE[guide.role].say(guide.language)


def split_by_time(guide: Guide) -> tuple[list[GuideQuestion], list[GuideQuestion]]:
    """The questions that fit into the time, and the rest; open ones are asked first within their stage."""
    fitting: list[GuideQuestion] = []
    rest: list[GuideQuestion] = []
    spent = 0
    for each in sorted(guide.questions, key=lambda one: not one.open):
        if spent + each.minutes <= guide.minutes:
            spent += each.minutes
            fitting.append(each)
        else:
            rest.append(each)
    order = {each: place for place, each in enumerate(guide.questions)}
    return sorted(fitting, key=lambda each: order[each]), sorted(rest, key=lambda each: order[each])


def _body(guide: Guide, theme: Theme) -> Iterator[Block]:
    width = theme.text_width(landscape=False)
    fitting, rest = split_by_time(guide)
    yield Heading(guide_title(guide), 1)
    yield text_paragraph("Lead", guide.client)
    yield _head(guide, width)
    yield text_paragraph("Lead", _HOW.say(guide.language))
    yield from _questions(guide, fitting, width)
    if rest:
        yield Heading(_LATER.say(guide.language), 1, new_page=True)
        yield text_paragraph("Lead", _LATER_LEAD.filled(minutes=guide.minutes).say(guide.language))
        yield from _questions(guide, rest, width)


def _questions(guide: Guide, questions: Sequence[GuideQuestion], width: float) -> Iterator[Block]:
    for stage, group in groupby(questions, key=lambda each: each.stage):
        asked = list(group)
        time = _TIME.filled(minutes=sum(each.minutes for each in asked))
        yield Heading(_STAGE.filled(stage=stage, time=time).say(guide.language), 2)
        for each in asked:
            why = _WHY.filled(why=each.why, known=each.known).say(guide.language)
            yield Paragraph("ClaimNote", (Run(why),), keep_next=True)
            yield _box(each, width, guide.language)


def _box(question: GuideQuestion, width: float, language: Language) -> Table:
    """The question, and below it the room for its answer."""
    time = _TIME.filled(minutes=question.minutes).say(language)
    room = TableCell(tuple(text_paragraph("TableText", "") for _ in range(_LINES if question.open else _FEW_LINES)))
    head = TableCell(
        (Paragraph("TableHead", (Run(question.text),), keep_next=True),),
        "head",
    )
    return Table((width,), (Row((head,)), Row((room,))), f"{question.text} {time}", "grid")


def _head(guide: Guide, width: float) -> Table:
    filled = {
        "interviewee": "",
        "role": SIDES[guide.role].say(guide.language),
        "segment": guide.segment,
        "interviewer": guide.interviewer,
        "date": "",
    }
    rows = tuple(
        Row((text_cell("CoverLabel", label.say(guide.language)), text_cell("CoverValue", filled[name])))
        for name, label in HEAD_LABELS.items()
        if name != "segment" or guide.role is Role.CUSTOMER
    )
    return Table((_LABEL_WIDTH, width - _LABEL_WIDTH), rows, guide_title(guide), "grid")
