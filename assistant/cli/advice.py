"""`journey model advise`: which division of the journey suits a client, and why."""

import sys
from typing import TYPE_CHECKING

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import command, option
from assistant.cli.screen import Screen
from assistant.errors import UsageError
from assistant.wording import Text

if TYPE_CHECKING:
    from assistant.drafting.advising import Advice

METHODS = {
    "time": Text("时间顺序", "time"),
    "behaviour": Text("客户行为", "behaviour"),
    "emotion": Text("情感变化", "emotion"),
    "touchpoint": Text("触点类型", "touchpoint"),
}
_CONSIDERATIONS = {
    "business": Text("业务特点", "The business"),
    "needs": Text("客户需求", "Customers’ needs"),
    "data": Text("数据支持", "Data"),
    "resources": Text("内部资源", "Resources"),
}
_YES_NO = ("yes", "no")


@command(
    "advise",
    Text(
        "建议怎样划分旅程，并说明理由。按业务、客户需求、数据、资源四项，根据笔记和您的回答。",
        "Advise how to divide the journey, by business, customers’ needs, data and resources, from the notes and your answers, "
        "with reasons.",
    ),
    "journey model advise 澄川净水",
    "journey model advise 澄川净水 --competitive yes --people 2",
)
@click.argument("client", metavar="CLIENT")
@option("--competitive", type=click.Choice(_YES_NO), about=Text("竞争激烈吗？", "Is competition fierce?"))
@option("--emotional", type=click.Choice(_YES_NO), about=Text("客户以感受作决定吗？", "Do feelings decide?"))
@option("--people", type=int, metavar="N", about=Text("几个人维护地图？", "How many keep the map?"))
@option("--teams", type=int, metavar="N", about=Text("触点分属几个团队？", "How many teams own touchpoints?"))
@workspace_option
@json_option
def advise(
    client: str,
    competitive: str | None,
    emotional: str | None,
    people: int | None,
    teams: int | None,
    workspace: str | None,
    as_json: bool,
) -> None:
    from assistant.drafting.advising import Situation
    from assistant.wiring_models import advise as ask_advice

    for name, number in (("--people", people), ("--teams", teams)):
        if number is not None and number < 0:
            raise UsageError(Text("{name} 不能是负数。", "{name} cannot be negative.").filled(name=name))
    screen = Screen(as_json)
    if not as_json and sys.stdin.isatty():
        competitive = competitive or _ask(
            screen, Text("竞争激烈、客户会反复比较吗？", "Is competition fierce, do customers compare a lot?")
        )
        emotional = emotional or _ask(
            screen,
            Text(
                "这些客户以感受作决定吗（例如年轻客户）？", "Do feelings decide with these customers (young ones, say)?"
            ),
        )
    situation = Situation(_said(competitive), _said(emotional), people, teams)
    advice = ask_advice(workspace, client, situation, screen.remark)
    _give(screen, advice)
    _tell(screen, advice, client)


def _said(answer: str | None) -> bool | None:
    return None if answer is None else answer == "yes"


def _ask(screen: Screen, question: Text) -> str | None:
    """A yes or no from the keyboard; nothing where the person just presses Enter."""
    hint = screen.say(Text("（y/n，回车跳过）", " (y/n, Enter to skip)"))
    said = click.prompt(f"{screen.say(question)}{hint}", default="", show_default=False, err=True).strip().lower()
    return "yes" if said in ("y", "yes", "是") else "no" if said in ("n", "no", "否") else None


def _give(screen: Screen, advice: "Advice") -> None:
    screen.give(
        {
            "model": advice.model.id,
            "method": advice.method,
            "reasons": [
                {
                    "consideration": each.consideration,
                    "text": screen.say(each.text),
                    "quotes": [
                        {
                            "words": one.words,
                            "speaker": one.speaker,
                            "document": one.document,
                            "locator": one.locator.describe(),
                        }
                        for one in each.quotes
                    ],
                }
                for each in advice.reasons
            ],
            "others": [
                {"model": each.model.id, "stages": len(each.model.stages), "carried": each.stages}
                for each in advice.others
            ],
            "open": [screen.say(each) for each in advice.open_questions],
        }
    )


def _tell(screen: Screen, advice: "Advice", client: str) -> None:
    from assistant.workspace import pasteable

    screen.tell(
        Text("建议：{model}（{id}），按{method}划分。", "Advised: {model} ({id}), divided by {method}.").filled(
            model=advice.model.label, id=advice.model.id, method=METHODS[advice.method]
        )
    )
    before = ""
    for each in advice.reasons:
        if each.consideration != before:
            screen.tell(_CONSIDERATIONS[each.consideration])
        before = each.consideration
        screen.tell_indented(screen.say(each.text))
        for one in each.quotes:
            where = Text(
                "“{words}”（{speaker}，{document}，{locator}）", "“{words}” ({speaker}, {document}, {locator})"
            )
            told = where.filled(
                words=one.words,
                speaker=one.speaker,
                document=one.document,
                locator=one.locator.describe(screen.language),
            )
            screen.tell_indented(screen.say(told))
    columns = (Text("其他划分", "Other divisions"), Text("阶段", "Stages"), Text("笔记讲够的", "Told of enough"))
    screen.table(columns, [[each.model.label, str(len(each.model.stages)), str(each.stages)] for each in advice.others])
    for question in advice.open_questions:
        screen.remark(Text("没有回答：{question}", "Not answered: {question}").filled(question=question))
    use = Text("使用：journey draft {name} --stage-model {id}", "To use it: journey draft {name} --stage-model {id}")
    screen.remark(use.filled(name=pasteable(client), id=advice.model.id))
