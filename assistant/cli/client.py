"""`journey client`: the clients of a workspace."""

from pathlib import Path
from typing import Any

import click

from assistant.cli.common import (
    flags,
    json_option,
    language_option,
    stage_model_option,
    workspace_option,
)
from assistant.cli.frame import JourneyGroup, command, option
from assistant.cli.people import ROLES, people, segments
from assistant.cli.screen import Screen
from assistant.errors import Exit, SettingsError
from assistant.wording import Text, same


@click.group(
    "client",
    cls=JourneyGroup,
    about=Text(
        "添加、列出、查看、移除客户，或写出化名副本。",
        "Add, list, show or remove clients, or write copies with pseudonyms.",
    ),
    examples=("journey client add 澄川净水", "journey client list"),
)
def client() -> None:
    """The group of client commands."""


@command(
    "add",
    Text(
        "添加客户。建立它的文件夹和 client.toml；请在其中写明客群和受访者。",
        "Add a client. Makes its folder and client.toml, where its segments and people belong.",
    ),
    "journey client add 澄川净水",
    "journey client add “Acme” --language en --stage-model funnel",
)
@click.argument("name")
@language_option
@stage_model_option
@workspace_option
@json_option
def add(name: str, language: str | None, stage_model: str | None, workspace: str | None, as_json: bool) -> None:
    from assistant.wiring import add_client, open_workspace
    from assistant.workspace import pasteable

    screen = Screen(as_json)
    made = add_client(open_workspace(workspace), name, flags(language=language, stage_model=stage_model))
    screen.give({"client": made.profile.name, "folder": str(made.root), "notes": str(made.notes)})
    screen.tell(
        Text("已添加客户“{name}”：{path}", "Added “{name}”: {path}").filled(name=made.profile.name, path=made.root)
    )
    screen.tell(
        Text(
            "接下来：把笔记放进 notes，或运行 journey add {name} 文件…；客群和受访者写进 client.toml，"
            "或用 journey client segments 和 journey client people 写入。",
            "Next: put notes into notes/, or: journey add {name} FILE...; write its segments and people into client.toml, "
            "or with journey client segments and journey client people.",
        ).filled(name=pasteable(made.profile.name))
    )


@command("list", Text("列出全部客户。", "List all clients."), "journey client list")
@workspace_option
@json_option
def list_(workspace: str | None, as_json: bool) -> Exit:
    from assistant.wiring import open_workspace

    screen = Screen(as_json)
    place = open_workspace(workspace)
    folders = place.client_folders()
    clients: list[dict[str, Any]] = []
    for folder in folders:
        try:
            clients.append(_summary(place.client(folder.name)))
        except SettingsError as error:  # one client's mistake does not hide the others
            screen.remark(error.message)
    for each in clients:
        screen.give(each)
    if not folders:
        screen.tell(
            Text("还没有客户。添加：journey client add 名称", "No clients yet. Add one: journey client add NAME")
        )
        return Exit.DONE
    columns = (
        Text("客户", "Client"), Text("笔记", "Notes"), Text("客群", "Segments"), Text("人员", "People"),
        Text("草稿", "Drafts"), Text("文件夹", "Folder"),
    )  # fmt: skip
    keys = ("client", "notes", "segments", "people", "drafts", "folder")
    if clients:
        screen.table(columns, [[same(str(each[key])) for key in keys] for each in clients])
    return Exit.DONE if len(clients) == len(folders) else Exit.FLAGGED


@command("show", Text("查看一个客户：客群、人员、笔记和草稿。", "Show a client: segments, people, notes and drafts."),
         "journey client show 澄川净水")  # fmt: skip
@click.argument("name")
@workspace_option
@json_option
def show(name: str, workspace: str | None, as_json: bool) -> None:
    from assistant.wiring import open_workspace

    screen = Screen(as_json)
    found = open_workspace(workspace).client(name)
    segments = [{"id": each.id, "label": each.label} for each in found.profile.segments]
    people = [
        {"name": each.name, "role": each.role.value, "segment": each.segment or "", "title": each.title}
        for each in found.profile.people
    ]
    screen.give({**_summary(found), "path": str(found.root), "segment_list": segments, "people_list": people})
    screen.tell(f"{found.profile.name}  {found.root}")
    labels = {each.id: each.label for each in found.profile.segments}
    if segments:
        screen.table(
            (Text("客群", "Segment"), Text("名称", "Label")), [(each["id"], each["label"]) for each in segments]
        )
    if people:
        columns = (Text("姓名", "Name"), Text("角色", "Role"), Text("客群", "Segment"), Text("身份", "Title"))
        screen.table(
            columns,
            [(p["name"], ROLES[p["role"]], labels.get(p["segment"], ""), p["title"]) for p in people],
        )
    summary = _summary(found)
    screen.tell(
        Text("笔记 {notes} 份，草稿 {drafts} 份。", "{notes} notes, {drafts} drafts.").filled(
            notes=summary["notes"], drafts=summary["drafts"]
        )
    )


@command(
    "remove",
    Text(
        "移除客户。删除它的笔记、索引和草稿；outputs 中的报告不动。",
        "Remove a client. Deletes its notes, index and drafts; reports under outputs stay.",
    ),
    "journey client remove 澄川净水 --yes",
)
@click.argument("name")
@option("--yes", is_flag=True, about=Text("不再询问。", "Do not ask."))
@workspace_option
@json_option
def remove(name: str, yes: bool, workspace: str | None, as_json: bool) -> Exit:
    from assistant.wiring import open_workspace
    from assistant.wiring_upkeep import remove_client

    screen = Screen(as_json)
    place = open_workspace(workspace)
    found = place.client(name)
    if not yes and not _confirmed(screen, found.profile.name, _summary(found)["notes"]):
        screen.remark(Text("没有移除任何内容。", "Nothing was removed."))
        return Exit.FAILED
    remove_client(place, found, screen.remark)
    screen.give({"removed": found.profile.name})
    screen.tell(Text("已移除客户“{name}”。", "Removed “{name}”.").filled(name=found.profile.name))
    return Exit.DONE


@command(
    "anonymise",
    Text(
        "写出笔记的化名副本：同一个人、号码或地址始终用同一个化名。笔记本身不动。",
        "Write copies of the notes with pseudonyms: one person, number or address has one pseudonym throughout. The notes stay.",
    ),
    "journey client anonymise 澄川净水",
    "journey client anonymise 澄川净水 --to ~/Desktop/for-review",
)
@click.argument("name")
@option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    about=Text(
        "写到这个文件夹（默认 outputs 下的 anonymised）。",
        "Write into this folder (default: anonymised under outputs).",
    ),
)
@workspace_option
@json_option
def anonymise(name: str, folder: Path | None, workspace: str | None, as_json: bool) -> Exit:
    from assistant.cli.left_out import show_skipped_files
    from assistant.wiring import open_workspace
    from assistant.wiring_upkeep import anonymise_notes

    screen = Screen(as_json)
    done = anonymise_notes(open_workspace(workspace), name, folder)
    screen.give(
        {
            "folder": str(done.folder),
            "copies": [str(each) for each in done.copies],
            "unconfirmed": list(done.unconfirmed),
            "left_out": [each.document for each in done.left_out],
        }
    )
    told = Text("已写出 {n} 份化名副本：{folder}", "Wrote {n} copies with pseudonyms: {folder}")
    screen.tell(told.filled(n=len(done.copies), folder=done.folder))
    if done.unconfirmed:
        message = Text(
            "这些可能是人名，也已换成化名：{names}。不是人名的可在 journey draft 询问时说明。",
            "These may be names of persons and were replaced, too: {names}. journey draft asks about them.",
        )
        screen.remark(message.filled(names="、".join(done.unconfirmed)))
    screen.remark(
        Text(
            "副本发出前请通读一遍：程序认得号码、地址和已知的姓名，认不出“住三楼的那位律师”。",
            "Read the copies before you pass them on: numbers, addresses and names are found, “the lawyer on the third floor” is not.",
        )
    )
    show_skipped_files(screen, done.left_out)
    return Exit.FLAGGED if done.left_out else Exit.DONE


for _each in (add, list_, show, segments, people, remove, anonymise):
    client.add_command(_each)


def _confirmed(screen: Screen, name: str, notes: Any) -> bool:
    question = Text(
        "将删除“{name}”的 {n} 份笔记、索引和草稿，无法恢复。继续吗？",
        "This deletes the {n} notes, the index and the drafts of “{name}” for good. Go on?",
    )
    needed = Text("移除客户需要确认。", "Removing a client needs a confirmation.")
    return screen.confirm(needed, question.filled(name=name, n=notes))


def _summary(folder: Any) -> dict[str, Any]:
    notes = [each for each in folder.notes.rglob("*") if each.is_file() and not each.name.startswith((".", "~$"))]
    drafts = list(folder.drafts.glob("*.json")) if folder.drafts.is_dir() else []
    return {
        "client": folder.profile.name,
        "folder": Path(folder.root).name,
        "notes": len(notes),
        "segments": len(folder.profile.segments),
        "people": len(folder.profile.people),
        "drafts": len(drafts),
    }
