"""The versions of one client's draft: made in turn, and stored with all that belongs to them or not at all."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.journey import Draft
from assistant.wording import Language
from assistant.workspace import ClientFolder

if TYPE_CHECKING:  # loaded when something is drafted or read back
    from assistant.drafting.revision.accepting import OwnClaim
    from assistant.drafting.revision.records import ReviewRecord
    from assistant.drafting.verify import Checker
    from assistant.reports import Appearance, EvidenceForm, ReportKind

CheckerFor = Callable[[Language], "Checker"]


class Versions:
    """Where new versions of a draft are stored and how their reports look."""

    def __init__(
        self,
        client: ClientFolder,
        outputs: Path,
        clock: Callable[[], datetime],
        *,
        firm: str = "",
        theme_file: Path | None = None,
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """`firm` and `theme_file` are the look. While `turn` is held nobody else makes a version of this client's draft."""
        self._client = client
        self._outputs = outputs
        self._clock = clock
        self._firm = firm
        self._theme_file = theme_file
        self.turn = turn

    def now(self) -> datetime:
        """The moment by the clock that was passed in, with its zone."""
        return self._clock().astimezone()

    def appearance(self, evidence: "EvidenceForm" = "list", template: Path | None = None) -> "Appearance":
        """The look of the reports: the firm's theme where there is one. Raises SettingsError and UsageError."""
        from assistant.reports import Appearance, Theme, read_theme

        theme = read_theme(self._theme_file, self._firm) if self._theme_file is not None else Theme(firm=self._firm)
        if template is None:
            return Appearance(theme, evidence)
        from assistant.reports.client_template import ClientTemplate

        return Appearance(theme, evidence, ClientTemplate(template))

    def next_folder(self) -> Path:
        """A new folder for reports, made now."""
        from assistant.reports import next_report_folder

        return next_report_folder(self._outputs, self._client.root.name, self._clock().date().isoformat())

    def keep_draft(
        self,
        draft: Draft,
        checker_for: CheckerFor,
        kinds: "Sequence[ReportKind]",
        appearance: "Appearance",
        *,
        folder: Path | None = None,
        since: Draft | None = None,
        track_changes: bool = False,
    ) -> tuple[Draft, tuple[Path, ...]]:
        """Store a new draft with the claims that waited for it; returns it and its reports, in `folder` or a new one.

        `since` is the reviewed version that it starts from. The caller holds the turn. Raises StoreError, StorageError.
        """
        from assistant.drafting.revision.accepting import take_in_waiting
        from assistant.drafting.store import render_stored

        draft, taken = take_in_waiting(draft, self._client, checker_for)
        stored, content = render_stored(self._client.drafts, draft)
        paths = self._write(
            draft, {stored: content, **taken}, kinds, appearance, folder, since, track_changes=track_changes
        )
        return draft, paths

    def keep_review(self, draft: Draft, record: "ReviewRecord", *, write: bool) -> tuple[Path, ...]:
        """Store a version that a person made and, if `write`, all its reports in a new folder; returns those.

        The caller holds the turn. Raises StorageError.
        """
        from assistant.drafting.revision.records import render_version
        from assistant.files import write_together
        from assistant.reports import kinds_of

        files = render_version(self._client.drafts, self._client.reviews, draft, record)
        if write:
            return self._write(draft, files, kinds_of(draft), self.appearance())
        write_together(files)
        return ()

    def keep_recast(self, draft: Draft, folder: Path | None = None) -> tuple[Path, ...]:
        """Store a version in other stages and write all its reports; returns those.

        The caller holds the turn. Raises StorageError.
        """
        from assistant.drafting.store import render_stored
        from assistant.reports import KINDS

        stored, content = render_stored(self._client.drafts, draft)
        return self._write(draft, {stored: content}, KINDS, self.appearance(), folder)

    def accept(self, own: "OwnClaim", created: str, checker_for: CheckerFor) -> Draft | None:
        """Put a claim of the consultant's into the draft. Returns and raises as `accept_claim`."""
        from assistant.drafting.revision.accepting import accept_claim

        with self.turn():
            return accept_claim(own, self._client, checker_for, created)

    def _write(
        self,
        draft: Draft,
        stored: dict[Path, bytes],
        kinds: "Sequence[ReportKind]",
        appearance: "Appearance",
        folder: Path | None = None,
        since: Draft | None = None,
        *,
        track_changes: bool = False,
    ) -> tuple[Path, ...]:
        from assistant.files import remove_if_empty, write_together
        from assistant.reports import render_reports, report_paths

        target = folder if folder is not None else self.next_folder()
        try:
            files = render_reports(
                draft,
                target,
                kinds,
                appearance=appearance,
                client_id=self._client.root.name,
                since=since,
                track_changes=track_changes,
            )
            # What is stored comes first: there is never a report whose draft is not kept.
            write_together({**stored, **files})
        finally:
            if folder is None:
                remove_if_empty(target)
        return tuple(report_paths(files))
