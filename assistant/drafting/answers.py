"""Which statements answer which of the playbook's questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.drafting.asking import (
    ASKED,
    AskedExample,
    KindsAsked,
    choose_kinds,
    kind_of,
    shipped_asked_examples,
)
from assistant.drafting.choosing import choose_told, find_strengths
from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.material import Material, Told, WordFinder, count_speakers
from assistant.journey import Answer
from assistant.playbook import Guidance, StageGuidance

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_ASKED_MORE = 5.0
"""What a higher score adds to the match."""
_PLAINLY = 0.40
"""From this score on four of five pairs are right."""
_WORD = 1.0
_NEAR = 0.4
_MATCH = 1.3
_STRONG = 3.2
_FIRST = 2
"""An answer stands in the first sentences after its question; what follows drifts away."""
_MOST_CLAIMS = 3
_MOST_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class _Match:
    told: Told
    score: float


class Answers:
    """The matches of all questions of the playbook with the statements, found once for the draft.

    A statement answers a question when it was given to an interviewer's question of the same sense, or has words that
    such answers have; likeness of the statement itself to the question only adds to that.
    """

    def __init__(self, material: Material, words: WordFinder) -> None:
        self._material = material
        self._words = words
        self._matches: dict[str, list[_Match]] = {}
        self._places = _find_places(material.told)
        questions = [question for guidance in material.playbook.stages for question in guidance.questions]
        self._asked = self._find_asked(questions)
        for guidance in material.playbook.stages:
            self._match_stage(guidance)

    def answer(self, question: Guidance, stage: str, writer: ClaimWriter) -> Answer:
        """What the notes say to a question: answered by two customers or one strong match, partly, or open."""
        matches = self._matches.get(question.id, [])
        strengths = find_strengths([match.told for match in matches], self._material)
        scores = {match.told.id: match.score / 5 + 0.5 * strengths[match.told.id] for match in matches}
        chosen = choose_told([match.told for match in matches], self._material, _MOST_CLAIMS, strengths=scores)
        claims = tuple(
            writer.quote(each, ("answer", question.id), dimension=None, stage=stage, segment=each.segment)
            for each in chosen
        )
        return Answer(question.id, question.text.say(self._material.language), self.state(question), claims)

    def state(self, question: Guidance) -> Literal["answered", "partly", "open"]:
        """How far the question is answered. Staff alone answer a question about customers only in part."""
        matches = self._matches.get(question.id, [])
        customers = [match for match in matches if match.told.by_customer]
        if len(count_speakers(match.told for match in customers)) >= 2:
            return "answered"
        if any(match.score >= _STRONG for match in customers):
            return "answered"
        return "partly" if matches else "open"

    def _match_stage(self, guidance: StageGuidance) -> None:
        told = self._material.in_stage(guidance.stage)
        near = self._compare_statements(guidance.questions, told)
        columns = {each.id: column for column, each in enumerate(told)}
        found: list[tuple[Guidance, Told, float]] = []
        for row, question in enumerate(guidance.questions):
            for each in self._material.told:
                column = columns.get(each.id)
                # Who was plainly asked for it answers it, wherever in the journey the words were put.
                if column is None and self._asked.get((question.id, each.statement.question or ""), 0.0) < _PLAINLY:
                    continue
                score = self._score(question, each, near[row][column] if near and column is not None else 0.0)
                if score >= _MATCH:
                    found.append((question, each, score))
        best: dict[str, list[tuple[float, str]]] = {}
        for question, each, score in found:
            best.setdefault(each.id, []).append((score, question.id))
        kept = {
            each: {name for _, name in sorted(pairs, reverse=True)[:_MOST_QUESTIONS]} for each, pairs in best.items()
        }
        for question, each, score in found:
            if question.id in kept[each.id]:
                self._matches.setdefault(question.id, []).append(_Match(each, score))
        for question in guidance.questions:
            self._matches.get(question.id, []).sort(key=lambda match: (-match.score, match.told.order))

    def _score(self, question: Guidance, told: Told, near: float) -> float:
        if _is_painful(question) and told.sentiment >= 0:
            return 0.0
        asked = told.statement.question or ""
        first = self._places[told.id] < _FIRST
        words = min(self._words.matches(question, told.folded), 2)
        # One word in passing is no answer where staff say it: they are mostly asked about their own work.
        score = _WORD * words if not told.by_staff or words > 1 else 0.0
        if asked and first:
            likeness = self._asked.get((question.id, asked), 0.0)
            score += _MATCH + _ASKED_MORE * (likeness - ASKED) if likeness else 0.0
            if not told.by_staff:
                score += _WORD * min(self._words.matches(question, told.asked), 1)
        return score + _NEAR * near if score > 0 else 0.0

    def _find_asked(self, questions: Sequence[Guidance]) -> dict[tuple[str, str], float]:
        """The score of each pair of a playbook's question and an interviewer's that asks for it."""
        if self._material.embed is None or not self._material.asked:
            return {}
        own = [AskedExample(text, (kind_of(each),)) for each in questions for text in (each.text.zh, each.text.en)]
        examples = (*shipped_asked_examples(), *own)
        kinds_asked = self._material.kinds_asked or KindsAsked(self._material.embed)
        found = kinds_asked.find(self._material.asked, examples)
        pairs: dict[tuple[str, str], float] = {}
        for asked, scores in found.items():
            told = choose_kinds(scores)
            pairs.update(
                ((question.id, asked), told[kind_of(question)]) for question in questions if kind_of(question) in told
            )
        return pairs

    def _compare_statements(self, questions: Sequence[Guidance], told: Sequence[Told]) -> list[list[float]] | None:
        """The same for statements of one stage, after taking away what each has with all others."""
        vectors = self._material.vectors
        if self._material.embed is None or not vectors or len(told) < 3 or len(questions) < 2:
            return None
        if any(each.id not in vectors for each in told):
            return None
        import numpy as np

        cosines = self._embed(questions) @ np.stack([vectors[each.id] for each in told]).T
        cosines = cosines - cosines.mean(axis=0, keepdims=True) - cosines.mean(axis=1, keepdims=True) + cosines.mean()
        cosines /= max(float(cosines.std()), 1e-9)
        return [[float(value) for value in row] for row in cosines]

    def _embed(self, questions: Sequence[Guidance]) -> "NDArray[float32]":
        assert self._material.embed is not None
        english = self._material.language == "en"
        return self._material.embed([question.text.en if english else question.text.zh for question in questions])


def _is_painful(question: Guidance) -> bool:
    """Whether the question asks for what went wrong: praise is no answer to it."""
    return "pain" in question.id.rsplit(".", 1)[-1]


def _find_places(told: Sequence[Told]) -> dict[str, int]:
    """How many statements about the journey were given to the same question before each one."""
    counts: dict[tuple[str, str, str | None], int] = {}
    places: dict[str, int] = {}
    for each in told:
        key = each.statement.document, each.speaker, each.statement.question
        places[each.id] = counts.get(key, 0)
        counts[key] = places[each.id] + 1
    return places
