"""A collection plan: what is still open, how each question is answered, whom to ask, and what is ready to use."""

from dataclasses import dataclass
from typing import Literal

from assistant.journey.people import Role
from assistant.wording import Language

InquiryKind = Literal["cell", "question", "contradiction", "touchpoint", "data", "segment"]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One thing that is not known yet. `methods` are ids, the one to begin with first; `known` says what there is so far.

    `stage` is the stage's label, "" for the whole journey. `state` "unsure" marks what is told in two ways.
    """

    id: str
    kind: InquiryKind
    stage: str
    question: str
    state: Literal["open", "partly", "unsure"]
    known: str
    methods: tuple[str, ...]
    why: str
    whom: str


@dataclass(frozen=True, slots=True)
class SurveyItem:
    """A survey item ready to use: the words, the scale below it, and what to choose from where the playbook lists it."""

    inquiry: str
    stage: str
    text: str
    scale: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question to ask aloud, as the playbook words it, and for which side."""

    inquiry: str
    stage: str
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class DataRequest:
    """Figures or records to be had from the company: from which team, for which stage ("" for the whole journey)."""

    stage: str
    names: tuple[str, ...]
    team: str


@dataclass(frozen=True, slots=True)
class Recruit:
    """A group to be heard: how many were heard so far and how many are wanted altogether, with the reason."""

    label: str
    role: Role
    heard: int
    wanted: int
    note: str


@dataclass(frozen=True, slots=True)
class MethodUse:
    """A method that the plan needs: for how many inquiries it is the one to begin with, and for how many it comes after."""

    id: str
    label: str
    first: int
    after: int
    good_for: str
    limits: str
    size: str


@dataclass(frozen=True, slots=True)
class PlanRule:
    """What is asked of whoever collects; `law` names where it stands, "" where it is good practice."""

    text: str
    law: str


@dataclass(frozen=True, slots=True)
class CollectionPlan:
    """Everything for the next round of collecting. `draft` is the number of the draft it goes by, None before the first.

    `basis` says in words what the plan rests on. All words are in `language`.
    """

    client: str
    language: Language
    created: str
    draft: int | None
    basis: str
    inquiries: tuple[Inquiry, ...]
    methods: tuple[MethodUse, ...]
    recruits: tuple[Recruit, ...]
    survey: tuple[SurveyItem, ...]
    questions: tuple[OpenQuestion, ...]
    topics: tuple[str, ...]
    watch: tuple[str, ...]
    requests: tuple[DataRequest, ...]
    principles: tuple[str, ...]
    rules: tuple[PlanRule, ...]
