"""Places that stay because a person wrote there, though the notes no longer give them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.drafting.recast import is_persons
from assistant.journey import Claim, Draft, ExitPoint, Place, Touchpoint, Unplaced, ValueFinding, ValueHeard
from assistant.journey.places import claims_by_place


def hold_places(draft: Draft, before: Mapping[Place, Sequence[Claim]], versions: Sequence[Draft]) -> Draft:
    """`draft` with the exits and the values in which a person's words of `before` stand, empty still.

    What has no such place, as its question or value is no longer in use, waits among the `unplaced`. What belongs to a
    segment or to a report that this draft is not about is left alone: a later draft has its place again. `versions` are
    those that `before` comes from, newest first.
    """
    there = claims_by_place(draft)
    work = draft
    waiting: dict[str, Unplaced] = {each.claim.id: each for each in draft.unplaced}
    for place, claims in before.items():
        own = [each for each in claims if is_persons(each)]
        if place in there or not own:
            continue
        if place.kind == "exit":
            work = _with_exit(work, place, versions)
        elif place.kind == "value" and any(each.value.id == place.parts[0] for each in work.brand):
            if any(_concerns(each, work) for each in own):
                work = _with_value(work, place, versions)
        elif _is_out_of_use(place, draft, versions):
            waiting |= {each.claim.id: each for each in _wait(place, own, draft) if each.claim.id not in waiting}
    placed = claims_by_place(work)
    standing = {each.id for place in placed if place.kind != "unplaced" for each in before.get(place, ())}
    return replace(work, unplaced=tuple(each for each in waiting.values() if each.claim.id not in standing))


def _with_exit(draft: Draft, place: Place, versions: Sequence[Draft]) -> Draft:
    segment, touchpoint, kind = place.parts
    if segment and segment not in {each.segment for each in draft.maps}:
        return draft
    point = ExitPoint(touchpoint or None, segment or None, "bounce" if kind == "bounce" else "exit", 0, ())
    known = _with_touchpoint(draft, touchpoint, versions)
    return replace(known, journeys=replace(known.journeys, points=(*known.journeys.points, point)))


def _with_value(draft: Draft, place: Place, versions: Sequence[Draft]) -> Draft:
    value, stage, touchpoint, _ = place.parts
    if place in claims_by_place(draft) or stage not in draft.model.stage_ids:
        return draft
    known = _with_touchpoint(draft, touchpoint, versions)
    empty = ValueHeard(stage, touchpoint or None, (), (), 0, 0)
    order = draft.model.stage_ids.index

    def held(finding: ValueFinding) -> ValueFinding:
        heard = sorted((*finding.heard, empty), key=lambda each: order(each.stage))
        return replace(finding, heard=tuple(heard)) if finding.value.id == value else finding

    return replace(known, brand=tuple(map(held, known.brand)))


def _with_touchpoint(draft: Draft, touchpoint: str, versions: Sequence[Draft]) -> Draft:
    """The draft with the touchpoint's name, as the version knew it that a person wrote in."""
    journeys = draft.journeys
    if not touchpoint or any(each.id == touchpoint for each in journeys.touchpoints):
        return draft
    named: Iterator[Touchpoint] = (
        each for version in versions for each in version.journeys.touchpoints if each.id == touchpoint
    )
    found = next(named, None)
    more = (found,) if found is not None else ()
    return replace(draft, journeys=replace(journeys, touchpoints=(*journeys.touchpoints, *more)))


def _concerns(claim: Claim, draft: Draft) -> bool:
    """Whether the draft is about the claim's segment."""
    return claim.segment is None or claim.segment in {each.segment for each in draft.maps}


def _is_out_of_use(place: Place, draft: Draft, versions: Sequence[Draft]) -> bool:
    """Whether the draft has the part of the report that the place stood in, and no longer what was asked there."""
    if place.kind in ("answer", "value"):
        return True
    if place.kind != "finding":
        return False
    old = next((each for each in versions if place in claims_by_place(each)), draft)
    in_funnel = old.funnel is not None and place.parts in {(s, one.question_id) for s, one in old.funnel.findings()}
    return (draft.funnel if in_funnel else draft.analysis) is not None


def _wait(place: Place, claims: Sequence[Claim], draft: Draft) -> Iterator[Unplaced]:
    stage = place.parts[1] if place.kind == "value" else place.parts[0]
    label = next((each.label.say(draft.language) for each in draft.model.stages if each.id == stage), "")
    for each in claims:
        kind = "value" if place.kind == "value" else "finding" if place.kind == "finding" else "answer"
        choices = (stage,) if stage in draft.model.stage_ids else ()
        yield Unplaced(each, kind, place.parts, label, choices, "gone")
