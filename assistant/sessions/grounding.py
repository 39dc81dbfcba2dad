"""What of a model's answer stands: quotes found by code, sentences checked against them, the rest withheld."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.drafting.figures import Figure, find_figures
from assistant.drafting.names import NameBook, find_names, names_match
from assistant.drafting.quoting import quoted
from assistant.drafting.verify import verify_claim
from assistant.journey import Claim, Dimension, Evidence, Verdict
from assistant.sessions.entries import Citation, Entry, Kind, Span, cite
from assistant.sessions.likeness import bears_out, denies, share_of_words, words_added
from assistant.sessions.subjects import entries_beside, find_subjects
from assistant.sessions.wanted import repeats_question
from assistant.sources.folding import find_quote, fold
from assistant.sources.sentences import split_sentences
from assistant.wording import Language, Text

_KEY = r"[A-Za-z]{0,2}\d{1,3}"
_KEYS = re.compile(
    rf"[\[【]\s*({_KEY}(?:\s*[,，、;；/\s]\s*{_KEY})*)\s*[\]】]|[(（]\s*([NP]\d{{1,3}}(?:\s*[,，、;；]\s*[NP]\d{{1,3}})*)\s*[)）]"
)
_KEYS_AFTER_STOP = re.compile(rf"([。．.!！?？;；])(\s*(?:(?:{_KEYS.pattern})\s*)+)")
_CLAUSE_WITH_KEYS = re.compile(rf".*?(?:(?:{_KEYS.pattern})\s*)+[。．.!！?？;；,，]*\s*", re.DOTALL)
_OPENS = ("[", "【", "(", "（")
_STAFF_ONLY = frozenset({"staff-only", "role-unknown"})
"""Doubts about the role of a speaker: an answer names who said it, so that the reader sees for himself."""
_MENDABLE = frozenset({"figure", "name"})
_WRONG_SOURCE = frozenset({"no-quote", "figure", "name"})
"""Reasons that may lie in the key alone: a sentence that another note plainly says is cited from there."""

WITHHELD = {
    "no-key": Text("没有给出依据", "cites nothing"),
    "unknown-key": Text("依据的编号不存在", "cites what does not exist"),
    "no-quote": Text("所引段落里没有这样的话", "not said in what it cites"),
    "not-verbatim": Text("引文与原文不符", "a quote that is not in the source"),
    "interviewer": Text("只是访谈者的话", "only the interviewer's words"),
    "figure": Text("数字或日期不在原文里", "a figure or date that is not in the source"),
    "other-date": Text("原文说的是另一个时间", "the source speaks of another time"),
    "other-subject": Text("原文说的是别的人或别的地方", "the source speaks of somebody or somewhere else"),
    "name": Text("名称不在原文里", "a name that is not in the source"),
    "company-from-playbook": Text(
        "把方法手册的话说成了这家公司的事实", "passes the playbook off as a fact about the company"
    ),
    "question": Text("只是重复了问题", "only repeats the question"),
    "not-an-answer": Text(
        "第二次核对：原话没有回答这个问题", "a second check found that the quote does not answer the question"
    ),
    "repeated": Text("重复", "said twice"),
}
MARKS = {
    "loose": Text("用词与原话相差较远，请对照原话", "worded far from the quote; compare it"),
    "translated": Text("是转译，请对照原话", "translated; compare the quote"),
    "denial": Text("原话与这句话一个肯定、一个否定，请对照原话", "the quote and this sentence differ in a “not”; compare it"),
    "added": Text("“{what}”不在原话里", "“{what}” is not in the quote"),
    "unchecked": Text("第二次核对没有做成", "the second check could not be made"),
    "echo": Text("“{what}”来自提问，原话没有说", "“{what}” comes from the question, not from the quote"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One checked sentence of an answer, without its keys. `marks` say what a person should look at."""

    text: str
    keys: tuple[str, ...]
    kind: Kind
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """The question with what it is checked by: the client's names, and those that are the client itself."""

    question: str
    language: Language
    names: NameBook
    own: frozenset[str]


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
                continue
            self._spans.setdefault(place, []).append(span)
            if place != key:
                self._moved[key] = place

    def quote_instead(self) -> list[Sentence]:
        """The quoted sentences themselves, for a reply whose own words do not stand; what speaks of others left out."""
        found: list[Sentence] = []
        for key in self.quoted[:_MOST_QUOTED]:
            entry = self.entries[key]
            if entry.kind is not Kind.NOTES or key in self._beside or self._speaks_of_another_year(entry):
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
        text, keys = _take_keys(words)
        if not text.strip(' 。．.,，;；!！?？、"”'):
            return None
        if fold(text) in self._said:
            self.withheld.append("repeated")
            return None
        if repeats_question(self.asked.question, text):
            self.withheld.append("question")
            return None
        keys = tuple(key if key in self._spans else self._moved.get(key, key) for key in keys)
        outcome = self._judge(text, keys or self._matching_keys(text))
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
        if all(self._speaks_of_another_year(each) for each in known):
            return "other-date"
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
        """By the model's own quotes, then by the whole sentences around them, at last by the whole passages."""
        reason = "no-quote"
        widenings: tuple[Callable[[Entry], str | None], ...] = (self._sentences_of(text), _whole)
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
            added = words_added(text, said, self.asked.question) if not outcome else []
            if added:
                marks.append(MARKS["added"].filled(what="、".join(added)).say(self.asked.language))
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
        mark = MARKS["echo"].filled(what="、".join(echoes)).say(self.asked.language)
        return [*rest, *([mark] if echoes else [])]

    def _echoes(self, text: str, evidence: Sequence[Evidence]) -> list[str] | str:
        """What the sentence has from the question and not from its evidence; the reason where it is from neither."""
        said = "\n".join(f"{each.speaker or ''}\n{each.quote}" for each in evidence)
        told, asked = find_figures(said), find_figures(self.asked.question)
        echoes: list[str] = []
        for figure in find_figures(text):
            if any(figure.matches(each) for each in told):
                continue
            if not _is_echo(figure, told, asked):
                return "figure"
            echoes.append(figure.words)
        for name in find_names(text, self.asked.names):
            if names_match(name, said, self.asked.names) or fold(name) in self.asked.own:
                continue
            if not names_match(name, self.asked.question, self.asked.names):
                return "name"
            echoes.append(name)
        return echoes

    def _speaks_of_another_year(self, entry: Entry) -> bool:
        """Whether the question names a year, and the entry names years and not that one."""
        asked, told = _years(self.asked.question), _years(f"{entry.text}\n{entry.question or ''}")
        return bool(asked and told) and not asked & told

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

    def _matching_keys(self, text: str) -> list[str]:
        """The quotes that a sentence without keys is plainly made of."""
        narrow = {key: self._words(key) for key in self._spans}
        found = [key for key, words in narrow.items() if share_of_words(text, words, self.asked.question) >= _PLAINLY]
        return found or self._plain_source(text)

    def _plain_source(self, text: str) -> list[str]:
        """The one note with a sentence that says nearly the same words: where the model named no source, code may."""
        shares = [
            (share_of_words(text, each.text[start:end], ""), key)
            for key, each in self.entries.items()
            if each.kind is Kind.NOTES
            for start, end in each.sentences
        ]
        best = max(shares, default=(0.0, ""))
        return [best[1]] if best[0] >= _PLAINLY else []

    def _words(self, key: str) -> str:
        return "\n".join(self.entries[key].text[start:end] for start, end in self._spans[key])

    def _narrow(self, quotes: Mapping[str, str]) -> str:
        return "\n".join(self._words(key) if key in self._spans else quote for key, quote in quotes.items())

    def _sentences_of(self, text: str) -> Callable[[Entry], str | None]:
        def quote_of(entry: Entry) -> str | None:
            spans = self._spans.get(entry.key)
            if spans:
                return entry.widen(spans)
            best = max(
                entry.sentences, key=lambda each: share_of_words(text, entry.text[each[0] : each[1]], ""), default=None
            )
            return None if best is None else _quotable(entry, best)

        return quote_of


_MOST_QUOTED = 2
_PLAINLY = 0.6
"""Share of a sentence's own words that a quote must hold to be taken for its source where no key is given."""


def split_answer(answer: str) -> list[str]:
    """An answer as sentences, each with the keys that stand behind it, also behind its stop or between its clauses."""
    settled = _KEYS_AFTER_STOP.sub(lambda match: f"{match[2].strip()}{match[1]}", answer)
    pieces: list[str] = []
    for sentence in split_sentences(settled):
        end = 0
        for clause in _CLAUSE_WITH_KEYS.finditer(sentence):
            pieces.append(clause[0])
            end = clause.end()
        if sentence[end:].strip():
            pieces.append(sentence[end:])
    return [piece for piece in pieces if piece.strip()]


def finished_sentences(answer: str) -> list[str]:
    """The sentences of an answer still being written that no further word can change."""
    pieces = split_answer(answer)
    if not pieces or pieces[-1].lstrip().startswith(_OPENS):
        return pieces[:-2]
    return pieces[:-1]


def _take_keys(words: str) -> tuple[str, tuple[str, ...]]:
    keys: list[str] = []
    for match in _KEYS.finditer(words):
        keys.extend(each.upper() for each in re.findall(_KEY, match[1] or match[2]))
    text = re.sub(r"\s+([。．.,，;；!！?？])", r"\1", _KEYS.sub("", words)).strip()
    return text, tuple(dict.fromkeys(keys))


def _quotable(entry: Entry, span: Span) -> str | None:
    words = entry.text[span[0] : span[1]].strip()
    return words if words and entry.find(words) is not None else None


def _whole(entry: Entry) -> str | None:
    return entry.text.strip() if not entry.instructions else None


def _longer(one: Citation | None, other: Citation) -> Citation:
    return one if one is not None and len(one.quote) > len(other.quote) else other


_BARE_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?![\d%‰.,万亿元块])")


def _years(text: str) -> set[int]:
    """Years said in a text, also without 年, as people do (2022春运)."""
    said = {each.date[0] for each in find_figures(text) if each.kind == "date" and each.date[0] is not None}
    return said | {int(year) for year in _BARE_YEAR.findall(text)}


def _is_listed(name: str, names: NameBook) -> bool:
    return any(fold(name) in group for group in names.groups)


def _is_echo(figure: Figure, told: Sequence[Figure], asked: Sequence[Figure]) -> bool:
    """Whether the question has the figure; of a date, the parts that the evidence leaves open."""
    if any(figure.matches(each) for each in asked):
        return True
    if figure.kind != "date":
        return False
    parts = [None, None, None]
    for each in asked:
        if each.kind == "date":
            parts = [mine if mine is not None else theirs for mine, theirs in zip(parts, each.date, strict=True)]
    return any(
        each.kind == "date"
        and all(
            mine is None or mine == theirs or (theirs is None and mine == question)
            for mine, theirs, question in zip(figure.date, each.date, parts, strict=True)
        )
        for each in told
    )
