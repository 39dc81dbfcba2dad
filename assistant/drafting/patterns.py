"""One regular expression for many words, quick however many there are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.sources.folding import fold

_Trie = dict[str, "_Trie"]
_END = ""
_LATIN = re.compile("[a-z0-9]")
NOT_IN_WORD_BEFORE_IT = "(?<![a-z0-9'].)"
"""Behind the first letter of a Latin word: the letter begins the word. At the head of a text nothing can stand before it."""
_NOT_IN_WORD_AFTER = "(?![a-z0-9])"


def compile_words(words: Iterable[str], *, open_ended: Iterable[str] = ()) -> re.Pattern[str] | None:
    r"""A pattern that finds the longest of `words` at each place of a folded text; None for no words.

    A word that begins with a Latin letter or digit is found only as a whole word, and `\b` would not do for that: between
    a Chinese character and a Latin letter Python sees no word boundary. `open_ended` words may go on (complain, complained).
    The words share their beginnings in the pattern, so that at most places one look at the next letter is enough.
    """
    return _compile(tuple(words), tuple(open_ended))


class WordGroups:
    """Groups of words, all looked for in one go: most places of a text begin no word of any group, which is told at once."""

    def __init__(self, groups: Sequence[Iterable[str]]) -> None:
        self._size = len(groups)
        owners: dict[str, list[int]] = {}
        for place, group in enumerate(groups):
            for word in {fold(each) for each in group} - {""}:
                owners.setdefault(word, []).append(place)
        self._beginnings: dict[str, list[tuple[str, list[int]]]] = {}
        for word in sorted(owners, key=len, reverse=True):
            self._beginnings.setdefault(word[:2], []).append((word, owners[word]))
        self._single = any(len(beginning) == 1 for beginning in self._beginnings)

    def find(self, folded: str) -> list[set[str]]:
        """For each group its words in a folded text, the longest at each place, as `compile_words` would find them."""
        found: list[set[str]] = [set() for _ in range(self._size)]
        ends = [0] * self._size
        for place in range(len(folded)):
            words = self._beginnings.get(folded[place : place + 2], ())
            if self._single:
                words = (*words, *self._beginnings.get(folded[place], ()))
            for word, owners in words:
                if not folded.startswith(word, place) or not _is_whole(word, folded, place):
                    continue
                for group in owners:
                    if place >= ends[group]:
                        found[group].add(word)
                        ends[group] = place + len(word)
        return found


def _is_whole(word: str, folded: str, place: int) -> bool:
    """Whether the word that stands there is no part of a longer one, which only Latin words can be."""
    if not _LATIN.match(word):
        return True
    before, after = folded[place - 1 : place], folded[place + len(word) :][:1]
    return not _LATIN.match(after) and before != "'" and not _LATIN.match(before)


@lru_cache(maxsize=2048)  # the words of playbook and codebook are wanted again for every client of a batch
def _compile(words: tuple[str, ...], open_ended: tuple[str, ...]) -> re.Pattern[str] | None:
    alternatives = [*_alternatives(words, _NOT_IN_WORD_AFTER), *_alternatives(open_ended, "[a-z0-9']*")]
    return re.compile("|".join(alternatives)) if alternatives else None


def _alternatives(words: Iterable[str], latin_ending: str) -> Iterator[str]:
    """One for each first letter, with which it begins: only then `re` skips the places where none of them stands."""
    trie: _Trie = {}
    for word in words:
        if word:
            _add(trie, word)
    for letter, rest in sorted(trie.items()):
        if _LATIN.match(letter):
            yield f"{letter}{NOT_IN_WORD_BEFORE_IT}{_render(rest)}{latin_ending}"
        else:
            yield re.escape(letter) + _render(rest)


def _add(trie: _Trie, word: str) -> None:
    for letter in word:
        trie = trie.setdefault(letter, {})
    trie[_END] = {}


def _render(trie: _Trie) -> str:
    """The trie as a pattern; what goes on stands before what ends, so that the longest word wins."""
    branches = [re.escape(letter) + _render(rest) for letter, rest in sorted(trie.items()) if letter != _END]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and _END not in trie else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if _END in trie else joined
