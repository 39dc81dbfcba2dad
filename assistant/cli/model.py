"""`journey model`: the stage models there are, and those of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli.advice import METHODS, advise
from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import JourneyGroup, command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text, joined, same

if TYPE_CHECKING:
    from assistant.journey import StageModel
    from assistant.journey.mapping import StageMapping
    from assistant.recasting import Recasted


@click.group(
    "model",
    cls=JourneyGroup,
    about=Text(
        "旅程阶段的划分：列出、查看、新建、检查、建议、改用。",
        "Divisions of the journey into stages: list, show, make, check, advise on and change them.",
    ),
    examples=("journey model list", "journey model show sub-stages-ten --to funnel"),
)
def model() -> None:
    """The group of commands on stage models."""


_KINDS = {
    "one-to-one": Text("一对一", "one to one"),
    "many-to-one": Text("多对一", "many to one"),
    "one-to-many": Text("一对多：逐条判断", "one to many: each statement is judged"),
    "none": Text("没有对应", "no counterpart"),
}


@command(
    "list",
    Text("列出全部阶段模型。", "List all stage models."),
    "journey model list",
)
@workspace_option
@json_option
def list_(workspace: str | None, as_json: bool) -> None:
    from assistant.wiring_models import open_models

    screen = Screen(as_json)
    library = open_models(workspace)
    rows: list[list[Text]] = []
    for each in library.models.values():
        own = each.id in library.own
        screen.give(
            {
                "id": each.id,
                "label": screen.say(each.label),
                "stages": list(each.stage_ids),
                "method": each.method,
                "origin": each.origin,
                "own": own,
            }
        )
        whose = Text("自己的", "own") if own else Text("随程序", "shipped")
        rows.append([same(each.id), each.label, same(str(len(each.stages))), METHODS[each.method], whose])
    columns = (
        Text("标识", "Id"), Text("名称", "Name"), Text("阶段数", "Stages"), Text("划分依据", "Divided by"), Text("来源", "From")
    )  # fmt: skip
    screen.table(columns, rows)


@command(
    "show",
    Text(
        "查看一个阶段模型：阶段、定义、别名；--to 显示它与另一个模型怎样对应。",
        "Show a stage model: its stages, what they mean, other names; --to shows how it maps to another one.",
    ),
    "journey model show emotion",
    "journey model show five-stage --to sub-stages-ten",
)
@click.argument("model_id", metavar="MODEL")
@option("--to", "target", metavar="MODEL", about=Text("对应到这个模型。", "The model to map to."))
@workspace_option
@json_option
def show(model_id: str, target: str | None, workspace: str | None, as_json: bool) -> None:
    from assistant.journey.mapping import build_mapping
    from assistant.wiring_models import open_models

    screen = Screen(as_json)
    library = open_models(workspace)
    found = library.model(model_id)
    if target is not None:
        _show_mapping(screen, build_mapping(found, library.model(target)))
        return
    screen.give(_describe(screen, found))
    screen.tell(
        Text("{name}（{id}），按{method}划分，{n} 个阶段", "{name} ({id}), divided by {method}, {n} stages").filled(
            name=found.label, id=found.id, method=METHODS[found.method], n=len(found.stages)
        )
    )
    if found.note is not None:
        screen.tell(found.note)
    _tell_stages(screen, found)


@command(
    "new",
    Text(
        "新建自己的阶段模型：以现有的一个为底，写进工作区，供您修改。",
        "Begin a stage model of your own: a copy of an existing one is written into the workspace for you to edit.",
    ),
    "journey model new our-journey",
    "journey model new our-journey --from sub-stages-ten",
)
@click.argument("model_id", metavar="NAME")
@option("--from", "base", metavar="MODEL", about=Text("以这个模型为底。", "The model to begin with."))
@workspace_option
@json_option
def new(model_id: str, base: str | None, workspace: str | None, as_json: bool) -> None:
    from assistant.wiring_models import add_model

    screen = Screen(as_json)
    path = add_model(workspace, model_id, base)
    screen.give({"id": model_id, "file": str(path)})
    screen.tell(Text("已写入 {path}", "Written: {path}").filled(path=path))
    screen.tell(
        Text(
            "改好后检查：journey model check {id}；使用：journey draft 客户 --stage-model {id}",
            "Edit it, then: journey model check {id}; to use it: journey draft CLIENT --stage-model {id}",
        ).filled(id=model_id)
    )


@command(
    "check",
    Text(
        "检查阶段模型：写法、手册是否齐全、哪些时刻没有阶段或归了几个阶段。",
        "Check stage models: how they are written, whether guidance is complete, which moments have no stage or several.",
    ),
    "journey model check",
    "journey model check our-journey",
)
@click.argument("model_id", metavar="MODEL", required=False)
@workspace_option
@json_option
def check(model_id: str | None, workspace: str | None, as_json: bool) -> Exit:
    from assistant.wiring_models import check_models

    screen = Screen(as_json)
    noted = 0
    for each in check_models(workspace, model_id):
        noted += bool(each.remarks)
        said = [screen.say(remark) for remark in each.remarks]
        screen.give({"id": each.model.id, "stages": len(each.model.stages), "remarks": said})
        mark = Text("可以使用", "ready") if not each.remarks else Text("可以使用，请留意：", "ready, but note:")
        screen.tell(Text("{id}：{mark}", "{id}: {mark}").filled(id=each.model.id, mark=mark))
        for remark in said:
            screen.tell(f"  {remark}")
    return Exit.FLAGGED if noted and model_id is not None else Exit.DONE


@command(
    "recast",
    Text(
        "把草稿改用另一种阶段划分，存为新的一稿。一对一、多对一原样移过去；一对多逐条判断，判断不了的和您写的要点列出来由您决定。",
        "Re-cast the draft into another model as a new version. What has one counterpart moves as it is; what has several is judged "
        "claim by claim, and what cannot be told, like everything you wrote, is listed for you to decide.",
    ),
    "journey model recast 澄川净水 --to funnel",
    "journey model recast 澄川净水 --to funnel --decisions undecided.csv",
)
@click.argument("client", metavar="CLIENT")
@option("--to", "target", metavar="MODEL", required=True, about=Text("改用这个模型。", "The model to re-cast into."))
@option(
    "--draft",
    "number",
    metavar="N",
    type=int,
    about=Text("第几稿（默认最新）。", "Which draft (the latest by default)."),
)
@option(
    "--decisions",
    metavar="FILE",
    type=click.Path(path_type=Path),
    about=Text("填好 stage 一列的 undecided.csv。", "The undecided.csv with its column stage filled in."),
)
@option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), about=Text("报告写到这里。", "Write the reports here.")
)
@workspace_option
@json_option
def recast(
    client: str,
    target: str,
    number: int | None,
    decisions: Path | None,
    out: Path | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.wiring_models import recast as recast_draft

    screen = Screen(as_json)
    done = recast_draft(workspace, client, target, number=number, decisions=decisions, folder=out, told=screen.remark)
    _tell_recast(screen, done)
    return Exit.FLAGGED if done.draft.unplaced else Exit.DONE


def _tell_recast(screen: Screen, done: "Recasted") -> None:
    from assistant.workspace import pasteable

    draft, made = done.draft, done.draft.recasting
    assert made is not None
    screen.give(
        {
            "draft": draft.id,
            "number": draft.number,
            "from": {"number": done.before.number, "model": made.model},
            "to": draft.model.id,
            "moved": made.moved,
            "judged": made.judged,
            "undecided": [
                {"id": each.claim.id, "reason": each.reason, "choices": list(each.choices), "text": each.claim.text}
                for each in draft.unplaced
            ],
            "reports": [str(path) for path in done.paths],
        }
    )
    message = Text(
        "第 {before} 稿（{old}）已改用“{new}”，存为第 {now} 稿：{moved} 条随阶段移过去，{judged} 条逐条判断，{waiting} 条待您决定。",
        "Draft {before} ({old}) is now in “{new}” as draft {now}: {moved} claims moved with their stage, {judged} were judged one by "
        "one, {waiting} wait for you to decide.",
    )
    screen.tell(
        message.filled(
            before=done.before.number,
            old=done.before.model.label,
            new=draft.model.label,
            now=draft.number,
            moved=made.moved,
            judged=made.judged,
            waiting=len(draft.unplaced),
        )
    )
    if draft.unplaced:
        hint = Text(
            "在 undecided.csv 的 stage 一列填写阶段，再运行：journey model recast {name} --to {model} --decisions undecided.csv",
            "Fill in the column stage of undecided.csv, then: journey model recast {name} --to {model} --decisions undecided.csv",
        )
        screen.remark(hint.filled(name=pasteable(draft.client), model=draft.model.id))
    screen.tell(Text("报告：", "Reports:"))
    for path in done.paths:
        screen.tell(f"  {path}")


def _describe(screen: Screen, found: "StageModel") -> dict[str, Any]:
    return {
        "id": found.id,
        "label": screen.say(found.label),
        "method": found.method,
        "origin": found.origin,
        "note": screen.say(found.note) if found.note is not None else "",
        "stages": [
            {
                "id": each.id,
                "label": screen.say(each.label),
                "part_of": each.part_of,
                "definition": screen.say(each.definition),
                "aliases": list(each.aliases),
                "moments": list(each.covered),
            }
            for each in found.stages
        ],
    }


def _tell_stages(screen: Screen, found: "StageModel") -> None:
    parts = {each.id: each.label for each in found.parts}
    columns = [Text("标识", "Id"), Text("阶段", "Stage"), Text("是什么", "What it is")]
    rows: list[list[Text]] = []
    before = ""
    for each in found.stages:
        if each.part_of and each.part_of != before:
            rows.append([same(""), Text("【{part}】", "[{part}]").filled(part=parts[each.part_of]), same("")])
        before = each.part_of
        rows.append([same(each.id), each.label, each.definition])
    screen.table(columns, rows)


def _show_mapping(screen: Screen, mapping: "StageMapping") -> None:
    screen.give(
        {
            "from": mapping.origin.id,
            "to": mapping.target.id,
            "stages": {each: list(heirs) for each, heirs in mapping.heirs.items()},
            "kinds": {each: mapping.kind(each) for each in mapping.heirs},
            "left_behind": {each: list(mapping.left_behind(each)) for each in mapping.heirs},
        }
    )
    rows: list[list[Text]] = []
    for each in mapping.origin.stages:
        heirs = [mapping.target.title(heir) for heir in mapping.heirs[each.id]]
        kind = _KINDS[mapping.kind(each.id)]
        if heirs and mapping.left_behind(each.id):
            kind = joined([kind, Text("有的没有对应", "some without counterpart")], zh="，", en="; ")
        rows.append([mapping.origin.title(each.id), joined(heirs) if heirs else same("–"), kind])
    screen.table((mapping.origin.label, mapping.target.label, Text("对应", "How")), rows)


for _each in (list_, show, new, check, advise, recast):
    model.add_command(_each)
