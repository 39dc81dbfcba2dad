"""The attachments of a message as files of their own."""

from collections.abc import Iterator

from assistant.sources.enclosed import Enclosed, safe_name, without_repeats
from assistant.sources.files import is_clutter
from assistant.sources.mail.eml import read_eml
from assistant.sources.mail.letters import Attachment, Letter
from assistant.sources.mail.outlook import read_msg
from assistant.sources.reading import RawFile

# Parts that mail programs add by themselves: logos, signatures, invitations, delivery reports.
_MECHANICAL = (
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".p7s", ".asc", ".ics", ".vcf", ".dat",
)  # fmt: skip


class MailMessage:
    """Lists and reads what came with an .eml."""

    has_text = True

    def list_enclosed(self, file: RawFile) -> list[Enclosed]:
        """Its attachments in order. Raises SourceError as `read_eml` does."""
        return _list(read_eml(file))

    def read_enclosed(self, file: RawFile, enclosed: Enclosed) -> bytes:
        """The bytes of one attachment."""
        return _attachments(read_eml(file))[enclosed.place].raw


class OutlookMessage:
    """Lists and reads what came with an Outlook .msg."""

    has_text = True

    def list_enclosed(self, file: RawFile) -> list[Enclosed]:
        """Its attachments in order. Raises SourceError as `read_msg` does."""
        return _list(read_msg(file))

    def read_enclosed(self, file: RawFile, enclosed: Enclosed) -> bytes:
        """The bytes of one attachment."""
        return _attachments(read_msg(file))[enclosed.place].raw


def _list(letter: Letter) -> list[Enclosed]:
    return list(without_repeats(_describe(_attachments(letter))))


def _describe(attachments: list[Attachment]) -> Iterator[Enclosed]:
    for place, each in enumerate(attachments):
        name = safe_name(each.name.replace("/", "_").replace("\\", "_"), f"{place + 1}")
        if not is_clutter(name) and not name.lower().endswith(_MECHANICAL):
            yield Enclosed(name, len(each.raw), place)


def _attachments(letter: Letter) -> list[Attachment]:
    """The attachments of a message and of those forwarded in it."""
    return [*letter.attachments, *(each for inner in letter.letters for each in _attachments(inner))]
