"""A new draft that starts from the reviewed version: what a person wrote, deleted and set stays so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.drafting.recast import is_persons
from assistant.drafting.revision.holding import hold_places
from assistant.drafting.revision.merge import Change, change_gap, with_evidence
from assistant.drafting.revision.records import ReviewRecord
from assistant.drafting.verify import Checker
from assistant.journey import Claim, Draft, Evidence, Gap, GapField, Place, Unplaced, Verdict
from assistant.journey.places import claims_by_place, with_claims

OFFERED = ("evidence-for", "evidence-against")
"""Kinds of doubts that offer new evidence; each draft offers anew what its own notes bring."""


@dataclass(frozen=True)
class Reviewed:
    """What persons decided about a client's drafts so far, and what they changed.

    `versions` are those that were read through, as persons left them, newest first; `own` are claims put in one by one,
    oldest first; `base` is the newest version that a person changed in either way.
    """

    versions: tuple[Draft, ...]
    base: Draft
    own: tuple[tuple[Place, Claim], ...] = ()
    deleted: frozenset[str] = frozenset()
    gone_gaps: frozenset[str] = frozenset()
    own_gaps: frozenset[str] = frozenset()
    gap_fields: Mapping[str, tuple[GapField, ...]] = field(default_factory=dict[str, tuple[GapField, ...]])
    waiting: tuple[Unplaced, ...] = ()

    @property
    def latest(self) -> Draft | None:
        """The version that was read through last."""
        return self.versions[0] if self.versions else None

    def places(self) -> dict[Place, tuple[Claim, ...]]:
        """The claims of every place as persons left it last; a draft of one segment leaves the others alone."""
        found: dict[Place, tuple[Claim, ...]] = {}
        for version in self.versions:
            for place, claims in claims_by_place(version).items():
                found.setdefault(place, claims)
        known = {claim.id for claims in found.values() for claim in claims}
        for place, claim in self.own:
            if claim.id not in known:
                found[place] = (claim, *found.get(place, ()))
        return found


def gather_reviewed(versions: Sequence[Draft], records: Sequence[ReviewRecord]) -> Reviewed | None:
    """What was decided in the line of drafts that the last of `versions` stands in; None where nobody reviewed."""
    line = _line(versions)
    found = [each for each in records if each.number in {version.number for version in line}]
    if not found:
        return None
    found.sort(key=lambda each: each.number)
    read = {record.number for record in found if record.reviews}
    changes = [change for record in found for change in record.changes]
    left = _left_out(changes)
    fields: dict[str, tuple[GapField, ...]] = {}
    for each in changes:
        if each.kind == "gap":
            said = GapField(each.id, each.field, each.after)  # type: ignore[arg-type]
            fields[each.id] = (*(one for one in fields.get(each.id, ()) if one.field != each.field), said)
    return Reviewed(
        tuple(version for place, version in enumerate(line) if _counts(version, line[place:], read)),
        next(version for version in line if version.number == found[-1].number),
        tuple(_put_in(line, found, left["deleted"])),
        left["deleted"],
        left["gap-deleted"],
        frozenset(each.id for each in changes if each.kind == "gap-added"),
        fields,
        tuple(_waiting(line, left["deleted"])),
    )


def keep_persons_words(fresh: Draft, reviewed: Reviewed, checker: Checker, evidence: Mapping[str, Evidence]) -> Draft:
    """`fresh` with everything of the reviewed version that a person wrote or left standing.

    A person's claim stays word for word and is checked again. A claim of the program that a person left standing stays as
    long as the notes bear it out; a figure is only as good as its last count. New claims come behind where they rest on
    something new. What a person deleted does not come back. `evidence` holds what earlier drafts cited, by key.
    """
    before = reviewed.places()
    gaps = _kept_gaps(fresh, reviewed, before)
    work = replace(fresh, gaps=gaps, unplaced=(*fresh.unplaced, *reviewed.waiting))
    standing = {place: [each for each in held if each.id not in reviewed.deleted] for place, held in before.items()}
    work = hold_places(work, standing, reviewed.versions)
    known = {**evidence, **{each.key: each for each in fresh.evidence}}
    held = {
        place: _kept_claims(claims, before.get(place), reviewed, checker, known)
        for place, claims in claims_by_place(work).items()
    }
    kept = with_evidence(with_claims(work, held), evidence.get)
    return replace(kept, evidence=tuple(sorted(kept.evidence, key=lambda each: int(each.key[1:]))))


def _line(versions: Sequence[Draft]) -> list[Draft]:
    """The last version and what it came from, newest first."""
    by_number = {each.number: each for each in versions}
    found: list[Draft] = []
    number: int | None = max(by_number, default=None)
    while number is not None and number in by_number:
        version = by_number.pop(number)
        found.append(version)
        number = version.parent
    return found


def _counts(version: Draft, before: Sequence[Draft], read: set[int]) -> bool:
    """Whether a version holds what persons left: one that was read through, or one that was re-cast from such a one."""
    return version.number in read or (version.recasting is not None and any(each.number in read for each in before))


def _waiting(line: Sequence[Draft], deleted: frozenset[str]) -> Iterator[Unplaced]:
    """The claims of persons that a change of stages left without a place, and that have found none since."""
    settled = set(deleted)
    for version in line:
        for each in version.unplaced:
            if is_persons(each.claim) and each.claim.id not in settled:
                settled.add(each.claim.id)
                yield each
        settled |= {claim.id for claim in version.claims()}


def _put_in(
    line: Sequence[Draft], records: Sequence[ReviewRecord], deleted: frozenset[str]
) -> Iterator[tuple[Place, Claim]]:
    """The claims that a person put in without reading the draft through, unless they were deleted later."""
    for record in records:
        if not record.reviews:
            version = next(each for each in line if each.number == record.number)
            standing = {each.id: (place, each) for place, found in claims_by_place(version).items() for each in found}
            for change in record.changes:
                if change.id in standing and change.id not in deleted:
                    yield standing[change.id]


def _left_out(changes: Sequence[Change]) -> dict[str, frozenset[str]]:
    """What stays deleted: the last word about a claim or gap counts."""
    deleted: set[str] = set()
    gone: set[str] = set()
    for each in changes:
        if each.kind == "deleted":
            deleted.add(each.id)
        elif each.kind in ("added", "edited", "moved"):
            deleted.discard(each.id)
        elif each.kind == "gap-deleted":
            gone.add(each.id)
        elif each.kind in ("gap", "gap-added"):
            gone.discard(each.id)
    return {"deleted": frozenset(deleted), "gap-deleted": frozenset(gone)}


def _kept_gaps(fresh: Draft, reviewed: Reviewed, before: Mapping[Place, tuple[Claim, ...]]) -> tuple[Gap, ...]:
    """Gaps of before in their order, those that a person touched whatever the notes say now; then the new ones."""
    now = {each.id: each for each in fresh.gaps}
    result: list[Gap] = []
    for old in reviewed.latest.gaps if reviewed.latest is not None else ():
        found = now.pop(old.id, None)
        edited = any(each.verdict is Verdict.EDITED for each in before.get(Place("gap", (old.id,)), ()))
        if found is None and (old.id in reviewed.own_gaps or old.id in reviewed.gap_fields or edited):
            found = old
        if found is not None:
            result.append(_as_set(found, reviewed))
    result += [each for each in now.values() if each.id not in reviewed.gone_gaps]
    return tuple(result)


def _as_set(gap: Gap, reviewed: Reviewed) -> Gap:
    for change in reviewed.gap_fields.get(gap.id, ()):
        gap = change_gap(gap, change)
    return gap


def _kept_claims(
    fresh: Sequence[Claim],
    before: Sequence[Claim] | None,
    reviewed: Reviewed,
    checker: Checker,
    evidence: Mapping[str, Evidence],
) -> tuple[Claim, ...]:
    now = {each.id: each for each in fresh}
    result: list[Claim] = []
    for old in before or ():
        if old.verdict is Verdict.EDITED:
            now.pop(old.id, None)
            own = tuple(doubt for doubt in old.doubts if doubt.kind not in OFFERED)
            result.append(checker.verify(replace(old, doubts=own), evidence))
        elif old.id in now:
            result.append(now.pop(old.id))
        elif old.computation is None:
            checked = checker.verify(old, evidence)
            if checked.verdict is not Verdict.UNSUPPORTED or old.verdict is Verdict.UNSUPPORTED:
                result.append(checked)
    told = {key for each in result for key in each.keys}
    result += [each for each in now.values() if each.id not in reviewed.deleted and not _says_it_again(each, told)]
    return tuple(result)


def _says_it_again(claim: Claim, told: set[str]) -> bool:
    """Whether a new claim rests on nothing but what reviewed claims beside it rest on: a model's other wording of the same."""
    return claim.computation is None and bool(claim.keys) and told.issuperset(claim.keys)
