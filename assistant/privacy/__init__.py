"""Personal data: finding it, standing pseudonyms in for it, and keeping it on this machine."""

from assistant.privacy.copies import PersonalData, find_in_documents, write_copies
from assistant.privacy.finding import KIND_LABELS, LeakError, assert_clean, find_personal
from assistant.privacy.found import KINDS, Certainty, Found, Kind
from assistant.privacy.identities import KnownIdentities, known_identities
from assistant.privacy.pseudonyms import Masked, Pseudonyms, Used
from assistant.privacy.settled import SettledNames
from assistant.privacy.suspects import Suspect, suspect_names

__all__ = [
    "KINDS",
    "KIND_LABELS",
    "Certainty",
    "Found",
    "Kind",
    "KnownIdentities",
    "LeakError",
    "Masked",
    "PersonalData",
    "Pseudonyms",
    "SettledNames",
    "Suspect",
    "Used",
    "assert_clean",
    "find_in_documents",
    "find_personal",
    "known_identities",
    "suspect_names",
    "write_copies",
]
