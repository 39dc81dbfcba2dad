"""What is said around an interview: before the first question, and when it has ended."""

from assistant.sessions.interview import words
from assistant.sessions.interview.interviewing import Interview, describe
from assistant.sessions.interview.record import Records
from assistant.sessions.terminal import Terminal
from assistant.wording import joined


def ask_name(terminal: Terminal) -> str:
    """What the interviewee is called; empty where nobody is there to say or it is left out."""
    if not terminal.interactive:
        return ""
    terminal.tell(words.NAME_ASKED)
    return " ".join(terminal.read("> ").split())


def tell_unfinished(terminal: Terminal, records: Records) -> None:
    """Reminds of an interview that was left."""
    for each in records.list_open()[-1:]:
        who = joined([describe(one) for one in each.speakers])
        terminal.tell(words.UNFINISHED.filled(who=who, started=each.started[:16].replace("T", " ")), look="faint")


def tell_opening(terminal: Terminal, interview: Interview, *, resumed: bool) -> None:
    """Who is interviewed, where it is saved, in which order it goes, and how to answer."""
    record = interview.record
    who = joined([describe(each) for each in record.speakers])
    begun = words.RESUMED if resumed else words.BEGUN
    terminal.tell(begun.filled(who=who, n=len(record.answers), note=record.note))
    stages = list(dict.fromkeys(each.stage for each in interview.order))
    terminal.tell(words.ORDER.filled(stages=joined([each.label for each in stages], " → ", " → ")), look="faint")
    terminal.tell(words.HOW, look="faint")


def tell_left(terminal: Terminal, command: str) -> None:
    """How to go on with what was paused or broken off."""
    terminal.tell()
    terminal.tell(words.PAUSED.filled(command=command))


def wants_draft(terminal: Terminal) -> bool:
    """Whether the reports are to be drafted at once: Enter or a yes; the end of the input is none."""
    terminal.tell()
    terminal.tell(words.OFFER)
    try:
        said = terminal.read("> ").strip().lower()
    except (EOFError, KeyboardInterrupt):
        return False
    return said in ("", "y", "yes", "是", "好", "要")
