"""How the stages of one model lie in those of another: it follows from the moments that both are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from assistant.journey.stages import FEELINGS, Feeling, Moment, StageModel

MappingKind = Literal["one-to-one", "many-to-one", "one-to-many", "none"]


@dataclass(frozen=True, slots=True)
class StageMapping:
    """For each stage of `origin`, in order, the stages of `target` that cover any of its moments with the same feeling."""

    origin: StageModel
    target: StageModel
    heirs: Mapping[str, tuple[str, ...]]

    def kind(self, stage: str) -> MappingKind:
        """How that stage of `origin` lies in `target`. Raises KeyError for a stage it does not have."""
        heirs = self.heirs[stage]
        if not heirs:
            return "none"
        if len(heirs) > 1:
            return "one-to-many"
        return "many-to-one" if sum(each == heirs for each in self.heirs.values()) > 1 else "one-to-one"

    def heir(self, stage: str) -> str | None:
        """The one stage of `target` that takes over all of that stage; None where there are several, or none."""
        heirs = self.heirs.get(stage, ())
        return heirs[0] if len(heirs) == 1 and not self.left_behind(stage) else None

    def left_behind(self, stage: str) -> tuple[str, ...]:
        """The moments of that stage that no stage of `target` covers with some feeling."""
        own = self.origin.stage(stage)
        return tuple(
            moment
            for moment in own.covered
            if any(
                own.covers(moment, feeling) and not self.target.stages_at([moment], [feeling]) for feeling in FEELINGS
            )
        )


def build_mapping(origin: StageModel, target: StageModel) -> StageMapping:
    """The mapping from one model to another; of a model to itself every stage is its own heir."""
    if origin.id == target.id and origin.stage_ids == target.stage_ids:
        return StageMapping(origin, target, {each: (each,) for each in origin.stage_ids})
    return StageMapping(origin, target, {each.id: _heirs(each.id, origin, target) for each in origin.stages})


def with_moments(model: StageModel, moments: Iterable[Moment]) -> StageModel:
    """The model of an older draft, which did not know moments yet: each stage covers those of the stages it is akin to."""
    known = list(moments)
    stages = tuple(
        each
        if each.covered
        else replace(each, moments=tuple(moment.id for moment in known if moment.stage in each.akin))
        for each in model.stages
    )
    return replace(model, stages=stages)


def _heirs(stage: str, origin: StageModel, target: StageModel) -> tuple[str, ...]:
    own = origin.stage(stage)
    felt: list[tuple[Feeling, list[str]]] = [
        (feeling, [moment for moment in own.covered if own.covers(moment, feeling)]) for feeling in FEELINGS
    ]
    found = {each for feeling, moments in felt for each in target.stages_at(moments, [feeling])}
    return tuple(each for each in target.stage_ids if each in found)


def find_uncovered(model: StageModel, moments: Iterable[str]) -> tuple[str, ...]:
    """The moments that no stage of the model covers with every feeling."""
    return tuple(each for each in moments if any(not model.stages_at([each], [feeling]) for feeling in FEELINGS))


def find_shared(model: StageModel, moments: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The moments that several stages cover with the same feeling, with those stages."""
    shared = {each: max((model.stages_at([each], [feeling]) for feeling in FEELINGS), key=len) for each in moments}
    return {moment: stages for moment, stages in shared.items() if len(stages) > 1}
