"""What the READMEs tell a reader to type works, in the order they tell it; both say the same."""

import re
import shlex
from pathlib import Path

import pytest

import assistant.library
from assistant.cli.root import PLACES, run
from assistant.errors import Exit

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")
NOTE = "林：您怎么买的？\n陈女士：我在门店看了两次，付了两千六百块。\n陈女士：滤芯一年要花六百元，有点贵。\n"


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _shell(name: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", _text(name), flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("name", READMES)
def test_the_commands_run_in_the_order_they_are_told(name, tmp_path, monkeypatch, capsys):
    examples = assistant.library.load_codebook()[::30]
    monkeypatch.setattr(assistant.library, "load_codebook", lambda *_: examples)
    monkeypatch.setenv("JOURNEY_EMBEDDER", "none")
    (tmp_path / "interviews").mkdir()
    (tmp_path / "interviews" / "chen.md").write_text(NOTE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    lines = [line.split("#")[0].strip() for line in _shell(name) if line.startswith(("journey ", "cd "))]
    assert len(lines) > 5
    for line in lines:
        words = shlex.split(line)
        if words[0] == "cd":
            monkeypatch.chdir(words[1])
            continue
        assert run(words[1:]) == Exit.DONE, f"{line}: {capsys.readouterr().err}"
    assert list(Path.cwd().glob("outputs/*/*/journey-map.docx"))


@pytest.mark.parametrize("name", READMES)
def test_the_two_commands_of_a_fresh_machine_are_those_of_the_check(name):
    first, second = (line for line in _shell(name) if not line.startswith(("journey ", "cd ")))
    assert first.endswith("journey demo")
    assert "tests/check.py" in second
    assert [first, second] == [line for line in _shell(READMES[0]) if not line.startswith(("journey ", "cd "))]
    # the check asks pip for less noise; all else is letter for letter the command of the README
    assert second in (ROOT / ".ci" / "run").read_text(encoding="utf-8").replace("pip install -q ", "pip install ")


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_named_and_none_that_there_is_not(name):
    told = set(re.findall(r"journey ([a-z]+)", "\n".join(re.findall(r"`([^`\n]+)`", _text(name)))))
    assert told - {"help"} == set(PLACES)


@pytest.mark.parametrize("name", READMES)
def test_links_and_pictures_are_there_and_nothing_is_left_to_fill_in(name):
    text = _text(name)
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / target).exists(), target
    assert not re.search(r"\b(QUALITY|TODO|TBD|XXX)\b", text)


def test_both_readmes_show_the_same_commands():
    first, second = ([line.split("#")[0].rstrip() for line in _shell(name)] for name in READMES)
    assert first == second
