"""Reads `measuring.yaml`: how the effect of measures is seen; a workspace's own file takes its place."""

from pathlib import Path

from assistant.library.reading import Problems, layers, read_yaml
from assistant.library.shapes import MeasuringShape
from assistant.measuring import PARTS, Consideration, Gauge, MeasuringGuide
from assistant.wording import Text

FILE = "measuring.yaml"


def load_measuring(extra: Path | None = None) -> MeasuringGuide:
    """The shipped guide, or the workspace's own file in its place. Raises SettingsError with every problem."""
    problems = Problems()
    layer = next((each for each in reversed(layers(extra)) if (each.folder / FILE).is_file()), layers(None)[0])
    shape = read_yaml(layer, layer.folder / FILE, MeasuringShape, problems)
    if shape is not None:
        _check(shape, problems)
    problems.raise_if_any()
    assert shape is not None, "a file without problems was read"
    return MeasuringGuide(
        {key: Gauge(each.how.text(), each.source.text(), each.when.text()) for key, each in shape.kpis.items()},
        {key: tuple(each) for key, each in shape.topics.items()},
        {key: tuple(each) for key, each in shape.stages.items()},
        {key: (each.text(), each.origin) for key, each in shape.parts.items()},
        tuple(Consideration(each.id, each.text(), each.asks.text(), each.origin) for each in shape.considerations),
    )


def _check(shape: MeasuringShape, problems: Problems) -> None:
    for part in PARTS:
        if part not in shape.parts:
            problems.add(FILE, f"parts.{part}", Text("缺少这一项", "is missing"))
    for kind, named in (("topics", shape.topics), ("stages", shape.stages)):
        for key, kpis in named.items():
            for kpi in kpis:
                if kpi not in shape.kpis:
                    unknown = Text("kpis 里没有“{id}”", 'there is no "{id}" in kpis').filled(id=kpi)
                    problems.add(FILE, f"{kind}.{key}", unknown)
