"""How long does a person wait in a chat? `python -m bench.chat` asks over 10,000 passages, without and with an endpoint.

The endpoint is a local server that takes a fixed time before its first token, so that what the program adds is seen as it is:
first token ≤ 1.1 × the endpoint's own + 150 ms; without an endpoint an answer within 150 ms. Building the index takes minutes.
"""

import argparse
import io
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path

import httpx

from assistant.library import knowledge_folder
from assistant.model_engine import Manner, Unattended
from assistant.sessions.chat.backing import Backing
from assistant.sessions.chat.running import RunningChats
from assistant.sessions.chat.talking import Talk
from assistant.sessions.terminal import Paper, PipeTerminal
from assistant.sources import read_notes
from assistant.wiring import create_workspace, open_workspace
from assistant.wiring_chat import open_chat
from bench.common import markdown_table
from tests.fakes.openai_server import Call, OpenAIServer, Scripted

QUESTIONS = (
    "客户多久换一次滤芯？",
    "安装师傅迟到怎么办？",
    "客户为什么不续费？",
    "门店的店员说得清楚吗？",
    "发票要等多久？",
    "噪音会不会影响睡觉？",
    "客户是从哪里知道这个牌子的？",
    "小程序好用吗？",
    "投诉以后多久有人处理？",
    "客户愿意推荐给朋友吗？",
)
LATENCIES = (0.2, 0.6, 1.5)
# Put anew, so that neither a kept reply nor the last question's vector answers.
ASKED = [begun + each for begun in ("", "请问", "想知道", "笔记里，", "访谈里说，") for each in QUESTIONS]
_FILES = 100


def main() -> None:
    """Build the client, ask, print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--workspace", type=Path, help="kept between runs: the index is built once")
    chosen = parser.parse_args()
    os.environ["JOURNEY_LANG"] = "zh-Hans"
    with tempfile.TemporaryDirectory() as name:
        root = chosen.workspace or Path(name)
        if not (root / "journey.toml").exists():
            _make_client(root, chosen.passages)
        rows = [*_offline(root), *(row for latency in LATENCIES for row in _online(root, latency))]
    print(markdown_table(["what", "median", "p95", "slowest", "at most"], rows))


def _make_client(root: Path, passages: int) -> None:
    """A client whose notes hold as many turns, each a pair of the sample's statements that stands together once."""
    workspace = create_workspace(root, "zh-Hans")
    client = workspace.add_client("bench", "zh-Hans", "five-stage")
    sample = knowledge_folder() / "samples" / "chengchuan" / "notes"
    said = [each.text.replace("\n", " ") for each in read_notes(sample, (), ()).statements if len(each.text) > 12]
    turns = (
        f"{'客户A' if number % 2 else '客户B'}：{said[number % len(said)]}{said[(number * 7 + number // len(said)) % len(said)]}"
        for number in range(passages)
    )
    for number in range(_FILES):
        text = "\n\n".join(islice(turns, passages // _FILES))
        (client.notes / f"{number:03}.md").write_text(f"# {number}\n\n{text}\n", encoding="utf-8")


def _offline(root: Path) -> list[list[str]]:
    started = time.perf_counter()
    with closing(
        open_chat(open_workspace(str(root)), "bench", {"engine": "extractive"}, print, Manner(Unattended()))
    ) as backing:
        opening = time.perf_counter() - started
        talk = _talk(backing)
        busy = time.process_time()
        taken = [_timed(lambda each=each: talk.ask(each)) for each in ASKED]
        busy = (time.process_time() - busy) / len(taken)
        found = backing.index.find_passages("滤芯", 1)
        assert found, "the index is empty"
    return [
        ["opening a chat, indexed", f"{opening:.1f} s", "", "", "–"],
        ["an answer without an endpoint", *_told(taken), "150 ms"],
        ["— CPU for it, mean", f"{busy * 1000:.0f} ms", "", "", "–"],
    ]


def _online(root: Path, latency: float) -> list[list[str]]:
    with OpenAIServer(_answer, latency=latency) as server:
        begun: list[float] = []
        given = {"engine": "llm", "model": "bench", "base_url": server.base_url, "verify": False}
        opened = open_chat(
            open_workspace(str(root)), "bench", given, print, Manner(Unattended()),
            begun=lambda: begun.append(time.perf_counter()),
        )  # fmt: skip
        first: list[float] = []
        with closing(opened) as backing:
            talk = _talk(backing)
            talk.ask("随便问一句，让连接先建好。")
            for each in ASKED:
                begun.clear()
                started = time.perf_counter()
                talk.ask(each)
                if begun:
                    first.append(begun[0] - started)
            own = _own_first_token(server)
    most = 1.1 * statistics.median(own) + 0.15
    return [
        [f"the endpoint's own first token, {latency:.1f} s", *_told(own), "–"],
        [f"first token in the chat ({len(first)} questions)", *_told(first), f"{most * 1000:.0f} ms"],
    ]


def _own_first_token(server: OpenAIServer) -> list[float]:
    """The same requests sent again by a bare client: seconds until the first piece comes."""
    taken: list[float] = []
    with httpx.Client(timeout=30) as client:
        for call in server.chats[-len(ASKED) :]:
            started = time.perf_counter()
            with client.stream("POST", f"{server.base_url}/chat/completions", json=call.body) as reply:
                next(reply.iter_bytes())
                taken.append(time.perf_counter() - started)
    return taken


def _answer(_call: Call) -> Scripted:
    value = {"evidence": [], "found": "no", "conflict": "", "answer": "", "next_question": ""}
    return Scripted(text=json.dumps(value))


def _talk(backing: Backing) -> Talk:
    """A conversation as the command holds it, kept on the disk; what it says goes nowhere."""
    terminal = PipeTerminal(io.StringIO(), Paper(io.StringIO(), "zh-Hans", screen=False))
    running = RunningChats(backing.client.state / "chats" / "running").begin(datetime.now())
    return Talk(terminal, backing, lambda _talk, _typed: None, running)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _told(taken: Sequence[float]) -> list[str]:
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1]
    return [f"{each * 1000:.0f} ms" for each in (statistics.median(taken), p95, max(taken))]


if __name__ == "__main__":
    main()
