"""Writing reports into a folder, so that they are there whole or not at all and no person's edits are lost."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.draft_json import render_draft_json
from assistant.errors import StorageError
from assistant.files import storage_error, write_together
from assistant.journey import Draft
from assistant.reports.appearance import Appearance
from assistant.reports.blocks import ReportKind
from assistant.reports.changes import render_changes
from assistant.reports.markdown import render_markdown
from assistant.reports.report import build_report
from assistant.reports.unplaced import UNDECIDED_FILE, render_undecided
from assistant.wording import Text

FILE_NAMES: dict[ReportKind, str] = {
    "map": "journey-map.docx",
    "insights": "stage-insights.docx",
    "gaps": "gap-analysis.docx",
    "journeys": "customer-journeys.docx",
    "funnel": "funnel.docx",
    "analysis": "full-analysis.docx",
}
RECORD_NAME = ".written.json"


def write_reports(
    draft: Draft,
    folder: Path,
    kinds: Sequence[ReportKind],
    *,
    appearance: Appearance | None = None,
    client_id: str = "",
) -> list[Path]:
    """Write the reports of those kinds and, beside them, draft.json and draft.md, all or none; return the files in that order.

    Raises as `render_reports`, and StorageError where the folder cannot be written or the disk is full.
    """
    files = render_reports(draft, folder, kinds, appearance=appearance, client_id=client_id)
    write_together(files)
    return report_paths(files)


def render_reports(
    draft: Draft,
    folder: Path,
    kinds: Sequence[ReportKind],
    *,
    appearance: Appearance | None = None,
    client_id: str = "",
    since: Draft | None = None,
    track_changes: bool = False,
) -> dict[Path, bytes]:
    """The reports of those kinds, draft.json, draft.md, what waits for a place, and the record of what was written: to be written together.

    `since` is the reviewed version that the draft starts from: what changed is told in changes.md, and with
    `track_changes` shown in the reports as tracked changes.
    `client_id` is the client's folder in the workspace, which a report carries so that it can be read back.
    Raises StorageError naming a file of the same name in `folder` that this program did not write, or that was changed
    since.
    """
    files = _render_files(draft, kinds, appearance or Appearance(), client_id)
    if since is not None:
        _tell_changes(files, since, draft, kinds, track_changes=track_changes)
    return with_record(files, folder)


def with_record(files: dict[str, bytes], folder: Path) -> dict[Path, bytes]:
    """Files by name as paths in `folder`, with the record of what was written. Raises StorageError as `render_reports`."""
    written = _read_record(folder)
    _refuse_edited(folder, files, written)
    written |= {name: _digest(content) for name, content in files.items()}
    record = json.dumps(written, indent=1, sort_keys=True) + "\n"
    return {**{folder / name: content for name, content in files.items()}, folder / RECORD_NAME: record.encode()}


def report_paths(files: Iterable[Path]) -> list[Path]:
    """The files that are for people, in their order."""
    return [path for path in files if path.name != RECORD_NAME]


def next_report_folder(outputs: Path, client_slug: str, date: str) -> Path:
    """A new folder `<outputs>/<client>/<date>-<n>`, made now so that no other run takes it. Raises StorageError."""
    client = outputs / client_slug
    try:
        client.mkdir(parents=True, exist_ok=True)
        number = max((_number(path.name, date) for path in client.iterdir()), default=0)
        while True:
            number += 1
            folder = client / f"{date}-{number}"
            try:
                folder.mkdir()
            except FileExistsError:
                continue
            return folder
    except OSError as error:
        raise storage_error(error, client) from error


def is_edited(path: Path) -> bool:
    """Whether a report was changed, or put there, by anyone but this program."""
    if not path.exists():
        return False
    return _read_record(path.parent).get(path.name) != _digest(path.read_bytes())


def filled_name(template: str) -> str:
    """The name of a client's own file when filled: its own, unless a report has that name."""
    return f"filled-{template}" if template in FILE_NAMES.values() else template


def _render_files(
    draft: Draft, kinds: Sequence[ReportKind], appearance: Appearance, client_id: str
) -> dict[str, bytes]:
    from assistant.reports.word import render_word  # loads python-docx

    theme, files = appearance.theme, dict[str, bytes]()
    for kind in dict.fromkeys(kinds):
        report = build_report(draft, kind, theme, client_id, appearance.evidence)
        files[FILE_NAMES[kind]] = render_word(report, theme)
    if appearance.template is not None:
        files[filled_name(appearance.template.name)] = appearance.template.fill(draft)
    # A lone surrogate, which UTF-8 cannot hold, becomes the JSON escape of the same code.
    files["draft.json"] = render_draft_json(draft).encode("utf-8", "backslashreplace")
    files["draft.md"] = render_markdown(draft).encode("utf-8")
    if draft.unplaced:
        files[UNDECIDED_FILE] = render_undecided(draft)
    return files


def _tell_changes(
    files: dict[str, bytes], since: Draft, draft: Draft, kinds: Sequence[ReportKind], *, track_changes: bool
) -> None:
    from assistant.reports.review.tracking import track

    files["changes.md"] = render_changes(since, draft).encode("utf-8", "backslashreplace")
    if track_changes:
        for kind in dict.fromkeys(kinds):
            files[FILE_NAMES[kind]] = track(files[FILE_NAMES[kind]], since, draft, kind)


def _refuse_edited(folder: Path, files: dict[str, bytes], written: dict[str, str]) -> None:
    try:
        found = [name for name in files if (folder / name).exists()]
        edited = [name for name in found if _digest((folder / name).read_bytes()) != written.get(name)]
    except OSError as error:
        raise storage_error(error, folder) from error
    if edited:
        raise StorageError(
            Text(
                "{folder} 中的 {names} 被人改过，不会覆盖。",
                "In {folder}, {names} was edited by a person and is not overwritten.",
            ).filled(folder=folder, names=", ".join(edited)),
            Text(
                "请移走或改名，或把新报告写到另一个文件夹。",
                "Move or rename it, or write the new reports to another folder.",
            ),
        )


def _read_record(folder: Path) -> dict[str, str]:
    """Digest by file name as last written; a record that is gone or damaged protects every file."""
    try:
        record: object = json.loads((folder / RECORD_NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(record, dict):
        return {}
    return {str(name): str(digest) for name, digest in record.items()}


def _number(name: str, date: str) -> int:
    rest = name.removeprefix(f"{date}-")
    return int(rest) if rest != name and rest.isascii() and rest.isdigit() else 0


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
