"""The way back from Word: reviewed reports read, merged into a new version of the draft, and told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import UsageError
from assistant.journey import Claim, Draft, Evidence, Remark, Review, Verdict
from assistant.wording import Text, joined, same
from assistant.workspace import ClientFolder, Workspace, drafts_folder, pasteable

if TYPE_CHECKING:  # loaded when a report is read
    from assistant.drafting.revision.merge import Answer, Change, Question
    from assistant.drafting.revision.records import ReviewRecord
    from assistant.engagement import Engagement
    from assistant.reports.review.opening import WordFile
    from assistant.reports.review.stamp import Stamp

OpenEngagement = Callable[[ClientFolder], "Engagement"]


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull came to. `draft` is the new version, or the one there was where the files held nothing new.

    `doubted` are the claims of persons whose re-check left doubts.
    """

    client: ClientFolder
    draft: Draft
    base: int
    reviews: "tuple[Review, ...]"
    changes: "tuple[Change, ...]"
    unasked: "tuple[Question, ...]"
    doubted: tuple[Claim, ...]
    is_new: bool
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a draft at a glance; `record` where it came from a review."""

    draft: Draft
    record: "ReviewRecord | None"


@dataclass(frozen=True, slots=True)
class _Read:
    file: "WordFile"
    stamp: "Stamp"


class Reviewing:
    """Reviewed reports of one workspace."""

    def __init__(self, workspace: Workspace, open_engagement: OpenEngagement) -> None:
        self._workspace = workspace
        self._open = open_engagement

    def pull(
        self,
        paths: Sequence[Path],
        *,
        client: str | None = None,
        by: str = "",
        reopen: bool = False,
        write: bool = False,
        answer: "Answer | None" = None,
    ) -> Pulled:
        """Read reviewed reports of one client back and store a new version of its draft.

        The files are only read. `by` is who reviewed, where the file does not say it; `reopen` allows a new version of a
        signed one; `write` writes the new version's reports. Raises UsageError for a file that is no report, one of
        another client or draft, or a review of a version that is signed; then nothing is stored.
        """
        from assistant.drafting.revision.records import load_records
        from assistant.drafting.store import load_draft

        read = self._read(paths)
        folder = self._client_of(read, client)
        engagement = self._open(folder)
        with engagement.versions.turn():
            known = {review.digest for record in load_records(folder.reviews) for review in record.reviews}
            new = [each for each in read if each.file.digest not in known]
            latest = load_draft(folder.drafts)
            if not new:
                return Pulled(folder, latest, latest.number, (), (), (), (), False)
            reviews = self._reviews(new, folder)
            return self._merge(engagement, folder, latest, reviews, by, answer, write=write, reopen=reopen)

    def versions(self, client: str) -> list[Version]:
        """All versions of a client's draft, oldest first."""
        from assistant.drafting.revision.records import load_records
        from assistant.drafting.store import load_drafts

        folder = self._workspace.client(client)
        records = {each.number: each for each in load_records(folder.reviews)}
        return [Version(draft, records.get(draft.number)) for draft in load_drafts(folder.drafts)]

    # ---------------------------------------------------------------- reading

    def _read(self, paths: Sequence[Path]) -> list[_Read]:
        from assistant.reports.review import read_stamp
        from assistant.reports.review.opening import open_word

        files = [open_word(path) for path in dict.fromkeys(paths)]
        return [_Read(file, read_stamp(file)) for file in files]

    def _client_of(self, read: Sequence[_Read], named: str | None) -> ClientFolder:
        """The one client whose reports these are."""
        found: dict[Path, ClientFolder] = {}
        for each in read:
            folder = self._find_client(each, named)
            found[folder.root] = folder
        if len(found) > 1:
            raise UsageError(
                Text("这些报告属于不同的客户。", "These reports belong to different clients."),
                Text("请按客户分别读入。", "Pull those of each client on their own."),
            )
        return next(iter(found.values()))

    def _find_client(self, each: _Read, named: str | None) -> ClientFolder:
        owner = self._owner(each.stamp)
        wanted = self._workspace.client(named) if named else None
        if owner is None:
            raise _is_unknown(each)
        if wanted is not None and wanted.root != owner.root:
            message = Text(
                "{path} 是客户“{owner}”的报告，不是“{wanted}”的，没有读入。",
                "{path} is a report of {owner}, not of {wanted}; nothing was read in.",
            )
            raise UsageError(message.filled(path=each.file.path, owner=owner.profile.name, wanted=wanted.profile.name))
        return owner

    def _owner(self, stamp: "Stamp") -> ClientFolder | None:
        """The client that has the draft: the one that the report names, else whichever has a draft with that id."""
        from assistant.drafting.store import find_draft

        folders = self._workspace.client_folders()
        for root in sorted(folders, key=lambda each: each.name != stamp.client):
            if find_draft(drafts_folder(root), stamp.draft, stamp.number) is not None:
                return self._workspace.client(root.name)
        return None

    def _reviews(self, read: Sequence[_Read], folder: ClientFolder) -> list[Review]:
        from assistant.drafting.store import find_draft
        from assistant.reports.review import read_review

        reviews: list[Review] = []
        for each in read:
            base = find_draft(folder.drafts, each.stamp.draft, each.stamp.number)
            if base is None:  # another client has it since the file was looked at
                raise _is_unknown(each)
            reviews.append(replace(read_review(each.file, each.stamp, base), client=folder.root.name))
        return sorted(reviews, key=lambda each: each.number)

    # ---------------------------------------------------------------- merging

    def _merge(
        self,
        engagement: "Engagement",
        folder: ClientFolder,
        latest: Draft,
        reviews: Sequence[Review],
        by: str,
        answer: "Answer | None",
        *,
        write: bool,
        reopen: bool,
    ) -> Pulled:
        from assistant.drafting.revision.merge import Editor, merge_reviews
        from assistant.drafting.revision.records import ReviewRecord
        from assistant.drafting.store import load_draft, new_version

        who = _reviewer(reviews, by, engagement)
        checker, earlier = engagement.build_checker(latest.language), _Earlier(folder)
        changes: list[Change] = []
        unasked: list[Question] = []
        merged = latest
        for number, held in groupby(reviews, key=lambda each: each.number):
            told = list(held)
            name = _reviewer(told, by, engagement) or _SOMEBODY.say(latest.language)
            editor = Editor(name, checker, earlier.find_evidence, find_claim=earlier.find_claim)
            if answer is not None:
                editor = replace(editor, answer=answer)
            found = merge_reviews(load_draft(folder.drafts, number), merged, told, editor)
            merged = found.draft
            changes += found.changes
            unasked += found.unasked
        if not changes and not unasked and not any(map(says_something, reviews)):
            return Pulled(folder, latest, reviews[0].number, tuple(reviews), (), (), (), False)
        if latest.status == "signed" and not reopen:
            raise _is_signed(latest, folder)
        moment = engagement.versions.now().isoformat(timespec="seconds")
        draft = new_version(merged, folder.drafts, moment, *(each.digest for each in reviews))
        record = ReviewRecord(
            draft.number, reviews[0].number, moment, who, tuple(reviews), tuple(changes), tuple(unasked)
        )
        paths = engagement.versions.keep_review(draft, record, write=write)
        touched = {change.id for change in changes}
        doubted = [claim for claim in draft.claims() if claim.id in touched and claim.doubts]
        return Pulled(
            folder, draft, reviews[0].number, tuple(reviews), tuple(changes), tuple(unasked),
            tuple(each for each in doubted if each.verdict is Verdict.EDITED), True, paths,
        )  # fmt: skip


def says_something(review: Review) -> bool:
    """Whether a person left anything in a report beside changed claims and gaps."""
    checked = any(each.done or each.note for each in review.checks)
    outside = review.elsewhere or review.removed
    return bool(review.tracked or review.signatures or checked or outside or persons_remarks(review))


def persons_remarks(review: Review) -> list[Remark]:
    """The comments of persons, and those of the program that a person answered or resolved."""
    from assistant.reports.marks import COMMENT_AUTHOR

    return [each for each in review.remarks if each.author != COMMENT_AUTHOR or each.resolved or each.replies]


_SOMEBODY = Text("审阅人", "a reviewer", "審閱人")


def _reviewer(reviews: Sequence[Review], named: str, engagement: "Engagement") -> str:
    """Who reviewed: the one who was named, else who saved a file last, else the consultant of the settings; or ""."""
    return named or next((each.editor for each in reviews if each.editor), "") or engagement.settings.consultant


class _Earlier:
    """Keys and claims of all versions, as the latest has them; nothing is read before something is asked for."""

    def __init__(self, folder: ClientFolder) -> None:
        self._folder = folder

    def find_evidence(self, key: str) -> Evidence | None:
        return self._evidence.get(key)

    def find_claim(self, claim: str) -> Claim | None:
        return self._claims.get(claim)

    @cached_property
    def _drafts(self) -> list[Draft]:
        from assistant.drafting.store import load_drafts

        return load_drafts(self._folder.drafts)

    @cached_property
    def _evidence(self) -> dict[str, Evidence]:
        return {found.key: found for each in self._drafts for found in each.evidence}

    @cached_property
    def _claims(self) -> dict[str, Claim]:
        return {found.id: found for each in self._drafts for found in each.claims()}


def _is_unknown(each: _Read) -> UsageError:
    message = Text(
        "{path} 不是这个工作区任何客户的报告（草稿 {draft}）。",
        "{path} is not a report of any client of this workspace (draft {draft}).",
    )
    return UsageError(
        message.filled(path=each.file.path, draft=each.stamp.draft),
        Text("请在写出它的工作区里运行。", "Run this in the workspace that wrote it."),
    )


def _is_signed(latest: Draft, folder: ClientFolder) -> UsageError:
    signers = joined([same(each.name) for each in latest.signatures])
    return UsageError(
        Text(
            "第 {number} 稿已签署（{signers}），不再改动。",
            "Version {number} is signed ({signers}) and is not changed.",
        ).filled(number=latest.number, signers=signers),
        Text(
            "要在它之上再改，请加 --reopen（另存为新的一稿），或运行 journey draft {name} 起草新的一稿。",
            "To go on from it, add --reopen (which makes a new version), or start a new one with journey draft {name}.",
        ).filled(name=pasteable(folder.profile.name)),
    )
