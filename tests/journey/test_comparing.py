"""Two drafts held against each other: every finding lands in one place, by evidence, and both ways round alike."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.journey import BrandValue, Claim, Draft, GapKind, NoteDates, Place, ValueFinding, ValueHeard
from assistant.journey.comparing import compare_rounds, compare_versions, split_rounds
from assistant.journey.places import claims_by_place, with_claims
from tests.fakes.drafts import build_draft

WHOLE = build_draft(per_cell=2, count=24)
FILES = [each.document for each in WHOLE.sources]
NEW = FILES[3]


def _without(draft: Draft, gone: set[str], gaps: set[str]) -> Draft:
    held = {
        place: tuple(each for each in claims if each.id not in gone) for place, claims in claims_by_place(draft).items()
    }
    kept = with_claims(draft, held)
    return replace(kept, gaps=tuple(each for each in kept.gaps if each.id not in gaps))


def _before_new_note(draft: Draft) -> Draft:
    """The draft as it would be without the note NEW: its evidence, and all that rests on it alone, is not there."""
    evidence = tuple(each for each in draft.evidence if each.document != NEW)
    keys = {each.key for each in evidence}
    held = {
        place: tuple(
            replace(each, keys=tuple(key for key in each.keys if key in keys))
            for each in claims
            if not each.keys or set(each.keys) & keys
        )
        for place, claims in claims_by_place(draft).items()
    }
    sources = tuple(each for each in draft.sources if each.document != NEW)
    return replace(with_claims(draft, held), evidence=evidence, sources=sources)


CLAIMS = sorted({each.id for each in WHOLE.claims()})
GAPS = sorted({each.id for each in WHOLE.gaps})
CUTS = st.tuples(st.sets(st.sampled_from(CLAIMS), max_size=8), st.sets(st.sampled_from(GAPS), max_size=4))


@settings(max_examples=12, deadline=None)
@given(CUTS)
def test_a_draft_differs_from_itself_in_nothing(cut):
    draft = _without(WHOLE, *cut)
    found = compare_versions(draft, draft, {})
    assert found.lines == ()
    assert found.aside == 0
    assert found.unchanged > 0


@settings(max_examples=20, deadline=None)
@given(CUTS, CUTS)
def test_what_is_new_one_way_is_gone_the_other(first, second):
    one, other = _without(WHOLE, *first), _without(WHOLE, *second)
    forth, back = compare_versions(one, other, {}), compare_versions(other, one, {})
    assert {each.id for each in forth.lines if each.born} == {each.id for each in back.of("gone")}
    assert {each.id for each in forth.of("gone")} == {each.id for each in back.lines if each.born}
    assert {each.id for each in forth.of("changed")} == {each.id for each in back.of("changed")}
    assert forth.unchanged == back.unchanged


@settings(max_examples=12, deadline=None)
@given(CUTS, CUTS)
def test_every_key_of_a_line_is_evidence_of_its_draft_and_no_finding_has_two_lines(first, second):
    one, other = _without(WHOLE, *first), _without(WHOLE, *second)
    found = compare_versions(one, other, {})
    old, now = {each.key for each in one.evidence}, {each.key for each in other.evidence}
    assert len({each.id for each in found.lines}) == len(found.lines)
    for each in found.lines:
        assert set(each.fresh) <= set(each.later)
        assert {key for key in each.later if key.startswith("E")} <= now | {"E9999"}
        assert {key for key in each.earlier if key.startswith("E")} <= old | {"E9999"}


def test_evidence_of_a_new_note_confirms_what_was_there_and_makes_the_rest_new():
    found = compare_versions(_before_new_note(WHOLE), WHOLE, {})
    fresh = {each.key for each in WHOLE.evidence if each.document == NEW}
    for each in found.of("confirmed"):
        assert each.fresh
        assert set(each.fresh) <= fresh
        assert set(each.earlier).isdisjoint(each.fresh)
        assert each.reason in ("new-people", "same-people")
    assert all(set(each.later) <= {*fresh, "E9999"} for each in found.of("new") if each.reason == "new-notes")
    assert found.of("confirmed")
    assert found.of("new")
    assert not found.of("gone")


def _with_gap(draft: Draft, name: str, kind: GapKind, keys: tuple[str, ...]) -> Draft:
    gap = draft.gaps[0]
    claim = replace(gap.claims[0], id=f"c-{name}", keys=keys)
    return replace(draft, gaps=(*draft.gaps, replace(gap, id=name, kind=kind, title=name, claims=(claim,))))


def _keys(of_new: bool) -> list[str]:
    return [each.key for each in WHOLE.evidence if (each.document == NEW) is of_new]


def test_a_contradiction_with_new_notes_is_told_and_one_among_old_notes_is_only_new():
    before = _before_new_note(WHOLE)
    both = (_keys(False)[0], _keys(True)[0])
    found = compare_versions(before, _with_gap(WHOLE, "g-both", GapKind.CONTRADICTION, both), {})
    line = next(each for each in found.lines if each.id == "g-both")
    assert (line.change, line.reason) == ("contradicted", "opposed")
    assert (line.earlier, line.fresh) == (both[:1], both[1:])
    found = compare_versions(before, _with_gap(WHOLE, "g-old", GapKind.CONTRADICTION, tuple(_keys(False)[:2])), {})
    line = next(each for each in found.lines if each.id == "g-old")
    assert (line.change, line.reason) == ("new", "other-reading")


def test_praise_that_new_notes_turn_into_a_complaint_is_contradicted():
    opposites = {"g-bad": "g-good", "g-good": "g-bad"}
    before = _with_gap(_before_new_note(WHOLE), "g-good", GapKind.OPPORTUNITY, tuple(_keys(False)[:1]))
    after = _with_gap(WHOLE, "g-good", GapKind.OPPORTUNITY, tuple(_keys(False)[:1]))
    worse = _with_gap(after, "g-bad", GapKind.PROBLEM, tuple(_keys(True)[:1]))
    line = next(each for each in compare_versions(before, worse, opposites).lines if each.id == "g-bad")
    assert (line.change, line.reason, line.before) == ("contradicted", "praise-turned", "g-good")
    # the same complaint on notes that were there before is another reading, no contradiction by new evidence
    known = _with_gap(after, "g-bad", GapKind.PROBLEM, tuple(_keys(False)[1:2]))
    assert next(each for each in compare_versions(before, known, opposites).lines if each.id == "g-bad").change == "new"


def test_a_model_that_words_the_same_evidence_otherwise_has_changed_a_claim():
    place = next(place for place, claims in claims_by_place(WHOLE).items() if place.kind == "cell" and claims)
    first, *rest = claims_by_place(WHOLE)[place]
    alone = replace(first, id="c-before", keys=("E5", "E6"), text="一")
    other = replace(first, id="c-after", keys=("E6", "E5"), text="二")
    before, after = (with_claims(WHOLE, {place: (each, *rest)}) for each in (alone, other))
    line = next(each for each in compare_versions(before, after, {}).lines if each.id == "c-after")
    assert (line.change, line.before, line.text) == ("changed", "一", "二")


def test_a_segment_that_one_draft_leaves_out_stands_aside():
    part = replace(WHOLE, maps=WHOLE.maps[:1])
    found = compare_versions(WHOLE, part, {})
    assert found.aside > 0
    assert not any(each.place.kind == "cell" for each in found.of("gone"))
    assert compare_versions(part, WHOLE, {}).aside == found.aside


def test_rounds_are_divided_by_the_dates_of_the_notes():
    dates = (NoteDates("2025-01-05", "2025-01-05", "note"), NoteDates("2025-01-20", "2025-03-02", "records"), None,
             NoteDates("2025-03-01", "2025-03-01", "name"))  # fmt: skip
    draft = replace(
        WHOLE,
        sources=tuple(replace(each, dates=day) for each, day in zip(WHOLE.sources, dates, strict=True)),
        provenance=replace(WHOLE.provenance, created="2025-06-01T00:00:00"),
    )
    rounds = split_rounds(draft, "2025-02-01")
    assert rounds.earlier == {FILES[0]}
    assert rounds.later == {FILES[3]}
    assert rounds.aside == {FILES[1], FILES[2]}  # on both sides, and without a date
    found = compare_rounds(draft, rounds, {})
    documents = {each.key: each.document for each in draft.evidence}
    assert found.of("new")
    assert not found.of("changed")
    for each in found.lines:
        assert {documents[key] for key in each.fresh} <= {FILES[3]}
        assert {documents[key] for key in each.earlier} <= {FILES[0]}
        assert each.change != "confirmed" or (each.earlier and each.fresh)
    assert Place("gap", (draft.gaps[0].id,)) in [each.place for each in found.lines] or found.aside


def test_a_value_kept_before_and_told_as_broken_in_new_notes_is_contradicted():
    value = BrandValue("care", "有人管到底")
    claim = WHOLE.gaps[0].claims[0]
    kept = (replace(claim, id="c-kept", text="守住", keys=tuple(_keys(False)[:1])),)
    more = (replace(claim, id="c-more", text="又守住", keys=tuple(_keys(True)[:1])),)
    broken = (replace(claim, id="c-broken", text="落空", keys=tuple(_keys(True)[:1])),)

    def told(draft: Draft, yes: tuple[Claim, ...], no: tuple[Claim, ...]) -> Draft:
        return replace(draft, brand=(ValueFinding(value, (ValueHeard("purchase", None, yes, no, 1, 1),), ()),))

    before = told(_before_new_note(WHOLE), kept, ())
    lines = {each.text: each for each in compare_versions(before, told(WHOLE, kept, broken), {}).lines}
    assert (lines["落空"].change, lines["落空"].reason, lines["落空"].before) == (
        "contradicted",
        "value-turned",
        "守住",
    )
    assert "守住" not in lines  # nothing new was said for it
    lines = {each.text: each for each in compare_versions(before, told(WHOLE, (*kept, *more), ()), {}).lines}
    assert lines["守住"].change == "confirmed"
