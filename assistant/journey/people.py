"""Who speaks: people, the side they stand on, and customer groups."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    CUSTOMER = "customer"
    STAFF = "staff"
    INTERVIEWER = "interviewer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named in `client.toml`: how the notes call them, and on which side they stand."""

    name: str
    role: Role
    segment: str | None = None
    title: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A customer group that gets a map of its own."""

    id: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
