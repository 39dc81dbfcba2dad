"""Sentences that the consultant put into the draft: kept beside it, and in every draft from then on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.drafting.names import build_name_book
from assistant.drafting.store import list_drafts, load_draft, next_number, save_draft
from assistant.drafting.verify import Checker
from assistant.errors import StoreError
from assistant.files import write_atomically
from assistant.journey import Cell, Claim, Draft, Evidence, SegmentMap, Statement
from assistant.wording import Language, Text
from assistant.workspace import ClientFolder


@dataclass(frozen=True)
class OwnClaim:
    """A claim of the consultant's with the evidence it cites. Its segment, stage and dimension are its place."""

    claim: Claim
    evidence: tuple[Evidence, ...]


class OwnClaims:
    """The accepted claims of one client in the JSON file `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[OwnClaim, ...]:
        """All of them, in the order they were accepted. Raises StoreError where the file is damaged."""
        if not self._path.exists():
            return ()
        try:
            return tuple(TypeAdapter(list[OwnClaim]).validate_json(self._path.read_bytes()))
        except (OSError, ValidationError) as error:
            raise StoreError(
                Text("顾问论断的文件“{path}”已损坏。", "The file of the consultant's claims {path} is damaged.").filled(
                    path=self._path
                ),
                Text("请从备份恢复，或把它移走。", "Restore it from a backup, or move it away."),
            ) from error

    def add(self, own: OwnClaim) -> None:
        """Keep one more; the same claim once. Raises StoreError, StorageError."""
        kept = {each.claim.id: each for each in self.read()}
        kept[own.claim.id] = own
        write_atomically(self._path, TypeAdapter(list[OwnClaim]).dump_json(list(kept.values()), indent=1))


def put_in(draft: Draft, own: Sequence[OwnClaim], checker: Checker) -> Draft:
    """The draft with these claims in their cells, each checked anew; one whose map or cell is not there stays out.

    A claim that the draft holds already is put in its place, so that nothing is printed twice.
    """
    if not own:
        return draft
    evidence = {each.key: each for each in draft.evidence}
    maps = list(draft.maps)
    for each in own:
        place = next((n for n, one in enumerate(maps) if one.segment == each.claim.segment), None)
        if place is None:
            continue
        cited = {one.key: one for one in each.evidence}
        checked = checker.verify(each.claim, cited)
        maps[place], taken = _with_claim(maps[place], checked)
        evidence.update(cited if taken else {})
    ordered = sorted(evidence.values(), key=lambda one: int(one.key[1:]))
    return replace(draft, maps=tuple(maps), evidence=tuple(ordered))


def put_in_own(draft: Draft, client: ClientFolder, statements: Sequence[Statement]) -> Draft:
    """The draft with all that the consultant put in so far, checked against the notes as they are."""
    own = OwnClaims(client.own_claims).read()
    return put_in(draft, own, build_checker(client, statements, draft.language)) if own else draft


def build_checker(client: ClientFolder, statements: Sequence[Statement], language: Language) -> Checker:
    """What the consultant's claims are checked against: the statements as they were read last, and the names."""
    profile = client.profile
    names = build_name_book(profile.people, (profile.name, *profile.brands))
    return Checker({each.id: each for each in statements}, names, language)


def accept_claim(own: OwnClaim, client: ClientFolder, statements: Sequence[Statement], created: str) -> Draft | None:
    """Keep a claim; the new version of the latest draft that holds it, stored as well, or None before the first draft.

    `created` is an ISO date and time. Raises StoreError, StorageError.
    """
    OwnClaims(client.own_claims).add(own)
    if not list_drafts(client.drafts):
        return None
    latest = load_draft(client.drafts)
    version = next_version(latest, next_number(client.drafts), created)
    draft = put_in(version, [own], build_checker(client, statements, latest.language))
    save_draft(client.drafts, draft)
    return draft


def next_version(draft: Draft, number: int, created: str) -> Draft:
    """The draft as a version of its own, which started from it."""
    provenance = replace(draft.provenance, created=created)
    return replace(
        draft, id=f"{draft.id.partition('-')[0]}-{number}", number=number, parent=draft.number, provenance=provenance
    )


def _with_claim(one: SegmentMap, claim: Claim) -> tuple[SegmentMap, bool]:
    cells: list[Cell] = []
    taken = False
    for cell in one.cells:
        if (cell.stage, cell.dimension) == (claim.stage, claim.dimension):
            others = tuple(each for each in cell.claims if each.id != claim.id)
            cells.append(replace(cell, claims=(claim, *others)))
            taken = True
        else:
            cells.append(cell)
    return replace(one, cells=tuple(cells)), taken
