"""Asking the person at the terminal before anything is sent: who is a person, and whether the cost is agreed to."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from assistant.cli.screen import Screen
from assistant.wording import Text


class AtTerminal:
    """Asks on the terminal; without one nobody is asked."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def settle(self, suspects: Sequence[Any]) -> Mapping[str, bool] | None:
        """For each name whether it is a person; None without a terminal."""
        if not _is_there():
            return None
        self._screen.remark(
            Text(
                "发送之前，请确认下面 {n} 个名字是不是人名（答案会保存）。",
                "Before anything is sent: are these {n} names persons? (The answers are kept.)",
            ).filled(n=len(suspects))
        )
        answers: dict[str, bool] = {}
        for each in suspects:
            question = Text("“{name}”是人名吗？（…{excerpt}…）", "Is “{name}” a person? (…{excerpt}…)")
            asked = self._screen.say(question.filled(name=each.name, excerpt=each.excerpt))
            answers[each.name] = click.confirm(asked, default=True, err=True)
        return answers

    def approve(self, estimate: Any) -> bool:
        """Whether the run may cost that much; True without a terminal, where `--budget` is the limit."""
        if not _is_there():
            return True
        tell_estimate(self._screen, estimate)
        return click.confirm(self._screen.say(Text("继续吗？", "Go on?")), default=True, err=True)


def tell_estimate(screen: Screen, estimate: Any) -> None:
    """What a draft would take, beside the result."""
    screen.remark(estimate_words(estimate))


OF_WHICH_EMBEDDINGS = Text(
    "其中 {n} 次是把还没有向量的文字发给嵌入模型。",
    "Of these calls, {n} are for an embedder: texts that have no vector yet.",
)


def estimate_words(estimate: Any) -> Text:
    """What a draft would take at most, in one sentence."""
    from assistant.model.budget import render_money

    message = Text(
        "最多 {calls} 次调用（另有 {kept} 次的答复已保存），发送约 {sent} 词元，接收最多 {received} 词元，费用{cost}。",
        "At most {calls} calls (and {kept} answered already), about {sent} tokens sent and at most {received} received; {cost}.",
    )
    cost = Text("未知（没有设置这个模型的价格）", "the cost is unknown (no price is set for this model)")
    if estimate.cost is not None:
        cost = Text("最多 {amount} {currency}", "{amount} {currency} at most")
        cost = cost.filled(amount=render_money(estimate.cost), currency=estimate.currency)
    return message.filled(
        calls=estimate.calls, kept=estimate.kept, sent=estimate.tokens_in, received=estimate.tokens_out, cost=cost
    )


def give_estimate(screen: Screen, estimate: Any) -> None:
    """The same as JSON, or as a line of the result."""
    screen.give(
        {
            "calls": estimate.calls,
            "kept": estimate.kept,
            "tokens_in": estimate.tokens_in,
            "tokens_out": estimate.tokens_out,
            "cost": str(estimate.cost) if estimate.cost is not None else None,
            "currency": estimate.currency,
            "embedding_calls": estimate.embeddings,
        }
    )
    screen.tell(estimate_words(estimate))
    if estimate.embeddings:
        screen.tell(OF_WHICH_EMBEDDINGS.filled(n=estimate.embeddings))


def give_outgoing(screen: Screen, requests: Sequence[Any]) -> None:
    """The requests as they would be sent: every message to the letter, and the shape of the answer."""
    from assistant.model.structured import strict_schema

    for number, each in enumerate(requests, start=1):
        shape = strict_schema(each.schema) if each.schema is not None else None
        messages = [{"role": one.role, "content": one.content} for one in each.messages]
        screen.give({"step": each.step, "messages": messages, "schema": shape, "max_tokens": each.max_tokens})
        screen.tell(f"=== {number}/{len(requests)} · {each.step}")
        for one in each.messages:
            screen.tell(f"--- {one.role}")
            screen.tell(one.content)
    later = Text(
        "以上是接下来要发送的 {n} 个请求。后面的请求取决于答复，现在还不知道；每一个都会先经过同样的遮盖。",
        "These are the {n} requests that would go out next. What follows depends on their answers; it is masked likewise.",
    )
    none = Text("没有要发送的内容：所需的答复都已保存。", "Nothing would be sent: every answer needed is kept.")
    screen.remark(later.filled(n=len(requests)) if requests else none)


def give_texts(screen: Screen, texts: Sequence[str]) -> None:
    """The texts as the embedding endpoint would be sent them."""
    if not texts:
        return
    screen.give({"step": "embed", "texts": list(texts)})
    screen.tell(f"=== embed · {len(texts)}")
    for each in texts:
        screen.tell(each)


def _is_there() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
