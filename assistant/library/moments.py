"""The moments that stages are made of: the shipped ones, and a workspace's own, which add or win by id."""

from collections.abc import Collection, Sequence
from pathlib import Path

from assistant.journey import Dimension, Moment
from assistant.library.reading import Layer, Problems, layers, read_yaml
from assistant.library.shapes import MomentShape, MomentsShape
from assistant.wording import Text


def load_moments(extra: Path | None = None) -> tuple[Moment, ...]:
    """All moments in the order of the journey. Raises SettingsError with every problem of every file."""
    problems = Problems()
    moments = read_moments(layers(extra), None, problems)
    problems.raise_if_any()
    return tuple(moments.values())


def read_moments(found: Sequence[Layer], reference: Collection[str] | None, problems: Problems) -> dict[str, Moment]:
    """All moments of the layers by id, later ones winning; their stages must be of `reference`, where it is given."""
    moments: dict[str, Moment] = {}
    for layer in found:
        here: set[str] = set()
        for path in layer.files("moments", ".yaml", ".yml"):
            shape = read_yaml(layer, path, MomentsShape, problems)
            for each in shape.moments if shape is not None else ():
                name = layer.name(path)
                if each.id in here:
                    problems.add(name, f"moments.{each.id}", Text("标识重复", "this id stands twice"))
                if reference is not None and each.stage not in reference:
                    problem = Text("五阶段模型中没有阶段“{id}”", 'the five-stage model has no stage "{id}"')
                    problems.add(name, f"moments.{each.id}.stage", problem.filled(id=each.stage))
                here.add(each.id)
                moments[each.id] = _build_moment(each)
    return moments


def _build_moment(shape: MomentShape) -> Moment:
    return Moment(
        shape.id,
        shape.stage,
        shape.label.text(),
        shape.definition.text(),
        shape.goal.text(),
        tuple(shape.words),
        (*shape.examples.zh, *shape.examples.en),
        {Dimension(key): said.text() for key, said in shape.asks.items()},
        shape.origin,
    )
