"""What the words of a statement tell by themselves: a score, hardly anything, or nothing but with the question asked."""

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.journey import Statement


class Said(Protocol):
    """Words that may answer a question: a statement, or an example of the codebook."""

    @property
    def text(self) -> str: ...

    @property
    def question(self) -> str | None: ...


_RATES = re.compile(
    r"0\s?[-–~到至]\s?10|零到十|推荐意愿|打几分|打多少分|打分|评分|out of (?:10|ten)|(?:0|zero|one|1) to (?:10|ten)",
    re.IGNORECASE,
)
_RATING = re.compile(r"\s*(10|[0-9])(?:\.5)?(?![\d.])\s*(?:分|points?|/\s?10|out of)?")


def find_rating(statement: Statement) -> int | None:
    """The sentiment of a score from 0 to 10 that answers a question for one; None where there is none.

    Promoters (9, 10) are delighted and passives (7, 8) about content, detractors dissatisfied, below 4 angry: the groups
    of the Net Promoter Score (Reichheld, 2003).
    """
    if not statement.question or not _RATES.search(statement.question):
        return None
    match = _RATING.match(statement.text)
    if match is None:
        return None
    score = int(match[1])
    return 2 if score >= 9 else 1 if score == 8 else 0 if score == 7 else -1 if score >= 4 else -2


_SHORT_CHINESE = 8
_SHORT_ENGLISH = 4
_LETTERS = re.compile(r"[㐀-鿿]|[A-Za-z0-9']+")
# Possessive throughout: a long row of fillers must not make the search try every way to part it.
_WORDLESS = (
    r"[嗯呃额哦噢啊欸诶哎唉哈呵]|那个|这个|就是|然后|u[mh]++\b|e++r++m?\b|h?m++\b|ah++\b|oh++\b|well\b|okay\b|ok\b|right\b|你好|您好|"
    r"谢谢[你您]?+|不客气|再见|拜拜|hi\b|hello\b|thanks\b|thank you\b|bye\b|goodbye\b|[\s\W_]"
)
_FILLER = re.compile(rf"(?:{_WORDLESS})*+", re.IGNORECASE)
_ENDING = (
    r"没什么了|没有别的了|没有其他了|就这些了?+|先这样吧?+|暂时没有了|that(?:'|’)?s (?:about )?(?:it|all)\b|that (?:about )?covers it|"
    r"everything (?:has been |is )?covered|nothing (?:else|more)\b|not that i can think of"
)
_ENDS = re.compile(
    rf"(?:(?!{_ENDING})(?:{_WORDLESS}|没有了?+|no\b|nope\b|i think\b))*+(?:{_ENDING})(?:{_WORDLESS})*+", re.IGNORECASE
)


def is_short(statement: Statement) -> bool:
    """Whether a statement answers in so few words that it means nothing without its question."""
    letters = _LETTERS.findall(statement.text)
    limit = _SHORT_ENGLISH if statement.language == "en" else _SHORT_CHINESE
    return len(letters) <= limit


def text_in_context(said: Said) -> str:
    """The words led by the question they answer."""
    return f"{said.question} {said.text}" if said.question else said.text


def texts_in_context(statements: Sequence[Statement]) -> dict[str, None]:
    """Every text beyond the statements' own words that coding embeds: questions, and answers with their questions."""
    asked = [each for each in statements if each.question]
    return dict.fromkeys(text for each in asked for text in (text_in_context(each), each.question or ""))


def is_idle(statement: Statement) -> bool:
    """Whether a statement is a filler, a greeting or a bare question, which no code applies to."""
    text = statement.text.strip()
    if _ENDS.fullmatch(text):
        return True
    if _FILLER.fullmatch(text):
        # "Okay" to a question may be a yes; a sigh is none.
        return statement.question is None or not _LETTERS.search(text)
    return False
