"""A second call looks whether the quotes give the answer. It can only take away from an answer, never add to it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.quoting import context_mark
from assistant.errors import EndpointError
from assistant.model.port import ChatModel, complete
from assistant.model.prompts import Prompt
from assistant.model.shapes import CheckShape, checks_shape
from assistant.sessions.entries import Citation, Entry
from assistant.sessions.grounding import Asked
from assistant.sessions.likeness import nearest_part
from assistant.sessions.wanted import gives_what_is_asked, plainly_answers, tells_something_new

STEP = "check"
_TOKENS_OUT, _SPARE = 100, 60
_TRIES = 2
"""Weak models judge the first of several quotes and forget the rest: those are put once more, by themselves."""

State = Literal["stands", "partly", "doubted", "not", "unchecked"]


@dataclass(frozen=True, slots=True)
class Checker:
    """Puts quotes to the model again, one by one and without the rest of the material: do they answer the question?"""

    model: ChatModel
    prompt: Prompt
    asked: Asked
    chance: random.Random

    def check(
        self, quotes: Sequence[Citation], entries: Mapping[str, Entry], said: Mapping[str, str]
    ) -> dict[str, State]:
        """By the key of each quote what became of it; all unchecked where the endpoint fails. Raises BudgetError.

        `said` is what the answer says by each key. A “no” to a sentence that plainly answers only casts doubt on it.
        """
        told: dict[str, CheckShape] = {}
        waiting = list(quotes)
        for _ in range(_TRIES):
            if not waiting:
                break
            try:
                told |= self._ask(waiting, entries, said)
            except EndpointError:
                break
            left = [each for each in waiting if each.key not in told]
            waiting = left if len(left) < len(waiting) else []
        return {each.key: self._judge(each, told.get(each.key), entries, said) for each in quotes}

    def _ask(
        self, quotes: Sequence[Citation], entries: Mapping[str, Entry], said: Mapping[str, str]
    ) -> dict[str, CheckShape]:
        keys = [f"S{number}" for number in range(1, len(quotes) + 1)]
        listed = "\n".join(self._line(key, each, entries, said) for key, each in zip(keys, quotes, strict=True))
        filled = self.prompt.fill({"question": self.asked.question}, {"quotes": listed}, self.chance)
        request = filled.request(_TOKENS_OUT * len(keys) + _SPARE, checks_shape(keys))
        reply = complete(self.model, request)
        given = {each.key: each for each in reversed(reply.value.checks)} if reply.value is not None else {}
        return {each.key: given[key] for key, each in zip(keys, quotes, strict=True) if key in given}

    def _judge(
        self, quote: Citation, told: CheckShape | None, entries: Mapping[str, Entry], said: Mapping[str, str]
    ) -> State:
        """A model's yes counts only with words that can be the answer: of the kind asked for, and no echo."""
        if told is None:
            return "unchecked"
        question, words = self.asked.question, told.words
        sound = words.strip() and gives_what_is_asked(question, [words]) and tells_something_new(question, words)
        if sound and told.answers != "no":
            return "stands" if told.answers == "yes" else "partly"
        entry = entries[quote.key]
        around = f"{entry.document}\n{entry.speaker or ''}\n{entry.question or ''}\n{entry.text}"
        plain = plainly_answers(question, said.get(quote.key, ""), quote.quote, around)
        return "doubted" if plain else "not"

    def _line(self, key: str, quote: Citation, entries: Mapping[str, Entry], said: Mapping[str, str]) -> str:
        """A long quote by the part that the sentence is made of: in many words weak models do not find the few."""
        question = entries[quote.key].question
        asked = context_mark(question, self.asked.language) if question else ""
        part = nearest_part(said.get(quote.key, ""), quote.quote)
        return f"{key} {asked}{' '.join(part.split())}"
