"""A chat completion in the protocol's own form: the body of a call, and the answer in the body that comes back."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from assistant.model.faults import CallError, FaultKind, fault_in_body
from assistant.model.port import Message


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call brought. Tokens are None where the endpoint reports no usage; `finish` is its own word.

    `resumed`: the call went out, and was written down, when the same work was begun an earlier time. `rate` is what part
    of the model's price it was charged at. `likely` are the probabilities of the likeliest tokens at each place of the
    text; empty where they were not asked for, or the endpoint does not tell them.
    """

    text: str
    finish: str
    tokens_in: int | None
    tokens_out: int | None
    resumed: bool = False
    rate: Decimal = Decimal(1)
    likely: tuple[Mapping[str, float], ...] = ()


def build_body(model: str, messages: Sequence[Message], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a call; `parameters` stand in it as they are."""
    told = [{"role": each.role, "content": each.content} for each in messages]
    return {"model": model, "messages": told, **parameters}


def read_completion(body: Any) -> Answer:
    """The answer in the body of a chat completion. Raises CallError where it holds none, or an error in its place."""
    if isinstance(body, dict) and (error := cast("dict[str, Any]", body).get("error")):
        raise fault_in_body(error)
    try:
        choice = body["choices"][0]
        message = choice["message"]
        usage = body.get("usage") or {}
        text = _arguments(message) or words_of(message.get("content"))
        finish = str(choice.get("finish_reason") or "")
        tokens_in, tokens_out = _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens"))
        return Answer(text, finish, tokens_in, tokens_out, likely=_likely(choice.get("logprobs")))
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise CallError(FaultKind.MALFORMED, "no choices") from error


def _arguments(message: Mapping[str, Any]) -> str:
    """The arguments of the first tool call as JSON, or as they were sent where they are no valid JSON."""
    for call in message.get("tool_calls") or ():
        given = str(call["function"]["arguments"] or "")
        try:
            return json.dumps(json.loads(given, strict=False), ensure_ascii=False)
        except ValueError:
            return given
    return ""


def words_of(content: Any) -> str:
    """What is said, told whole or in parts."""
    if isinstance(content, list):
        parts = cast("list[Any]", content)
        return "".join(part if isinstance(part, str) else str(part.get("text") or "") for part in parts)
    return str(content or "")


def _likely(told: Any) -> tuple[Mapping[str, float], ...]:
    """Probabilities by token, from the natural logarithms in which the protocol tells them."""
    try:
        return tuple(
            {str(each["token"]): math.exp(min(float(each["logprob"]), 0.0)) for each in reversed(place["top_logprobs"])}
            for place in (told or {}).get("content") or ()
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return ()  # told in a form of its own: as good as not told


def _count(tokens: Any) -> int | None:
    return tokens if isinstance(tokens, int) else None
