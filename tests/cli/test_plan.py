"""plan: a Word plan before the first note, from the notes, and from a draft; nothing else is changed by it."""

from pathlib import Path

from docx import Document

from assistant.errors import Exit


def test_the_plan_goes_by_the_notes_until_there_is_a_draft(notes, place, journey):
    first = journey("plan", "Acme 净水", "--json").object()
    assert first["draft"] is None
    assert Path(first["plan"]).suffix == ".docx"
    assert not list((place / "clients").rglob("draft-*.json"))  # nothing of the sketch is kept
    assert not list((place / "clients").rglob("evidence-keys.json"))
    journey("draft", "Acme 净水")
    second = journey("plan", "Acme 净水", "--json").object()
    assert second["draft"] == 1
    assert {each["group"] for each in second["people"]} >= {"家庭住户", "小店"}
    assert {each["state"] for each in second["open"]} <= {"open", "partly", "unsure"}
    assert [each["question"] for each in second["open"]] == [each["question"] for each in first["open"]]


def test_a_client_without_notes_gets_a_plan_of_everything(place, journey):
    journey("client", "add", "新客户")
    ran = journey("plan", "新客户", "--language", "en", "--json")
    assert ran.code == Exit.DONE
    told = ran.object()
    assert told["draft"] is None
    assert len(told["open"]) > 30
    text = "\n".join(each.text for each in Document(told["plan"]).paragraphs)
    assert "Collection plan" in text
    assert "Law and confidentiality" in text


def test_notes_newer_than_the_draft_are_told(notes, place, journey):
    journey("draft", "Acme 净水")
    extra = next((place / "clients").glob("*/notes")) / "new.md"
    extra.write_text("刘老板：我又买了一台。\n", encoding="utf-8")
    ran = journey("plan", "Acme 净水")
    assert ran.code == Exit.DONE
    assert "journey draft" in ran.err


def test_a_draft_that_is_not_there_is_a_usage_error(notes, journey):
    journey("draft", "Acme 净水")
    assert journey("plan", "Acme 净水", "--draft", "7").code == Exit.USAGE


def test_a_second_plan_never_overwrites_the_first(notes, tmp_path, journey):
    one = journey("plan", "Acme 净水", "--out", str(tmp_path), "--json").object()["plan"]
    two = journey("plan", "Acme 净水", "--out", str(tmp_path), "--json").object()["plan"]
    assert one != two
    assert Path(one).exists()
    assert Path(two).exists()


def test_a_plan_in_another_language_than_its_draft_says_so(notes, journey):
    journey("draft", "Acme 净水")
    assert "--language" not in journey("plan", "Acme 净水").err
    ran = journey("plan", "Acme 净水", "--language", "en")
    assert ran.code == Exit.DONE
    assert "journey draft --language en" in ran.err
