"""From a model's quotes to evidence: found in the source to the letter, whole clauses, under the right statement."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.drafting.excerpt import MOST_COLUMNS, columns
from assistant.drafting.material import Told
from assistant.model.shapes import QuoteShape
from assistant.sources.folding import find_quote, fold
from assistant.sources.sentences import split_sentences

_ENDS = "，。！？；：,!?;:\n…"
_SENTENCE_ENDS = "。！？!?\n…"
_OUTER = "“”\"'「」『』‘’…. 。，,"
_ASKED = re.compile(r"^\s*[（(](?:问|問|asked)[:：][^（）()]*[）)]", re.IGNORECASE)
_LEAST_TO_MOVE = 4
"""Letters a quote must have before it may be put under another key: shorter words stand in many places."""
_TURN = re.compile(
    r"\s*(?:但|不过|可是|只是|然而|就是|除非|如果|要是|前提是|而且不|其实|可惜|才怪|谁信|我不(?:同意|信|觉得|这么)|"
    r"(?:but|though|although|however|except|unless|if|yet|not|actually|or so|i wish|i disagree|that(?:'|’)s not)\b)",
    re.IGNORECASE,
)
"""What turns round the words before it, or makes them a condition."""
_GOVERNS = re.compile(
    r"如果|要是|假如|除非|以为|不是说|并不是|并非|不是因为|(?:不|没|没有)(?:觉得|认为|感觉|听说|说)|谈不上|说不上|难说|别说|很少|从来没|有人说|"
    r"\b(?:if|unless|suppose|supposedly|i wish|would have|(?:do|did|does)(?:n['’]t| not) (?:think|feel|say|find)|never|hardly|not that|"
    r"thought|some say|they say|people say)\b",
    re.IGNORECASE,
)
"""What in an earlier clause says of the later ones that they are not so, only supposed, or another's words."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A verbatim, contiguous part of a statement."""

    told: Told
    quote: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """What became of the quotes of one claim: those found, those found under another key, and those found nowhere."""

    cited: tuple[Cited, ...]
    moved: tuple[str, ...]
    dropped: tuple[str, ...]


def resolve_quotes(quotes: Iterable[QuoteShape], offered: Mapping[str, Told]) -> Resolved:
    """The quotes as they stand in the statements that were offered under their keys.

    One that stands under exactly one other key is moved there; one that stands nowhere, or in several places, is
    dropped. What is printed is always the source's own wording, widened to whole clauses so that no "not" is cut off.
    """
    cited: dict[tuple[str, str], Cited] = {}
    moved: list[str] = []
    dropped: list[str] = []
    for each in quotes:
        own = offered.get(each.key)
        found = _find(each.words, own) if own is not None else None
        if found is None and len(_letters(each.words)) >= _LEAST_TO_MOVE:
            others = [other for key, told in offered.items() if key != each.key and (other := _find(each.words, told))]
            if len({other.told.id for other in others}) == 1:
                found = others[0]
                moved.append(found.quote)
        if found is None:
            dropped.append(each.words)
        else:
            cited.setdefault((found.told.id, found.quote), found)
    return Resolved(_without_parts(cited.values()), tuple(moved), tuple(dropped))


def _find(words: str, told: Told) -> Cited | None:
    text = told.statement.text
    for wanted in _answers(words, told.statement.question):
        span = find_quote(wanted, text) or _find_folded(wanted, text)
        if span is not None:
            return Cited(told, widen(text, *span))
    return None


def _answers(words: str, question: str | None) -> list[str]:
    """What a quote may mean: all of it, or what follows the question, which models copy along with its answer."""
    found = [words, _ASKED.sub("", words)]
    asked = find_quote(question, words) if question else None
    if asked is not None:
        found.append(words[asked[1] :])
    bare = (each.strip().strip(_OUTER) for each in found)
    return list(dict.fromkeys(each for each in bare if _letters(each)))


def _find_folded(words: str, text: str) -> tuple[int, int] | None:
    """The span in another case or Chinese script than the model wrote, where folding keeps the places of letters."""
    folded = fold(text)
    if len(folded) != len(text):
        return None
    start = folded.find(fold(words))
    return (start, start + len(fold(words))) if start >= 0 else None


def widen(text: str, start: int, end: int) -> str:
    """The sentences of `text` that the part from `start` to `end` is in, so that no "not" and no "if" is cut off.

    Sentences too long to print are cut at clauses, but neither behind a clause that denies or supposes what follows it
    nor before words that turn round what was said ("but …"); these are taken in after whole sentences too.
    """
    first, last = _reach_back(text, start, _SENTENCE_ENDS), _reach_on(text, end, _SENTENCE_ENDS)
    if columns(text[first:last]) > MOST_COLUMNS:
        first, last = _governed_from(text, first, _reach_back(text, start, _ENDS)), _reach_on(text, end, _ENDS)
    if last < len(text) and _TURN.match(text[last:]):
        following = last + len(split_sentences(text[last:])[0])
        if columns(text[first:following]) <= MOST_COLUMNS:
            last = following
    return " ".join(text[first:last].split()).rstrip("，,；;：:")


def _reach_back(text: str, start: int, ends: str) -> int:
    while start > 0 and text[start - 1] not in ends and not _is_stop(text, start - 1):
        start -= 1
    return start


def _reach_on(text: str, end: int, ends: str) -> int:
    while end < len(text) and text[end - 1] not in ends and not _is_stop(text, end - 1):
        end += 1
    return end


def _governed_from(text: str, sentence: int, clause: int) -> int:
    """Where the quote must begin: at `clause`, or at an earlier clause of the sentence that governs it."""
    begins, place = clause, clause
    while place > sentence:
        before = _reach_back(text, place - 1, _ENDS)
        if _GOVERNS.search(text[before:place]):
            begins = before
        place = before
    return begins


def _is_stop(text: str, place: int) -> bool:
    """Whether a full stop of an English sentence stands there, not the point of a number or an abbreviation."""
    return text[place] == "." and (place + 1 == len(text) or text[place + 1].isspace())


def _letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


def _without_parts(cited: Iterable[Cited]) -> tuple[Cited, ...]:
    """Without quotes that are part of another quote of the same statement."""
    every = list(cited)
    return tuple(
        each
        for each in every
        if not any(
            other is not each
            and other.told.id == each.told.id
            and each.quote in other.quote
            and each.quote != other.quote
            for other in every
        )
    )


def offer(told: Sequence[Told], first: int = 1) -> dict[str, Told]:
    """The statements under keys for one request: E1, E2, …"""
    return {f"E{number}": each for number, each in enumerate(told, start=first)}
