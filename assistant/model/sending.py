"""The port of whoever sends one call: a model's own endpoint, or somebody who sends for many."""

import base64
import hashlib
import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from assistant.errors import Exit, JourneyError
from assistant.model.cache import without_markers
from assistant.model.completion import Answer
from assistant.model.endpoint import Endpoint
from assistant.model.port import Message
from assistant.wording import Text


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it goes out, in plain values.

    `key` tells it from every other question: the same key, the same question (`call_key`). `tokens_in` is what the
    question is expected to take, `max_tokens` what the answer may. `trial`: how the endpoint takes such a call is still
    being found out, and what comes after waits for it. A call with `texts` asks for their vectors, and for no words.
    """

    key: str
    step: str
    messages: tuple[Message, ...]
    parameters: Mapping[str, Any]
    tokens_in: int
    max_tokens: int
    trial: bool = False
    texts: tuple[str, ...] = ()


class PostponedError(JourneyError):
    """The call is answered later, and what needs its answer has to be begun anew then; other calls may still be asked."""

    exit_code = Exit.TRY_LATER

    def __init__(self) -> None:
        super().__init__(Text("答复要等一些时候。", "The answer will come later."))


class Sender(Protocol):
    """Sends calls of one model for one client. Safe to use from several threads."""

    def send(self, call: Call) -> Answer:
        """The answer. Raises CallError where the call failed, PostponedError where its answer comes later, and another
        JourneyError where it must not be sent."""
        ...


class DirectSender:
    """The Sender that sends at once, and remembers nothing."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def send(self, call: Call) -> Answer:
        """The endpoint's answer. Raises CallError."""
        if call.texts:
            vectors, tokens = self._endpoint.embed(call.texts)
            return Answer(pack_vectors(vectors), "", tokens, 0)
        return self._endpoint.send(call.messages, call.parameters)


def pack_vectors(vectors: Sequence[Sequence[float]]) -> str:
    """Vectors as the text of an answer, so that they are passed on and kept like any: in single precision."""
    return json.dumps([base64.b64encode(array("f", each).tobytes()).decode("ascii") for each in vectors])


def read_vectors(text: str) -> "list[array[float]]":
    """The vectors of such a text."""
    rows: list[array[float]] = []
    for each in json.loads(text):
        row = array("f")
        row.frombytes(base64.b64decode(each))
        rows.append(row)
    return rows


def call_key(
    model: str,
    base_url: str,
    messages: tuple[Message, ...],
    parameters: Mapping[str, Any],
    markers: tuple[str, ...] = (),
) -> str:
    """SHA-256 of all that decides an answer. The random fences of a request are told apart by their number only."""
    asked = {
        "model": model,
        "base_url": base_url,
        "messages": [[each.role, without_markers(each.content, markers)] for each in messages],
        "parameters": dict(parameters),
    }
    canonical = json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
