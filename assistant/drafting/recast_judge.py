"""Where statements belong when their stage has several heirs: by the moment they tell of, without a chat model."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.build import DraftRequest, material_of
from assistant.drafting.corrections import translate_corrections
from assistant.drafting.division import Choice, MomentFinder, choose_stage
from assistant.drafting.extractive import OwnExample
from assistant.drafting.insights import build_emotions
from assistant.journey import Coding, Dimension, Emotion, StageModel, feeling_of
from assistant.journey.mapping import StageMapping
from assistant.playbook import Playbook

SURE = 0.6
"""A statement is placed where one of the stages is at least this likely; among two that is a clear lead."""


@dataclass(frozen=True)
class CodedNotes:
    """The notes as they are: statements with their codings in the model that is left, and what a person corrected."""

    request: DraftRequest
    corrections: Sequence[OwnExample]
    models: Mapping[str, StageModel]


class NotesJudge:
    """Judges the statements of a client's notes."""

    def __init__(self, notes: CodedNotes, finder: MomentFinder, mapping: StageMapping, playbook: Playbook) -> None:
        self._mapping = mapping
        self._playbook = playbook
        coded = {each.statement: each for each in notes.request.codings}
        told = [each for each in notes.request.statements if each.id in coded and coded[each.id].stages]
        self._codings = {each.id: coded[each.id] for each in told}
        self._scores = dict(zip((each.id for each in told), finder.find(told), strict=True))
        own = translate_corrections(notes.corrections, playbook.model, notes.models)
        self._own = {each.statement: each for each in own if each.model == playbook.model.id}
        recast = tuple(self._recast(coding) for coding in self._codings.values())
        request = replace(notes.request, playbook=playbook, codings=recast)
        self._material = material_of(request)
        self._counts = Counter(
            (each.segment, stage, dimension)
            for each in self._material.told
            for stage in each.coding.stages
            for dimension in each.coding.dimensions
        )
        self._segmented = bool(notes.request.segments)

    def judge(self, statement: str, stage: str) -> str | None:
        """The stage of the target, if one is likely enough, or a person coded the statement to it."""
        own = self._own.get(statement)
        if own is not None:
            return own.stages[0] if len(own.stages) == 1 else None
        coding = self._codings.get(statement)
        if coding is None:
            return None
        choice = self._choose(coding, stage)
        return choice.stage if choice.likelihood >= SURE else None

    def emotions(self, stage: str) -> tuple[Emotion, ...]:
        """The emotions of a stage of the target over the notes as they are."""
        return build_emotions(stage, self._material)

    def count(self, segment: str | None, stage: str, dimension: Dimension) -> int:
        """How many statements of the notes are coded to that cell of the target."""
        if segment is None and not self._segmented:
            return sum(n for (_, each, kind), n in self._counts.items() if (each, kind) == (stage, dimension))
        return self._counts[segment, stage, dimension]

    def _choose(self, coding: Coding, stage: str) -> Choice:
        feeling = feeling_of(coding.sentiment)
        origin = self._mapping.origin.stage(stage)
        moments = [each for each in origin.covered if origin.covers(each, feeling)] or list(origin.covered)
        return choose_stage(self._mapping.target, moments, self._scores[coding.statement], feeling)

    def _recast(self, coding: Coding) -> Coding:
        own = self._own.get(coding.statement)
        if own is not None:
            return replace(
                coding, model=own.model, stages=own.stages, dimensions=own.dimensions, sentiment=own.sentiment
            )
        heirs = [self._choose(coding, stage).stage for stage in coding.stages]
        stages = tuple(dict.fromkeys(each for each in heirs if each is not None))
        return replace(coding, model=self._mapping.target.id, stages=stages)
