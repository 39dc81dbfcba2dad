"""What stands above the first question of a chat."""

from assistant.sessions.chat import words
from assistant.sessions.chat.backing import Backing
from assistant.sessions.terminal import Terminal


def greet(terminal: Terminal, backing: Backing) -> None:
    """Which client, how many notes, who answers. In a pipe, where every line is a result, nothing."""
    if not terminal.interactive:
        return
    model = words.WITH_MODEL.filled(model=backing.talker.name) if backing.talker is not None else words.WITHOUT_MODEL
    statements = backing.statements()
    documents = len({each.document for each in statements})
    told = words.HELLO.filled(
        client=backing.client.profile.name, documents=documents, statements=len(statements), model=model
    )
    terminal.tell(told)
    terminal.tell(words.HOW if statements else words.NO_NOTES, look="faint")
