"""A new draft put on top of what persons reviewed before."""

from collections.abc import Callable
from pathlib import Path

from assistant.drafting.build import DraftRequest
from assistant.drafting.lexicon import shipped_lexicon
from assistant.drafting.revision.keeping import gather_reviewed, keep_persons_words
from assistant.drafting.revision.offering import NewMaterial, offer_evidence
from assistant.drafting.revision.records import load_records
from assistant.drafting.store import load_drafts
from assistant.drafting.verify import Checker
from assistant.journey import Draft, Evidence


def start_from_reviewed(
    fresh: Draft,
    drafts: Path,
    reviews: Path,
    checker: Checker,
    request: Callable[[], DraftRequest],
    into: Callable[[Draft], Draft] = lambda version: version,
) -> tuple[Draft, Draft | None]:
    """The fresh draft on top of what persons did, and the version that was reviewed last, if any.

    `request` gives statements with their codings, asked for only where a person wrote something; `into` brings a version of
    another stage model into the fresh draft's. Raises StoreError where
    a stored draft is damaged, and StorageError where new keys cannot be written.
    """
    records = load_records(reviews)
    if not records:
        return fresh, None
    versions = [into(each) for each in load_drafts(drafts)]
    reviewed = gather_reviewed(versions, records)
    if reviewed is None:
        return fresh, None
    evidence: dict[str, Evidence] = {each.key: each for version in versions for each in version.evidence}
    kept = keep_persons_words(fresh, reviewed, checker, evidence)
    before = {(each.document, each.digest) for each in reviewed.base.sources}
    new = frozenset(each.document for each in fresh.sources if (each.document, each.digest) not in before)
    if not new:
        return kept, reviewed.latest
    made = request()
    material = NewMaterial(
        made.statements,
        {each.statement: each for each in made.codings},
        new,
        made.keys,
        shipped_lexicon(),
        made.vectors,
        made.embed,
    )
    return offer_evidence(kept, material), reviewed.latest
