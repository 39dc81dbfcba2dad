"""A text folded for searching, with the way back to the places in the original."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.script import to_simplified

_CHINESE = re.compile("[\u3400-\u9fff]")
_NUMERALS = str.maketrans("零〇○幺一二三四五六七八九壹贰叁肆伍陆柒捌玖", "0001123456789123456789")


@dataclass(frozen=True, slots=True)
class FoldedText:
    """`folded` is `original` without differences of width, case, accents, script and invisible characters.

    Line breaks stay; every other space is a plain space. Characters that fold to none or several shift the places,
    which `starts` then records (one entry for each folded character).
    """

    original: str
    folded: str
    starts: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that stands for a non-empty span of the folded text, marks on its last letter included."""
        if self.starts is None:
            return start, end
        first, last = self.starts[start], self.starts[end - 1] + 1
        while last < len(self.original) and unicodedata.category(self.original[last]) == "Mn":
            last += 1
        return first, last

    def words(self, start: int, end: int) -> str:
        """What the original says at that span of the folded text."""
        first, last = self.span(start, end)
        return self.original[first:last]


def build_folded(text: str) -> FoldedText:
    """`text` folded for searching. Linear in its length."""
    table = _table(set(text))
    if all(len(form) == 1 for form in table.values()):
        return FoldedText(text, text.translate({ord(key): form for key, form in table.items()}), None)
    starts: list[int] = []
    pieces: list[str] = []
    for place, character in enumerate(text):
        form = table[character]
        pieces.append(form)
        starts.extend([place] * len(form))
    return FoldedText(text, "".join(pieces), tuple(starts))


def folded(text: str) -> str:
    """`text` as searches see it: the folded form alone."""
    return build_folded(text).folded


def has_chinese(folded_text: str) -> bool:
    """Whether there is any Chinese letter; the patterns for Chinese need not look at a text without."""
    return not folded_text.isascii() and _CHINESE.search(folded_text) is not None


def with_numerals_as_digits(folded_text: str) -> str:
    """The folded text with Chinese numerals (一三八, 幺, 〇) as digits, character for character."""
    return folded_text.translate(_NUMERALS)


def _table(characters: Iterable[str]) -> dict[str, str]:
    table: dict[str, str] = {}
    for character in characters:
        table[character] = character.lower() if character.isascii() else _plain(character)
        if character.isspace():
            table[character] = "\n" if character in "\n\r\u2028\u2029\x0b\x0c\x85" else " "
    chinese = sorted({form for form in table.values() if len(form) == 1 and "\u3400" <= form <= "\U0003ffff"})
    simplified = to_simplified("\n".join(chinese)).split("\n") if chinese else []
    forms = {old: new for old, new in zip(chinese, simplified, strict=True) if len(new) == 1}
    return {character: forms.get(form, form) for character, form in table.items()}


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Mn"):
        return ""
    if category == "Cs":
        return "\ufffd"
    digit = unicodedata.digit(character, None)
    if digit is not None and category == "Nd":
        return str(digit)
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(each for each in decomposed if unicodedata.category(each) != "Mn")
