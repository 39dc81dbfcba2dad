"""A whole draft through HTTP: what it holds, what is sent, and what a second one pays for."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.drafting.extractive import OwnExample
from assistant.journey import Claim, Dimension, Locator, Role, Verdict
from assistant.sources.folding import find_quote
from tests.drafting.notes import BEHAVIOUR, PLAYBOOK, Notes, rich_notes
from tests.drafting_llm.conftest import Studio
from tests.fakes.analyst import Analyst, Sent


def interview(notes: Notes, number: int, count: int = 8) -> None:
    """One more interview, of statements of its own."""
    for place in range(count):
        words = ("收费说得不透明", "门店的人有耐心", "安装的师傅来得慢", "逛街的时候看见的")[place % 4]
        notes.say(
            ("王芳", "刘强")[number % 2], f"{words}，这是第{number}场里我说的第{place}件事。",
            document=f"访谈/{number}.md",
        )  # fmt: skip


def test_a_draft_has_claims_of_the_model_with_verbatim_evidence(studio: Studio) -> None:
    made = studio.draft(rich_notes())
    draft = made.draft
    claims = [claim for claim in draft.claims() if claim.author == "llm"]
    assert len(claims) > 8
    texts = {each.id: each.text for each in rich_notes().statements}
    assert all(find_quote(each.quote, texts[each.statement]) for each in draft.evidence)
    assert all(draft.quoted(key) for claim in claims for key in claim.keys)
    assert {claim.verdict for claim in claims} <= {Verdict.SUPPORTED, Verdict.PARTIAL}
    assert made.account.failed == 0
    assert {"codings", "claims", "verdicts", "insights", "gaps"} == set(studio.analyst.steps())
    assert len(draft.insights) == 2
    assert any(insight.emotions for insight in draft.insights)
    kinds = {gap.kind.value for gap in draft.gaps}
    assert {"problem", "contradiction", "evidence", "data"} <= kinds


def test_interviewers_words_are_never_coded_nor_cited(studio: Studio) -> None:
    draft = studio.draft(rich_notes()).draft
    asked = [line.words for sent in studio.analyst.said for line in sent.lines]
    assert not any("看了30个广告" in words for words in asked)
    assert all(each.role is not Role.INTERVIEWER for each in draft.evidence)


def test_staff_alone_are_named_as_the_source_and_are_no_proof_of_what_customers_do(studio: Studio) -> None:
    draft = studio.draft(rich_notes()).draft
    claims = [
        claim
        for claim in draft.claims()
        if claim.author == "llm" and claim.keys and all(draft.quoted(key).role is Role.STAFF for key in claim.keys)  # type: ignore[union-attr]
    ]
    assert claims
    assert all("员工" in claim.text for claim in claims)
    about_customers = [claim for claim in claims if claim.dimension in (Dimension.BEHAVIOUR, Dimension.INSIGHT)]
    assert about_customers
    assert all(claim.verdict is Verdict.PARTIAL for claim in about_customers)


def test_the_same_notes_again_cost_nothing(studio: Studio) -> None:
    first = studio.draft(rich_notes()).draft
    before = studio.calls()
    again = studio.draft(rich_notes()).draft
    assert studio.calls() == before
    assert (again.maps, again.insights, again.gaps) == (first.maps, first.insights, first.gaps)


def test_one_more_interview_pays_only_for_what_is_new(studio: Studio) -> None:
    notes = rich_notes()
    for number in range(6):
        interview(notes, number)
    first = studio.draft(notes).draft
    before = len(studio.analyst.said)
    interview(notes, 7, 2)
    second = studio.draft(notes).draft
    new = studio.analyst.said[before:]
    coded = [line for sent in new if sent.step == "codings" for line in sent.lines]
    assert sorted(line.words for line in coded) == sorted(each.text for each in notes.statements[-2:])
    asked_cells = [sent for sent in new if sent.step == "claims"]
    assert 1 <= len(asked_cells) <= 2
    assert all("C1 " in sent.text for sent in asked_cells)  # the claims so far stand in the request
    old = {claim.id: claim for claim in first.claims() if claim.author == "llm"}
    kept = [claim for each in second.maps for cell in each.cells for claim in cell.claims if claim.id in old]
    assert len(kept) >= 5


def test_a_revised_claim_keeps_its_id(studio: Studio) -> None:
    notes = rich_notes()
    first = studio.draft(notes).draft
    cell = first.maps[0].cell("purchase", Dimension.INSIGHT)
    interview(notes, 2, 1)
    notes.say("王芳", "我觉得收费还是不透明。", document="访谈/9.md")

    def revise(value: object, sent: object) -> object:
        claims = value["claims"]  # type: ignore[index]
        if "C1 " in sent.text and claims:  # type: ignore[attr-defined]
            claims[0]["revises"] = "C1"
            claims[0]["claim"] = "有客户说收费不透明。"
        return value

    studio.analyst.lies["claims"] = revise  # type: ignore[assignment]
    second = studio.draft(notes).draft.maps[0].cell("purchase", Dimension.INSIGHT)
    assert "有客户说收费不透明。" in [claim.text for claim in second.claims]
    revised = next(claim for claim in second.claims if claim.text == "有客户说收费不透明。")
    assert revised.id == cell.claims[0].id


def test_a_changed_definition_codes_anew_only_what_bears_that_code(studio: Studio) -> None:
    notes = rich_notes()
    studio.draft(notes)
    book = studio.folder / "codebook.yaml"
    text = book.read_text(encoding="utf-8")
    assert "awareness" in text
    book.write_text(text.replace("definition: 第一次听说", "definition: 第一次看到或听说这个牌子"), encoding="utf-8")
    before = len(studio.analyst.said)
    studio.draft(notes)
    coded = {line.words for sent in studio.analyst.said[before:] if sent.step == "codings" for line in sent.lines}
    told = {each.text for each in notes.statements if each.role is not Role.INTERVIEWER}
    bearing = {each for each in told if (code := studio.analyst.codes(each)) and code[0] == "awareness"}  # type: ignore[misc]
    assert coded == bearing
    assert "第一次看到或听说这个牌子" in studio.sent()


def test_own_codes_are_offered_within_their_stage(studio: Studio) -> None:
    (studio.folder / "codebook.yaml").write_text(
        "five-stage:\n  stages:\n    purchase:\n      codes:\n        fees:\n          label: 收费\n"
        "          definition: 讲到收费是否透明\n",
        encoding="utf-8",
    )
    studio.analyst.codes = lambda words: ("purchase.fees", "insight", -1) if "收费" in words else None
    draft = studio.draft(rich_notes()).draft
    assert "purchase.fees" in studio.sent()
    assert draft.coded == 1
    assert draft.maps[1].cell("purchase", Dimension.INSIGHT).claims


def test_a_persons_codings_win_and_are_not_asked_about(studio: Studio) -> None:
    notes = rich_notes()
    fixed = notes.statements[1]
    own = OwnExample(fixed.id, fixed.text, "five-stage", ("purchase",), (BEHAVIOUR,), 2, "李顾问", segment="shops")
    draft = studio.draft(notes, own=(own,)).draft
    coded = [line.words for sent in studio.analyst.said if sent.step == "codings" for line in sent.lines]
    assert fixed.text not in coded
    shops = draft.maps[1].cell("purchase", Dimension.BEHAVIOUR)
    assert any(draft.quoted(key).statement == fixed.id for claim in shops.claims for key in claim.keys)  # type: ignore[union-attr]


def test_the_second_check_can_be_switched_off(studio: Studio) -> None:
    made = studio.draft(rich_notes(), second_check=False)
    assert "verdicts" not in studio.analyst.steps()
    assert made.account.judged == 0


@pytest.mark.parametrize(
    ("verdict", "expected"), [("partly", Verdict.PARTIAL), ("no", Verdict.UNSUPPORTED)], ids=["partly", "no"]
)
def test_the_second_check_only_lowers(studio: Studio, verdict: str, expected: Verdict) -> None:
    studio.analyst.verdict = verdict
    draft = studio.draft(rich_notes()).draft
    judged = [claim for claim in draft.claims() if claim.author == "llm"]
    assert judged
    assert {claim.verdict for claim in judged} == {expected}
    if verdict == "no":
        titles = [gap.title for gap in draft.gaps if any(claim.author == "llm" for claim in gap.claims)]
        assert titles
        assert all("依据不足" in title for title in titles)
        assert all(answer.state == "open" for each in draft.insights for answer in each.answers)


def test_a_reason_of_the_second_check_is_printed_only_where_it_is_true(studio: Studio) -> None:
    def judge(answer: dict[str, list[dict[str, str]]], sent: Sent) -> object:
        for verdict, (_, claim, words) in zip(answer["verdicts"], sent.claims, strict=True):
            verdict["verdict"] = "partly"
            verdict["missing"] = words[:4] if "统计" in claim else "有受访者" if "有受访者" in claim else claim
        return answer

    studio.analyst.lies["verdicts"] = judge
    claims = [claim for claim in studio.draft(rich_notes()).draft.claims() if claim.author == "llm"]
    reasons = {
        claim.text: doubt.detail for claim in claims for doubt in claim.doubts if doubt.kind == "partly-borne-out"
    }
    assert any("有受访者" in detail for detail in reasons.values())
    unexplained = [detail for text, detail in reasons.items() if "有受访者" not in text]
    assert unexplained
    assert set(unexplained) == {"第二次核对：原话只支持这句话的一部分。"}


def test_an_estimate_lies_above_what_a_draft_takes_and_sends_nothing(studio: Studio) -> None:
    notes = rich_notes()
    for number in range(4):
        interview(notes, number)
    with studio.session(notes) as session:
        estimate = session.drafter.estimate()
        assert studio.calls() == 0
        session.drafter.build()
        totals = session.inner.totals
    assert estimate.calls >= totals.calls
    assert estimate.cost is not None
    assert estimate.cost >= totals.cost > 0
    with studio.session(notes) as session:
        after = session.drafter.estimate()
    assert (after.calls, after.cost) == (0, 0)


def test_the_ledger_holds_no_word_of_the_notes(studio: Studio) -> None:
    notes = rich_notes()
    studio.draft(notes)
    lines = (studio.folder / "client" / "calls.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["step"] for line in lines} == {"code", "claim", "verify", "insights", "gaps"}
    assert all(json.loads(line)["prompt"] for line in lines)
    whole = "\n".join(lines)
    assert not any(each.text[:6] in whole for each in notes.statements)


def test_the_requests_of_a_step_share_their_beginning(studio: Studio) -> None:
    notes = rich_notes()
    for number in range(6):
        interview(notes, number)
    studio.draft(notes)
    asked = [call.body["messages"] for call in studio.server.chats]
    beginnings = {each[0]["content"] for each in asked}
    assert len(asked) > len(beginnings)
    assert len(beginnings) <= 6  # five steps, and coding in two languages


def test_english_reports_are_asked_for_in_english_and_the_codings_stay(studio: Studio) -> None:
    notes = rich_notes()
    studio.draft(notes)
    before = len(studio.analyst.said)
    studio.draft(notes, language="en")
    new = studio.analyst.said[before:]
    assert "codings" not in [sent.step for sent in new]
    assert all("in English" in sent.text for sent in new if sent.step == "claims")


def test_words_in_another_language_are_only_partly_borne_out_until_a_second_call_has_read_them(studio: Studio) -> None:
    def in_english(answer: dict[str, list[dict[str, str]]], _sent: Sent) -> object:
        for place, claim in enumerate(answer["claims"]):
            claim["claim"] = f"One customer spoke of a {('lengthy', 'careful', 'muddled')[place % 3]} encounter there."
        return answer

    def draft(*, second_check: bool) -> list[Claim]:
        made = studio.draft(rich_notes(), language="en", second_check=second_check).draft
        return [each for each in made.claims() if "One customer spoke" in each.text]

    def doubted(claim: Claim) -> bool:
        return any(doubt.kind == "other-language" for doubt in claim.doubts)

    studio.analyst.lies["claims"] = in_english
    unread = draft(second_check=False)
    assert [each.verdict for each in unread if doubted(each)].count(Verdict.PARTIAL) >= 5
    assert not any(doubted(each) for each in unread if each.verdict is Verdict.SUPPORTED)
    read = draft(second_check=True)
    assert len(read) == len(unread)
    assert not any(doubted(each) for each in read)
    assert [each.verdict for each in read].count(Verdict.SUPPORTED) >= 5


def test_a_sentence_in_the_words_own_language_has_no_such_doubt(studio: Studio) -> None:
    claims = studio.draft(rich_notes(), second_check=False).draft.claims()
    assert not any(doubt.kind == "other-language" for each in claims for doubt in each.doubts)


def test_notes_of_nobody_but_staff_make_a_draft(tmp_path: Path, studio: Studio, analyst: Analyst) -> None:
    notes = Notes()
    notes.say("李雷", "门店的人都很有耐心。")
    draft = studio.draft(notes).draft
    assert all(claim.author != "llm" for each in draft.maps for cell in each.cells for claim in cell.claims)


def test_a_model_that_repeats_itself_has_said_one_thing(studio: Studio) -> None:
    def repeat(answer: dict[str, list[dict[str, object]]], _sent: Sent) -> object:
        for claim in answer["claims"]:
            claim["claim"] = "客户觉得滤芯好。"
        return answer

    studio.analyst.lies["claims"] = repeat
    draft = studio.draft(rich_notes()).draft
    for cell in (cell for each in draft.maps for cell in each.cells):
        texts = [claim.text for claim in cell.claims]
        assert len(texts) == len(set(texts))


def test_scores_of_a_survey_are_computed_by_code_and_not_by_the_model(studio: Studio) -> None:
    notes = rich_notes()
    asked = "您有多大可能推荐我们？（0-10分）"
    for row, score in enumerate(("10", "9", "9", "3"), 2):
        said = notes.say("王芳", score, document="问卷.xlsx", question=asked)
        notes.statements[-1] = replace(said, locator=Locator(sheet="1", row=row))
    draft = studio.draft(notes).draft
    [nps] = [each for each in draft.claims() if each.computation is not None and each.computation.operation == "nps"][
        :1
    ]
    assert nps.computation is not None
    assert (sorted(nps.computation.inputs), nps.computation.result) == (["10", "3", "9", "9"], "50")
    assert nps.author != "llm"
    assert "50" in nps.text


def test_the_model_is_told_the_section_of_an_answer_of_a_guided_interview_and_nothing_of_other_notes(
    studio: Studio,
) -> None:
    notes = rich_notes()
    plain = len(notes.statements)
    guidance = PLAYBOOK.guidance("purchase")
    question = next(each.text.zh for each in guidance.cell_questions.values())
    said = notes.say("王芳", "签完当场就能用，比我想的快。", question=question, document="访谈-王芳.md")
    notes.statements[plain] = replace(said, locator=Locator(line=9, heading=("访谈：王芳", "购买")))
    studio.draft(notes)
    packs = [call for call in studio.server.chats if "签完当场就能用" in call.raw and "S1" in call.raw]
    assert packs
    shown = json.loads(packs[0].raw)["messages"][-1]["content"]
    assert f"问（提纲“购买”一节）：{question}" in shown
    assert shown.count("一节）") == 1
    before = studio.calls()
    studio.draft(notes)
    assert studio.calls() == before
