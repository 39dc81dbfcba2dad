"""What was pulled, one file a version: the reviews as they were read, and what they changed."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.drafting.revision.merge import Change, Question
from assistant.drafting.store import render_stored
from assistant.errors import StoreError
from assistant.journey import Draft, Review
from assistant.wording import Text

_NAME = re.compile(r"review-(\d{4,})\.json")


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """What a person did in version `number`: when, who, from which reports of version `base`, and what it changed.

    Without `reviews` nobody read the draft through: the changes are single claims that were put in.
    """

    number: int
    base: int
    pulled: str
    by: str
    reviews: tuple[Review, ...]
    changes: tuple[Change, ...]
    unasked: tuple[Question, ...] = ()
    schema: int = 1


def render_record(folder: Path, record: ReviewRecord) -> dict[Path, bytes]:
    """The file that keeps the record beside the others, with its content."""
    path = folder / f"review-{record.number:04d}.json"
    return {path: _adapter().dump_json(record, indent=1, ensure_ascii=False) + b"\n"}


def render_version(drafts: Path, reviews: Path, draft: Draft, record: ReviewRecord) -> dict[Path, bytes]:
    """The files of a version that a person made: draft and record, to be written together.

    Raises StorageError where the draft's number is taken.
    """
    stored, content = render_stored(drafts, draft)
    return {stored: content, **render_record(reviews, record)}


def load_records(folder: Path) -> list[ReviewRecord]:
    """All records by version. Raises StoreError for one that is damaged."""
    found: list[ReviewRecord] = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if _NAME.fullmatch(path.name):
            try:
                found.append(_adapter().validate_json(path.read_bytes()))
            except (OSError, ValidationError) as error:
                raise StoreError(
                    Text("审阅记录“{path}”已损坏。", "The review record {path} is damaged.").filled(path=path),
                    Text("请从备份恢复这个文件。", "Restore this file from a backup."),
                ) from error
    return found


@cache
def _adapter() -> TypeAdapter[ReviewRecord]:
    return TypeAdapter(ReviewRecord)
