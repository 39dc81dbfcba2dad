"""The drafts of one client on disk: one JSON file a version, never overwritten."""

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.draft_json import draft_adapter, render_draft_json
from assistant.errors import StorageError, StoreError, UsageError
from assistant.files import write_atomically
from assistant.journey import DRAFT_SCHEMA, Draft
from assistant.wording import Text

_NAME = re.compile(r"draft-(\d{4,})\.json")


def read_draft_json(content: bytes, name: str) -> Draft:
    """The draft in `content`; `name` is how errors call it.

    Raises StoreError where it is no draft, damaged, or of another schema number.
    """
    try:
        raw: Any = json.loads(content)
    except ValueError as error:
        raise _damaged(name) from error
    schema = raw.get("schema") if isinstance(raw, dict) else None
    if isinstance(schema, int) and schema != DRAFT_SCHEMA:
        raise StoreError(
            Text(
                "草稿“{name}”的格式版本是 {found}，本程序读取版本 {expected}。",
                "The draft {name} has schema {found}; this program reads schema {expected}.",
            ).filled(name=name, found=schema, expected=DRAFT_SCHEMA),
            Text(
                "请用写出它的那个版本打开，或重新运行 journey draft。",
                "Open it with the version that wrote it, or run journey draft again.",
            ),
        )
    try:
        return draft_adapter().validate_python(raw)
    except ValidationError as error:
        raise _damaged(name) from error


def save_draft(folder: Path, draft: Draft) -> Path:
    """Store the draft under its number and return the file. A number that is taken is refused (StorageError)."""
    path, content = render_stored(folder, draft)
    write_atomically(path, content)
    return path


def render_stored(folder: Path, draft: Draft) -> tuple[Path, bytes]:
    """The file that keeps the draft among the client's, and its content. Raises as `save_draft`."""
    path = folder / f"draft-{draft.number:04d}.json"
    if path.exists():
        raise StorageError(
            Text("草稿 {number} 已经存在：“{path}”。", "Draft {number} exists already: {path}.").filled(
                number=draft.number, path=path
            ),
            Text("草稿不会被覆盖；请使用下一个编号。", "Drafts are never overwritten; take the next number."),
        )
    return path, render_draft_json(draft).encode("utf-8", "surrogatepass")


def load_draft(folder: Path, number: int | None = None) -> Draft:
    """The draft of that number, or the latest. Raises UsageError where there is none, StoreError where damaged."""
    found = _files(folder)
    if not found:
        raise UsageError(
            Text("这个客户还没有草稿。", "This client has no draft yet."),
            Text("请先运行 journey draft。", "Run journey draft first."),
        )
    wanted = max(found) if number is None else number
    if wanted not in found:
        raise UsageError(
            Text(
                "没有编号为 {number} 的草稿；现有：{known}。", "There is no draft {number}; there are: {known}."
            ).filled(number=wanted, known="、".join(map(str, sorted(found))))
        )
    path = found[wanted]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _damaged(str(path)) from error
    return read_draft_json(content, str(path))


def draft_numbers(folder: Path) -> list[int]:
    """The numbers of all stored drafts, in order. Nothing is read for it."""
    return sorted(_files(folder))


def load_drafts(folder: Path) -> list[Draft]:
    """All stored drafts by number. Raises StoreError for one that cannot be read."""
    return [load_draft(folder, number) for number in draft_numbers(folder)]


def find_draft(folder: Path, wanted: str, likely: int = 0) -> Draft | None:
    """The stored draft with that id, or None; `likely` is the number to look at first, then the latest."""
    numbers = sorted(_files(folder), key=lambda number: (number != likely, -number))
    return next((draft for number in numbers if (draft := load_draft(folder, number)).id == wanted), None)


def new_version(parent: Draft, folder: Path, created: str, *because: str) -> Draft:
    """`parent` as a version of its own that starts from it, with the next number in `folder`.

    `created` is an ISO date and time, `because` what made it.
    """
    return replace(
        parent,
        id=version_id(parent.id, created, *because),
        number=next_number(folder),
        parent=parent.number,
        provenance=replace(parent.provenance, created=created),
    )


def version_id(*told: str) -> str:
    """The id of a version, drawn once from what it came from."""
    return "d" + hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def next_number(folder: Path) -> int:
    """The number of the next draft, counting from 1."""
    return max(_files(folder), default=0) + 1


def _files(folder: Path) -> dict[int, Path]:
    if not folder.is_dir():
        return {}
    matches = ((path, _NAME.fullmatch(path.name)) for path in folder.iterdir())
    return {int(match[1]): path for path, match in matches if match}


def _damaged(name: str) -> StoreError:
    return StoreError(
        Text("草稿“{name}”已损坏或不是草稿。", "The draft {name} is damaged, or is no draft.").filled(name=name),
        Text("请从备份恢复，或重新运行 journey draft。", "Restore it from a backup, or run journey draft again."),
    )
