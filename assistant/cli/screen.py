"""What a command prints: results on stdout, progress and remarks on stderr, one language, plain without a terminal."""

import json
import re
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

import click

from assistant.errors import UsageError
from assistant.wording import Language, Text, language_of_messages

Report = Callable[[str], None]
# A file's name or words of a note must not move the cursor, colour the screen or turn the writing around.
_CONTROLS = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Screen:
    """The terminal of one command. With `as_json` only JSON reaches stdout."""

    def __init__(self, as_json: bool = False, language: Language | None = None) -> None:
        self.as_json = as_json
        self.language: Language = language or language_of_messages()

    def tell(self, text: Text | str = "") -> None:
        """A line of the result."""
        if not self.as_json:
            click.echo(self.say(text))

    def tell_indented(self, text: str) -> None:
        """A longer text under its heading line; at a terminal the lines it takes stand in a column."""
        if self.as_json:
            return
        if not sys.stdout.isatty():
            click.echo(f"   {self.say(text)}\n")
            return
        from rich.console import Console
        from rich.padding import Padding
        from rich.text import Text as Plain

        Console(file=sys.stdout, highlight=False).print(Padding(Plain(self.say(text)), (0, 0, 1, 3), expand=False))

    def remark(self, text: Text | str) -> None:
        """A line beside the result: what was skipped, what to do next."""
        click.echo(self.say(text), err=True)

    def confirm(self, needed: Text, question: Text) -> bool:
        """What the person answers to `question`. Raises UsageError with `needed` where nobody is there to answer."""
        if not sys.stdin.isatty():
            raise UsageError(needed, Text("确定的话请加 --yes。", "Add --yes when you are sure."))
        return click.confirm(self.say(question), err=True)

    def say(self, text: Text | str) -> str:
        return _CONTROLS.sub("", text.say(self.language) if isinstance(text, Text) else text)

    def give(self, result: Any) -> None:
        """One JSON object on a line of its own, when JSON is wanted."""
        if self.as_json:
            click.echo(json.dumps(result, ensure_ascii=False))

    def table(self, columns: Sequence[Text | str], rows: Iterable[Sequence[Text | str]]) -> None:
        """A table that keeps its columns straight with Chinese in them and fits the terminal."""
        if self.as_json:
            return
        from rich import box
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table

        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold" if sys.stdout.isatty() else "")
        for column in columns:
            table.add_column(escape(self.say(column)), overflow="fold")
        for row in rows:
            table.add_row(*(escape(self.say(each)) for each in row))
        Console(file=sys.stdout, highlight=False, soft_wrap=False).print(table)

    @contextmanager
    def progress(self, label: Text, total: int, then: Text | None = None) -> Generator[Report]:
        """A progress bar on stderr while the block runs; call what it yields once a step, naming it.

        `then` says what goes on in the block after the last step, while a bar without end and a clock show life; what
        is named from then on stands beside them.
        """
        if not sys.stderr.isatty():
            yield lambda _name: None
            return
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[told]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(self.say(label), total=total, told=f"0/{total}")
            done = 0
            after = None

            def step(name: str) -> None:
                nonlocal done, after
                if after is not None:
                    bar.update(after, told=escape(name))
                    return
                done += 1
                bar.update(task, advance=1, told=f"{done}/{total} {escape(name)}")
                if done == total and then is not None:
                    bar.update(task, visible=False)
                    after = bar.add_task(self.say(then), total=None, told="")

            yield step
