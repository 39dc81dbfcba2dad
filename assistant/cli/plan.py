"""`journey plan`: how to collect what the map still lacks."""

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
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text


@command(
    "plan",
    Text(
        "生成 Word 资料收集计划。写明还缺什么、用什么方法查、问谁、问多少人，附问卷题、访谈问题、数据清单和法律要求。",
        "A collection plan in Word. It says what is still open, by which method to find out, whom and how many to ask, with survey items, "
        "interview questions, lists of figures, and what the law asks.",
    ),
    "journey plan 澄川净水",
    "journey plan 澄川净水 --draft 2 --language en --out ~/Desktop",
)
@click.argument("client", metavar="CLIENT")
@option(
    "--draft",
    "number",
    metavar="N",
    type=click.IntRange(min=1),
    about=Text("第几稿（默认最新；无草稿则用笔记）。", "By which draft (the latest; without any, by the notes)."),
)
@option("--out", metavar="DIR", type=click.Path(path_type=Path), about=Text("写到这里。", "Write it here."))
@language_option
@stage_model_option
@embedder_option
@workspace_option
@json_option
def plan(
    client: str,
    number: int | None,
    out: Path | None,
    language: str | None,
    stage_model: str | None,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.planning import plan_json
    from assistant.wiring import open_workspace
    from assistant.wiring_plan import plan_collection

    screen = Screen(as_json)
    given = flags(language=language, stage_model=stage_model, embedder=embedder)
    planned = plan_collection(open_workspace(workspace), client, given, number=number, folder=out, told=screen.remark)
    for remark in planned.remarks:
        screen.remark(remark)
    screen.give(plan_json(planned))
    made = planned.plan
    screen.tell(Text("依据：{basis}", "Based on: {basis}").filled(basis=made.basis))
    screen.tell(
        Text(
            "待查 {count} 项；问卷题 {items} 道，访谈问题 {questions} 个。",
            "{count} open questions; {items} survey items, {questions} interview questions.",
        ).filled(count=len(made.inquiries), items=len(made.survey), questions=len(made.questions))
    )
    screen.tell(Text("资料收集计划：{path}", "Collection plan: {path}").filled(path=planned.path))
    return Exit.DONE
