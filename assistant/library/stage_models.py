"""Stage models: the shipped ones, and a workspace's own, which win by id."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.journey import Stage, StageModel
from assistant.library.reading import Layer, Problems, digest, layers, read_yaml
from assistant.library.shapes import StageModelShape, StageShape
from assistant.script import to_simplified
from assistant.wording import Text

REFERENCE_MODEL = "five-stage"
"""The model whose coded examples and guidance teach the stages of every other one."""


def load_stage_models(extra: Path | None = None) -> dict[str, StageModel]:
    """All stage models by id: the shipped "five-stage" and "funnel", and those of `extra`, which win.

    Raises SettingsError with every problem of every file.
    """
    problems = Problems()
    models = read_stage_models(layers(extra), problems)
    problems.raise_if_any()
    return models


def read_stage_models(found: Sequence[Layer], problems: Problems) -> dict[str, StageModel]:
    """All stage models of the layers, later ones winning by id; what is wrong is noted in `problems`."""
    models: dict[str, StageModel] = {}
    reference: tuple[str, ...] = ()
    for layer in found:
        shapes = _read_shapes(layer, problems)
        if not layer.own:
            reference = tuple(s.id for _, shape in shapes if shape.id == REFERENCE_MODEL for s in shape.stages)
        named: dict[str, str] = {}
        for name, shape in shapes:
            if shape.id in named:
                problem = Text("“{id}”已用于 {file}", '"{id}" is already used in {file}')
                problems.add(name, "id", problem.filled(id=shape.id, file=named[shape.id]))
                continue
            named[shape.id] = name
            _check(shape, name, reference, problems)
            models[shape.id] = _build_model(shape, reference)
    return models


def _read_shapes(layer: Layer, problems: Problems) -> list[tuple[str, StageModelShape]]:
    paths = layer.files("stage-models", ".yaml", ".yml")
    shapes = [(layer.name(path), read_yaml(layer, path, StageModelShape, problems)) for path in paths]
    return [(name, shape) for name, shape in shapes if shape is not None]


def _build_model(shape: StageModelShape, reference: Collection[str]) -> StageModel:
    stages = tuple(_build_stage(stage, reference) for stage in shape.stages)
    label = shape.label.text()
    content = {
        "id": shape.id,
        "label": asdict(label),
        "origin": shape.origin,
        "stages": [asdict(stage) for stage in stages],
    }
    return StageModel(shape.id, label, stages, shape.origin, digest(content))


def _build_stage(shape: StageShape, reference: Collection[str]) -> Stage:
    # A stage that bears the id of a reference stage is taken to mean it, unless the file says otherwise.
    akin = tuple(shape.akin) or ((shape.id,) if shape.id in reference else ())
    return Stage(shape.id, shape.label.text(), shape.definition.text(), tuple(shape.aliases), akin)


def _check(shape: StageModelShape, name: str, reference: Collection[str], problems: Problems) -> None:
    ids: set[str] = set()
    claimed: dict[str, str] = {}
    for number, stage in enumerate(shape.stages, start=1):
        key = f"stages[{number}]"
        if stage.id in ids:
            problems.add(
                name, f"{key}.id", Text("阶段标识“{id}”重复", 'the stage id "{id}" stands twice').filled(id=stage.id)
            )
        ids.add(stage.id)
        for akin in stage.akin:
            if akin not in reference:
                problem = Text("五阶段模型中没有阶段“{id}”", 'the five-stage model has no stage "{id}"')
                problems.add(name, f"{key}.akin", problem.filled(id=akin))
        for alias in (stage.id, stage.label.zh, stage.label.hant, stage.label.en, *stage.aliases):
            owner = claimed.setdefault(_folded(alias), stage.id)
            if owner != stage.id:
                problem = Text("“{alias}”已指阶段“{owner}”", '"{alias}" already means the stage "{owner}"')
                problems.add(name, f"{key}.aliases", problem.filled(alias=alias, owner=owner))


def _folded(alias: str) -> str:
    return to_simplified(unicodedata.normalize("NFKC", alias).casefold().strip())
