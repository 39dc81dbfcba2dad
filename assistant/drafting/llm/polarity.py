"""Whether a sentence affirms what its quotes deny, or denies what they affirm; as far as words can tell."""

import re
from collections.abc import Iterable

from assistant.sources.folding import fold

_ADVERBS = "是很|是太|怎么|那么|这么|是特别|是|太|很|会|能|算|再|够|大|特别|真的|完全|有点|用"
_DENIED = re.compile(rf"(?P<deny>没有|没|不|未|别|无法|并非)(?:{_ADVERBS})*(?P<word>[㐀-鿿]{{2}})(?!不)")
"""A "not", weak words between, and the two characters that it denies; not the first half of "A or not A"."""
_WHOLE = re.compile(
    r"不(?:过|但|仅|只|光|管|论|断|错|同|久|少|好意思|得不|一定)|差不多|没错|没准|没事|没想到|要不|不[㐀-鿿]不|非[㐀-鿿]{1,4}不"
)
"""Words that hold a "not" and deny nothing of what follows."""
_WORD = re.compile(r"[a-z]+(?:['’]t)?")
_NOT = re.compile(r"not|never|no|cannot|without|hardly|[a-z]+n['’]t")
_BETWEEN = 3
"""English words that may stand between a "not" and what it denies ("not a very easy …")."""
_LIGHT = frozenset((
    *("a", "an", "the", "it", "that", "this", "to", "of", "in", "on", "at", "for", "and", "or", "but", "as"),
    *("be", "been", "was", "is", "are", "were", "have", "had", "has", "do", "did", "does", "say", "says", "said"),
    *("very", "really", "so", "any", "much", "all", "too", "quite", "one", "customer", "customers", "staff"),
))  # fmt: skip


def find_turned(text: str, quotes: Iterable[str]) -> list[str]:
    """Words that `text` affirms and all quotes with them deny, or the reverse. Words of the quotes that say both are left."""
    said, quoted = _read(text), [_read(each) for each in quotes]
    affirmed = {word for each in quoted for word in each[0]}
    denied = {word for each in quoted for word in each[1]}
    turned = [word for word in said[0] if word in denied and word not in affirmed and word not in said[1]]
    turned += [word for word in said[1] if word in affirmed and word not in denied and word not in said[0]]
    return list(dict.fromkeys(turned))


def _read(text: str) -> tuple[dict[str, None], dict[str, None]]:
    """The words of a text that stand plain, and those that stand denied."""
    folded = fold(text)
    plain, denied = _read_english(folded)
    rest = _WHOLE.sub(lambda match: "　" * len(match[0]), folded)
    for match in _DENIED.finditer(rest):
        denied[match["word"]] = None
    bare = _DENIED.sub(lambda match: "　" * len(match[0]), rest)
    plain.update((bare[place : place + 2], None) for place in range(len(bare) - 1) if _is_han(bare[place : place + 2]))
    return plain, denied


def _read_english(folded: str) -> tuple[dict[str, None], dict[str, None]]:
    plain: dict[str, None] = {}
    denied: dict[str, None] = {}
    for sentence in re.split(r"[.!?,;:\n，。！？；：]", folded):
        since = _BETWEEN + 1
        for word in _WORD.findall(sentence):
            if _NOT.fullmatch(word):
                since = 0
                continue
            if word not in _LIGHT:
                (denied if since <= _BETWEEN else plain)[word] = None
                since = _BETWEEN + 1 if since <= _BETWEEN else since
            else:
                since += 1
    return plain, denied


def _is_han(pair: str) -> bool:
    return all("㐀" <= letter <= "鿿" for letter in pair)
