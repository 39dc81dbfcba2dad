"""A person at a terminal: keys through prompt_toolkit's pipe, and everything seen, prompts and typing included."""

import io
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from assistant.sessions.terminal import Complete, Look, Paper, PromptTerminal
from assistant.wording import Language, Text

ENTER, CTRL_C, CTRL_D = "\r", "\x03", "\x04"
PASTE = "\x1b[200~{}\x1b[201~"


@dataclass
class SeenTerminal:
    """A PromptTerminal whose prompts and typed lines stand in the transcript where a person would see them."""

    inner: PromptTerminal
    stream: io.StringIO
    interactive: bool = True
    language: Language = "zh-Hans"
    passed: list[str] = field(default_factory=list[str])

    def read(self, mark: str, *, multiline: bool = False, given: str = "") -> str:
        try:
            line = self.inner.read(mark, multiline=multiline, given=given)
        except KeyboardInterrupt:
            self.stream.write(f"{mark}^C\n")
            raise
        except EOFError:
            self.stream.write(f"{mark}^D\n")
            raise
        shown = line.replace("\n", "\n" + " " * len(mark))
        self.stream.write(f"{mark}{shown}".rstrip() + "\n")
        return line

    def tell(self, text: Text | str = "", *, look: Look = "plain", indent: int = 0) -> None:
        self.inner.tell(text, look=look, indent=indent)

    def passing(self, text: Text | str) -> None:
        self.passed.append(text.say(self.language) if isinstance(text, Text) else text)

    @property
    def transcript(self) -> str:
        return self.stream.getvalue()


@contextmanager
def typing(
    *keys: str, language: Language = "zh-Hans", width: int = 80, complete: Complete | None = None
) -> Generator[SeenTerminal]:
    """A terminal at which these keys are pressed, one piece after the other."""
    stream = io.StringIO()
    with create_pipe_input() as source:
        for each in keys:
            source.send_text(each)
        paper = Paper(stream, language, screen=True, width=lambda: width)
        inner = PromptTerminal(paper, complete=complete, source=source, screen=DummyOutput())
        yield SeenTerminal(inner, stream, language=language)


def lines(*typed: str) -> str:
    """The keys for lines, each ended by Enter."""
    return "".join(each + ENTER for each in typed)


Typing = Callable[..., SeenTerminal]
