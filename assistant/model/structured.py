"""Answers of a given shape: the ways of asking for them, and reading them out of whatever comes back."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Generic, NoReturn, cast, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from assistant.model.port import Message, Shape


class Method(StrEnum):
    """The ways of asking, best first."""

    JSON_SCHEMA = "json_schema"
    TOOL = "tool"
    JSON_MODE = "json_mode"
    PLAIN = "plain"


METHODS = tuple(Method)
MOST_STARTS = 64  # places where a JSON value may begin in a reply; beyond that it is prose
_LEFT_OUT = ("title", "default", "minLength", "maxLength", "uniqueItems", "examples")
"""Keywords that strict modes refuse; the reply is validated against the whole shape anyway."""
_REFERENCE = "#/$defs/"
_MOST_COPIES = 2
_THOUGHT = re.compile(r"^\s*<(think|thinking|reasoning)>(.*?)(</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_END_OF_THOUGHT = re.compile(r"</(think|thinking|reasoning)>", re.IGNORECASE)
_BLOCK = re.compile(r"```[ \t]*(?:json|JSON)?[ \t]*\r?\n?(.*?)```", re.DOTALL)


@dataclass(frozen=True)
class Reading(Generic[Shape]):
    """A reply as read: the value, or the problem to send back. `has_json` tells a wrong answer from no answer."""

    value: Shape | None
    problem: str = ""
    has_json: bool = True


def structured_parameters(schema: type[BaseModel], method: Method) -> dict[str, Any]:
    """What stands in the body of a request to ask for the shape that way."""
    name = _name(schema)
    if method is Method.JSON_SCHEMA:
        form = {"name": name, "schema": strict_schema(schema), "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": form}}
    if method is Method.TOOL:
        function = {"name": name, "description": "Gives the answer.", "parameters": strict_schema(schema)}
        return {
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": name}},
        }
    if method is Method.JSON_MODE:
        return {"response_format": {"type": "json_object"}}
    return {}


def structured_messages(messages: Sequence[Message], schema: type[BaseModel], method: Method) -> tuple[Message, ...]:
    """The messages, with the shape spelled out where the endpoint is not told it in another way."""
    if method in (Method.JSON_SCHEMA, Method.TOOL):
        return tuple(messages)
    shape = json.dumps(strict_schema(schema), ensure_ascii=False, separators=(",", ":"))
    told = f"Answer with one JSON object only, in a ```json block. 只用一个 JSON 对象作答。\nJSON schema: {shape}"
    *before, last = messages
    return (*before, Message(last.role, f"{last.content}\n\n{told}"))


def repair_messages(reply: str, problem: str) -> tuple[Message, ...]:
    """The failed reply and what is wrong with it, to be put behind the request and asked once more."""
    asked = (
        f"That answer cannot be used: {problem}\nAnswer again, with the corrected JSON object only. "
        "上面的答复不合要求，请只用改正后的 JSON 对象重新作答。"
    )
    return (Message("assistant", reply or "{}"), Message("user", asked))


@lru_cache(maxsize=512)  # a shape is told, counted and looked up several times a request, at some milliseconds each
def whole_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema as pydantic writes it. Not to be changed by the caller."""
    return schema.model_json_schema()


@lru_cache(maxsize=256)
def strict_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema in the form that strict modes and grammars take: nothing optional, nothing extra.

    Fields stay in their order, so that a model writes the source before the claim where the shape has them so. A part
    that stands in more than two places is written once and referred to, because schemas are paid for too.
    """
    whole = whole_schema(schema)
    definitions = cast("Mapping[str, Any]", whole.get("$defs", {}))
    written = json.dumps(whole)
    shared = [name for name in definitions if written.count(json.dumps(_REFERENCE + name)) > _MOST_COPIES]
    inlined = {name: each for name, each in definitions.items() if name not in shared}
    strict = cast("dict[str, Any]", _strict(whole, inlined))
    if shared:
        strict["$defs"] = {name: _strict(definitions[name], inlined) for name in shared}
    return strict


def _strict(part: Any, definitions: Mapping[str, Any]) -> Any:
    if isinstance(part, list):
        return [_strict(each, definitions) for each in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    given = cast("dict[str, Any]", part)
    if "$ref" in given:
        name = str(given["$ref"]).removeprefix(_REFERENCE)
        if name not in definitions:
            return {"$ref": given["$ref"]}
        return _strict({**definitions[name], **{k: v for k, v in given.items() if k != "$ref"}}, definitions)
    kept = {key: value for key, value in given.items() if key not in ("$defs", "properties", *_LEFT_OUT)}
    strict = {key: _strict(value, definitions) for key, value in kept.items()}
    if "properties" in given:
        properties = cast("dict[str, Any]", given["properties"])
        strict["properties"] = {name: _strict(each, definitions) for name, each in properties.items()}
        strict["required"] = list(properties)
        strict["additionalProperties"] = False
    if "const" in strict:
        strict["enum"] = [strict.pop("const")]
    return strict


def read_reply(text: str, schema: type[Shape]) -> Reading[Shape]:
    """The first JSON object in `text` that has the shape, else the problem with the first one there is."""
    first: ValidationError | None = None
    for value in _find_objects(text):
        try:
            return Reading(schema.model_validate(value))
        except ValidationError as error:
            first = first or error
    if first is not None:
        return Reading(None, describe_problems(first))
    return Reading(None, "there is no complete JSON object in it.", has_json=False)


def read_cut(text: str, schema: type[Shape]) -> Shape | None:
    """What is complete of an answer that was cut at its length: whole entries of its lists; None where that is nothing.

    None too where a list was not begun at all: that something was not said must not be read out of silence.
    """
    answer = strip_thoughts(text)
    start = answer.find("{")
    try:
        given: Any = from_json(answer[start:], allow_partial=True) if start >= 0 else None
    except ValueError:
        return None
    if not isinstance(given, dict):
        return None
    value = cast("dict[str, Any]", given)
    lists = [name for name, each in schema.model_fields.items() if get_origin(each.annotation) in (list, Sequence)]
    last = next((cast("list[Any]", value[name]) for name in reversed(lists) if value.get(name)), [])
    while any(value.get(name) for name in lists):
        try:
            return schema.model_validate(value)
        except ValidationError:
            if not last:
                return None
            last.pop()
    return None


def describe_problems(error: ValidationError, most: int = 6) -> str:
    """The problems, one a line, by place; without the values themselves."""
    problems = [
        f"{'.'.join(str(part) for part in each['loc']) or 'answer'}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    rest = [f"and {len(problems) - most} more"] if len(problems) > most else []
    return "\n".join([*problems[:most], *rest])


def strip_thoughts(text: str) -> str:
    """`text` without the thinking that some models write before their answer, closed, never closed or half shown."""
    while (thought := _THOUGHT.match(text)) is not None:
        text = text[thought.end() :]
    if (end := _END_OF_THOUGHT.search(text)) is not None and "{" not in text[: end.start()]:
        text = text[end.end() :]  # the template had opened the thought; the answer begins behind it
    return text.strip()


class ThoughtFilter:
    """Takes the pieces of a stream and gives back those of the answer, without the thinking before it."""

    def __init__(self) -> None:
        self._held = ""
        self._answering = False

    def pass_on(self, piece: str) -> str:
        """The part of the text so far that is known to belong to the answer and was not given yet."""
        if self._answering:
            return piece
        self._held += piece
        start = self._held.lstrip()
        if any(tag.startswith(start[: len(tag)].lower()) for tag in ("<think>", "<thinking>", "<reasoning>")):
            thought = _THOUGHT.match(self._held)
            if thought is None or not thought[3]:
                return ""
            self._held = self._held[thought.end() :].lstrip()
            return self.pass_on("")
        self._answering = True
        return start

    def rest(self) -> str:
        """What was held back and, now that the stream has ended, turns out to be answer."""
        return "" if self._answering else strip_thoughts(self._held)


def _find_objects(text: str) -> Iterator[dict[str, Any]]:
    """JSON objects in `text`: the whole, its code blocks, then wherever a brace opens."""
    for candidate in (text, strip_thoughts(text)):
        whole = _decode(candidate)
        if whole is not None:
            yield whole
            return
    answer = strip_thoughts(text)
    for block in _BLOCK.finditer(answer):
        value = _decode(block[1])
        if value is not None:
            yield value
    place = answer.find("{")
    for _ in range(MOST_STARTS):
        if place < 0:
            return
        value, end = _decode_at(answer, place)
        if value is not None:
            yield value
        place = answer.find("{", end)


def _decode(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _decode_at(text: str, place: int) -> tuple[dict[str, Any] | None, int]:
    try:
        value, end = json.JSONDecoder(parse_constant=_refuse).raw_decode(text, place)
    except (ValueError, RecursionError):
        return None, place + 1
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None, end


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _name(schema: type[BaseModel]) -> str:
    return re.sub(r"[^A-Za-z0-9_-]", "_", schema.__name__)[:60] or "answer"
