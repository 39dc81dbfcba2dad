"""What a client's material holds so far: which cells and questions are empty, who was heard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.material import build_pattern
from assistant.journey import Claim, Dimension, Draft, Gap, Role, Segment
from assistant.playbook import Guidance, Playbook
from assistant.sources.folding import fold

State = Literal["answered", "partly", "open"]


@dataclass(frozen=True)
class Group:
    """A customer group with the number of its people who were heard; `empty` are the cells nobody filled."""

    id: str | None
    label: str
    heard: int
    empty: frozenset[tuple[str, Dimension]]


@dataclass(frozen=True)
class Holdings:
    """What there is. `answered` counts the claims under each question, `told` the staff heard in each stage."""

    groups: tuple[Group, ...]
    states: Mapping[str, State]
    answered: Mapping[str, int]
    staff: Mapping[str, frozenset[str]]
    gaps: tuple[Gap, ...]
    measured: Mapping[str, tuple[str, ...]]

    def has_figure(self, stage: str, kpi: Guidance) -> bool:
        """Whether a quote behind a figure of the stage, or the question it answers, speaks of that KPI."""
        pattern = build_pattern(kpi.words)
        return pattern is not None and any(pattern.search(quote) for quote in self.measured.get(stage, ()))


def holdings_of(draft: Draft) -> Holdings:
    """What a draft holds, with what persons changed in it."""
    groups = tuple(
        Group(
            each.segment,
            each.label,
            each.speakers,
            frozenset((cell.stage, cell.dimension) for cell in each.cells if not cell.claims),
        )
        for each in draft.maps
    )
    answers = [answer for insight in draft.insights for answer in insight.answers]
    return Holdings(
        groups,
        {each.question_id: each.state for each in answers},
        {each.question_id: len(each.claims) for each in answers},
        _staff_heard(draft),
        tuple(gap for gap in draft.gaps if gap.status == "open"),
        {insight.stage: tuple(_folded(draft, insight.kpis)) for insight in draft.insights},
    )


def nothing_held(playbook: Playbook, segments: Sequence[Segment], everyone: str) -> Holdings:
    """What there is before the first note: nothing. `everyone` names the one group of a client without segments."""
    cells = frozenset((stage, dimension) for stage in playbook.model.stage_ids for dimension in Dimension)
    named: list[tuple[str | None, str]] = [(each.id, each.label) for each in segments]
    groups = tuple(Group(group, label, 0, cells) for group, label in named or [(None, everyone)])
    states: dict[str, State] = {question.id: "open" for each in playbook.stages for question in each.questions}
    return Holdings(groups, states, {}, {}, (), {})


def _staff_heard(draft: Draft) -> dict[str, frozenset[str]]:
    evidence = {each.key: each for each in draft.evidence}
    heard: dict[str, set[str]] = {}
    for claim in draft.claims():
        for key in claim.keys:
            each = evidence.get(key)
            if each is not None and each.role is Role.STAFF and claim.stage is not None:
                heard.setdefault(claim.stage, set()).add(each.speaker or each.document)
    return {stage: frozenset(names) for stage, names in heard.items()}


def _folded(draft: Draft, claims: Sequence[Claim]) -> list[str]:
    keys = {key for claim in claims for key in claim.keys}
    return [fold(f"{each.question or ''} {each.quote}") for each in draft.evidence if each.key in keys]
