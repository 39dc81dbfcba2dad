"""`journey chat`: questions in a row about one client, grounded in its notes."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
from assistant.cli.frame import command
from assistant.cli.screen import Screen
from assistant.errors import Exit, JourneyError
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.model_engine import Manner
    from assistant.sessions.chat.backing import Backing
    from assistant.sessions.chat.exchanges import Exchange
    from assistant.sessions.chat.talking import Leave
    from assistant.workspace import Workspace


@command(
    "chat",
    Text(
        "就一个客户连续提问：回答只依据笔记，逐句附出处，没有依据就说没有。没有语言模型时给出原文。",
        "Questions in a row about one client: answers from its notes, with a source behind every sentence, or a plain "
        "“the notes do not say”. Without a model it gives the passages.",
    ),
    "journey chat 澄川净水",
    "echo 客户为什么不续费？ | journey chat 澄川净水",
)
@click.argument("client", metavar="CLIENT")
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

    screen = Screen(as_json)
    place = open_workspace(workspace)
    given = flags(engine=engine, model=model, base_url=base_url, stage_model=stage_model, embedder=embedder)
    manner = Manner(AtTerminal(screen), mask_suspects)
    sitting = _Sitting(screen, place, manner, limit)
    leave, troubled = sitting.talk(client, given, ()), False
    while leave.client is not None or leave.model is not None:
        troubled = troubled or leave.troubled
        earlier = leave.exchanges if leave.client is None else ()
        chosen = _with_model(given, leave.model) if leave.model is not None else given
        try:
            client = place.client(leave.client).profile.name if leave.client is not None else client
            leave, given = sitting.talk(client, chosen, earlier), chosen
        except JourneyError as error:
            screen.remark(error.message)
            leave = sitting.talk(client, given, leave.exchanges)
    if leave.interrupted:
        return Exit.INTERRUPTED
    return Exit.FLAGGED if (troubled or leave.troubled) and not sys.stdin.isatty() else Exit.DONE


@dataclass
class _Sitting:
    """One run of the command: one conversation after the other at the same terminal."""

    screen: Screen
    place: "Workspace"
    manner: "Manner"
    limit: int

    def talk(self, client: str, given: Mapping[str, object], earlier: "Sequence[Exchange]") -> "Leave":
        from assistant.model_engine import settled
        from assistant.sessions.chat.exchanges import KeptChats
        from assistant.sessions.chat.greeting import greet
        from assistant.sessions.chat.obeying import Commands
        from assistant.sessions.chat.talking import Talk
        from assistant.sessions.chat.words import READING, WRITING
        from assistant.sessions.terminal import open_terminal
        from assistant.wiring_chat import open_chat

        screen, place, folder = self.screen, self.place, self.place.client(client)
        started: list[Talk] = []
        commands = Commands(
            KeptChats(folder.state / "chats"),
            clients=lambda: [place.client(each.name).profile.name for each in place.client_folders()],
            draft=lambda: draft_at_once(screen, place, client, given, mask_suspects=self.manner.mask_suspects),
            edit=click.edit,
        )
        terminal = open_terminal(
            screen.language,
            history=folder.state / "chat-history",
            complete=lambda typed: commands.complete(started[0], typed) if started else (),
            as_json=screen.as_json,
        )
        terminal.passing(READING)

        def open_now() -> "Backing":
            return open_chat(place, client, given, screen.remark, self.manner, begun=lambda: terminal.passing(WRITING))

        with closing(settled(open_now, folder, self.manner)) as backing:
            started.append(Talk(terminal, backing, commands, self.limit, screen.give, list(earlier)))
            greet(terminal, backing)
            return started[0].run()


def _with_model(given: Mapping[str, object], named: str) -> dict[str, object]:
    """The flags with another model, or with none."""
    if named.lower() in ("off", "none", "关", "關"):
        return {**given, "engine": "extractive"}
    return {**given, "engine": "llm", "model": named}
