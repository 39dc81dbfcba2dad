"""What a brand stands for, and whether customers find it kept."""

from dataclasses import dataclass

from assistant.journey.claims import Claim


@dataclass(frozen=True, slots=True)
class BrandValue:
    """A value of the brand, or its promise, as `client.toml` words it.

    `words` are what customers say when they speak of it; `topics` are ids of `knowledge/topics.yaml` that belong to it.
    """

    id: str
    label: str
    description: str = ""
    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    promise: bool = False


@dataclass(frozen=True, slots=True)
class ValueHeard:
    """What customers say of one value in one stage at one touchpoint: claims that it is kept, and that it is broken.

    `touchpoint` is None where the words name none; `kept_by` and `broken_by` count the speakers.
    """

    stage: str
    touchpoint: str | None
    kept: tuple[Claim, ...]
    broken: tuple[Claim, ...]
    kept_by: int
    broken_by: int


@dataclass(frozen=True, slots=True)
class ValueFinding:
    """One value held against what customers say; in the stages of `unheard` nobody speaks of it with feeling."""

    value: BrandValue
    heard: tuple[ValueHeard, ...]
    unheard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MapUse:
    """One of the uses of a map: what this draft can say for it (ids of claims and gaps) and what is missing, in words."""

    id: str
    text: str
    claims: tuple[str, ...]
    gaps: tuple[str, ...]
    missing: tuple[str, ...]
