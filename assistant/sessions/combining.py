"""One answer to a question that was put to the model in parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from assistant.sessions.answer import Answer
from assistant.sessions.entries import Citation, Entry, cite
from assistant.sessions.grounding import Sentence
from assistant.sessions.streaming import Told
from assistant.sessions.turn import SHOWN
from assistant.sources.folding import fold


class ToldOnce:
    """Hands on each sentence once by each source: to one part of a question a model often answers the other too."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._said: set[tuple[str, tuple[str, ...]]] = set()

    def __call__(self, sentence: Sentence, citations: tuple[Citation, ...]) -> None:
        said = (fold(sentence.text), sentence.keys)
        if said not in self._said:
            self._said.add(said)
            self._told(sentence, citations)


def combine_answers(whole: Answer, parts: Sequence[Answer], entries: Mapping[str, Entry]) -> Answer:
    """What is said to each part, one behind the other, with the parts that the notes do not answer as `missing`.

    `whole` is what can be said to the question without a model; `entries` are all passages by key.
    """
    failed = {
        "problem": next((each.problem for each in parts if each.problem is not None), None),
        "fault": next((each.fault for each in parts if each.fault is not None), None),
        "withheld": tuple(each for part in parts for each in part.withheld),
    }
    if all(each.problem is not None and not each.sentences for each in parts):
        return replace(whole, model=parts[0].model, **failed)
    found = [each for each in parts if each.found and each.sentences]
    lacking = [each for each in parts if each not in found]
    sentences = _said_once(each for part in parts for each in part.sentences)
    standing = {(fold(each.text), key) for part in parts for each in part.sentences for key in each.keys}
    cited = _merge_citations([each for part in parts if part.sentences for each in part.citations], entries)
    keys = {each.key for each in cited}
    near = [each for part in _in_turn([part.nearest or part.citations for part in lacking]) for each in part]
    return replace(
        whole,
        model=parts[0].model,
        found=bool(found),
        perhaps=False,
        partly=bool(found) and (bool(lacking) or any(each.partly for each in found)),
        missing=tuple(each.question for each in lacking if each.problem is None) if found else (),
        sentences=sentences,
        taken_back=tuple(
            each
            for part in parts
            for each in part.taken_back
            if not standing.intersection((fold(each.text), key) for key in each.keys)
        ),
        amended=_said_once(each for part in parts for each in part.amended),
        citations=cited,
        nearest=tuple({each.key: each for each in near if each.key not in keys}.values())[:SHOWN],
        disagreements=tuple(dict.fromkeys(each for part in parts for each in part.disagreements)),
        cautions=_said_once(each for part in parts for each in part.cautions),
        doubted=tuple(dict.fromkeys(each for part in parts for each in part.doubted)),
        next_questions=tuple(dict.fromkeys(each for part in parts for each in part.next_questions)),
        **failed,
    )


def _said_once(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    return tuple({fold(each.text): each for each in reversed(list(sentences))}.values())[::-1]


def _in_turn(each: Sequence[Sequence[Citation]]) -> list[list[Citation]]:
    """The best of each list, then the second of each, and so on."""
    longest = max(map(len, each), default=0)
    return [[some[place] for some in each if place < len(some)] for place in range(longest)]


def _merge_citations(citations: Sequence[Citation], entries: Mapping[str, Entry]) -> tuple[Citation, ...]:
    """Each passage once; where two parts quote it, by the sentences that hold both."""
    merged: dict[str, Citation] = {}
    for each in citations:
        known = merged.get(each.key)
        merged[each.key] = each if known is None else _join(known, each, entries[each.key])
    return tuple(merged.values())


def _join(one: Citation, other: Citation, entry: Entry) -> Citation:
    spans = [span for span in (entry.find(one.quote), entry.find(other.quote)) if span is not None]
    both = cite(entry, entry.widen(spans)) if len(spans) > 1 else one
    return max((both, one, other), key=lambda each: len(each.quote))
