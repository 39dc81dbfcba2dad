"""`journey settings`: what is in force, and from where."""

import click

from assistant.cli.common import json_option, workspace_option
from assistant.cli.frame import command
from assistant.cli.screen import Screen
from assistant.wording import Text, same

ABOUT = {
    "language": Text("报告的语言：zh-Hans、zh-Hant 或 en", "language of the reports: zh-Hans, zh-Hant or en"),
    "stage_model": Text("旅程阶段模型", "the stage model of the map"),
    "engine": Text("起草引擎：auto、llm 或 extractive", "the engine that drafts: auto, llm or extractive"),
    "model": Text("语言模型的名称", "the chat model's name"),
    "base_url": Text("语言模型接口地址，空为 OpenAI", "the chat model's endpoint; empty: OpenAI"),
    "context_window": Text("模型一次能读写的词元数", "tokens of question and answer that the model can take"),
    "concurrency": Text("同时进行的调用数", "calls at a time"),
    "requests_per_minute": Text("每分钟最多的请求数", "requests a minute at most"),
    "tokens_per_minute": Text("每分钟最多的词元数", "tokens a minute at most"),
    "temperature": Text("模型的温度", "the model's temperature"),
    "reasoning_effort": Text("思考程度，空为不设", "how much the model is to think; empty: not said"),
    "timeout": Text(
        "一次调用最多等几秒，空为 120（本机接口 1800）",
        "seconds a call may take; empty: 120 (this machine: 1800)",
    ),
    "prices": Text(
        "每百万词元的价格，每个模型一项 [prices.名称]", "for a million tokens, an entry [prices.NAME] a model"
    ),
    "currency": Text("价格的货币", "the currency of prices"),
    "budget": Text("一次运行的费用上限", "what one run may cost at most"),
    "confirm_above": Text("估算费用超过多少时先询问", "ask first where the estimate is above this"),
    "coder": Text(
        "由谁编码：llm，或 extractive（不调用模型，适合小模型）",
        "who codes: llm, or extractive (no calls; small models)",
    ),
    "verify": Text("由模型再核对一次论断", "whether the model checks the claims a second time"),
    "privacy": Text(
        "发送前遮盖个人信息：auto（不在本机时）、on、off", "mask personal data: auto (beyond this machine), on, off"
    ),
    "embedding_model": Text("接口上的嵌入模型，空为不用", "embedding model at an endpoint; empty: none"),
    "embedding_base_url": Text("嵌入接口的地址", "address of the embedding endpoint"),
    "embedder": Text("语义检索：e5（本机）或 none", "finding by meaning: e5 (on this machine) or none"),
    "chroma_url": Text("放索引向量的 Chroma 服务器，空为本机", "Chroma server for the vectors; empty: this machine"),
    "outputs": Text("报告文件夹，相对于工作区", "folder of the reports, relative to the workspace"),
    "fresh_months": Text("证据过多少个月算旧", "after how many months evidence is old"),
    "claims_per_cell": Text("地图每格最多几条", "claims in a cell of the map at most"),
    "firm": Text("封面上的咨询公司名", "the consultancy named on the cover"),
    "consultant": Text("封面上的顾问姓名", "the consultant named on the cover"),
    "cache": Text("语义模型的存放处，空为用户缓存", "folder of the embedder's model; empty: the user's cache"),
    "lock_wait": Text("等待其他进程的秒数", "seconds to wait for another process"),
}


def _with_list(text: Text) -> Text:
    """`text` and every setting with its meaning, one a line ("\\b" keeps click from joining the lines)."""
    width = max(map(len, ABOUT))
    chinese = (f"{key:{width}}  {about.zh}" for key, about in ABOUT.items())
    english = (f"{key:{width}}  {about.en}" for key, about in ABOUT.items())
    # Put together by hand: `joined` would settle the Traditional wording now, and load its converter for every command.
    return Text("\n".join([text.zh, "\b", *chinese]), "\n".join([text.en, "\b", *english]))


@command(
    "settings",
    _with_list(
        Text(
            "显示当前生效的设置及其来源。优先级：命令行、环境变量 JOURNEY_*、client.toml、journey.toml、默认值。\n",
            "Show what is in force and from where. Order: flag, environment (JOURNEY_*), client.toml, journey.toml, default.\n",
        )
    ),
    "journey settings",
    "journey settings 澄川净水 --json",
)
@click.argument("client", metavar="[CLIENT]", required=False)
@workspace_option
@json_option
def settings(client: str | None, workspace: str | None, as_json: bool) -> None:
    from assistant.wiring import open_workspace, settings_in_force

    screen = Screen(as_json)
    place = open_workspace(workspace)
    in_force = settings_in_force(place, place.client(client) if client else None, {})
    values = in_force.settings.model_dump(mode="json")
    screen.give({key: {"value": value, "from": in_force.origins[key]} for key, value in values.items()})
    origins = {
        "default": Text("默认", "default"),
        "environment": Text("环境变量", "environment"),
        "flag": Text("命令行", "flag"),
    }
    columns = (Text("设置", "Setting"), Text("值", "Value"), Text("来源", "From"), Text("含义", "Meaning"))
    rows = [
        (
            key,
            str(value) if value not in ("", None, {}) else "–",
            origins.get(in_force.origins[key], same(in_force.origins[key])),
            ABOUT[key],
        )
        for key, value in values.items()
    ]
    screen.table(columns, rows)
