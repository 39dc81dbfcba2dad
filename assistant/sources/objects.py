"""Exports of chats and surveys as JSON: records that become the rows of a table."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from assistant.errors import SourceError
from assistant.journey import Block, Document, Locator
from assistant.sources.encodings import decode_text
from assistant.sources.reading import RawFile, build_document
from assistant.sources.tables import Row, build_table_blocks
from assistant.sources.vocabulary import words
from assistant.wording import Text

_DEEPEST = 12  # levels at which records are looked for
_WIDEST = 256  # columns
_TEXT_LISTS = 20  # parts of one message's text
# What programs number and point to things with: nobody said it.
_MECHANICAL = words("""
    id _id uuid guid msg_id msgid message_id messageid local_id localid server_id user_id userid from_id sender_id talker_id seq
    sequence index avatar url href type msg_type status
    is_send issend create_time createtime timestamp date_unixtime edited_unixtime updated_at
""")


class JsonReader:
    """Reads .json and .jsonl: lists of records, wherever they stand in the file."""

    suffixes: tuple[str, ...] = (".json", ".jsonl", ".ndjson")

    def read(self, file: RawFile) -> Document:
        """The document, with the number of the record (from 1) as row. Raises SourceError: unreadable or no_text."""
        text = decode_text(file.raw, file.name)
        blocks: list[Block] = []
        for path, records in _find_records(_parse(text, file.name), ()):
            blocks.extend(_record_blocks(records, Locator(heading=path)))
        return build_document(file, "json", blocks)


def _parse(text: str, name: str) -> Any:
    """The value of the file: one JSON text, or one on each line."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise _unreadable(name, 1) from error
    except ValueError:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        values: list[Any] = []
        for number, line in lines:
            try:
                values.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                # the last line of an export that was cut off is lost, the others are not
                if values and number == lines[-1][0]:
                    break
                raise _unreadable(name, number) from error
        return values


def _find_records(value: Any, path: tuple[str, ...], depth: int = 0) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """The lists of records in a value, with the keys that lead to them; a lone record is a list of one."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        inside = cast("list[Any]", value)
        if any(isinstance(each, dict | str) for each in inside):
            yield path, inside
        else:
            for each in inside:
                yield from _find_records(each, path, depth + 1)
    elif isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        nested = {key: each for key, each in mapping.items() if _holds_records(each)}
        for key, each in nested.items():
            yield from _find_records(each, (*path, key), depth + 1)
        plain = {key: each for key, each in mapping.items() if key not in nested}
        if not nested and any(_cell(each) for each in plain.values()):
            yield path, [plain]


def _holds_records(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(each, dict | list) for each in cast("list[Any]", value))
    return isinstance(value, dict) and any(_holds_records(each) for each in cast("dict[str, Any]", value).values())


def _record_blocks(records: Sequence[Any], base: Locator) -> list[Block]:
    """The records as a table under their keys; plain strings are a block each."""
    flat = [_flat(each) if isinstance(each, dict) else {"": _cell(each)} for each in records]
    every = dict.fromkeys(key for each in flat for key in each)
    keys = [key for key in every if key.rsplit(".", 1)[-1].lower() not in _MECHANICAL][:_WIDEST]
    rows = [Row(number, tuple(each.get(key, "") for key in keys)) for number, each in enumerate(flat, 1)]
    if keys == [""]:
        return build_table_blocks(rows, base)
    return build_table_blocks(
        [Row(0, tuple(key.rsplit(".", 1)[-1] if _is_name(key) else key for key in keys)), *rows], base
    )


def _is_name(key: str) -> bool:
    """ "sender.name" names the sender; other nested keys keep their whole path."""
    return key.endswith((".name", ".nickname", ".displayName", ".display_name", ".text", ".content"))


def _flat(record: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and depth < 3:
            found.update(_flat(cast("dict[str, Any]", value), f"{name}.", depth + 1))
        else:
            found[name] = _cell(value)
    return found


def _cell(value: Any) -> str:
    """A value as text; figures stay as they are written, lists of texts are joined."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        parts = [_cell(each) for each in cast("list[Any]", value)[:_TEXT_LISTS] if not isinstance(each, list)]
        return "\n".join(part for part in parts if part)
    if isinstance(value, dict):
        text = cast("dict[str, Any]", value).get("text")
        return text if isinstance(text, str) else ""
    return str(value)


def _unreadable(name: str, line: int) -> SourceError:
    return SourceError(
        "unreadable",
        Text(f"不是有效的 JSON（第 {line} 行）：{name}", f"no valid JSON (line {line}): {name}"),
        Text("请重新导出，或另存为文本。", "export it again, or save it as text."),
    )
