"""Quotation marks of each language, and the quotations that stand inside a sentence."""

import re
from collections.abc import Callable

from assistant.wording import Language

_MARKS: dict[Language, tuple[str, str]] = {"zh-Hans": ("“", "”"), "zh-Hant": ("「", "」"), "en": ("“", "”")}
_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»"}
_OPENING = re.compile(f'[{"".join(_PAIRS)}"]')
_STRAIGHT = re.compile(r'"([^"]+)"')


def quoted(words: str, language: Language) -> str:
    """`words` in the quotation marks of `language`, untouched inside."""
    opening, closing = _MARKS[language]
    return f"{opening}{words}{closing}"


_CONTEXT: dict[Language, tuple[str, str]] = {
    "zh-Hans": ("（问：", "）"),
    "zh-Hant": ("（問：", "）"),
    "en": ("(asked: ", ") "),
}


def context_mark(question: str, language: Language) -> str:
    """The question that a short answer belongs to, marked as context; never part of what is claimed."""
    opening, closing = _CONTEXT[language]
    return f"{opening}{' '.join(question.split())}{closing}"


def strip_context(sentence: str, question: str) -> str:
    """`sentence` without the question that `context_mark` put into it, in any language."""
    for language in _CONTEXT:
        sentence = sentence.replace(context_mark(question, language), "")
    return sentence


def find_quotations(sentence: str) -> list[str]:
    """What stands in quotation marks in `sentence`, outermost marks only, in order.

    A mark that is never closed quotes the rest of the sentence: a cut quotation is still claimed to be one.
    """
    return [sentence[start:end] for start, end in _quoted_spans(sentence) if sentence[start:end].strip()]


def strip_quotations(sentence: str, chosen: Callable[[str], bool]) -> str:
    """`sentence` without those quotations for which `chosen` is true."""
    for start, end in reversed(_quoted_spans(sentence)):
        if chosen(sentence[start:end]):
            sentence = sentence[:start] + sentence[end:]
    return sentence


def _quoted_spans(sentence: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    opening = _OPENING.search(sentence)
    while opening is not None:
        place = opening.start()
        if opening[0] in _PAIRS:
            end = _closing(sentence, place, (opening[0], _PAIRS[opening[0]]))
            found.append((place + 1, end))
            place = end + 1
        elif straight := _STRAIGHT.match(sentence, place):
            found.append(straight.span(1))
            place = straight.end()
        else:
            place += 1
        opening = _OPENING.search(sentence, place)
    return found


def _closing(sentence: str, start: int, pair: tuple[str, str]) -> int:
    depth = 0
    for place in range(start, len(sentence)):
        depth += (sentence[place] == pair[0]) - (sentence[place] == pair[1])
        if depth == 0:
            return place
    return len(sentence)
