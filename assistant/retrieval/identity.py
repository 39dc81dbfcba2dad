"""What an index was made with: kept in it, and compared before it is used."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.errors import StoreError
from assistant.journey import Handling, Person, Segment
from assistant.retrieval.database import client_of, rebuild_hint
from assistant.retrieval.embedder import Embedder
from assistant.version import installed_version
from assistant.wording import Text

_AS_USUAL = Handling()
REVISION = "3"
"""Of the tables and of what is written into them; another one means that the index is built anew."""


def identity_of(embedder: Embedder | None) -> dict[str, str]:
    """The names and values by which an index knows its maker."""
    if embedder is None:
        return {"revision": REVISION, "embedder": "none", "embedder_version": "", "dimension": "0"}
    return {
        "revision": REVISION,
        "embedder": embedder.name,
        "embedder_version": embedder.version,
        "dimension": str(embedder.dimension),
    }


def roster_digest(people: Sequence[Person], segments: Sequence[Segment], handling: Handling = _AS_USUAL) -> str:
    """Changes with whatever statements are made from besides the files: who is who, how files are to be
    read, and this program's version."""
    roster = [
        [asdict(each) for each in people],
        [asdict(each) for each in segments],
        sorted(handling.as_is),
        sorted(handling.trusted),
        installed_version(),
    ]
    return hashlib.sha256(json.dumps(roster, sort_keys=True).encode()).hexdigest()


def same_revision(meta: Mapping[str, str]) -> bool:
    """Whether an index with this meta was written the way this program writes it."""
    return meta.get("revision") == REVISION


def check_identity(meta: Mapping[str, str], embedder: Embedder | None, folder: Path) -> None:
    """Raises StoreError, naming the command that mends it, unless the index was made with this embedder."""
    wanted = identity_of(embedder)
    if all(meta.get(name) == value for name, value in wanted.items()):
        return
    message = Text(
        "客户“{client}”的索引是用另一种嵌入模型（{was}）建立的，当前为 {now}。",
        "The index of client {client} was made with another embedder ({was}); now it is {now}.",
    )
    told = message.filled(client=client_of(folder / "index"), was=_said(meta), now=_said(wanted))
    raise StoreError(told, rebuild_hint(folder / "index"))


def _said(identity: Mapping[str, str]) -> str:
    return " ".join(filter(None, (identity.get("embedder", "?"), identity.get("embedder_version", ""))))
