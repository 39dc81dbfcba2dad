"""Scores that respondents of a survey gave, found among the statements of its tables."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assistant.drafting.computing import compute_mean, compute_nps
from assistant.journey import Computation, Role, Statement
from assistant.sources.folding import fold

LEAST = 3  # respondents; below that a mean says nothing that their own words do not
_LEAST_SHARE = Fraction(2, 3)  # of the answers that are scores; a question with fewer asks for words
_SCORE = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*(?:分|points?)?")
_SCALE = re.compile(r"(\d{1,3})\s*(?:分)?\s*(?:[-–—~～到至]|to)\s*(\d{1,3})")
_ASKS_SCORE = re.compile(
    r"评分|打分|分数|得分|几分|满意|推荐|净推荐|nps|rat(?:e|ing)|scor(?:e|ing)|satisf|recommend|how likely|csat|\bces\b"
)
_RECOMMENDS = re.compile(r"推荐|介绍给|净推荐|nps|promoter|recommend")
_NPS_SCALE = (0, 10)


@dataclass(frozen=True, slots=True)
class Score:
    """One respondent's answer: the statement that is the score, and its figure as it stands."""

    statement: Statement
    figure: str


@dataclass(frozen=True, slots=True)
class ScoredQuestion:
    """A question of one table that was answered with scores. `operation` is what its scores add up to."""

    document: str
    question: str
    scores: tuple[Score, ...]
    operation: Literal["mean", "nps"]

    @property
    def measured(self) -> str:
        """What is measured, folded: the question, and the name of its figure where it is a net promoter score."""
        return fold(self.question) + (" 净推荐值 net promoter score" if self.operation == "nps" else "")

    def compute(self, scores: Sequence[Score]) -> Computation:
        """The question's figure over some of its scores."""
        figures = [each.figure for each in scores]
        return compute_nps(figures) if self.operation == "nps" else compute_mean(figures)


def find_scores(statements: Sequence[Statement]) -> tuple[ScoredQuestion, ...]:
    """The questions of tables that at least three respondents answered with scores, most of all who answered.

    A net promoter score is for questions about recommending on a scale of 0 to 10 (said so, or no score beyond it and
    one above 5); all else is a mean. Answers without a figure, and figures outside the scale, are left out.
    """
    asked: dict[tuple[str, str, str], list[Statement]] = {}
    for each in statements:
        if each.locator.row is not None and each.question and each.role is not Role.INTERVIEWER:
            asked.setdefault((each.document, each.locator.sheet or "", each.question), []).append(each)
    return tuple(found for (path, _, words), said in asked.items() if (found := _scored(path, words, said)))


def _scored(document: str, question: str, said: Sequence[Statement]) -> ScoredQuestion | None:
    folded = fold(question)
    scale = _find_scale(folded)
    if not (_ASKS_SCORE.search(folded) or scale):
        return None
    found = [Score(each, figure) for each in said if (figure := _figure_of(each.text)) is not None]
    rows = {(each.locator.sheet, each.locator.row) for each in said}
    if scale is not None:
        found = [each for each in found if scale[0] <= Fraction(each.figure) <= scale[1]]
    if len(found) < LEAST or len(found) < _LEAST_SHARE * len(rows):
        return None
    highest = max(Fraction(each.figure) for each in found)
    whole = all(Fraction(each.figure).denominator == 1 for each in found)
    of_ten = scale == _NPS_SCALE or (scale is None and 5 < highest <= _NPS_SCALE[1])
    recommends = _RECOMMENDS.search(folded) is not None
    return ScoredQuestion(document, question, tuple(found), "nps" if recommends and of_ten and whole else "mean")


def _find_scale(folded: str) -> tuple[int, int] | None:
    found = _SCALE.search(folded)
    low, high = (int(found[1]), int(found[2])) if found else (0, 0)
    return (low, high) if low < high else None


def _figure_of(text: str) -> str | None:
    found = _SCORE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return found[1] if found else None
