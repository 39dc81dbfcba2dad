"""A draft together with what its reports keep asking of it: its language, its evidence by key, its segments by id."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.journey import Claim, Draft, Evidence, Verdict
from assistant.reports import words
from assistant.wording import Language, Text


@dataclass(frozen=True, slots=True)
class Voice:
    """How a draft speaks in its report. `segments` gives the label of each segment's id."""

    draft: Draft
    language: Language
    evidence: Mapping[str, Evidence]
    segments: Mapping[str, str]

    def say(self, text: Text, **values: object) -> str:
        """The text in the report's language, its `{names}` filled."""
        return (text.filled(**values) if values else text).say(self.language)

    def segment(self, segment: str | None) -> str:
        """The label of a segment; its id where no map has it; "not segmented" for None."""
        if segment is None:
            return self.say(words.NOT_SEGMENTED)
        return self.segments.get(segment, segment)

    def stage(self, stage: str | None) -> str:
        """The label of a stage of the draft's model; "whole journey" for None."""
        if stage is None:
            return self.say(words.WHOLE_JOURNEY)
        labels = {each.id: each.label for each in self.draft.model.stages}
        return self.say(labels[stage]) if stage in labels else stage

    def verdict(self, claim: Claim) -> str:
        """The verdict in words, with the name of the person who edited."""
        if claim.verdict is Verdict.EDITED:
            return self.say(words.EDITED_BY, name=claim.author)
        return self.say(words.VERDICTS[claim.verdict])

    @property
    def colon(self) -> str:
        """What stands between a label and its value."""
        return ": " if self.language == "en" else "："

    def listed(self, names: list[str]) -> str:
        """The names as one list with the separator of the language."""
        return (", " if self.language == "en" else "、").join(names)


def build_voice(draft: Draft) -> Voice:
    """The voice of a draft in its own language."""
    return Voice(
        draft=draft,
        language=draft.language,
        evidence={each.key: each for each in draft.evidence},
        segments={each.segment: each.label for each in draft.maps if each.segment is not None},
    )
