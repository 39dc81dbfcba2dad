"""Whom or what place a question names: an answer must rest on words about the same."""

import re
from collections.abc import Iterable

from assistant.drafting.names import NameBook, find_names, names_match
from assistant.privacy.words import tag_words
from assistant.sessions.entries import Entry
from assistant.sources.folding import fold

Subject = tuple[str, ...]
"""The words, folded, any of which names it: people and works with long names are spoken of by a part of them."""

_PLACE = "ns"
_WORD = re.compile(r"[A-Za-zÀ-ɏ][0-9A-Za-zÀ-ɏ_&'’.\-]*|[^\sA-Za-zÀ-ɏ]")
_JOINING = frozenset({"of", "in", "the", "and", "&", "for"})
_TELLING = 4
"""Letters from which on a single word of a longer name is taken for that name."""


def find_subjects(question: str, names: NameBook, own: frozenset[str]) -> tuple[Subject, ...]:
    """Persons and brands, places, and other names in a question, but for the client's own: that goes without saying.

    Those of one kind are one subject: what is asked of two towns is told of one in one place and of the other in another.
    """
    named = [each for each in find_names(question, names) if not _is_abbreviation(each)]
    listed = [each for each in named if not each.isascii() or _is_listed(each, names)]
    loose = {each for each in named if each not in listed}
    places = find_places(question)
    latin = [run for run in _join_latin(question, loose) if not _is_own(run, own)]
    kinds = ([fold(each) for each in listed], places, [word for run in latin for word in run])
    found = (tuple(word for word in each if not _is_own((word,), own)) for each in kinds)
    return tuple(dict.fromkeys(each for each in found if each))


def find_places(text: str) -> list[str]:
    """Names of places that the dictionary knows, folded."""
    return [word for word, kind in tag_words(fold(text)) if kind == _PLACE and len(word) > 1]


def entries_beside(subjects: Iterable[Subject], entries: Iterable[Entry], names: NameBook) -> frozenset[str]:
    """Keys of entries that leave out a subject which another entry names: they speak of something else."""
    every = list(entries)
    beside: set[str] = set()
    for subject in subjects:
        naming = {each.key for each in every if any(_names(each, word, names) for word in subject)}
        if naming:
            beside.update(each.key for each in every if each.key not in naming)
    return frozenset(beside)


def _join_latin(question: str, loose: set[str]) -> list[Subject]:
    """Names of several words in Latin letters (Nobel Prize in Literature), each by its telling words."""
    runs: list[list[str]] = []
    open_run = False
    for match in _WORD.finditer(question):
        word = re.sub(r"['’]s$", "", match[0].strip("'’.-"))
        if word in loose:
            if open_run:
                runs[-1].append(fold(word))
            else:
                runs.append([fold(word)])
            open_run = True
        else:
            open_run = open_run and word.casefold() in _JOINING
    return [tuple(each for each in run if len(each) >= _TELLING) or tuple(run) for run in runs]


def _is_own(words: Subject, own: frozenset[str]) -> bool:
    return any(name in word for name in own for word in words)


def _names(entry: Entry, word: str, names: NameBook) -> bool:
    return names_match(word, f"{entry.document}\n{entry.speaker or ''}\n{entry.question or ''}\n{entry.text}", names)


def _is_listed(name: str, names: NameBook) -> bool:
    return any(fold(name) in group for group in names.groups)


def _is_abbreviation(name: str) -> bool:
    """GDP, TDS: names of notions that have other names too."""
    return name.isascii() and name.isupper()
