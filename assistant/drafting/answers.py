"""Which statements answer which of the playbook's questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.choosing import choose_told, find_strengths
from assistant.drafting.claiming import ClaimWriter
from assistant.drafting.material import Material, Told, WordFinder, count_speakers
from assistant.journey import Answer
from assistant.playbook import Guidance, StageGuidance

_NEAR = 0.035
_STRONG = 0.06
_BY_WORD = 0.02
"""Likeness of question and statement after taking away what each has with all others (cosines of e5 lie close
together): above `_NEAR` it is taken as an answer, above `_STRONG` one is enough; each word of the question's adds
`_BY_WORD`."""
_WORDS_ALONE = 1
_MOST_CLAIMS = 3
_MOST_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class _Match:
    told: Told
    score: float


class Answers:
    """The matches of all questions of the playbook with the statements, found once for the draft."""

    def __init__(self, material: Material, words: WordFinder) -> None:
        self._material = material
        self._matches: dict[str, list[_Match]] = {}
        for guidance in material.playbook.stages:
            self._match_stage(guidance, words)

    def answer(self, question: Guidance, stage: str, writer: ClaimWriter) -> Answer:
        """What the notes say to a question: answered by two customers or one strong match, partly, or open."""
        matches = self._matches.get(question.id, [])
        strengths = find_strengths([match.told for match in matches], self._material)
        scores = {match.told.id: match.score * 5 + 0.3 * strengths[match.told.id] for match in matches}
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

    def _match_stage(self, guidance: StageGuidance, words: WordFinder) -> None:
        told = self._material.in_stage(guidance.stage)
        scores = self._score(guidance.questions, told, words)
        taken: dict[str, list[tuple[float, str]]] = {}
        for question, row in zip(guidance.questions, scores, strict=True):
            for each, score in zip(told, row, strict=True):
                if score >= _NEAR:
                    taken.setdefault(each.id, []).append((score, question.id))
        best = {
            each: {name for _, name in sorted(found, reverse=True)[:_MOST_QUESTIONS]} for each, found in taken.items()
        }
        for question, row in zip(guidance.questions, scores, strict=True):
            found = [
                _Match(each, score)
                for each, score in zip(told, row, strict=True)
                if question.id in best.get(each.id, ())
            ]
            self._matches[question.id] = sorted(found, key=lambda match: (-match.score, match.told.order))

    def _score(self, questions: Sequence[Guidance], told: Sequence[Told], words: WordFinder) -> list[list[float]]:
        hits = [[min(words.matches(question, each.folded), 2) for each in told] for question in questions]
        near = self._likeness(questions, told)
        if near is None:
            return [[_NEAR * hit if hit >= _WORDS_ALONE else 0.0 for hit in row] for row in hits]
        return [
            [likeness + _BY_WORD * hit for likeness, hit in zip(row, found, strict=True)]
            for row, found in zip(near, hits, strict=True)
        ]

    def _likeness(self, questions: Sequence[Guidance], told: Sequence[Told]) -> list[list[float]] | None:
        material = self._material
        if material.embed is None or not material.vectors or not told or not questions:
            return None
        if any(each.id not in material.vectors for each in told):
            return None
        import numpy as np

        asked = material.embed(
            [question.text.zh if material.language != "en" else question.text.en for question in questions]
        )
        stored = np.stack([material.vectors[each.id] for each in told])
        cosines = asked @ stored.T
        if len(questions) > 1 and len(told) > 2:
            cosines = (
                cosines - cosines.mean(axis=0, keepdims=True) - cosines.mean(axis=1, keepdims=True) + cosines.mean()
            )
        return [[float(value) for value in row] for row in cosines]
