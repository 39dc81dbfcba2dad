"""What the notes say to one thing that was asked."""

from dataclasses import dataclass
from typing import Literal

from assistant.journey.claims import Claim


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the playbook's questions and what the notes say to it."""

    question_id: str
    question: str
    state: Literal["answered", "partly", "open"]
    claims: tuple[Claim, ...]
