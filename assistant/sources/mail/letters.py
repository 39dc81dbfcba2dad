"""What a message holds, whatever program saved it."""

from dataclasses import dataclass

from assistant.errors import SourceError
from assistant.wording import Text


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message."""

    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A message: who wrote it, what about, its words (plain, or as a web page), and what came with it."""

    sender: str = ""
    subject: str = ""
    text: str = ""
    page: str = ""
    attachments: tuple[Attachment, ...] = ()
    letters: tuple["Letter", ...] = ()
    date: str = ""
    """`letters` are messages that were forwarded whole; `date` is the day it was sent, ISO."""


def encrypted_letter(name: str) -> SourceError:
    """The error for a message that only its recipient can open."""
    return SourceError(
        "encrypted",
        Text(f"邮件已加密，无法读取：{name}", f"the message is encrypted and cannot be read: {name}"),
        Text("请收件人在邮件程序中打开并另存为文本。", "ask its recipient to open it and save it as text."),
    )


def damaged_letter(name: str) -> SourceError:
    """The error for a message that cannot be taken apart."""
    return SourceError(
        "unreadable",
        Text(f"邮件已损坏或不完整：{name}", f"the message is damaged or incomplete: {name}"),
        Text("请在邮件程序中打开并另存一份。", "open it in the mail program and save a copy."),
    )
