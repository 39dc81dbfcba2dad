"""`journey batch`: reports for many clients, unattended."""

from dataclasses import replace
from pathlib import Path

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
    workspace_option,
)
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit, UsageError
from assistant.wording import Text


@command(
    "batch",
    Text(
        "按清单给许多客户起草报告。无人值守；中断后再运行同一条命令，从断处继续。",
        "Draft the reports of many clients from a manifest. Unattended; run it again after an interruption and it goes on.",
    ),
    "journey batch batch.yaml --dry-run",
    "journey batch batch.yaml",
    "journey batch clients",
    "journey batch batch.yaml --failed",
)
@click.argument("manifest", metavar="MANIFEST", type=click.Path(path_type=Path))
@option(
    "--dry-run",
    is_flag=True,
    about=Text("只检查清单、列出计划和估算。", "Only check the manifest; show plan and estimate."),
)
@option(
    "--resume",
    is_flag=True,
    about=Text("接着上一次做（本来就是这样）。", "Go on with the last run (it does so anyway)."),
)
@option(
    "--failed",
    is_flag=True,
    about=Text(
        "只重做上次失败、或模型没有答全的客户。",
        "Only the clients that failed last time, or that the model left gaps in.",
    ),
)
@option(
    "--only",
    multiple=True,
    metavar="CLIENT",
    about=Text("只做这个客户，可写多次。", "Only this client; may be repeated."),
)
@option(
    "--afresh", is_flag=True, about=Text("不管做过什么，全部从头做。", "Begin everything afresh, whatever was done.")
)
@option(
    "--engine",
    metavar="auto|llm|extractive",
    about=Text("起草引擎，胜过清单所写。", "The engine that drafts; wins over the manifest."),
)
@model_option
@base_url_option
@option(
    "--budget", metavar="AMOUNT", about=Text("整批费用的上限（代码 4）。", "Most the whole batch may cost (code 4).")
)
@option(
    "--concurrency",
    type=click.IntRange(1, 256),
    about=Text("同时发出的调用数，所有客户合计。", "Calls at a time, of all clients together."),
)
@option(
    "--workers",
    type=click.IntRange(0, 64),
    metavar="N",
    about=Text("工作进程数；0 表示只用本进程。", "Worker processes; 0 is this process alone."),
)
@option(
    "--provider-batch",
    is_flag=True,
    about=Text(
        "编码和论断交给服务商的批处理服务：更便宜，最长等 24 小时。",
        "Code and claim through the provider's batch service: cheaper, within 24 hours.",
    ),
)
@option(
    "--wait",
    is_flag=True,
    about=Text("等批处理的结果，一直到做完。", "Wait for the batch service's results until all is done."),
)
@option(
    "--scheduler",
    metavar="tcp://HOST:PORT",
    about=Text(
        "在 dask 集群上运行；tls:// 用 dask 设置里的证书。",
        "Run on the dask cluster of this scheduler; tls:// with the certificates of dask's settings.",
    ),
)
@no_verify_option
@mask_suspects_option
@language_option
@stage_model_option
@embedder_option
@workspace_option
@json_option
def batch(
    manifest: Path,
    dry_run: bool,
    resume: bool,
    failed: bool,
    only: tuple[str, ...],
    afresh: bool,
    engine: str | None,
    model: str | None,
    base_url: str | None,
    budget: str | None,
    concurrency: int | None,
    workers: int | None,
    provider_batch: bool,
    wait: bool,
    scheduler: str | None,
    no_verify: bool,
    mask_suspects: bool,
    language: str | None,
    stage_model: str | None,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.batch.batches import Wish
    from assistant.batch.manifest import read_manifest
    from assistant.batch.preparing import plan_batch
    from assistant.cli.batch_screen import Progress, give_plan, give_result, listening
    from assistant.wiring import open_workspace
    from assistant.wiring_batch import POLL, Staffing, build_ground, run
    from assistant.wiring_estimate import estimate

    screen = Screen(as_json)
    if scheduler is not None and workers is not None:
        raise UsageError(Text("--workers 与 --scheduler 不能同用。", "--workers and --scheduler cannot go together."))
    given = flags(
        engine=engine,
        model=model,
        base_url=base_url,
        budget=budget,
        concurrency=concurrency,
        verify=False if no_verify else None,
        language=language,
        stage_model=stage_model,
        embedder=embedder,
    )
    place = open_workspace(workspace)
    asked = read_manifest(manifest)
    ground = build_ground(place, given)
    planned = plan_batch(asked, ground)
    if dry_run:
        give_plan(screen, estimate(asked, planned, ground, provider=provider_batch, mask_suspects=mask_suspects))
        return Exit.DONE
    wish = Wish(only, failed=failed, afresh=afresh, resume=resume, mask_suspects=mask_suspects)
    with listening(screen) as stopping, Progress(screen) as progress:
        staffing = Staffing(workers) if workers is not None else Staffing()
        staffing = replace(staffing, provider=provider_batch, poll=POLL if wait else None)
        if scheduler is not None:
            staffing = replace(staffing, workers=0, scheduler=scheduler, remark=screen.remark)
        result = run(asked, planned, ground, wish, stopping, progress.follow, staffing)
    give_result(screen, result, manifest)
    return result.exit_code()
