"""`journey client people`: who speaks in the notes, and on which side they stand."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit, UsageError
from assistant.journey import Role
from assistant.wording import Text, joined, same

if TYPE_CHECKING:
    from assistant.casting import Heard
    from assistant.engagement import Engagement

ROLES = {
    "customer": Text("客户", "customer"),
    "staff": Text("员工", "staff"),
    "interviewer": Text("访谈者", "interviewer"),
    "unknown": Text("未知", "unknown"),
}


@command(
    "people",
    Text(
        "谁在笔记里说话、是客户还是员工；加 --role 就写进 client.toml。不写名字，指所有角色未知的人。",
        "Who speaks in the notes, and on which side; with --role it is written into client.toml. Without names: all whose "
        "role is not known.",
    ),
    "journey client people 澄川净水",
    "journey client people 澄川净水 陈静 王丽 --role customer --segment 家庭住户",
    "journey client people 澄川净水 --role staff",
)
@click.argument("name")
@click.argument("speakers", nargs=-1, metavar="[SPEAKER]...")
@option(
    "--role",
    type=click.Choice(["customer", "staff", "interviewer"]),
    about=Text("写下他们的角色。", "Write down their role."),
)
@option("--segment", about=Text("写下客户所属的客群。", "Write down the segment of these customers."))
@workspace_option
@json_option
def people(
    name: str, speakers: tuple[str, ...], role: str | None, segment: str | None, workspace: str | None, as_json: bool
) -> Exit:
    from assistant.casting import cast_people, find_heard, find_segment
    from assistant.wiring import open_engagement, open_workspace
    from assistant.workspace import CLIENT_FILE, pasteable

    screen = Screen(as_json)
    if segment is not None and role != "customer":
        raise UsageError(
            Text("只有客户才属于客群。", "Only customers belong to a segment."),
            Text("请加上 --role customer。", "Add --role customer."),
        )
    if speakers and role is None:
        raise UsageError(
            Text("没有写明角色。", "No role is given."),
            Text("请加上 --role customer、staff 或 interviewer。", "Add --role customer, staff or interviewer."),
        )
    engagement = open_engagement(open_workspace(workspace), name, {}, screen.remark, sends=False)
    client = engagement.client
    if role is None:
        return _list(screen, engagement)
    profile = client.root / CLIENT_FILE
    called = pasteable(client.profile.name)
    group = find_segment(client.profile.segments, segment, called) if segment is not None else None
    cast = find_heard(engagement.hear(), speakers)
    cast_people(profile, cast, Role(role), group)
    screen.give({"people": cast, "role": role, "segment": group or "", "file": str(profile)})
    told = Text("已写入 {path}：{people}（{role}）。", "Written into {path}: {people} ({role}).")
    named = joined([same(each) for each in cast], zh="、", en=", ")
    screen.tell(told.filled(path=profile, people=named, role=ROLES[role]))
    return Exit.DONE


@command(
    "segments",
    Text(
        "客群：列出，或写上名称添加，每个客群有一张自己的地图。",
        "The customer segments, each with a map of its own: list them, or name new ones.",
    ),
    "journey client segments 澄川净水",
    "journey client segments 澄川净水 家庭住户 小型餐饮店",
)
@click.argument("name")
@click.argument("labels", nargs=-1, metavar="[SEGMENT]...")
@workspace_option
@json_option
def segments(name: str, labels: tuple[str, ...], workspace: str | None, as_json: bool) -> Exit:
    from assistant.casting import add_segments
    from assistant.wiring import open_workspace
    from assistant.workspace import CLIENT_FILE, pasteable

    screen = Screen(as_json)
    client = open_workspace(workspace).client(name)
    known = client.profile.segments
    if labels:
        known = (*known, *add_segments(client.root / CLIENT_FILE, known, labels))
    for each in known:
        screen.give({"id": each.id, "label": each.label})
    if not known:
        none = Text(
            "还没有客群。添加：journey client segments {name} 名称…",
            "No segments yet. Add some: journey client segments {name} SEGMENT...",
        )
        screen.tell(none.filled(name=pasteable(client.profile.name)))
        return Exit.DONE
    screen.table((Text("客群", "Segment"), Text("名称", "Label")), [(each.id, each.label) for each in known])
    return Exit.DONE


def _list(screen: Screen, engagement: "Engagement") -> Exit:
    from assistant.workspace import pasteable

    heard = engagement.hear()
    labels = {each.id: each.label for each in engagement.client.profile.segments}
    for each in heard:
        screen.give(
            {
                "speaker": each.name,
                "role": each.role.value,
                "segment": each.segment or "",
                "statements": each.statements,
                "documents": list(each.documents),
            }
        )
    if not heard:
        screen.tell(Text("笔记里没有写明说话人。", "The notes name no speakers."))
        return Exit.DONE
    columns = (
        Text("说话人", "Speaker"), Text("角色", "Role"), Text("客群", "Segment"), Text("陈述", "Statements"),
        Text("笔记", "Notes"),
    )  # fmt: skip
    rows = [
        (each.name, ROLES[each.role.value], labels.get(each.segment or "", ""), str(each.statements), _files(each))
        for each in heard
    ]
    screen.table(columns, rows)
    if any(each.role is Role.UNKNOWN for each in heard):
        screen.tell(_HOW.filled(name=pasteable(engagement.client.profile.name)))
    return Exit.DONE


_MOST_FILES = 2


def _files(heard: "Heard") -> Text:
    if len(heard.documents) <= _MOST_FILES:
        return joined([same(each) for each in heard.documents], zh="、", en=", ")
    return Text("{first} 等 {n} 份", "{first} and {more} more").filled(
        first=heard.documents[0], n=len(heard.documents), more=len(heard.documents) - 1
    )


_HOW = Text(
    "写下角色：journey client people {name} 名字… --role customer（或 staff）；不写名字，就是所有未知的人。",
    "Write roles down with: journey client people {name} SPEAKER... --role customer (or staff); without names, for all "
    "that are unknown.",
)


def tell_uncast(screen: Screen, uncast: "Sequence[Heard]", client: str) -> None:
    """That a draft says less where nobody said on which side its speakers stand, and how to say it."""
    from assistant.workspace import pasteable

    if not uncast:
        return
    first = joined([same(each.name) for each in uncast[:3]], zh="、", en=", ")
    told = Text(
        "还不知道这些说话人是客户还是员工，报告能说的因此有限：{who}，共 {statements} 条陈述。查看和写明：journey client people {name}",
        "It is not known whether these speakers are customers or staff, so the reports can say less: {who}; {statements} "
        "statements in all. Say so with: journey client people {name}",
    )
    more = Text("{first} 等 {n} 人", "{first} and {more} more").filled(first=first, n=len(uncast), more=len(uncast) - 3)
    screen.tell(
        told.filled(
            who=more if len(uncast) > 3 else first,
            statements=sum(each.statements for each in uncast),
            name=pasteable(client),
        )
    )
