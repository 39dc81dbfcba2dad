"""The part of a statement that is quoted: contiguous, whole sentences where it can be, never cut before a "but"."""

import re
from collections.abc import Callable

from assistant.drafting.figures import find_figures
from assistant.sources.sentences import split_sentences

MOST_COLUMNS = 180
"""About ninety Chinese characters or thirty English words: what a cell of the map still reads well with."""

_LEAST_COLUMNS = 12
"""A shorter sentence ("Messy.", “对。”) says nothing by itself: part of a longer one is quoted instead where there is one."""
_MOST_SENTENCES = 40
_FILLERS = re.compile(
    r"(?:(?:嗯+|呃+|额|啊+|哦+|噢|那个|这个嘛|就是说|怎么说呢|um+|uh+|er+|hmm+|well|so yeah|yeah so)[，,、…。.\s]+)+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[^，,；;：:—]*(?:[，,；;：:]|——|—)\s*|[^，,；;：:—]+$")
_LINKS = r"但|不过|可是|只是|然而|就是|除非|如果|虽然|而且不|but\b|though\b|although\b|however\b|except\b|unless\b|if\b|yet\b"
_LINKED = re.compile(rf"\s*(?:{_LINKS})", re.IGNORECASE)
"""What leans on the words before it, so that no quote begins with it."""
_NOT = r"(?:do|does|did|is|was|were|are|has|have|had|ca|could|wo|would|should)(?:n['’]t| not)"
_TURN = re.compile(
    rf"\s*(?:{_LINKS}|却|反而|反倒|倒是|其实|实际上|事实上|并不|并没|并非|不是|不对|不行|没有[，。]|才怪|谁知|哪知|哪想|结果|否则|不然|"
    r"要不是|我不(?:觉得|认为|信|同意)|都是假|骗人|not\b|nor\b|no,|never\b|only to\b|otherwise\b|in fact\b|actually\b|in reality\b|"
    rf"instead\b|until\b|which (?:never\b|{_NOT})|(?:it|that|this|they|he|she|we|i|you) (?:{_NOT}|never|cannot)\b)",
    re.IGNORECASE,
)
"""What may turn round or take back the words before it, so that no quote ends before it."""


def columns(text: str) -> int:
    """The width of `text`: a Chinese character counts two."""
    return sum(2 if letter >= "⺀" else 1 for letter in text)


def choose_excerpt(text: str, most: int = MOST_COLUMNS, weigh: Callable[[str], float] | None = None) -> str:
    """A contiguous part of `text`, at most `most` columns wide where sentence or clause ends allow it.

    A statement that fits is quoted whole but for fillers at its start. Of a longer one the run of sentences is taken
    that carries most (figures and reasons, or by `weigh`), and a sentence that is itself too long is cut at a clause end.
    """
    weigh = weigh or _weight
    whole = _trim(text)
    if columns(whole) <= most:
        return whole
    sentences = split_sentences(whole)[:_MOST_SENTENCES]
    runs = _find_runs(sentences, most)
    runs = [run for run in runs if not _LINKED.match(run)] or runs
    telling = [run for run in runs if columns(run) >= _LEAST_COLUMNS]
    if not telling:
        rich = max(sentences, key=lambda each: (columns(each) > most, weigh(each)))
        cut = _trim(_cut_clauses(rich, most))
        if not runs or _LEAST_COLUMNS <= columns(cut) <= most:
            return cut
    return _trim(max(telling or runs, key=lambda run: (weigh(run), columns(run))))


def _trim(text: str) -> str:
    whole = " ".join(text.split())
    match = _FILLERS.match(whole)
    rest = whole[match.end() :].strip() if match else whole
    return rest if len(rest) > 3 else whole


def _find_runs(sentences: list[str], most: int) -> list[str]:
    """Every run of sentences that fits and that the next sentence does not turn round."""
    runs: list[str] = []
    for start in range(len(sentences)):
        run = ""
        for end in range(start, len(sentences)):
            run += sentences[end]
            if columns(run) > most:
                break
            if not _is_turned(sentences, end + 1):
                runs.append(run)
    return runs


def _is_turned(sentences: list[str], end: int) -> bool:
    """Whether the next sentence turns round what was said: then the cut would change its sense."""
    return end < len(sentences) and _TURN.match(sentences[end]) is not None


def _weight(run: str) -> float:
    figures = len(find_figures(run))
    reasons = len(re.findall(r"因为|所以|比如|要是|没想到|because|for example|so that|which meant", run, re.IGNORECASE))
    return min(columns(run), MOST_COLUMNS) / MOST_COLUMNS + 0.3 * min(figures, 2) + 0.2 * min(reasons, 2)


def _cut_clauses(sentence: str, most: int) -> str:
    clauses = _CLAUSE.findall(sentence)
    taken = ""
    best = ""
    for place, clause in enumerate(clauses):
        if taken and columns(taken + clause) > most:
            break
        taken += clause
        following = clauses[place + 1] if place + 1 < len(clauses) else ""
        if not _TURN.match(following):
            best = taken
    cut = best or sentence
    return cut.rstrip().rstrip("，,；;：:—") or sentence
