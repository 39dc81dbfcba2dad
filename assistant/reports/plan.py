"""The collection plan as a Word file."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.journey import Role
from assistant.journey.collection import CollectionPlan, Inquiry, Recruit, SurveyItem
from assistant.reports import plan_words as words
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
from assistant.reports.phrasing import date_words
from assistant.reports.plain import build_plain_report
from assistant.reports.theme import Theme
from assistant.reports.words import STAGE
from assistant.wording import Text

_LABEL_WIDTH = 30.0


def render_plan(plan: CollectionPlan, theme: Theme) -> bytes:
    """The plan as the bytes of a .docx."""
    from assistant.reports.word import render_word

    return render_word(build_plan_report(plan, theme), theme)


def build_plan_report(plan: CollectionPlan, theme: Theme) -> Report:
    """The plan as a report of headings and tables."""
    title = words.TITLE.say(plan.language)
    return build_plain_report(
        "plan",
        plan.language,
        theme,
        _Body(plan, theme).blocks(),
        title=title,
        subject=plan.client,
        header=(plan.client, title),
        created=plan.created,
    )


class _Body:
    """The parts of one plan in its language."""

    def __init__(self, plan: CollectionPlan, theme: Theme) -> None:
        self._plan = plan
        self._width = theme.text_width(landscape=False)
        self._labels = {each.id: each.label for each in plan.methods}

    def blocks(self) -> Iterator[Block]:
        yield Heading(self._say(words.TITLE), 1)
        yield text_paragraph("Lead", self._say(words.LEAD))
        yield self._facts()
        if not self._plan.inquiries:
            yield text_paragraph("Body", self._say(words.NOTHING_OPEN))
        else:
            yield from self._glance()
            yield from self._inquiries()
        yield from self._people()
        yield from self._ready()
        yield from self._rules()

    def _say(self, text: Text, **values: object) -> str:
        return (text.filled(**values) if values else text).say(self._plan.language)

    def _facts(self) -> Table:
        states = [each.state for each in self._plan.inquiries]
        told = self._say(
            words.OPEN_VALUE, count=len(states), **{name: states.count(name) for name in ("open", "partly", "unsure")}
        )
        facts = (
            (words.BASIS, self._plan.basis),
            (words.OPEN_COUNT, told),
            (words.DATE, date_words(self._plan.created, self._plan.language)),
        )
        rows = tuple(
            Row((text_cell("CoverLabel", self._say(label)), text_cell("CoverValue", value))) for label, value in facts
        )
        return Table((_LABEL_WIDTH, self._width - _LABEL_WIDTH), rows, self._say(words.BASIS), "plain")

    def _header(self, *texts: Text) -> Row:
        return Row(tuple(text_cell("TableHead", self._say(each), "head") for each in texts), header=True)

    def _glance(self) -> Iterator[Block]:
        yield Heading(self._say(words.GLANCE), 1)
        header = self._header(words.METHOD, words.FIRST, words.AFTER, words.GOOD_FOR, words.HOW_MANY)
        rows = [
            Row(
                (
                    text_cell("TableSide", each.label, "side"),
                    text_cell("TableFigure", str(each.first)),
                    text_cell("TableFigure", str(each.after)),
                    TableCell((text_paragraph("TableText", each.good_for), text_paragraph("TableNote", each.limits))),
                    text_cell("TableText", each.size),
                )
            )
            for each in self._plan.methods
        ]
        wide = (self._width - 28.0 - 2 * 14.0) / 2
        yield Table((28.0, 14.0, 14.0, wide, wide), (header, *rows), self._say(words.GLANCE))

    def _inquiries(self) -> Iterator[Block]:
        yield Heading(self._say(words.INQUIRIES), 1, new_page=True)
        yield text_paragraph("Lead", self._say(words.INQUIRIES_LEAD), keep_next=True)
        for stage, group in _by_stage(self._plan.inquiries):
            yield Heading(stage or self._say(words.WHOLE), 2)
            header = self._header(words.QUESTION, words.METHOD_WHY, words.WHOM)
            rows = tuple(self._inquiry_row(each) for each in group)
            widths = (self._width - 62.0 - 34.0, 62.0, 34.0)
            yield Table(widths, (header, *rows), stage or self._say(words.WHOLE))

    def _inquiry_row(self, each: Inquiry) -> Row:
        colon = ": " if self._plan.language == "en" else "："
        state = self._say(words.STATES[each.state])
        first, *rest = (self._labels[name] for name in each.methods)
        if self._plan.language == "en":
            rest = [name.lower() for name in rest]
        separator = ", " if self._plan.language == "en" else "、"
        then = self._say(words.THEN, methods=separator.join(rest)) if rest else ""
        method = Paragraph("TableText", (Run(first, "Strong"), Run(then, "Muted")))
        return Row(
            (
                TableCell(
                    (
                        text_paragraph("TableText", each.question),
                        text_paragraph("TableNote", state + colon + each.known),
                    )
                ),
                TableCell((method, text_paragraph("TableNote", each.why))),
                text_cell("TableText", each.whom),
            )
        )

    def _people(self) -> Iterator[Block]:
        yield Heading(self._say(words.PEOPLE), 1)
        header = self._header(words.GROUP, words.HEARD, words.WANTED, words.NOTE)
        rows = tuple(self._recruit_row(each) for each in self._plan.recruits)
        yield Table((44.0, 16.0, 16.0, self._width - 76.0), (header, *rows), self._say(words.PEOPLE))

    def _recruit_row(self, each: Recruit) -> Row:
        who = TableCell(
            (text_paragraph("TableSide", each.label), text_paragraph("TableNote", self._say(words.SIDES[each.role]))),
            "side",
        )
        figures = (text_cell("TableFigure", str(count)) for count in (each.heard, each.wanted))
        return Row((who, *figures, text_cell("TableText", each.note)))

    # ---------------------------------------------------------------- ready to use

    def _ready(self) -> Iterator[Block]:
        plan = self._plan
        if plan.survey:
            yield Heading(self._say(words.SURVEY), 1, new_page=True)
            yield text_paragraph("Lead", self._say(words.SURVEY_LEAD), keep_next=True)
            yield self._intro()
            yield from self._survey()
        if plan.questions:
            yield Heading(self._say(words.INTERVIEWS), 1, new_page=True)
            yield text_paragraph("Lead", self._say(words.INTERVIEWS_LEAD))
            yield from self._interviews()
        yield from self._list(words.TOPICS, None, plan.topics)
        yield from self._list(words.WATCH, words.WATCH_LEAD, plan.watch)
        if plan.requests:
            yield Heading(self._say(words.REQUESTS), 1)
            yield text_paragraph("Lead", self._say(words.REQUESTS_LEAD), keep_next=True)
            yield self._requests()

    def _intro(self) -> Table:
        title = text_paragraph("TableNote", self._say(words.INTRO))
        text = text_paragraph("TableText", self._say(words.INTRO_TEXT, client=self._plan.client))
        return Table((self._width,), (Row((TableCell((title, text), "head"),)),), self._say(words.INTRO))

    def _survey(self) -> Iterator[Block]:
        number = 0
        for stage, group in groupby(self._plan.survey, key=lambda each: each.stage):
            yield Heading(stage, 2)
            for each in group:
                number += 1
                yield Paragraph("Body", (Run(f"{number}. ", "Strong"), Run(each.text)), keep_next=True)
                yield text_paragraph("ClaimNote", each.scale, keep_next=bool(each.options))
                yield from self._options(each)

    def _options(self, each: SurveyItem) -> Iterator[Block]:
        if each.options:
            listed = (*each.options, self._say(words.OTHER), self._say(words.NONE_OF))
            yield text_paragraph("ClaimNote", "　".join(f"□ {option}" for option in listed))

    def _interviews(self) -> Iterator[Block]:
        for role in (Role.CUSTOMER, Role.STAFF):
            questions = [each for each in self._plan.questions if each.role is role]
            for stage, group in groupby(questions, key=lambda each: each.stage):
                yield Heading(f"{self._say(words.ASK_SIDE[role])} · {stage}", 2)
                for each in group:
                    yield text_paragraph("SummaryBullet", each.text)

    def _list(self, title: Text, lead: Text | None, lines: Sequence[str]) -> Iterator[Block]:
        if not lines:
            return
        yield Heading(self._say(title), 1)
        if lead is not None:
            yield text_paragraph("Lead", self._say(lead), keep_next=True)
        for line in lines:
            yield text_paragraph("SummaryBullet", line)

    def _requests(self) -> Table:
        separator = "; " if self._plan.language == "en" else "；"
        rows = tuple(
            Row(
                (
                    text_cell("TableSide", each.stage or self._say(words.WHOLE), "side"),
                    text_cell("TableText", separator.join(each.names)),
                    text_cell("TableText", each.team),
                )
            )
            for each in self._plan.requests
        )
        header = self._header(STAGE, words.FIGURES, words.TEAM)
        return Table((30.0, self._width - 70.0, 40.0), (header, *rows), self._say(words.REQUESTS))

    def _rules(self) -> Iterator[Block]:
        yield Heading(self._say(words.RULES), 1, new_page=True)
        yield text_paragraph("Lead", self._say(words.RULES_LEAD), keep_next=True)
        header = self._header(words.RULE, words.LAW)
        rows = tuple(
            Row((text_cell("TableText", each.text), text_cell("TableNote", each.law or self._say(words.GOOD_PRACTICE))))
            for each in self._plan.rules
        )
        yield Table((self._width - 52.0, 52.0), (header, *rows), self._say(words.RULES))
        yield from self._list(words.PRINCIPLES, None, self._plan.principles)


def _by_stage(inquiries: Sequence[Inquiry]) -> Iterator[tuple[str, list[Inquiry]]]:
    """Groups of one stage in their order; those of the whole journey last."""
    for stage in dict.fromkeys(each.stage for each in inquiries):
        yield stage, [each for each in inquiries if each.stage == stage]
