"""The copy of a signed version that goes to the client."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import StorageError, UsageError
from assistant.files import remove_if_empty
from assistant.journey import Draft
from assistant.wording import Text, joined, same
from assistant.workspace import ClientFolder, pasteable

if TYPE_CHECKING:  # loaded when something is delivered
    from assistant.engagement import Engagement
    from assistant.reports import Appearance, ReportKind

CODES = "codes.json"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The version that was delivered, the files, the table of codes, and words in it that may be names nobody settled."""

    draft: Draft
    paths: tuple[Path, ...]
    codes: Path | None
    suspects: tuple[str, ...]


def deliver(
    engagement: "Engagement",
    *,
    number: int | None,
    kinds: "Sequence[ReportKind]",
    folder: Path | None,
    named: bool,
    chance: random.Random,
) -> Delivered:
    """Write the client's copy of the signed version `number`, or of the latest signed one: `kinds`, or all it was drafted for.

    With `named`, people and files keep their names. Raises UsageError where no version is signed or one was not drafted
    for what is asked, and StorageError where
    a name would still stand in a file; then nothing is written.
    """
    from assistant.drafting.delivery.anonymise import anonymise_draft, find_leaks
    from assistant.drafting.delivery.codes import Codes
    from assistant.model_engine import settled_names
    from assistant.privacy import suspect_names
    from assistant.reports.client_copy import render_client_copy, texts_of

    client = engagement.client
    draft = _signed(client, number)
    kinds = _asked(draft, kinds)
    appearance = engagement.versions.appearance()
    if named:
        return Delivered(draft, _write(engagement, draft, folder, kinds, appearance, coded=False), None, ())
    settled = settled_names(client)
    codes = Codes(client.state / CODES, chance)
    made = anonymise_draft(draft, client.profile.people, settled.persons, settled.others, codes)
    # Who signed stands on the cover, and the firm may print a telephone number or an address of its own.
    firm = (appearance.theme.firm, appearance.theme.brand.say(draft.language))
    ours = {*(each.name for each in draft.signatures), *find_leaks(firm, made.known)}
    texts = [text for kind in kinds for text in texts_of(render_client_copy(made.draft, kind, appearance))]
    leaks = [each for each in find_leaks(texts, made.known) if each not in ours]
    if leaks:
        raise StorageError(
            Text(
                "客户副本里仍有不该出现的名字或号码（{count} 处），没有写出：{leaks}。",
                "Names or numbers would still stand in the client's copy ({count}); nothing was written: {leaks}.",
            ).filled(count=len(leaks), leaks=joined([same(each) for each in leaks[:10]])),
            Text(
                "把这些人写进 client.toml，或在报告里改掉后再签署。",
                "List these people in client.toml, or reword the report and sign it again.",
            ),
        )
    codes.save()
    suspects = suspect_names([claim.text for claim in made.draft.claims()], made.known)
    company = (client.profile.name, *client.profile.brands)
    unsettled = tuple(each.name for each in suspects if not any(each.name in name for name in company))
    paths = _write(engagement, made.draft, folder, kinds, appearance)
    return Delivered(draft, paths, client.state / CODES, unsettled)


def _asked(draft: Draft, kinds: "Sequence[ReportKind]") -> "tuple[ReportKind, ...]":
    from assistant.reports import kinds_of

    there = (*kinds_of(draft), "journeys")
    lacking = [each for each in kinds if each not in there]
    if lacking:
        message = Text("第 {number} 稿里没有 {kinds}。", "Version {number} holds no {kinds}.")
        hint = Text("它要单独起草、审阅并签署。", "It has to be drafted, reviewed and signed for itself.")
        raise UsageError(message.filled(number=draft.number, kinds=joined([same(each) for each in lacking])), hint)
    return tuple(dict.fromkeys(kinds)) or kinds_of(draft)


def _write(
    engagement: "Engagement",
    draft: Draft,
    folder: Path | None,
    kinds: "Sequence[ReportKind]",
    appearance: "Appearance",
    *,
    coded: bool = True,
) -> tuple[Path, ...]:
    """The reports in `folder`, or in a new one, which does not stay where they cannot be written."""
    from assistant.reports.client_copy import write_client_copy

    target = folder if folder is not None else engagement.versions.next_folder()
    try:
        return tuple(write_client_copy(draft, target, kinds, appearance, coded=coded))
    finally:
        if folder is None:
            remove_if_empty(target)


def _signed(client: ClientFolder, number: int | None) -> Draft:
    from assistant.drafting.store import draft_numbers, load_draft

    if number is not None:
        draft = load_draft(client.drafts, number)
        if draft.status == "signed":
            return draft
        raise _not_signed(
            client, Text("第 {number} 稿没有签署。", "Version {number} is not signed.").filled(number=number)
        )
    for each in reversed(draft_numbers(client.drafts)):
        draft = load_draft(client.drafts, each)
        if draft.status == "signed":
            return draft
    raise _not_signed(
        client,
        Text("“{name}”还没有签署过的稿。", "No version of {name} is signed yet.").filled(name=client.profile.name),
    )


def _not_signed(client: ClientFolder, message: Text) -> UsageError:
    return UsageError(
        message,
        Text(
            "请在报告的签署表里填上审阅人和批准人的姓名与日期，再运行 journey review pull；各稿见 journey review status {name}。",
            "Have reviewer and approver sign in the report and run journey review pull; see journey review status {name}.",
        ).filled(name=pasteable(client.profile.name)),
    )
