"""`journey forget`: a person removed from a client's notes, index, caches and drafts."""

from typing import TYPE_CHECKING

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.forgetting import Forgetting, Forgotten


@command(
    "forget",
    Text(
        "从笔记、索引、缓存和草稿中删除一个人。其姓名和原话都会除去；已签署或被人改过的文件不动，逐一列出。",
        "Remove a person: name and words leave the copies of the notes, the index, caches and drafts. Files that are signed "
        "or that people edited are left alone, and listed.",
    ),
    "journey forget 澄川净水 陈静 --yes",
)
@click.argument("client", metavar="CLIENT")
@click.argument("person", metavar="PERSON")
@option("--yes", is_flag=True, about=Text("不再询问。", "Do not ask."))
@workspace_option
@json_option
def forget(client: str, person: str, yes: bool, workspace: str | None, as_json: bool) -> Exit:
    from assistant.wiring import open_workspace
    from assistant.wiring_upkeep import open_forgetting

    screen = Screen(as_json)
    place = open_workspace(workspace)
    forgetting = open_forgetting(place, client, person, screen.remark)
    if not yes and not _confirmed(screen, forgetting):
        screen.remark(Text("没有删除任何内容。", "Nothing was removed."))
        return Exit.FAILED
    done = forgetting.forget()
    screen.give(
        {
            "person": done.person,
            "notes_removed": [str(path) for path in done.removed],
            "notes_cleaned": [str(path) for path in done.cleaned],
            "notes_by_hand": [str(path) for path in done.by_hand],
            "drafts_cleaned": done.drafts,
            "signed": [str(path) for path in done.signed],
            "reports_removed": [str(path) for path in done.reports_removed],
            "reports_left": [str(path) for path in done.still_there],
        }
    )
    _tell(screen, done)
    left = done.by_hand or done.signed or done.still_there
    return Exit.FLAGGED if left else Exit.DONE


def _tell(screen: Screen, done: "Forgotten") -> None:
    told = Text(
        "已删除“{person}”：笔记删除 {removed} 份、清理 {cleaned} 份，草稿清理 {drafts} 份，报告删除 {reports} 份；索引将在下次运行时重建。",
        "{person} is removed: {removed} notes deleted, {cleaned} cleaned; {drafts} drafts cleaned, {reports} reports deleted. "
        "The index is built anew by the next command.",
    )
    screen.tell(
        told.filled(
            person=done.person,
            removed=len(done.removed),
            cleaned=len(done.cleaned),
            drafts=done.drafts,
            reports=len(done.reports_removed),
        )
    )
    lists = (
        (
            Text(
                "请自己清理（同一文件里还有别人的话）：", "Clean these yourself (they hold other people's words too):"
            ),
            done.by_hand,
        ),
        (
            Text("已签署的稿仍含其原话，没有改动：", "Signed versions still hold their words and were not touched:"),
            done.signed,
        ),
        (Text("被人改过的报告仍含其原话：", "Reports that people edited still hold their words:"), done.still_there),
    )
    for heading, paths in lists:
        if paths:
            screen.remark(heading)
            for path in paths:
                screen.remark(f"  {path}")


def _confirmed(screen: Screen, forgetting: "Forgetting") -> bool:
    question = Text(
        "将从这个客户的全部材料中删除“{person}”及其 {n} 条原话，无法恢复。继续吗？",
        "This removes {person} and {n} statements of theirs from all material of this client, for good. Go on?",
    )
    needed = Text("删除一个人需要确认。", "Removing a person needs a confirmation.")
    return screen.confirm(needed, question.filled(person=forgetting.person, n=forgetting.statements))
