"""The keys of evidence (E1, E2, …): one for each quote of a statement, never given away twice within a client."""

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import StoreError
from assistant.files import write_atomically
from assistant.wording import Text


class _Ledger(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_number: int = Field(default=1, alias="schema", ge=1, le=1)
    last: int = Field(default=0, ge=0)
    keys: dict[str, int] = Field(default_factory=dict)


class EvidenceKeys:
    """The ledger of one client's evidence keys, kept in the JSON file `path`.

    The file holds digests of (statement, quote), never the words themselves. Not safe for two writers at once:
    the caller holds the client's lock.
    """

    def __init__(self, path: Path) -> None:
        """Reads the ledger, or starts an empty one. Raises StoreError where the file is damaged."""
        self._path = path
        self._ledger = _read_ledger(path)
        self._saved = self._ledger.last

    def key(self, statement: str, quote: str) -> str:
        """The key of that quote of that statement: the one it always had, or the next free one."""
        digest = hashlib.sha256(f"{statement}\0{quote}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
        number = self._ledger.keys.get(digest)
        if number is None:
            self._ledger.last += 1
            number = self._ledger.keys[digest] = self._ledger.last
        return f"E{number}"

    def save(self) -> None:
        """Write the ledger where keys were added since it was read. Raises StorageError."""
        if self._ledger.last == self._saved:
            return
        write_atomically(self._path, self._ledger.model_dump_json(by_alias=True).encode())
        self._saved = self._ledger.last


def _read_ledger(path: Path) -> _Ledger:
    if not path.exists():
        return _Ledger()
    try:
        ledger = _Ledger.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(path) from error
    numbers = ledger.keys.values()
    # A key above the last one would be given away a second time; a number that stands twice already was.
    if len(set(numbers)) < len(numbers) or any(not 0 < number <= ledger.last for number in numbers):
        raise _damaged(path)
    return ledger


def _damaged(path: Path) -> StoreError:
    return StoreError(
        Text("证据编号文件“{path}”已损坏。", "The ledger of evidence keys {path} is damaged.").filled(path=path),
        Text(
            "请从备份恢复这个文件；不要删除，否则旧报告里的编号会指向别的引文。",
            "Restore it from a backup. Do not delete it: keys in earlier reports would come to mean other quotes.",
        ),
    )
