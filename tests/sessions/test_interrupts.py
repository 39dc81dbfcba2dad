"""Ctrl-C as a signal, at every moment of reading a line: it is never lost, breaks nothing, and loses no finished line."""

import io
import signal
from collections.abc import Generator
from typing import Any

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from assistant.sessions.interrupts import Interrupts
from assistant.sessions.terminal import Paper, PromptTerminal


@pytest.fixture(autouse=True)
def usual_handler() -> Generator[None]:
    """Ctrl-C raises KeyboardInterrupt, as in any program; a runner of tests may have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class RaisingOutput(DummyOutput):
    """A screen at whose n-th call the signal of Ctrl-C arrives."""

    def __init__(self, at: int | None) -> None:
        self.calls = 0
        self.at = at

    def _called(self) -> None:
        self.calls += 1
        if self.calls == self.at:
            signal.raise_signal(signal.SIGINT)

    def write(self, data: str) -> None:
        self._called()

    def flush(self) -> None:
        self._called()

    def disable_autowrap(self) -> None:
        self._called()

    def enable_bracketed_paste(self) -> None:
        self._called()

    def disable_bracketed_paste(self) -> None:
        self._called()


def read_two(at: int | None) -> tuple[list[str], int]:
    """What a person sees who types two lines, with the signal at the n-th call of the screen; and how many calls came."""
    output = RaisingOutput(at)
    seen: list[str] = []
    with create_pipe_input() as source:
        source.send_text("第一行\r第二行\r")
        terminal = PromptTerminal(Paper(io.StringIO(), "zh-Hans", screen=False), source=source, screen=output)
        while "第二行" not in seen:
            try:
                seen.append(terminal.read("> "))
                terminal.passing("……")
            except KeyboardInterrupt:
                seen.append("^C")
                if len(seen) > 4:
                    break
    return seen, output.calls


def test_wherever_the_signal_comes_it_is_raised_once_and_both_lines_are_read():
    plain, calls = read_two(None)
    assert plain == ["第一行", "第二行"]
    assert calls > 6
    for at in range(1, calls + 1):
        seen, _ = read_two(at)
        assert seen.count("^C") == 1, at
        assert [each for each in seen if each != "^C"] == ["第一行", "第二行"], at


def test_the_handler_of_before_is_back_after_the_line():
    before = signal.getsignal(signal.SIGINT)
    read_two(3)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_thread_that_gets_no_signals_reads_as_usual():
    from concurrent.futures import ThreadPoolExecutor

    def work() -> Any:
        with Interrupts().held_back(lambda: None):
            return "读完"

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(work).result() == "读完"


def test_what_was_noted_is_raised_once():
    interrupts = Interrupts()
    with interrupts.held_back(lambda: None):
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        interrupts.raise_noted()
    interrupts.raise_noted()
