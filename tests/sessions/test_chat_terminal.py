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

PROFILE = (
    'name = "云杉净水"\n[[people]]\nname = "陈静"\nrole = "customer"\naliases = ["陈女士"]\n'
    '[[people]]\nname = "林"\nrole = "interviewer"\n'
)


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


def answer(call: Call, hold: int | None = None) -> Scripted:
    """Says what stands in the note about filters, in two sentences; the stream stands still after `hold` pieces."""
    shown = str(call.body["messages"][-1]["content"])
    line = next((line for line in shown.splitlines() if "滤芯我半年换一次" in line), "N1〔")
    key = line.split("〔")[0]
    value = {
        "evidence": [{"key": key, "words": "滤芯我半年换一次，一年要花六百元。"}],
        "found": "yes",
        "conflict": "",
        "answer": f"有客户说滤芯半年换一次 [{key}]。一年要花六百元 [{key}]。",
        "next_question": "",
    }
    return says(json.dumps(value, ensure_ascii=False), hold=hold)


def piece_of(call: Call, words: str) -> int:
    """How many pieces of the answer's stream hold it up to these words, its pieces being three letters each."""
    text = str(answer(call).text)
    return (text.index(words) + len(words)) // 3 + 1


def test_killed_in_the_middle_of_a_question_and_begun_again_with_its_history(place):
    with PseudoTerminal(["chat", "云杉净水"], place, environment()) as terminal:
        terminal.expect("云杉净水：1 份笔记，2 条陈述")
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


def test_killed_in_the_middle_of_a_streamed_answer_and_gone_on_with(place):
    def script(call: Call) -> Scripted:
        first = len(server.chats) == 1
        return answer(call, hold=piece_of(call, "一年要花六百元 [") if first else None)

    with OpenAIServer(script) as server:
        endpoint = {"JOURNEY_MODEL": "scripted", "JOURNEY_BASE_URL": server.base_url, "JOURNEY_VERIFY": "false"}
        with PseudoTerminal(["chat", "云杉净水"], place, environment(**endpoint)) as terminal:
            terminal.expect("由 scripted 作答")
            terminal.expect("\n>")
            terminal.line("滤芯多久换一次？")
            terminal.expect("有客户说滤芯半年换一次 [N")
            terminal.kill()
        with PseudoTerminal(["chat", "云杉净水", "--resume"], place, environment(**endpoint)) as terminal:
            terminal.expect("接着上次的对话（1 问），最后一问：")
            kept = terminal.expect("（这一问没有答完，以上是已经说过的部分。）")
            assert "> 滤芯多久换一次？\n有客户说滤芯半年换一次 [N" in kept
            assert "六百元" not in kept
            terminal.expect("\n>")
            terminal.line("/claim 留存 洞察")  # what had been said still has its evidence
            terminal.expect("“滤芯我半年换一次，一年要花六百元。” 陈静")
            terminal.expect("\n>")
            terminal.line("滤芯多久换一次？")
            terminal.expect("一年要花六百元 [N")
            terminal.expect("\n>")
            terminal.line("/history")
            terminal.expect("2. 滤芯多久换一次？")
            terminal.expect("\n>")
            terminal.line("/exit")
            assert terminal.code() == Exit.DONE
