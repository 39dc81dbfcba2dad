"""A hundred made-up identities, each in a line of notes; half of the names are listed, the others are not."""

import csv
from dataclasses import dataclass
from pathlib import Path

from assistant.journey import Person, Role
from assistant.privacy import KnownIdentities, known_identities, suspect_names


@dataclass(frozen=True, slots=True)
class Planted:
    """One identity and the line it stands in."""

    kind: str
    value: str
    listed: bool
    line: str


def read_planted() -> list[Planted]:
    with (Path(__file__).parent / "planted.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        Planted(row["kind"], row["value"], row["listed"] == "yes", row["line"].replace("{}", row["value"]))
        for row in rows
    ]


def listed_identities(planted: list[Planted]) -> KnownIdentities:
    """What `client.toml` and the recognised speakers would give."""
    company = [each.value for each in planted if each.kind == "company"]
    people = [Person(each.value, Role.CUSTOMER) for each in planted if each.kind == "person" and each.listed]
    labels = [each.value for each in planted if each.kind == "speaker"]
    return known_identities(company[0], company[1:], people, labels)


def settled_identities(planted: list[Planted]) -> KnownIdentities:
    """The same after every suspect was said to be a person."""
    listed = listed_identities(planted)
    suspects = suspect_names([each.line for each in planted], listed)
    people = (*listed.people, *(Person(each.name, Role.UNKNOWN) for each in suspects))
    return KnownIdentities(people, listed.company, listed.labels)
