"""What differs between two versions of a draft: claims new, changed and withdrawn, cells filled, gaps closed."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.journey import Claim, Draft, Gap, Place
from assistant.journey.places import claims_by_place


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """The difference; `changed` holds the claim before and after. A claim counts once, where it stands first.

    `closed` are gaps that were open before and are closed or gone now, `offered` claims of persons beside which new
    evidence is offered.
    """

    new: tuple[tuple[Place, Claim], ...]
    changed: tuple[tuple[Place, Claim, Claim], ...]
    withdrawn: tuple[tuple[Place, Claim], ...]
    filled: tuple[Place, ...]
    new_gaps: tuple[Gap, ...]
    closed: tuple[Gap, ...]
    offered: tuple[tuple[Place, Claim], ...]


def compare_drafts(before: Draft, after: Draft) -> DraftChanges:
    """What changed from `before` to `after`, over the places that both have."""
    old, now = claims_by_place(before), claims_by_place(after)
    was = {claim.id: claim for claim in before.claims()}
    known = {claim.id for claim in after.claims()}
    first = first_places(after)
    changed = ((place, was[each.id], each) for place, each in first if each.id in was)
    return DraftChanges(
        tuple((place, each) for place, each in first if each.id not in was),
        tuple((place, one, other) for place, one, other in changed if one.text != other.text),
        tuple((place, each) for place, each in first_places(before) if each.id not in known and _is_there(place, now)),
        tuple(place for place in now if place.kind == "cell" and now[place] and old.get(place) == ()),
        tuple(gap for gap in after.gaps if gap.id not in {each.id for each in before.gaps}),
        tuple(_closed(before, after)),
        tuple((place, each) for place, each in first if any(one.kind.startswith("evidence-") for one in each.doubts)),
    )


def _is_there(place: Place, now: dict[Place, tuple[Claim, ...]]) -> bool:
    """A draft of one segment withdraws nothing of the others."""
    return place in now or place.kind == "gap"


def first_places(draft: Draft) -> list[tuple[Place, Claim]]:
    """Every claim of a draft with the place where it stands first, in the order of the reports."""
    seen: dict[str, tuple[Place, Claim]] = {}
    for place, claims in claims_by_place(draft).items():
        for claim in claims:
            seen.setdefault(claim.id, (place, claim))
    return list(seen.values())


def _closed(before: Draft, after: Draft) -> Iterator[Gap]:
    now = {each.id: each for each in after.gaps}
    segments = {each.segment for each in after.maps}
    for gap in before.gaps:
        if gap.status == "open" and (gap.segment is None or gap.segment in segments):
            found = now.get(gap.id)
            if found is None or found.status == "closed":
                yield gap
