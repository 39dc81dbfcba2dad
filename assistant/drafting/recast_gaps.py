"""The gaps of a draft that is re-cast: moved with their stage, and the empty cells and open questions counted anew."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.drafting.gaps.analysis import sort_gaps
from assistant.journey import Claim, Draft, Gap, GapKind, SegmentMap, StageInsight, Verdict
from assistant.journey.mapping import StageMapping
from assistant.wording import Language, Text

RebuildEvidenceGaps = Callable[[Sequence[SegmentMap], Sequence[StageInsight]], Sequence[Gap]]
"""The evidence gaps of maps and insights in the target's stages."""
FindStage = Callable[[Sequence[Claim], str], str | None]
"""The stage of the target for claims that stood in a stage, or None where it cannot be told."""


class GapRecaster:
    """Re-casts the gaps of one draft."""

    def __init__(
        self, draft: Draft, mapping: StageMapping, find_stage: FindStage, rebuild: RebuildEvidenceGaps
    ) -> None:
        self._draft = draft
        self._mapping = mapping
        self._find_stage = find_stage
        self._rebuild = rebuild

    def recast(self, maps: Sequence[SegmentMap], insights: Sequence[StageInsight]) -> tuple[Gap, ...]:
        """All gaps. One whose stage cannot be told stands under the whole journey; its title says where it was found.

        Evidence gaps follow from what is empty and open in the new stages; one that a person reworded, or closed, stays.
        """
        kept: list[Gap] = []
        for gap in self._draft.gaps:
            if gap.kind is GapKind.EVIDENCE and not _is_touched(gap):
                continue
            kept.append(self._moved(gap))
        there = {each.id for each in kept}
        rebuilt = [each for each in self._rebuild(maps, insights) if each.id not in there]
        return sort_gaps([*kept, *rebuilt])

    def _moved(self, gap: Gap) -> Gap:
        if gap.stage is None or gap.stage not in self._mapping.heirs:
            return gap
        heir = self._find_stage(gap.claims, gap.stage)
        if heir is None:
            return replace(gap, stage=None, claims=tuple(replace(each, stage=None) for each in gap.claims))
        old, new = self._mapping.origin.stage(gap.stage).label, self._mapping.target.title(heir)
        language = self._draft.language
        return replace(
            gap,
            stage=heir,
            title=_retitled(gap.title, old, new, language),
            claims=tuple(_renamed(each, heir, old, new, language) for each in gap.claims),
        )


def _is_touched(gap: Gap) -> bool:
    return gap.status == "closed" or any(each.verdict is Verdict.EDITED for each in gap.claims)


def _retitled(title: str, old: Text, new: Text, language: Language) -> str:
    """The title with the stage's new name where it begins with the old one."""
    colon = ": " if language == "en" else "："
    before = old.say(language) + colon
    return new.say(language) + colon + title.removeprefix(before) if title.startswith(before) else title


def _renamed(claim: Claim, stage: str, old: Text, new: Text, language: Language) -> Claim:
    """A counted sentence names the new stage; what holds somebody's words stays as it is."""
    moved = replace(claim, stage=stage)
    if claim.computation is None or claim.verdict is Verdict.EDITED or claim.keys:
        return moved
    if language == "en":
        was, now = f"the {_small(old.en)} stage", f"the {_small(new.en)} stage"
    else:
        was, now = (f"{each.say(language)}{_STAGE.say(language)}" for each in (old, new))
    return replace(moved, text=moved.text.replace(was, now, 1))


_STAGE = Text("阶段", "stage")


def _small(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
