"""`journey doctor`: what is wrong, and the command that mends it."""

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import command
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text


@command(
    "doctor",
    Text(
        "检查环境、工作区和客户资料，指出问题和修复办法。一切正常时代码为 0，有问题时为 3。",
        "Check the machine, the workspace and the clients; name what is wrong and what mends it. Code 0 when all is well, else 3.",
    ),
    "journey doctor",
    "journey doctor 澄川净水",
)
@click.argument("client", metavar="[CLIENT]", required=False)
@workspace_option
@json_option
def doctor(client: str | None, workspace: str | None, as_json: bool) -> Exit:
    from assistant.wiring_checkup import check_up

    screen = Screen(as_json)
    findings = check_up(workspace, client)
    for each in findings:
        mend = screen.say(each.mend) if each.mend is not None else ""
        screen.give({"well": each.well, "told": screen.say(each.told), "mend": mend or None})
        screen.tell(f"{'✓' if each.well else '✗'} {screen.say(each.told)}")
        if mend and not each.well:
            screen.tell(f"  → {mend}")
    wrong = sum(not each.well for each in findings)
    screen.tell(
        Text("一切正常。", "All is well.")
        if not wrong
        else Text("{n} 处需要处理。", "{n} to be mended.").filled(n=wrong)
    )
    return Exit.FLAGGED if wrong else Exit.DONE
