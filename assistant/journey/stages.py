"""Stage models and dimensions: the columns and rows of a map; and the moments that stages are made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

from assistant.wording import Text

Feeling = Literal["negative", "neutral", "positive"]
FEELINGS: tuple[Feeling, ...] = get_args(Feeling)
Method = Literal["time", "behaviour", "emotion", "touchpoint"]
"""What a journey can be divided by."""


class Dimension(StrEnum):
    """A row of the map. Values are the stable ids of the JSON."""

    BEHAVIOUR = "behaviour"
    TOUCHPOINT = "touchpoint"
    KPI = "kpi"
    INSIGHT = "insight"


@dataclass(frozen=True, slots=True)
class Moment:
    """The finest piece of a journey that models are told apart by; it lies in `stage` of the reference model.

    `words` and `examples` are what people say of it; `goal` and `asks` (a question for each dimension) serve stages that
    cover only a part of a reference stage.
    """

    id: str
    stage: str
    label: Text
    definition: Text
    goal: Text
    words: tuple[str, ...]
    examples: tuple[str, ...]
    asks: dict[Dimension, Text]
    origin: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of one model. `aliases` are other names within that model only.

    `akin` lists the stages of the reference model (`five-stage`) whose coded examples also teach this one; `moments` are
    those it covers whatever the feeling, `felt` those it covers for one feeling only. `part_of` names the coarser stage of
    a sub-stage.
    """

    id: str
    label: Text
    definition: Text
    aliases: tuple[str, ...] = ()
    akin: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    felt: tuple[tuple[Feeling, tuple[str, ...]], ...] = ()
    part_of: str = ""

    def covers(self, moment: str, feeling: Feeling) -> bool:
        """Whether what is told of that moment with that feeling belongs here."""
        return moment in self.moments or any(moment in covered for felt, covered in self.felt if felt == feeling)

    @property
    def covered(self) -> tuple[str, ...]:
        """Every moment that the stage covers with any feeling."""
        found = (moment for _, covered in self.felt for moment in covered)
        return tuple(dict.fromkeys((*self.moments, *found)))


@dataclass(frozen=True, slots=True)
class StageModel:
    """An ordered list of stages. `digest` identifies its content in a draft's provenance.

    `parts` are the coarser stages of a model of sub-stages; `method` is what it divides by; `note` says what it is good for.
    """

    id: str
    label: Text
    stages: tuple[Stage, ...]
    origin: str
    digest: str
    method: Method = "time"
    parts: tuple[Stage, ...] = ()
    note: Text | None = None

    def stage(self, stage_id: str) -> Stage:
        """The stage with that id. Raises KeyError where the model has none."""
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise KeyError(stage_id)

    @property
    def stage_ids(self) -> tuple[str, ...]:
        return tuple(stage.id for stage in self.stages)

    def title(self, stage_id: str) -> Text:
        """The stage's label, behind that of the coarser stage it is a part of. Raises KeyError as `stage`."""
        stage = self.stage(stage_id)
        part = next((each for each in self.parts if each.id == stage.part_of), None)
        if part is None:
            return stage.label
        return Text("{part} · {stage}", "{part} · {stage}").filled(part=part.label, stage=stage.label).settled()

    def stages_at(self, moments: Iterable[str], feelings: Iterable[Feeling] = FEELINGS) -> tuple[str, ...]:
        """The stages, in order, that cover any of these moments with any of these feelings."""
        asked, felt = list(moments), list(feelings)
        return tuple(
            each.id for each in self.stages if any(each.covers(moment, feeling) for moment in asked for feeling in felt)
        )


def feeling_of(sentiment: int) -> Feeling:
    """The side of a sentiment of −2…2."""
    return "negative" if sentiment < 0 else "positive" if sentiment > 0 else "neutral"
