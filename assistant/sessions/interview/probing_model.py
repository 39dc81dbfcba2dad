"""Follow-up questions by a chat model, each checked by code before it is put; the rules stand in where it has none."""

import random
import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitedTooLongError
from difflib import SequenceMatcher
from threading import Thread

from assistant.drafting.figures import find_figures
from assistant.drafting.lexicon import SentimentLexicon
from assistant.drafting.names import NameBook, find_names, names_match
from assistant.errors import BudgetError, EndpointError, SettingsError
from assistant.model.port import ChatModel, Request, complete
from assistant.model.prompts import Prompt
from assistant.model.shapes import FollowUpShape
from assistant.model_engine import UnsettledNamesError
from assistant.sessions.interview.probing import Prober, Reply, split_clauses
from assistant.sessions.interview.words import NO_MODEL, TOO_SLOW
from assistant.sources.folding import find_quote, fold
from assistant.sources.language import measure
from assistant.wording import Language, Text

STEP = "follow-up"
MOST_LATE = 2
"""Answers in a row that may come too late; then the rules ask for the rest of the interview, and nobody waits any more."""
LONGEST_WAIT = 8.0
"""Seconds that a person can be kept waiting for a follow-up; then the rules ask."""
_MOST_TOKENS = 200
_LONGEST = 70
_LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
_TAKEN_UP = 4
"""Characters of the answer in a row that a question must hold to be about it."""
_NOTHING = Text("（没有）", "(nothing)")
_LEADS = re.compile(
    r"是不是|是否|难道|对吧|对吗|对不对|好吗|吧[?？]|应该会|应该是|一定|肯定|因为|由于|导致|造成|才(?:会|这样|不)|不觉得|会不会|还是说|您也|你也|同意"
    r"|\b(?:isn'?t|aren'?t|wasn'?t|weren'?t|don'?t you|didn'?t you|wouldn'?t you|shouldn'?t|surely|obviously|agree|right\?|because|due to"
    r"|do you (?:also|not)|would you say)\b",
    re.IGNORECASE,
)


class ModelProber:
    """Asks the model what to ask further. A question that leads, invents or wanders is dropped for the rules' own."""

    def __init__(
        self,
        open_model: Callable[[Sequence[str]], ChatModel],
        prompt: Prompt,
        rules: Prober,
        *,
        lexicon: SentimentLexicon,
        names: NameBook,
        language: Language,
        chance: random.Random,
        told: Callable[[Text], None],
        wait: float = LONGEST_WAIT,
    ) -> None:
        """`open_model` gives the model that may see certain texts, or raises where a name in them is in doubt."""
        self._open_model = open_model
        self._prompt = prompt
        self._rules = rules
        self._lexicon = lexicon
        self._names = names
        self._language: Language = language
        self._chance = chance
        self._told = told
        self._wait = wait
        self._failed = False
        self._late = 0

    def follow_up(self, reply: Reply, before: Sequence[str]) -> str | None:
        """The model's question where it passes the check; its "nothing" stands; else what the rules say."""
        if self._failed:
            return self._rules.follow_up(reply, before)
        try:
            value = self._ask(reply, before)
        except (EndpointError, BudgetError, SettingsError) as error:
            self._failed = True  # told once: a person sits waiting at the table
            self._told(NO_MODEL.filled(why=error.message))
            return self._rules.follow_up(reply, before)
        except UnsettledNamesError:
            # nobody is asked about names in the middle of an interview, and nothing was sent
            return self._rules.follow_up(reply, before)
        if value is not None and not value.question.strip() and not value.words.strip():
            return None
        if value is not None and self.is_sound(value, reply, before):
            return " ".join(value.question.split())
        return self._rules.follow_up(reply, before)

    def is_sound(self, value: FollowUpShape, reply: Reply, before: Sequence[str]) -> bool:
        """Whether a question is open, takes up words that were said, and brings in nothing that was not."""
        question = " ".join(value.question.split())
        if not question.endswith(("?", "？")) or measure(question) > _LONGEST or len(re.findall("[?？]", question)) > 1:
            return False
        if find_quote(value.words, reply.text) is None or _LEADS.search(_own_words(question)) or question in before:
            return False
        if not _takes_up(question, reply.text):
            return False
        said = f"{reply.asked}\n{reply.text}"
        figures = find_figures(said)
        if any(not any(figure.matches(each) for each in figures) for figure in find_figures(question)):
            return False
        if any(not names_match(name, said, self._names) for name in find_names(question, self._names)):
            return False
        return not self._judges(question, said)

    def _judges(self, question: str, said: str) -> bool:
        """Whether the question feels something that was not said in these words."""
        strange = [each for each in split_clauses(_own_words(question)) if fold(each) not in fold(said)]
        return any(self._lexicon.read_feeling(each).strongest for each in strange)

    def _ask(self, reply: Reply, before: Sequence[str]) -> FollowUpShape | None:
        """The model's answer, or None where it has none in time or shape. Raises what the model raises."""
        asked = self._open_model([reply.asked, reply.text, *before])
        waiting: Future[FollowUpShape | None] = Future()

        def work() -> None:
            try:
                waiting.set_result(self._complete(asked, reply, before))
            except Exception as error:  # noqa: BLE001 - raised again where the result is waited for
                waiting.set_exception(error)

        # a daemon: an endpoint that hangs must not keep the program from ending
        Thread(target=work, daemon=True).start()
        try:
            value = waiting.result(timeout=self._wait)
        except WaitedTooLongError:
            self._late += 1
            if self._late == MOST_LATE:
                self._failed = True
                self._told(TOO_SLOW)
            return None
        self._late = 0
        return value

    def _complete(self, model: ChatModel, reply: Reply, before: Sequence[str]) -> FollowUpShape | None:
        values = {
            "asked": reply.asked,
            "before": " / ".join(before) or _NOTHING.say(self._language),
            "output_language": _LANGUAGES[self._language],
        }
        filled = self._prompt.fill(values, {"answer": reply.text}, self._chance)
        request: Request[FollowUpShape] = filled.request(_MOST_TOKENS, FollowUpShape)
        return complete(model, request).value


def _takes_up(question: str, text: str) -> bool:
    """Whether the question says again some words of the answer, in a row: a weak model puts those of its examples."""
    match = SequenceMatcher(None, fold(question), fold(text), autojunk=False).find_longest_match()
    return match.size >= min(_TAKEN_UP, len(fold(text)))


def _own_words(question: str) -> str:
    """The question without what it quotes."""
    return re.sub(r"“[^”]*”|「[^」]*」|\"[^\"]*\"", " ", question)
