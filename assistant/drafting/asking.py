"""Which of the playbook's questions an interviewer's question asks, learned from labelled questions of `knowledge`."""

import csv
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.library import knowledge_folder
from assistant.playbook import Guidance
from assistant.sources.folding import fold

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    from assistant.drafting.learned import LearnedModels
    from assistant.drafting.learning import Saying
    from assistant.drafting.material import EmbedQuestions
    from assistant.drafting.taught import Taught

ASKED = 0.30
"""From this score on a question asks for a kind: two of three such pairs are right (`python -m bench.asked`)."""
_BESIDE = 0.75
"""A question asks for two kinds where the second has this part of the first one's score."""
_HAN = re.compile("[㐀-鿿]")
_SECOND = 0.7
"""How much a question's second label counts beside the first when learning."""


@dataclass(frozen=True, slots=True)
class AskedExample:
    """A question as an interviewer puts it, and the playbook's questions that a direct answer to it would answer."""

    text: str
    asks: tuple[str, ...]


def kind_of(question: Guidance) -> str:
    """What a question of the playbook asks for, whatever the stage model: the last part of its id."""
    return question.id.rsplit(".", 1)[-1]


def read_asked_examples(path: Path) -> tuple[AskedExample, ...]:
    """The labelled questions of a CSV file with the columns text and asks, kinds parted by |."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            AskedExample(row["text"], tuple(kind for kind in row["asks"].split("|") if kind))
            for row in csv.DictReader(file)
        )


@cache
def shipped_asked_examples() -> tuple[AskedExample, ...]:
    """The labelled questions that come with the program, read once."""
    return read_asked_examples(knowledge_folder() / "asked-questions.csv")


class KindsAsked:
    """Knows what interviewers' questions ask for, by examples that the product has. One serves many clients, also side by
    side: what examples teach is learned once, and kept in `learned`, if given."""

    def __init__(self, embed: "EmbedQuestions", learned: "LearnedModels | None" = None) -> None:
        """Nothing is learned before it is asked for."""
        self._embed = embed
        self._learned = learned
        self._turn = threading.Lock()
        self._taught: dict[tuple[AskedExample, ...], Taught] = {}

    def find(
        self, asked: "Mapping[str, NDArray[float32]]", examples: Sequence[AskedExample]
    ) -> dict[str, dict[str, float]]:
        """For each interviewer's question its score (about 0…1) for every kind that the examples have.

        `asked` maps the questions to their vectors. Kernel ridge regression over likeness of meaning and wording, as for
        statements; measured by `python -m bench.asked`. Raises StorageError where vectors cannot be kept.
        """
        kinds = _kinds_of(examples)
        questions = [each for each in asked if each.strip()]
        if not kinds or not questions:
            return {}
        scores = self._teach(tuple(examples)).score([_saying(each, asked[each]) for each in questions]).tolist()
        return {question: dict(zip(kinds, row, strict=True)) for question, row in zip(questions, scores, strict=True)}

    def _teach(self, examples: tuple[AskedExample, ...]) -> "Taught":
        with self._turn:  # clients side by side wait for the first of them
            if examples not in self._taught:
                self._taught[examples] = self._find_taught(examples)
            return self._taught[examples]

    def _find_taught(self, examples: Sequence[AskedExample]) -> "Taught":
        from assistant.drafting.learned import describe_origin
        from assistant.drafting.taught import Taught

        vectors = self._embed([each.text for each in examples])
        if self._learned is None:
            return _learn(examples, vectors)
        origin = describe_origin([*examples, vectors.tobytes()])
        return self._learned.find_or_learn(origin, Taught.from_arrays, lambda: _learn(examples, vectors))


def find_kinds_asked(
    asked: "Mapping[str, NDArray[float32]]", embed: "EmbedQuestions", examples: Sequence[AskedExample]
) -> dict[str, dict[str, float]]:
    """The same by one's own examples, learned for this once."""
    return KindsAsked(embed).find(asked, examples)


def _kinds_of(examples: Sequence[AskedExample]) -> list[str]:
    return sorted({kind for each in examples for kind in each.asks})


def _learn(examples: Sequence[AskedExample], vectors: "NDArray[float32]") -> "Taught":
    import numpy as np

    from assistant.drafting.learning import LikenessSpace, RidgeModel
    from assistant.drafting.taught import Taught

    sayings = [_saying(each.text, vectors[place]) for place, each in enumerate(examples)]
    kinds = _kinds_of(examples)
    labels = np.array([[_share(each, kind) for kind in kinds] for each in examples])
    space = LikenessSpace.learn(sayings)
    return Taught.build(space, RidgeModel.learn(space.likeness(sayings), labels, np.ones(len(examples))))


def choose_kinds(scores: Mapping[str, float]) -> dict[str, float]:
    """The kinds, none to two, that a question with these scores asks for, with their scores."""
    best = sorted(scores.items(), key=lambda each: (-each[1], each[0]))[:2]
    return {kind: score for kind, score in best if score >= max(ASKED, _BESIDE * best[0][1])}


def _share(example: AskedExample, kind: str) -> float:
    if kind not in example.asks:
        return 0.0
    return 1.0 if example.asks[0] == kind else _SECOND


def _saying(text: str, vector: "NDArray[float32]") -> "Saying":
    from assistant.drafting.learning import Saying

    return Saying(fold(text), staff=False, chinese=_HAN.search(text) is not None, vector=vector, feeling=())
