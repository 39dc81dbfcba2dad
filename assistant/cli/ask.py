"""`journey ask`: an answer with citations, or a plain "the notes do not say"."""

import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from assistant.cli.common import embedder_option, flags, json_option, workspace_option
from assistant.cli.consent import AtTerminal
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit, UsageError
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.sessions.answer import Answer
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
@option(
    "--limit",
    type=click.IntRange(1, 40),
    default=6,
    about=Text("最多用几段笔记（默认 6）。", "Passages of the notes to answer from, at most (6)."),
)
@option(
    "--engine",
    metavar="auto|llm|extractive",
    about=Text("extractive 只给原文，不用语言模型。", "extractive gives passages only, without the chat model."),
)
@option("--model", metavar="NAME", about=Text("语言模型的名称。", "The chat model's name."))
@option("--base-url", metavar="URL", about=Text("语言模型接口的地址。", "Address of the chat model's endpoint."))
@option("--no-verify", is_flag=True, about=Text("不做第二次核对。", "Leave out the second check by the model."))
@option(
    "--mask-suspects",
    is_flag=True,
    about=Text("把未确认的名字都当作人名遮盖。", "Mask all names in doubt as persons instead of asking."),
)
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
    from assistant.sessions.telling import tell_answer, tell_sentence
    from assistant.wiring import open_answering, open_workspace

    screen = Screen(as_json)
    asked = _question(question)
    live = sys.stdout.isatty() and not as_json
    verify = False if no_verify else None
    given = flags(engine=engine, model=model, base_url=base_url, verify=verify, embedder=embedder)
    manner = Manner(AtTerminal(screen), mask_suspects)
    place = open_workspace(workspace)

    def tell(sentence: "Sentence") -> None:
        screen.tell(tell_sentence(sentence, screen.language))

    def work() -> "Answer":
        with closing(open_answering(place, client, given, screen.remark, manner=manner)) as answering:
            return answering.answer(asked, limit=limit, told=tell if live else None)

    answer = settled(work, place.client(client), manner)
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
