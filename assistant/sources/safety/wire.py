"""Documents, files and errors as JSON and back: all that passes between the program and its separate reader."""

import json
from dataclasses import fields
from typing import Any

from assistant.errors import SourceError
from assistant.journey import Block, Document, LeftOut, Locator, Role
from assistant.sources.files import NoteFile
from assistant.wording import Text

_LOCATOR_DEFAULTS = {each.name: each.default for each in fields(Locator)}


def render_line(value: object) -> bytes:
    """One line of JSON in ASCII, so that even a lone surrogate survives."""
    return json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"


def document_to_json(document: Document) -> dict[str, Any]:
    return {
        "path": document.path,
        "digest": document.digest,
        "format": document.format,
        "language": document.language,
        "blocks": [_block_to_json(each) for each in document.blocks],
        "left_out": [_left_out_to_json(each) for each in document.left_out],
    }


def document_from_json(value: dict[str, Any]) -> Document:
    return Document(
        value["path"],
        value["digest"],
        value["format"],
        tuple(_block_from_json(each) for each in value["blocks"]),
        value["language"],
        tuple(_left_out_from_json(each) for each in value["left_out"]),
    )


def file_to_json(file: NoteFile) -> list[Any]:
    return [file.path, file.size, file.digest]


def file_from_json(value: list[Any]) -> NoteFile:
    return NoteFile(*value)


def error_to_json(error: SourceError) -> dict[str, Any]:
    return {"reason": error.reason, "message": _text_to_json(error.message), "hint": _text_to_json(error.hint)}


def error_from_json(value: dict[str, Any]) -> SourceError:
    message = _text_from_json(value["message"])
    return SourceError(value["reason"], message or Text("", ""), _text_from_json(value["hint"]))


def _block_to_json(block: Block) -> list[Any]:
    role = block.role.value if block.role is not None else None
    return [block.text, _locator_to_json(block.locator), block.kind, block.speaker, role, block.segment, block.date]


def _block_from_json(value: list[Any]) -> Block:
    text, locator, kind, speaker, role, segment, date = value
    return Block(text, _locator_from_json(locator), kind, speaker, Role(role) if role else None, segment, date)


def _left_out_to_json(each: LeftOut) -> list[Any]:
    return [each.document, each.reason, _text_to_json(each.note), _locator_to_json(each.locator), each.excerpt]


def _left_out_from_json(value: list[Any]) -> LeftOut:
    document, reason, note, locator, excerpt = value
    return LeftOut(document, reason, _text_from_json(note) or Text("", ""), _locator_from_json(locator), excerpt)


def _locator_to_json(locator: Locator) -> dict[str, Any]:
    return {name: value for name, default in _LOCATOR_DEFAULTS.items() if (value := getattr(locator, name)) != default}


def _locator_from_json(value: dict[str, Any]) -> Locator:
    if "heading" in value:
        value["heading"] = tuple(value["heading"])
    return Locator(**value)


def _text_to_json(text: Text | None) -> list[str] | None:
    return [text.zh, text.en, text.hant] if text is not None else None


def _text_from_json(value: list[str] | None) -> Text | None:
    return Text(*value) if value is not None else None
