"""The funnel of a draft: per stage what the company undertakes, what is measured and who leads; contacts and returns."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.journey.answers import Answer


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """One stage of the funnel, told by findings that are answers: the playbook's entry is what is asked.

    `strategies`: "answered" where somebody tells of it, "partly" where it is said to be missing, "open" where it is the
    playbook's suggestion only. `metrics`: with the figures found. `duties`: who leads, how customers are handed over.
    `lead` is the team that the playbook names, "" where it names none.
    """

    stage: str
    label: str
    goal: str
    expectation: str
    lead: str
    strategies: tuple[Answer, ...]
    metrics: tuple[Answer, ...]
    duties: tuple[Answer, ...]

    @property
    def findings(self) -> tuple[Answer, ...]:
        """All of them, in the order of the report."""
        return (*self.strategies, *self.metrics, *self.duties)


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel of all stages; `contacts` (before the purchase) and `returning` customers concern the whole of it.

    `benchmarks` are what the playbook's source claims of contacts, `against_aida` why the funnel and not that, as it says.
    """

    stages: tuple[FunnelStage, ...]
    contacts: Answer
    returning: Answer
    after_sale: Answer
    benchmarks: tuple[str, ...]
    against_aida: tuple[str, ...]

    def findings(self) -> Iterator[tuple[str, Answer]]:
        """Every finding with its stage, "" for the whole journey."""
        for each in self.stages:
            yield from ((each.stage, finding) for finding in each.findings)
        yield from (("", finding) for finding in (self.contacts, self.returning, self.after_sale))
