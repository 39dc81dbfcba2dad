"""A second call looks whether the quotes give the answer. It can only take away from an answer, never add to it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.drafting.quoting import context_mark
from assistant.errors import EndpointError
from assistant.model.port import ChatModel
from assistant.model.prompts import Prompt
from assistant.model.shapes import CheckShape, checks_shape
from assistant.sessions.entries import Citation, Entry
from assistant.sessions.grounding import Asked
from assistant.sessions.wanted import gives_what_is_asked, tells_something_new

STEP = "check"
_TOKENS_OUT, _SPARE = 100, 60

State = Literal["stands", "partly", "not", "unchecked"]


@dataclass(frozen=True, slots=True)
class Checker:
    """Puts quotes to the model again, one by one and without the rest of the material: do they answer the question?"""

    model: ChatModel
    prompt: Prompt
    asked: Asked
    chance: random.Random

    def check(self, quotes: Sequence[Citation], entries: Mapping[str, Entry]) -> dict[str, State]:
        """By the key of each quote what became of it; all unchecked where the endpoint fails. Raises BudgetError."""
        keys = [f"S{number}" for number in range(1, len(quotes) + 1)]
        listed = "\n".join(self._line(key, each, entries) for key, each in zip(keys, quotes, strict=True))
        filled = self.prompt.fill({"question": self.asked.question}, {"quotes": listed}, self.chance)
        request = filled.request(_TOKENS_OUT * len(keys) + _SPARE, checks_shape(keys))
        try:
            reply = self.model.complete(
                request.messages,
                max_tokens=request.max_tokens,
                step=request.step,
                schema=request.schema,
                prompt=request.prompt,
                markers=request.markers,
            )
        except EndpointError:
            return {each.key: "unchecked" for each in quotes}
        told = {each.key: each for each in reversed(reply.value.checks)} if reply.value is not None else {}
        return {each.key: self._judge(told.get(key)) for key, each in zip(keys, quotes, strict=True)}

    def _judge(self, told: CheckShape | None) -> State:
        """A model's yes counts only with words that can be the answer: of the kind asked for, and no echo."""
        if told is None:
            return "unchecked"
        question, words = self.asked.question, told.words
        sound = words.strip() and gives_what_is_asked(question, [words]) and tells_something_new(question, words)
        if told.answers == "no" or not sound:
            return "not"
        return "stands" if told.answers == "yes" else "partly"

    def _line(self, key: str, quote: Citation, entries: Mapping[str, Entry]) -> str:
        question = entries[quote.key].question
        asked = context_mark(question, self.asked.language) if question else ""
        return f"{key} {asked}{' '.join(quote.quote.split())}"
