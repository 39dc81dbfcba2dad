"""Commands that begin with a slash: told apart from what is said, looked up, listed with their help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from assistant.wording import Language, Text


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """One command of a conversation: its name without the slash, what stands behind it, and what it does."""

    name: str
    about: Text
    argument: Text | None = None

    def usage(self, language: Language) -> str:
        """`/name ARGUMENT` as a person types it."""
        return f"/{self.name} {self.argument.say(language)}" if self.argument is not None else f"/{self.name}"


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as it was typed: the name that was meant, and the rest of the line."""

    name: str
    rest: str


def read_command(line: str) -> Typed | None:
    """The command in a line, or None for words that are none: "/5 分" or "// 备注" is something said."""
    words = line.strip()
    # a full-width slash is what a Chinese keyboard gives
    if not words.startswith(("/", "／")) or len(words) < 2 or not (words[1].isascii() and words[1].isalpha()):
        return None
    name, _, rest = words[1:].partition(" ")
    return Typed(name.lower(), rest.strip()) if name.isascii() and name.isalpha() else None


def explain_unknown(name: str, known: Sequence[str]) -> Text:
    """What to say to a command that there is not."""
    close = get_close_matches(name, known, n=1)
    if close:
        message = Text("没有 /{name} 这个命令，是否想用 /{close}？", "There is no /{name}; did you mean /{close}?")
        return message.filled(name=name, close=close[0])
    message = Text("没有 /{name} 这个命令；/help 列出全部命令。", "There is no /{name}; /help lists them all.")
    return message.filled(name=name)


def list_commands(commands: Mapping[str, SlashCommand], language: Language) -> list[tuple[str, str]]:
    """Usage and meaning of each command."""
    return [(each.usage(language), each.about.say(language)) for each in commands.values()]
