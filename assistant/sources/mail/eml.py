"""Messages as mail programs pass them on (.eml)."""

from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from assistant.errors import SourceError
from assistant.sources.encodings import decode_text
from assistant.sources.mail.letters import Attachment, Letter, encrypted_letter
from assistant.sources.reading import RawFile
from assistant.wording import Text

_SECRET = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_DEEPEST = 8  # parts within parts; real messages have four
_MOST_PARTS = 500


def read_eml(file: RawFile) -> Letter:
    """The message. Raises SourceError: misnamed or encrypted."""
    message = message_from_bytes(file.raw)
    if not message.keys():
        raise SourceError(
            "misnamed",
            Text(f"文件里没有邮件头，不是邮件：{file.name}", f"it has no mail header and is no message: {file.name}"),
            Text("如果是普通文字，请改名为 .txt。", "rename it to .txt if it is plain text."),
        )
    return _Parts(file.name).read(message, 0)


class _Parts:
    """Takes a message apart; `name` is the file's."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts = 0

    def read(self, message: "Message[str, str]", depth: int) -> Letter:
        texts: list[str] = []
        pages: list[str] = []
        attachments: list[Attachment] = []
        letters: list[Letter] = []
        waiting = [(message, depth)]
        while waiting:
            part, level = waiting.pop(0)
            self._parts += 1
            kind = part.get_content_type()
            if kind in _SECRET:
                raise encrypted_letter(self._name)
            if level > _DEEPEST or self._parts > _MOST_PARTS:
                continue
            if kind == "message/rfc822":
                letters.extend(self.read(each, level + 1) for each in _inside(part))
            elif part.is_multipart():
                waiting[:0] = [(each, level + 1) for each in _inside(part)]
            elif part.get_content_disposition() == "attachment" or part.get_filename():
                attachments.append(Attachment(_header(part.get_filename() or ""), _payload(part)))
            elif kind == "text/html":
                pages.append(_words(part, self._name))
            elif kind.startswith("text/"):
                texts.append(_words(part, self._name))
        return Letter(
            sender=_sender(_header(message.get("From", ""))),
            subject=" ".join(_header(message.get("Subject", "")).split()),
            text="\n\n".join(each for each in texts if each.strip()),
            page="\n".join(each for each in pages if each.strip()),
            attachments=tuple(attachments),
            letters=tuple(letters),
            date=_day(_header(message.get("Date", ""))),
        )


def _day(words: str) -> str:
    """The day of a message's date (RFC 5322); "" where it has none that can be read."""
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""


def _inside(part: "Message[str, str]") -> "list[Message[str, str]]":
    inside = part.get_payload()
    return [each for each in inside if isinstance(each, Message)] if isinstance(inside, list) else []


def _payload(part: "Message[str, str]") -> bytes:
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) else b""


def _words(part: "Message[str, str]", name: str) -> str:
    """The text of a part: in the encoding that it names where that fits, else by what its bytes say."""
    raw = _payload(part)
    named = str(part.get_content_charset() or "")
    if named and named.lower() not in ("us-ascii", "ascii", "iso-8859-1", "latin-1"):
        try:
            return raw.decode("gb18030" if named.lower() in ("gb2312", "gbk") else named)
        except (LookupError, ValueError):  # an encoding nobody knows, or whose name is no name
            pass
    return decode_text(raw, name) if raw.strip() else ""


def _header(value: object) -> str:
    try:
        return str(make_header(decode_header(str(value))))
    except (MessageError, LookupError, ValueError):
        return str(value)


def _sender(value: str) -> str:
    name, address = parseaddr(value)
    return (name or address.split("@")[0]).strip(" \"'") or value.strip()
