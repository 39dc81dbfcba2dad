"""What of a model's answer stands: quotes found by code, sentences checked against them, the rest withheld."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.drafting.figures import find_figures
from assistant.drafting.names import NameBook, find_names, names_match
from assistant.drafting.quoting import quoted
from assistant.drafting.verify import verify_claim
from assistant.journey import Claim, Dimension, Evidence, Verdict
from assistant.sessions.echoes import find_years, is_echo, is_joined
from assistant.sessions.editions import tells_of_others
from assistant.sessions.entries import Citation, Entry, Kind, Span, cite
from assistant.sessions.likeness import bears_out, denies, share_of_words, words_added
from assistant.sessions.roles import told_by_others
from assistant.sessions.splitting import take_keys
from assistant.sessions.subjects import entries_beside, find_subjects
from assistant.sessions.wanted import asks_when, repeats_question
from assistant.sessions.withholding import MARKS, WITHHELD
from assistant.sources.folding import find_quote, fold
from assistant.sources.sentences import split_sentences
from assistant.wording import Language

_STAFF_ONLY = frozenset({"staff-only", "role-unknown"})
"""Doubts about the role of a speaker: an answer names who said it, so that the reader sees for himself."""
_MENDABLE = frozenset({"figure", "name"})
_WRONG_SOURCE = frozenset({"no-quote", "figure", "name"})
"""Reasons that may lie in the key alone: a sentence that another note plainly says is cited from there."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One checked sentence of an answer, without its keys. `marks` say what a person should look at."""

    text: str
    keys: tuple[str, ...]
    kind: Kind
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The question with what it is checked by: the client's names, and those that are the client itself.

    `is_part`: it is one of the questions that a longer one was divided into.
    """

    question: str
    language: Language
    names: NameBook
    own: frozenset[str]
    is_part: bool = False


@dataclass
class Grounding:
    """Checks one answer, piece by piece as it comes. `withheld` counts what was not let through, by reason."""

    asked: Asked
    entries: Mapping[str, Entry]
    withheld: list[str] = field(default_factory=list[str])
    _spans: dict[str, list[Span]] = field(default_factory=dict[str, list[Span]])
    _moved: dict[str, str] = field(default_factory=dict[str, str])
    _cited: dict[str, Citation] = field(default_factory=dict[str, Citation])
    _said: set[str] = field(default_factory=set[str])

    def accept_quotes(self, quotes: Sequence[tuple[str, str]]) -> None:
        """Take over the model's (key, words) pairs whose words stand in an entry; the others are withheld.

        Weak models copy the words well and the number beside them badly: words that stand elsewhere are cited from there.
        In place of words that stand nowhere, the one sentence is taken, to the letter, that says plainly the same.
        """
        for key, words in quotes:
            if key not in self.entries:
                self.withheld.append("unknown-key")
                continue
            others = [
                each for each in self.entries if each != key and self.entries[each].kind is self.entries[key].kind
            ]
            place = next((each for each in (key, *others) if self.entries[each].find(words) is not None), None)
            span = self._nearest(self.entries[place], words) if place is not None else None
            if place is None or span is None:
                self.withheld.append("not-verbatim")
                place, span = self._find_meant(words, (key, *others))
            if place is None or span is None:
                continue
            self._spans.setdefault(place, []).append(span)
            if place != key:
                self._moved[key] = place

    def quote_instead(self) -> list[Sentence]:
        """The quoted sentences themselves, for a reply whose own words do not stand; what speaks of others left out."""
        found: list[Sentence] = []
        for key in self.quoted[:_MOST_QUOTED]:
            entry = self.entries[key]
            if entry.kind is not Kind.NOTES or not self.may_bear(entry):
                continue
            quote = entry.widen(self._spans[key])
            self._cited[key] = cite(entry, quote)
            words = " ".join(quote.split())
            found.append(Sentence(quoted(words, self.asked.language), (key,), Kind.NOTES))
        return found

    @cached_property
    def _beside(self) -> frozenset[str]:
        """Entries of the notes that leave out whom or what place the question is about, while others name it."""
        notes = [each for each in self.entries.values() if each.kind is Kind.NOTES]
        subjects = find_subjects(self.asked.question, self.asked.names, self.asked.own)
        return entries_beside(subjects, notes, self.asked.names)

    def may_bear(self, entry: Entry) -> bool:
        """Whether an answer may rest on an entry at all, and not only beside another one."""
        beside = entry.key in self._beside or self._speaks_of_another_year(entry)
        return not beside and not tells_of_others(self.asked.question, entry)

    def forget(self) -> None:
        """Begin again: nothing of what was checked so far was shown to anybody."""
        for each in (self.withheld, self._spans, self._moved, self._cited, self._said):
            each.clear()

    @property
    def quoted(self) -> tuple[str, ...]:
        """Keys with at least one quote that was found."""
        return tuple(self._spans)

    def check(self, words: str) -> Sentence | None:
        """The sentence if its evidence bears it, with marks where a person should look; None when it is withheld."""
        text, keys = take_keys(words)
        if not text.strip(_STOPS):
            return None
        if fold(text) in self._said:
            self.withheld.append("repeated")
            return None
        if repeats_question(self.asked.question, text):
            self.withheld.append("question")
            return None
        keys = tuple(key if key in self._spans else self._moved.get(key, key) for key in keys)
        keys = self._plainer_keys(text, keys) or keys or self._matching_keys(text)
        outcome = self._judge(text, keys)
        if isinstance(outcome, str) and outcome in _WRONG_SOURCE:
            elsewhere = [key for key in self._plain_source(text) if key not in keys]
            moved = self._judge(text, elsewhere) if elsewhere else outcome
            outcome = outcome if isinstance(moved, str) else moved
        if isinstance(outcome, str):
            self.withheld.append(outcome)
            return None
        self._said.add(fold(text))
        return outcome

    def citations(self, keys: Sequence[str]) -> tuple[Citation, ...]:
        """The citations behind sentences that were let through, each key once."""
        return tuple(self._cited[key] for key in dict.fromkeys(keys) if key in self._cited)

    def cite_quotes(self, keys: Sequence[str]) -> tuple[Citation, ...]:
        """Citations of the model's own quotes under these keys, whole sentences."""
        return tuple(
            cite(self.entries[key], self.entries[key].widen(self._spans[key])) for key in keys if key in self._spans
        )

    # ------------------------------------------------------------ judging

    def _judge(self, text: str, keys: Sequence[str]) -> Sentence | str:
        known = [self.entries[key] for key in dict.fromkeys(keys) if key in self.entries]
        if not known:
            return "unknown-key" if keys else "no-key"
        if all(self._speaks_of_another_year(each) for each in known) or self._tells_another_year(text):
            return "other-date"
        if all(tells_of_others(self.asked.question, each) for each in known):
            return "other-edition"
        if all(each.key in self._beside for each in known):
            return "other-subject"
        lost = len(set(keys)) > len(known)
        notes = [each for each in known if each.kind is Kind.NOTES]
        if notes:
            return self._judge_by(text, notes, Kind.NOTES, lost)
        if self._about_company(text):
            return "company-from-playbook"
        return self._judge_by(text, known, Kind.PLAYBOOK, lost)

    def _judge_by(self, text: str, cited: Sequence[Entry], kind: Kind, lost: bool) -> Sentence | str:
        """By the sentences around the model's own quotes, then by the nearest of each passage, at last by the whole."""
        reason = "no-quote"
        widenings: tuple[Callable[[Entry], str | None], ...] = (
            self._sentences_of(text),
            lambda entry: _nearest_sentence(entry, text),
            _whole,
        )
        for quote_of in widenings:
            quotes = {each.key: quote for each in cited if (quote := quote_of(each))}
            if not quotes:
                continue
            evidence = {key: self.entries[key].evidence(quote) for key, quote in quotes.items()}
            outcome = self._verify(text, evidence)
            if isinstance(outcome, str):
                reason = outcome
                continue
            said = "\n".join(quotes.values())
            likeness = bears_out(text, said, self.asked.question)
            if likeness == "not":
                reason = "no-quote"
                continue
            marks = [*outcome, *([MARKS[likeness].say(self.asked.language)] if likeness in MARKS else [])]
            if denies(text, self._narrow(quotes)):
                marks.append(MARKS["denial"].say(self.asked.language))
            added = [] if outcome else words_added(text, said, self.asked.question)
            if added:
                marks.append(MARKS["added"].filled(what="、".join(added)).say(self.asked.language))
            other = told_by_others(text, [each.role for each in cited])
            if other is not None:
                marks.append(other.say(self.asked.language))
            if lost:
                marks.append(WITHHELD["unknown-key"].say(self.asked.language))
            for key, quote in quotes.items():
                self._cited[key] = _longer(self._cited.get(key), cite(self.entries[key], quote))
            return Sentence(text, tuple(quotes), kind, tuple(marks))
        return reason

    def _verify(self, text: str, evidence: Mapping[str, Evidence]) -> list[str] | str:
        """Marks of a sentence that the drafts' own check lets through, or the reason why it does not."""
        statements = {each.statement: self.entries[key].statement() for key, each in evidence.items()}
        claim = Claim("ask", text, tuple(evidence), Verdict.SUPPORTED, "model", dimension=Dimension.TOUCHPOINT)
        checked = verify_claim(claim, evidence, statements, self.asked.names, self.asked.language)
        doubts = [each for each in checked.doubts if each.kind not in _STAFF_ONLY]
        kinds = {each.kind for each in doubts}
        if checked.verdict is not Verdict.UNSUPPORTED:
            return [each.detail for each in doubts]
        if not kinds & _MENDABLE or kinds & {"not-verbatim", "quote-not-found", "interviewer-only", "no-evidence"}:
            return "interviewer" if "interviewer-only" in kinds else "not-verbatim"
        echoes = self._echoes(text, list(evidence.values()))
        if isinstance(echoes, str):
            return echoes
        rest = [each.detail for each in doubts if each.kind not in _MENDABLE]
        return [*rest, *echoes]

    def _echoes(self, text: str, evidence: Sequence[Evidence]) -> list[str] | str:
        """Marks for what the sentence has from the question or puts together; the reason where it is from nowhere."""
        said = "\n".join(f"{each.speaker or ''}\n{each.quote}" for each in evidence)
        told, asked = find_figures(said), find_figures(self.asked.question)
        echoes: list[str] = []
        joined: list[str] = []
        for figure in find_figures(text):
            if any(figure.matches(each) for each in told):
                continue
            if is_echo(figure, told, asked):
                echoes.append(figure.words)
            elif any(is_joined(figure, each) for one in evidence for each in split_sentences(one.quote)):
                joined.append(figure.words)
            else:
                return "figure"
        for name in find_names(text, self.asked.names):
            if names_match(name, said, self.asked.names) or fold(name) in self.asked.own:
                continue
            if not names_match(name, self.asked.question, self.asked.names):
                return "name"
            echoes.append(name)
        return [
            MARKS[kind].filled(what="、".join(words)).say(self.asked.language)
            for kind, words in (("echo", echoes), ("joined", joined))
            if words
        ]

    def _speaks_of_another_year(self, entry: Entry) -> bool:
        """Whether the question names a year, and the entry names years and not that one."""
        asked, told = find_years(self.asked.question), find_years(f"{entry.text}\n{entry.question or ''}")
        return bool(asked and told) and not asked & told

    def _tells_another_year(self, text: str) -> bool:
        """Whether a year was asked about, and the sentence tells of others; a question for a time is answered by one."""
        asked, told = find_years(self.asked.question), find_years(text)
        return bool(asked and told) and not asked & told and not asks_when(self.asked.question)

    def _about_company(self, text: str) -> bool:
        """Whether a sentence that only the playbook bears names the client or one of its people."""
        return any(
            fold(name) in self.asked.own or _is_listed(name, self.asked.names)
            for name in find_names(text, self.asked.names)
        )

    # ------------------------------------------------------------ quotes

    def _nearest(self, entry: Entry, words: str) -> Span | None:
        """Where the words stand; a name or figure that stands several times, in the sentence nearest to the question."""
        found: list[tuple[float, Span]] = []
        for start, end in entry.sentences:
            at = find_quote(words, entry.text[start:end])
            span = (start + at[0], start + at[1]) if at is not None else None
            if span is not None and entry.allows(span):
                found.append((share_of_words(self.asked.question, entry.text[start:end], ""), span))
        return max(found, key=lambda each: each[0])[1] if found else entry.find(words)

    def _find_meant(self, words: str, keys: Sequence[str]) -> tuple[str, Span] | tuple[None, None]:
        """The sentence that a quote nearly is: most of its words, all of its figures, and no “not” more or less."""
        figures = find_figures(words)
        best, found = _MEANT, None
        for key in keys:
            entry = self.entries[key]
            for span in entry.sentences:
                said = entry.text[span[0] : span[1]]
                share = share_of_words(words, said, "")
                if share <= best or not entry.allows(span) or denies(words, said):
                    continue
                told = find_figures(said)
                if all(any(figure.matches(each) for each in told) for figure in figures):
                    best, found = share, (key, span)
        return found or (None, None)

    def _matching_keys(self, text: str) -> list[str]:
        """The quotes that a sentence without keys is plainly made of."""
        narrow = {key: self._words(key) for key in self._spans}
        found = [key for key, words in narrow.items() if share_of_words(text, words, self.asked.question) >= _PLAINLY]
        return found or self._plain_source(text)

    def _plainer_keys(self, text: str, keys: Sequence[str]) -> list[str]:
        """Another note than the cited ones where that says the sentence nearly word for word, and they do not."""
        elsewhere = [key for key in self._plain_source(text) if key not in keys]
        if not elsewhere or not all(key in self.entries for key in keys):
            return []
        cited = max((self._likeness(key, text) for key in keys), default=1.0)
        return elsewhere if self._likeness(elsewhere[0], text) - cited >= _MUCH_PLAINER else []

    def _plain_source(self, text: str) -> list[str]:
        """The one note with a sentence that says nearly the same words: where the model named no source, code may.

        A sentence of clauses may have a source for each.
        """
        sources = [self._one_source(each) for each in _CLAUSES.split(text) if each.strip(_STOPS)]
        if len(sources) > 1 and all(sources):
            return list(dict.fromkeys(key for each in sources for key in each))
        return self._one_source(text)

    def _one_source(self, text: str) -> list[str]:
        notes = [key for key, each in self.entries.items() if each.kind is Kind.NOTES]
        best, key = max(((self._likeness(key, text), key) for key in notes), default=(0.0, ""))
        if best >= _PLAINLY:
            return [key]
        new = [(self._likeness(key, text, self.asked.question), key) for key in notes]
        sure = [key for share, key in new if share >= _ALL_NEW and self._likeness(key, text) >= _SAME_TOPIC]
        return sure if len(sure) == 1 else []

    def _likeness(self, key: str, text: str, asked: str = "") -> float:
        """The share of a sentence's words that the nearest sentence of an entry holds."""
        entry = self.entries[key]
        return max((share_of_words(text, entry.text[start:end], asked) for start, end in entry.sentences), default=0.0)

    def _words(self, key: str) -> str:
        return "\n".join(self.entries[key].text[start:end] for start, end in self._spans[key])

    def _narrow(self, quotes: Mapping[str, str]) -> str:
        return "\n".join(self._words(key) if key in self._spans else quote for key, quote in quotes.items())

    def _sentences_of(self, text: str) -> Callable[[Entry], str | None]:
        def quote_of(entry: Entry) -> str | None:
            spans = self._spans.get(entry.key)
            if spans:
                return entry.widen(spans)
            return _nearest_sentence(entry, text)

        return quote_of


_MOST_QUOTED = 2
_CLAUSES = re.compile("[；;]")
_STOPS = ' 。．.,，;；!！?？、"”'
_MUCH_PLAINER = 0.35
_ALL_NEW, _SAME_TOPIC = 0.9, 0.35
"""The one note that holds nearly all that a sentence adds to the question, and some of the question's words."""
_MEANT = 0.7
"""Share of a quote's words that a sentence must hold to be what the quote was meant to be."""
_PLAINLY = 0.6
"""Share of a sentence's own words that a quote must hold to be taken for its source where no key is given."""


def _nearest_sentence(entry: Entry, text: str) -> str | None:
    """The sentence of the entry with most of the text's figures, and of those the one with most of its words."""
    figures = find_figures(text)

    def nearness(span: Span) -> tuple[int, float]:
        said = entry.text[span[0] : span[1]]
        told = find_figures(said) if figures else []
        held = sum(any(figure.matches(each) for each in told) for figure in figures)
        return held, share_of_words(text, said, "")

    best = max(entry.sentences, key=nearness, default=None)
    return None if best is None else _quotable(entry, best)


def _quotable(entry: Entry, span: Span) -> str | None:
    words = entry.text[span[0] : span[1]].strip()
    return words if words and entry.find(words) is not None else None


def _whole(entry: Entry) -> str | None:
    return entry.text.strip() if not entry.instructions else None


def _longer(one: Citation | None, other: Citation) -> Citation:
    return one if one is not None and len(one.quote) > len(other.quote) else other


def _is_listed(name: str, names: NameBook) -> bool:
    return any(fold(name) in group for group in names.groups)
