"""The bookmarks and properties of a report by which it is read back: from what is marked to its name, and from the name back.

A bookmark's name is `<kind>_<id>[_<field>][_<turn>]`, such as `claim_c6e815d658ed9c1c5`, at most 40 characters: Word allows
letters, digits and underscores, and does not tell capitals apart. Ids that do not fit, and places that have no id of their own
(a cell is segment, stage and dimension), stand there as a digest; `marks_of` a draft tells which is which. `turn` counts from 2
when one claim stands in a report more than once.

What a bookmark encloses, and what of it a person may write:

| name | encloses | written by a person |
|---|---|---|
| `claim_ID` | the words of a claim, nothing else | the new words; gone when somebody types over all of it |
| `claim_ID_verdict` | the sign before the claim; it outlives the words | nothing: it says where the claim stood |
| `cell_…` | all that is in one cell of the map, over several paragraphs | new paragraphs; in an empty cell the answer |
| `answer_…` | the same for one question of the playbook, in the column of answers | as above |
| `finding_…` | the same for one finding of the funnel or the full analysis, in the column of what the notes say | as above |
| `part_…_FIELD` | a heading of the insights ("does", "says" … of one stage) | paragraphs below it, up to the next heading |
| `exit_…` | the heading of an exit point of the journeys | paragraphs below it, up to the next heading |
| `value_…` | what customers say of one value of the brand at one touchpoint, kept or broken | new paragraphs |
| `gap_ID_FIELD` | one line of a gap; FIELD is one of `GAP_FIELDS`; its label stands before the value | the value |
| `kind_KIND` | the heading of one kind of gaps | new rows in the table below it |
| `check_ID_done`, `check_ID_note` | box and remark of a line of the review checklist | any sign but `OPEN_BOX`; a remark |
| `sign_ID_FIELD` | a field of the sign-off table; FIELD is one of `SIGN_FIELDS`; empty until signed | name, date, remark |
| `map_…`, `evidence_KEY`, `legend` | places that links lead to | nothing |
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.journey import Draft, GapKind
from assistant.journey.places import exit_place, value_place

MarkKind = Literal[
    "claim", "cell", "answer", "part", "finding", "gap", "kind", "check", "sign", "map", "evidence", "exit", "value"
]

SCHEME = "1"
"""Number of this way of naming; a report carries it, so that a later program knows how to read it."""
PROPERTY_SCHEME = "JourneyMarks"
PROPERTY_DRAFT = "JourneyDraft"
PROPERTY_NUMBER = "JourneyDraftNumber"
PROPERTY_CLIENT = "JourneyClient"
PROPERTY_REPORT = "JourneyReport"
PROPERTY_LANGUAGE = "JourneyLanguage"
PROPERTY_LINES = "JourneyLines"
"""Custom document properties, all text: scheme, id and number of the draft, the client's folder, which report it is, its
language, and the digest of its fixed lines, by which a later program knows whether it would still write the same."""

COMMENT_AUTHOR = "Journey (draft)"
OPEN_BOX = "☐"
PART_FIELDS = ("does", "says", "feels", "drivers", "barriers", "company", "kpis")
"""The fields of `StageInsight` that hold claims, in the order of the report."""
GAP_FIELDS = ("title", "severity", "effort", "status", "step", "owner")
CHECKS = ("doubts", "quotes", "segments", "coding", "missing", "contradictions", "gaps", "privacy")
"""The lines of the review checklist."""
SIGNERS = ("author", "reviewer", "approver")
SIGN_FIELDS = ("name", "date", "note")

_NAME = re.compile(r"([a-z]+)_([A-Za-z0-9]+)(?:_([a-z]+))?(?:_([0-9]{1,3}))?")
_PLAIN = re.compile(r"(?!x)[A-Za-z0-9]{1,17}")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a bookmark encloses: an id of the draft or the parts of a place, and which field of it.

    `parts` are (claim id), (gap id), (segment, stage, dimension), (stage, question id), (stage or "", finding), (stage), (gap kind),
    (check id), (signer), (segment) or (evidence key); a map without a segment has "" for it.
    """

    kind: MarkKind
    parts: tuple[str, ...]
    field: str = ""


def claim_mark(claim: str, field: Literal["", "verdict"] = "") -> Mark:
    """The mark of a claim's words, or of the sign before them."""
    return Mark("claim", (claim,), field)


def cell_mark(segment: str | None, stage: str, dimension: str) -> Mark:
    """The mark of a cell of the map."""
    return Mark("cell", (segment or "", stage, dimension))


def name_of(mark: Mark, turn: int = 1) -> str:
    """The bookmark's name: ASCII letters, digits and underscores, at most 40."""
    name = f"{mark.kind}_{_id_in_name(mark.parts)}"
    if mark.field:
        name += f"_{mark.field}"
    return f"{name}_{turn}" if turn > 1 else name


def first_name(name: str) -> str:
    """The name without its turn: the second place of a claim leads to the name of its first."""
    found = _NAME.fullmatch(name)
    return name[: found.start(4) - 1] if found is not None and found[4] else name


def is_mark(name: str) -> bool:
    """Whether a bookmark's name is of this making: of no draft in particular, and none of a person's own."""
    return mark_kind(name) != ""


def mark_kind(name: str) -> str:
    """The kind that a bookmark's name begins with, "" for a name that is none of ours."""
    found = _NAME.fullmatch(name)
    return found[1] if found is not None and found[1] in MarkKind.__args__ else ""


def marks_of(draft: Draft) -> dict[str, Mark]:
    """The marks that the reports of a draft can hold, by name without turn."""
    return {name_of(mark): mark for mark in _every_mark(draft)}


def _every_mark(draft: Draft) -> Iterator[Mark]:
    for claim in draft.claims():
        yield claim_mark(claim.id)
        yield claim_mark(claim.id, "verdict")
    for each in draft.maps:
        yield Mark("map", (each.segment or "",))
        for cell in each.cells:
            yield cell_mark(each.segment, cell.stage, cell.dimension)
        for stage in draft.model.stage_ids:
            for dimension in ("behaviour", "touchpoint", "kpi", "insight"):
                yield cell_mark(each.segment, stage, dimension)
    for insight in draft.insights:
        yield from (Mark("part", (insight.stage,), field) for field in PART_FIELDS)
        yield from (Mark("answer", (insight.stage, answer.question_id)) for answer in insight.answers)
    yield from (Mark("finding", (stage, finding.question_id)) for stage, finding in draft.findings())
    for gap in draft.gaps:
        yield from (Mark("gap", (gap.id,), field) for field in GAP_FIELDS)
    yield from (Mark("exit", exit_place(point).parts) for point in draft.journeys.points)
    for finding in draft.brand:
        for heard in finding.heard:
            yield Mark("value", value_place(finding, heard, "kept").parts)
            yield Mark("value", value_place(finding, heard, "broken").parts)
    yield from (Mark("kind", (kind,)) for kind in GapKind)
    yield from (Mark("check", (check,), field) for check in CHECKS for field in ("done", "note"))
    yield from (Mark("sign", (signer,), field) for signer in SIGNERS for field in SIGN_FIELDS)
    yield from (Mark("evidence", (each.key,)) for each in draft.evidence)


def _id_in_name(parts: tuple[str, ...]) -> str:
    if len(parts) == 1 and _PLAIN.fullmatch(parts[0]):
        return parts[0]
    told_apart = "".join(f"{len(part)}:{part}" for part in parts)
    return f"x{hashlib.sha256(told_apart.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
