"""The funnel: strategies found, missing and suggested; figures; teams; contacts before buying; who comes back."""

from pathlib import Path

import pytest

from assistant.drafting.build import build_draft
from assistant.drafting.store import read_draft_json, render_draft_json
from assistant.journey import Answer, Draft, Funnel, FunnelStage, Verdict
from assistant.journey.places import claims_by_place, with_claims
from assistant.library import load_funnel_guide, load_playbook
from assistant.wording import LANGUAGES, Language
from tests.drafting.method_notes import funnel_notes


def draft_of(folder: Path, language: Language = "zh-Hans") -> Draft:
    guide = load_funnel_guide()
    return build_draft(funnel_notes().request(folder, language, playbook=load_playbook("funnel"), funnel=guide))


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return draft_of(tmp_path_factory.mktemp("funnel"))


@pytest.fixture(scope="module")
def funnel(draft: Draft) -> Funnel:
    assert draft.funnel is not None
    return draft.funnel


def stage(funnel: Funnel, name: str) -> FunnelStage:
    return next(each for each in funnel.stages if each.stage == name)


def finding(findings: tuple[Answer, ...], name: str) -> Answer:
    return next(each for each in findings if each.question_id.endswith(name))


def test_a_strategy_is_found_missing_or_only_suggested(funnel: Funnel) -> None:
    found = finding(stage(funnel, "retention").strategies, "points-programme")
    assert found.state == "answered"
    assert "会员积分" in found.claims[0].text
    missing = finding(stage(funnel, "advocacy").strategies, "reward-advocates")
    assert missing.state == "partly"
    assert "没有做" in missing.claims[0].text
    assert finding(stage(funnel, "advocacy").strategies, "round-tables") == Answer(
        "advocacy.strategy.round-tables", "举办客户圆桌会议", "open", ()
    )


def test_metrics_hold_the_figures_that_were_told_and_no_others(funnel: Funnel) -> None:
    assert "62%" in finding(stage(funnel, "retention").metrics, "renewal-rate").claims[0].text
    assert finding(stage(funnel, "retention").metrics, "churn-rate").state == "open"


def test_no_team_is_made_up_for_consideration(funnel: Funnel) -> None:
    assert stage(funnel, "consideration").lead == ""
    assert stage(funnel, "conversion").lead == "销售团队"
    duties = stage(funnel, "conversion").duties
    assert "转给售后" in finding(duties, "hand-over").claims[0].text


def test_contacts_are_counted_up_to_the_order_and_carry_their_steps(funnel: Funnel, draft: Draft) -> None:
    (claim,) = funnel.contacts.claims
    assert claim.computation is not None
    assert claim.computation.result == "3"
    assert claim.verdict is Verdict.SUPPORTED
    assert {draft.quoted(key).speaker for key in claim.keys} == {"王女士"}  # type: ignore[union-attr]
    assert [each for each in funnel.benchmarks if "7" in each and "13" in each]


def test_customers_who_come_back_are_heard(funnel: Funnel) -> None:
    assert "又买了一台" in funnel.returning.claims[0].text


def test_everything_said_is_a_claim_of_the_draft_with_evidence(draft: Draft, funnel: Funnel) -> None:
    known = {each.key for each in draft.evidence}
    all_claims = {each.id for each in draft.claims()}
    for _, each in funnel.findings():
        for claim in each.claims:
            assert claim.id in all_claims
            assert claim.keys or claim.computation
            assert set(claim.keys) <= known
            assert claim.verdict is not Verdict.UNSUPPORTED, claim


def test_a_funnel_survives_storing_and_a_persons_claims(draft: Draft) -> None:
    assert read_draft_json(render_draft_json(draft).encode(), "draft") == draft
    places = claims_by_place(draft, "funnel")
    assert with_claims(draft, places) == draft
    place = next(each for each in places if each.parts[1].endswith("round-tables"))
    claim = next(iter(draft.claims()))
    changed = with_claims(draft, {place: (claim,)})
    assert finding(stage(changed.funnel, "advocacy").strategies, "round-tables").state == "answered"  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_report(language: Language, tmp_path: Path) -> None:
    made = draft_of(tmp_path, language).funnel
    assert made is not None
    assert all(claim.verdict is not Verdict.UNSUPPORTED for _, each in made.findings() for claim in each.claims)
    said = [each.question for _, each in made.findings()] + [*made.benchmarks, *made.against_aida]
    chinese = [any("一" <= letter <= "鿿" for letter in text) for text in said]
    assert not any(chinese) if language == "en" else all(chinese)


def test_drafts_without_one_are_as_before(tmp_path: Path) -> None:
    plain = build_draft(funnel_notes().request(tmp_path, playbook=load_playbook("funnel")))
    assert plain.funnel is None
    assert claims_by_place(plain, "funnel") == {}
