"""Builds a chat about one client: one index and one embedder, opened once for answers, drafts and searches."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from assistant.retrieval.index import ClientIndex
from assistant.sessions.chat.backing import Backing
from assistant.sessions.chat.following import ModelRewriter, RuleRewriter
from assistant.sessions.chat.heard import HeardModel
from assistant.wiring import (
    build_answering,
    build_engagement,
    cache_folder,
    check_stage_model,
    own_knowledge,
    settings_in_force,
)
from assistant.wording import Text
from assistant.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    index = ClientIndex(client.index, embedder, lock_wait=settings.lock_wait, told=told, hold=True)
    engagement = build_engagement(workspace, client, settings, told, surroundings, opened=(index, embedder))
    playbook = load_playbook(settings.stage_model, extra)
    names = build_name_book(client.profile.people, (client.profile.name, *client.profile.brands))
    rules = RuleRewriter(names, [each.label for each in playbook.model.stages])
    asked = open_asked_model(client, settings, cache, lambda: backing.statements(), told, manner, surroundings)

    def open_heard(texts: "Sequence[str]") -> "ChatModel":
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
