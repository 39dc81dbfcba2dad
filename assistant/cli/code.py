"""`journey code`: the coded statements as a table, and a person's corrections read back."""

from pathlib import Path
from typing import Any

import click

from assistant.cli.common import embedder_option, flags, json_option, stage_model_option, workspace_option
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text


@command(
    "code",
    Text(
        "给每条陈述编码：阶段、维度、情感。可导出为表格，改正后用 --apply 读回；以人的编码为准。",
        "Code every statement: stages, dimensions, sentiment. Write a table, correct it, read it back with --apply; a person's codes win.",
    ),
    "journey code 澄川净水 --out 编码.xlsx",
    "journey code 澄川净水 --apply 编码.xlsx",
)
@click.argument("client", metavar="CLIENT")
@option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    about=Text("写成 .csv 或 .xlsx。", "Write a .csv or .xlsx."),
)
@option(
    "--apply",
    "corrected",
    metavar="FILE",
    type=click.Path(path_type=Path),
    about=Text("读回改正过的表格。", "Read corrections back."),
)
@stage_model_option
@embedder_option
@workspace_option
@json_option
def code(
    client: str,
    out: Path | None,
    corrected: Path | None,
    stage_model: str | None,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.wiring import open_engagement, open_workspace

    screen = Screen(as_json)
    given = flags(stage_model=stage_model, embedder=embedder)
    engagement = open_engagement(open_workspace(workspace), client, given, screen.remark)
    if engagement.without_meaning is not None:
        screen.remark(engagement.without_meaning)
    if corrected is not None:
        applied = engagement.apply_corrections(corrected)
        screen.remark(Text("已采用 {n} 条改正。", "Corrections applied: {n}.").filled(n=applied))
    coded = engagement.code()
    for statement, coding in coded.pairs():
        screen.give(_row(statement, coding))
    if out is not None:
        engagement.write_table(coded, out)
        screen.remark(Text("已写入 {path}", "Written: {path}").filled(path=out))
    if not as_json:
        _summary(screen, coded)
    return Exit.DONE


_DIMENSIONS = {
    "behaviour": Text("行为", "Behaviour"),
    "touchpoint": Text("触点", "Touchpoint"),
    "kpi": Text("指标", "KPI"),
    "insight": Text("洞察", "Insight"),
}


def _row(statement: Any, coding: Any) -> dict[str, Any]:
    return {
        "id": statement.id,
        "document": statement.document,
        "locator": statement.locator.describe(),
        "speaker": statement.speaker,
        "role": statement.role.value,
        "text": statement.text,
        "model": coding.model,
        "stages": list(coding.stages),
        "dimensions": [each.value for each in coding.dimensions],
        "sentiment": coding.sentiment,
        "segment": coding.segment,
    }


def _summary(screen: Screen, coded: Any) -> None:
    """How many statements fall to each stage and dimension, by the first code of each."""
    from collections import Counter

    counts: Counter[tuple[str, str]] = Counter()
    for _, coding in coded.pairs():
        if coding.stages and coding.dimensions:
            counts[coding.stages[0], coding.dimensions[0].value] += 1
    columns = [Text("阶段", "Stage"), *_DIMENSIONS.values(), Text("合计", "All")]
    rows = []
    for stage in coded.model.stages:
        row = [counts[stage.id, each] for each in _DIMENSIONS]
        rows.append((stage.label, *(str(each) for each in row), str(sum(row))))
    screen.table(columns, rows)
    total, about = len(coded.codings), sum(counts.values())
    message = Text(
        "{total} 条陈述，其中 {about} 条与旅程有关，{rest} 条无关。",
        "{total} statements: {about} about the journey, {rest} not.",
    )
    screen.tell(message.filled(total=total, about=about, rest=total - about))
