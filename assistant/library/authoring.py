"""A stage model of one's own: the file to begin with, written into the workspace."""

import json
import re
from pathlib import Path

from assistant.errors import UsageError
from assistant.files import write_atomically
from assistant.journey import Moment, Stage, StageModel
from assistant.wording import Text

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def write_new_model(folder: Path, model_id: str, base: StageModel, moments: tuple[Moment, ...]) -> Path:
    """Write `stage-models/<id>.yaml` into a knowledge folder, with the stages of `base` to begin with; returns the file.

    Raises UsageError where the id is no id or the file is there, and StorageError.
    """
    if not _ID.fullmatch(model_id):
        raise UsageError(
            Text("“{id}”不能作模型标识。", "{id} cannot be the id of a model.").filled(id=model_id),
            Text("只用小写英文字母、数字和连字符。", "Use lower-case letters, digits and hyphens."),
        )
    path = folder / "stage-models" / f"{model_id}.yaml"
    if path.exists():
        raise UsageError(
            Text("已经有 {path}。", "{path} is there already.").filled(path=path),
            Text("直接修改它，或换一个标识。", "Edit it, or choose another id."),
        )
    write_atomically(path, render_model(model_id, base, moments))
    return path


def render_model(model_id: str, base: StageModel, moments: tuple[Moment, ...]) -> str:
    """The model file as text: the stages of `base`, and in comments every moment there is to choose from."""
    lines = [
        "# A stage model of your own. Rename, split, merge or add stages; every stage needs names in three languages.",
        "# `moments` says which pieces of the journey a stage covers (all of them are listed at the end); by them the program",
        "# codes what people say, takes over guidance from the playbook, and re-casts drafts between models.",
        "# 自己的阶段模型：可以改名、拆分、合并、增加阶段；moments 写明这个阶段包含旅程的哪些时刻，可选的列在文末。",
        f"# journey model check {model_id}",
        f"id: {model_id}",
        "origin: ours",
        f"method: {base.method}",
        f"label: {_labels(base.label)}",
    ]
    if base.parts:
        lines.append("parts:")
        lines += [line for part in base.parts for line in _part_lines(part)]
    lines.append("stages:")
    for stage in base.stages:
        lines += _stage_lines(stage)
    lines.append("")
    lines += [f"# {each.id}: {each.label.zh} / {each.label.en}: {each.definition.en}" for each in moments]
    return "\n".join(lines) + "\n"


def _part_lines(part: Stage) -> list[str]:
    return [
        f"  - id: {part.id}",
        f"    label: {_labels(part.label)}",
        "    definition:",
        f"      zh: {_quoted(part.definition.zh)}",
        f"      en: {_quoted(part.definition.en)}",
    ]


def _stage_lines(stage: Stage) -> list[str]:
    lines = _part_lines(stage)
    if stage.part_of:
        lines.insert(1, f"    part_of: {stage.part_of}")
    if stage.aliases:
        lines.append(f"    aliases: [{', '.join(map(_quoted, stage.aliases))}]")
    if stage.moments:
        lines.append(f"    moments: [{', '.join(stage.moments)}]")
    if stage.felt:
        lines.append("    felt:")
        lines += [f"      {feeling}: [{', '.join(covered)}]" for feeling, covered in stage.felt]
    return lines


def _labels(label: Text) -> str:
    said = {"zh": label.zh, "hant": label.say("zh-Hant"), "en": label.en}
    return "{" + ", ".join(f"{key}: {_quoted(value)}" for key, value in said.items()) + "}"


def _quoted(text: str) -> str:
    """A YAML string in double quotes, which JSON's are."""
    return json.dumps(text, ensure_ascii=False)
