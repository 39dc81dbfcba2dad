"""`journey model`: the divisions there are, one's own, and drafts made with them."""

import csv
import io
import json
from pathlib import Path

import pytest

from assistant.errors import Exit
from assistant.library import load_stage_models
from tests.cli.conftest import Journey

MODELS = list(load_stage_models())


def test_all_models_are_listed_also_outside_of_a_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journey: Journey
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = journey("model", "list", "--json")
    assert [each["id"] for each in ran.objects()] == MODELS
    assert not any(each["own"] for each in ran.objects())


def test_a_model_is_shown_with_its_sub_stages_and_its_mapping(journey: Journey) -> None:
    shown = journey("model", "show", "sub-stages-ten")
    assert shown.code == Exit.DONE
    assert "[Awareness]" in shown.out
    mapped = journey("model", "show", "five-stage", "--to", "funnel", "--json").object()
    assert mapped["stages"]["loyalty"] == ["retention", "advocacy"]
    assert mapped["kinds"]["purchase"] == "one-to-one"
    assert "one to many" in journey("model", "show", "five-stage", "--to", "funnel").out


def test_an_unknown_model_is_named_with_the_nearest(journey: Journey) -> None:
    ran = journey("model", "show", "funel")
    assert ran.code == Exit.USAGE
    assert "Did you mean funnel?" in ran.err


def test_an_own_model_is_made_checked_listed_and_drafted_with(notes: Path, journey: Journey) -> None:
    assert journey("model", "new", "our-journey", "--from", "sub-stages-ten").code == Exit.DONE
    assert journey("model", "new", "our-journey").code == Exit.USAGE
    assert journey("model", "check", "our-journey", "--json").object()["remarks"] == []
    assert {each["id"]: each["own"] for each in journey("model", "list", "--json").objects()}["our-journey"]
    ran = journey("draft", "Acme 净水", "--stage-model", "our-journey", "--json")
    assert ran.code == Exit.DONE, ran.err
    assert ran.object()["unsupported"] == 0


def test_check_says_what_a_model_leaves_out(place: Path, journey: Journey) -> None:
    ran = journey("model", "check", "aida")
    assert ran.code == Exit.FLAGGED
    assert "Buying again" in ran.out
    assert journey("model", "check").code == Exit.DONE


def test_a_broken_model_file_is_named_with_its_key(place: Path, journey: Journey) -> None:
    path = place / "knowledge" / "stage-models" / "own.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("id: own\nstages: []\n", encoding="utf-8")
    ran = journey("model", "check", "own")
    assert ran.code == Exit.USAGE
    assert "own.yaml" in ran.err


@pytest.mark.parametrize(
    ("model", "language"), [("sub-stages-fifteen", "zh-Hans"), ("emotion", "zh-Hant"), ("aida", "en")]
)
def test_the_reports_can_be_made_with_other_models(model: str, language: str, notes: Path, journey: Journey) -> None:
    ran = journey("draft", "Acme 净水", "--stage-model", model, "--language", language, "--json")
    assert ran.code == Exit.DONE, ran.err
    told = ran.object()
    assert told["unsupported"] == 0
    assert told["claims"] > 0
    stored = json.loads(next(path for path in map(Path, told["reports"]) if path.name == "draft.json").read_text())
    assert stored["model"]["id"] == model
    assert {cell["stage"] for each in stored["maps"] for cell in each["cells"]} == {
        stage["id"] for stage in stored["model"]["stages"]
    }
    assert len(told["reports"]) == 5


def test_a_draft_is_recast_and_what_waits_is_decided_in_a_table(notes: Path, journey: Journey) -> None:
    assert journey("draft", "Acme 净水").code == Exit.DONE
    drafts = notes.parent / ".journey" / "drafts"
    before = json.loads((drafts / "draft-0001.json").read_bytes())
    ran = journey("model", "recast", "Acme 净水", "--to", "use-five", "--json")
    assert ran.code == Exit.DONE, ran.err
    assert ran.object()["undecided"] == []
    assert ran.object()["judged"] == 0
    after = json.loads((drafts / "draft-0002.json").read_bytes())
    assert after["parent"] == 1
    claims = {claim["id"] for each in before["maps"] for cell in each["cells"] for claim in cell["claims"]}
    assert {claim["id"] for each in after["maps"] for cell in each["cells"] for claim in cell["claims"]} == claims
    assert journey("model", "recast", "Acme 净水", "--to", "use-five").code == Exit.USAGE

    ran = journey("model", "recast", "Acme 净水", "--to", "aida", "--draft", "1", "--json")
    assert ran.code == Exit.FLAGGED
    waiting = ran.object()["undecided"]
    assert waiting
    pulled = journey("review", "pull", *[each for each in ran.object()["reports"] if each.endswith(".docx")])
    assert "stored" not in pulled.out, "reading back what nobody changed must find nothing"
    (table,) = [Path(each) for each in ran.object()["reports"] if each.endswith("undecided.csv")]
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert [each["id"] for each in rows] == [each["id"] for each in waiting]
    decided = table.with_name("decided.csv")
    decided.write_text(f"id,stage\n{rows[0]['id']},行动\n", encoding="utf-8")
    ran = journey("model", "recast", "Acme 净水", "--to", "aida", "--decisions", decided, "--json")
    assert len(ran.object()["undecided"]) == len(waiting) - 1
    last = json.loads((drafts / "draft-0004.json").read_bytes())
    assert rows[0]["id"] in json.dumps(last["maps"]) + json.dumps(last["insights"])


def test_a_table_with_an_unknown_stage_changes_nothing(notes: Path, journey: Journey, tmp_path: Path) -> None:
    assert journey("draft", "Acme 净水", "--report", "map").code == Exit.DONE
    table = tmp_path / "undecided.csv"
    table.write_text("id,stage\nc1,conversation\n", encoding="utf-8")
    ran = journey("model", "recast", "Acme 净水", "--to", "funnel", "--decisions", table)
    assert ran.code == Exit.USAGE
    assert "Did you mean conversion?" in ran.err
    assert journey("model", "recast", "Acme 净水", "--to", "funnel", "--draft", "9").code == Exit.USAGE
    assert len(list((notes.parent / ".journey" / "drafts").glob("draft-*.json"))) == 1


def test_recast_without_a_draft_says_so(notes: Path, journey: Journey) -> None:
    ran = journey("model", "recast", "Acme 净水", "--to", "funnel")
    assert ran.code == Exit.USAGE
    assert "no draft yet" in ran.err


def test_advice_gives_reasons_from_the_notes_with_words_that_stand_there(notes: Path, journey: Journey) -> None:
    ran = journey("model", "advise", "Acme 净水", "--json")
    told = ran.object()
    assert told["model"] in MODELS
    assert {each["consideration"] for each in told["reasons"]} >= {"business", "needs", "data"}
    assert len(told["open"]) == 4
    for reason in told["reasons"]:
        for quote in reason["quotes"]:
            assert quote["words"] in (notes / quote["document"]).read_text(encoding="utf-8")
    said = journey("model", "advise", "Acme 净水", "--emotional", "yes", "--people", "1", "--json").object()
    assert (said["model"], said["method"]) == ("emotion", "emotion")
    assert len(said["open"]) == 2
    assert "journey draft" in journey("model", "advise", "Acme 净水").err
    assert journey("model", "advise", "Acme 净水", "--people", "-1").code == Exit.USAGE
