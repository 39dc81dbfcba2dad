"""An answer in pieces: each sentence or clause with the keys that stand behind it."""

import re

from assistant.sources.sentences import split_sentences

_KEY = r"[A-Za-z]{0,2}\d{1,3}"
_KEYS = re.compile(
    rf"[\[【]\s*({_KEY}(?:\s*[,，、;；/\s]\s*{_KEY})*)\s*[\]】]|[(（]\s*([NP]\d{{1,3}}(?:\s*[,，、;；]\s*[NP]\d{{1,3}})*)\s*[)）]"
)
_KEYS_AFTER_STOP = re.compile(rf"([。．.!！?？;；])(\s*(?:(?:{_KEYS.pattern})\s*)+)")
_CLAUSE_WITH_KEYS = re.compile(rf".*?(?:(?:{_KEYS.pattern})\s*)+[。．.!！?？;；,，]*\s*", re.DOTALL)
_OPENS = ("[", "【", "(", "（")


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


def take_keys(words: str) -> tuple[str, tuple[str, ...]]:
    """A piece without its keys, and the keys."""
    keys: list[str] = []
    for match in _KEYS.finditer(words):
        keys.extend(each.upper() for each in re.findall(_KEY, match[1] or match[2]))
    text = re.sub(r"\s+([。．.,，;；!！?？])", r"\1", _KEYS.sub("", words)).strip()
    return text, tuple(dict.fromkeys(keys))
