"""`journey index`: read the notes and make them searchable."""

from typing import Any

import click

from assistant.cli.common import embedder_option, flags, json_option, workspace_option
from assistant.cli.frame import command, option
from assistant.cli.left_out import explain_left_out, show_left_out
from assistant.cli.screen import Screen
from assistant.errors import Exit, JourneyError, UsageError
from assistant.wording import Text, joined, same


@command(
    "index",
    Text(
        "读取笔记并建立索引。只处理变动过的文件，并说明略去了什么、为什么。",
        "Read the notes and make them searchable. Only changed files cost time; what was left out is shown, with the reason.",
    ),
    "journey index 澄川净水",
    "journey index --all",
    "journey index 澄川净水 --explain",
)
@click.argument("clients", metavar="[CLIENT...]", nargs=-1)
@option("--all", "every", is_flag=True, about=Text("全部客户。", "All clients."))
@option(
    "--rebuild",
    is_flag=True,
    about=Text("从头重建，例如更换语义模型之后。", "Start afresh, as after a change of embedder."),
)
@option(
    "--explain",
    is_flag=True,
    about=Text(
        "逐条列出没有用的内容、原因，以及怎样撤销。", "List each piece that was not used, why, and how to undo it."
    ),
)
@embedder_option
@workspace_option
@json_option
def index(
    clients: tuple[str, ...],
    every: bool,
    rebuild: bool,
    explain: bool,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.wiring import open_workspace

    screen = Screen(as_json)
    place = open_workspace(workspace)
    names = [each.name for each in place.client_folders()] if every else list(dict.fromkeys(clients))
    if every and not names:
        raise UsageError(
            Text("还没有客户。", "There are no clients yet."),
            Text("添加：journey client add 名称", "Add one: journey client add NAME"),
        )
    if not names:
        raise UsageError(
            Text("请写明客户，或用 --all。", "Name a client, or use --all."),
            Text("查看客户：journey client list", "See the clients with: journey client list"),
        )
    worst = Exit.DONE
    for name in names:
        try:
            outcome = _index_one(screen, place, name, flags(embedder=embedder), rebuild, explain)
        except JourneyError as error:
            if len(names) == 1:
                raise
            message = Text("{name}：{what}{hint}", "{name}: {what}{hint}")
            hint = joined([same(""), error.hint], zh="", en=" ") if error.hint is not None else same("")
            screen.remark(message.filled(name=name, what=error.message, hint=hint))
            outcome = error.exit_code
        worst = max(worst, outcome, key=_SEVERITY.index)
    return worst


_SEVERITY = [Exit.DONE, Exit.FLAGGED, Exit.BUDGET, Exit.TRY_LATER, Exit.USAGE, Exit.FAILED]


def _index_one(screen: Screen, place: Any, name: str, given: dict[str, object], rebuild: bool, explain: bool) -> Exit:
    from assistant.wiring import open_engagement
    from assistant.workspace import pasteable

    engagement = open_engagement(place, name, given, screen.remark)
    client = engagement.client.profile.name
    if engagement.without_meaning is not None:
        screen.remark(engagement.without_meaning)
    with screen.progress(Text("索引 {name}", "Indexing {name}").filled(name=client), engagement.note_count()) as step:
        report = engagement.update_index(step, rebuild=rebuild)
    screen.give(
        {
            "client": client,
            "added": list(report.added),
            "changed": list(report.changed),
            "unchanged": list(report.unchanged),
            "removed": list(report.removed),
            "statements": report.statements,
            "passages": report.passages,
            "left_out": [_left_out(screen, each) for each in report.left_out],
        }
    )
    message = Text(
        "{name}：{files} 份笔记（新增 {added}，变动 {changed}，未变 {same}，移除 {removed}），{statements} 条陈述（含访谈者的）。",
        "{name}: {files} notes ({added} new, {changed} changed, {same} unchanged, {removed} removed), "
        "{statements} statements (interviewers' included).",
    )
    counts = {"added": report.added, "changed": report.changed, "same": report.unchanged, "removed": report.removed}
    sizes = {key: len(value) for key, value in counts.items()}
    files = sizes["added"] + sizes["changed"] + sizes["same"]
    screen.tell(message.filled(name=client, files=files, statements=report.statements, **sizes))
    if explain:
        explain_left_out(screen, report.left_out, engagement.client.root / "client.toml")
    else:
        show_left_out(screen, report.left_out)
    if not (report.added or report.changed or report.unchanged):
        nothing = Text(
            "notes 里还没有笔记。添加：journey add {name} 文件…", "No notes yet. Add some: journey add {name} FILE..."
        )
        screen.remark(nothing.filled(name=pasteable(client)))
        return Exit.FLAGGED
    return Exit.FLAGGED if any(each.skipped_file for each in report.left_out) else Exit.DONE


def _left_out(screen: Screen, each: Any) -> dict[str, str]:
    return {
        "document": each.document,
        "locator": each.locator.describe(),
        "reason": each.reason,
        "note": screen.say(each.note),
        "excerpt": each.excerpt,
    }
