"""The passages of a client's notes that a question brings up, with what each speaker was asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from assistant.drafting.names import NameBook
from assistant.journey import Locator, Passage, Role, Statement
from assistant.retrieval.index import Found
from assistant.sessions.entries import Entry, build_note_entry
from assistant.sessions.nearness import Nearness, Reply, measure_nearness, measure_replies
from assistant.sessions.second_look import MOST_LOOKED_AT, Meaning, SecondLook
from assistant.sources.folding import fold
from assistant.sources.sentences import split_sentences

_DEPTH = 30  # passages looked at: how far the best stands out is seen against the rest of them
_NO_NAMES = NameBook()
_Place = tuple[str, Locator, str]
_VOICES = (Role.CUSTOMER, Role.STAFF, Role.UNKNOWN)


class PassageFinder(Protocol):
    """One client's index, as far as questions need it."""

    def find_passages(
        self,
        query: str,
        limit: int = 10,
        *,
        roles: Sequence[Role] | None = None,
        documents: Sequence[str] | None = None,
    ) -> list[Found]: ...

    def statements(self) -> tuple[Statement, ...]: ...


@dataclass(frozen=True, slots=True)
class Gathered:
    """The entries N1, N2 … best first, and how near the notes come to the question.

    A person who reads the passages themselves is served best with the first `telling` of them.
    """

    entries: tuple[Entry, ...]
    nearness: Nearness
    telling: int


class NotesGatherer:
    """Finds what the notes hold for a question. An interviewer's words lead to the answers given to them, no further."""

    def __init__(self, finder: PassageFinder, *, meaning: Meaning | None, names: NameBook = _NO_NAMES) -> None:
        """`meaning` is the finder's embedder, if it has one: its scores are read accordingly.

        `names` in a question are no part of what it is about: whoever speaks seldom says his own name, or the client's.
        """
        self._finder = finder
        self._by_meaning = meaning is not None
        self._second = SecondLook(meaning) if meaning is not None else None
        self._names = names

    def gather(self, question: str, limit: int) -> Gathered:
        """At most `limit` entries, none of them an interviewer's."""
        found = self._finder.find_passages(question, _DEPTH)
        voices = [each for each in found if not _leads(each.passage)]
        if len(voices) < limit and len(voices) < len(found):
            more = self._finder.find_passages(question, 2 * limit, roles=_VOICES)
            voices = [each for each in more if not _leads(each.passage)][:limit]
        answers = self._answers_to(found)
        nearness = self._measure(question, [*voices, *(each for each in answers if each not in voices)])
        ranked: dict[str, tuple[float, Passage]] = {}
        for each in (*answers, *voices):
            known = ranked.get(each.passage.text)
            if known is None or known[0] < each.score:
                ranked[each.passage.text] = (each.score, each.passage)
        best = sorted(ranked.values(), key=lambda pair: -pair[0])[: max(limit, MOST_LOOKED_AT)]
        looked = self._look_again(question, best[:MOST_LOOKED_AT])
        if looked:
            nearness = replace(nearness, replies=tuple(reply for _, _, reply in looked))
            best = [*((score, passage) for score, passage, _ in looked), *best[MOST_LOOKED_AT:]]
            telling = sum(score >= best[0][0] - _BEHIND_AFTER for score, _, _ in looked)
        else:
            telling = self._count_telling([score for score, _ in best[:limit]])
        entries = [build_note_entry(place, each, self._asked(each)) for place, (_, each) in enumerate(best[:limit], 1)]
        return Gathered(tuple(entries), nearness, min(telling, limit))

    def gather_each(self, questions: Sequence[str], limit: int) -> tuple[Gathered, ...]:
        """What `gather` gives for each question, a passage under the same key wherever it comes up."""
        every = [self.gather(each, limit) for each in questions]
        found = dict.fromkeys(entry.id for each in every for entry in each.entries)
        keys = {passage: f"N{number}" for number, passage in enumerate(found, 1)}
        return tuple(
            replace(each, entries=tuple(replace(entry, key=keys[entry.id]) for entry in each.entries)) for each in every
        )

    def _look_again(self, question: str, best: Sequence[tuple[float, Passage]]) -> list[tuple[float, Passage, Reply]]:
        """The best passages ranked anew beside what their speakers were asked; none where no one was asked anything."""
        told = [(passage.text, self._turns.get(_place(passage), "")) for _, passage in best]
        if self._second is None or not any(asked for _, asked in told):
            return []
        looks = self._second.compare(question, told)
        bare = self._without_names(question)
        replies = measure_replies(bare, [(look, *each) for look, each in zip(looks, told, strict=True)], self._told)
        ranked = [(_rank(score, reply), passage, reply) for (score, passage), reply in zip(best, replies, strict=True)]
        return sorted(ranked, key=lambda each: -each[0])

    def _measure(self, question: str, voices: Sequence[Found]) -> Nearness:
        asked = [self._turns.get(_place(each.passage), "") for each in voices]
        return measure_nearness(self._without_names(question), voices, by_meaning=self._by_meaning, asked=asked)

    def _count_telling(self, scores: Sequence[float]) -> int:
        """How many of the best are worth a person's time beside the very best."""
        least = scores[0] - _BEHIND if scores and self._by_meaning else _BEHIND_BY_WORDS * max(scores, default=0.0)
        return sum(score >= least for score in scores)

    def _answers_to(self, found: Sequence[Found]) -> list[Found]:
        """The passages that answer those interviewer's questions that come nearest, as near as the questions."""
        answers: list[Found] = []
        for each in [one for one in found if _leads(one.passage)][:_MOST_LEADS]:
            asked = fold(each.passage.text)
            told = next(
                (
                    statement
                    for statement in self._answered.get(each.passage.document, ())
                    if statement.question and fold(statement.question) in asked
                ),
                self._replies.get(_place(each.passage)),
            )
            passage = self._passage_of(told, found) if told is not None else None
            if passage is not None:
                answers.append(Found(passage, each.score))
        return answers

    def _passage_of(self, statement: Statement, found: Sequence[Found]) -> Passage | None:
        for each in found:
            if _holds(each.passage, statement):
                return each.passage
        nearer = self._finder.find_passages(statement.text, _MOST_LEADS, documents=(statement.document,))
        return next((each.passage for each in nearer if _holds(each.passage, statement)), None)

    def _without_names(self, question: str) -> str:
        bare = fold(question)
        for name in sorted((each for group in self._names.groups for each in group), key=len, reverse=True):
            bare = bare.replace(name, " ") if len(name) > 1 else bare
        return bare if bare.strip(" ?？。") else question

    def _asked(self, passage: Passage) -> str | None:
        return self._questions.get(_place(passage))

    @cached_property
    def _told(self) -> int:
        return sum(each.role is not Role.INTERVIEWER for each in self._finder.statements())

    @cached_property
    def _answered(self) -> dict[str, list[Statement]]:
        answered: dict[str, list[Statement]] = {}
        for each in self._finder.statements():
            if each.question and each.role is not Role.INTERVIEWER:
                answered.setdefault(each.document, []).append(each)
        return answered

    @cached_property
    def _replies(self) -> dict[_Place, Statement]:
        """What somebody else said next, by where a statement begins."""
        told = self._finder.statements()
        return {
            _place(one): other
            for one, other in pairwise(told)
            if one.document == other.document and one.speaker != other.speaker and other.role is not Role.INTERVIEWER
        }

    @cached_property
    def _questions(self) -> dict[_Place, str]:
        """What was asked, by where the answer begins: a passage begins with its first statement."""
        return {
            _place(each): each.question for answered in self._answered.values() for each in answered if each.question
        }

    @cached_property
    def _turns(self) -> dict[_Place, str]:
        """All that the interviewer said right before, by where the answer begins."""
        turns: dict[_Place, str] = {}
        asked: list[str] = []
        before: Statement | None = None
        for each in self._finder.statements():
            if before is None or before.document != each.document:
                asked = []
            if each.role is Role.INTERVIEWER:
                asked = [*asked, each.text] if before is not None and before.role is Role.INTERVIEWER else [each.text]
            elif asked:
                turns[_place(each)] = "\n".join(asked)
            before = each
        return turns


_MOST_LEADS = 2
_BEHIND, _BEHIND_BY_WORDS = 0.05, 0.4
"""How far behind the best a passage may score: so much by meaning and words (0 to about 1), such a share of it by words alone.

Of six passages that leaves about two on interview notes and three and a half on news, with a right one among them for
all of 20 questions and 113 of 118 (`python -m bench.nearness`)."""
_BEHIND_AFTER = 0.035
"""The same after the second look: of at most six it leaves two to three (see there)."""
_START = 12  # characters that tell the first statement of a passage from others at the same place


def _place(told: Passage | Statement) -> _Place:
    return told.document, told.locator, told.text[:_START]


_NOBODY_ASKED = 0.8  # the likeness of two questions that is taken where there is only one


def _rank(score: float, reply: Reply) -> float:
    """What a passage is ranked by after the second look; the weights are from the half of the interviews that is tuned on."""
    asked = _NOBODY_ASKED if reply.look.asked is None else reply.look.asked
    return reply.look.whole + 0.5 * score + 0.3 * asked + 0.03 * reply.held


def _leads(passage: Passage) -> bool:
    """Whether it asks and tells nothing: an interviewer's, or of somebody not named yet who has only questions."""
    if passage.role is not Role.UNKNOWN:
        return passage.role is Role.INTERVIEWER
    return all(each.rstrip().endswith(("?", "？")) for each in split_sentences(passage.text))


def _holds(passage: Passage, statement: Statement) -> bool:
    same_place = passage.document == statement.document and passage.role is not Role.INTERVIEWER
    return same_place and statement.text in passage.text
