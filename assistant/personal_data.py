"""What of a client's notes is personal data, and notes that can be passed on without it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.journey import LeftOut
from assistant.workspace import ClientFolder

if TYPE_CHECKING:
    from assistant.privacy import KnownIdentities, PersonalData
    from assistant.sources import Notes


@dataclass(frozen=True, slots=True)
class Anonymised:
    """The copies that were written, the files that could not be read, and names that were masked though unconfirmed."""

    folder: Path
    copies: tuple[Path, ...]
    left_out: tuple[LeftOut, ...]
    unconfirmed: tuple[str, ...]


def find_personal_data(client: ClientFolder) -> "list[PersonalData]":
    """What each file of the notes holds, by kind; only listed and settled people count as persons for sure."""
    from assistant.privacy import find_in_documents

    notes = _read(client, None)
    known, _ = _known(client, notes)
    return find_in_documents(notes.documents, known)


def anonymise_notes(client: ClientFolder, folder: Path, progress: Callable[[str], None] | None = None) -> Anonymised:
    """Copies of the notes with the client's own pseudonyms, in `folder`; the notes themselves stay as they are.

    Names in doubt are masked, too. Raises StorageError, StoreError, and LeakError where something would slip through.
    """
    from assistant.privacy import Pseudonyms, write_copies

    notes = _read(client, progress)
    known, unconfirmed = _known(client, notes)
    pseudonyms = Pseudonyms(client.state / "pseudonyms.json", client.root.name, known)
    copies = write_copies(notes.documents, pseudonyms, known, folder)
    skipped = tuple(each for each in notes.left_out if each.skipped_file)
    return Anonymised(folder, tuple(copies), skipped, unconfirmed)


def _read(client: ClientFolder, progress: Callable[[str], None] | None) -> "Notes":
    from assistant.sources import SeparateReader, read_notes

    profile = client.profile
    # a copy is to hold what the notes hold, chrome and repetitions included
    with SeparateReader(client.notes) as files:
        everything = [each.path for each in files.list_files()]
    with SeparateReader(client.notes, as_is=everything) as reader:
        return read_notes(client.notes, profile.people, profile.segments, reader=reader, progress=progress)


def _known(client: ClientFolder, notes: "Notes") -> "tuple[KnownIdentities, tuple[str, ...]]":
    """Whom the notes name: listed, settled, speaking, and those who only seem to be persons."""
    from assistant.journey import Person, Role
    from assistant.model_engine import settled_names
    from assistant.privacy import known_identities, suspect_names

    profile = client.profile
    speakers = dict.fromkeys(
        name
        for name in (*(s.speaker for s in notes.statements), *(b.speaker for d in notes.documents for b in d.blocks))
        if name
    )
    settled = settled_names(client)
    known = known_identities(profile.name, profile.brands, profile.people, speakers, settled)
    texts = [block.text for document in notes.documents for block in document.blocks]
    suspects = tuple(each.name for each in suspect_names(list(dict.fromkeys(texts)), known))
    people = [*profile.people, *(Person(each, Role.UNKNOWN) for each in suspects)]
    return known_identities(profile.name, profile.brands, people, speakers, settled), suspects
