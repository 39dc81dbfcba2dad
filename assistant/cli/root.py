"""The top of the command line: the list of commands, and the one place where errors become exit codes."""

import os
import sys
from collections.abc import Sequence

import click

from assistant.causes import cause_of
from assistant.cli import words
from assistant.cli.frame import JourneyGroup, say
from assistant.cli.usage import describe_usage_error
from assistant.errors import Exit, JourneyError

PLACES = {
    name: f"assistant.cli.{name}:{name}"
    for name in (
        "demo",
        "init",
        "client",
        "model",
        "add",
        "index",
        "search",
        "code",
        "plan",
        "compare",
        "guide",
        "interview",
        "ask",
        "chat",
        "draft",
        "batch",
        "review",
        "deliver",
        "forget",
        "settings",
        "doctor",
    )
}


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from assistant.version import installed_version

        click.echo(f"journey {installed_version()}")
        ctx.exit()


@click.group("journey", cls=JourneyGroup, about=words.ABOUT, places=PLACES, examples=("journey demo",))
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, hidden=True)
def journey() -> None:
    """The root of all commands; its help is in `words.ABOUT`."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Every error is one clear line on stderr, never a traceback."""
    try:
        result = journey.main(arguments, prog_name="journey", standalone_mode=False)
        return int(result) if isinstance(result, int) else Exit.DONE
    except JourneyError as error:
        _complain(say(error.message), say(error.hint) if error.hint else "")
        return error.exit_code
    except click.UsageError as error:
        message, hint = describe_usage_error(error)
        _complain(say(message), say(hint))
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        _complain(say(words.INTERRUPTED))
        return Exit.INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FAILED
    except OSError as error:
        _complain(say(words.DISK.filled(path=error.filename or "", why=cause_of(error))), say(words.DISK_HINT))
        return Exit.FAILED
    except Exception as error:
        if os.environ.get("JOURNEY_DEBUG"):
            raise
        from assistant.version import installed_version

        _complain(
            say(words.UNEXPECTED.filled(kind=type(error).__name__)),
            say(words.UNEXPECTED_HINT.filled(version=installed_version())),
        )
        return Exit.FAILED


def _complain(message: str, hint: str = "") -> None:
    click.echo(f"{say(words.ERROR)}{message}", err=True)
    if hint:
        click.echo(hint.strip(), err=True)
