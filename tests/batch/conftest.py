"""Workspaces with several small clients, words only, and a small codebook."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import assistant.library
from tests.cli.conftest import Journey, Ran, journey

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
