"""Help pages, usage errors and exit codes, as a person sees them."""

import re
import subprocess
import sys
from unicodedata import east_asian_width

import click
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.cli.root import PLACES, journey, run
from assistant.columns import wrap_columns
from assistant.errors import Exit

HEAVY = ("chromadb", "openai", "langchain", "onnxruntime", "onnx", "numpy", "docx", "openpyxl", "pydantic", "rich")


def _commands():
    context = click.Context(journey)
    for name in PLACES:
        command = journey.get_command(context, name)
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", command.get_command(context, sub)) for sub in command.list_commands(context))
        else:
            yield name, command


def test_importing_the_command_line_and_its_help_loads_nothing_heavy():
    script = (
        "import sys; from assistant.cli.root import run; run(['--help']); "
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert result.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "command"), list(_commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_has_help_and_an_example_in_both_languages(name, command, monkeypatch):
    pages = {}
    for language in ("en", "zh-Hans"):
        monkeypatch.setenv("JOURNEY_LANG", language)
        pages[language] = command.get_help(click.Context(command, info_name=f"journey {name}"))
        assert f"journey {name}" in pages[language]
        assert command.examples, "an example is missing"
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.get_help_record(click.Context(command))[1], f"{option.name} has no help"
    assert "用法：" in pages["zh-Hans"]
    assert "Usage: " in pages["en"]
    assert pages["en"] != pages["zh-Hans"]


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_help_fits_eighty_columns(language, capsys, monkeypatch):
    monkeypatch.setenv("JOURNEY_LANG", language)
    for page in ([], ["settings"], ["draft"], ["code"], ["search"], ["client"], ["demo"]):
        run([*page, "--help"])
        lines = capsys.readouterr().out.splitlines()
        examples = next(place for place, line in enumerate(lines) if line.startswith(("Examples", "示例", "範例")))
        assert max(_columns(line) for line in lines[:examples]) <= 80


def _columns(line: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)


@given(st.text("访谈记录，。“”ab -", max_size=60), st.integers(8, 40))
def test_chinese_help_is_wrapped_between_words_and_keeps_them_all(text, width):
    assume(not re.search("(?:[，。”] *){3}", text))  # marks alone may fill a line
    lines = wrap_columns(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(not line.startswith(("，", "。", "”")) for line in lines[1:])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["drft"], "There is no command drft. Did you mean draft?"),
        (["search"], "CLIENT is missing."),
        (["search", "x", "q", "--limt", "3"], "There is no option --limt. Did you mean --limit?"),
        (
            ["draft", "x", "--report", "maps"],
            "--report must be one of: map, insights, gaps, journeys, funnel, analysis, all.",
        ),
        (["settings", "a", "b"], "Unexpected argument: b."),
    ],
)
def test_a_wrong_call_is_one_clear_line_with_the_way_to_help(arguments, told, capsys):
    assert run(arguments) == Exit.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == f"Error: {told}"
    assert lines[1].startswith("See journey")


def test_usage_errors_are_told_in_chinese_too(capsys, monkeypatch):
    monkeypatch.setenv("JOURNEY_LANG", "zh")
    assert run(["drft"]) == Exit.USAGE
    assert "没有名为 drft 的命令。是否想用 draft？" in capsys.readouterr().err


def test_outside_a_workspace_commands_name_the_way_in(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["client", "list"]) == Exit.USAGE
    assert "journey init" in capsys.readouterr().err


def test_a_fault_of_ours_is_no_traceback(monkeypatch, capsys):
    def fail(*_args, **_rest):
        raise ValueError("client text that must not be shown")

    monkeypatch.setattr(journey, "main", fail)
    assert run([]) == Exit.FAILED
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "must not be shown" not in told
    assert "Traceback" not in told


def test_interrupting_leaves_with_130(monkeypatch, capsys):
    def interrupt(*_args, **_rest):
        raise KeyboardInterrupt

    monkeypatch.setattr(journey, "main", interrupt)
    assert run([]) == Exit.INTERRUPTED
    assert "run the same command again" in capsys.readouterr().err
