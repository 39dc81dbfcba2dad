"""Asking the model: what it is, how much fits, and questions in packs whose failures are asked once more."""

import json
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from assistant.model.many import OnDemand
from assistant.model.port import ChatModel, Outcome, Reply, Request
from assistant.model.private import MeasuredModel
from assistant.model.prompts import Filled, Prompts
from assistant.model.structured import strict_schema
from assistant.model.tokens import TOKENS_PER_MESSAGE, estimate_tokens, pack
from assistant.wording import Language

Entry = TypeVar("Entry")

SPARE = 256
"""Tokens of every answer beyond its entries: braces, blanks, a stray sentence."""
THINKING = 4096
"""Tokens left for thinking where the model is asked to think."""
_MARGIN = 0.95  # pseudonyms and fences make a request a little longer than it was counted
_STEP = 0.5
_SMALLER = 4
"""What failed is asked again in packs this many times smaller: few choices at a time help weak models."""
_TRIES = 2
_TOO_MUCH = (Outcome.TOO_LONG, Outcome.CUT)


@dataclass(frozen=True)
class Desk:
    """What every step works with. `spare` are the tokens left for thinking and slips in each answer.

    `odd` finds what looks like a pseudonym in a text of the model's and stands for nobody. `told` hears of each
    finished step of the work.
    """

    model: MeasuredModel
    prompts: Prompts
    language: Language
    chance: random.Random
    spare: int = SPARE
    odd: Callable[[str], Sequence[str]] = lambda _text: ()
    told: Callable[[str], None] = lambda _step: None

    def fill(
        self, step: str, values: dict[str, str], notes: dict[str, str], language: Language | None = None
    ) -> Filled:
        """The prompt of a step, by default in the language of the report.

        The fences of one run are alike unless a text holds them, so that what a step's requests have in common is one
        prefix, which endpoints keep and need not read again.
        """
        return self.prompts.find(step, language or self.language).fill(values, notes, random.Random(self._seed))

    @cached_property
    def _seed(self) -> int:
        return self.chance.getrandbits(64)

    def digest(self, step: str, language: Language | None = None) -> str:
        """The hash of the prompt of a step."""
        return self.prompts.find(step, language or self.language).digest

    def room(self, fixed: Filled, max_tokens: int, schema: type[BaseModel] | None = None) -> int:
        """Tokens of notes that fit beside a prompt that was filled without any."""
        told = json.dumps(strict_schema(schema), ensure_ascii=False) if schema is not None else ""
        taken = sum(self.count(each.content) + TOKENS_PER_MESSAGE for each in fixed.messages) + self.count(told)
        return int((self.model.room((), 0) - max_tokens - taken) * _MARGIN)

    def count(self, text: str) -> int:
        """Tokens of a text with its line end, on the safe side.

        What the endpoint's reports correct is taken in coarse steps: with every small correction other statements would
        fit, and requests that were answered already would be asked anew.
        """
        factor = max(math.ceil(self.model.counter.factor / _STEP) * _STEP, 1.0)
        return math.ceil(estimate_tokens(text) * factor) + 1


@dataclass(frozen=True)
class Packing(Generic[Entry]):
    """How entries go into packs: the tokens each takes, the room for all, how many at most, and what goes together."""

    size: Callable[[Entry], int]
    room: int
    most: int
    group: Callable[[Entry], str] = lambda _entry: ""

    def pack(self, places: Iterable[int], entries: Sequence[Entry], most: int | None = None) -> list[list[int]]:
        """The places of `entries` in packs, in their order within each group; `most` instead of its own."""
        groups: dict[str, list[int]] = {}
        for place in places:
            groups.setdefault(self.group(entries[place]), []).append(place)
        return [
            each
            for group in groups.values()
            for each in pack(group, lambda place: self.size(entries[place]), self.room, most or self.most)
        ]


def ask_in_packs(
    model: ChatModel,
    entries: Sequence[Entry],
    packing: Packing[Entry],
    build: Callable[[Sequence[Entry]], Request[Any]],
    take: Callable[[Sequence[Entry], Any], Sequence[Entry]],
) -> list[Entry]:
    """Asks about all entries, and once more about those that failed; returns those that failed again.

    `take` is given the entries of a request and the answer as soon as it is there, keeps what is good, and returns the
    entries that the answer failed. A pack that was too long, or whose answer was cut, is asked in halves. Raises as
    the model does, after `take` was given all that had arrived.
    """
    tried: dict[int, int] = {}
    failed: list[int] = []
    waiting = packing.pack(range(len(entries)), entries)
    while waiting:
        round_ = _Round(entries, waiting, take)
        model.complete_many(_build_packs(entries, waiting, build), done=round_.take_reply)
        again: list[int] = []
        for place in round_.failed:
            tried[place] = tried.get(place, 0) + 1
            (again if tried[place] < _TRIES else failed).append(place)
        failed.extend(round_.hopeless)
        smaller = max(packing.most // _SMALLER, 1)
        waiting = round_.halves + packing.pack(sorted(again), entries, smaller)
    return [entries[place] for place in sorted(failed)]


def _build_packs(
    entries: Sequence[Entry], packs: Sequence[Sequence[int]], build: Callable[[Sequence[Entry]], Request[Any]]
) -> Sequence[Request[Any]]:
    return OnDemand(len(packs), lambda number: build([entries[place] for place in packs[number]]))


class _Round(Generic[Entry]):
    """One round of requests: what failed, what is to be asked in halves, and what is too long by itself."""

    def __init__(
        self,
        entries: Sequence[Entry],
        packs: Sequence[Sequence[int]],
        take: Callable[[Sequence[Entry], Any], Sequence[Entry]],
    ) -> None:
        self._entries = entries
        self._packs = packs
        self._take = take
        self.failed: list[int] = []
        self.halves: list[list[int]] = []
        self.hopeless: list[int] = []

    def take_reply(self, number: int, reply: Reply[Any]) -> None:
        asked = list(self._packs[number])
        if reply.value is not None:
            missing = self._take([self._entries[place] for place in asked], reply.value)
            self.failed.extend(place for place in asked if any(self._entries[place] is each for each in missing))
        elif reply.outcome not in _TOO_MUCH:
            self.failed.extend(asked)
        elif len(asked) == 1:
            self.hopeless.extend(asked)
        else:
            self.halves.extend((asked[: len(asked) // 2], asked[len(asked) // 2 :]))
