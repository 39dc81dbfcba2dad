"""`journey chat`: questions in a row about one client, grounded in its notes."""

import sys

import click

from assistant.cli.common import (
    base_url_option,
    embedder_option,
    flags,
    json_option,
    mask_suspects_option,
    model_option,
    passage_limit_option,
    passages_engine_option,
    stage_model_option,
    workspace_option,
)
from assistant.cli.drafting import draft_at_once
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text


@command(
    "chat",
    Text(
        "就一个客户连续提问：回答只依据笔记，逐句附出处，没有依据就说没有。没有语言模型时给出原文。",
        "Questions in a row about one client: answers from its notes, with a source behind every sentence, or a plain "
        "“the notes do not say”. Without a model it gives the passages.",
    ),
    "journey chat 澄川净水",
    "journey chat 澄川净水 --resume",
    "echo 客户为什么不续费？ | journey chat 澄川净水",
)
@click.argument("client", metavar="CLIENT")
@option("--resume", is_flag=True, about=Text("接着上一次的对话。", "Go on with the last conversation."))
@passage_limit_option
@passages_engine_option
@model_option
@base_url_option
@mask_suspects_option
@stage_model_option
@embedder_option
@workspace_option
@json_option
def chat(
    client: str,
    resume: bool,
    limit: int,
    engine: str | None,
    model: str | None,
    base_url: str | None,
    mask_suspects: bool,
    stage_model: str | None,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.cli.consent import AtTerminal
    from assistant.model_engine import Manner
    from assistant.wiring import open_workspace
    from assistant.wiring_chat import Sitting

    screen = Screen(as_json)
    place = open_workspace(workspace)
    given = flags(engine=engine, model=model, base_url=base_url, stage_model=stage_model, embedder=embedder)
    sitting = Sitting(
        place,
        Manner(AtTerminal(screen), mask_suspects),
        screen.language,
        told=screen.remark,
        give=screen.give,
        draft=lambda named, flags_: draft_at_once(screen, place, named, flags_, mask_suspects=mask_suspects),
        edit=click.edit,
        limit=limit,
        as_json=as_json,
    )
    leave = sitting.hold(client, given, resume=resume)
    if leave.interrupted:
        return Exit.INTERRUPTED
    return Exit.FLAGGED if leave.troubled and not sys.stdin.isatty() else Exit.DONE
