"""How far a sentence is made of the words of its evidence: what code can say about support beyond figures and names."""

import re
from typing import Literal

from assistant.drafting.figures import find_figures
from assistant.privacy.words import tag_words
from assistant.retrieval.words import split_words
from assistant.sources.folding import fold
from assistant.sources.language import count_cjk, count_words

_LEAST, _LOOSE = 0.15, 0.35
"""Shares of a sentence's words found in its evidence: below the first it is said of something else, below the second it is
worded freely."""
_CLOSE = 0.5
"""Share from which on a sentence counts as its evidence in other order, so that a word more stands out."""
_PLACE = "ns"
_LONG, _NEARLY = 60, 0.85
"""Letters above which a quote is worth shortening, and the share of its likeness that a part of it must keep."""
_CLAUSE = re.compile(r"[^，,；;。！？!?\n]*[，,；;。！？!?\n]+|[^，,；;。！？!?\n]+")
_TELLING = "nvadbzil"  # parts of speech: nouns, verbs, adjectives, adverbs and the like
_NEUTRAL = re.compile(
    "客户|顾客|用户|员工|受访者|公司|企业|我们|他们|自己|有人|有的|其中|目前|因此|所以|但是|而且|另外|此外|以及|其他|情况|时候|时间|具体|分别|大约"
)
_FORM_WORDS = re.compile("[的了是在有和与也都就还很又被把对从为着过让给这那个]")
_COMMON = re.compile(
    "an?|the|is|are|was|were|be|been|it|its|he|she|they|them|their|his|her|of|in|on|at|to|for|by|with|and|or|that|this|as"
    "|from|has|have|had|do|does|did|not|no"
)
_NOT = re.compile(
    r"不(?!过|仅|但|同|断|少|错|管|论|如|得不)|没(?!关系)|无(?!论)|未(?!来)|别(?=[再去买])|\b(?:no|not|never|none|nobody|cannot|without)\b|n['’]t\b"
)
_SPOKEN = re.compile(
    r"有?(?:一?[位名个])?(?:客户|顾客|员工|受访者|访谈者|有人|他们?|她们?)(?:们)?(?:都)?(?:说|表示|提到|认为|觉得|反映|指出)|根据(?:笔记|记录|访谈|材料)|方法手册|手册"
    r"|\b(?:(?:one|a|the|some|another) )?(?:customers?|staff|interviewees?|speakers?|notes|playbook)\b"
    r"(?: (?:says?|said|mentions?|reports?|thinks?|feels?|that))*"
)

Likeness = Literal["close", "loose", "translated", "not"]


def bears_out(sentence: str, evidence: str, question: str) -> Likeness:
    """How the wording of a sentence relates to its evidence; in two languages, words cannot tell."""
    if _is_chinese(sentence) != _is_chinese(evidence):
        return "translated" if share_of_words(sentence, evidence, question) < _LOOSE else "close"
    share = share_of_words(sentence, evidence, question)
    if share < _LEAST:
        return "not"
    return "close" if share >= _LOOSE else "loose"


def share_of_words(sentence: str, evidence: str, question: str) -> float:
    """The share, 0…1, of the sentence's telling words that its evidence holds; words of the question count for neither.

    Chinese is compared by characters and by pairs of them, half each: pairs alone miss a word in another order. A
    sentence that says nothing beyond the question's words is judged by those.
    """
    asked, held, words = (set(_words(each)) for each in (question, evidence, _SPOKEN.sub(" ", fold(sentence))))
    own = {each for each in words if each not in asked} or words
    singles = [each for each in own if len(each) == 1 or each.isascii()]
    pairs = [each for each in own if len(each) > 1]
    shares = [sum(each in held for each in some) / len(some) for some in (singles, pairs) if some]
    return sum(shares) / len(shares) if shares else 0.0


def nearest_part(sentence: str, quote: str) -> str:
    """The fewest clauses of a long quote, contiguous, with what the sentence has of it: its figures and its words."""
    pieces = _CLAUSE.findall(quote)
    whole = share_of_words(sentence, quote, "")
    if len(quote) <= _LONG or whole < _LOOSE:
        return quote
    figures = [each for each in find_figures(sentence) if any(each.matches(other) for other in find_figures(quote))]
    for count in range(1, len(pieces)):
        parts = ["".join(pieces[start : start + count]) for start in range(len(pieces) - count + 1)]
        share, part = max((share_of_words(sentence, each, ""), each) for each in parts)
        told = find_figures(part) if figures else []
        if share >= _NEARLY * whole and all(any(each.matches(other) for other in told) for each in figures):
            return part.strip(" ，,；;")
    return quote


def words_added(sentence: str, evidence: str, question: str) -> list[str]:
    """Words of a sentence that is otherwise near its evidence which neither that nor the question has in any part.

    (One word slipped into a quoted sentence changes what it says. Freely worded sentences are told by `bears_out`.)
    """
    known = fold(f"{evidence}\n{question}")
    if _is_chinese(sentence) != _is_chinese(evidence) or share_of_words(sentence, known, "") < _CLOSE:
        return []
    said = _SPOKEN.sub(" ", fold(sentence))
    if _is_chinese(sentence):
        tagged = [pair for pair in tag_words(said) if pair[1][:1] in _TELLING and len(pair[0]) > 1]
        words = [word for word, kind in tagged if kind[:2] != "nr" and not set(word) & set(known)]
        places = [word for word, kind in tagged if kind == _PLACE and word not in known]  # 东京 is not 东莞
        added = [each for each in (*words, *places) if not _NEUTRAL.fullmatch(each)]
    else:
        held = set(split_words(known))
        added = [
            each for each in split_words(said) if len(each) > 3 and each not in held and not _COMMON.fullmatch(each)
        ]
    return list(dict.fromkeys(each for each in added if not each[0].isdigit()))


def denies(sentence: str, quote: str) -> bool:
    """Whether one of the two has a “not” and the other none, in one language."""
    if _is_chinese(sentence) != _is_chinese(quote):
        return False
    return (_NOT.search(fold(sentence)) is None) != (_NOT.search(fold(quote)) is None)


def _words(text: str) -> list[str]:
    """English words without the commonest, and Chinese characters with their pairs."""
    found: list[str] = []
    for word in split_words(_FORM_WORDS.sub(" ", fold(text))):
        if word.isascii():
            found.extend(() if _COMMON.fullmatch(word) else (word,))
        else:
            found.extend((word, *word))
    return found


def _is_chinese(text: str) -> bool:
    return count_cjk(text) > count_words(text)
