"""What is in force and from where: flag, environment, client.toml, journey.toml, default, in that order."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from assistant.causes import cause_of
from assistant.errors import SettingsError
from assistant.wording import Language, Text, joined, same

PREFIX = "JOURNEY_"
BASE_URL_VARIABLE = "OPENAI_BASE_URL"
"""The SDK's own variable for the endpoint; `JOURNEY_BASE_URL` wins over it."""
OTHER_VARIABLES = ("JOURNEY_LANG", "JOURNEY_WORKSPACE", "JOURNEY_DEBUG", "JOURNEY_EVAL_DATA")
"""Variables of ours that are no settings: language of messages, workspace, details of faults, material of the bench."""


class PriceEntry(BaseModel):
    """What a million tokens sent to and received from one model cost, in the currency of the settings; `batch` is the
    part of it that the provider's batch service charges."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sent: Decimal = Field(ge=0)
    received: Decimal = Field(ge=0)
    batch: Decimal = Field(Decimal("0.5"), ge=0, le=1)


class Settings(BaseModel):
    """Every setting with its default; field names are the keys of the TOML files, in capitals of the environment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language = Field("zh-Hans")
    stage_model: str = Field("five-stage")
    engine: Literal["auto", "llm", "extractive"] = Field("auto")
    model: str = Field("", max_length=200)
    base_url: str = Field("")
    context_window: int = Field(8192, ge=2048, le=10_000_000)
    concurrency: int = Field(8, ge=1, le=256)
    requests_per_minute: int | None = Field(None, ge=1)
    tokens_per_minute: int | None = Field(None, ge=1000)
    temperature: float | None = Field(0.0, ge=0, le=2)
    reasoning_effort: str = Field("", max_length=20)
    timeout: float | None = Field(None, ge=1, le=7200)
    prices: dict[str, PriceEntry] = Field(default_factory=dict)
    currency: str = Field("USD", min_length=1, max_length=8)
    budget: Decimal | None = Field(None, ge=0)
    confirm_above: Decimal = Field(Decimal(1), ge=0)
    coder: Literal["llm", "extractive"] = Field("llm")
    verify: bool = Field(True)
    privacy: Literal["auto", "on", "off"] = Field("auto")
    embedding_model: str = Field("", max_length=200)
    embedding_base_url: str = Field("")
    embedder: Literal["e5", "none"] = Field("e5")
    chroma_url: str = Field("", pattern=r"^(https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?)?$")
    outputs: str = Field("outputs", min_length=1)
    claims_per_cell: int = Field(4, ge=1, le=12)
    fresh_months: int = Field(12, ge=1, le=120)
    firm: str = Field("", max_length=120)
    consultant: str = Field("", max_length=120)
    cache: str = Field("")
    lock_wait: float = Field(10.0, ge=0, le=600)


@dataclass(frozen=True, slots=True)
class Layer:
    """Settings from one place. `name` is what `journey settings` shows: "flag", "environment", or a file."""

    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InForce:
    """The settings together with where each came from."""

    settings: Settings
    origins: Mapping[str, str]


def environment_layer(environment: Mapping[str, str] = os.environ) -> Layer:
    """The `JOURNEY_*` variables as one layer, with the SDK's own for the endpoint; an empty one counts as not set."""
    found = {
        key[len(PREFIX) :].lower(): value
        for key, value in environment.items()
        if key.startswith(PREFIX) and key not in OTHER_VARIABLES and value != ""
    }
    if environment.get(BASE_URL_VARIABLE):
        found.setdefault("base_url", environment[BASE_URL_VARIABLE])
    return Layer("environment", found)


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file; empty where there is none. Raises SettingsError naming the line that is wrong."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = Text("{path} 不是有效的 TOML 文件：{why}。", "{path} is not valid TOML: {why}.")
        raise SettingsError(message.filled(path=path, why=cause_of(error))) from error
    except OSError as error:
        message = Text("无法读取 {path}：{why}。", "Cannot read {path}: {why}.")
        raise SettingsError(message.filled(path=path, why=cause_of(error))) from error


def resolve_settings(layers: list[Layer]) -> InForce:
    """The settings that follow from `layers`, strongest first. Raises one SettingsError with every problem found."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        for key, value in layer.values.items():
            if key not in values:
                values[key] = value
                origins[key] = layer.name
    try:
        settings = Settings.model_validate(values)
    except ValidationError as error:
        problems = [_problem(each, origins) for each in error.errors(include_url=False)]
        raise SettingsError(problem_list(problems), _HINT) from error
    return InForce(settings, {key: origins.get(key, "default") for key in Settings.model_fields})


def problem_list(problems: list[Text]) -> Text:
    """All problems as one message: one stands alone, several stand under each other."""
    if len(problems) == 1:
        return problems[0]
    head = Text("设置中有 {n} 处问题：", "{n} problems in the settings:").filled(n=len(problems))
    return joined([head, *problems], zh="\n  ", en="\n  ")


def suggestion(word: str, known: list[str]) -> Text:
    """ " Did you mean …?" for a word that is close to a known one, else nothing."""
    close = get_close_matches(word, known, n=1)
    if not close:
        return same("")
    return Text("是否想写 {word}？", " Did you mean {word}?").filled(word=close[0])


_HINT = Text("运行 journey settings --help 查看全部设置。", "journey settings --help lists every setting.")


def _problem(error: ErrorDetails, origins: Mapping[str, str]) -> Text:
    key = str(error["loc"][0]) if error["loc"] else ""
    origin = origins.get(key, "default")
    name = f"{PREFIX}{key.upper()}" if origin == "environment" else key
    if error["type"] == "extra_forbidden":
        known = list(Settings.model_fields)
        message = Text("{origin}：没有名为 {name} 的设置。{close}", "{origin}: there is no setting {name}.{close}")
        return message.filled(origin=_place(origin), name=name, close=suggestion(key, known))
    wanted = _wanted(error)
    message = Text(
        "{origin}：{name} = {value} 无效，应为{wanted}。",
        "{origin}: {name} = {value} is not valid; it must be {wanted}.",
    )
    value = repr(error["input"]) if error["type"] != "string_pattern_mismatch" else "…"  # it may hold a password
    return message.filled(origin=_place(origin), name=name, value=value, wanted=wanted)


def _place(origin: str) -> Text:
    return {"flag": Text("命令行", "command line"), "environment": Text("环境变量", "environment")}.get(
        origin, same(origin)
    )


def _wanted(error: ErrorDetails) -> Text:
    limits = error.get("ctx", {})
    if error["type"] == "literal_error":
        choices = str(limits.get("expected", "")).replace("'", "")
        return Text("以下之一：{c}", "one of {c}").filled(c=choices)
    if "ge" in limits or "le" in limits:
        low, high = limits.get("ge"), limits.get("le")
        return (
            Text("不小于 {v} 的数", "a number not below {v}").filled(v=low)
            if low is not None
            else Text("不大于 {v} 的数", "a number not above {v}").filled(v=high)
        )
    if error["type"].startswith(("int", "float", "decimal")):
        return Text("数字", "a number")
    if error["type"].startswith("bool"):
        return Text("true 或 false", "true or false")
    if error["type"] == "string_pattern_mismatch":
        return Text("形如 http://主机:8000 的地址", "an address like http://host:8000")
    if error["loc"][:1] == ("prices",):
        return Text(
            "每个模型一项 {sent = …, received = …}（每百万词元的价格）",
            "an entry {sent = …, received = …} for each model (prices for a million tokens)",
        )
    return Text("文字", "text")
