"""Whom or what place a question names: an answer must rest on words about the same."""

from collections.abc import Iterable

from assistant.drafting.names import NameBook, find_names, names_match
from assistant.privacy.words import tag_words
from assistant.sessions.entries import Entry
from assistant.sources.folding import fold

_PLACE = "ns"


def find_subjects(question: str, names: NameBook, own: frozenset[str]) -> tuple[str, ...]:
    """Names of persons, brands and places in a question, folded, but for the client's own: that one goes without saying."""
    named = [fold(each) for each in find_names(question, names) if not _is_abbreviation(each)]
    places = [word for word, kind in tag_words(fold(question)) if kind == _PLACE and len(word) > 1]
    return tuple(dict.fromkeys(each for each in (*named, *places) if not any(name in each for name in own)))


def entries_beside(subjects: Iterable[str], entries: Iterable[Entry], names: NameBook) -> frozenset[str]:
    """Keys of entries that leave out a subject which another entry names: they speak of something else."""
    every = list(entries)
    beside: set[str] = set()
    for subject in subjects:
        naming = {each.key for each in every if _names(each, subject, names)}
        if naming:
            beside.update(each.key for each in every if each.key not in naming)
    return frozenset(beside)


def _names(entry: Entry, subject: str, names: NameBook) -> bool:
    return names_match(subject, f"{entry.document}\n{entry.speaker or ''}\n{entry.question or ''}\n{entry.text}", names)


def _is_abbreviation(name: str) -> bool:
    """GDP, TDS: names of notions that have other names too."""
    return name.isascii() and name.isupper()
