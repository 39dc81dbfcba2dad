"""What may be said to a question: checked sentences, their citations, and what was left unsaid."""

import re
from dataclasses import dataclass
from typing import Any

from assistant.errors import JourneyError
from assistant.sessions.disagreements import Disagreement
from assistant.sessions.entries import Citation, Kind
from assistant.sessions.grounding import Sentence
from assistant.sessions.withholding import WITHHELD
from assistant.wording import Language, Text


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be said to a question.

    `sentences` were checked and rest on `citations`; without a model there are none, and the citations are the nearest
    passages. When nothing was `found`, `nearest` shows what comes closest; with `perhaps` it may answer, and only a
    reader can tell. `cautions` are about the material: accounts
    that differ, or that the model holds for wrong. `withheld` counts what the model said and code could not bear out,
    by reason. `taken_back` and `amended` were handed on while the reply was written, before a second look took them back
    or marked them. `missing` are the parts of a question that are not answered while others are. `problem` says why a
    model that was asked gave no answer; `fault` is the error behind it, if any.
    """

    question: str
    language: Language
    found: bool
    sentences: tuple[Sentence, ...] = ()
    taken_back: tuple[Sentence, ...] = ()
    amended: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    cautions: tuple[Sentence, ...] = ()
    doubted: tuple[str, ...] = ()
    next_questions: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    partly: bool = False
    missing: tuple[str, ...] = ()
    perhaps: bool = False
    model: str | None = None
    problem: Text | None = None
    fault: JourneyError | None = None

    @property
    def text(self) -> str:
        """The answer as running text, each sentence with its keys."""
        gap = " " if self.language == "en" else ""
        return gap.join(render_sentence(each) for each in self.sentences)

    @property
    def from_method_alone(self) -> bool:
        """Whether all that is said comes from the playbook."""
        return bool(self.sentences) and all(each.kind is Kind.PLAYBOOK for each in self.sentences)


def render_sentence(sentence: Sentence) -> str:
    """A sentence with its keys before its stop: …免费 [N2]。"""
    bare = sentence.text.rstrip()
    end = re.search(r"[。．.!！?？;；,，]+$", bare)
    stop = end[0] if end else ""
    keys = "".join(f"[{key}]" for key in sentence.keys)
    return f"{bare[: len(bare) - len(stop)]} {keys}{stop}"


def count_withheld(answer: Answer, language: Language) -> list[tuple[str, int]]:
    """Why how many sentences or quotes were withheld, most first."""
    counts: dict[str, int] = {}
    for reason in answer.withheld:
        counts[reason] = counts.get(reason, 0) + 1
    return [(WITHHELD[reason].say(language), n) for reason, n in sorted(counts.items(), key=lambda each: -each[1])]


def answer_json(answer: Answer) -> dict[str, Any]:
    """The JSON of an answer; the first four keys are the contract, the others tell what stands beside it."""
    return {
        "question": answer.question,
        "found": answer.found,
        "answer": answer.text,
        "citations": [_citation(each) for each in answer.citations],
        "nearest": [_citation(each) for each in answer.nearest],
        "differing": [[_citation(each.one), _citation(each.other)] for each in answer.disagreements],
        "cautions": [*(render_sentence(each) for each in answer.cautions), *(f"[{key}]" for key in answer.doubted)],
        "marks": [mark for each in answer.sentences for mark in each.marks],
        "next_questions": list(answer.next_questions),
        "withheld": len(answer.withheld),
        "partly": answer.partly,
        "missing": list(answer.missing),
        "perhaps": answer.perhaps,
        "model": answer.model,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "key": citation.key,
        "document": citation.document,
        "locator": citation.place.en,
        "speaker": citation.speaker,
        "quote": citation.quote,
    }
