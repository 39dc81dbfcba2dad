"""A chat at a terminal: whole transcripts without a model, with one that follows a script, and in a pipe."""

import io
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import assistant.library
import assistant.wiring_ask
from assistant.cli.root import run
from assistant.errors import EndpointDownError, Exit, StorageError, UsageError
from assistant.journey import Dimension, Role, Verdict
from assistant.model.ledger import Totals
from assistant.model_engine import Manner, Unattended
from assistant.sessions.chat.backing import Backing
from assistant.sessions.chat.exchanges import KeptChats
from assistant.sessions.chat.obeying import Commands
from assistant.sessions.chat.running import RunningChat, RunningChats
from assistant.sessions.chat.talking import Leave, Talk
from assistant.sessions.checking import Checker
from assistant.wiring import open_workspace
from assistant.wiring_chat import open_chat
from assistant.wording import Text
from tests.fakes.chat_model import ScriptedChatModel
from tests.fakes.terminal import CTRL_C, lines, typing
from tests.sessions.conftest import CHEN, SU, WANG

PROFILE = """\
name = "云杉净水"
language = "zh-Hans"
consultant = "林岚"
[[segments]]
id = "home"
label = "家庭住户"
[[segments]]
id = "shop"
label = "小店"
[[people]]
name = "陈静"
role = "customer"
segment = "home"
aliases = ["陈女士"]
[[people]]
name = "王丽"
role = "customer"
segment = "shop"
aliases = ["王女士"]
[[people]]
name = "苏敏"
role = "staff"
[[people]]
name = "林岚"
role = "interviewer"
aliases = ["林"]
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "workshops"
    examples = assistant.library.load_codebook()[::30]
    monkeypatch.setattr(assistant.library, "load_codebook", lambda *_: examples)
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")
    monkeypatch.setenv("JOURNEY_LANG", "zh-Hans")
    assert run(["init", str(root)]) == Exit.DONE
    monkeypatch.chdir(root)
    assert run(["client", "add", "云杉净水"]) == Exit.DONE
    client = root / "clients" / "云杉净水"
    (client / "client.toml").write_text(PROFILE, encoding="utf-8")
    for name, text in (("chen.md", CHEN), ("wang.md", WANG), ("su.md", SU)):
        (client / "notes" / name).write_text(text, encoding="utf-8")
    return root


class Scripted:
    """A configured model that says what it is told."""

    def __init__(self, model: ScriptedChatModel) -> None:
        self.model = model
        self.name = model.name
        self.totals = Totals(calls=3, tokens_in=100, tokens_out=20)

    def open(self, texts: Sequence[str]) -> ScriptedChatModel:
        return self.model

    def close(self) -> None:
        pass


Chat = Callable[..., tuple[str, Leave, Talk]]


def find_client(name: str) -> str:
    if name == "没有的":
        raise UsageError(Text("没有名为“没有的”的客户。", "There is no client “没有的”."), None)
    return name


@pytest.fixture
def chat(place: Path, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """A conversation with these keys pressed: the transcript, how it ended, and the talk itself."""

    def held(
        *keys: str, model: ScriptedChatModel | None = None, width: int = 80, edit: Any = None, verify: bool = False
    ) -> Any:
        asked = Scripted(model) if model is not None else None
        monkeypatch.setattr(assistant.wiring_ask, "open_asked_model", lambda *_: asked)
        with typing(*keys, width=width) as terminal:
            flags = {"engine": "extractive", "verify": verify}
            backing: Backing = open_chat(
                open_workspace(None), "云杉净水", flags, lambda _: None, Manner(Unattended()),
                now=lambda: datetime(2026, 5, 4, 10, 0),
            )  # fmt: skip
            drafted: list[str] = []
            chats = RunningChats(backing.client.state / "chats" / "running")
            commands = Commands(
                KeptChats(backing.client.state / "chats"),
                chats,
                clients=lambda: ["云杉净水"],
                draft=lambda: drafted.append("drafted"),
                edit=edit or (lambda: None),
                find_client=find_client,
            )
            with closing(backing):
                talk = Talk(terminal, backing, commands, chats.begin(datetime(2026, 5, 4, 10, 0)))
                leave = talk.run()
            held.drafted, held.commands = drafted, commands
            return terminal.transcript, leave, talk

    return held


def answering(*quotes: tuple[str, str], answer: str = "", state: str = "yes") -> Callable[[Any], Any]:
    """A script for the model: quotes by words in the passage they stand in, `{words}` in the answer for its key."""

    def script(request: Any) -> Any:
        if request.step == "rewrite-question":
            return {"question": "员工怎么提醒客户换滤芯？"}
        shown = request.messages[-1].content

        def key(words: str) -> str:
            line = next(line for line in shown.splitlines() if words in line and line.startswith("N"))
            return line.split("〔")[0].split(" ")[0]

        text = answer
        for words, _ in quotes:
            text = text.replace("{" + words + "}", key(words))
        return {
            "evidence": [{"key": key(words), "words": quote} for words, quote in quotes],
            "found": state,
            "conflict": "",
            "answer": text,
            "next_question": "",
        }

    return script


CHANGES = answering(("半年换一次", "滤芯我半年换一次"), answer="有客户说滤芯半年换一次 [{半年换一次}]。")


# ---------------------------------------------------------------- without a model


def test_without_a_model_it_finds_shows_and_refuses(chat):
    seen, leave, talk = chat(lines("陈女士的滤芯多久换一次？", "/source 2", "老板今年几岁？", "/exit"))
    assert leave.client is None
    assert "[N2] chen.md · 第 3 行 · 陈静：“滤芯我半年换一次，一年要花六百元。”" in seen
    assert "▶ 陈静：滤芯我半年换一次，一年要花六百元。" in seen
    assert "  林岚：滤芯多久换一次？您一年换三次，对吗？" in seen
    assert "笔记里没有找到直接说到这一点的话。" in seen
    assert talk.exchanges[0].found


def test_a_follow_up_is_understood_and_shown_as_it_was_understood(chat):
    seen, _, talk = chat(lines("陈静多久换一次滤芯？", "那王丽呢？", "/exit"))
    assert "（理解为：王丽多久换一次滤芯？）" in seen
    assert talk.exchanges[-1].citations[0].speaker == "王丽"


def test_a_segment_and_a_stage_narrow_what_is_found(chat):
    seen, _, talk = chat(
        lines(
            "/segment 小店",
            "滤芯多久换一次？",
            "/segment all",
            "/segment 火星",
            "/stage 火星",
            "/stage Purchase",
            "/exit",
        )
    )
    speakers = {each.speaker for each in talk.exchanges[0].citations}
    assert speakers <= {"王丽", "苏敏"}
    assert "[小店] > 滤芯多久换一次？" in seen
    assert "没有“火星”。可选：home 家庭住户、shop 小店。" in seen
    assert "没有“火星”。可选：认知、考虑、购买、留存、忠诚。" in seen
    assert "[购买] > /exit" in seen


def test_both_sides_stand_beside_each_other(chat):
    seen, _, _ = chat(lines("/compare 滤芯提醒", "/exit"))
    customers, staff = seen.split("员工说：")
    assert "“我从来没有收到过提醒" in customers
    assert "苏敏" in staff


def test_the_map_is_counted_and_gaps_wait_for_a_draft(chat):
    seen, _, _ = chat(lines("/map", "/gaps", "/map 购买", "/draft", "/exit"))
    assert "现有笔记按格计数（条/人）：" in seen
    assert seen.count("还没有草稿；/draft 起草。") == 2
    assert chat.drafted == ["drafted"]


def test_a_narrow_terminal_wraps_chinese_without_breaking_a_column(chat):
    from assistant.columns import count_columns

    seen, _, _ = chat(lines("提醒短信的送达率是多少？", "/help", "/exit"), width=40)
    told = [line for line in seen.splitlines() if not line.startswith("> ")]
    assert all(count_columns(line) < 40 for line in told)
    assert not any(line.strip().startswith(("，", "。", "”")) for line in told)


# ---------------------------------------------------------------- with a model


def test_a_whole_conversation_with_a_model(chat):
    seen, _, talk = chat(
        lines("滤芯多久换一次？", "/history", "/cost", "/exit"), model=ScriptedChatModel(script=CHANGES)
    )
    assert "有客户说滤芯半年换一次 [N" in seen
    assert "  1. 滤芯多久换一次？" in seen
    assert "本次：3 次调用" in seen
    assert talk.exchanges[0].said == ("有客户说滤芯半年换一次。",)
    assert talk.citations[0].quote == "滤芯我半年换一次，一年要花六百元。"


def test_what_the_notes_do_not_say_is_not_said_in_any_turn(chat):
    invents = answering(("半年换一次", "滤芯我半年换一次"), answer="客户说滤芯每 3 个月换一次 [{半年换一次}]。")
    seen, _, talk = chat(lines("滤芯多久换一次？", "那提醒呢？", "/exit"), model=ScriptedChatModel(script=invents))
    assert "3 个月" not in seen
    assert all(not each.said for each in talk.exchanges)


def test_an_endpoint_that_is_down_leaves_the_passages_and_the_conversation(chat):
    model = ScriptedChatModel(EndpointDownError(Text("连不上接口。", "Cannot connect.")))
    seen, leave, talk = chat(lines("滤芯多久换一次？", "/exit"), model=model)
    assert "注意：连不上接口。" in seen
    assert "滤芯我半年换一次" in seen
    assert leave.troubled
    assert talk.exchanges


def test_ctrl_c_stops_an_answer_and_keeps_the_part(chat):
    class StoppedModel(ScriptedChatModel):
        def stream(self, *given: Any, **rest: Any) -> Any:
            whole = "".join(super().stream(*given, **rest))
            cut = whole.index("next_question")
            yield whole[:cut]
            raise KeyboardInterrupt

    model = StoppedModel(
        script=answering(
            ("半年换一次", "滤芯我半年换一次"), answer="有客户说滤芯半年换一次 [{半年换一次}]。一年要花六百元"
        )
    )
    seen, leave, talk = chat(lines("滤芯多久换一次？"), CTRL_C, model=model)
    assert "有客户说滤芯半年换一次 [N" in seen
    assert "已停止，说过的部分保留。" in seen
    assert leave.interrupted
    assert talk.exchanges[0].said == ("有客户说滤芯半年换一次。",)
    assert talk.exchanges[0].citations


def test_an_answer_stopped_before_it_was_checked_says_so(chat, monkeypatch):
    def stop(*_given: Any, **_rest: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(Checker, "check", stop)
    told = answering(("半年换一次", "滤芯我半年换一次"), answer="有客户说滤芯半年换一次 [{半年换一次}]。")
    seen, _, talk = chat(lines("滤芯多久换一次？", "/exit"), model=ScriptedChatModel(script=told), verify=True)
    assert seen.index("有客户说滤芯半年换一次 [N") < seen.index("先不要引用") < seen.index("已停止")
    assert "先不要引用" in talk.exchanges[0].lines[-1]


def test_an_answer_stopped_before_its_first_word_says_nothing_of_the_notes(chat):
    class StoppedModel(ScriptedChatModel):
        def stream(self, *_given: Any, **_rest: Any) -> Any:
            raise KeyboardInterrupt

    seen, _, talk = chat(lines("滤芯多久换一次？", "/exit"), model=StoppedModel(script=answering(answer="")))
    assert "已停止，说过的部分保留。" in seen
    assert "笔记里没有" not in seen
    assert "半年换一次" not in seen
    assert [each.question for each in talk.exchanges] == ["滤芯多久换一次？"]


def test_an_endpoint_that_is_down_does_not_make_the_notes_silent(chat):
    model = ScriptedChatModel(EndpointDownError(Text("连不上接口。", "Cannot connect.")))
    seen, _, _ = chat(lines("安装公司的老板今年几岁？", "/exit"), model=model)
    assert "注意：连不上接口。" in seen
    assert "笔记里没有" not in seen


def test_ctrl_c_at_the_prompt_leaves_the_second_time_only(chat):
    seen, leave, _ = chat(CTRL_C, lines("/history"), CTRL_C, CTRL_C)
    assert seen.count("再按一次 Ctrl-C 离开，或用 /exit。") == 2
    assert leave.interrupted


# ---------------------------------------------------------------- from talk to document


def test_a_note_by_the_consultant_is_read_and_is_no_evidence(chat, place):
    seen, _, talk = chat(lines("/note 门店排队二十分钟，没有人招呼", "门店排队要多久？", "/exit"))
    (note,) = (place / "clients" / "云杉净水" / "notes").glob("顾问笔记-2026-05-04.md")
    assert note.name in seen
    assert "**林岚**（10:00:00）：门店排队二十分钟，没有人招呼" in note.read_text(encoding="utf-8")
    assert "笔记有变化，已重新读入。" in seen
    said = [each for each in talk.backing.statements() if each.document == note.name]
    assert [each.role for each in said] == [Role.INTERVIEWER]
    assert all(each.document != note.name for each in talk.citations)


def test_a_claim_is_proposed_accepted_and_in_every_later_draft(chat, place, capsys):
    assert run(["draft", "云杉净水", "--engine", "extractive"]) == Exit.DONE
    told = lines(
        "滤芯多久换一次？", "/segment home", "/claim 留存 洞察 陈静半年换一次滤芯。", "/accept", "/map 留存", "/exit"
    )
    seen, _, talk = chat(told, model=ScriptedChatModel(script=CHANGES))
    assert "拟写入 留存 · 客户洞察 · 家庭住户：\n  陈静半年换一次滤芯。" in seen
    assert "已放进草稿 2，标明出自林岚" in seen
    draft = talk.backing.latest_draft()
    assert draft is not None
    assert (draft.number, draft.parent) == (2, 1)
    home = next(each for each in draft.maps if each.segment == "home")
    claim = home.cell("retention", Dimension.INSIGHT).claims[0]
    assert (claim.text, claim.author, claim.verdict) == ("陈静半年换一次滤芯。", "林岚", Verdict.EDITED)
    assert draft.quoted(claim.keys[0]) is not None
    assert run(["draft", "云杉净水", "--engine", "extractive"]) == Exit.DONE
    (latest,) = place.glob("outputs/*/*-2/draft.md")
    assert "陈静半年换一次滤芯。" in latest.read_text(encoding="utf-8")


def test_a_claim_says_what_code_doubts_about_it(chat):
    told = lines("滤芯多久换一次？", "/segment home", "/claim 留存 洞察 客户每 3 个月换一次滤芯。", "/exit")
    seen, _, _ = chat(told, model=ScriptedChatModel(script=CHANGES))
    assert "请核对：所引证据里没有这些数字或日期" in seen


def test_without_an_answer_there_is_nothing_to_claim_or_accept(chat):
    seen, _, _ = chat(lines("/claim", "/accept", "/source 1", "/exit"))
    assert "上一个回答没有出自笔记的依据" in seen
    assert "没有拟好的论断；先用 /claim。" in seen


# ---------------------------------------------------------------- the conversation kept


def test_a_conversation_is_saved_loaded_undone_and_cleared(chat, place):
    kept = lines("滤芯多久换一次？", "/save 第一次", "/save 对话.md", "/clear", "/history")
    seen, _, talk = chat(kept, lines("/load 第一次", "/source 1", "/undo", "/undo", "/exit"))
    assert "已保存：第一次" in seen
    assert "# 对话：云杉净水" in (place / "对话.md").read_text(encoding="utf-8")
    assert "已载入“第一次”：1 个问题。" in seen
    assert "▶ " in seen.split("已载入")[1]
    assert "没有可以去掉的。" in seen
    assert talk.exchanges == []


def test_the_conversation_before_is_taken_up_with_its_sources(chat):
    chat(lines("滤芯多久换一次？", "提醒怎么发？", "/undo", "/exit"))
    seen, _, talk = chat(lines("/load 上次", "/source 1", "那王丽呢？", "/exit"))
    assert "接着上次的对话（1 问），最后一问：\n> 滤芯多久换一次？\n[N1] " in seen
    assert "▶ " in seen.split("/source 1")[1]
    assert [each.question for each in talk.exchanges] == ["滤芯多久换一次？", "那王丽呢？"]
    assert talk.exchanges[1].understood == "滤芯多久换一次？王丽呢？"


def test_what_was_cleared_is_not_taken_up_again(chat):
    chat(lines("滤芯多久换一次？", "/clear", "/exit"))
    seen, _, _ = chat(lines("/load 上次", "/load", "/exit"))
    assert seen.count("保存过的：无。") == 2


def test_a_disk_that_cannot_keep_the_conversation_does_not_stop_it(chat, monkeypatch):
    def full(*_: Any) -> None:
        raise StorageError(Text("磁盘已满。", "The disk is full."))

    monkeypatch.setattr(RunningChat, "keep", full)
    seen, _, talk = chat(lines("滤芯多久换一次？", "提醒怎么发？", "/exit"))
    assert seen.count("注意：磁盘已满。") == 1
    assert len(talk.exchanges) == 2


def test_loading_what_was_never_saved_names_what_there_is(chat):
    seen, _, _ = chat(lines("/load 火星", "/exit"))
    assert "没有保存过名为“火星”的对话。" in seen


def test_the_editor_and_several_lines(chat):
    seen, _, talk = chat(
        lines("/editor", "/multiline"), "滤芯\n多久换一次？\x1b\r", "/exit\x1b\r", edit=lambda: "提醒\n怎么发？\n"
    )
    assert [each.question for each in talk.exchanges] == ["提醒 怎么发？", "滤芯 多久换一次？"]
    assert "Alt+回车" in seen


def test_other_clients_and_models_end_this_conversation(chat):
    assert chat(lines("/client 别家"))[1].client == "别家"
    assert chat(lines("/model qwen"))[1].model == "qwen"
    seen, _, _ = chat(lines("/client", "/model", "/help", "/hepl", "/exit"))
    assert "客户：云杉净水" in seen
    assert "没有 /hepl 这个命令，是否想用 /help？" in seen


def test_a_client_that_there_is_not_does_not_end_the_conversation(chat):
    seen, leave, talk = chat(lines("提醒短信的送达率是多少？", "/client 没有的", "/exit"))
    assert "没有名为“没有的”的客户" in seen
    assert leave.client is None
    assert len(talk.exchanges) == 1


def test_on_a_narrow_screen_help_is_not_squeezed_into_a_column(chat):
    seen, _, _ = chat(lines("/help", "/exit"), width=40)
    told = [line for line in seen.splitlines() if line.startswith(" " * 20) and line.strip()]
    assert not told


def test_tab_completes_commands_and_what_they_take(chat):
    _, _, talk = chat(lines("滤芯多久换一次？", "/exit"))
    complete = chat.commands.complete
    assert list(complete(talk, "/s")) == ["/source ", "/stage ", "/segment ", "/save "]
    assert list(complete(talk, "/stage 购")) == ["购买"]
    assert list(complete(talk, "/segment h")) == ["home"]
    assert "N1" in list(complete(talk, "/source "))
    assert list(complete(talk, "滤芯")) == []


# ---------------------------------------------------------------- the command


def test_a_question_in_a_pipe_is_answered_without_colour_or_prompt(place, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("陈女士的滤芯多久换一次？\n"))
    assert run(["chat", "云杉净水"]) == Exit.DONE
    out = capsys.readouterr().out
    assert out.startswith("[N1] ")
    assert "\x1b" not in out
    assert "> " not in out


def test_in_json_each_question_is_an_object(place, monkeypatch, capsys):
    import json

    monkeypatch.setattr("sys.stdin", io.StringIO("滤芯多久换一次？\n那王丽呢？\n"))
    assert run(["chat", "云杉净水", "--json"]) == Exit.DONE
    values = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["question"] for each in values] == ["滤芯多久换一次？", "那王丽呢？"]
    assert values[0]["citations"]


def test_a_model_that_cannot_be_had_keeps_the_one_there_was(place, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("/model gpt-x\n滤芯多久换一次？\n"))
    assert run(["chat", "云杉净水"]) == Exit.DONE
    printed = capsys.readouterr()
    assert "OPENAI_API_KEY" in printed.err
    assert "滤芯我半年换一次" in printed.out
