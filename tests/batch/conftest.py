"""Workspaces with several small clients, words only, and a small codebook."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import assistant.library
from tests.cli.conftest import Journey, Ran, journey
from tests.fakes.clients import make_clients

__all__ = ["Journey", "Ran", "journey"]

NOTES = {
    "甲公司": "林：您怎么知道的？\n陈女士：我在小红书上看到朋友推荐，去门店看了两次。\n陈女士：付了两千六百块，觉得贵。\n",
    "乙公司": "林：后来呢？\n刘老板：滤芯堵了没人提醒，客服电话打了三次才接。\n刘老板：师傅装得很快，我推荐给了两个邻居。\n",
    "丙公司": "Q: Why did you choose them?\nA: The installer came within two days and the water tastes better now.\n",
}
MANIFEST = "clients:\n" + "".join(f"  - client: {name}\n    notes: material/{name}\n" for name in NOTES)


@pytest.fixture(scope="session")
def few_examples() -> Sequence[Any]:
    return assistant.library.load_codebook()[::30]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, few_examples: Sequence[Any]) -> None:
    make_quick(monkeypatch, few_examples)


def make_quick(monkeypatch: pytest.MonkeyPatch, few_examples: Sequence[Any]) -> None:
    """Words only, and a small codebook."""
    monkeypatch.setattr(assistant.library, "load_codebook", lambda *_: few_examples)
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")
    # drafting in this process, where the small codebook is
    monkeypatch.setattr("assistant.wiring_batch.MOST_WORKERS", 0)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journey: Callable[..., Ran]) -> Path:
    """A workspace with the notes of three companies beside it, and a manifest that names them."""
    root = tmp_path / "workshops"
    assert journey("init", root, "--language", "zh-Hans").code == 0
    for name, text in NOTES.items():
        (root / "material" / name).mkdir(parents=True)
        (root / "material" / name / "note.md").write_text(text, encoding="utf-8")
    (root / "batch.yaml").write_text(MANIFEST, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


TEXTS = [
    "我是在小红书上看到朋友推荐的",
    "门店看了两次又在网上比价",
    "付了两千六百块觉得有点贵",
    "滤芯一年要花六百元",
    "客服电话打了三次才有人接",
    "师傅装得很快也很客气",
    "我已经推荐给两个邻居了",
    "提醒短信从来收不到",
    "小程序下单很方便",
    "说明书看不懂",
]
SECRETS = {"客户000": "紫檀木匣", "客户001": "青铜风铃", "客户002": "象牙算盘"}


def model_workspace(folder: Path, monkeypatch: pytest.MonkeyPatch, clients: int = 3) -> Path:
    """A workspace of generated clients, each with a secret of its own in the notes; a model is set to draft."""
    root = folder / "workspace"
    make_clients(root, clients, 9, TEXTS)
    for name, secret in list(SECRETS.items())[:clients]:
        note = root / "clients" / name / "notes" / "陈静.md"
        note.write_text(note.read_text("utf-8") + f"陈静：我家的{secret}被师傅碰坏了，客服一直没有回复。\n", "utf-8")
    monkeypatch.chdir(root)
    settings = {"MODEL": "test-model", "ENGINE": "llm", "CONCURRENCY": "4", "CACHE": str(folder / "cache")}
    for key, value in settings.items():
        monkeypatch.setenv(f"JOURNEY_{key}", value)
    return root
