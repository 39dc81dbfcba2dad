"""Builds a chat about one client: one index and one embedder, opened once for answers, drafts and searches."""

import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.errors import JourneyError
from assistant.retrieval.index import ClientIndex
from assistant.sessions.chat.backing import Backing
from assistant.sessions.chat.exchanges import Exchange, KeptChats
from assistant.sessions.chat.following import ModelRewriter, RuleRewriter
from assistant.sessions.chat.greeting import greet, tell_resumed
from assistant.sessions.chat.heard import HeardModel
from assistant.sessions.chat.obeying import Commands
from assistant.sessions.chat.running import RunningChat, RunningChats
from assistant.sessions.chat.talking import Leave, Talk
from assistant.sessions.chat.words import READING, WRITING
from assistant.sessions.terminal import Terminal, open_terminal
from assistant.wiring import (
    build_answering,
    build_engagement,
    cache_folder,
    check_stage_model,
    own_knowledge,
    settings_in_force,
)
from assistant.wording import Language, Text
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.model.opening import Surroundings
    from assistant.model.port import ChatModel
    from assistant.model_engine import Manner


def open_chat(
    workspace: Workspace,
    name: str,
    flags: Mapping[str, Any],
    told: Callable[[Text], None],
    manner: "Manner",
    *,
    begun: Callable[[], None] = lambda: None,
    now: Callable[[], datetime] = datetime.now,
    surroundings: "Surroundings | None" = None,
) -> Backing:
    """What a chat about the client rests on, its notes read and all in place for the first question.

    `begun` is called when the model's first words of an answer come. Raises as `open_answering`.
    """
    from assistant.drafting.names import build_name_book
    from assistant.library import load_playbook
    from assistant.model.prompts import load_prompts
    from assistant.retrieval.embedder import explain_missing_embedder
    from assistant.retrieval.remembering import RememberingEmbedder
    from assistant.wiring_ask import open_asked_model
    from assistant.wiring_model import build_any_embedder

    client = workspace.client(name)
    settings = settings_in_force(workspace, client, flags).settings
    extra, cache = own_knowledge(workspace), cache_folder(settings)
    check_stage_model(settings.stage_model, extra)
    inner = build_any_embedder(client, settings, cache, surroundings)
    embedder = RememberingEmbedder(inner) if inner is not None else None
    missing = explain_missing_embedder() if embedder is None and settings.embedder != "none" else None
    if missing is not None:
        told(missing)
    index = ClientIndex(
        client.index, embedder, lock_wait=settings.lock_wait, told=told, hold=True, chroma_url=settings.chroma_url
    )
    engagement = build_engagement(workspace, client, settings, told, surroundings, opened=(index, embedder))
    playbook = load_playbook(settings.stage_model, extra)
    names = build_name_book(client.profile.people, (client.profile.name, *client.profile.brands))
    rules = RuleRewriter(names, [each.label for each in playbook.model.stages])
    asked = open_asked_model(client, settings, cache, lambda: backing.statements(), told, manner, surroundings)

    def open_heard(texts: Sequence[str]) -> "ChatModel":
        assert asked is not None
        return HeardModel(asked.open(texts), begun)

    prompts = load_prompts(workspace.root / "prompts") if asked is not None else None
    backing = Backing(
        client=client,
        settings=settings,
        playbook=playbook,
        index=index,
        engagement=engagement,
        build_answering=lambda finder: build_answering(
            workspace, client, settings, finder, embedder, open_heard if asked is not None else None
        ),
        rewriter=ModelRewriter(rules, asked.open, lambda: prompts, names, random.SystemRandom())
        if asked is not None and prompts is not None
        else rules,
        talker=asked,
        now=now,
        close=asked.close if asked is not None else lambda: None,
    )
    backing.warm()
    return backing


@dataclass(frozen=True)
class Sitting:
    """One run of `journey chat`: one conversation after the other at the same terminal.

    `told` hears remarks, `give` the JSON of each answer; `draft` drafts for a client with these flags, `edit` lets the
    person write in an editor.
    """

    place: Workspace
    manner: "Manner"
    language: Language
    told: Callable[[Text], None]
    give: Callable[[dict[str, Any]], None]
    draft: Callable[[str, Mapping[str, Any]], object]
    edit: Callable[[], str | None]
    limit: int
    as_json: bool = False
    now: Callable[[], datetime] = datetime.now

    def hold(self, client: str, given: Mapping[str, Any], *, resume: bool = False) -> Leave:
        """Talks until the person leaves for good; `troubled` where anything failed on the way. Raises as `open_chat`.

        With `resume` the client's last conversation goes on; UsageError where there is none.
        """
        chats = self._chats(client)
        running, earlier = chats.resume() if resume else (chats.begin(self.now()), [])
        leave = self._talk(client, given, running, earlier, resumed=resume)
        troubled = leave.troubled
        while leave.client is not None or leave.model is not None:
            chosen = _with_model(given, leave.model) if leave.model is not None else given
            try:
                if leave.client is not None:
                    named = self.place.client(leave.client).profile.name
                    begun = self._chats(named).begin(self.now())
                    leave, client, running = self._talk(named, chosen, begun, ()), named, begun
                else:
                    leave, given = self._talk(client, chosen, running, leave.exchanges), chosen
            except JourneyError as error:
                self.told(error.message)
                leave = self._talk(client, given, running, leave.exchanges)
            troubled = troubled or leave.troubled
        return replace(leave, troubled=troubled)

    def _chats(self, client: str) -> RunningChats:
        return RunningChats(self.place.client(client).state / "chats" / "running")

    def _talk(
        self,
        client: str,
        given: Mapping[str, Any],
        running: RunningChat,
        earlier: Sequence[Exchange],
        *,
        resumed: bool = False,
    ) -> Leave:
        from assistant.model_engine import settled

        folder = self.place.client(client)
        started: list[Talk] = []
        commands = self._commands(client, folder, given)
        terminal = open_terminal(
            self.language,
            history=folder.state / "chat-history",
            complete=lambda typed: commands.complete(started[0], typed) if started else (),
            as_json=self.as_json,
        )
        terminal.passing(READING)
        with closing(settled(lambda: self._open(client, given, terminal), folder, self.manner)) as backing:
            talk = Talk(terminal, backing, commands, running, self.limit, self.give, list(earlier))
            started.append(talk)
            last = commands.running.find_last(running) if not earlier else None
            greet(terminal, backing, last[1] if last is not None else ())
            if resumed:
                tell_resumed(terminal, earlier)
            return talk.run()

    def _open(self, client: str, given: Mapping[str, Any], terminal: Terminal) -> Backing:
        return open_chat(
            self.place, client, given, self.told, self.manner, begun=lambda: terminal.passing(WRITING), now=self.now
        )

    def _commands(self, client: str, folder: ClientFolder, given: Mapping[str, Any]) -> Commands:
        return Commands(
            KeptChats(folder.state / "chats"),
            self._chats(client),
            clients=lambda: [self.place.client(each.name).profile.name for each in self.place.client_folders()],
            draft=lambda: self.draft(client, given),
            edit=self.edit,
            find_client=self.place.client,
        )


def _with_model(given: Mapping[str, Any], named: str) -> dict[str, Any]:
    """The flags with another model, or with none."""
    if named.lower() in ("off", "none", "关", "關"):
        return {**given, "engine": "extractive"}
    return {**given, "engine": "llm", "model": named}
