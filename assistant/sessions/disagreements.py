"""Accounts that differ in a figure: both are shown, no mean is taken, and nobody is said to be right."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from assistant.drafting.figures import Figure, find_figures
from assistant.retrieval.words import build_terms, split_words
from assistant.sessions.entries import Citation, Entry, Kind, cite

_MOST = 3
_ON_TOPIC = 0.5
"""Share of the question's telling words that a sentence must hold, with what was asked before it, to speak of the same."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two verbatim accounts of one thing with different figures."""

    one: Citation
    other: Citation


@dataclass(frozen=True, slots=True)
class _Account:
    entry: Entry
    words: str
    topic: frozenset[str]
    figures: dict[tuple[str, str], frozenset[Fraction]]


def find_disagreements(question: str, entries: Sequence[Entry], cited: Sequence[str]) -> tuple[Disagreement, ...]:
    """Pairs of accounts by different speakers on what was asked, with figures of one unit and no value in common.

    At least one of a pair is cited, where anything is; at most three pairs.
    """
    terms = frozenset(each.rstrip("*") for each in build_terms(question))
    accounts = [account for each in entries if each.kind is Kind.NOTES for account in _accounts(each, terms)]
    found: list[Disagreement] = []
    used: set[tuple[str, str]] = set()
    for one, other in combinations(accounts, 2):
        keys = (one.entry.key, other.entry.key)
        if keys in used or (cited and not set(keys) & set(cited)) or not _differ(one, other):
            continue
        used.add(keys)
        found.append(Disagreement(cite(one.entry, one.words), cite(other.entry, other.words)))
    return tuple(found[:_MOST])


def _accounts(entry: Entry, terms: frozenset[str]) -> list[_Account]:
    found: list[_Account] = []
    asked = frozenset(split_words(entry.question or ""))
    for start, end in entry.sentences:
        words = entry.text[start:end].strip()
        topic = terms & (frozenset(split_words(words)) | asked)
        figures = _by_unit(find_figures(words))
        if figures and terms and len(topic) / len(terms) >= _ON_TOPIC and entry.find(words) is not None:
            found.append(_Account(entry, words, topic, figures))
    return found


def _by_unit(figures: Sequence[Figure]) -> dict[tuple[str, str], frozenset[Fraction]]:
    units: dict[tuple[str, str], set[Fraction]] = {}
    for figure in figures:
        if figure.kind in ("number", "share") and not figure.approximate and (figure.unit or figure.kind == "share"):
            units.setdefault((figure.kind, figure.unit), set()).add(figure.value)
    return {unit: frozenset(values) for unit, values in units.items()}


def _differ(one: _Account, other: _Account) -> bool:
    if (one.entry.speaker, one.entry.document) == (other.entry.speaker, other.entry.document):
        return False
    shared = one.figures.keys() & other.figures.keys()
    return any(not one.figures[unit] & other.figures[unit] for unit in shared)
