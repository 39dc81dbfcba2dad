"""The funnel report: per stage behaviours, strategies, metrics, teams; contacts before buying; who comes back."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.journey import Answer, Claim, Dimension, StageInsight
from assistant.journey.funnel import Funnel, FunnelStage
from assistant.reports import funnel_words as funnel
from assistant.reports import words
from assistant.reports.blocks import (
    BarChart,
    Block,
    Heading,
    Line,
    Row,
    Table,
    TableCell,
    text_cell,
    text_paragraph,
)
from assistant.reports.findings_table import findings_table, shown_claims
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice
from assistant.wording import Text

_CHART_HEIGHT = 62.0
_MOST_SHOWN = 3
_MOST_SIGNS = 2


def build_funnel_body(voice: Voice, theme: Theme) -> list[Block]:
    """The stages at a glance, one part for each, then what concerns the whole; nothing where the draft has no funnel."""
    found = voice.draft.funnel
    if found is None:
        return []
    return list(_Body(voice, theme, found).blocks())


class _Body:
    """The body of one funnel report."""

    def __init__(self, voice: Voice, theme: Theme, found: Funnel) -> None:
        self._voice = voice
        self._width = theme.text_width(landscape=False)
        self._funnel = found
        self._insights = {each.stage: each for each in voice.draft.insights}

    def blocks(self) -> Iterator[Block]:
        say = self._voice.say
        yield Heading(say(funnel.OVERVIEW), 1, new_page=True)
        yield text_paragraph("Lead", say(funnel.OVERVIEW_LEAD), keep_next=True)
        yield self._overview()
        yield from self._volume()
        for stage in self._funnel.stages:
            yield from self._stage(stage)
        yield from self._contacts()
        yield from self._returning()
        yield from self._aida()

    # ---------------------------------------------------------------- the whole

    def _overview(self) -> Table:
        heads = (words.STAGE, funnel.LEAD_TEAM, funnel.STRATEGIES, funnel.METRICS)
        header = Row(tuple(text_cell("TableHead", self._voice.say(each), "head") for each in heads), header=True)
        rows = tuple(self._overview_row(each) for each in self._funnel.stages)
        column = (self._width - 26.0) / 3
        return Table((26.0, column, column, column), (header, *rows), self._voice.say(funnel.OVERVIEW))

    def _overview_row(self, stage: FunnelStage) -> Row:
        say, states = self._voice.say, [each.state for each in stage.strategies]
        strategies = say(
            funnel.STRATEGIES_COUNT,
            found=states.count("answered"),
            missing=states.count("partly"),
            open=states.count("open"),
        )
        figures = sum(each.state == "answered" for each in stage.metrics)
        return Row(
            (
                text_cell("TableSide", stage.label, "side"),
                text_cell("TableText", self._team(stage)),
                text_cell("TableText", strategies),
                text_cell("TableText", say(funnel.METRICS_COUNT, found=figures, total=len(stage.metrics))),
            )
        )

    def _team(self, stage: FunnelStage) -> str:
        return self._voice.say(funnel.TEAM_NAMED, team=stage.lead) if stage.lead else self._voice.say(funnel.TEAM_OPEN)

    def _volume(self) -> Iterator[Block]:
        """How many statements of customers each stage has, by segment; no chart where fewer than two stages have any."""
        say, insights = self._voice.say, self._voice.draft.insights
        groups = dict.fromkeys((each.segment, each.label) for insight in insights for each in insight.emotions)
        lines = [
            Line(label, tuple(float(_statements(insight, segment)) for insight in insights))
            for segment, label in groups
        ]
        if sum(any(line.values[place] for line in lines) for place in range(len(insights))) < 2:
            return
        names = tuple(each.label for each in insights)
        said = [line.label + self._voice.colon + self._pairs(names, line.values) for line in lines]
        yield text_paragraph("TableCaption", say(funnel.VOLUME), keep_next=True)
        yield BarChart(
            names,
            tuple(lines),
            (self._width, _CHART_HEIGHT),
            say(funnel.VOLUME),
            say(funnel.VOLUME_DESCRIPTION, lines=("; " if self._voice.language == "en" else "；").join(said)),
        )
        yield text_paragraph("TableNote", say(funnel.VOLUME_NOTE))

    def _pairs(self, names: Sequence[str], values: Sequence[float | None]) -> str:
        return self._voice.listed([f"{name} {value or 0:g}" for name, value in zip(names, values, strict=True)])

    # ---------------------------------------------------------------- one stage

    def _stage(self, stage: FunnelStage) -> Iterator[Block]:
        say = self._voice.say
        yield Heading(stage.label, 1, new_page=True)
        yield text_paragraph("Lead", say(words.GOAL, goal=stage.goal))
        yield from self._expectation(stage)
        yield from self._behaviours(stage.stage)
        yield Heading(say(funnel.STRATEGIES), 2)
        if stage.strategies:
            yield self._table(stage, stage.strategies, (funnel.STRATEGY, funnel.TOLD), funnel.STATES)
        insight = self._insights.get(stage.stage)
        yield from self._shown(funnel.ALSO_DONE, self._unsaid(insight.company if insight else (), stage))
        yield Heading(say(funnel.METRICS), 2)
        yield self._table(stage, stage.metrics, (funnel.METRIC, funnel.TOLD), funnel.METRIC_STATES)
        yield from self._shown(funnel.OTHER_FIGURES, self._unsaid(insight.kpis if insight else (), stage))
        yield Heading(say(funnel.DUTIES), 2)
        yield text_paragraph("Body", say(funnel.LEAD_TEAM) + self._voice.colon + self._team(stage), keep_next=True)
        yield self._table(stage, stage.duties, (funnel.DUTY, funnel.TOLD), words.ANSWERED)

    def _table(
        self, stage: FunnelStage, findings: Sequence[Answer], heads: tuple[Text, Text], states: Mapping[str, Text]
    ) -> Table:
        return findings_table(self._voice, [(stage.stage, each) for each in findings], heads, states, self._width)

    def _expectation(self, stage: FunnelStage) -> Iterator[Block]:
        insight = self._insights.get(stage.stage)
        if not stage.expectation:
            return
        yield Heading(self._voice.say(funnel.EXPECTATION), 2)
        yield text_paragraph("Body", stage.expectation)
        if insight is not None:
            yield from self._shown(funnel.SIGNS, insight.drivers[:_MOST_SIGNS])
            yield from self._shown(funnel.AGAINST, insight.barriers[:_MOST_SIGNS])

    def _behaviours(self, stage: str) -> Iterator[Block]:
        say = self._voice.say
        yield Heading(say(funnel.BEHAVIOURS), 2)
        yield text_paragraph("TableNote", say(funnel.READ_ONLY), keep_next=True)
        rows: list[Row] = []
        for each in self._voice.draft.maps:
            claims = next((c.claims for c in each.cells if c.stage == stage and c.dimension is Dimension.BEHAVIOUR), ())
            told = tuple(shown_claims(self._voice, claims[:_MOST_SHOWN], "MapClaim"))
            cell = TableCell(told) if told else text_cell("Missing", say(words.MISSING), "missing")
            rows.append(Row((text_cell("TableSide", each.label, "side"), cell)))
        yield Table((30.0, self._width - 30.0), tuple(rows), say(funnel.BEHAVIOURS))

    def _unsaid(self, claims: Sequence[Claim], stage: FunnelStage) -> list[Claim]:
        """Those whose evidence no finding of the stage cites already."""
        cited = {key for each in stage.findings for claim in each.claims for key in claim.keys}
        return [each for each in claims if not cited & {*each.keys}]

    def _shown(self, title: Text, claims: Sequence[Claim]) -> Iterator[Block]:
        if claims:
            yield text_paragraph("SummaryHead", self._voice.say(title), keep_next=True)
            yield from shown_claims(self._voice, claims, "Claim")

    # ---------------------------------------------------------------- contacts, returns, AIDA

    def _contacts(self) -> Iterator[Block]:
        say = self._voice.say
        yield Heading(say(funnel.CONTACTS), 1, new_page=True)
        yield text_paragraph("Lead", say(funnel.CONTACTS_LEAD))
        yield text_paragraph("SummaryHead", say(funnel.BENCHMARKS), keep_next=True)
        for line in self._funnel.benchmarks:
            yield text_paragraph("SummaryBullet", line)
        yield from self._contacts_chart()
        heads = (funnel.DUTY, funnel.TOLD)
        yield findings_table(self._voice, [("", self._funnel.contacts)], heads, words.ANSWERED, self._width)

    def _contacts_chart(self) -> Iterator[Block]:
        counted = [
            (evidence.speaker or self._voice.say(words.UNKNOWN_SPEAKER), int(claim.computation.result))
            for claim in self._funnel.contacts.claims
            if claim.computation is not None and claim.computation.operation == "count" and claim.keys
            if (evidence := self._voice.evidence.get(claim.keys[0])) is not None
        ]
        if len(counted) < 2:
            return
        counted.sort(key=lambda each: -each[1])
        names, figures = tuple(name for name, _ in counted), tuple(float(figure) for _, figure in counted)
        title = self._voice.say(funnel.CONTACTS_CHART)
        yield text_paragraph("TableCaption", title, keep_next=True)
        described = self._voice.say(funnel.CONTACTS_DESCRIPTION, lines=self._pairs(names, figures))
        yield BarChart(names, (Line(title, figures),), (self._width, _CHART_HEIGHT), title, described)

    def _returning(self) -> Iterator[Block]:
        yield Heading(self._voice.say(funnel.RETURNING), 1)
        heads = (funnel.DUTY, funnel.TOLD)
        yield findings_table(self._voice, [("", self._funnel.returning)], heads, words.ANSWERED, self._width)

    def _aida(self) -> Iterator[Block]:
        say = self._voice.say
        yield Heading(say(funnel.AIDA), 1)
        yield text_paragraph("Lead", say(funnel.AIDA_LEAD), keep_next=True)
        for line in self._funnel.against_aida:
            yield text_paragraph("SummaryBullet", line)
        yield text_paragraph("SummaryHead", say(funnel.AIDA_HERE), keep_next=True)
        heads = (funnel.DUTY, funnel.TOLD)
        yield findings_table(self._voice, [("", self._funnel.after_sale)], heads, words.ANSWERED, self._width)


def _statements(insight: StageInsight, segment: str | None) -> int:
    return sum(each.statements for each in insight.emotions if each.segment == segment)
