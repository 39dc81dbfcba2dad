"""Statements, passages and what was left out, as the text of a database row and back."""

import json
from typing import Any

from assistant.journey import LeftOut, Locator, Passage, Role, Statement
from assistant.wording import Text

_ENCODER = json.JSONEncoder(separators=(",", ":"))


def render_row(value: Statement | Passage | LeftOut) -> str:
    """The value as JSON in ASCII, so that even a lone surrogate survives."""
    fields = _fields(value)
    fields["locator"] = _fields(value.locator)
    if isinstance(value, LeftOut):
        note = value.note.settled()
        fields["note"] = {"zh": note.zh, "en": note.en, "hant": note.hant}
    return _ENCODER.encode(fields)


def _fields(value: Statement | Passage | LeftOut | Locator) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}  # `asdict` takes ten times as long


def read_statement(row: str) -> Statement:
    return Statement(**_said(json.loads(row)))


def read_passage(row: str) -> Passage:
    return Passage(**_said(json.loads(row)))


def read_left_out(row: str) -> LeftOut:
    fields: dict[str, Any] = json.loads(row)
    fields.update(note=Text(**fields["note"]), locator=_locator(fields["locator"]))
    return LeftOut(**fields)


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    fields.update(role=Role(fields["role"]), locator=_locator(fields["locator"]))
    return fields


def _locator(fields: dict[str, Any]) -> Locator:
    fields.update(heading=tuple(fields["heading"]))
    return Locator(**fields)
