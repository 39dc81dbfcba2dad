"""Stage models and dimensions: the columns and rows of a map."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.wording import Text


class Dimension(StrEnum):
    """A row of the map. Values are the stable ids of the JSON."""

    BEHAVIOUR = "behaviour"
    TOUCHPOINT = "touchpoint"
    KPI = "kpi"
    INSIGHT = "insight"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of one model. `aliases` are other names within that model only.

    `akin` lists the stages of the reference model (`five-stage`) whose coded examples also teach this one.
    """

    id: str
    label: Text
    definition: Text
    aliases: tuple[str, ...] = ()
    akin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageModel:
    """An ordered list of stages. `digest` identifies its content in a draft's provenance."""

    id: str
    label: Text
    stages: tuple[Stage, ...]
    origin: str
    digest: str

    def stage(self, stage_id: str) -> Stage:
        """The stage with that id. Raises KeyError where the model has none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    @property
    def stage_ids(self) -> tuple[str, ...]:
        return tuple(stage.id for stage in self.stages)
