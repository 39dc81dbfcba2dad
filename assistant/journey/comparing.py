"""What is new, changed, confirmed, contradicted and gone between two drafts, or between two rounds of one draft's notes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.journey.changes import first_places
from assistant.journey.claims import Claim, Evidence
from assistant.journey.comparison import CHANGES, Change, ComparedFinding, Comparison, FindingKind, Reason, Rounds
from assistant.journey.currency import note_dates
from assistant.journey.draft import Draft, GapKind
from assistant.journey.places import claims_by_place
from assistant.journey.review import Place

_OFFERS = ("evidence-for", "evidence-against")
"""Kinds of doubts that offer new evidence beside a person's sentence; each names its key first."""


_LACKING = (GapKind.EVIDENCE, GapKind.TOUCHPOINT, GapKind.MEASUREMENT, GapKind.DATA)
"""Gaps that say that something is not there."""


@dataclass(frozen=True)
class _Finding:
    """Something a draft says, with the keys it rests on.

    `gap`, `segment` and `rating` are of gaps; `offers` gives the keys of what is offered for and against a person's sentence,
    by the kind of the doubt.
    """

    kind: FindingKind
    id: str
    place: Place
    text: str
    keys: tuple[str, ...]
    gap: GapKind | None = None
    segment: str = ""
    rating: tuple[str, ...] = ()
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


def compare_versions(before: Draft, after: Draft, opposites: Mapping[str, str]) -> Comparison:
    """What differs between two drafts of one client, the findings of the later one against those of the earlier one.

    A finding is a claim of the map, the insights, the funnel or the full analysis; a gap; an exit point; or that a value of
    the brand is kept, or broken, in one stage at one touchpoint. It is the same finding where its id is, which is steady
    over drafts; else, at the same place, where it rests on exactly the same evidence: other words of a model, other stages.

    - new: only the later draft has it. gone: only the earlier one.
    - confirmed: both have it, and the later one cites for it a statement from notes that the earlier draft had not read,
      of other people (`new-people`) or of the same ones (`same-people`).
    - contradicted: new evidence of the opposite direction: a contradiction that the later draft names between a statement
      of the notes of before and one of new notes; a complaint in new notes where the earlier draft had praise for the same
      topic and stage, or the reverse; a value of the brand told as broken in new notes and only as kept before, or the
      reverse; new words that feel otherwise than a person's sentence.
    - changed: both have it, with other words or another rating, and nothing new to bear it out.

    Each finding has one line at most, the first of: contradicted, confirmed, changed. `opposites` pairs the ids of problems
    and opportunities of one topic and stage, both ways. What only one of the drafts could hold at all (segments, the
    reports it was made for) stands aside. Nothing else is judged: the same two drafts compare alike for ever, whichever
    engine made them.
    """
    return _Versions(before, after, opposites).compare()


def compare_rounds(draft: Draft, rounds: Rounds, opposites: Mapping[str, str]) -> Comparison:
    """The same between two rounds of interviews, over one draft of all notes: what each round bears out.

    - new: only notes of the later round bear it. confirmed: notes of both do. gone: only those of the earlier round, told
      of findings that several statements bear; one person's words are not said twice.
    - contradicted: as between drafts, by the round of the evidence. Nothing is `changed`: there is one draft.
    """
    return _Rounds(draft, rounds, opposites).compare()


def split_rounds(draft: Draft, since: str) -> Rounds:
    """The draft's documents told before the day `since` (ISO), and from it on; aside what has no date or spans that day."""
    dates = note_dates(draft)
    documents = {each.document for each in draft.sources} | {each.document for each in draft.evidence}
    earlier = {each for each in documents if each in dates and dates[each].last < since[: len(dates[each].last)]}
    later = {each for each in documents if each in dates and dates[each].first >= since}
    return Rounds(frozenset(earlier), frozenset(later), frozenset(documents - earlier - later))


class _Versions:
    """One comparison of two drafts under way."""

    def __init__(self, before: Draft, after: Draft, opposites: Mapping[str, str]) -> None:
        self._before, self._after = before, after
        self._opposites = opposites
        self._old, self._now = _by_key(before), _by_key(after)
        self._known_notes = {(each.document, each.digest) for each in before.sources}
        self._known_statements = {each.statement for each in before.evidence}
        self._notes = {each.document: each.digest for each in after.sources}

    def compare(self) -> Comparison:
        old, old_aside = _divide(_find_findings(self._before), self._after)
        now, now_aside = _divide(_find_findings(self._after), self._before)
        pairs = {each.id: each.id for each in now.values() if each.id in old}
        pairs |= _pair_by_evidence(
            [each for each in old.values() if each.id not in now], [each for each in now.values() if each.id not in old]
        )
        lines: list[ComparedFinding] = []
        unchanged = 0
        for name, finding in now.items():
            earlier = old.get(pairs[name]) if name in pairs else None
            line = self._compare(earlier, finding) if earlier is not None else self._born(finding, old)
            unchanged += line is None
            lines += [line] if line is not None else []
        met = set(pairs.values())
        lines += [self._gone(each) for name, each in old.items() if name not in met]
        return Comparison(_ordered(lines), unchanged, len(old_aside) + len(now_aside))

    def _compare(self, old: _Finding, now: _Finding) -> ComparedFinding | None:
        fresh = self._fresh(now.keys)
        offered = self._offered(old, now)
        before = old.text if old.text != now.text and self._same_language else ""
        if offered["evidence-against"]:
            return _line("contradicted", "against", now, old, offered["evidence-against"], before)
        if fresh or offered["evidence-for"]:
            fresh = fresh or offered["evidence-for"]
            people = {self._old[key].said_by for key in old.keys if key in self._old}
            others = any(self._now[key].said_by not in people for key in fresh)
            return _line("confirmed", "new-people" if others else "same-people", now, old, fresh, before)
        if before or (old.rating != now.rating and self._same_language):
            return _line("changed", "words" if before else "rating", now, old, (), before)
        return None

    def _born(self, now: _Finding, known: Mapping[str, _Finding]) -> ComparedFinding:
        fresh = self._fresh(now.keys)
        other = known.get(_opposite(now, self._opposites))
        if other is not None and fresh:
            return _line("contradicted", _turning(now), now, other, fresh, other.text, born=True)
        settled = tuple(key for key in now.keys if key not in fresh)
        if now.gap is GapKind.CONTRADICTION and fresh and settled:
            return ComparedFinding(
                "contradicted", now.kind, now.id, now.place, now.text, "opposed", "", settled, now.keys, fresh, True
            )
        reason = "new-notes" if fresh else "other-reading"
        return ComparedFinding("new", now.kind, now.id, now.place, now.text, reason, "", (), now.keys, fresh, True)

    def _gone(self, old: _Finding) -> ComparedFinding:
        kept = [key for key in old.keys if key in self._old and self._old[key].document in self._notes]
        reason: Reason = "withdrawn" if kept or not old.keys else "note-gone"
        if old.gap in _LACKING:
            reason = "settled"
        return ComparedFinding("gone", old.kind, old.id, old.place, old.text, reason, "", old.keys)

    @property
    def _same_language(self) -> bool:
        return self._before.language == self._after.language

    def _fresh(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The keys whose statements the earlier draft could not know: of notes that are new or were changed since."""

        def is_fresh(each: Evidence) -> bool:
            note = (each.document, self._notes.get(each.document, ""))
            return note not in self._known_notes and each.statement not in self._known_statements

        return tuple(key for key in keys if key in self._now and is_fresh(self._now[key]))

    def _offered(self, old: _Finding, now: _Finding) -> dict[str, tuple[str, ...]]:
        """Keys of the evidence that is offered beside a person's sentence now and was not before, for and against it."""
        found: dict[str, tuple[str, ...]] = {}
        for kind in _OFFERS:
            was = old.offers.get(kind, ())
            found[kind] = tuple(key for key in now.offers.get(kind, ()) if key not in was and key in self._now)
        return found


class _Rounds:
    """One comparison of two rounds under way."""

    def __init__(self, draft: Draft, rounds: Rounds, opposites: Mapping[str, str]) -> None:
        self._draft = draft
        self._rounds = rounds
        self._opposites = opposites
        self._evidence = _by_key(draft)
        self._findings = {each.id: each for each in _find_findings(draft)}

    def compare(self) -> Comparison:
        lines: list[ComparedFinding] = []
        alike = aside = 0
        for each in self._findings.values():
            early, late = self._split(each.keys)
            if not (early or late):
                aside += 1
                continue
            line = self._line(each, early, late)
            alike += line is None
            lines += [line] if line is not None else []
        return Comparison(_ordered(lines), alike, aside)

    def _line(self, each: _Finding, early: tuple[str, ...], late: tuple[str, ...]) -> ComparedFinding | None:
        turned = self._turned(each, early, late)
        if turned is not None:
            return turned
        told = (each.kind, each.id, each.place, each.text)
        if early and late:
            people = {self._evidence[key].said_by for key in early}
            others = any(self._evidence[key].said_by not in people for key in late)
            reason: Reason = "new-people" if others else "same-people"
            return ComparedFinding("confirmed", *told, reason, "", early, (*early, *late), late)
        if late:
            return ComparedFinding("new", *told, "new-notes", "", (), late, late, True)
        if len({self._evidence[key].statement for key in early}) > 1:
            return ComparedFinding("gone", *told, "not-again", "", early)
        return None

    def _turned(self, each: _Finding, early: tuple[str, ...], late: tuple[str, ...]) -> ComparedFinding | None:
        told = (each.kind, each.id, each.place, each.text)
        if each.gap is GapKind.CONTRADICTION and early and late:
            return ComparedFinding("contradicted", *told, "opposed", "", early, (*early, *late), late)
        other = self._findings.get(_opposite(each, self._opposites))
        if other is not None and late and not early:
            theirs, _ = self._split(other.keys)
            if theirs:
                return ComparedFinding("contradicted", *told, _turning(each), other.text, theirs, late, late, True)
        return None

    def _split(self, keys: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        known = [(key, self._evidence[key].document) for key in keys if key in self._evidence]
        early = tuple(key for key, document in known if document in self._rounds.earlier)
        return early, tuple(key for key, document in known if document in self._rounds.later)


def _find_findings(draft: Draft) -> Iterator[_Finding]:
    """The findings of a draft in the order of the reports, each once. Claims of gaps, exits and values stand for those."""
    for place, claim in first_places(draft):
        if place.kind in ("cell", "part", "answer", "finding", "unplaced"):
            yield _Finding("claim", claim.id, place, claim.text, claim.keys, offers=_offers(claim))
    for gap in draft.gaps:
        rating = (gap.severity, gap.effort, gap.status, gap.owner, gap.next_step)
        yield _Finding(
            "gap", gap.id, Place("gap", (gap.id,)), gap.title, _keys(gap.claims), gap.kind, gap.segment or "", rating
        )
    for place, claims in claims_by_place(draft).items():
        if place.kind == "exit" and claims:
            yield _Finding("exit", "/".join(("exit", *place.parts)), place, claims[0].text, _keys(claims))
    for finding in draft.brand:
        for heard in finding.heard:
            for state, claims in (("kept", heard.kept), ("broken", heard.broken)):
                if claims:
                    place = Place("value", (finding.value.id, heard.stage, heard.touchpoint or "", state))
                    name = "/".join(("value", *place.parts))
                    yield _Finding("value", name, place, claims[0].text, _keys(claims))


def _opposite(finding: _Finding, opposites: Mapping[str, str]) -> str:
    """The id of the finding that says the opposite, "" where there can be none."""
    if finding.kind == "value":
        *parts, state = finding.place.parts
        return "/".join(("value", *parts, "broken" if state == "kept" else "kept"))
    return opposites.get(finding.id, "")


def _turning(finding: _Finding) -> Reason:
    """What it means that the opposite of a finding was said before."""
    if finding.kind == "value":
        return "value-turned"
    return "complaint-turned" if finding.gap is GapKind.OPPORTUNITY else "praise-turned"


def _keys(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for each in claims for key in each.keys))


def _by_key(draft: Draft) -> dict[str, Evidence]:
    return {each.key: each for each in draft.evidence}


def _divide(findings: Iterable[_Finding], other: Draft) -> tuple[dict[str, _Finding], list[_Finding]]:
    """The findings by id that the other draft could hold as well, and those that it could not."""
    theirs = {each.id for each in _find_findings(other)}
    segments = {"", *(each.segment or "" for each in other.maps)}
    values = {each.value.id for each in other.brand}
    places = set(claims_by_place(other))
    held: dict[str, _Finding] = {}
    aside: list[_Finding] = []
    for each in findings:
        first = each.place.parts[0]
        could = {
            "exit": first in segments,
            "value": first in values,
            "gap": each.segment in segments,
            "claim": each.place in places or each.place.kind == "unplaced",
        }
        if each.id in theirs or could[each.kind]:
            held.setdefault(each.id, each)
        else:
            aside.append(each)
    return held, aside


def _pair_by_evidence(old: Sequence[_Finding], now: Sequence[_Finding]) -> dict[str, str]:
    """Findings of different ids that are the same: at one place, on exactly the same evidence, in their order."""
    waiting: dict[tuple[Place, frozenset[str]], list[_Finding]] = defaultdict(list)
    for each in old:
        if each.kind == "claim" and each.keys:
            waiting[each.place, frozenset(each.keys)].append(each)
    pairs: dict[str, str] = {}
    for each in now:
        same = waiting.get((each.place, frozenset(each.keys))) if each.kind == "claim" else None
        if same:
            pairs[each.id] = same.pop(0).id
    return pairs


def _line(
    change: Change,
    reason: Reason,
    now: _Finding,
    old: _Finding,
    fresh: tuple[str, ...],
    before: str,
    *,
    born: bool = False,
) -> ComparedFinding:
    return ComparedFinding(
        change, now.kind, now.id, now.place, now.text, reason, before, old.keys, now.keys, fresh, born
    )


def _ordered(lines: Iterable[ComparedFinding]) -> tuple[ComparedFinding, ...]:
    return tuple(sorted(lines, key=lambda each: CHANGES.index(each.change)))


def _offers(claim: Claim) -> dict[str, tuple[str, ...]]:
    """The keys that the doubts on a claim offer, by the kind of doubt."""
    found: dict[str, tuple[str, ...]] = {}
    for each in claim.doubts:
        key = re.search(r"(?<![A-Za-z0-9])E\d+", each.detail)
        if each.kind in _OFFERS and key is not None:
            found[each.kind] = (*found.get(each.kind, ()), key[0])
    return found
