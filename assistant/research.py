"""How what a map still lacks can be collected: methods, survey scales, rules (types; the texts are knowledge)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.wording import Text

MethodId = Literal["own-data", "survey", "interview", "focus-group", "observation"]
METHODS: tuple[MethodId, ...] = ("own-data", "survey", "interview", "focus-group", "observation")
StageList = Literal["behaviours", "touchpoints", "kpis"]
Situation = Literal["contradiction", "exit", "touchpoint", "absent", "thin-segment"]


@dataclass(frozen=True, slots=True)
class ResearchMethod:
    """One method. `size` says how many are enough where that does not follow from a computation."""

    id: MethodId
    label: Text
    good_for: Text
    limits: Text
    size: Text | None
    origin: str


@dataclass(frozen=True, slots=True)
class Approach:
    """How one kind of question is answered: the method to begin with first. `item` is a ready survey item with its scale.

    `options` names a list of the question's stage in the playbook, to choose from. `whom` says who else is to be asked.
    """

    methods: tuple[MethodId, ...]
    why: Text
    item: Text | None = None
    scale: str = ""
    options: StageList | None = None
    whom: Text | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What is asked of whoever collects, by law (`law` says which) or by good practice."""

    id: str
    text: Text
    law: Text | None
    origin: str


@dataclass(frozen=True, slots=True)
class ResearchGuide:
    """All that is known of collecting. `questions` go by the short id of a playbook question, `cells` by dimension."""

    scales: Mapping[str, Text]
    methods: Mapping[MethodId, ResearchMethod]
    questions: Mapping[str, Approach]
    cells: Mapping[str, Approach]
    situations: Mapping[str, Approach]
    principles: tuple[Rule, ...]
    rules: tuple[Rule, ...]

    def approach(self, question_id: str, dimension: str) -> Approach:
        """How the question of that full id ("purchase.question.budget") is answered; else as its dimension's cells are."""
        return self.questions.get(question_id.rsplit(".", 1)[-1]) or self.cells[dimension]
