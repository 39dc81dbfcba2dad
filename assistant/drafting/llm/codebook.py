"""The client's own codebook: what each stage and dimension means here, and finer codes; a YAML file for people to edit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.causes import cause_of
from assistant.drafting.llm.kept import digest
from assistant.errors import SettingsError
from assistant.files import write_atomically
from assistant.journey import Dimension, Segment, StageModel
from assistant.library.reading import explain_invalid
from assistant.model.shapes import DIMENSIONS, SENTIMENTS
from assistant.wording import LANGUAGES, Language, Text, joined

NO_CODE = "none"
_CODE_ID = r"^[a-z0-9][a-z0-9-]*$"


class _OwnCode(BaseModel):
    model_config = ConfigDict(extra="forbid")
    label: str = Field("", max_length=60)
    definition: Annotated[str, Field(min_length=1, max_length=400)]


class _Stage(BaseModel):
    model_config = ConfigDict(extra="forbid")
    definition: Annotated[str, Field(max_length=800)] = ""
    codes: dict[Annotated[str, Field(pattern=_CODE_ID)], _OwnCode] = {}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")
    stages: dict[str, _Stage] = {}
    dimensions: dict[Dimension, Annotated[str, Field(max_length=400)]] = {}


@dataclass(frozen=True, slots=True)
class Code:
    """One choice of the coder: a stage, or one of the client's own codes (`stage.code`) within it."""

    id: str
    stage: str
    definition: Text


@dataclass(frozen=True)
class ClientCodebook:
    """The codes of one client for one stage model. `conventions` are the client's words on dimensions."""

    codes: tuple[Code, ...]
    conventions: Mapping[Dimension, str]
    segments: tuple[Segment, ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The ids a statement can be coded with."""
        return tuple(code.id for code in self.codes)

    def stage_of(self, choice: str) -> str:
        """The stage that a choice belongs to. Raises KeyError for an unknown one."""
        return next(code.stage for code in self.codes if code.id == choice)

    def definition_digests(self) -> dict[str, str]:
        """For each code, dimension and segment what it means now, as a short digest.

        A statement is coded again where the digest of a code it bears has changed. A new own code concerns the
        statements of its stage, a new segment those of none, and a code that is gone those that bore it.
        """
        found = {NO_CODE: digest("codes", *self.choices)}
        for code in self.codes:
            within = [each.id for each in self.codes if each.stage == code.stage and each.id != code.stage]
            finer = within if code.id == code.stage else []
            found[code.id] = digest(code.id, code.definition.zh, code.definition.en, *finer)
        for dimension in Dimension:
            found[dimension.value] = digest(dimension.value, self.conventions.get(dimension, ""))
        names = [each.id for each in self.segments]
        found["segment:"] = digest("segments", *names)
        for each in self.segments:
            found[f"segment:{each.id}"] = digest(each.id, each.label, each.description, *each.aliases)
        return found

    def describe_codes(self, language: Language) -> str:
        """`id：definition`, one a line; own codes stand under their stage."""
        colon = ": " if language == "en" else "："
        return "\n".join(f"- {code.id}{colon}{' '.join(code.definition.say(language).split())}" for code in self.codes)

    def describe_conventions(self, language: Language) -> str:
        """A section for the prompt with what the client adds on dimensions; empty where there is nothing."""
        if not self.conventions:
            return ""
        head = "## More on dimensions, for this project" if language == "en" else "## 本项目对维度的补充"
        colon = ": " if language == "en" else "："
        lines = [f"- {key.value}{colon}{' '.join(said.split())}" for key, said in self.conventions.items()]
        return "\n".join((head, *lines)) + "\n"

    def describe_segments(self, language: Language) -> str:
        """A section for the prompt on whom the client's segments are; empty without segments. Ids as in `segment_keys`."""
        if not self.segments:
            return ""
        lines = [
            f"- {key}: {each.label}" + (f" ({each.description})" if each.description else "")
            for key, each in zip(self.segment_keys(), self.segments, strict=True)
        ]
        if language == "en":
            return "\n".join((
                "## segment", "Which customers the words are about. \"none\" where they do not tell; do not guess.", *lines
            )) + "\n"  # fmt: skip
        return "\n".join(("## 客群 segment", "话里讲的是哪一类客户。看不出来就写 \"none\"，不要猜。", *lines)) + "\n"  # fmt: skip

    def segment_keys(self) -> tuple[str, ...]:
        """Names for the segments that are safe to send: G1, G2, …"""
        return tuple(f"G{number}" for number in range(1, len(self.segments) + 1))


def open_codebook(
    path: Path, model: StageModel, language: Language, segments: Sequence[Segment] = ()
) -> ClientCodebook:
    """The client's codebook for a stage model; what the file lacks is written to its end for people to edit.

    Raises SettingsError with every problem of the file, StorageError where it cannot be written.
    """
    _check_stage_ids(model)
    whole = _read(path)
    own = whole.get(model.id)
    if own is None:
        before = path.read_text(encoding="utf-8").rstrip() + "\n\n" if path.exists() else _HEAD
        write_atomically(path, before + _template(model, language))
        own = _Model()
    problems = [
        Text("{model}.stages 中没有名为 {name} 的阶段", "{model}.stages: there is no stage {name}").filled(
            model=model.id, name=name
        )
        for name in own.stages
        if name not in model.stage_ids
    ]
    if problems:
        raise _wrong(path, problems)
    codes: list[Code] = []
    for stage in model.stages:
        written = own.stages.get(stage.id, _Stage())
        codes.append(Code(stage.id, stage.id, _definition(written.definition, stage.definition)))
        for name, code in written.codes.items():
            said = f"{code.label}。{code.definition}" if code.label else code.definition
            codes.append(Code(f"{stage.id}.{name}", stage.id, Text(said, said, said)))
    conventions = {key: said for key in Dimension if (said := own.dimensions.get(key, "").strip())}
    return ClientCodebook(tuple(codes), conventions, tuple(segments))


def codebook_templates(models: Iterable[StageModel]) -> list[str]:
    """What `open_codebook` may write into a client's file of its own accord, for these stage models."""
    return [_HEAD, *(_template(model, language) for model in models for language in LANGUAGES)]


def _check_stage_ids(model: StageModel) -> None:
    """The words of a coding tell stage, dimension and sentiment apart by themselves. Raises SettingsError."""
    taken = [each for each in model.stage_ids if each in (*DIMENSIONS, *SENTIMENTS)]
    if taken:
        message = Text(
            "阶段模型 {model} 的阶段不能用这些代号，它们是维度或情绪的代号：{names}。",
            "Stages of the stage model {model} cannot have these ids, which are those of dimensions or sentiments: {names}.",
        )
        raise SettingsError(message.filled(model=model.id, names=", ".join(taken)))


def _definition(written: str, shipped: Text) -> Text:
    """The written definition, or the shipped one in all its languages where nobody changed it."""
    plain = " ".join(written.split())
    if not plain or plain in {" ".join(shipped.say(each).split()) for each in ("zh-Hans", "zh-Hant", "en")}:
        return shipped
    return Text(plain, plain, plain)


def _read(path: Path) -> dict[str, _Model]:
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        why = Text("无法读取（{why}）", "cannot be read ({why})").filled(why=cause_of(error))
        raise _wrong(path, [why]) from error
    if not isinstance(content, dict):
        raise _wrong(path, [Text("应为“阶段模型: 内容”的形式", "must map stage models to their codes")])
    found: dict[str, _Model] = {}
    problems: list[Text] = []
    for name, value in content.items():
        try:
            found[str(name)] = _Model.model_validate(value or {})
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                place = ".".join(str(part) for part in (name, *each["loc"]))
                why = explain_invalid(each["type"], each["msg"])
                problems.append(
                    Text("{place} 无效（{why}）", "{place} is not valid ({why})").filled(place=place, why=why)
                )
    if problems:
        raise _wrong(path, problems)
    return found


def _wrong(path: Path, problems: Sequence[Text]) -> SettingsError:
    message = Text("编码手册 {path} 有误：{problems}。", "The codebook {path} is wrong: {problems}.")
    hint = Text(
        "改正后重试；删除这个文件则恢复为默认。", "Mend it and try again, or delete it to start from the defaults."
    )
    return SettingsError(message.filled(path=path, problems=joined(list(problems), "；", "; ")), hint)


_HEAD = """\
# The codebook of this client: how the chat model is told to code what people say. Edit the definitions, add codes of your own.
# 本客户的编码手册：语言模型按这里的定义给每句话编码。可以修改定义，也可以在阶段下面增加自己的编码。
# A changed definition codes anew only the statements that bear that code. 改动一个定义，只会重新编码带有该编码的话。
#
#   purchase:
#     definition: …
#     codes:
#       appointment:
#         label: 预约安装
#         definition: 讲到约时间、改期、师傅有没有准时到
"""


def _template(model: StageModel, language: Language) -> str:
    """The shipped definitions as YAML."""
    stages = {each.id: {"definition": each.definition.say(language), "codes": {}} for each in model.stages}
    content = {model.id: {"stages": stages, "dimensions": {each.value: "" for each in Dimension}}}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)
