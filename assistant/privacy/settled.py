"""Names that a person has settled for one client: this is a person, this is none."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import StoreError
from assistant.files import write_atomically
from assistant.privacy.folded import folded
from assistant.wording import Text


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_number: int = Field(default=1, alias="schema", ge=1, le=1)
    persons: list[str] = Field(default_factory=list)
    others: list[str] = Field(default_factory=list)


class SettledNames:
    """One client's settled names, kept in the JSON file `path`. The caller holds the client's lock while writing."""

    def __init__(self, path: Path) -> None:
        """Reads what is settled, or starts empty. Raises StoreError where the file is damaged."""
        self._path = path
        self._record = _read(path)

    @property
    def persons(self) -> tuple[str, ...]:
        """The names that are persons, in the order they were settled."""
        return tuple(self._record.persons)

    @property
    def others(self) -> tuple[str, ...]:
        """The names that are no persons."""
        return tuple(self._record.others)

    def settle(self, name: str, *, person: bool) -> None:
        """Note what a name is. A later answer to the same name wins, whatever its script or width."""
        same = folded(name)
        record = self._record
        record.persons = [each for each in record.persons if folded(each) != same]
        record.others = [each for each in record.others if folded(each) != same]
        (record.persons if person else record.others).append(name)

    def save(self) -> None:
        """Write what is settled, whole or not at all. Raises StorageError."""
        write_atomically(self._path, self._record.model_dump_json(by_alias=True, indent=1))


def _read(path: Path) -> _Record:
    if not path.exists():
        return _Record()
    try:
        return _Record.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        message = Text("已确认姓名的文件“{path}”已损坏。", "The file of settled names {path} is damaged.")
        hint = Text(
            "请从备份恢复这个文件；也可以删除它，之后会重新询问这些姓名。",
            "Restore it from a backup, or delete it: the names will be asked about again.",
        )
        raise StoreError(message.filled(path=path), hint) from error
