"""Stage models: the shipped ones, and a workspace's own, which win by id."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.journey import FEELINGS, Feeling, Moment, Stage, StageModel
from assistant.library.moments import read_moments
from assistant.library.reading import Layer, Problems, digest, layers, read_yaml
from assistant.library.shapes import StageModelShape, StageShape
from assistant.script import to_simplified
from assistant.wording import Text

REFERENCE_MODEL = "five-stage"
"""The model whose coded examples and guidance teach the stages of every other one."""


def load_stage_models(extra: Path | None = None) -> dict[str, StageModel]:
    """All stage models by id: the shipped ones, the reference first, and those of `extra`, which win.

    Raises SettingsError with every problem of every file.
    """
    problems = Problems()
    models = read_stage_models(layers(extra), problems)
    problems.raise_if_any()
    return models


def read_stage_models(found: Sequence[Layer], problems: Problems) -> dict[str, StageModel]:
    """All stage models of the layers, later ones winning by id; what is wrong is noted in `problems`."""
    models: dict[str, StageModel] = {}
    read = [(layer, _read_shapes(layer, problems)) for layer in found]
    shipped = (shape for layer, shapes in read if not layer.own for _, shape in shapes if shape.id == REFERENCE_MODEL)
    reference = tuple(stage.id for shape in shipped for stage in shape.stages)
    moments = read_moments(found, reference, problems)
    for _, shapes in read:
        named: dict[str, str] = {}
        for name, shape in shapes:
            if shape.id in named:
                problem = Text("“{id}”已用于 {file}", '"{id}" is already used in {file}')
                problems.add(name, "id", problem.filled(id=shape.id, file=named[shape.id]))
                continue
            named[shape.id] = name
            _check(shape, name, reference, moments, problems)
            models[shape.id] = _build_model(shape, reference, moments)
    first = {key: models[key] for key in (REFERENCE_MODEL, "funnel") if key in models}
    return {**first, **models}


def _read_shapes(layer: Layer, problems: Problems) -> list[tuple[str, StageModelShape]]:
    paths = layer.files("stage-models", ".yaml", ".yml")
    shapes = [(layer.name(path), read_yaml(layer, path, StageModelShape, problems)) for path in paths]
    return [(name, shape) for name, shape in shapes if shape is not None]


def _build_model(shape: StageModelShape, reference: Collection[str], moments: Mapping[str, Moment]) -> StageModel:
    stages = tuple(_build_stage(stage, reference, moments) for stage in shape.stages)
    parts = tuple(Stage(each.id, each.label.text(), each.definition.text()) for each in shape.parts)
    label, note = shape.label.text(), shape.note.text() if shape.note is not None else None
    content = {
        "id": shape.id,
        "label": asdict(label),
        "origin": shape.origin,
        "method": shape.method,
        "note": asdict(note) if note is not None else None,
        "parts": [asdict(part) for part in parts],
        "stages": [asdict(stage) for stage in stages],
    }
    return StageModel(shape.id, label, stages, shape.origin, digest(content), shape.method, parts, note)


def _build_stage(shape: StageShape, reference: Collection[str], moments: Mapping[str, Moment]) -> Stage:
    """The stage. Its moments follow from what it is akin to, or what it is akin to from its moments, where one is left out."""
    felt: tuple[tuple[Feeling, tuple[str, ...]], ...] = tuple(
        (key, tuple(shape.felt[key])) for key in FEELINGS if key in shape.felt
    )
    named = [*shape.moments, *(each for _, covered in felt for each in covered)]
    holding = {moments[each].stage for each in named if each in moments}
    # A stage that bears the id of a reference stage is taken to mean it, unless the file says otherwise.
    akin = tuple(shape.akin) or tuple(each for each in reference if each in holding)
    akin = akin or ((shape.id,) if shape.id in reference else ())
    covered = tuple(shape.moments) or (
        () if felt else tuple(each.id for each in moments.values() if each.stage in akin)
    )
    return Stage(
        shape.id,
        shape.label.text(),
        shape.definition.text(),
        tuple(shape.aliases),
        akin,
        covered,
        felt,
        shape.part_of or "",
    )


def _check(
    shape: StageModelShape, name: str, reference: Collection[str], moments: Collection[str], problems: Problems
) -> None:
    _check_ids([each.id for each in shape.parts], "parts", name, problems)
    _check_ids([each.id for each in shape.stages], "stages", name, problems)
    claimed: dict[str, str] = {}
    parts = {each.id for each in shape.parts}
    for number, stage in enumerate(shape.stages, start=1):
        key = f"stages[{number}]"
        if stage.part_of is not None and stage.part_of not in parts:
            problem = Text("parts 里没有“{id}”", 'parts has no "{id}"').filled(id=stage.part_of)
            problems.add(name, f"{key}.part_of", problem)
        for moment in (*stage.moments, *(each for covered in stage.felt.values() for each in covered)):
            if moment not in moments:
                problem = Text("没有名为“{id}”的时刻", 'there is no moment "{id}"').filled(id=moment)
                problems.add(name, f"{key}.moments", problem)
        for akin in stage.akin:
            if akin not in reference:
                problem = Text("五阶段模型中没有阶段“{id}”", 'the five-stage model has no stage "{id}"')
                problems.add(name, f"{key}.akin", problem.filled(id=akin))
        for alias in (stage.id, stage.label.zh, stage.label.hant, stage.label.en, *stage.aliases):
            owner = claimed.setdefault(_folded(alias), stage.id)
            if owner != stage.id:
                problem = Text("“{alias}”已指阶段“{owner}”", '"{alias}" already means the stage "{owner}"')
                problems.add(name, f"{key}.aliases", problem.filled(alias=alias, owner=owner))


def _check_ids(ids: Sequence[str], where: str, name: str, problems: Problems) -> None:
    for number, each in enumerate(ids, start=1):
        if each in ids[: number - 1]:
            twice = Text("阶段标识“{id}”重复", 'the stage id "{id}" stands twice').filled(id=each)
            problems.add(name, f"{where}[{number}].id", twice)


def _folded(alias: str) -> str:
    return to_simplified(unicodedata.normalize("NFKC", alias).casefold().strip())
