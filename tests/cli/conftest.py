"""Whole commands run in workspaces of their own: small notes, words only, and a small codebook."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import assistant.library
from assistant.cli.root import run
from assistant.errors import Exit

PROFILE = """\
name = "Acme 净水"
language = "zh-Hans"
stage_model = "five-stage"
brands = ["Acme"]

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
name = "刘老板"
role = "customer"
segment = "shop"

[[people]]
name = "苏敏"
role = "staff"

[[people]]
name = "林岚"
role = "interviewer"
aliases = ["林"]
"""

CHEN = """\
林：您是怎么知道这个牌子的？

陈女士：我是在小红书上看到朋友推荐的，当时觉得还不错。

林：后来呢？

陈女士：我去门店看了两次，又在网上比了三家的价格，最后在门店下单，付了两千六百块。

陈女士：滤芯换得太勤，一年要花六百元，提醒短信也收不到，客服电话打了三次才有人接。

陈女士：师傅装得很快，我已经推荐给两个邻居了。
"""

LIU = """\
林：店裡怎麼用？
劉老闆：濾芯堵了沒人提醒，做奶茶的水味道就變了，客人會抱怨。
刘老板：我们店一个月换一次滤芯，续费是在小程序里下的单。
"""

SU = """\
林：你们怎么提醒客户换滤芯？
苏敏：系统每半年发一次短信，续费率我们每个月都统计，上个月是62%。
苏敏：客户一般都很满意，没有人抱怨换滤芯。
"""

LINA = "Q: Why did you choose them?\nA: The installer came within two days and the water tastes better now.\n"


@dataclass(frozen=True)
class Ran:
    """What one command left behind: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        return self.out + self.err

    def objects(self) -> list[Any]:
        """The JSON objects on stdout, one a line; nothing else may stand there."""
        return [json.loads(line) for line in self.out.splitlines()]

    def object(self) -> Any:
        (only,) = self.objects()
        return only


Journey = Callable[..., Ran]


@pytest.fixture
def journey(capsys: pytest.CaptureFixture[str]) -> Journey:
    """Run one command in this process. Neither a traceback nor a fault of ours is ever an answer."""

    def call(*arguments: object) -> Ran:
        capsys.readouterr()
        code = run([str(each) for each in arguments])
        printed = capsys.readouterr()
        ran = Ran(int(code), printed.out, printed.err)
        assert "Traceback" not in ran.told
        assert "our fault" not in ran.told, ran.told
        assert "这是我们的问题" not in ran.told, ran.told
        if code not in (Exit.DONE, Exit.FLAGGED):
            assert ran.err.strip(), "a failure without a word"
        return ran

    return call


@pytest.fixture(scope="session")
def few_examples() -> Sequence[Any]:
    """Every thirtieth example of the shipped codebook: what is learned from it is not what these tests look at."""
    return assistant.library.load_codebook()[::30]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, few_examples: Sequence[Any]) -> None:
    monkeypatch.setattr(assistant.library, "load_codebook", lambda *_: few_examples)
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journey: Journey) -> Path:
    """An empty workspace, and the current folder in it."""
    root = tmp_path / "workshops"
    assert journey("init", root, "--language", "zh-Hans").code == Exit.DONE
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def client(place: Path, journey: Journey) -> Path:
    """A client with segments, people and no notes yet; its name "Acme 净水", its folder the path returned."""
    assert journey("client", "add", "Acme 净水").code == Exit.DONE
    folder = place / "clients" / "Acme-净水"
    (folder / "client.toml").write_text(PROFILE, encoding="utf-8")
    return folder


@pytest.fixture
def notes(client: Path) -> Path:
    """The notes folder of that client with four small interviews."""
    folder = client / "notes"
    for name, text in (("chen.md", CHEN), ("liu.txt", LIU), ("su.md", SU), ("lina.txt", LINA)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What a person types, or another program pipes in."""

    def give(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return give
