"""What was learned about an endpoint, remembered between runs: how it takes schemas, what it refuses."""

import json
import threading
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.files import write_atomically
from assistant.model.structured import Method

FACTOR_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Capabilities:
    """One endpoint and model. `method` is the best way of asking for a shape that worked, None before the first.

    `refused` are parameters it answered with 400. `token_factor` corrects our count of tokens. `weighs`: it tells how
    likely its words were; None before it was asked.
    """

    method: Method | None = None
    refused: tuple[str, ...] = ()
    token_factor: float = 1.0
    weighs: bool | None = None


class _Stored(BaseModel):
    model_config = ConfigDict(extra="ignore")

    method: Method | None = None
    refused: tuple[str, ...] = ()
    token_factor: Annotated[float, Field(gt=0, lt=10)] = 1.0
    weighs: bool | None = None


_FILE: TypeAdapter[dict[str, _Stored]] = TypeAdapter(dict[str, _Stored])


@dataclass(slots=True)
class CapabilityFile:
    """The small JSON file in the cache folder; `path` None remembers for this run only. Holds no client's words."""

    path: Path | None
    _known: dict[str, Capabilities] = field(default_factory=dict[str, Capabilities])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def find(self, base_url: str, model: str) -> Capabilities:
        """What is known about that endpoint; all defaults where nothing is, or where the file was damaged."""
        name = f"{base_url} {model}"
        with self._lock:
            if name not in self._known:
                self._known[name] = self._read().get(name, Capabilities())
            return self._known[name]

    def learn(
        self,
        base_url: str,
        model: str,
        *,
        method: Method | None = None,
        refused: str | None = None,
        token_factor: float | None = None,
        weighs: bool | None = None,
    ) -> None:
        """Adds what was found out and writes it down. Raises StorageError where the file cannot be written."""
        before = self.find(base_url, model)
        after = before
        if method is not None:
            after = replace(after, method=method)
        if refused is not None and refused not in after.refused:
            after = replace(after, refused=(*after.refused, refused))
        if token_factor is not None and abs(token_factor - after.token_factor) >= FACTOR_STEP:
            after = replace(after, token_factor=round(token_factor, 2))
        if weighs is not None:
            after = replace(after, weighs=weighs)
        if after != before:
            self._write(f"{base_url} {model}", after)

    def forget(self, base_url: str, model: str) -> None:
        """Starts anew with that endpoint: it may have been upgraded."""
        self._write(f"{base_url} {model}", Capabilities())

    def _write(self, name: str, capabilities: Capabilities) -> None:
        with self._lock:
            self._known[name] = capabilities
            if self.path is None:
                return
            everything = {**self._read(), name: capabilities}
            content = {key: asdict(value) for key, value in sorted(everything.items())}
            write_atomically(self.path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")

    def _read(self) -> dict[str, Capabilities]:
        if self.path is None:
            return {}
        try:
            stored = _FILE.validate_json(self.path.read_bytes())
        except (OSError, ValidationError):
            return {}  # nothing is lost: everything in it is found out again by asking
        return {
            name: Capabilities(each.method, each.refused, each.token_factor, each.weighs)
            for name, each in stored.items()
        }
