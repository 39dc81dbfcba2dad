"""Builds what comes after a draft: reviews read back, the client's copy, and notes, people and clients taken away."""

import random
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.wiring import open_engagement, settings_in_force, turn_of
from assistant.wording import Text
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.delivering import Delivered
    from assistant.engagement import Engagement
    from assistant.forgetting import Forgetting
    from assistant.personal_data import Anonymised
    from assistant.reports import ReportKind
    from assistant.retrieval.index import ClientIndex
    from assistant.reviewing import Reviewing


def open_reviewing(
    workspace: Workspace, flags: Mapping[str, Any], told: Callable[[Text], None] | None = None
) -> "Reviewing":
    """Reading reviewed reports back. Nothing is sent anywhere for it."""
    from assistant.reviewing import Reviewing

    def open_client(client: ClientFolder) -> "Engagement":
        return open_engagement(workspace, client.root.name, flags, told, sends=False)

    return Reviewing(workspace, open_client)


def deliver_to_client(
    workspace: Workspace,
    name: str,
    *,
    number: int | None,
    kinds: "Sequence[ReportKind]",
    folder: Path | None,
    named: bool,
    told: Callable[[Text], None],
) -> "Delivered":
    """The client's copy of a signed version, written."""
    from assistant.delivering import deliver

    engagement = open_engagement(workspace, name, {}, told, sends=False)
    with engagement.versions.turn():
        return deliver(engagement, number=number, kinds=kinds, folder=folder, named=named, chance=random.SystemRandom())


def open_forgetting(
    workspace: Workspace, name: str, person: str, told: Callable[[Text], None] | None = None
) -> "Forgetting":
    """Forgetting a person of one client; nothing is changed yet."""
    from assistant.delivering import CODES
    from assistant.drafting.delivery.codes import Codes
    from assistant.forgetting import Forgetting
    from assistant.retrieval.index import ClientIndex

    client = workspace.client(name)
    settings = settings_in_force(workspace, client, {}).settings
    codes = Codes(client.state / CODES, random.SystemRandom())
    turn = turn_of(client, settings, told)
    index = ClientIndex(client.index, None, lock_wait=settings.lock_wait, told=told)

    @contextmanager
    def alone() -> Generator[None]:
        with turn(), _without_served(index):
            yield

    return Forgetting(client, person, workspace.root / settings.outputs, codes, alone)


def remove_client(workspace: Workspace, client: ClientFolder, told: Callable[[Text], None] | None = None) -> None:
    """Delete a client when nobody is at work on it. Raises BusyError, saying who is, and StorageError."""
    from assistant.retrieval.index import ClientIndex

    wait = settings_in_force(workspace, client, {}).settings.lock_wait
    index = ClientIndex(client.index, None, lock_wait=wait, told=told)
    workspace.remove_client(client, _without_served(index))


@contextmanager
def _without_served(index: "ClientIndex") -> Generator[None]:
    """Nobody else is at the index meanwhile, and what a server holds of it is gone."""
    with index.held():
        index.remove_served()
        yield


def anonymise_notes(workspace: Workspace, name: str, folder: Path | None) -> "Anonymised":
    """Copies of a client's notes with pseudonyms, in `folder` or in the client's own under outputs."""
    from assistant.personal_data import anonymise_notes as write_anonymised

    client = workspace.client(name)
    settings = settings_in_force(workspace, client, {}).settings
    target = folder if folder is not None else workspace.root / settings.outputs / client.root.name / "anonymised"
    return write_anonymised(client, target)
