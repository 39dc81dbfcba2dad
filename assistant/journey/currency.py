"""How old the evidence of each stage is, and what the notes say has changed since: when a map wants refreshing."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the draft holds a Currency, so that it cannot be imported the other way round
    from assistant.journey.draft import Draft
    from assistant.journey.notes import NoteDates

FRESH_MONTHS = 12
"""After how many months evidence is called old where nobody set it: ours. A year holds each season, holiday and sale once;
the handbook asks for new data without naming a term."""

DevelopmentKind = Literal["product", "competitor", "segment"]
DEVELOPMENTS: tuple[DevelopmentKind, ...] = ("product", "competitor", "segment")
"""The changes that are looked for, of those the handbook names as reasons to update a map."""


@dataclass(frozen=True, slots=True)
class Development:
    """A statement, by its key, that says something has changed around the customer: what has happened, never a plan or an if."""

    kind: DevelopmentKind
    key: str


@dataclass(frozen=True, slots=True)
class Currency:
    """What a draft knows of its own age: after how many `months` evidence is old, and the developments told in its notes."""

    months: int
    developments: tuple[Development, ...] = ()


@dataclass(frozen=True, slots=True)
class StageAge:
    """How old what a draft cites for one stage is; `stage` is None for what belongs to the whole journey.

    `dated` and `undated` count cited notes; `oldest` and `newest` are ISO days, cut to the month where no more is known, ""
    where no note is dated. `due`: the newest one is older than the draft's months.
    """

    stage: str | None
    dated: int
    undated: int
    oldest: str
    newest: str
    due: bool


def find_ages(draft: "Draft") -> tuple[StageAge, ...]:
    """The age of the evidence of every stage, and last of the whole journey where claims of no stage cite any.

    Reckoned from the draft's own day: the same draft has the same ages for ever. A note dated after that day is counted
    as undated: that date cannot be one of an interview.
    """
    dates = note_dates(draft)
    made = draft.provenance.created[:10]
    months = draft.currency.months if draft.currency is not None else FRESH_MONTHS
    cited = _cited_documents(draft)
    stages: list[str | None] = list(draft.model.stage_ids)
    if cited.get(None):
        stages.append(None)
    return tuple(_age(stage, cited.get(stage, ()), dates, made, months) for stage in stages)


def note_dates(draft: "Draft") -> "Mapping[str, NoteDates]":
    """The dates of each of the draft's documents that tells any, but for those that lie after the draft itself."""
    made = draft.provenance.created[:10]
    known = ((each.document, each.dates) for each in draft.sources)
    return {document: dates for document, dates in known if dates is not None and dates.last <= made}


def is_old(newest: str, today: str, months: int) -> bool:
    """Whether `newest` (ISO, perhaps cut to the month) lies more than `months` before `today`; a month counts to its end."""
    return bool(newest) and _until(newest) < _months_before(today, months)


def _until(day: str) -> str:
    if len(day) > len("2025-01"):
        return day
    year, month = (int(part) for part in day.split("-"))
    return f"{day}-{calendar.monthrange(year, month)[1]:02}"


def _months_before(today: str, months: int) -> str:
    day = date.fromisoformat(today)
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1])).isoformat()


def _age(
    stage: str | None, documents: Sequence[str], dates: "Mapping[str, NoteDates]", made: str, months: int
) -> StageAge:
    known = [dates[each] for each in documents if each in dates]
    oldest = min((each.first for each in known), default="")
    newest = max((each.last for each in known), key=_until, default="")
    undated = len(documents) - len(known)
    return StageAge(stage, len(known), undated, oldest, newest, is_old(newest, made, months))


def _cited_documents(draft: "Draft") -> dict[str | None, list[str]]:
    """For each stage the documents that its claims cite, each once."""
    documents = {each.key: each.document for each in draft.evidence}
    found: dict[str | None, dict[str, None]] = {}
    for stage, key in _cited(draft):
        if key in documents:
            found.setdefault(stage, {})[documents[key]] = None
    return {stage: list(each) for stage, each in found.items()}


def _cited(draft: "Draft") -> Iterator[tuple[str | None, str]]:
    known = set(draft.model.stage_ids)
    for claim in draft.claims():
        stage = claim.stage if claim.stage in known else None
        yield from ((stage, key) for key in claim.keys)
