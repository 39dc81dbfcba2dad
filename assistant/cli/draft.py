"""`journey draft`: the Word reports."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.common import (
    base_url_option,
    embedder_option,
    flags,
    json_option,
    language_option,
    mask_suspects_option,
    model_option,
    no_verify_option,
    stage_model_option,
    wanted_argument,
    workspace_option,
)
from assistant.cli.frame import command, option
from assistant.cli.result import give_draft, tell_draft, tell_fields
from assistant.cli.screen import Screen
from assistant.cli.steps import name_step
from assistant.errors import Exit
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.engagement import Drafted
    from assistant.reports import EvidenceForm


@command(
    "draft",
    Text(
        "起草报告：客户旅程地图、阶段洞察、差距分析。先更新索引；每句话都标明出处。",
        "Draft the reports: journey map, stage insights, gap analysis. Updates the index first; every sentence cites its evidence.",
    ),
    "journey draft 澄川净水",
    "journey draft 澄川净水 --report map --segment household --language zh-Hant",
    "journey draft 澄川净水 --report journeys --report analysis",
    "journey draft 澄川净水 --report funnel",
    "journey draft 澄川净水 --engine llm --dry-run",
    "journey draft 澄川净水 --template 客户模板.docx",
)
@click.argument("client", metavar="CLIENT", required=False)
@option(
    "--report",
    "reports",
    type=click.Choice(["map", "insights", "gaps", "journeys", "funnel", "analysis", "all"]),
    multiple=True,
    default=("all",),
    about=Text(
        "哪一份，可写多次；all（默认）是前三份。",
        "Which report; may be given several times. all (the default) are the first three.",
    ),
)
@option("--segment", metavar="ID", about=Text("只做一个客群。", "One segment only."))
@option(
    "--engine",
    metavar="auto|llm|extractive",
    about=Text(
        "起草引擎；auto 在配置了语言模型时用 llm。",
        "The engine that drafts; auto takes llm where a chat model is configured.",
    ),
)
@model_option
@base_url_option
@option(
    "--budget",
    metavar="AMOUNT",
    about=Text("费用上限，到达即停（代码 4）。", "Most the run may cost; it stops there (code 4)."),
)
@option("--yes", is_flag=True, about=Text("不再询问费用。", "Do not ask about the cost."))
@option("--dry-run", is_flag=True, about=Text("只估算调用、词元和费用。", "Only estimate calls, tokens and cost."))
@option(
    "--show-outgoing",
    is_flag=True,
    about=Text("逐字显示将要发送的内容，不发送。", "Print what would be sent, to the letter; send nothing."),
)
@no_verify_option
@mask_suspects_option
@option(
    "--evidence",
    type=click.Choice(["list", "footnotes"]),
    default="list",
    about=Text(
        "证据放在文末列表，还是脚注（默认列表）。",
        "Evidence in a list at the end, or in footnotes (a list by default).",
    ),
)
@option(
    "--template",
    metavar="FILE",
    type=click.Path(path_type=Path),
    about=Text("另外填写客户自己的 Word 文件（.docx）。", "Fill a client's own Word file (.docx) as well."),
)
@option(
    "--list-fields",
    is_flag=True,
    about=Text("列出 --template 可用的字段，然后结束。", "List the fields that --template may name, and stop."),
)
@option(
    "--track-changes",
    is_flag=True,
    about=Text(
        "把审阅过的一稿以来的变化写成修订。", "Show what changed since the reviewed version as tracked changes."
    ),
)
@option(
    "--out", metavar="DIR", type=click.Path(path_type=Path), about=Text("报告写到这里。", "Write the reports here.")
)
@option(
    "--strict",
    is_flag=True,
    about=Text("有缺乏依据的论断时以代码 3 结束。", "Leave with code 3 when a claim is unsupported."),
)
@language_option
@stage_model_option
@embedder_option
@workspace_option
@json_option
def draft(
    client: str | None,
    reports: tuple[str, ...],
    segment: str | None,
    engine: str | None,
    model: str | None,
    base_url: str | None,
    budget: str | None,
    yes: bool,
    dry_run: bool,
    show_outgoing: bool,
    no_verify: bool,
    mask_suspects: bool,
    evidence: "EvidenceForm",
    template: Path | None,
    list_fields: bool,
    track_changes: bool,
    out: Path | None,
    strict: bool,
    language: str | None,
    stage_model: str | None,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.cli.consent import AtTerminal, give_estimate, give_outgoing, give_texts
    from assistant.engagement import kinds_named
    from assistant.model_engine import Manner, settled
    from assistant.wiring import open_engagement, open_workspace
    from assistant.wiring_plan import model_for_funnel

    screen = Screen(as_json)
    if list_fields:
        tell_fields(screen)
        return Exit.DONE
    client = wanted_argument("client", client)
    given = flags(
        engine=engine,
        model=model,
        base_url=base_url,
        budget=budget,
        verify=False if no_verify else None,
        language=language,
        stage_model=stage_model,
        embedder=embedder,
    )
    if "funnel" in reports:
        other = model_for_funnel(open_workspace(workspace), client, given)
        if other is not None:
            given["stage_model"] = other
            screen.remark(_IN_FUNNEL)
    manner = Manner(AtTerminal(screen), mask_suspects, yes)

    def work() -> "Drafted | None":
        sends = not (dry_run or show_outgoing)
        engagement = open_engagement(open_workspace(workspace), client, given, screen.remark, sends=sends)
        if engagement.without_meaning is not None:
            screen.remark(engagement.without_meaning)
        if dry_run:
            give_estimate(screen, engagement.estimate(segment))
            return None
        if show_outgoing:
            texts = engagement.show_embedding(manner)
            give_texts(screen, texts)
            if engagement.uses_model or not texts:
                give_outgoing(screen, engagement.show_outgoing(segment, manner))
            return None
        drafting = Text("起草报告", "Drafting the reports")
        with screen.progress(Text("读取笔记", "Reading notes"), engagement.note_count(), drafting) as step:
            return engagement.draft(
                report=kinds_named(reports),
                segment=segment,
                folder=out,
                progress=lambda name: step(name_step(screen, name)),
                manner=manner,
                evidence=evidence,
                template=template,
                track_changes=track_changes,
            )

    drafted = settled(work, open_workspace(workspace).client(client), manner)
    if drafted is None:
        return Exit.DONE
    give_draft(screen, drafted)
    tell_draft(screen, drafted)
    return drafted.exit_code(strict)


_IN_FUNNEL = Text(
    "漏斗报告按漏斗的阶段（认知、考虑、转化、留存、推荐）起草，和按别的阶段起草的稿子并存。",
    "The funnel is drafted in its own stages (awareness, consideration, conversion, retention, advocacy), beside drafts in others.",
)
