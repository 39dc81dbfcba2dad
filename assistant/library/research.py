"""Reads `research.yaml`: how to collect what a map still lacks; a workspace's own file wins entry by entry."""

from collections.abc import Sequence
from pathlib import Path

from assistant.library.reading import Layer, Problems, layers, read_yaml
from assistant.library.shapes import ApproachShape, MethodShape, ResearchShape, RuleShape, WordingShape
from assistant.research import METHODS, Approach, ResearchGuide, ResearchMethod, Rule
from assistant.wording import Text

FILE = "research.yaml"


def load_research(extra: Path | None = None) -> ResearchGuide:
    """The shipped guide with the entries of the workspace's own `research.yaml`, which add or win by id.

    Raises SettingsError with every problem of both files.
    """
    problems = Problems()
    shapes = [shape for layer in layers(extra) if (shape := _read(layer, problems)) is not None]
    problems.raise_if_any()
    guide = _build(shapes)
    _check(guide, problems)
    problems.raise_if_any()
    return guide


def _read(layer: Layer, problems: Problems) -> ResearchShape | None:
    path = layer.folder / FILE
    return read_yaml(layer, path, ResearchShape, problems) if path.is_file() or not layer.own else None


def _build(shapes: Sequence[ResearchShape]) -> ResearchGuide:
    return ResearchGuide(
        scales={scale.id: scale.text() for shape in shapes for scale in shape.scales},
        methods={each.id: _method(each) for shape in shapes for each in shape.methods},
        questions={key: _approach(each) for shape in shapes for key, each in shape.questions.items()},
        cells={key: _approach(each) for shape in shapes for key, each in shape.cells.items()},
        situations={key: _approach(each) for shape in shapes for key, each in shape.situations.items()},
        principles=tuple({each.id: _rule(each) for shape in shapes for each in shape.principles}.values()),
        rules=tuple({each.id: _rule(each) for shape in shapes for each in shape.rules}.values()),
    )


def _method(shape: MethodShape) -> ResearchMethod:
    size = shape.size.text() if shape.size is not None else None
    return ResearchMethod(shape.id, shape.text(), shape.good_for.text(), shape.limits.text(), size, shape.origin)


def _approach(shape: ApproachShape) -> Approach:
    return Approach(
        tuple(shape.methods),
        shape.why.text(),
        _text(shape.item),
        shape.scale or "",
        shape.options,
        _text(shape.whom),
    )


def _rule(shape: RuleShape) -> Rule:
    return Rule(shape.id, shape.text(), _text(shape.law), shape.origin)


def _text(shape: WordingShape | None) -> Text | None:
    return shape.text() if shape is not None else None


def _check(guide: ResearchGuide, problems: Problems) -> None:
    for method in METHODS:
        if method not in guide.methods:
            problems.add(FILE, f"methods.{method}", Text("缺少这一项", "is missing"))
    for kind, approaches in (("questions", guide.questions), ("cells", guide.cells)):
        for key, each in approaches.items():
            if each.item is not None and each.scale not in guide.scales:
                unknown = Text("没有量表“{id}”", 'there is no scale "{id}"').filled(id=each.scale)
                problems.add(FILE, f"{kind}.{key}.scale", unknown)
