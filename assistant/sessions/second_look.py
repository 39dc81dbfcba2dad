"""A second look at the passages that search found best: each beside what its speaker was asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.script import to_simplified

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

MOST_LOOKED_AT = 8
_MOST_KEPT = 2_000  # vectors: 3 MB
_LETTERS = 300  # of a long passage the beginning tells what it is about, of what was asked the end; time is short


class Meaning(Protocol):
    """Vectors (n × dimension, unit length) of questions and of the texts that they are asked about."""

    def embed_queries(self, texts: Sequence[str]) -> "NDArray[float32]": ...

    def embed_passages(self, texts: Sequence[str]) -> "NDArray[float32]": ...


@dataclass(frozen=True, slots=True)
class Look:
    """How near an answer comes to a question, as cosines: the answer read together with what it answers (`whole`), and
    the two questions with each other (`asked`; None where nobody asked)."""

    whole: float
    asked: float | None


class SecondLook:
    """Compares a question with answers as a reader does, who sees what they answer. Keeps vectors while it lives."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        self._passages: dict[str, NDArray[float32]] = {}
        self._questions: dict[str, NDArray[float32]] = {}

    def compare(self, question: str, told: Sequence[tuple[str, str]]) -> list[Look]:
        """One look for each answer, given with what was asked before it ("" for nothing). Both scripts count as one."""
        question = to_simplified(question)
        told = [(to_simplified(answer[:_LETTERS]), to_simplified(before[-_LETTERS:])) for answer, before in told]
        asked = [each for _, each in told if each]
        self._embed(self._questions, [question, *asked], self._meaning.embed_queries)
        whole = [f"{before}\n{answer}" if before else answer for answer, before in told]
        self._embed(self._passages, whole, self._meaning.embed_passages)
        vector = self._questions[question]
        return [
            Look(
                float(self._passages[text] @ vector),
                float(self._questions[before] @ vector) if before else None,
            )
            for text, (_, before) in zip(whole, told, strict=True)
        ]

    def _embed(
        self,
        known: "dict[str, NDArray[float32]]",
        texts: Sequence[str],
        embed: "Callable[[Sequence[str]], NDArray[float32]]",
    ) -> None:
        new = [each for each in dict.fromkeys(texts) if each not in known]
        if len(known) + len(new) > _MOST_KEPT:
            known.clear()
            new = list(dict.fromkeys(texts))
        if new:
            known.update(zip(new, embed(new), strict=True))
