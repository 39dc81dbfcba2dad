"""How the effect of measures is seen, and what is said of the parts of a full analysis (types; the texts are knowledge)."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.wording import Text

PARTS = (
    "scope",
    "division",
    "collection",
    "patterns",
    "touchpoints",
    "value-chain",
    "optimisation",
    "measuring",
)
"""The eight parts of a full analysis, in their order."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """How the figure of a KPI is made, where it comes from, and how often it is looked at."""

    how: Text
    source: Text
    when: Text


@dataclass(frozen=True, slots=True)
class Consideration:
    """What the choice of a division depends on; `asks` is for the company to answer."""

    id: str
    label: Text
    asks: Text
    origin: str


@dataclass(frozen=True, slots=True)
class MeasuringGuide:
    """`gauges` go by the short id of a KPI, `topics` and `stages` (of the five) name KPIs; `parts` come with their origin."""

    gauges: Mapping[str, Gauge]
    topics: Mapping[str, tuple[str, ...]]
    stages: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[Text, str]]
    considerations: tuple[Consideration, ...]
