"""A second call looks whether the quotes give the answer. It can only take away from an answer, never add to it."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.drafting.quoting import context_mark
from assistant.errors import EndpointError
from assistant.model.port import ChatModel, WeighingModel, complete
from assistant.model.prompts import Prompt, PromptLanguage
from assistant.model.shapes import CheckShape, checks_shape
from assistant.model.weighing import MOST_TOKENS
from assistant.sessions.dividing import may_ask_several
from assistant.sessions.echoes import find_years, without_years
from assistant.sessions.editions import names_another
from assistant.sessions.entries import Citation, Entry
from assistant.sessions.grounding import Asked
from assistant.sessions.likeness import nearest_part
from assistant.sessions.wanted import gives_what_is_asked, plainly_answers, tells_something_new

STEP, JUDGE = "check", "judge"
_TOKENS_OUT, _SPARE = 100, 60
_YES_OR_NO: Mapping[PromptLanguage, tuple[str, str]] = {"zh": ("是", "否"), "en": ("yes", "no")}
_LIKELY, _UNLIKELY = 0.6, 0.5
"""Likelihoods of a yes: that makes a quote an answer, and that lets one stand with a doubt which plainly answers by its
words. Settled on RGB; bench/README.md has the figures."""
_TRIES = 2
"""Weak models judge the first of several quotes and forget the rest: those are put once more, by themselves."""

State = Literal["stands", "partly", "doubted", "not", "unchecked"]


@dataclass(frozen=True, slots=True)
class Checker:
    """Puts quotes to the model again, one by one and without the rest of the material: do they answer the question?"""

    model: ChatModel
    prompt: Prompt
    judge: Prompt
    asked: Asked
    chance: random.Random

    def check(
        self, quotes: Sequence[Citation], entries: Mapping[str, Entry], said: Mapping[str, str]
    ) -> dict[str, State]:
        """By the key of each quote what became of it; all unchecked where the endpoint fails. Raises BudgetError.

        `said` is what the answer says by each key. A “no” to a sentence that plainly answers only casts doubt on it.
        """
        told: dict[str, CheckShape] = {}
        weighed = self._weigh(quotes, entries, said)
        waiting = [each for each in quotes if each.key not in weighed]
        for _ in range(_TRIES):
            if not waiting:
                break
            try:
                told |= self._ask(waiting, entries, said)
            except EndpointError:
                break
            left = [each for each in waiting if each.key not in told]
            waiting = left if len(left) < len(waiting) else []
        judged: dict[str, State] = {each.key: self._judge(each, told.get(each.key), entries, said) for each in quotes}
        for each in quotes:
            if each.key in weighed:
                judged[each.key] = self._by_degrees(each, weighed[each.key], entries, said)
        return judged

    def _weigh(
        self, quotes: Sequence[Citation], entries: Mapping[str, Entry], said: Mapping[str, str]
    ) -> dict[str, float]:
        """By the key of each quote how likely the model's yes to it is; none of those where it cannot be told.

        (Whether a quote gives one of several things that are asked for is no matter of yes or no.)
        """
        several = may_ask_several(self.asked.question) and not self.asked.is_part
        if several or not isinstance(self.model, WeighingModel):
            return {}
        weighed: dict[str, float] = {}
        for each in quotes:
            question, line = self._in_its_year(each, entries, said)
            filled = self.judge.fill({"question": question}, {"quote": line}, self.chance)
            yes, no = _YES_OR_NO[self.judge.language]
            request = replace(filled.request(MOST_TOKENS), choices=(yes, no))
            try:
                weights = self.model.weigh(request)
            except EndpointError:
                break
            if not weights:
                break
            weighed[each.key] = weights[yes]
        return weighed

    def _by_degrees(
        self, quote: Citation, likely: float, entries: Mapping[str, Entry], said: Mapping[str, str]
    ) -> State:
        """A likely yes counts only to a quote that holds what was asked for; see `_LIKELY`."""
        question, words = self.asked.question, quote.quote
        if names_another(question, words):
            return "not"
        if likely >= _LIKELY:
            return (
                "stands" if gives_what_is_asked(question, [words]) and tells_something_new(question, words) else "not"
            )
        return "doubted" if likely >= _UNLIKELY and self._plainly(quote, entries, said) else "not"

    def _ask(
        self, quotes: Sequence[Citation], entries: Mapping[str, Entry], said: Mapping[str, str]
    ) -> dict[str, CheckShape]:
        keys = [f"S{number}" for number in range(1, len(quotes) + 1)]
        listed = "\n".join(f"{key} {self._line(each, entries, said)}" for key, each in zip(keys, quotes, strict=True))
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
        return "doubted" if self._plainly(quote, entries, said) else "not"

    def _plainly(self, quote: Citation, entries: Mapping[str, Entry], said: Mapping[str, str]) -> bool:
        entry = entries[quote.key]
        around = f"{entry.document}\n{entry.speaker or ''}\n{entry.question or ''}\n{entry.text}"
        return plainly_answers(self.asked.question, said.get(quote.key, ""), quote.quote, around)

    def _in_its_year(self, quote: Citation, entries: Mapping[str, Entry], said: Mapping[str, str]) -> tuple[str, str]:
        """The question and the words to be judged by it, where a year was asked about and the words name none.

        They are put behind the sentence of their passage that names it; from notes without any date nobody can tell.
        """
        question, line, entry = self.asked.question, self._line(quote, entries, said), entries[quote.key]
        asked = find_years(question)
        if not asked or find_years(line):
            return question, line
        if not find_years(f"{entry.text}\n{entry.question or ''}"):
            return without_years(question), line
        sentences = [
            " ".join(entry.text[start:end].split()) for start, end in entry.sentences if entry.allows((start, end))
        ]
        dated = next((each for each in sentences if asked & find_years(each)), None)
        return question, line if dated is None else f"{dated} … {line}"

    def _line(self, quote: Citation, entries: Mapping[str, Entry], said: Mapping[str, str]) -> str:
        """A long quote by the part that the sentence is made of: in many words weak models do not find the few."""
        question = entries[quote.key].question
        asked = context_mark(question, self.asked.language) if question else ""
        part = nearest_part(said.get(quote.key, ""), quote.quote)
        return f"{asked}{' '.join(part.split())}"
