"""`journey init`: a new workspace."""

from pathlib import Path

import click

from assistant.cli.common import json_option, language_option
from assistant.cli.frame import command
from assistant.cli.screen import Screen
from assistant.errors import UsageError
from assistant.wording import LANGUAGES, Language, Text, language_of_messages, read_language


@command(
    "init",
    Text(
        "建立工作区。在指定的文件夹（默认当前文件夹）中写入 journey.toml，并建立 clients 与 outputs。",
        "Make a workspace. Writes journey.toml into DIR (the current folder by default), and makes clients and outputs.",
    ),
    "journey init workshops",
    "journey init --language zh-Hant",
)
@click.argument("folder", metavar="[DIR]", default=".")
@language_option
@json_option
def init(folder: str, language: str | None, as_json: bool) -> None:
    from assistant.workspace import create_workspace

    screen = Screen(as_json)
    wanted = read_language(language) if language else _language_for_reports()
    if wanted is None:
        message = Text("不认识语言 {name}。", "Unknown language {name}.").filled(name=language)
        raise UsageError(message, Text("可用：{known}。", "Known: {known}.").filled(known=", ".join(LANGUAGES)))
    workspace = create_workspace(Path(folder), wanted)
    screen.give({"workspace": str(workspace.root), "language": wanted})
    screen.tell(Text("工作区已建立：{path}", "Workspace made: {path}").filled(path=workspace.root))
    screen.tell(
        Text("下一步：journey client add 客户名称", "Next: journey client add NAME")
        if workspace.root == Path.cwd()
        else Text(
            "下一步：cd {path}，再运行 journey client add 客户名称", "Next: cd {path}, then journey client add NAME"
        ).filled(path=folder)
    )


def _language_for_reports() -> Language:
    spoken = language_of_messages()
    return spoken if spoken != "en" else "zh-Hans"
