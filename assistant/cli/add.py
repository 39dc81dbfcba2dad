"""`journey add`: copy notes into a client's folder."""

from pathlib import Path

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import command
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text


@command(
    "add",
    Text(
        "把访谈笔记复制进客户的 notes。可以给文件或文件夹；已有的内容不会重复复制，原件不动。填好的访谈提纲会读成一份笔记。",
        "Copy notes into the client's notes folder. Takes files and folders; what is there is not copied twice. "
        "A filled interview guide becomes a note.",
    ),
    "journey add 澄川净水 访谈-陈女士.docx 问卷.csv",
    "journey add 澄川净水 ~/Desktop/interviews",
)
@click.argument("client", metavar="CLIENT")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_option
@json_option
def add(client: str, files: tuple[Path, ...], workspace: str | None, as_json: bool) -> Exit:
    from assistant.wiring import open_workspace
    from assistant.wiring_sessions import add_with_guides
    from assistant.workspace import pasteable

    screen = Screen(as_json)
    results = add_with_guides(open_workspace(workspace).client(client), files)
    for each in results:
        if each.problem is not None:
            screen.remark(each.problem)
        elif each.already:
            message = Text("已有相同内容：{source} → {name}", "Already there: {source} → {name}")
            screen.tell(message.filled(source=each.source.name, name=each.name))
        else:
            screen.tell(Text("已添加：{name}", "Added: {name}").filled(name=each.name))
        problem = screen.say(each.problem) if each.problem else None
        screen.give({"source": str(each.source), "note": each.name, "already": each.already, "problem": problem})
    failed = sum(each.problem is not None for each in results)
    if failed == len(results):
        return Exit.FAILED
    screen.tell(Text("下一步：journey draft {client}", "Next: journey draft {client}").filled(client=pasteable(client)))
    return Exit.FLAGGED if failed else Exit.DONE
