"""Usage errors of the command line, said in the language of messages."""

import click

from assistant.cli import words
from assistant.cli.frame import ExtraArgumentsError
from assistant.wording import Text, joined, same


def describe_usage_error(error: click.UsageError) -> tuple[Text, Text]:
    """What is wrong with the call, and where its help is."""
    path = error.ctx.command_path if error.ctx else "journey"
    return _message(error), words.SEE_HELP.filled(command=path)


def _message(error: click.UsageError) -> Text:
    if isinstance(error, click.NoSuchOption):
        return _with_close(words.NO_SUCH_OPTION.filled(name=error.option_name), error.possibilities)
    if isinstance(error, click.MissingParameter):
        return words.MISSING_ARGUMENT.filled(name=_name(error.param))
    if isinstance(error, click.BadParameter) and error.param is not None:
        if isinstance(error.param.type, click.Choice):
            choices = joined([same(str(each)) for each in error.param.type.choices])
            return words.BAD_CHOICE.filled(name=_name(error.param), choices=choices)
        if isinstance(error.param.type, click.IntRange):
            low, high = error.param.type.min, error.param.type.max
            return words.BAD_NUMBER.filled(name=_name(error.param), low=low, high=high)
        return words.BAD_VALUE.filled(name=_name(error.param), value=error.message)
    if isinstance(error, click.BadOptionUsage):
        return words.NEEDS_VALUE.filled(name=error.option_name)
    if isinstance(error, click.NoSuchCommand):
        return _with_close(words.NO_SUCH_COMMAND.filled(name=error.command_name), error.possibilities)
    if isinstance(error, ExtraArgumentsError):
        return words.EXTRA_ARGUMENT.filled(names=" ".join(error.names))
    return same(error.message)


def _with_close(message: Text, close: object) -> Text:
    names = [str(each) for each in close] if isinstance(close, (list, tuple, set)) else []
    if not names:
        return message
    return joined([message, words.DID_YOU_MEAN.filled(names=joined([same(each) for each in names]))], zh="", en=" ")


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return (parameter.metavar or parameter.name or "").upper()
