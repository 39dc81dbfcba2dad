"""`journey ask` as a person and another program use it, without a model and with one behind HTTP."""

import io
import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.cli import consent
from assistant.cli.root import run
from assistant.errors import Exit
from tests.fakes.openai_server import Call, OpenAIServer, Scripted, fails, says, says_json
from tests.sessions.conftest import CHEN, SU, WANG

QUESTION = "滤芯多久换一次？"
PROFILE = """\
name = "Acme 净水"
language = "zh-Hans"
brands = ["Acme"]
[[people]]
name = "陈静"
role = "customer"
aliases = ["陈女士"]
[[people]]
name = "王丽"
role = "customer"
aliases = ["王女士"]
[[people]]
name = "苏敏"
role = "staff"
[[people]]
name = "林岚"
role = "interviewer"
aliases = ["林"]
"""


class Ran:
    """What a command left behind."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def object(self):
        return json.loads(self.out)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two clients; the second one's notes must never be seen from the first."""
    root = tmp_path / "w"
    assert run(["init", str(root)]) == Exit.DONE
    monkeypatch.chdir(root)
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)
    for name, notes in (("acme", {"chen.md": CHEN, "wang.md": WANG, "su.md": SU}), ("mingquan", {"x.md": OTHER})):
        assert run(["client", "add", name]) == Exit.DONE
        folder = root / "clients" / name
        if name == "acme":
            (folder / "client.toml").write_text(PROFILE, encoding="utf-8")
        for file, text in notes.items():
            (folder / "notes" / file).write_text(text, encoding="utf-8")
    return root


OTHER = "何先生：明泉的滤芯我们每八十八天换一次，多久都行。\n"


@pytest.fixture
def ask(workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    def call(*arguments: str, at_terminal: bool = False) -> Ran:
        capsys.readouterr()
        monkeypatch.setattr(sys.stdout, "isatty", lambda: at_terminal)
        code = run(["ask", *arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        assert "our fault" not in printed.err, printed.err
        return Ran(code, printed.out, printed.err)

    return call


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIServer]:
    with OpenAIServer() as running:
        monkeypatch.setenv("JOURNEY_MODEL", "test-model")
        monkeypatch.setenv("JOURNEY_BASE_URL", running.base_url)
        yield running


def keyed(call: Call, words: str) -> str:
    """The key under which those words were sent."""
    line = next(line for line in call.last.splitlines() if words in line)
    return re.match(r"[NP]\d+", line)[0]


def truth(call: Call, **rest: object) -> dict[str, object]:
    """A true answer to how often Ms Chen changes the filter, and to whether it is one."""
    if is_check(call):
        return checked("S1")
    if "半年换一次" not in call.last:  # asked once more, without it
        return {"evidence": [], "found": "no", "conflict": "", "answer": "", "next_question": "", **rest}
    key = keyed(call, "半年换一次")
    told = {
        "evidence": [{"key": key, "words": "滤芯我半年换一次"}],
        "found": "yes",
        "conflict": "",
        "answer": f"有客户的滤芯半年换一次 [{key}]。",
        "next_question": "",
    }
    return {**told, **rest}


def is_check(call: Call) -> bool:
    return "\nS1 " in call.last


def checked(key: str, **rest: object) -> dict[str, object]:
    """What the second call says of a sentence whose quote answers."""
    check = {"key": key, "wanted": "多久换一次", "words": "半年换一次", "answers": "yes"}
    return {"checks": [{**check, **rest}]}


# ------------------------------------------------------------ without a model


def test_without_a_model_it_says_so_and_gives_the_passages_with_their_places(ask):
    ran = ask("acme", QUESTION)
    assert ran.code == Exit.DONE
    assert ran.out.startswith("No chat model is configured")
    assert "chen.md · line 3 · 陈静: “滤芯我半年换一次，一年要花六百元。”" in ran.out


def test_nothing_near_is_a_plain_no_with_the_question_to_ask(ask):
    ran = ask("acme", "公司打算哪一天上市交易？")
    assert "Nothing was found in the notes that plainly speaks of this." in ran.out
    assert "To ask in an interview:" in ran.out


def test_the_json_of_an_answer(ask):
    told = ask("acme", QUESTION, "--json").object
    assert list(told)[:4] == ["question", "found", "answer", "citations"]
    assert (told["question"], told["found"], told["answer"]) == (QUESTION, True, "")
    assert set(told["citations"][0]) == {"key", "document", "locator", "speaker", "quote"}
    assert {each["document"] for each in told["citations"]} <= {"chen.md", "wang.md", "su.md"}


def test_a_question_comes_by_pipe_or_by_a_dash(ask, monkeypatch):
    for arguments in (("acme",), ("acme", "-")):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{QUESTION}\n"))
        assert ask(*arguments, "--json").object["question"] == QUESTION
    monkeypatch.setattr("sys.stdin", io.StringIO("  \n"))
    assert ask("acme", "-").code == Exit.USAGE


def test_another_clients_notes_are_never_visible(ask, server):
    server.script = lambda call: says_json(truth(call))
    assert "八十八" not in ask("acme", QUESTION, "--json").out
    assert all("八十八" not in call.raw and "何先生" not in call.raw for call in server.calls)
    assert "八十八" not in ask("acme", "明泉的滤芯多久换一次？", "--engine", "extractive").out


def test_a_client_without_notes_says_so_plainly(ask, workspace):
    assert run(["client", "add", "empty"]) == Exit.DONE
    ran = ask("empty", QUESTION, "--json")
    assert ran.code == Exit.DONE
    assert ran.object["found"] is False


# ------------------------------------------------------------ with a model


def test_a_model_answers_with_citations(ask, server):
    server.script = lambda call: says_json(truth(call))
    ran = ask("acme", QUESTION)
    assert ran.code == Exit.DONE
    assert re.match(r"有客户的滤芯半年换一次 \[N\d\]。\n", ran.out)
    assert "chen.md · line 3 · 陈静" in ran.out
    told = ask("acme", QUESTION, "--json").object
    assert told["found"] is True
    assert told["answer"].startswith("有客户的滤芯半年换一次")
    assert told["withheld"] == 0


@pytest.mark.parametrize(
    "lie",
    [
        {"answer": "滤芯平均九个月换一次 [N1]。"},
        {"answer": "滤芯终身免费 [N99]。"},
        {"answer": "mingquan 的滤芯半年换一次 [N1]。"},
        {"evidence": [{"key": "N1", "words": "滤芯终身免费"}], "answer": "滤芯终身免费 [N1]。"},
    ],
)
def test_nothing_a_lying_model_invents_is_printed(ask, server, lie):
    server.script = lambda call: says_json(truth(call, **lie))
    ran = ask("acme", QUESTION)
    assert "did not pass the check" in ran.out
    for invented in ("九个月", "终身免费", "mingquan"):
        assert invented not in ran.out


def test_a_reply_that_is_no_answer_leaves_the_passages_and_code_3(ask, server):
    server.queue(says("我不知道该怎么写 JSON"))
    ran = ask("acme", QUESTION)
    assert ran.code == Exit.FLAGGED
    assert "could not be read" in ran.out
    assert "半年换一次" in ran.out


def test_an_endpoint_that_refuses_leaves_the_passages_and_an_error(ask, server):
    server.queue(fails(401, "bad key"))
    ran = ask("acme", QUESTION)
    assert ran.code == Exit.FAILED
    assert "半年换一次" in ran.out
    assert ran.err.startswith("Error: ")


def test_at_a_terminal_the_answer_is_streamed_sentence_by_sentence_once_checked(ask, server):
    server.script = lambda call: says_json(truth(call))
    ran = ask("acme", QUESTION, at_terminal=True)
    assert server.chats[0].body["stream"] is True
    assert ran.out.count("有客户的滤芯半年换一次") == 1


def test_a_stream_cut_in_the_middle_keeps_what_was_checked_and_ends_with_an_error(ask, server):
    def script(call: Call) -> Scripted:
        told = json.dumps(truth(call), ensure_ascii=False).replace("半年换一次 [", "半年换一次 [", 1)
        told = told.replace('"next_question"', f'"more": "{"x" * 400}", "next_question"')
        key = keyed(call, "半年换一次")
        told = told.replace(f"[{key}]。", f"[{key}]。一年要花六百元 [{key}]。平均九个月才换 [{key}]。", 1)
        pieces = tuple(told[start : start + 8] for start in range(0, len(told), 8))
        return Scripted(pieces=pieces, cut=len(pieces) - 30)

    server.script = script
    ran = ask("acme", QUESTION, at_terminal=True)
    assert ran.code == Exit.TRY_LATER
    assert "半年换一次" in ran.out
    assert "一年要花六百元" in ran.out
    assert "九个月" not in ran.out
    assert "only in part" in ran.out


def test_names_are_masked_before_they_leave_the_machine(ask, server, monkeypatch):
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")

    def script(call: Call) -> Scripted:
        assert "陈女士" not in call.raw
        assert "Acme" not in call.raw
        return says_json(truth(call))

    server.script = script
    ran = ask("acme", "Acme 的客户陈女士滤芯多久换一次？", "--json")
    assert ran.code == Exit.DONE, ran.err
    assert ran.object["found"] is True


def test_names_in_doubt_stop_the_question_before_anything_is_sent(ask, server, workspace, monkeypatch):
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    doubt = "客户：滤芯多久换一次要问你们的郑宇航，他说半年换一次。\n"
    (workspace / "clients/acme/notes/doubt.md").write_text(doubt, encoding="utf-8")
    server.script = lambda call: says_json(truth(call))
    ran = ask("acme", QUESTION)
    assert ran.code == Exit.FLAGGED
    assert server.chats == []
    assert "or journey ask" in ran.err
    assert ask("acme", QUESTION, "--mask-suspects").code == Exit.DONE
    assert all("郑宇航" not in call.raw for call in server.chats)


def test_at_a_terminal_names_in_doubt_are_settled_once_and_the_question_goes_on(ask, server, workspace, monkeypatch):
    monkeypatch.setenv("JOURNEY_PRIVACY", "on")
    doubt = "客户：滤芯多久换一次要问你们的郑宇航，他说半年换一次。\n"
    (workspace / "clients/acme/notes/doubt.md").write_text(doubt, encoding="utf-8")
    server.script = lambda call: says_json(truth(call))
    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        assert server.chats == [], "asked before anything is sent"
        asked.append(text)
        return True

    monkeypatch.setattr(consent, "_is_there", lambda: True)
    monkeypatch.setattr(consent.click, "confirm", confirm)
    ran = ask("acme", QUESTION)
    assert ran.code == Exit.DONE, ran.err
    assert len(asked) == 1
    assert "郑宇航" in asked[0]
    assert ask("acme", f"{QUESTION}谁知道？").code == Exit.DONE
    assert len(asked) == 1, "the answers are kept"
    assert all("郑宇航" not in call.raw for call in server.chats)


# ------------------------------------------------------------ the second look


def test_what_the_second_look_finds_no_answer_in_is_withheld(ask, server):
    server.script = lambda call: says_json(checked("S1", words="", answers="no") if is_check(call) else truth(call))
    ran = ask("acme", QUESTION)
    assert ran.out.startswith("The notes do not say.")
    assert "a second check found that the quote does not answer the question 1" in ran.out
    told = ask("acme", QUESTION, "--json").object
    assert (told["found"], told["answer"], told["withheld"]) == (False, "", 1)
    assert any("半年换一次" in each["quote"] for each in told["nearest"])


def test_at_a_terminal_a_sentence_that_was_shown_already_is_taken_back_in_plain_words(ask, server):
    server.script = lambda call: says_json(checked("S1", words="", answers="no") if is_check(call) else truth(call))
    ran = ask("acme", QUESTION, at_terminal=True)
    assert ran.out.index("有客户的滤芯半年换一次") < ran.out.index("Do not use this sentence from above")
    assert "The notes do not say." in ran.out


def test_without_the_second_look_one_call_is_made(ask, server):
    server.script = lambda call: says_json(truth(call))
    assert "半年换一次" in ask("acme", QUESTION, "--no-verify").out
    assert len(server.chats) == 1


def test_a_second_look_that_fails_is_said(ask, server, monkeypatch):
    server.script = lambda call: fails(400, "no") if is_check(call) else says_json(truth(call))
    ran = ask("acme", QUESTION, "--json")
    assert ran.object["found"] is True
    assert ran.object["marks"] == ["第二次核对没有做成"]


def test_the_second_look_is_shown_no_more_than_the_quotes(ask, server):
    server.script = lambda call: says_json(truth(call))
    ask("acme", QUESTION)
    (check,) = [call for call in server.chats if is_check(call)]
    assert "半年换一次" in check.last
    assert "一年换一次" not in check.last.replace("半年换一次", "")
    assert "S1 （问：" in check.last


def test_a_question_of_somebody_not_named_yet_leads_to_its_answer(ask, workspace):
    (workspace / "clients" / "acme" / "client.toml").write_text('name = "acme"\n', encoding="utf-8")
    told = ask("acme", QUESTION).out
    assert "滤芯我半年换一次" in told
    assert "您一年换三次，对吗" not in told


def test_ctrl_c_before_the_second_look_says_that_what_was_shown_is_unchecked(ask, server):
    def script(call: Call) -> Scripted:
        if is_check(call):
            os.kill(os.getpid(), signal.SIGINT)
        return says_json(checked("S1") if is_check(call) else truth(call))

    server.script = script
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a runner of tests may have it ignored
    try:
        ran = ask("acme", QUESTION, at_terminal=True)
    finally:
        signal.signal(signal.SIGINT, before)
    assert ran.code == Exit.INTERRUPTED
    assert ran.out.index("有客户的滤芯半年换一次") < ran.out.index("Do not quote it yet")
