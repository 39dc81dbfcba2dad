"""The table of codes of one client: who 客户C3 is, and which file 笔记N7. It never leaves the workspace."""

import hashlib
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import StoreError
from assistant.files import write_atomically
from assistant.journey import Role
from assistant.wording import Language, Text

CodeKind = Literal["customer", "staff", "interviewer", "unknown", "file"]
_SAID: dict[CodeKind, Text] = {
    "customer": Text("客户C{n}", "customer C{n}"),
    "staff": Text("员工S{n}", "staff member S{n}"),
    "interviewer": Text("访谈者I{n}", "interviewer I{n}"),
    "unknown": Text("受访者P{n}", "person P{n}"),
    "file": Text("笔记N{n}", "notes N{n}"),
}


class CodeEntry(BaseModel):
    """One line of the table: what stands behind a code."""

    model_config = ConfigDict(extra="forbid")
    kind: CodeKind
    number: int = Field(ge=1)
    identity: str


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_number: int = Field(default=1, alias="schema", ge=1, le=1)
    salt: str
    entries: list[CodeEntry] = Field(default_factory=list[CodeEntry])


class Codes:
    """The table in the JSON file `path`. A code is given once and keeps its meaning."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        """Reads the table, or starts one. Raises StoreError where it is damaged."""
        self._path = path
        self._table = _read(path) or _Table(salt=f"{chance.getrandbits(128):032x}", entries=[])

    @property
    def entries(self) -> tuple[CodeEntry, ...]:
        """All lines of the table."""
        return tuple(self._table.entries)

    def give(self, kind: CodeKind, identities: Iterable[str]) -> None:
        """Give codes to those that have none, in an order that tells nothing: neither of the alphabet nor of the files."""
        known = {each.identity for each in self._table.entries if each.kind == kind}
        new = sorted(set(identities) - known, key=self._shuffled)
        number = max((each.number for each in self._table.entries if each.kind == kind), default=0)
        for place, identity in enumerate(new, start=number + 1):
            self._table.entries.append(CodeEntry(kind=kind, number=place, identity=identity))

    def code(self, kind: CodeKind, identity: str, language: Language) -> str:
        """The code in words of `language`. Raises KeyError for an identity that has none."""
        for each in self._table.entries:
            if each.kind == kind and each.identity == identity:
                return _SAID[kind].filled(n=each.number).say(language)
        raise KeyError(identity)

    def forget(self, identities: Iterable[str]) -> None:
        """Take out who stands behind codes; the codes themselves are never given again."""
        gone = set(identities)
        for each in self._table.entries:
            if each.identity in gone:
                each.identity = f"forgotten {each.kind} {each.number}"

    def save(self) -> None:
        """Write the table. Raises StorageError."""
        write_atomically(self._path, self._table.model_dump_json(by_alias=True, indent=1) + "\n")

    def _shuffled(self, identity: str) -> str:
        return hashlib.sha256(f"{self._table.salt}\0{identity}".encode("utf-8", "surrogatepass")).hexdigest()


def code_kind(role: Role) -> CodeKind:
    """The kind of code for a role."""
    kinds: dict[Role, CodeKind] = {Role.CUSTOMER: "customer", Role.STAFF: "staff", Role.INTERVIEWER: "interviewer"}
    return kinds.get(role, "unknown")


def _read(path: Path) -> _Table | None:
    if not path.exists():
        return None
    try:
        return _Table.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise StoreError(
            Text("代号表“{path}”已损坏。", "The table of codes {path} is damaged.").filled(path=path),
            Text(
                "请从备份恢复；删除的话，以后的代号会与已交付的报告对不上。",
                "Restore it from a backup: without it, codes would no longer fit what was delivered.",
            ),
        ) from error
