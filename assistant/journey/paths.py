"""Journeys as interviewees tell them: the touchpoints they met, in order, and where they left."""

from dataclasses import dataclass
from typing import Literal

from assistant.journey.claims import Claim
from assistant.journey.people import Role
from assistant.wording import Text

ExitKind = Literal["exit", "bounce"]


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """A touchpoint that journeys pass. `id` is the playbook's without stage and list; `ours`: the playbook has none such."""

    id: str
    label: Text
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One touchpoint of one journey, under the evidence that tells of it.

    `feeling` is the strongest coded sentiment of its statements (−2…2), `stage` the stage of the first of them.
    `happened` is False where the interviewee says it never took place. `again`: met before, with other touchpoints since;
    `back`: it lies in an earlier part of the journey than the step before; `moved`: it was told later than it happened.
    """

    touchpoint: str
    stage: str | None
    key: str
    feeling: int
    statements: tuple[str, ...]
    happened: bool = True
    again: bool = False
    back: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """What one interviewee tells in one document, step by step in the order in which it happened."""

    teller: str
    role: Role
    segment: str | None
    document: str
    steps: tuple[Step, ...]

    @property
    def met(self) -> tuple[Step, ...]:
        """The steps that took place."""
        return tuple(step for step in self.steps if step.happened)


@dataclass(frozen=True, slots=True)
class Exit:
    """Where a customer left, as one speaker tells it.

    `exit`: the purchase or the relation ended · `bounce`: one touchpoint was left, or went no further, and the customer
    stayed or went on another way. `key` is the evidence that tells it, `reason` the one with the reason in their words,
    often the same; None where they give none. Staff may tell it of customers. `touchpoint` is None where it is not clear.
    """

    kind: ExitKind
    touchpoint: str | None
    teller: str
    role: Role
    segment: str | None
    stage: str | None
    key: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class ExitPoint:
    """One touchpoint where customers of one segment left in one way: how many told it, and the reasons in their words.

    `segment` is None for what staff and speakers of no known segment tell. `tellers` counts speakers.
    """

    touchpoint: str | None
    segment: str | None
    kind: ExitKind
    tellers: int
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Journeys:
    """All journeys of a draft, with the touchpoints they pass, in the order in which journeys meet them, and the exits.

    `points` gathers the exits by segment and touchpoint, those that most speakers tell of first.
    """

    touchpoints: tuple[Touchpoint, ...] = ()
    told: tuple[Journey, ...] = ()
    exits: tuple[Exit, ...] = ()
    points: tuple[ExitPoint, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all evidence that journeys and exits rest on."""
        steps = {step.key for each in self.told for step in each.steps}
        return frozenset(steps | {key for each in self.exits for key in (each.key, each.reason) if key})

    def touchpoint(self, touchpoint_id: str) -> Touchpoint:
        """The touchpoint with that id. Raises KeyError where there is none."""
        for each in self.touchpoints:
            if each.id == touchpoint_id:
                return each
        raise KeyError(touchpoint_id)
