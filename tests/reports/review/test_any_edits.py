"""Any text, any number of claims, any edits: nothing is lost, nothing is put to another claim."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assistant.journey import Claim, Draft, Place, Verdict, steady_id
from assistant.journey.places import claims_by_place, with_claims
from assistant.reports import FILE_NAMES, write_reports
from assistant.reports.letters import legal
from assistant.reports.marks import claim_mark, name_of
from assistant.reports.review import read_review, read_stamp
from assistant.reports.review.opening import open_word
from tests.fakes.drafts import build_draft
from tests.fakes.edits import Edited

_ROUGH = build_draft(segments=1, per_cell=1)
_PLACES = list(claims_by_place(_ROUGH, "map"))
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda said: any(letter.isalnum() for letter in said)
)
_EDITS = st.sampled_from(("keep", "keep", "reword", "type over", "delete", "delete tracked", "add behind"))


@st.composite
def _claims(draw: st.DrawFn) -> dict[Place, list[tuple[str, str, str]]]:
    """For some cells: the words of each claim, what is done to it, and the new words."""
    places = draw(st.lists(st.sampled_from(_PLACES), min_size=1, max_size=4, unique=True))
    each = st.tuples(_WORDS, _EDITS, st.from_regex(r"[a-z]{6,12}", fullmatch=True))
    return {place: draw(st.lists(each, min_size=1, max_size=5)) for place in places}


def _draft(told: dict[Place, list[tuple[str, str, str]]]) -> Draft:
    held: dict[Place, tuple[Claim, ...]] = dict.fromkeys(_PLACES, ())
    for place, claims in told.items():
        held[place] = tuple(
            Claim(steady_id("claim", *place.parts, str(turn)), words, ("E1",), Verdict.SUPPORTED, "extractive")
            for turn, (words, _, _) in enumerate(claims)
        )
    return replace(with_claims(_ROUGH, held), insights=(), gaps=())


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(_claims())
def test_every_claim_is_found_as_it_was_left(told: dict[Place, list[tuple[str, str, str]]]) -> None:
    draft = _draft(told)
    expected: dict[Place, list[tuple[str | None, str]]] = {place: [] for place in _PLACES}
    with TemporaryDirectory() as folder:
        write_reports(draft, Path(folder), ("map",))
        report = Edited(Path(folder) / FILE_NAMES["map"])
        for place, claims in claims_by_place(draft, "map").items():
            for claim, (_, edit, new) in zip(claims, told.get(place, []), strict=True):
                expected[place] += _edit(report, claim, edit, new)
        edited = open_word(report.save(Path(folder) / "edited.docx"))
        deleted = sum(edit.startswith("delete") for claims in told.values() for _, edit, _ in claims)
        if deleted > 4:
            return  # next to nothing left of it: refused, which has a test of its own
        review = read_review(edited, read_stamp(edited), draft)
    for place in review.places:
        found = [(each.id, " ".join(each.text.split())) for each in place.claims]
        assert found == [(claim, " ".join(legal(said).split())) for claim, said in expected[place.place]]


def _edit(report: Edited, claim: Claim, edit: str, new: str) -> list[tuple[str | None, str]]:
    name = name_of(claim_mark(claim.id))
    if edit == "reword":
        report.reword(name, new)
        return [(claim.id, new)]
    if edit == "type over":
        report.type_over(name, new)
        return [(claim.id, new)]
    if edit == "delete":
        report.delete_line(name)
        return []
    if edit == "delete tracked":
        report.delete_tracked(name, "周")
        return []
    if edit == "add behind":
        report.add_after(name, new)
        return [(claim.id, claim.text), (None, new)]
    return [(claim.id, claim.text)]
