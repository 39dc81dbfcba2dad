"""The full analysis: what it says has evidence or a formula, what only a person can say stays open, gaps become measures."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.drafting.build import build_draft
from assistant.drafting.store import read_draft_json, render_draft_json
from assistant.journey import Analysis, Answer, Draft, Verdict
from assistant.journey.places import claims_by_place, with_claims
from assistant.library import load_funnel_guide, load_measuring, load_playbook
from assistant.measuring import PARTS
from assistant.wording import LANGUAGES, Language
from tests.drafting.method_notes import analysis_notes


def draft_of(folder: Path, language: Language = "zh-Hans", **others: object) -> Draft:
    wanted = {"playbook": load_playbook("funnel"), "measuring": load_measuring(), **others}
    return build_draft(analysis_notes().request(folder, language, **wanted))


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return draft_of(tmp_path_factory.mktemp("analysis"))


@pytest.fixture(scope="module")
def analysis(draft: Draft) -> Analysis:
    assert draft.analysis is not None
    return draft.analysis


def finding(findings: tuple[Answer, ...], name: str) -> Answer:
    return next(each for each in findings if each.question_id == name)


def test_all_eight_parts_say_what_they_are_and_whose(analysis: Analysis) -> None:
    assert [part for part, _ in analysis.leads] == list(PARTS)
    assert all(lead for _, lead in analysis.leads)
    assert set(analysis.ours) == {"patterns", "touchpoints", "value-chain", "optimisation", "measuring"}


def test_every_statement_has_evidence_or_a_formula_and_none_is_unsupported(draft: Draft, analysis: Analysis) -> None:
    known = {each.key for each in draft.evidence}
    for _, each in analysis.findings():
        for claim in each.claims:
            assert claim.keys or claim.computation, claim
            assert set(claim.keys) <= known
            assert claim.verdict is not Verdict.UNSUPPORTED, claim


def test_what_only_the_company_can_say_stays_open(analysis: Analysis) -> None:
    assert finding(analysis.scope, "scope.purpose").state == "open"
    assert finding(analysis.division, "division.business").state == "open"
    assert finding(analysis.division, "division.resources").state == "open"
    assert finding(analysis.division, "division.data").state == "answered"


def test_ways_that_two_people_went_are_patterns(analysis: Analysis) -> None:
    said = [claim.text for each in analysis.patterns for claim in each.claims]
    assert analysis.patterns
    assert all("有 1 位" not in text for text in said)


def test_key_touchpoints_are_those_that_two_tell_of_with_their_words(analysis: Analysis) -> None:
    sales = next(each for each in analysis.touchpoints if each.id == "sales-conversation")
    assert sales.importance == 3
    assert sales.experience == 1
    assert sales.finding.claims[0].computation is not None
    assert sales.finding.claims[0].computation.result == "2"
    assert any("催我下单" in claim.text for claim in sales.finding.claims)
    assert "演示" in sales.behind.claims[0].text
    assert all(len(each.finding.claims[0].keys) > 1 for each in analysis.touchpoints)


def test_measures_close_open_gaps_and_are_seen_by_kpis_of_the_playbook(draft: Draft, analysis: Analysis) -> None:
    gaps = {gap.id: gap for gap in draft.gaps}
    assert analysis.measures
    yardsticks = {each.id for each in analysis.yardsticks}
    for measure in analysis.measures:
        assert measure.gaps
        assert {gaps[each].kind for each in measure.gaps} <= {
            "problem", "touchpoint", "contradiction", "opportunity", "measurement",
        }  # fmt: skip
        assert set(measure.yardsticks) <= yardsticks
    assert all(each.how and each.source and each.when for each in analysis.yardsticks)


def test_it_survives_storing_and_its_findings_are_those_of_its_own_report(draft: Draft, tmp_path: Path) -> None:
    assert read_draft_json(render_draft_json(draft).encode(), "draft") == draft
    assert with_claims(draft, claims_by_place(draft)) == draft
    both = draft_of(tmp_path, funnel=load_funnel_guide())
    analysis, funnel = claims_by_place(both, "analysis"), claims_by_place(both, "funnel")
    assert analysis
    assert funnel
    assert not set(analysis) & set(funnel)


def test_a_persons_claim_fills_an_open_finding(draft: Draft) -> None:
    place = next(each for each in claims_by_place(draft, "analysis") if each.parts[1] == "scope.purpose")
    claim = replace(draft.claims()[0], verdict=Verdict.EDITED, text="决定明年先改安装还是先改导购。")
    changed = with_claims(draft, {place: (claim,)}).analysis
    assert changed is not None
    assert finding(changed.scope, "scope.purpose").state == "answered"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_report(language: Language, tmp_path: Path) -> None:
    made = draft_of(tmp_path, language).analysis
    assert made is not None
    assert all(claim.verdict is not Verdict.UNSUPPORTED for _, each in made.findings() for claim in each.claims)
    said = [each.question for _, each in made.findings()] + [lead for _, lead in made.leads]
    said += [text for each in made.yardsticks for text in (each.label, each.how, each.source, each.when)]
    if language == "en":
        names = ("年轻家庭", "小店")
        assert not [t for t in said if any("一" <= c <= "鿿" for c in t) and not any(n in t for n in names)]
    else:
        assert all(any("一" <= letter <= "鿿" for letter in text) for text in said)
