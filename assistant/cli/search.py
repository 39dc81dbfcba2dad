"""`journey search`: passages of a client's notes, with where they stand."""

import sys
from pathlib import Path
from typing import Any

import click

from assistant.cli.common import embedder_option, flags, json_option, workspace_option
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import Exit, UsageError
from assistant.wording import Text


@command(
    "search",
    Text(
        "在客户的笔记中查找段落，给出出处和得分。简体、繁体和英文可以互查。",
        "Find passages in a client's notes, with place and score. Simplified, Traditional and English find each other.",
    ),
    "journey search 澄川净水 滤芯多久换一次",
    "journey search 澄川净水 --queries questions.txt --json",
)
@click.argument("client", metavar="CLIENT")
@click.argument("query", metavar="[QUERY]", required=False)
@option(
    "--queries",
    metavar="FILE",
    about=Text("每行一个问题的文件；- 表示标准输入。", "A file, one query a line; - is stdin."),
)
@option(
    "--limit",
    type=click.IntRange(1, 200),
    default=5,
    about=Text("每个问题最多几段（默认 5）。", "Passages a query at most (5)."),
)
@embedder_option
@workspace_option
@json_option
def search(
    client: str,
    query: str | None,
    queries: str | None,
    limit: int,
    embedder: str | None,
    workspace: str | None,
    as_json: bool,
) -> Exit:
    from assistant.wiring import open_engagement, open_workspace

    screen = Screen(as_json)
    wanted = _queries(query, queries)
    engagement = open_engagement(open_workspace(workspace), client, flags(embedder=embedder), screen.remark)
    if engagement.without_meaning is not None:
        screen.remark(engagement.without_meaning)
    found = engagement.search(wanted, limit)
    for asked, passages in zip(wanted, found, strict=True):
        screen.give({"query": asked, "passages": [_passage(each) for each in passages]})
        if len(wanted) > 1:
            screen.tell(Text("【{query}】", "[{query}]").filled(query=asked))
        _show(screen, passages)
    return Exit.DONE


def _queries(query: str | None, file: str | None) -> list[str]:
    if (query is None) == (file is None):
        raise UsageError(Text("请给出一个问题，或用 --queries 给出文件。", "Give a query, or a file with --queries."))
    if query is not None:
        lines = [query]
    elif file == "-":
        lines = sys.stdin.read().splitlines()
    else:
        try:
            lines = Path(str(file)).read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            message = Text("无法读取 {path}。", "Cannot read {path}.").filled(path=file)
            raise UsageError(message, Text("需要 UTF-8 的文本文件。", "It must be a UTF-8 text file.")) from error
    wanted = [line.strip() for line in lines if line.strip()]
    if not wanted:
        raise UsageError(Text("问题是空的。", "There is no query."))
    return wanted


def _passage(found: Any) -> dict[str, Any]:
    passage = found.passage
    return {
        "document": passage.document,
        "locator": passage.locator.describe(),
        "speaker": passage.speaker,
        "text": passage.text,
        "score": round(found.score, 4),
    }


def _show(screen: Screen, passages: Any) -> None:
    if not passages:
        screen.tell(Text("没有找到相关段落。", "Nothing found."))
    for number, each in enumerate(passages, 1):
        passage = each.passage
        place = "  ".join(filter(None, (passage.document, passage.locator.describe(screen.language), passage.speaker)))
        screen.tell(f"{number}. {place}  ({each.score:.2f})")
        screen.tell_indented(passage.text)
