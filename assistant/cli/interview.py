"""`journey interview`: a guided interview, saved answer by answer."""

import click

from assistant.cli.common import (
    base_url_option,
    embedder_option,
    flags,
    json_option,
    language_option,
    mask_suspects_option,
    model_option,
    stage_model_option,
    workspace_option,
)
from assistant.cli.drafting import draft_at_once
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit
from assistant.wording import Text


@command(
    "interview",
    Text(
        "按方法手册逐题访谈，从地图最空的阶段问起；每一行回答都马上存进笔记。结束时可以当场起草报告。",
        "A guided interview by the playbook, beginning where the map is emptiest; every line is saved to a note at once. "
        "At the end the reports can be drafted on the spot.",
    ),
    "journey interview 澄川净水 --person 陈静 --role customer",
    "journey interview 澄川净水 --resume",
)
@click.argument("client", metavar="CLIENT")
@option("--segment", metavar="ID", about=Text("受访者所属的客群。", "The interviewee's segment."))
@option("--person", metavar="NAME", about=Text("受访者的称呼。", "What the interviewee is called."))
@option(
    "--role",
    type=click.Choice(["customer", "staff"]),
    about=Text("受访者是客户还是员工。", "Whether a customer or staff is interviewed."),
)
@option("--resume", is_flag=True, about=Text("接着上一场没做完的访谈。", "Go on with the interview left unfinished."))
@option(
    "--engine",
    metavar="auto|llm|extractive",
    about=Text("extractive 只按规则追问，不用语言模型。", "extractive asks further by rules, without the chat model."),
)
@model_option
@base_url_option
@mask_suspects_option
@language_option
@stage_model_option
@embedder_option
@workspace_option
@json_option
def interview(
    client: str,
    segment: str | None,
    person: str | None,
    role: str | None,
    resume: bool,
    engine: str | None,
    model: str | None,
    base_url: str | None,
    mask_suspects: bool,
    language: str | None,
    stage_model: str | None,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.journey import Role
    from assistant.model_engine import Manner, Unattended
    from assistant.sessions.interview.greeting import tell_left, wants_draft
    from assistant.sessions.interview.outcome import outcome_json, tell_outcome
    from assistant.sessions.interview.words import LATER
    from assistant.sessions.terminal import open_terminal
    from assistant.wiring import open_workspace
    from assistant.wiring_sessions import Wanted, hold_interview
    from assistant.workspace import pasteable

    screen = Screen(as_json)
    place = open_workspace(workspace)
    given = flags(
        engine=engine, model=model, base_url=base_url, language=language, stage_model=stage_model, embedder=embedder
    )
    terminal = open_terminal(screen.language, as_json=as_json)
    wanted = Wanted(client, person, Role(role) if role else None, segment, resume)
    held = hold_interview(place, wanted, given, terminal, screen.remark, Manner(Unattended(), mask_suspects))
    screen.give(outcome_json(held.outcome, held.record, held.ended))
    if held.ended != "done":
        tell_left(terminal, f"journey interview {pasteable(client)} --resume")
        return Exit.INTERRUPTED if held.ended == "interrupted" else Exit.DONE
    tell_outcome(terminal, held.outcome, held.record.note)
    if as_json or not wants_draft(terminal):
        terminal.tell(LATER.filled(command=f"journey draft {pasteable(client)}"))
        return Exit.DONE
    return draft_at_once(screen, place, client, held.flags, mask_suspects=mask_suspects)
