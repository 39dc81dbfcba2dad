"""A hundred planted identities: none is in any request, and the draft speaks of people by their own names again."""

import json
from pathlib import Path

import pytest

from assistant.journey import Person, Role
from assistant.model.private import PrivateChatModel, PrivateEmbedder
from assistant.privacy import LeakError, Pseudonyms, known_identities
from assistant.privacy.folded import folded
from tests.drafting.notes import Notes
from tests.drafting_llm.conftest import Studio
from tests.fakes.chat_model import ScriptedChatModel
from tests.fakes.embedders import LetterEmbedder
from tests.fakes.openai_server import OpenAIServer
from tests.privacy import planted


def planted_notes() -> Notes:
    notes = Notes()
    for number, each in enumerate(planted.read_planted()):
        notes.say("王芳" if number % 2 else "刘强", each.line, document=f"访谈/{number % 5}.md", question=each.line)
    return notes


def test_nothing_planted_is_in_any_request(studio: Studio) -> None:
    identities = planted.read_planted()
    notes = planted_notes()
    draft = studio.draft(notes, private=planted.settled_identities(identities)).draft
    for sent in (studio.sent(), "\n".join(json.dumps(call.body, ensure_ascii=False) for call in studio.server.calls)):
        assert [each.value for each in identities if folded(each.value) in folded(sent)] == []
    assert {"codings", "claims", "verdicts"} <= set(studio.analyst.steps())
    texts = {each.id: each.text for each in notes.statements}
    assert draft.evidence
    assert all(each.quote in texts[each.statement] for each in draft.evidence)


def test_what_comes_back_bears_the_real_names(studio: Studio) -> None:
    notes = Notes()
    notes.say("王芳", "是陈静推荐我来的，她说门店的人有耐心。")
    known = known_identities("澄川净水", people=(notes_person("陈静"),))
    draft = studio.draft(notes, private=known).draft
    assert "陈静" not in studio.sent()
    whole = "\n".join(claim.text for claim in draft.claims())
    assert "陈静" in whole
    assert "人物" not in whole


def test_a_pseudonym_that_the_model_made_up_is_marked(studio: Studio) -> None:
    notes = Notes()
    notes.say("王芳", "是陈静推荐我来的，她说门店的人有耐心。")
    known = known_identities("澄川净水", people=(notes_person("陈静"),))
    table = Pseudonyms(studio.folder / "elsewhere.json", "client", known)
    real = table.mask("陈静").text
    invented = real[:-2] + "99"

    def lie(answer: dict[str, list[dict[str, str]]], _sent: object) -> object:
        for claim in answer["claims"]:
            claim["claim"] = f"{invented}推荐了她。"
        return answer

    studio.analyst.lies["claims"] = lie
    draft = studio.draft(notes, private=known).draft
    cells = [claim for each in draft.maps for cell in each.cells for claim in cell.claims]
    assert cells
    assert all("pseudonym" in {doubt.kind for doubt in claim.doubts} for claim in cells)
    assert {claim.verdict.value for claim in cells} == {"unsupported"}


def test_a_shape_that_would_give_a_name_away_is_not_sent(studio: Studio) -> None:
    notes = Notes()
    notes.say("王芳", "门店的人有耐心。")
    known = known_identities("澄川净水", people=(notes_person("Insight"),))
    with pytest.raises(LeakError):
        studio.draft(notes, private=known)
    assert studio.calls() == 0


def test_kept_answers_are_read_again_with_the_same_pseudonyms(studio: Studio) -> None:
    notes = Notes()
    notes.say("王芳", "是陈静推荐我来的，她说门店的人有耐心。")
    known = known_identities("澄川净水", people=(notes_person("陈静"),))
    first = studio.draft(notes, private=known).draft
    before = studio.calls()
    assert studio.draft(notes, private=known).draft.maps == first.maps
    assert studio.calls() == before


def test_an_embedder_beyond_this_machine_sees_pseudonyms_only(tmp_path: Path) -> None:
    identities = planted.read_planted()
    known = planted.settled_identities(identities)
    inner = LetterEmbedder()
    outer = PrivateEmbedder(inner, Pseudonyms(tmp_path / "names.json", "client", known), known)
    vectors = outer.embed_passages([each.line for each in identities])
    assert vectors.shape == (len(identities), inner.dimension)
    outer.embed_queries([identities[0].line])
    sent = folded("\n".join(inner.embedded))
    assert [each.value for each in identities if folded(each.value) in sent] == []
    assert outer.version != inner.version


def test_streaming_unmasks_as_it_goes(tmp_path: Path) -> None:
    known = known_identities("澄川净水", people=(notes_person("陈静"),))
    table = Pseudonyms(tmp_path / "names.json", "client", known)
    token = table.mask("陈静").text
    model = PrivateChatModel(ScriptedChatModel(f"是{token}说的，{token}觉得很好。"), table, known)  # type: ignore[arg-type]
    assert "".join(model.stream([], max_tokens=50, step="ask")) == "是陈静说的，陈静觉得很好。"


def notes_person(name: str) -> Person:
    return Person(name, Role.CUSTOMER)


def test_tracing_asked_for_by_the_environment_sends_nothing(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenAIServer() as tracer:
        for name, value in {
            "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "lsv2_x",
            "LANGCHAIN_API_KEY": "lsv2_x", "LANGSMITH_ENDPOINT": tracer.base_url, "LANGCHAIN_ENDPOINT": tracer.base_url,
            "OPENAI_LOG": "debug",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        notes = Notes()
        notes.say("王芳", "门店的人有耐心。")
        studio.draft(notes)
        assert tracer.calls == []
