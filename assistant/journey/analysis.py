"""The full analysis of a draft in eight parts; what is drawn from its gaps and maps stays there and is only pointed to."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.journey.answers import Answer


@dataclass(frozen=True, slots=True)
class KeyTouchpoint:
    """A touchpoint of journeys. `importance` is 3 (high) to 1, `experience` 3 (good) to 1 (bad).

    `finding` holds how many customers pass it, the mean of their feelings (−2…2) and their words; `behind` who in the
    company stands behind it, in the words of staff; `breaks` are ids of gaps that rest on the same statements.
    """

    id: str
    label: str
    stage: str
    importance: int
    experience: int
    finding: Answer
    behind: Answer
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Something to do, for the gaps it closes: the gravest of them gives impact, effort, owner and first step.

    `label` is "" where it is that gap's own title. `yardsticks` are ids of what its effect is measured by.
    """

    id: str
    label: str
    gaps: tuple[str, ...]
    yardsticks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A KPI to see an effect by: how it is made, from what, how often; `baseline` holds the figures told so far."""

    id: str
    label: str
    how: str
    source: str
    when: str
    baseline: Answer


@dataclass(frozen=True, slots=True)
class Analysis:
    """The parts that have findings of their own; `leads` say what each of the eight parts is about, by its name.

    `ours` are the names of the parts whose content is this program's, as the text has only their titles.
    """

    leads: tuple[tuple[str, str], ...]
    ours: tuple[str, ...]
    scope: tuple[Answer, ...]
    division: tuple[Answer, ...]
    collection: tuple[Answer, ...]
    patterns: tuple[Answer, ...]
    touchpoints: tuple[KeyTouchpoint, ...]
    measures: tuple[Measure, ...]
    yardsticks: tuple[Yardstick, ...]

    def findings(self) -> Iterator[tuple[str, Answer]]:
        """Every finding with its stage, "" for the whole journey."""
        for part in (self.scope, self.division, self.collection, self.patterns):
            yield from (("", each) for each in part)
        for each in self.touchpoints:
            yield "", each.finding
            yield "", each.behind
        yield from (("", each.baseline) for each in self.yardsticks)

    def lead(self, part: str) -> str:
        """What the part is about; "" for none."""
        return dict(self.leads).get(part, "")
