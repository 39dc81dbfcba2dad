"""A person's review merged into a new version of the draft: the person's words win, and nothing of theirs is lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.drafting.verify import Checker
from assistant.journey import (
    Claim,
    Dimension,
    Draft,
    Evidence,
    Gap,
    GapField,
    GapKind,
    Level,
    NewGap,
    Place,
    ReadClaim,
    Review,
    Signature,
    Verdict,
    steady_id,
)
from assistant.journey.places import claims_by_place, with_claims

ChangeKind = Literal["edited", "added", "deleted", "moved", "gap", "gap-added", "gap-deleted"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a person did. `id` is the claim's or gap's; `before` and `after` are words, "" where there are none."""

    kind: ChangeKind
    place: Place
    id: str
    before: str
    after: str
    author: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can say: which claim `text` is (`choices` are ids), or which of two wordings stands.

    For "which" the answer is an id, or "" for a new claim; for "conflict" the choices are the wordings themselves.
    `told` are the choices in words.
    """

    kind: Literal["which", "conflict"]
    place: Place
    text: str
    choices: tuple[str, ...]
    told: tuple[str, ...] = ()


Answer = Callable[[Question], str | None]
"""Answers a question with one of its choices ("" for none of them), or None where nobody can be asked."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A new version of the draft, what a person did in it, and what stays to be asked."""

    draft: Draft
    changes: tuple[Change, ...]
    unasked: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Editor:
    """Who reviews, and what their words are checked against. `find_evidence` and `find_claim` know earlier drafts."""

    name: str
    checker: Checker
    find_evidence: Callable[[str], Evidence | None]
    answer: Answer = field(default=lambda _: None)
    find_claim: Callable[[str], Claim | None] = field(default=lambda _: None)


def merge_reviews(base: Draft, latest: Draft, reviews: Sequence[Review], editor: Editor) -> Merged:
    """`latest` with what the reviews changed against `base`, the draft that the reports were written from.

    Number, parent, id and provenance stay those of `latest`; the caller gives the version its own.
    """
    work = _Merge(base, latest, editor)
    for review in reviews:
        work.take_over(review)
    return work.finish()


class _Merge:
    """One merge under way."""

    def __init__(self, base: Draft, latest: Draft, editor: Editor) -> None:
        self._base = base
        self._latest = latest
        self._editor = editor
        self._was = {claim.id: claim for claim in base.claims()}
        self._now = {claim.id: claim for claim in latest.claims()}
        self._held = claims_by_place(latest)
        self._gaps = {gap.id: gap for gap in latest.gaps}
        self._edited: dict[str, Claim] = {}
        self._changes: list[Change] = []
        self._unasked: list[Question] = []
        # Whoever signed the version before has not signed what is changed now.
        self._signatures = {each.signer: each for each in latest.signatures if latest.status != "signed"}

    def take_over(self, review: Review) -> None:
        """All that one report says."""
        before = claims_by_place(self._base, review.report)
        gone = {Place("gap", (gap,)) for gap in review.gone_gaps}
        read = {each.place: self._settled(each.place, each.claims) for each in review.places if each.place not in gone}
        standing = {claim.id for claims in read.values() for claim in claims if claim.id is not None}
        for place, claims in read.items():
            self._take_place(place, before.get(place, ()), claims, standing, review)
        for gap in review.gone_gaps:
            self._drop_gap(gap, review)
        for change in review.gap_fields:
            self._change_gap(change, review)
        for gap in review.new_gaps:
            self._add_gap(gap, review)
        self._signatures.update({each.signer: each for each in review.signatures})

    def finish(self) -> Merged:
        """The new version with everything re-checked that a person touched."""
        held = {
            place: tuple(self._edited.get(claim.id, claim) for claim in claims) for place, claims in self._held.items()
        }
        draft = replace(self._latest, gaps=tuple(self._gaps.values()))
        draft = with_evidence(with_claims(draft, held), self._editor.find_evidence)
        draft = recheck(draft, self._editor.checker, set(self._edited))
        signatures = tuple(self._signatures.values())
        draft = replace(draft, signatures=signatures, status="signed" if is_signed(signatures) else "reviewed")
        return Merged(draft, tuple(self._changes), tuple(self._unasked))

    # ---------------------------------------------------------------- claims

    def _settled(self, place: Place, claims: Sequence[ReadClaim]) -> list[ReadClaim]:
        """The claims with those in doubt asked about."""
        found: list[ReadClaim] = []
        for each in claims:
            taken = {claim.id for claim in (*claims, *found)}
            alike = tuple(claim for claim in each.alike if claim not in taken)
            if each.id is None and alike:
                said = self._ask(
                    Question("which", place, each.text, alike, tuple(self._was[claim].text for claim in alike))
                )
                each = replace(each, id=said or None, alike=())
            found.append(each)
        return found

    def _ask(self, question: Question) -> str | None:
        said = self._editor.answer(question)
        if said is None:
            self._unasked.append(question)
        return said if said in question.choices else None

    def _take_place(
        self, place: Place, before: Sequence[Claim], read: Sequence[ReadClaim], standing: set[str], review: Review
    ) -> None:
        was = {claim.id for claim in before}
        there = {claim.id: claim for claim in self._held.get(place, ())}
        result: list[Claim] = []
        for turn, each in enumerate(read):
            claim = self._claim(place, each, turn, review, new_here=each.id not in was)
            if claim is not None and (claim.id in there or claim.id in self._edited or each.id not in was):
                result.append(claim)
        kept = {claim.id for claim in result}
        for old in before:
            if old.id not in kept and old.id in there and old.id not in {each.id for each in read}:
                moved = old.id in standing
                if not moved:
                    self._note("deleted", place, old.id, there[old.id].text, "", review)
        self._held[place] = tuple(_with_later(result, self._held.get(place, ()), was))

    def _claim(self, place: Place, each: ReadClaim, turn: int, review: Review, *, new_here: bool) -> Claim | None:
        """The claim as it shall stand: untouched, in the person's words, or born now."""
        old = self._was.get(each.id or "")
        if each.id is not None and old is None:
            earlier = self._now.get(each.id) or self._editor.find_claim(each.id)
            return self._kept(place, each, earlier, review) if earlier else self._born(place, each, turn, review)
        if old is None:
            return self._born(place, each, turn, review)
        now = self._edited.get(old.id) or self._now.get(old.id, old)
        if each.text == old.text and set(each.keys) == set(old.keys):
            if new_here:
                self._note("moved", place, old.id, old.text, old.text, review, each.author)
            return now
        if now.text == each.text and set(now.keys) == set(each.keys):
            return now
        if now.text not in (old.text, each.text):
            chosen = self._ask(Question("conflict", place, old.text, (each.text, now.text)))
            if chosen != each.text:
                return now
        author = self._author(each, review)
        claim = replace(now, text=each.text, keys=each.keys, verdict=Verdict.EDITED, author=author, doubts=())
        self._edited[old.id] = claim
        self._note("edited", place, old.id, now.text, _shown(each.text, each.keys, now), review, each.author)
        return claim

    def _kept(self, place: Place, each: ReadClaim, earlier: Claim, review: Review) -> Claim:
        """A claim that the draft withdrew and a person wants kept, in their words and on their word."""
        keys = each.keys or earlier.keys
        claim = replace(
            earlier, text=each.text, keys=keys, verdict=Verdict.EDITED, author=self._author(each, review), doubts=()
        )
        if claim.id not in {held.id for held in self._held.get(place, ())}:
            self._note("added", place, claim.id, "", each.text, review, each.author)
        self._edited[claim.id] = claim
        return claim

    def _born(self, place: Place, each: ReadClaim, turn: int, review: Review) -> Claim:
        author = self._author(each, review)
        name = steady_id("claim", "person", place.kind, *place.parts, each.text, *each.keys)
        while name in self._edited or (name in self._now and self._now[name].text != each.text):
            name = steady_id("claim", name, str(turn))
        segment, stage, dimension = _about(place, self._gaps)
        claim = Claim(
            name, each.text, each.keys, Verdict.EDITED, author, segment=segment, stage=stage, dimension=dimension
        )
        if name not in {held.id for held in self._held.get(place, ())}:
            self._note("added", place, name, "", each.text, review, each.author)
        self._edited[name] = claim
        return claim

    def _author(self, each: ReadClaim, review: Review) -> str:
        return each.author or self._editor.name or review.editor

    def _note(
        self, kind: ChangeKind, place: Place, name: str, before: str, after: str, review: Review, author: str = ""
    ) -> None:
        who = author or self._editor.name or review.editor
        self._changes.append(Change(kind, place, name, before, after, who))

    # ---------------------------------------------------------------- gaps

    def _drop_gap(self, gap: str, review: Review) -> None:
        old = self._gaps.pop(gap, None)
        if old is not None:
            self._held.pop(Place("gap", (gap,)), None)
            self._note("gap-deleted", Place("gap", (gap,)), gap, old.title, "", review)

    def _change_gap(self, change: GapField, review: Review) -> None:
        gap = self._gaps.get(change.gap)
        if gap is None:
            return
        changed = change_gap(gap, change)
        if changed != gap:
            self._gaps[gap.id] = changed
            who = self._editor.name or review.editor
            before = gap_value(gap, change.field)
            self._changes.append(
                Change("gap", Place("gap", (gap.id,)), gap.id, before, change.value, who, change.field)
            )

    def _add_gap(self, new: NewGap, review: Review) -> None:
        name = steady_id("gap", "person", new.kind, new.title)
        place = Place("gap", (name,))
        if name in self._gaps:
            return
        gap = Gap(
            name, GapKind(new.kind), Level(new.severity), Level(new.effort), new.title, (), new.step, new.owner,
            status="closed" if new.status == "closed" else "open",
        )  # fmt: skip
        self._gaps[name] = gap
        self._note("gap-added", place, name, "", new.title, review)
        self._held[place] = tuple(self._born(place, each, turn, review) for turn, each in enumerate(new.claims))


def change_gap(gap: Gap, change: GapField) -> Gap:
    """The gap with one field as a person set it."""
    if change.field == "severity":
        return replace(gap, severity=Level(change.value))
    if change.field == "effort":
        return replace(gap, effort=Level(change.value))
    if change.field == "status":
        return replace(gap, status="closed" if change.value == "closed" else "open")
    if change.field == "title":
        return replace(gap, title=change.value)
    if change.field == "step":
        return replace(gap, next_step=change.value)
    return replace(gap, owner=change.value)


def gap_value(gap: Gap, name: str) -> str:
    """A field of a gap by the name that reports give it."""
    said = {
        "severity": gap.severity.value,
        "effort": gap.effort.value,
        "status": gap.status,
        "title": gap.title,
        "step": gap.next_step,
    }
    return said.get(name, gap.owner)


def is_signed(signatures: Sequence[Signature]) -> bool:
    """Name and date of reviewer and approver sign a version."""
    signed = {each.signer for each in signatures if each.name and each.date}
    return {"reviewer", "approver"} <= signed


def recheck(draft: Draft, checker: Checker, claims: set[str]) -> Draft:
    """The draft with those claims checked against the evidence; a person's words keep their verdict and show doubts."""
    evidence = {each.key: each for each in draft.evidence}

    def checked(claim: Claim) -> Claim:
        return checker.verify(claim, evidence) if claim.id in claims else claim

    held = claims_by_place(draft)
    return with_claims(draft, {place: tuple(map(checked, found)) for place, found in held.items()})


def with_evidence(draft: Draft, find_evidence: Callable[[str], Evidence | None]) -> Draft:
    """The draft with the evidence of every key that a person cited and an earlier draft knew."""
    known = {each.key for each in draft.evidence}
    cited = dict.fromkeys(key for claim in draft.claims() for key in claim.keys if key not in known)
    found = [evidence for key in cited if (evidence := find_evidence(key)) is not None]
    return replace(draft, evidence=(*draft.evidence, *found)) if found else draft


def _with_later(result: list[Claim], latest: Sequence[Claim], was: set[str]) -> list[Claim]:
    """The person's list, with the claims that later versions added put behind the ones they stood behind."""
    merged = list(result)
    there = {claim.id for claim in merged}
    before: str | None = None
    for claim in latest:
        if claim.id not in there and claim.id not in was:
            at = next((place + 1 for place, each in enumerate(merged) if each.id == before), len(merged))
            merged.insert(at, claim)
            there.add(claim.id)
        before = claim.id
    return merged


def _shown(text: str, keys: Sequence[str], before: Claim) -> str:
    return text if set(keys) == set(before.keys) else " ".join((text, *keys))


def _about(place: Place, gaps: Mapping[str, Gap]) -> tuple[str | None, str | None, Dimension | None]:
    """Segment, stage and dimension of a place."""
    if place.kind == "cell":
        return place.parts[0] or None, place.parts[1], Dimension(place.parts[2])
    if place.kind == "gap":
        gap = gaps.get(place.parts[0])
        return (gap.segment, gap.stage, None) if gap is not None else (None, None, None)
    if place.kind == "exit":
        return place.parts[0] or None, None, None
    return None, place.parts[1 if place.kind == "value" else 0], None
