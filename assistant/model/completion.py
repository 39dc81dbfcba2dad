"""A chat completion in the protocol's own form: the body of a call, and the answer in the body that comes back."""

import json
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
    of the model's price it was charged at.
    """

    text: str
    finish: str
    tokens_in: int | None
    tokens_out: int | None
    resumed: bool = False
    rate: Decimal = Decimal(1)


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
        text = _arguments(message) or _words(message.get("content"))
        finish = str(choice.get("finish_reason") or "")
        return Answer(text, finish, _count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))
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


def _words(content: Any) -> str:
    if isinstance(content, list):
        parts = cast("list[Any]", content)
        return "".join(part if isinstance(part, str) else str(part.get("text") or "") for part in parts)
    return str(content or "")


def _count(tokens: Any) -> int | None:
    return tokens if isinstance(tokens, int) else None
