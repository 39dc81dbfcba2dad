"""Messages as Outlook saves them (.msg)."""

import struct
from email.utils import parseaddr

from assistant.sources.mail.letters import Attachment, Letter, damaged_letter, encrypted_letter
from assistant.sources.packages import PACKAGE_ERRORS
from assistant.sources.reading import RawFile


def read_msg(file: RawFile) -> Letter:
    """The message. Raises SourceError: unreadable or encrypted."""
    from oxmsg import Message

    try:
        message = Message.load(file.raw)
        if "SMIME" in message.message_class.upper() and "MULTIPARTSIGNED" not in message.message_class.upper():
            raise encrypted_letter(file.name)
        sender = message.sender or ""
        name, address = parseaddr(sender)
        attachments = [
            Attachment(each.file_name or "", each.file_bytes) for each in message.attachments if each.file_bytes
        ]
        text, page = message.body or "", ""
        if not text.strip():
            page = message.html_body or ""
        return Letter(
            sender=(name or address.split("@")[0] or sender).strip(" \"'"),
            subject=" ".join(message.subject.split()),
            text=text.replace("\r\n", "\n"),
            page=page,
            attachments=tuple(attachments),
            date=message.sent_date.date().isoformat() if message.sent_date else "",
        )
    except (OSError, struct.error, LookupError, NotImplementedError, AssertionError, *PACKAGE_ERRORS) as error:
        raise damaged_letter(file.name) from error
