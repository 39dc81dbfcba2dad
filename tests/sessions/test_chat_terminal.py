"""`journey chat` on a pseudo-terminal, against a model behind HTTP: killed in the middle of an answer, and resumed."""

import json
import os
from pathlib import Path

import pytest

from assistant.cli.root import run
from assistant.errors import Exit
from tests.fakes.openai_server import Call, OpenAIServer, Scripted, says
from tests.fakes.pseudo_terminal import PseudoTerminal
from tests.sessions.conftest import CHEN

PROFILE = 'name = "云杉净水"\n[[people]]\nname = "陈静"\nrole = "customer"\naliases = ["陈女士"]\n'


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "workshops"
    assert run(["init", str(root)]) == Exit.DONE
    monkeypatch.chdir(root)
    assert run(["client", "add", "云杉净水"]) == Exit.DONE
    (root / "clients" / "云杉净水" / "client.toml").write_text(PROFILE, encoding="utf-8")
    (root / "clients" / "云杉净水" / "notes" / "chen.md").write_text(CHEN, encoding="utf-8")
    return root


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "TMPDIR")}
    given = {
        "JOURNEY_LANG": "zh-Hans",
        "JOURNEY_EMBEDDER": "none",
        "LC_ALL": "C.UTF-8",
        "JOURNEY_CACHE": str(Path.cwd()),
    }
    return {**kept, **given, **more}


def answer(call: Call) -> Scripted:
    """Says in prose, streamed, what stands in the note about filters."""
    shown = str(call.body["messages"][-1]["content"])
    line = next((line for line in shown.splitlines() if "滤芯我半年换一次" in line), "N1〔")
    key = line.split("〔")[0]
    value = {
        "evidence": [{"key": key, "words": "滤芯我半年换一次"}],
        "found": "yes",
        "conflict": "",
        "answer": f"有客户说滤芯半年换一次 [{key}]。",
        "next_question": "",
    }
    return says(json.dumps(value, ensure_ascii=False))


def test_killed_in_the_middle_of_a_question_and_begun_again_with_its_history(place):
    with PseudoTerminal(["chat", "云杉净水"], place, environment()) as terminal:
        terminal.expect("云杉净水：1 份笔记")
        terminal.expect("\n>")
        terminal.line("滤芯多久换一次？")
        terminal.expect("滤芯我半年换一次")
        terminal.expect("\n>")
        terminal.type("还没有按回车的问题")
        terminal.expect("按回车")
        terminal.kill()
    with PseudoTerminal(["chat", "云杉净水"], place, environment()) as terminal:
        terminal.expect("\n>")
        terminal.type("\x1b[A")  # the question asked in the session before
        terminal.expect("滤芯多久换一次？")
        terminal.line("")
        terminal.expect("“滤芯我半年换一次")
        terminal.expect("\n>")
        terminal.type("/sou\t")
        terminal.expect("/source")
        terminal.line("1")
        terminal.expect("▶ ")
        terminal.expect("\n>")
        terminal.type("\x03")
        terminal.expect("再按一次 Ctrl-C 离开")
        terminal.type("\x03")
        assert terminal.code() == Exit.INTERRUPTED


def test_an_answer_that_hangs_is_killed_or_stopped_and_the_index_is_unharmed(place):
    with OpenAIServer(answer) as server:
        endpoint = {"JOURNEY_MODEL": "scripted", "JOURNEY_BASE_URL": server.base_url, "JOURNEY_VERIFY": "false"}
        with PseudoTerminal(["chat", "云杉净水"], place, environment(**endpoint)) as terminal:
            terminal.expect("由 scripted 作答")
            terminal.expect("\n>")
            terminal.line("滤芯多久换一次？")
            terminal.expect("有客户说滤芯半年换一次 [N")
            terminal.kill()
        with PseudoTerminal(["chat", "云杉净水"], place, environment(**endpoint)) as terminal:
            terminal.expect("\n>")
            terminal.line("滤芯多久换一次？")
            terminal.expect("有客户说滤芯半年换一次 [N")
            terminal.expect("\n>")
            terminal.line("/exit")
            assert terminal.code() == Exit.DONE
