"""A ChatModel without a server: answers from a queue or a script, and remembers what it was asked."""

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from assistant.errors import JourneyError
from assistant.model.port import Message, Outcome, Reply, Request, Shape
from assistant.model.structured import read_reply

Told = str | dict[str, Any] | Outcome | JourneyError
"""A text, a value that is told as JSON, an outcome that is not `DONE`, or an error to raise."""


class ScriptedChatModel:
    """Answers what it is told, request by request; the last of the queue is repeated."""

    name = "scripted-model"

    def __init__(self, *told: Told, script: Callable[[Request[Any]], Told] | None = None) -> None:
        self.requests: list[Request[Any]] = []
        self._queued: deque[Told] = deque(told)
        self._script = script

    def steps(self) -> list[str]:
        """The steps of the requests so far, in order."""
        return [request.step for request in self.requests]

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        step: str,
        schema: type[Shape] | None = None,
        prompt: str = "",
        markers: Sequence[str] = (),
    ) -> Reply[Shape]:
        return self.answer(Request(tuple(messages), max_tokens, step, schema, prompt, tuple(markers)))

    def complete_many(
        self,
        requests: Sequence[Request[Shape]],
        *,
        concurrency: int | None = None,
        done: Callable[[int, Reply[Shape]], None] | None = None,
    ) -> list[Reply[Shape]]:
        replies: list[Reply[Shape]] = []
        for place, request in enumerate(requests):
            replies.append(self.answer(request))
            if done is not None:
                done(place, replies[-1])
        return replies

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        step: str,
        prompt: str = "",
        markers: Sequence[str] = (),
    ) -> Iterator[str]:
        text = self.answer(Request[Any](tuple(messages), max_tokens, step, None, prompt, tuple(markers))).text
        for start in range(0, len(text), 4):
            yield text[start : start + 4]

    def answer(self, request: Request[Shape]) -> Reply[Shape]:
        """The reply to one request, read as the real model's are. Raises what it was told to raise."""
        self.requests.append(request)
        told = self._next(request)
        if isinstance(told, JourneyError):
            raise told
        if isinstance(told, Outcome):
            return Reply("", None, told, tokens_in=10)
        text = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
        if request.schema is None:
            return Reply(text, None, Outcome.DONE, tokens_in=10, tokens_out=len(text))
        reading = read_reply(text, request.schema)
        outcome = Outcome.DONE if reading.value is not None else Outcome.INVALID
        return Reply(text, reading.value, outcome, tokens_in=10, tokens_out=len(text), detail=reading.problem)

    def _next(self, request: Request[Any]) -> Told:
        if self._script is not None:
            return self._script(request)
        if not self._queued:
            raise AssertionError(f"nothing was scripted for step {request.step}")
        return self._queued.popleft() if len(self._queued) > 1 else self._queued[0]
