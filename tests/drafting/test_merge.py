"""A review merged into a new version: the person's words win, and what others did since stays."""

from dataclasses import replace

from assistant.drafting.names import build_name_book
from assistant.drafting.revision.merge import Editor, merge_reviews
from assistant.drafting.verify import Checker
from assistant.journey import (
    GapField,
    NewGap,
    Place,
    ReadClaim,
    ReadPlace,
    Review,
    Signature,
    Statement,
    Verdict,
)
from assistant.journey.places import claims_by_place, with_claims
from tests.fakes.drafts import build_draft, build_evidence

DRAFT = build_draft()
EVIDENCE = {each.key: each for each in build_evidence()}
CHECKER = Checker(
    {
        each.statement: Statement(
            each.statement, each.document, each.locator, each.speaker, each.role, each.segment, each.quote,
            each.language, 1,
        )
        for each in EVIDENCE.values()
    },
    build_name_book((), ("澄川净水",)),
    "zh-Hans",
)  # fmt: skip
EDITOR = Editor("林岚", CHECKER, EVIDENCE.get)


def _review(report="map", changed=None, **more):
    held = claims_by_place(DRAFT, report)
    places = {
        place: tuple(ReadClaim(each.id, each.text, each.keys, "bookmark") for each in claims)
        for place, claims in held.items()
    }
    places.update(changed or {})
    told = tuple(ReadPlace(place, claims) for place, claims in places.items())
    return replace(
        Review(report, DRAFT.id, DRAFT.number, "acme", "zh-Hans", "a.docx", "0" * 64, ""), places=told, **more
    )


def _full(report="map"):
    return next((place, held) for place, held in claims_by_place(DRAFT, report).items() if len(held) >= 3)


def test_what_nobody_changed_stays_the_same_draft():
    merged = merge_reviews(DRAFT, DRAFT, [_review(), _review("insights"), _review("gaps")], EDITOR)
    assert not merged.changes
    assert merged.draft == replace(DRAFT, status="reviewed")


def test_words_of_a_person_win_and_their_doubts_are_shown():
    place, (first, second, third) = _full()
    told = (
        ReadClaim(first.id, "安装要等 90 天。", first.keys, "bookmark"),
        ReadClaim(None, "新的一条。", ("E2",), "nothing", "周"),
        ReadClaim(third.id, third.text, third.keys, "bookmark"),
    )
    merged = merge_reviews(DRAFT, DRAFT, [_review(changed={place: told})], EDITOR)
    found = claims_by_place(merged.draft)[place]
    assert [each.text for each in found] == ["安装要等 90 天。", "新的一条。", third.text]
    assert (found[0].id, found[0].verdict, found[0].author) == (first.id, Verdict.EDITED, "林岚")
    assert "figure" in {each.kind for each in found[0].doubts}
    assert (found[1].verdict, found[1].author, found[1].segment) == (Verdict.EDITED, "周", place.parts[0])
    assert sorted(each.kind for each in merged.changes) == ["added", "deleted", "edited"]
    assert next(each for each in merged.changes if each.kind == "deleted").id == second.id
    again = merge_reviews(DRAFT, merged.draft, [_review(changed={place: told})], EDITOR)
    assert not again.changes
    assert again.draft == merged.draft


def test_a_key_of_an_earlier_draft_brings_its_evidence():
    place, (first, *_) = _full()
    known = [each for each in DRAFT.evidence if each.key != "E50"]
    cut = replace(DRAFT, evidence=tuple(known))
    told = (ReadClaim(first.id, first.text, (*first.keys, "E50"), "bookmark"), *_unchanged(place)[1:])
    merged = merge_reviews(cut, cut, [_review(changed={place: told})], EDITOR)
    assert merged.draft.quoted("E50") == EVIDENCE["E50"]


def _unchanged(place):
    return tuple(ReadClaim(each.id, each.text, each.keys, "bookmark") for each in claims_by_place(DRAFT)[place])


def test_an_older_report_adds_to_what_was_done_since():
    place, (first, second, third) = _full()
    one = (ReadClaim(first.id, "甲改的。", first.keys, "bookmark"), *_unchanged(place)[1:])
    since = merge_reviews(DRAFT, DRAFT, [_review(changed={place: one})], replace(EDITOR, name="甲")).draft
    other = (*_unchanged(place)[:1], ReadClaim(second.id, "乙改的。", second.keys, "bookmark"))
    merged = merge_reviews(DRAFT, since, [_review(changed={place: other})], replace(EDITOR, name="乙"))
    assert [(each.text, each.author) for each in claims_by_place(merged.draft)[place]] == [
        ("甲改的。", "甲"),
        ("乙改的。", "乙"),
    ]
    assert {each.kind for each in merged.changes} == {"edited", "deleted"}
    assert third.id not in {each.id for each in merged.draft.claims()}


def test_two_wordings_of_one_claim_are_asked_about_and_never_overwritten_unasked():
    place, (first, *_) = _full()

    def reworded(text):
        return [_review(changed={place: (ReadClaim(first.id, text, first.keys, "bookmark"), *_unchanged(place)[1:])})]

    since = merge_reviews(DRAFT, DRAFT, reworded("甲改的。"), EDITOR).draft
    silent = merge_reviews(DRAFT, since, reworded("乙改的。"), EDITOR)
    assert claims_by_place(silent.draft)[place][0].text == "甲改的。"
    assert [each.choices for each in silent.unasked] == [("乙改的。", "甲改的。")]
    asked = merge_reviews(DRAFT, since, reworded("乙改的。"), replace(EDITOR, answer=lambda each: each.choices[0]))
    assert claims_by_place(asked.draft)[place][0].text == "乙改的。"
    assert not asked.unasked


def test_which_claim_it_was_is_asked_and_otherwise_it_is_new():
    place, (first, second, third) = _full()
    told = (
        ReadClaim(None, "说不清是哪条。", first.keys, "nothing", alike=(first.id, second.id)),
        *_unchanged(place)[2:],
    )
    silent = merge_reviews(DRAFT, DRAFT, [_review(changed={place: told})], EDITOR)
    assert [each.text for each in claims_by_place(silent.draft)[place]] == ["说不清是哪条。", third.text]
    assert len(silent.unasked) == 1
    asked = merge_reviews(
        DRAFT, DRAFT, [_review(changed={place: told})], replace(EDITOR, answer=lambda each: each.choices[1])
    )
    found = claims_by_place(asked.draft)[place]
    assert (found[0].id, found[0].text) == (second.id, "说不清是哪条。")


def test_gaps_and_signatures():
    gap, gone = DRAFT.gaps[:2]
    signed = tuple(Signature(signer, "林岚", "2026-03-01") for signer in ("reviewer", "approver"))
    new = NewGap(
        "data",
        "缺少退货记录",
        (ReadClaim(None, "没有退货表。", (), "nothing"),),
        "high",
        "low",
        "open",
        "向财务要。",
        "财务",
    )
    review = _review(
        "gaps",
        gap_fields=(GapField(gap.id, "severity", "low"), GapField(gap.id, "owner", "张三")),
        gone_gaps=(gone.id,),
        new_gaps=(new,),
        signatures=signed,
    )
    merged = merge_reviews(DRAFT, DRAFT, [review], EDITOR)
    found = {each.id: each for each in merged.draft.gaps}
    assert (found[gap.id].severity, found[gap.id].owner) == ("low", "张三")
    assert gone.id not in found
    made = next(each for each in merged.draft.gaps if each.title == "缺少退货记录")
    assert [each.text for each in made.claims] == ["没有退货表。"]
    assert (merged.draft.status, merged.draft.signatures) == ("signed", signed)
    one = merge_reviews(DRAFT, DRAFT, [replace(review, signatures=signed[:1])], EDITOR)
    assert one.draft.status == "reviewed"


def test_an_answer_to_an_open_question_counts_as_answered():
    place = next(
        Place("answer", (each.stage, answer.question_id))
        for each in DRAFT.insights
        for answer in each.answers
        if answer.state == "open"
    )
    told = (ReadClaim(None, "说清楚了。", (), "nothing"),)
    merged = merge_reviews(DRAFT, DRAFT, [_review("insights", changed={place: told})], EDITOR)
    insight = next(each for each in merged.draft.insights if each.stage == place.parts[0])
    assert next(each.state for each in insight.answers if each.question_id == place.parts[1]) == "answered"


def test_a_claim_that_was_withdrawn_and_is_wanted_comes_back_as_itself():
    place, (first, *others) = _full()
    latest = with_claims(DRAFT, {place: tuple(others)})
    wanted = ReadClaim(first.id, first.text, (), "bookmark")
    read = (wanted, *(ReadClaim(each.id, each.text, each.keys, "bookmark") for each in others))
    editor = replace(EDITOR, find_claim={first.id: first}.get)
    review = replace(_review(), places=(ReadPlace(place, read),))
    merged = merge_reviews(latest, latest, [review], editor)
    found = next(claim for claim in merged.draft.claims() if claim.id == first.id)
    assert (found.text, found.keys, found.verdict, found.author) == (first.text, first.keys, Verdict.EDITED, "林岚")
    assert [(each.kind, each.id) for each in merged.changes] == [("added", first.id)]
    nobody_knows = merge_reviews(latest, latest, [review], EDITOR)
    assert [each.kind for each in nobody_knows.changes] == ["added"]
    assert first.id not in {each.id for each in nobody_knows.draft.claims()}
