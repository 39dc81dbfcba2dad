"""`journey guide`: an interview guide as a Word file."""

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
    "guide",
    Text(
        "生成 Word 访谈提纲。没人回答过的问题排在前面，留出写答案的地方，标明时间。填好后用 journey add 读回。",
        "An interview guide in Word: the questions nobody answered yet come first, with room for answers and the time they take. "
        "Filled in, journey add reads it back.",
    ),
    "journey guide 澄川净水",
    "journey guide 澄川净水 --role staff --minutes 45 --out ~/Desktop",
)
@click.argument("client", metavar="CLIENT")
@option(
    "--role",
    type=click.Choice(["customer", "staff", "all"]),
    default="all",
    about=Text("为哪一方准备（默认两份都写）。", "For which side (both by default)."),
)
@option("--segment", metavar="ID", about=Text("受访者所属的客群。", "The interviewee's segment."))
@option(
    "--minutes",
    type=click.IntRange(10, 480),
    default=60,
    about=Text("访谈大约多久，分钟（默认 60）。", "How long the interview may take, in minutes (60)."),
)
@option("--out", metavar="DIR", type=click.Path(path_type=Path), about=Text("写到这里。", "Write it here."))
@language_option
@stage_model_option
@embedder_option
@workspace_option
@json_option
def guide(
    client: str,
    role: str,
    segment: str | None,
    minutes: int,
    out: Path | None,
    language: str | None,
    stage_model: str | None,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.journey import Role
    from assistant.wiring import open_workspace
    from assistant.wiring_sessions import prepare, write_guides
    from assistant.workspace import pasteable

    screen = Screen(as_json)
    place = open_workspace(workspace)
    given = flags(language=language, stage_model=stage_model, embedder=embedder)
    prepared = prepare(place, client, segment, given, screen.remark)
    roles = (Role.CUSTOMER, Role.STAFF) if role == "all" else (Role(role),)
    paths = write_guides(place, prepared, roles, minutes, out)
    screen.give({"guides": [str(each) for each in paths]})
    for each in paths:
        screen.tell(Text("访谈提纲：{path}", "Interview guide: {path}").filled(path=each))
    screen.tell(
        Text("填好后读回：journey add {client} 文件", "When it is filled in: journey add {client} FILE").filled(
            client=pasteable(client)
        )
    )
    return Exit.DONE
