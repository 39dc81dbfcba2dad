"""`journey ask`: an answer with citations, or a plain "the notes do not say"."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from assistant.cli.common import (
    base_url_option,
    embedder_option,
    flags,
    json_option,
    mask_suspects_option,
    model_option,
    no_verify_option,
    passage_limit_option,
    passages_engine_option,
    workspace_option,
)
from assistant.cli.consent import AtTerminal
from assistant.cli.frame import command
from assistant.cli.screen import Screen
from assistant.errors import Exit, UsageError
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.sessions.answer import Answer
    from assistant.sessions.entries import Citation
    from assistant.sessions.grounding import Sentence


@command(
    "ask",
    Text(
        "就一个客户的笔记提问，回答附出处，没有依据就说没有。没有配置模型时给出最接近的原文。",
        "Ask about one client's notes: an answer with citations, or a plain “the notes do not say”. "
        "Without a model it gives the nearest passages.",
    ),
    "journey ask 澄川净水 客户多久换一次滤芯？",
    "echo 客户为什么不续费？ | journey ask 澄川净水 --json",
)
@click.argument("client", metavar="CLIENT")
@click.argument("question", metavar="[QUESTION|-]", required=False)
@passage_limit_option
@passages_engine_option
@model_option
@base_url_option
@no_verify_option
@mask_suspects_option
@embedder_option
@workspace_option
@json_option
def ask(
    client: str,
    question: str | None,
    limit: int,
    engine: str | None,
    model: str | None,
    base_url: str | None,
    no_verify: bool,
    mask_suspects: bool,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.model_engine import Manner, settled
    from assistant.sessions.answer import answer_json
    from assistant.sessions.telling import UNCHECKED, tell_answer, tell_sentence
    from assistant.wiring import open_answering, open_workspace

    screen = Screen(as_json)
    asked = _question(question)
    live = sys.stdout.isatty() and not as_json
    verify = False if no_verify else None
    given = flags(engine=engine, model=model, base_url=base_url, verify=verify, embedder=embedder)
    manner = Manner(AtTerminal(screen), mask_suspects)
    place = open_workspace(workspace)

    begun = False

    def tell(sentence: "Sentence", _citations: "tuple[Citation, ...]") -> None:
        nonlocal begun
        begun = True
        screen.tell(tell_sentence(sentence, screen.language))

    def work() -> "Answer":
        with closing(open_answering(place, client, given, screen.remark, manner=manner)) as answering:
            return answering.answer(asked, limit=limit, told=tell if live else None)

    try:
        answer = settled(work, place.client(client), manner)
    except KeyboardInterrupt:
        if begun:
            screen.tell(UNCHECKED)
        raise
    screen.give(answer_json(answer))
    for line in tell_answer(answer, screen.language, sentences=not live):
        screen.tell(line)
    if answer.fault is not None:
        raise answer.fault
    return Exit.FLAGGED if answer.problem is not None else Exit.DONE


def _question(given: str | None) -> str:
    """The question from the command, or from what is piped in."""
    if given is not None and given != "-":
        asked = given
    elif given == "-" or not sys.stdin.isatty():
        asked = sys.stdin.read()
    else:
        raise UsageError(Text("请给出一个问题。", "Give a question."))
    if not asked.strip():
        raise UsageError(Text("问题是空的。", "The question is empty."))
    return " ".join(asked.split())
