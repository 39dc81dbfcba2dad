"""`journey draft`: the Word reports."""

from pathlib import Path

import click

from assistant.cli.common import (
    embedder_option,
    flags,
    json_option,
    language_option,
    stage_model_option,
    workspace_option,
)
from assistant.cli.frame import command, option
from assistant.cli.result import give_draft, tell_draft
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text


@command(
    "draft",
    Text(
        "起草报告：客户旅程地图、阶段洞察、差距分析。先更新索引；每句话都标明出处。",
        "Draft the reports: journey map, stage insights, gap analysis. Updates the index first; every sentence cites its evidence.",
    ),
    "journey draft 澄川净水",
    "journey draft 澄川净水 --report map --segment household --language zh-Hant",
)
@click.argument("client", metavar="CLIENT")
@option(
    "--report",
    type=click.Choice(["map", "insights", "gaps", "all"]),
    default="all",
    about=Text("哪一份报告（默认全部）。", "Which report (all by default)."),
)
@option("--segment", metavar="ID", about=Text("只做一个客群。", "One segment only."))
@option("--engine", metavar="auto|extractive", about=Text("起草引擎。", "The engine that drafts."))
@option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), about=Text("报告写到这里。", "Write the reports here.")
)
@option(
    "--strict",
    is_flag=True,
    about=Text("有缺乏依据的论断时以代码 3 结束。", "Leave with code 3 when a claim is unsupported."),
)
@language_option
@stage_model_option
@embedder_option
@workspace_option
@json_option
def draft(
    client: str,
    report: str,
    segment: str | None,
    engine: str | None,
    out: Path | None,
    strict: bool,
    language: str | None,
    stage_model: str | None,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.wiring import open_engagement, open_workspace

    screen = Screen(as_json)
    given = flags(engine=engine, language=language, stage_model=stage_model, embedder=embedder)
    engagement = open_engagement(open_workspace(workspace), client, given, screen.remark)
    if engagement.without_meaning is not None:
        screen.remark(engagement.without_meaning)
    drafting = Text("起草报告", "Drafting the reports")
    with screen.progress(Text("读取记录", "Reading notes"), engagement.note_count(), drafting) as step:
        drafted = engagement.draft(report=report, segment=segment, folder=out, progress=step)
    give_draft(screen, drafted)
    tell_draft(screen, drafted)
    return drafted.exit_code(strict)
