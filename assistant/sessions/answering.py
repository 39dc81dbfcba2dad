"""Answers to questions about one client: from the notes and the playbook, checked before anybody sees them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.drafting.names import NameBook
from assistant.model.port import ChatModel
from assistant.model.prompts import Prompts
from assistant.sessions.answer import Answer
from assistant.sessions.checking import JUDGE
from assistant.sessions.checking import STEP as CHECK
from assistant.sessions.combining import ToldOnce, combine_answers
from assistant.sessions.disagreements import find_disagreements
from assistant.sessions.dividing import STEP as SPLIT
from assistant.sessions.dividing import divide
from assistant.sessions.entries import Entry, cite_whole
from assistant.sessions.gathering import Gathered, NotesGatherer, PassageFinder
from assistant.sessions.grounding import Asked
from assistant.sessions.nearness import Certainty
from assistant.sessions.playbook_index import PlaybookIndex
from assistant.sessions.second_look import Meaning
from assistant.sessions.turn import SHOWN, STEP, Told, Turn
from assistant.sessions.wanted import asks_for_method
from assistant.sources.folding import fold
from assistant.sources.language import detect_language
from assistant.wording import Language

_GUIDANCE, _GUIDANCE_FOR_METHOD = 1, 4  # passages of the playbook
_PLAINLY_ABOUT = 0.5  # share of the question's words; general method beside every fact only misleads a model


_ANY: dict[Language, str] = {
    "zh-Hans": "客户怎么说？",
    "zh-Hant": "客戶怎麼說？",
    "en": "What do customers say?",
}
OpenModel = Callable[[Sequence[str]], ChatModel]


@dataclass(frozen=True, slots=True)
class _Put:
    """A question as it is put: with what the notes and the playbook have for it."""

    plain: Answer
    gathered: Gathered
    guidance: tuple[Entry, ...]
    of_method: bool
    following: str

    @property
    def hopeless(self) -> bool:
        return self.gathered.nearness.hopeless and not self.of_method

    @property
    def sent(self) -> list[str]:
        """The texts of the notes that the model will see."""
        return [text for each in self.gathered.entries for text in (each.text, each.question or "")]

    @property
    def entries(self) -> dict[str, Entry]:
        return {each.key: each for each in (*self.gathered.entries, *self.guidance)}


class Method(Protocol):
    """The playbook as an index, in the language of the question."""

    def __call__(self, language: Language) -> PlaybookIndex: ...


class Answering:
    """Answers questions about one client. Everything comes from its own index and the playbook."""

    def __init__(
        self,
        *,
        finder: PassageFinder,
        meaning: Meaning | None,
        playbook: Method,
        open_model: OpenModel | None,
        prompts: Callable[[], Prompts],
        names: NameBook,
        own_names: Sequence[str],
        default_language: Language,
        chance: random.Random,
        second_check: bool = True,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """`open_model` gives the chat model that may see certain texts, or raises where a name in them is in doubt.

        `meaning` is the finder's embedder, if it has one. `names` holds all names that
        must not be taken on trust, `own_names` those of the client itself. With `second_check` the model looks again
        whether what it quoted answers the question."""
        self._notes = NotesGatherer(finder, meaning=meaning, names=names)
        self._read_playbook = playbook
        self._playbooks: dict[Language, PlaybookIndex] = {}
        self._open_model = open_model
        self._prompts = prompts
        self._names = names
        self._own = frozenset(fold(each) for each in own_names)
        self._default: Language = default_language
        self._chance = chance
        self._second_check = second_check
        self.close = close

    def answer(self, question: str, *, limit: int = 6, told: Told | None = None) -> Answer:
        """The answer, from at most `limit` passages of the notes.

        With `told` the model's reply is streamed, and every sentence is handed over as soon as it is written and checked.
        An endpoint that fails is no exception here: the answer then holds the nearest passages and the fault.
        Raises StoreError and BusyError of the index, SettingsError of the prompts, BudgetError.
        """
        language = detect_language(question, self._default)
        gathered = self._notes.gather(question, limit)
        of_method = asks_for_method(question)
        if self._open_model is None and gathered.nearness.certainty and not of_method:
            return self._plain_answer(question, language, gathered, [], question)
        put = self._prepare(question, language, gathered)
        if self._open_model is None:
            return put.plain
        if put.hopeless:
            return self._unasked(put.plain, self._open_model(()).name)
        model = self._open_model([question, *put.sent])
        prompts = self._prompts()
        parts = (question,) if of_method else divide(question, model, prompts.find(SPLIT, language), self._chance)
        if parts == (question,) or any(map(asks_for_method, parts)):
            return self._ask(put, model, prompts, told)
        each_gathered = zip(parts, self._notes.gather_each(parts, limit), strict=True)
        every = [replace(self._prepare(part, language, each), guidance=put.guidance) for part, each in each_gathered]
        model = self._open_model([question, *(text for each in every for text in each.sent)])
        told = ToldOnce(told) if told is not None else None
        answers = [self._ask(each, model, prompts, told, is_part=True) for each in every]
        return combine_answers(put.plain, answers, {key: each for one in every for key, each in one.entries.items()})

    def warm(self) -> None:
        """Reads ahead what every answer needs, so that the first question does not wait for it. Raises as `answer`."""
        question = _ANY[self._default]
        playbook = self._playbook(self._default)
        playbook.find(question, 1)
        following = playbook.find_question(question) or question
        self._plain_answer(question, self._default, self._notes.gather(question, 1), [], following)

    def _prepare(self, question: str, language: Language, gathered: Gathered) -> "_Put":
        """What goes with a question, and what can be said to it without a model."""
        of_method = asks_for_method(question)
        playbook = self._playbook(language)
        near = playbook.find(question, _GUIDANCE_FOR_METHOD if of_method else _GUIDANCE)
        guidance = [each.entry for each in near if of_method or each.held >= _PLAINLY_ABOUT]
        following = playbook.find_question(question) or question
        plain = self._plain_answer(question, language, gathered, guidance if of_method else [], following)
        return _Put(plain, gathered, tuple(guidance), of_method, following)

    def _ask(
        self, put: "_Put", model: ChatModel, prompts: Prompts, told: Told | None, *, is_part: bool = False
    ) -> Answer:
        if put.hopeless:
            return self._unasked(put.plain, model.name)
        language = put.plain.language
        asked = Asked(put.plain.question, language, self._names, self._own, is_part)
        check = (prompts.find(CHECK, language), prompts.find(JUDGE, language)) if self._second_check else None
        turn = Turn(model, prompts.find(STEP, language), check, asked, put.of_method, put.following, self._chance)
        return turn.answer(put.plain, put.gathered.entries, put.guidance, told)

    def _unasked(self, plain: Answer, model: str) -> Answer:
        """The answer where nothing comes near enough to put it to the model."""
        nearest = plain.citations or plain.nearest
        return replace(plain, found=False, perhaps=False, model=model, citations=(), nearest=nearest)

    def _playbook(self, language: Language) -> PlaybookIndex:
        if language not in self._playbooks:
            self._playbooks[language] = self._read_playbook(language)
        return self._playbooks[language]

    def _plain_answer(
        self, question: str, language: Language, gathered: Gathered, guidance: Sequence[Entry], following: str
    ) -> Answer:
        """What can be said without a model: the nearest passages, or that the notes do not say."""
        certainty = gathered.nearness.certainty
        near = certainty is Certainty.FOUND
        shown = gathered.entries[: gathered.telling if near else SHOWN]
        notes = tuple(cite_whole(each) for each in shown if cite_whole(each).quote)
        method = tuple(cite_whole(each) for each in guidance)
        return Answer(
            question=question,
            language=language,
            found=near or bool(method),
            perhaps=certainty is Certainty.PERHAPS and not method and bool(notes),
            citations=(*notes, *method) if near else method,
            nearest=() if near else notes,
            disagreements=find_disagreements(question, gathered.entries, ()) if near else (),
            next_questions=() if certainty else (following,),
        )
