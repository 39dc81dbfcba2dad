"""Texts as keywords: pairs of characters for Chinese, lightly stemmed words for the rest."""

import math
import re
import unicodedata
from collections.abc import Iterator
from operator import add

from assistant.sources.folding import fold

_HAN = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(rf"(?P<han>[{_HAN}]+)|(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W_{_HAN}]+(?:['’][^\W\d_{_HAN}]+)*)")
_ACCENTS = re.compile("[\u0300-\u036f]")
_ENDINGS = (("ies", "y", ("eies", "aies")), ("es", "e", ("aes", "ees", "oes")), ("s", "", ("us", "ss")))

# The words that make a sentence a question are rare in answers, so that BM25 would take them for its most telling ones.
_ASKING = re.compile(
    "什么时候|什么时间|什么地方|什么样|什么人|是什么|为什么|什么|为何|何时|何地|何人|何处|何种|"
    "哪一[年个位种座家次]|哪[个里些儿位种年座家国]|哪|是谁|谁|多少|几[个年月日次位种]|怎么样|怎样|怎么|如何|是否|请问|吗|呢"
)
_ASKING_ENGLISH = frozenset(
    "what when where which who whom whose why how did does do is are was were".split()  # noqa: SIM905
    + "the a an of in on at to for by with and or many much".split()  # noqa: SIM905
)


def split_words(text: str) -> list[str]:
    """The keywords of a text to be found, in order: of each run of Chinese its pairs of characters and its last one.

    (The last one, so that a question of a single character finds it too; see `build_terms`.)
    """
    found: list[str] = []
    for run, chinese in _runs(fold(text)):
        found.extend((*_pairs(run), run[-1]) if chinese else (run,))
    return found


def build_terms(question: str) -> list[str]:
    """The keywords to look for, each once; one that ends in `*` stands for all that begin with it.

    Words that only ask ("什么时候", "which") are left out unless there are no others.
    """
    folded = fold(question)
    telling = [term for term in _terms(_ASKING.sub(" ", folded)) if term not in _ASKING_ENGLISH]
    return telling or _terms(folded)


def stem(word: str) -> str:
    """An English word without its plural's ending: the S stemmer of Harman 1991 (JASIS 42, 7–15)."""
    if len(word) > 3 and word.isascii():
        for ending, replacement, exceptions in _ENDINGS:
            if word.endswith(ending):
                return word if word.endswith(exceptions) else word[: -len(ending)] + replacement
    return word


def rarity(texts: int, holding: int) -> float:
    """How telling a word is that `holding` of `texts` texts hold: an inverse document frequency, never below 0."""
    return math.log((texts + 1) / (holding + 0.5)) if holding <= texts else 0.0


def _terms(folded: str) -> list[str]:
    found: dict[str, None] = {}
    for run, chinese in _runs(folded):
        if not chinese:
            found[run] = None
        elif len(run) == 1:
            found[run + "*"] = None
        else:
            found.update(dict.fromkeys(_pairs(run)))
    return list(found)


def _runs(folded: str) -> Iterator[tuple[str, bool]]:
    for found in _RUNS.finditer(folded):
        run = found.group()
        if found["han"]:
            yield run, True
        elif found["number"]:
            yield run.replace(",", ""), False
        else:
            yield stem(_without_accents(re.split("['’]", run)[0])), False


def _without_accents(word: str) -> str:
    return word if word.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", word))


def _pairs(run: str) -> tuple[str, ...]:
    return tuple(map(add, run, run[1:]))
