"""Reads `funnel-report.yaml`: what the funnel report asks and looks for beside the playbook."""

from dataclasses import dataclass
from pathlib import Path

from assistant.library.reading import Problems, layers, read_yaml
from assistant.library.shapes import EntryShape, FunnelReportShape
from assistant.playbook import Guidance

FILE = "funnel-report.yaml"


@dataclass(frozen=True, slots=True)
class FunnelGuide:
    """What is asked of every stage (`duties`) and of the whole journey, words of what is not there, and the case against AIDA."""

    duties: tuple[Guidance, ...]
    returning: Guidance
    contacts: Guidance
    lacking_before: tuple[str, ...]
    lacking_after: tuple[str, ...]
    aida: tuple[Guidance, ...]


def load_funnel_guide(extra: Path | None = None) -> FunnelGuide:
    """The shipped guide, or the workspace's own file in its place. Raises SettingsError with every problem."""
    problems = Problems()
    layer = next((each for each in reversed(layers(extra)) if (each.folder / FILE).is_file()), layers(None)[0])
    shape = read_yaml(layer, layer.folder / FILE, FunnelReportShape, problems)
    problems.raise_if_any()
    assert shape is not None, "a file without problems was read"
    return FunnelGuide(
        tuple(_guidance("duty", each) for each in shape.duties),
        Guidance("returning", shape.returning.text(), shape.returning.origin, tuple(shape.returning.words)),
        Guidance("contacts", shape.contacts.text(), shape.contacts.origin, tuple(shape.contacts.words)),
        tuple(shape.lacking.before),
        tuple(shape.lacking.after),
        tuple(_guidance("aida", each) for each in shape.aida),
    )


def _guidance(kind: str, shape: EntryShape) -> Guidance:
    return Guidance(f"{kind}.{shape.id}", shape.text(), shape.origin, tuple(shape.words))
