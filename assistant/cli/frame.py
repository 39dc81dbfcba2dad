"""Commands, groups and options whose help is written in both languages, and said in one."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

import click

from assistant.cli import words
from assistant.columns import wrap_columns
from assistant.wording import Text, language_of_messages

Function = TypeVar("Function", bound=Callable[..., Any])


def say(text: Text) -> str:
    """The text in the language of messages."""
    return text.say(language_of_messages())


class JourneyOption(click.Option):
    """An option whose help is a Text."""

    def __init__(self, *args: Any, about: Text | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        if self.about is not None:
            self.help = say(self.about)
        return super().get_help_record(ctx)


class ExtraArgumentsError(click.UsageError):
    """More arguments than the command takes; `names` are those."""

    def __init__(self, names: list[str], ctx: click.Context) -> None:
        super().__init__(" ".join(names), ctx)
        self.names = names


class JourneyCommand(click.Command):
    """A command with an `about` and examples; every one has at least one example."""

    def __init__(self, *args: Any, about: Text, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, options_metavar="[OPTIONS]", **kwargs)
        self.about = about
        self.examples = examples

    def get_short_help_str(self, limit: int = 80) -> str:
        return _first_sentence(say(self.about))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True  # refused here, in our words
        left = super().parse_args(ctx, args)
        ctx.allow_extra_args = allowed
        if left and not allowed and not ctx.resilient_parsing:
            raise ExtraArgumentsError([str(each) for each in left], ctx)
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say(words.SHOW_HELP)
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=say(words.USAGE))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            about, _, listed = say(self.about).partition("\b")
            if language_of_messages() == "en":
                formatter.write_text(about)
            else:
                for line in wrap_columns(about, formatter.width - formatter.current_indent):
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
            if listed:
                formatter.write_paragraph()
                formatter.write(
                    "".join(f"{'':>{formatter.current_indent}}{line}\n" for line in listed.split("\n") if line)
                )

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (each for each in self.get_params(ctx) if isinstance(each, click.Option))
        records = [record for each in options if (record := each.get_help_record(ctx)) is not None]
        if records:
            with _section(formatter, words.OPTIONS):
                formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.examples:
            with _section(formatter, words.EXAMPLES):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


class JourneyGroup(JourneyCommand, click.Group):
    """A group whose commands are imported when they are needed. `places` maps a name to "module:command"."""

    def __init__(self, *args: Any, places: dict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.places, *(name for name in self.commands if name not in self.places)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = self.places.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, _, name = place.partition(":")
        return getattr(import_module(module), name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as error:
            raise click.NoSuchCommand(error.command_name, possibilities=self.list_commands(ctx), ctx=ctx) from error

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        JourneyCommand.format_options(self, ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, each.get_short_help_str()) for name, each in commands if each is not None]
        with _section(formatter, words.COMMANDS):
            formatter.write_dl(rows)


def command(name: str, about: Text, *examples: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command: its name, what it does, and examples that a person can paste."""
    return click.command(name, cls=JourneyCommand, about=about, examples=examples)


def option(*names: str, about: Text, **rest: Any) -> Callable[[Function], Function]:
    """Declare an option with its help in both languages."""
    return click.option(*names, cls=JourneyOption, about=about, **rest)


@contextmanager
def _section(formatter: click.HelpFormatter, heading: Text) -> Generator[None]:
    """A headed part of the help, with the colon of the language."""
    formatter.write_paragraph()
    colon = ":" if language_of_messages() == "en" else "："
    formatter.write(f"{'':>{formatter.current_indent}}{say(heading)}{colon}\n")
    with formatter.indentation():
        yield


def _first_sentence(text: str) -> str:
    for end in ("。", ". "):
        if end in text:
            return text.split(end)[0]
    return text.rstrip(".")
