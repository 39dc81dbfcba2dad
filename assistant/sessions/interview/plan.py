"""What to ask whom, in which order: stage by stage, the emptiest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.drafting.roster import Roster
from assistant.journey import Coding, Dimension, Person, Role, Stage, Statement
from assistant.playbook import STAFF_QUESTIONS, Playbook
from assistant.wording import Text

Place = tuple[str, Dimension]
_ORDER = (Dimension.BEHAVIOUR, Dimension.TOUCHPOINT, Dimension.INSIGHT, Dimension.KPI)


@dataclass(frozen=True, slots=True)
class Known:
    """How much the notes hold for one cell: statements, and how many people made them."""

    statements: int = 0
    speakers: int = 0


Knowledge = Mapping[Place, Known]


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question of the playbook for one side, and the cell of the map that an answer would fill."""

    id: str
    stage: Stage
    dimension: Dimension
    role: Role
    text: Text

    @property
    def place(self) -> Place:
        return self.stage.id, self.dimension


def count_known(
    coded: Iterable[tuple[Statement, Coding]], people: Sequence[Person], segment: str | None
) -> dict[Place, Known]:
    """What each cell holds by the first codes of the statements; only of `segment` and of staff, if one is given."""
    roster = Roster(people)
    found: dict[Place, list[str]] = {}
    for statement, coding in coded:
        other = segment is not None and coding.segment != segment and statement.role is not Role.STAFF
        if coding.stages and coding.dimensions and not other:
            found.setdefault((coding.stages[0], coding.dimensions[0]), []).append(roster.name(statement))
    return {place: Known(len(names), len(set(names))) for place, names in found.items()}


def build_plan(playbook: Playbook, known: Knowledge) -> tuple[PlannedQuestion, ...]:
    """All questions for customers and for staff; those of one stage stand together.

    The stage with the fewest filled cells comes first, then the one with the fewest statements, else the order of the
    journey; within a stage the questions of its emptiest cells. Each question stands once.
    """
    stages = {stage.id: place for place, stage in enumerate(playbook.model.stages)}
    asked: set[str] = set()
    planned: list[PlannedQuestion] = []
    for guidance in sorted(playbook.stages, key=lambda each: (*_fullness(each.stage, known), stages[each.stage])):
        stage = playbook.model.stage(guidance.stage)
        dimensions = sorted(
            _ORDER, key=lambda each: (known.get((stage.id, each), Known()).statements, _ORDER.index(each))
        )
        candidates = [
            PlannedQuestion(question.id, stage, dimension, _role_of(dimension), question.text)
            for dimension in dimensions
            if (question := guidance.cell_questions.get(dimension)) is not None
        ]
        candidates += [
            PlannedQuestion(each.id, stage, Dimension.INSIGHT, Role.CUSTOMER, each.text) for each in guidance.questions
        ]
        candidates += [_for_staff(stage, each) for each in dimensions if each in STAFF_QUESTIONS]
        planned += [each for each in candidates if each.id not in asked and not asked.add(each.id)]
    return tuple(planned)


def _fullness(stage: str, known: Knowledge) -> tuple[int, int]:
    here = [known.get((stage, dimension), Known()).statements for dimension in Dimension]
    return sum(each > 0 for each in here), sum(here)


def _role_of(dimension: Dimension) -> Role:
    """Figures are the company's to know; all else is the customer's to tell."""
    return Role.STAFF if dimension is Dimension.KPI else Role.CUSTOMER


def _for_staff(stage: Stage, dimension: Dimension) -> PlannedQuestion:
    text = STAFF_QUESTIONS[dimension].filled(stage=stage.label)
    return PlannedQuestion(f"{stage.id}.staff.{dimension}", stage, dimension, Role.STAFF, text)
