"""Which claim of the draft each claim of the report is: by bookmark, then tag, then the alignment of the words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.journey import Claim, FoundBy, Place, ReadClaim, ReadPlace
from assistant.reports.letters import legal
from assistant.reports.review.base import Base
from assistant.reports.review.segments import CutClaim
from assistant.sources.folding import fold

_ALIKE = 0.45
"""Likeness of words (difflib's ratio, 0…1) from which a claim without a mark may be an edited one of the draft."""
_SAME = 0.7
"""Likeness from which it is taken to be that one, if no other comes near."""
_APART = 0.15
"""How much likelier than the next one the best must be."""
_CLAIM_ID = re.compile(r"claim_(c[0-9a-f]{16})")
_SHORTEST = 4
"""Characters below which words are too short to be told apart by likeness."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A claim that was cut out, with its place and, once found, its id."""

    place: Place
    cut: CutClaim
    id: str | None
    found_by: FoundBy
    alike: tuple[str, ...] = ()


def match_claims(cut: Mapping[Place, Sequence[CutClaim]], base: Base) -> tuple[ReadPlace, ...]:
    """The claims of each place with their ids. Nothing that has words is lost, and no id is given twice in one place."""
    standing = [_by_mark(place, each, base) for place, held in cut.items() for each in held]
    # A mark whose words are gone is no claim that stands: they may have been carried to another place.
    known = {each.id for each in standing if each.id is not None and each.cut.text}
    missing = {claim: held for claim, held in base.claims.items() if claim not in known}
    standing = _by_same_words(standing, missing, base)
    standing = _by_likeness(standing, missing, base)
    found: dict[Place, list[ReadClaim]] = {place: [] for place in cut}
    for each in standing:
        ids = {claim.id for claim in found[each.place]}
        own = each.id if each.id is None or each.id not in ids else None
        if own is not None and not each.cut.text:
            continue  # the mark is still there, the words are not: deleted
        if own is None and not each.cut.text:
            continue
        found[each.place].append(_read_claim(each, own, base))
    return tuple(ReadPlace(place, tuple(claims)) for place, claims in found.items())


def said_alike(one: str, other: str) -> bool:
    """Whether two texts are the same words, spacing and width aside."""
    return fold(legal(one)) == fold(legal(other))


def _read_claim(each: _Standing, own: str | None, base: Base) -> ReadClaim:
    found_by: FoundBy = each.found_by if own is not None else "nothing"
    text = each.cut.text
    if own is not None and own in base.claims and _unchanged(text, base.claims[own].text):
        text = base.claims[own].text  # layout is no edit: spaces and characters that a file cannot hold
    keys = each.cut.keys
    if not keys and found_by == "text" and own is not None and own in base.claims:
        keys = base.claims[own].keys  # words that were carried elsewhere, or typed anew, without their keys
    return ReadClaim(own, text, keys, found_by, each.cut.author, each.alike if own is None else ())


def _unchanged(read: str, written: str) -> bool:
    return " ".join(read.split()) == " ".join(legal(written).split())


def _by_mark(place: Place, cut: CutClaim, base: Base) -> _Standing:
    mark = base.marks.get(cut.marked)
    if mark is None:
        # A claim that this draft withdrew and a person kept: an earlier version knows its id.
        earlier = _CLAIM_ID.fullmatch(cut.marked)
        return _Standing(place, cut, earlier[1], "bookmark") if earlier else _Standing(place, cut, None, "nothing")
    if mark.kind != "claim":
        return _Standing(place, cut, None, "nothing")
    return _Standing(place, cut, mark.parts[0], "bookmark")


def _by_same_words(standing: Sequence[_Standing], missing: dict[str, Claim], base: Base) -> list[_Standing]:
    """What lost its mark and kept its words, as moving and pasting does; first what stayed in its place."""
    found = list(standing)
    for anywhere in (False, True):
        said: dict[tuple[Place | None, str], list[str]] = {}
        for claim in missing.values():
            places = [None] if anywhere else base.places_of(claim.id)
            for place in places:
                said.setdefault((place, fold(legal(claim.text))), []).append(claim.id)
        for number, each in enumerate(found):
            if each.id is None and each.cut.text:
                ids = said.get((None if anywhere else each.place, fold(each.cut.text)), [])
                claim = next((one for one in ids if one in missing), None)
                if claim is not None:
                    missing.pop(claim)
                    found[number] = _Standing(each.place, each.cut, claim, "text")
    return found


def _by_likeness(standing: Sequence[_Standing], missing: dict[str, Claim], base: Base) -> list[_Standing]:
    """Edited words without a mark: taken to be the one claim of the same place that they are like, else to be asked."""
    rated: dict[int, list[tuple[float, str]]] = {}
    for number, each in enumerate(standing):
        if each.id is None and len(each.cut.text) >= _SHORTEST:
            near = [claim for claim in base.places.get(each.place, ()) if claim.id in missing]
            rated[number] = sorted(((_likeness(each.cut, claim), claim.id) for claim in near), reverse=True)
    found = list(standing)
    for number, ratings in sorted(rated.items(), key=lambda entry: entry[1][:1], reverse=True):
        left = [(rate, claim) for rate, claim in ratings if claim in missing and rate >= _ALIKE]
        if not left:
            continue
        rivals = [
            rate for other, rates in rated.items() if other != number for rate, claim in rates if claim == left[0][1]
        ]
        next_best = max([rate for rate, _ in left[1:]] + rivals, default=0.0)
        each = standing[number]
        if left[0][0] >= _SAME and left[0][0] - next_best >= _APART:
            missing.pop(left[0][1])
            found[number] = _Standing(each.place, each.cut, left[0][1], "text")
        else:
            found[number] = _Standing(each.place, each.cut, None, "nothing", tuple(claim for _, claim in left))
    return found


def _likeness(cut: CutClaim, claim: Claim) -> float:
    matcher = SequenceMatcher(None, fold(cut.text), fold(legal(claim.text)), autojunk=False)
    rate = matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
    return min(1.0, rate + 0.2) if rate and set(cut.keys) & set(claim.keys) else rate
