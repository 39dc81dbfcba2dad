"""`journey deliver`: the client's copy of a signed version."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text, joined, same

if TYPE_CHECKING:
    from assistant.reports import ReportKind


@command(
    "deliver",
    Text(
        "写出已签署一稿的客户副本。其中没有批注、清单、费用和内部信息；说话人和文件名换成代号，代号表留在工作区。",
        "Write the copy for the client: a signed version without comments, checklist, cost or anything internal; speakers and "
        "files are codes, and the table of codes stays in the workspace.",
    ),
    "journey deliver 澄川净水",
    "journey deliver 澄川净水 --draft 4 --out 交付",
    "journey deliver 澄川净水 --report map --report journeys",
)
@click.argument("client", metavar="CLIENT")
@option(
    "--draft",
    type=int,
    metavar="N",
    about=Text("哪一稿；默认最近签署的一稿。", "Which version; by default the latest signed."),
)
@option(
    "--report",
    "kinds",
    type=click.Choice(["map", "insights", "gaps", "journeys", "funnel", "analysis"]),
    multiple=True,
    about=Text(
        "哪一份，可写多次；默认是这一稿为之起草的各份，journeys 要另外写明。",
        "Which report; may be given several times. By default those the version was drafted for; journeys has to be named.",
    ),
)
@option("--names", is_flag=True, about=Text("保留姓名和文件名，不用代号。", "Keep names of people and files."))
@option("--out", metavar="DIR", type=click.Path(path_type=Path), about=Text("写到这里。", "Write the copy here."))
@workspace_option
@json_option
def deliver(
    client: str,
    draft: int | None,
    kinds: tuple["ReportKind", ...],
    names: bool,
    out: Path | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.wiring import open_workspace
    from assistant.wiring_upkeep import deliver_to_client

    screen = Screen(as_json)
    given = deliver_to_client(
        open_workspace(workspace), client, number=draft, kinds=kinds, folder=out, named=names, told=screen.remark
    )
    screen.give(
        {
            "draft": given.draft.id,
            "number": given.draft.number,
            "reports": [str(path) for path in given.paths],
            "codes": str(given.codes) if given.codes is not None else None,
            "suspects": list(given.suspects),
        }
    )
    told = Text("第 {number} 稿的客户副本：", "The client's copy of version {number}:")
    screen.tell(told.filled(number=given.draft.number))
    for path in given.paths:
        screen.tell(f"  {path}")
    if given.codes is not None:
        table = Text("代号表（请勿外传）：{path}", "Table of codes (keep it here): {path}")
        screen.tell(table.filled(path=given.codes))
    if given.suspects:
        message = Text(
            "下面的词可能是人名，没有换成代号，请看一眼；是人名就写进 client.toml 后再运行：{names}",
            "These may be names and were not replaced; if they are, list them in client.toml and run again: {names}",
        )
        screen.remark(message.filled(names=joined([same(each) for each in given.suspects])))
    return Exit.FLAGGED if given.suspects else Exit.DONE
