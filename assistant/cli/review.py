"""`journey review`: reviewed reports read back, and the versions there are."""

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import JourneyGroup, command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.drafting.revision.merge import Question


@click.group(
    "review",
    cls=JourneyGroup,
    about=Text("读回在 Word 里审阅过的报告，查看各稿。", "Read reports reviewed in Word back, and see the versions."),
    examples=("journey review pull journey-map.docx", "journey review status 澄川净水"),
)
def review() -> None:
    """The group of review commands."""


@command(
    "pull",
    Text(
        "读回审阅过的报告：您改写、增删的要点，修订、批注、清单和签署，都存为新的一稿；文件本身不会改动。",
        "Read reviewed reports back: claims you reworded, added or deleted, tracked changes, comments, checklist and "
        "sign-off become a new version of the draft. The files themselves are never changed.",
    ),
    "journey review pull outputs/澄川净水/2026-03-01-1/journey-map.docx",
    "journey review pull journey-map.docx gap-analysis.docx --by 林岚 --write",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--client", metavar="NAME", about=Text("必须是这个客户的报告。", "They must be this client's reports."))
@option(
    "--by",
    metavar="NAME",
    about=Text("谁审阅的；默认看文件的最后保存人。", "Who reviewed; by default who saved the file last."),
)
@option(
    "--reopen",
    is_flag=True,
    about=Text("已签署的稿之上另存新的一稿。", "Make a new version on top of a signed one."),
)
@option("--write", is_flag=True, about=Text("写出新一稿的报告。", "Write the reports of the new version."))
@workspace_option
@json_option
def pull(
    files: tuple[Path, ...],
    client: str | None,
    by: str | None,
    reopen: bool,
    write: bool,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.cli.review_result import give_pulled, tell_pulled
    from assistant.wiring import open_workspace
    from assistant.wiring_upkeep import open_reviewing

    screen = Screen(as_json)
    reviewing = open_reviewing(open_workspace(workspace), {}, screen.remark)
    asked = partial(_ask, screen) if _is_there() and not as_json else None
    pulled = reviewing.pull(files, client=client, by=by or "", reopen=reopen, write=write, answer=asked)
    give_pulled(screen, pulled)
    tell_pulled(screen, pulled)
    unread = any(each.elsewhere or each.removed for each in pulled.reviews)
    return Exit.FLAGGED if pulled.unasked or (unread and pulled.is_new) else Exit.DONE


@command(
    "status",
    Text(
        "列出一个客户的各稿：谁改了什么，什么还没解决，哪一稿已签署。",
        "List the versions of a client's draft: who changed what, what is unresolved, what is signed.",
    ),
    "journey review status 澄川净水",
)
@click.argument("client", metavar="CLIENT")
@workspace_option
@json_option
def status(client: str, workspace: str | None, as_json: bool) -> None:
    from assistant.cli.review_result import give_status, tell_status
    from assistant.wiring import open_workspace
    from assistant.wiring_upkeep import open_reviewing

    screen = Screen(as_json)
    versions = open_reviewing(open_workspace(workspace), {}, screen.remark).versions(client)
    give_status(screen, versions)
    tell_status(screen, versions)


review.add_command(pull)
review.add_command(status)


def _ask(screen: Screen, question: "Question") -> str | None:
    """The choice of the person at the terminal; the last one is "none of these"."""
    if question.kind == "which":
        screen.remark(
            Text("这句话是由哪一条要点改来的？\n  {text}", "Which claim was this reworded from?\n  {text}").filled(
                text=question.text
            )
        )
    else:
        screen.remark(
            Text(
                "这条要点在两份文件里改得不一样，用哪一种？\n  原文：{text}",
                "This claim was reworded in two ways; which one stands?\n  Before: {text}",
            ).filled(text=question.text)
        )
    for number, choice in enumerate(question.told or question.choices, start=1):
        screen.remark(f"  {number}. {choice}")
    last = len(question.choices) + 1
    if question.kind == "which":
        screen.remark(f"  {last}. {screen.say(Text('都不是，是新写的', 'None of these: it is new'))}")
    most = last if question.kind == "which" else last - 1
    said = click.prompt(screen.say(Text("编号", "Number")), type=click.IntRange(1, most), err=True)
    return question.choices[said - 1] if said < last else ""


def _is_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
