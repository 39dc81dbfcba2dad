"""Options that many commands share, declared once."""

import click

from assistant.cli.frame import option
from assistant.wording import LANGUAGES, Text

workspace_option = option(
    "--workspace",
    envvar="JOURNEY_WORKSPACE",
    metavar="DIR",
    about=Text(
        "工作区文件夹；默认从当前文件夹向上查找。", "The workspace; by default the nearest one upwards from here."
    ),
)
json_option = option(
    "--json", "as_json", is_flag=True, about=Text("输出供程序读取的 JSON。", "Print JSON for other programs.")
)
language_option = option(
    "--language",
    metavar="|".join(LANGUAGES),
    about=Text("报告的语言。", "Language of the reports."),
)
stage_model_option = option("--stage-model", metavar="ID", about=Text("旅程阶段模型。", "The stage model."))
embedder_option = option(
    "--embedder",
    metavar="e5|none",
    about=Text("e5 在本机按语义检索；none 只按字词检索。", "e5 finds by meaning, on this machine; none by words only."),
)
model_option = option("--model", metavar="NAME", about=Text("语言模型的名称。", "The chat model's name."))
base_url_option = option(
    "--base-url", metavar="URL", about=Text("语言模型接口的地址。", "Address of the chat model's endpoint.")
)
no_verify_option = option(
    "--no-verify", is_flag=True, about=Text("不做第二次核对。", "Leave out the second check by the model.")
)
mask_suspects_option = option(
    "--mask-suspects",
    is_flag=True,
    about=Text(
        "把未确认的名字都当作人名遮盖，不停下来问。", "Mask all names in doubt as persons, without stopping to ask."
    ),
)
passages_engine_option = option(
    "--engine",
    metavar="auto|llm|extractive",
    about=Text("extractive 只给原文，不用语言模型。", "extractive gives passages only, without the chat model."),
)
passage_limit_option = option(
    "--limit",
    type=click.IntRange(1, 40),
    default=6,
    about=Text("每次最多用几段笔记（默认 6）。", "Passages of the notes to answer from, at most (6)."),
)


def wanted_argument(name: str, value: str | None) -> str:
    """The argument's value; what a command that can do without it in one case says when it is missing in the others."""
    if value is not None:
        return value
    context = click.get_current_context()
    parameter = next((each for each in context.command.params if each.name == name), None)
    raise click.MissingParameter(ctx=context, param=parameter)


def flags(**given: object) -> dict[str, object]:
    """The options that were really given, as the strongest layer of settings."""
    return {key: value for key, value in given.items() if value is not None}
