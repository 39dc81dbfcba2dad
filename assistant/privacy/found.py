"""What a search for personal data returns, and how overlapping finds become one list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

Kind = Literal[
    "person", "speaker", "company", "phone", "email", "id_number", "bank_card", "wechat", "qq", "plate", "address"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Certainty = Literal["known", "verified", "likely"]


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data at `start`…`end` of a text; `value` is what stands there, letter for letter.

    `certainty`: "known" is listed for this client, "verified" passes a checksum or a numbering plan, "likely" goes by
    form and surroundings. `identity` is the same for different ways of writing one person, number or address.
    """

    kind: Kind
    start: int
    end: int
    value: str
    certainty: Certainty
    identity: str


def without_overlaps(found: Iterable[Found], text: str) -> list[Found]:
    """The finds in order of place. Of two that overlap the longer one stands, grown over what only the other covers."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end, one.certainty != "known", KINDS.index(one.kind))):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
        elif each.end > kept[-1].end:
            kept[-1] = _joined(kept[-1], each, text)
    return kept


def _joined(first: Found, second: Found, text: str) -> Found:
    longer = first if first.end - first.start >= second.end - second.start else second
    value = text[first.start : second.end]
    return replace(longer, start=first.start, end=second.end, value=value, identity=value)
