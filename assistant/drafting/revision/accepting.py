"""Sentences that the consultant puts into the draft from a chat: a new version each, or the next draft where there is none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.drafting.revision.merge import Change
from assistant.drafting.revision.records import ReviewRecord, render_record, render_version
from assistant.drafting.store import draft_numbers, load_draft, new_version
from assistant.drafting.verify import Checker
from assistant.errors import StoreError
from assistant.files import write_atomically, write_together
from assistant.journey import Claim, Draft, Evidence, Place
from assistant.journey.places import claims_by_place, with_claims
from assistant.wording import Language, Text
from assistant.workspace import ClientFolder


@dataclass(frozen=True)
class OwnClaim:
    """A claim of the consultant's with the evidence it cites. Its segment, stage and dimension are its place."""

    claim: Claim
    evidence: tuple[Evidence, ...]

    @property
    def place(self) -> Place:
        """The cell of the map that it belongs to."""
        return Place("cell", (self.claim.segment or "", self.claim.stage or "", str(self.claim.dimension or "")))


def accept_claim(
    own: OwnClaim, client: ClientFolder, checker_for: Callable[[Language], Checker], created: str
) -> Draft | None:
    """The new version of the latest draft that holds the claim, stored with the record of it.

    None where there is no draft yet, or none with that cell: then the claim waits for the next one. `created` is an ISO
    date and time; the caller holds the client's turn. Raises StoreError, StorageError.
    """
    if draft_numbers(client.drafts):
        latest = load_draft(client.drafts)
        version = _unsigned(new_version(latest, client.drafts, created, own.claim.id))
        draft, changes = _put_in(version, [own], checker_for(latest.language))
        if changes:
            record = ReviewRecord(draft.number, latest.number, created, own.claim.author, (), changes)
            write_together(render_version(client.drafts, client.reviews, draft, record))
            return draft
    waiting = {each.claim.id: each for each in read_waiting(client.own_claims)}
    write_atomically(client.own_claims, _rendered({**waiting, own.claim.id: own}))
    return None


def take_in_waiting(
    draft: Draft, client: ClientFolder, checker_for: Callable[[Language], Checker]
) -> tuple[Draft, dict[Path, bytes]]:
    """The draft with the claims that waited for it, and the files that have to be written with it.

    Raises StoreError where the file of waiting claims is damaged.
    """
    waiting = read_waiting(client.own_claims)
    if not waiting:
        return draft, {}
    with_own, changes = _put_in(draft, waiting, checker_for(draft.language))
    taken = {each.id for each in changes}
    left = {each.claim.id: each for each in waiting if each.claim.id not in taken}
    if not taken:
        return draft, {}
    created, author = draft.provenance.created, waiting[0].claim.author
    record = ReviewRecord(draft.number, draft.parent or draft.number, created, author, (), changes)
    return with_own, {**render_record(client.reviews, record), client.own_claims: _rendered(left)}


def read_waiting(path: Path) -> tuple[OwnClaim, ...]:
    """The claims that wait for a draft, in the order they were accepted. Raises StoreError where the file is damaged."""
    if not path.exists():
        return ()
    try:
        return tuple(TypeAdapter(list[OwnClaim]).validate_json(path.read_bytes()))
    except (OSError, ValidationError) as error:
        raise StoreError(
            Text("顾问论断的文件“{path}”已损坏。", "The file of the consultant's claims {path} is damaged.").filled(
                path=path
            ),
            Text("请从备份恢复，或把它移走。", "Restore it from a backup, or move it away."),
        ) from error


def _unsigned(draft: Draft) -> Draft:
    """A signature holds for the version it was given to: a signed draft goes on as a reviewed one."""
    return replace(draft, status="reviewed", signatures=()) if draft.status == "signed" else draft


def _put_in(draft: Draft, own: Sequence[OwnClaim], checker: Checker) -> tuple[Draft, tuple[Change, ...]]:
    """The draft with these claims first in their cells, each checked anew, and what that changed.

    One whose cell is not there stays out; one that the draft holds already is put in its place.
    """
    evidence = {each.key: each for each in draft.evidence}
    held = claims_by_place(draft)
    changes: list[Change] = []
    for each in own:
        if each.place not in held:
            continue
        cited = {one.key: one for one in each.evidence}
        others = tuple(one for one in held[each.place] if one.id != each.claim.id)
        held[each.place] = (checker.verify(each.claim, cited), *others)
        evidence |= cited
        changes.append(Change("added", each.place, each.claim.id, "", each.claim.text, each.claim.author))
    ordered = sorted(evidence.values(), key=lambda one: int(one.key[1:]))
    return replace(with_claims(draft, held), evidence=tuple(ordered)), tuple(changes)


def _rendered(claims: Mapping[str, OwnClaim]) -> bytes:
    return TypeAdapter(list[OwnClaim]).dump_json(list(claims.values()), indent=1)
