"""The full analysis in eight parts."""

from collections.abc import Iterator, Sequence

from assistant.journey import Answer, Gap, GapKind
from assistant.journey.analysis import Analysis
from assistant.reports import analysis_words as said
from assistant.reports import words
from assistant.reports.action_parts import build_measuring, build_optimisation
from assistant.reports.blocks import Block, Heading, Paragraph, Row, Run, Table, text_cell, text_paragraph
from assistant.reports.findings_table import findings_table, shown_claims
from assistant.reports.key_touchpoints import build_key_touchpoints, build_value_chain
from assistant.reports.theme import Theme
from assistant.reports.voice import Voice


def build_analysis_body(voice: Voice, theme: Theme) -> list[Block]:
    """The eight parts in their order; nothing where the draft has no analysis."""
    found = voice.draft.analysis
    if found is None:
        return []
    width = theme.text_width(landscape=False)
    return [
        *_head(voice, found, "scope"),
        _findings(voice, found.scope, width),
        *_head(voice, found, "division"),
        *_division(voice, found, width),
        *_head(voice, found, "collection"),
        *_collection(voice, found, width),
        *_head(voice, found, "patterns"),
        *_patterns(voice, found, width),
        *_head(voice, found, "touchpoints"),
        *build_key_touchpoints(voice, found, width),
        *_head(voice, found, "value-chain"),
        *build_value_chain(voice, found, width),
        *_head(voice, found, "optimisation"),
        *build_optimisation(voice, found, width),
        *_head(voice, found, "measuring"),
        *build_measuring(voice, found, width),
    ]


def _head(voice: Voice, found: Analysis, part: str) -> Iterator[Block]:
    yield Heading(voice.say(said.PARTS[part]), 1, new_page=True)
    ours = (Run((" " if voice.language == "en" else "") + voice.say(said.OURS), "Muted"),) if part in found.ours else ()
    yield Paragraph("Lead", (Run(found.lead(part)), *ours), keep_next=True)


def _findings(voice: Voice, findings: Sequence[Answer], width: float) -> Table:
    return findings_table(voice, [("", each) for each in findings], (said.ASKED, said.TOLD), said.STATES, width)


def _division(voice: Voice, found: Analysis, width: float) -> Iterator[Block]:
    model = voice.draft.model
    title = voice.say(said.STAGES, label=model.label)
    yield text_paragraph("SummaryHead", title, keep_next=True)
    heads = (words.STAGE, said.MEANING)
    header = Row(
        (
            *(text_cell("TableHead", voice.say(each), "head") for each in heads),
            text_cell("TableHeadFigure", voice.say(said.STATEMENTS), "head"),
        ),
        header=True,
    )
    counts = {each.stage: sum(one.statements for one in each.emotions) for each in voice.draft.insights}
    rows = tuple(
        Row(
            (
                text_cell("TableSide", voice.say(stage.label), "side"),
                text_cell("TableText", voice.say(stage.definition)),
                text_cell("TableFigure", str(counts.get(stage.id, 0))),
            )
        )
        for stage in model.stages
    )
    yield Table((32.0, width - 58.0, 26.0), (header, *rows), title)
    yield text_paragraph("SummaryHead", voice.say(said.WHY), keep_next=True)
    yield _findings(voice, found.division, width)


def _collection(voice: Voice, found: Analysis, width: float) -> Iterator[Block]:
    yield _findings(voice, found.collection, width)
    gaps = [gap for gap in voice.draft.gaps if gap.kind is GapKind.DATA and gap.status == "open"]
    if gaps:
        yield text_paragraph("SummaryHead", voice.say(said.DATA_GAPS), keep_next=True)
        for gap in gaps:
            yield from _gap_lines(voice, gap)
    yield text_paragraph("Body", voice.say(said.TO_PLAN))


def _gap_lines(voice: Voice, gap: Gap) -> Iterator[Block]:
    yield text_paragraph("SummaryBullet", gap.title)
    yield from shown_claims(voice, gap.claims[:1], "Claim")


def _patterns(voice: Voice, found: Analysis, width: float) -> Iterator[Block]:
    if not any(each.claims for each in found.patterns):
        yield text_paragraph("Body", voice.say(said.NO_PATTERNS))
    if found.patterns:
        yield _findings(voice, found.patterns, width)
