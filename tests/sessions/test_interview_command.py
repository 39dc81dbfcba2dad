"""`journey interview` as a person and a script use it; the pseudo-terminal runs are killed and resumed."""

import json
import os
from pathlib import Path

import pytest

import assistant.library
from assistant.cli.root import run
from assistant.errors import Exit
from tests.fakes.pseudo_terminal import PseudoTerminal

PROFILE = """\
name = "云杉净水"
language = "zh-Hans"
consultant = "林岚"
[[segments]]
id = "home"
label = "家庭住户"
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "workshops"
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")
    monkeypatch.setenv("JOURNEY_LANG", "zh-Hans")
    assert run(["init", str(root)]) == Exit.DONE
    monkeypatch.chdir(root)
    assert run(["client", "add", "云杉净水"]) == Exit.DONE
    (root / "clients" / "云杉净水" / "client.toml").write_text(PROFILE, encoding="utf-8")
    return root


def note_of(place: Path) -> str:
    (only,) = (place / "clients" / "云杉净水" / "notes").glob("*.md")
    return only.read_text(encoding="utf-8")


def test_a_script_is_played_to_the_reports(place, monkeypatch, capsys):
    import io

    examples = assistant.library.load_codebook()[::30]
    monkeypatch.setattr(assistant.library, "load_codebook", lambda *_: examples)
    script = "去年夏天装修，发现水有很重的漂白粉味，孩子不肯喝。\n\n/jump 购买\n在京东买的，花了两千六百八十块。\n\n/done\n\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(script))
    assert (
        run(["interview", "云杉净水", "--person", "周敏", "--segment", "家庭住户", "--engine", "extractive"])
        == Exit.DONE
    )
    told = capsys.readouterr().out
    assert "访谈结束：2 题有回答，0 题跳过" in told
    assert "客群：家庭住户" in note_of(place)
    assert "访谈者：林岚" in note_of(place)
    reports = list(place.glob("outputs/*/*/draft.md"))
    assert len(reports) == 1
    assert "两千六百八十" in reports[0].read_text(encoding="utf-8")


def test_json_keeps_the_talk_on_stderr(place, monkeypatch, capsys):
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("在电梯里看到广告。\n\n/pause\n"))
    assert run(["interview", "云杉净水", "--person", "周敏", "--json"]) == Exit.DONE
    printed = capsys.readouterr()
    value = json.loads(printed.out.splitlines()[-1])
    assert value["state"] == "paused"
    assert value["spoken_of"] == ["awareness.behaviour"]
    assert "刚有这个想法的时候" in printed.err


def test_an_unknown_segment_and_a_resume_without_an_interview_say_what_there_is(place, capsys):
    assert run(["interview", "云杉净水", "--segment", "shop", "--person", "x"]) == Exit.USAGE
    assert "已有客群：home。" in capsys.readouterr().err
    assert run(["interview", "云杉净水", "--resume"]) == Exit.USAGE
    assert "没有可以继续的访谈" in capsys.readouterr().err


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "TMPDIR")}
    return {**kept, "JOURNEY_LANG": "zh-Hans", "JOURNEY_EMBEDDER": "none", "LC_ALL": "C.UTF-8"}


def test_killed_in_the_middle_of_an_answer_and_resumed(place):
    with PseudoTerminal(["interview", "云杉净水", "--person", "周敏"], place, environment()) as terminal:
        terminal.expect("\n周敏>")
        terminal.line("去年夏天装修完，发现水有味道。")
        terminal.expect("\n周敏>")
        terminal.line("孩子不肯喝，因为有漂白粉味。")
        terminal.expect("\n周敏>")
        terminal.type("这一行还没有按回车")
        terminal.expect("按回车")
        terminal.kill()
    with PseudoTerminal(["interview", "云杉净水", "--resume"], place, environment()) as terminal:
        terminal.expect("接着访谈：周敏（客户），已有 0 段回答")
        screen = terminal.expect("\n周敏>")
        assert "孩子不肯喝，因为有漂白粉味。" in screen
        assert "这一行还没有按回车" not in screen
        terminal.line("")
        terminal.expect("您第一次看到或听说这家公司")
        terminal.line("/done")
        terminal.expect("现在就读入笔记、起草报告吗？")
        terminal.expect(">")
        terminal.line("n")
        assert terminal.code() == Exit.DONE
    assert "**周敏**（" in note_of(place)
    assert "去年夏天装修完，发现水有味道。\n孩子不肯喝，因为有漂白粉味。\n" in note_of(place)


def test_killed_between_two_questions_and_broken_off_by_ctrl_c(place):
    with PseudoTerminal(["interview", "云杉净水", "--person", "周敏"], place, environment()) as terminal:
        terminal.expect("\n周敏>")
        terminal.type("\x1b[200~粘贴的第一段，因为搬家。\n\n粘贴的第二段，花了300元。\x1b[201~")
        terminal.line("")
        terminal.expect("\n周敏>")
        terminal.line("")
        terminal.expect("您第一次看到或听说这家公司")
        terminal.kill()
    with PseudoTerminal(["interview", "云杉净水", "--resume"], place, environment()) as terminal:
        terminal.expect("已有 1 段回答")
        terminal.expect("\n周敏>")
        terminal.type("\x03")
        terminal.expect("journey interview 云杉净水 --resume")
        assert terminal.code() == Exit.INTERRUPTED
    assert "粘贴的第一段，因为搬家。\n\n粘贴的第二段，花了300元。" in note_of(place)
