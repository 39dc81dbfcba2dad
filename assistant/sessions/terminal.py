"""Where a conversation is held: a person's terminal with line editing, or a pipe."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO

from assistant.columns import count_columns, wrap_columns
from assistant.sessions.interrupts import Interrupts
from assistant.wording import Language, Text

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

Look = Literal["plain", "strong", "faint"]
Complete = Callable[[str], Iterable[str]]
_CODES: dict[Look, str] = {"plain": "", "strong": "\x1b[1m", "faint": "\x1b[2m"}
_NARROW_HANG = 4
_NARROWEST = 20


class Terminal(Protocol):
    """One conversation's keyboard and screen."""

    @property
    def interactive(self) -> bool:
        """Whether a person sits there, who can be asked back."""
        ...

    @property
    def language(self) -> Language: ...

    def read(self, mark: str, *, multiline: bool = False, given: str = "") -> str:
        """What is typed behind `mark`; a paste comes whole, with its line ends. `given` stands there already.

        Raises EOFError at the end of the input, KeyboardInterrupt on Ctrl-C.
        """
        ...

    def tell(self, text: Text | str = "", *, look: Look = "plain", indent: int = 0) -> None:
        """Lines for the person, wrapped to the screen; `indent` columns free on the left of all but the first."""
        ...

    def passing(self, text: Text | str) -> None:
        """A line that the next one replaces: what is being waited for. Nothing without a screen.

        Raises KeyboardInterrupt for a Ctrl-C that came while the last line was being taken in.
        """
        ...


@dataclass
class Paper:
    """Writes lines to a stream: wrapped and with looks on a screen, as they are in a pipe or file."""

    stream: TextIO
    language: Language
    screen: bool
    colour: bool = False
    width: Callable[[], int] = lambda: shutil.get_terminal_size().columns
    _passing: bool = False

    def write(self, text: Text | str, look: Look = "plain", indent: int = 0) -> None:
        """The text and a line end."""
        self.clear()
        said = text.say(self.language) if isinstance(text, Text) else text
        for line in said.split("\n"):
            for row in self._rows(line, indent):
                self.stream.write(
                    f"{_CODES[look]}{row}\x1b[0m\n" if self.colour and look != "plain" and row else f"{row}\n"
                )
        self.stream.flush()

    def pass_by(self, text: Text | str) -> None:
        """A line without an end, on a screen only."""
        if not self.screen:
            return
        self.clear()
        said = text.say(self.language) if isinstance(text, Text) else text
        row = wrap_columns(said, max(self.width() - 1, _NARROWEST))[0]
        self.stream.write(f"{_CODES['faint']}{row}\x1b[0m" if self.colour else row)
        self.stream.flush()
        self._passing = True

    def clear(self) -> None:
        """Takes back a passing line."""
        if self._passing:
            self.stream.write("\r\x1b[K")
            self._passing = False

    def _rows(self, line: str, indent: int) -> list[str]:
        if not self.screen or not line.strip():
            return [line]
        lead = line[: len(line) - len(line.lstrip(" "))]
        hang = max(indent, len(lead))
        # a line of exactly the screen's width makes some terminals skip one
        width = max(self.width() - 1, _NARROWEST)
        if count_columns(line) <= width:
            return [line]
        if hang > width // 2:  # of a narrow screen a column would leave a letter or two
            hang = len(lead) + _NARROW_HANG
        first, *rest = wrap_columns(line, width - len(lead), width - hang)
        return [lead + first, *(" " * hang + each for each in rest)]


class PipeTerminal:
    """Lines from a stream and lines to a stream; nobody to ask back."""

    interactive = False

    def __init__(self, source: TextIO, paper: Paper) -> None:
        self._source = source
        self._paper = paper
        self.language: Language = paper.language

    def read(self, mark: str, *, multiline: bool = False, given: str = "") -> str:  # noqa: ARG002 - nothing is shown
        line = self._source.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def tell(self, text: Text | str = "", *, look: Look = "plain", indent: int = 0) -> None:
        self._paper.write(text, look, indent)

    def passing(self, text: Text | str) -> None:
        """Nothing: what is read later must not hold what was replaced."""


class PromptTerminal:
    """A person's terminal, with line editing, history and completion by prompt_toolkit."""

    interactive = True

    def __init__(
        self,
        paper: Paper,
        *,
        history: Path | None = None,
        complete: Complete | None = None,
        source: "Input | None" = None,
        screen: "Output | None" = None,
    ) -> None:
        """`history` is the file that keeps what was typed; `source` and `screen` are the real terminal unless given."""
        self._paper = paper
        self.language: Language = paper.language
        self._history = history
        self._complete = complete
        self._source = source
        self._screen = screen
        self._opened: PromptSession[str] | None = None
        self._interrupts = Interrupts()

    def read(self, mark: str, *, multiline: bool = False, given: str = "") -> str:
        """As the port says. A Ctrl-C that comes with the line's end is raised by what follows, so the line is not lost."""
        self._interrupts.raise_noted()
        self._paper.clear()
        session = self._session()
        try:
            with self._interrupts.held_back(lambda: _wake(session)):
                return session.prompt(
                    mark, multiline=multiline, default=given, prompt_continuation=_continued, handle_sigint=False,
                    pre_run=lambda: _leave(session) if self._interrupts.noted else None,
                )  # fmt: skip
        except KeyboardInterrupt:
            self._interrupts.forget()
            raise

    def tell(self, text: Text | str = "", *, look: Look = "plain", indent: int = 0) -> None:
        self._paper.write(text, look, indent)

    def passing(self, text: Text | str) -> None:
        self._interrupts.raise_noted()
        self._paper.pass_by(text)

    def _session(self) -> "PromptSession[str]":
        if self._opened is None:
            from prompt_toolkit import PromptSession
            from prompt_toolkit.history import InMemoryHistory

            self._opened = PromptSession(
                history=_private_history(self._history) if self._history is not None else InMemoryHistory(),
                completer=_completer(self._complete) if self._complete is not None else None,
                complete_while_typing=False,
                enable_open_in_editor=True,
                input=self._source,
                output=self._screen,
            )
        return self._opened


def open_terminal(
    language: Language,
    *,
    history: Path | None = None,
    complete: Complete | None = None,
    as_json: bool = False,
) -> Terminal:
    """The terminal of this process: with line editing where a person sits at both ends, else plain lines.

    With `as_json` everything said goes to stderr, so that stdout holds JSON alone.
    """
    stream = sys.stderr if as_json else sys.stdout
    screen = stream.isatty() and os.environ.get("TERM") != "dumb"
    paper = Paper(stream, language, screen, colour=screen and not os.environ.get("NO_COLOR"))
    if sys.stdin.isatty() and stream.isatty():
        return PromptTerminal(paper, history=history, complete=complete, screen=_screen(stream))
    return PipeTerminal(sys.stdin, paper)


def _screen(stream: TextIO) -> "Output":
    from prompt_toolkit.output.defaults import create_output

    return create_output(stream)


def _wake(session: "PromptSession[str]") -> None:
    """Ends the line that is being edited, from a signal's handler."""
    loop = session.app.loop
    if loop is not None:
        loop.call_soon_threadsafe(_leave, session)


def _leave(session: "PromptSession[str]") -> None:
    if session.app.is_running and not session.app.is_done:
        session.app.exit(exception=KeyboardInterrupt)


def _continued(width: int, _line: int, wrapped: int) -> str:
    """What stands before the lines after the first: a mark before a new one, nothing where the screen's edge broke it."""
    return ("" if wrapped else "… ").rjust(width)


def _private_history(path: Path) -> Any:
    """What was typed before, readable by this user alone: it is about a client."""
    from prompt_toolkit.history import FileHistory

    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    return FileHistory(str(path))


def _completer(complete: Complete) -> Any:
    from prompt_toolkit.completion import Completer, Completion

    class _Words(Completer):
        def get_completions(self, document: Any, complete_event: Any) -> Iterable[Completion]:  # noqa: ARG002
            typed: str = document.text_before_cursor
            word = typed.rpartition(" ")[2]
            for each in complete(typed):
                yield Completion(each, start_position=-len(word))

    return _Words()


def tell_table(terminal: Terminal, rows: Sequence[tuple[str, str]]) -> None:
    """Two columns, the second one beginning in the same place on every line."""
    width = min(max((count_columns(left) for left, _ in rows), default=0), 30)
    for left, right in rows:
        terminal.tell(f"  {left}{' ' * max(width - count_columns(left), 0)}  {right}", indent=width + 4)
