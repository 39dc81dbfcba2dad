"""What stands above the first question of a chat."""

from collections.abc import Sequence

from assistant.columns import shorten
from assistant.journey import Role
from assistant.sessions.chat import words
from assistant.sessions.chat.backing import Backing
from assistant.sessions.chat.exchanges import Exchange
from assistant.sessions.terminal import Terminal

_HANG = 5


def greet(terminal: Terminal, backing: Backing, last: Sequence[Exchange] = ()) -> None:
    """Which client, how many notes, who answers; what was talked of last. In a pipe, where every line is a result, nothing."""
    if not terminal.interactive:
        return
    model = words.WITH_MODEL.filled(model=backing.talker.name) if backing.talker is not None else words.WITHOUT_MODEL
    statements = backing.statements()
    documents = len({each.document for each in statements})
    said = sum(each.role is not Role.INTERVIEWER for each in statements)  # as every report counts them
    told = words.HELLO.filled(client=backing.client.profile.name, documents=documents, statements=said, model=model)
    terminal.tell(told)
    terminal.tell(words.HOW if statements else words.NO_NOTES, look="faint")
    if last:
        asked = shorten(last[-1].question, 40)
        terminal.tell(words.LAST_TIME.filled(n=len(last), question=asked, last=words.LAST), look="faint")


def tell_resumed(terminal: Terminal, exchanges: Sequence[Exchange]) -> None:
    """Where a conversation that is gone on with stood: its last question with what was said to it."""
    if not terminal.interactive:
        return
    last = exchanges[-1]
    terminal.tell(words.RESUMED.filled(n=len(exchanges)), look="faint")
    terminal.tell(f"> {last.question}")
    for line in last.lines:
        terminal.tell(line, indent=_HANG)
    if not last.finished:
        terminal.tell(words.CUT_SHORT if last.lines else words.UNANSWERED, look="faint")
    terminal.tell()
