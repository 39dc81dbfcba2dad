"""`journey draft` with a chat model: which engine, what is asked first, exit codes, and what stays on the machine."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.root import run
from assistant.drafting.store import load_draft
from assistant.errors import Exit
from assistant.journey import Verdict
from assistant.journey.places import claims_by_place
from assistant.model.opening import Surroundings
from assistant.reports.marks import claim_mark, name_of
from assistant.wiring import make_demo
from tests.cli.conftest import CHEN, LINA, LIU, PROFILE, SU, Journey, Ran
from tests.fakes.analyst import Analyst
from tests.fakes.edits import Edited
from tests.fakes.openai_server import OpenAIServer, fails, says

NAME = "Acme 净水"
NOTES = (("chen.md", CHEN), ("liu.txt", LIU), ("su.md", SU), ("lina.txt", LINA))


@pytest.fixture
def analyst() -> Analyst:
    return Analyst()


@pytest.fixture
def journey(capsys: pytest.CaptureFixture[str]) -> Journey:
    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run([str(each) for each in arguments])
        printed = capsys.readouterr()
        ran = Ran(int(code), printed.out, printed.err)
        assert "Traceback" not in ran.told
        assert "our fault" not in ran.told, ran.told
        return ran

    return call


@pytest.fixture
def server(analyst: Analyst) -> Iterator[OpenAIServer]:
    with OpenAIServer(analyst) as running:
        yield running


@pytest.fixture
def place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journey: Journey, server: OpenAIServer, examples: tuple[Any, ...]
) -> Path:
    """A workspace with a client, a model set by the environment, and waits that nobody waits for."""
    import assistant.library

    monkeypatch.setattr(assistant.library, "load_codebook", lambda *_: examples)
    slept: list[float] = []
    monkeypatch.setattr(assistant.model.opening, "Surroundings", lambda: Surroundings(sleep=slept.append))
    for key, value in {
        "JOURNEY_LANG": "en", "JOURNEY_EMBEDDER": "none", "JOURNEY_MODEL": "test-model",
        "JOURNEY_BASE_URL": server.base_url, "JOURNEY_CACHE": str(tmp_path / "cache"),
    }.items():  # fmt: skip
        monkeypatch.setenv(key, value)
    for key in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(key, raising=False)
    root = tmp_path / "workshops"
    assert journey("init", root, "--language", "zh-Hans").code == Exit.DONE
    monkeypatch.chdir(root)
    assert journey("client", "add", NAME).code == Exit.DONE
    folder = root / "clients" / "Acme-净水"
    (folder / "client.toml").write_text(PROFILE, encoding="utf-8")
    for name, text in NOTES:
        (folder / "notes" / name).write_text(text, encoding="utf-8")
    return root


def stored(place: Path) -> dict[str, Any]:
    latest = sorted((place / "clients" / "Acme-净水" / ".journey" / "drafts").glob("*.json"))[-1]
    return json.loads(latest.read_text(encoding="utf-8"))


def price(place: Path) -> None:
    with (place / "journey.toml").open("a", encoding="utf-8") as file:
        file.write('confirm_above = 0.0001\n[prices."test-model"]\nsent = 2\nreceived = 8\n')


def test_auto_takes_the_model_where_its_endpoint_is_here_and_says_so_in_the_draft(
    place: Path, journey: Journey
) -> None:
    ran = journey("draft", NAME, "--json")
    assert ran.code == Exit.DONE, ran.told
    told = ran.object()
    assert told["supported"] > 0
    made = stored(place)["provenance"]
    assert (made["engine"], made["model"]) == ("llm", "test-model")
    assert made["tokens"] > 0
    assert {name for name, _ in made["prompts"]} >= {"code.zh.md", "verify.en.md"}
    settings = dict(made["settings"])
    assert settings["verify"] == "True"
    assert settings["masked"] == "no"
    assert "failed: none" in made["engine_detail"]
    assert (place / "clients" / "Acme-净水" / "codebook.yaml").is_file()
    whole = Path(told["reports"][4]).read_text(encoding="utf-8")
    assert "test-model" in whole


def test_the_extractive_coder_may_code_for_the_model(
    place: Path, journey: Journey, analyst: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_CODER", "extractive")
    told = journey("draft", NAME, "--dry-run", "--json").object()
    ran = journey("draft", NAME, "--json")
    assert ran.code == Exit.DONE, ran.told
    assert "codings" not in analyst.steps()
    assert {"claims", "verdicts", "insights", "gaps"} <= set(analyst.steps())
    assert len(analyst.steps()) <= told["calls"]
    assert dict(stored(place)["provenance"]["settings"])["coder"] == "extractive"
    assert ran.object()["supported"] > 0


def test_without_a_key_beyond_this_machine_auto_stays_extractive_and_tells(
    place: Path, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_BASE_URL", "https://models.example.com/v1")
    ran = journey("draft", NAME, "--json")
    assert ran.code == Exit.DONE
    assert "OPENAI_API_KEY" in ran.err
    assert stored(place)["provenance"]["engine"] == "extractive"


def test_the_engine_can_be_named(place: Path, journey: Journey, server: OpenAIServer) -> None:
    assert journey("draft", NAME, "--engine", "extractive").code == Exit.DONE
    assert server.chats == []
    assert stored(place)["provenance"]["engine"] == "extractive"


def test_asked_for_without_a_model_it_says_what_to_set(
    place: Path, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_MODEL", "")
    ran = journey("draft", NAME, "--engine", "llm")
    assert ran.code == Exit.USAGE
    assert "model" in ran.err


def test_a_dry_run_estimates_and_sends_nothing(place: Path, journey: Journey, server: OpenAIServer) -> None:
    price(place)
    told = journey("draft", NAME, "--dry-run", "--json").object()
    assert told["calls"] > 3
    assert float(told["cost"]) > 0
    assert told["currency"] == "USD"
    assert server.chats == []
    assert journey("draft", NAME).code == Exit.DONE  # above the threshold, but nobody is there to be asked
    assert len(server.chats) <= told["calls"]
    assert journey("draft", NAME, "--dry-run", "--json").object()["calls"] == 0


def test_above_the_threshold_a_person_is_asked_and_may_decline(
    place: Path, journey: Journey, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import assistant.cli.consent as consent

    price(place)
    asked: list[str] = []
    monkeypatch.setattr(consent, "_is_there", lambda: True)
    monkeypatch.setattr(consent.click, "confirm", lambda text, **_: bool(asked.append(text)))
    ran = journey("draft", NAME)
    assert ran.code == Exit.USAGE
    assert "USD" in ran.err
    assert asked
    assert server.chats == []
    assert journey("draft", NAME, "--yes").code == Exit.DONE
    assert len(asked) == 1


def test_a_budget_without_a_price_and_a_budget_that_runs_out(
    place: Path, journey: Journey, server: OpenAIServer
) -> None:
    assert journey("draft", NAME, "--budget", "1").code == Exit.USAGE
    price(place)
    ran = journey("draft", NAME, "--budget", "0.0001")
    assert ran.code == Exit.BUDGET
    assert "0.0001" in ran.err
    assert not list((place / "outputs").rglob("*.docx"))
    assert server.chats == []


def test_an_outage_ends_with_75_and_the_same_command_goes_on(
    place: Path, journey: Journey, analyst: Analyst, server: OpenAIServer
) -> None:
    analyst.lies["claims"] = lambda _value, _sent: fails(500)
    ran = journey("draft", NAME)
    assert ran.code == Exit.TRY_LATER
    assert "500" in ran.err
    assert not list((place / "outputs").rglob("*.docx"))
    del analyst.lies["claims"]
    before = len(analyst.said)
    assert journey("draft", NAME).code == Exit.DONE
    assert "codings" not in [sent.step for sent in analyst.said[before:]]


def test_what_a_model_fails_to_do_flags_the_run(place: Path, journey: Journey, analyst: Analyst) -> None:
    analyst.lies["gaps"] = lambda _value, _sent: says("我不知道")
    ran = journey("draft", NAME, "--json")
    assert ran.code == Exit.FLAGGED
    assert "1 gap analyses" in stored(place)["provenance"]["engine_detail"]
    assert "no gap analysis. The next draft asks again" in ran.err


def test_names_in_doubt_stop_an_unattended_run_before_anything_is_sent(
    place: Path, journey: Journey, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    notes = place / "clients" / "Acme-净水" / "notes" / "more.md"
    notes.write_text("陈女士：是我同事欧阳慧敏介绍的，欧阳慧敏说水好喝。\n", encoding="utf-8")
    ran = journey("draft", NAME)
    assert ran.code == Exit.FLAGGED
    assert "欧阳慧敏" in ran.err
    assert server.calls == []
    shown = journey("draft", NAME, "--show-outgoing")
    assert shown.code == Exit.FLAGGED
    ran = journey("draft", NAME, "--mask-suspects")
    assert ran.code == Exit.DONE, ran.told
    sent = "\n".join(json.dumps(call.body, ensure_ascii=False) for call in server.calls)
    assert "欧阳慧敏" not in sent
    assert "陈女士" not in sent
    assert "Acme" not in sent
    assert "欧阳慧敏" in json.dumps(stored(place), ensure_ascii=False)
    assert journey("draft", NAME).code == Exit.DONE  # settled for good


def test_at_a_terminal_names_are_settled_one_by_one(
    place: Path, journey: Journey, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import assistant.cli.consent as consent

    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    notes = place / "clients" / "Acme-净水" / "notes" / "more.md"
    notes.write_text("陈女士：是我同事欧阳慧敏介绍的，欧阳慧敏说水好喝。\n", encoding="utf-8")
    asked: list[str] = []
    monkeypatch.setattr(consent, "_is_there", lambda: True)
    monkeypatch.setattr(consent.click, "confirm", lambda text, **_: asked.append(text) is None)
    assert journey("draft", NAME).code == Exit.DONE
    assert len(asked) == 1
    assert "欧阳慧敏" in asked[0]
    assert journey("draft", NAME).code == Exit.DONE
    assert len(asked) == 1


def test_what_would_be_sent_is_shown_to_the_letter(
    place: Path, journey: Journey, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    shown = journey("draft", NAME, "--show-outgoing", "--json")
    assert shown.code == Exit.DONE, shown.told
    assert server.calls == []
    wanted = [[_plain(message["content"]) for message in each["messages"]] for each in shown.objects()]
    assert journey("draft", NAME).code == Exit.DONE
    sent = [[_plain(message["content"]) for message in call.body["messages"]] for call in server.chats]
    assert wanted
    assert all(each in sent for each in wanted)
    assert "陈女士" not in shown.out
    rest = journey("draft", NAME, "--show-outgoing", "--json")
    assert rest.out == ""
    assert "kept" in rest.err


def _plain(text: str) -> str:
    """Without the random fences, which differ from run to run."""
    import re

    return re.sub(r"(?<=notes )[0-9a-f]{16}", "#", text)


def test_another_clients_name_is_marked_wherever_the_model_writes_it(
    place: Path, journey: Journey, analyst: Analyst, server: OpenAIServer
) -> None:
    assert journey("client", "add", "宏远装饰").code == Exit.DONE

    def lie(answer: dict[str, Any], _sent: Any) -> Any:
        for claim in answer["claims"]:
            claim["claim"] = "有客户说宏远装饰更好。"
        return answer

    analyst.lies["claims"] = lie
    assert journey("draft", NAME).code == Exit.DONE
    assert "宏远装饰" not in "\n".join(call.raw for call in server.calls)
    cells = [claim for each in stored(place)["maps"] for cell in each["cells"] for claim in cell["claims"]]
    assert cells
    assert {claim["verdict"] for claim in cells} == {"unsupported"}


def test_a_wrong_codebook_is_one_clear_line(place: Path, journey: Journey, server: OpenAIServer) -> None:
    book = place / "clients" / "Acme-净水" / "codebook.yaml"
    book.write_text("five-stage:\n  stages:\n    buying:\n      definition: x\n", encoding="utf-8")
    ran = journey("draft", NAME)
    assert ran.code == Exit.USAGE
    assert "buying" in ran.err
    assert server.chats == []


def test_the_doctor_says_what_the_endpoint_can_do(place: Path, journey: Journey, server: OpenAIServer) -> None:
    server.script = lambda _call: says('{"colour": "green"}')
    ran = journey("doctor")
    assert "test-model" in ran.out
    assert "json_schema" in ran.out
    server.script = lambda _call: fails(401, "bad key")
    ran = journey("doctor")
    assert ran.code == Exit.FLAGGED
    assert "key" in ran.out


def test_the_demo_needs_no_model_even_where_one_is_set(tmp_path: Path, place: Path) -> None:
    assert not make_demo(tmp_path / "demo", {}).uses_model


def test_an_embedding_model_at_an_endpoint_replaces_the_embedded_one(
    place: Path, journey: Journey, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_EMBEDDING_MODEL", "embed-model")
    assert journey("search", NAME, "滤芯").code == Exit.DONE
    bodies = [call.body for call in server.calls if call.path.endswith("/embeddings")]
    assert {body["model"] for body in bodies} == {"embed-model"}


def test_a_shared_embedder_beyond_this_machine_gets_pseudonyms(
    place: Path, journey: Journey, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_EMBEDDING_MODEL", "embed-model")
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    notes = place / "clients" / "Acme-净水" / "notes" / "more.md"
    notes.write_text("陈女士：是我同事欧阳慧敏介绍的，Acme 的水好喝，打 13800138000。\n", encoding="utf-8")
    ran = journey("index", NAME)
    assert ran.code == Exit.FLAGGED
    assert "欧阳慧敏" in ran.err
    sent = "\n".join(json.dumps(call.body, ensure_ascii=False) for call in server.calls)
    assert "欧阳慧敏" not in sent
    ran = journey("draft", NAME, "--mask-suspects")
    assert ran.code == Exit.DONE, ran.told
    sent = "\n".join(json.dumps(call.body, ensure_ascii=False) for call in server.calls)
    for each in ("欧阳慧敏", "13800138000", "Acme", "陈女士"):
        assert each not in sent


def test_showing_what_would_be_embedded_embeds_nothing(
    place: Path, journey: Journey, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOURNEY_EMBEDDING_MODEL", "embed-model")
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    ran = journey("draft", NAME, "--show-outgoing", "--json")
    assert ran.code == Exit.DONE, ran.told
    assert journey("draft", NAME, "--dry-run").code == Exit.DONE
    assert server.calls == []
    shown = ran.objects()
    assert shown[0]["step"] == "embed"
    assert {each["step"] for each in shown[1:]} == {"code"}
    assert not any("Acme" in text or "陈女士" in text for text in shown[0]["texts"])
    assert journey("index", NAME).code == Exit.DONE
    sent = {text for call in server.calls if call.path.endswith("/embeddings") for text in call.body["input"]}
    assert set(shown[0]["texts"]) <= sent


def test_the_code_table_shows_the_models_codings(place: Path, journey: Journey, analyst: Analyst) -> None:
    analyst.codes = lambda _words: ("loyalty", "kpi", 2)
    assert journey("draft", NAME).code == Exit.DONE
    rows = journey("code", NAME, "--json").objects()
    assert {tuple(row["stages"]) for row in rows} == {("loyalty",)}


def test_a_persons_words_stay_in_the_models_next_draft(place: Path, journey: Journey, server: OpenAIServer) -> None:
    report = Path(journey("draft", NAME, "--json").object()["reports"][0])
    drafts = place / "clients" / "Acme-净水" / ".journey" / "drafts"
    held = [claim for claims in claims_by_place(load_draft(drafts), "map").values() for claim in claims]
    edited, gone = held[0], held[-1]
    opened = Edited(report)
    opened.reword(name_of(claim_mark(edited.id)), "客户说滤芯换得太勤，提醒短信从来没有收到。")
    opened.delete_line(name_of(claim_mark(gone.id)))
    asked = len(server.chats)
    assert journey("review", "pull", opened.save(place / "reviewed.docx"), "--by", "林岚").code == Exit.DONE
    assert len(server.chats) == asked  # reading back sends nothing
    wang = "林：您怎么知道要换滤芯？\n陈女士：滤芯的提醒短信我到现在一次也没有收到过，都是自己想起来换。\n"
    (place / "clients" / "Acme-净水" / "notes" / "wang.md").write_text(wang, encoding="utf-8")
    told = journey("draft", NAME, "--engine", "llm", "--track-changes", "--json").object()
    draft = load_draft(drafts)
    assert (draft.number, draft.parent, told["since"]) == (3, 2, 2)
    assert draft.provenance.engine == "llm"
    claims = {each.id: each for each in draft.claims()}
    assert claims[edited.id].text == "客户说滤芯换得太勤，提醒短信从来没有收到。"
    assert (claims[edited.id].verdict, claims[edited.id].author) == (Verdict.EDITED, "林岚")
    assert gone.id not in claims
    assert len(server.chats) > asked
    left = {claim.id for claim in held} - {edited.id, gone.id}
    assert left & set(claims)
