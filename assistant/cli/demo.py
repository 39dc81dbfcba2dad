"""`journey demo`: the whole job on the sample company, in one command."""

from pathlib import Path

import click

from assistant.cli.common import flags, json_option, language_option
from assistant.cli.frame import command
from assistant.cli.result import give_draft, tell_draft
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text


@command(
    "demo",
    Text(
        "用示例公司演示全过程：建立工作区，读取访谈，起草三份 Word 报告。不需要密钥，也不联网。",
        "The whole job on a sample company: a workspace, its interviews, three Word reports. No key, no network.",
    ),
    "journey demo",
    "journey demo ~/try-journey --language en",
)
@click.argument("folder", metavar="[DIR]", default="journey-demo", type=click.Path(path_type=Path))
@language_option
@json_option
def demo(folder: Path, language: str | None, as_json: bool) -> Exit:
    from assistant.wiring import make_demo

    screen = Screen(as_json)
    engagement = make_demo(folder, flags(language=language), screen.remark)
    name = engagement.client.profile.name
    screen.tell(
        Text("示例公司“{name}”在 {path}", "The sample company “{name}” is in {path}").filled(name=name, path=folder)
    )
    if engagement.without_meaning is not None:
        screen.remark(engagement.without_meaning)
    drafting = Text("起草报告", "Drafting the reports")
    with screen.progress(Text("读取访谈", "Reading interviews"), engagement.note_count(), drafting) as step:
        drafted = engagement.draft(report="all", segment=None, folder=None, progress=step)
    give_draft(screen, drafted)
    tell_draft(screen, drafted)
    screen.tell(
        Text(
            "接下来可以试试：cd {path}，再运行 journey search {name} 滤芯提醒",
            "Try next: cd {path}, then journey search {name} 滤芯提醒",
        ).filled(path=folder, name=name)
    )
    return Exit.DONE
