"""What was asked and answered so far; kept under a name, read back, written out for people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import StoreError, UsageError
from assistant.files import write_atomically
from assistant.sessions.entries import Citation
from assistant.wording import Language, Text, joined, same
from assistant.workspace import folder_name


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with what was said to it. `understood` is the question as it was looked for, standing alone.

    `said` are the checked sentences without keys (none without a model), `lines` all that was shown, `found` whether the
    notes or the playbook answer; `citations` what stands behind it, else what came nearest. `finished` is False where
    the program was gone before the answer was.
    """

    question: str
    understood: str
    said: tuple[str, ...]
    lines: tuple[str, ...]
    citations: tuple[Citation, ...]
    found: bool
    finished: bool = True


@dataclass(frozen=True, slots=True)
class KeptChats:
    """The conversations of one client that were saved, one JSON file each."""

    folder: Path

    def save(self, name: str, exchanges: Sequence[Exchange]) -> Path:
        """Keep the conversation under that name, in place of an earlier one. Raises StorageError."""
        path = self.folder / f"{folder_name(name)}.json"
        write_atomically(path, _KEPT.dump_json(list(exchanges), indent=1))
        return path

    def names(self) -> list[str]:
        """The names of what was saved, the latest first."""
        if not self.folder.is_dir():
            return []
        found = sorted(self.folder.glob("*.json"), key=lambda each: each.stat().st_mtime, reverse=True)
        return [each.stem for each in found]

    def load(self, name: str) -> list[Exchange]:
        """The conversation of that name. Raises UsageError with those that there are, StoreError where damaged."""
        path = self.folder / f"{folder_name(name)}.json"
        if not path.is_file():
            known = joined([same(each) for each in self.names()])
            message = Text("没有保存过名为“{name}”的对话。", "No conversation was saved as “{name}”.")
            hint = Text("保存过的：{known}。", "Saved ones: {known}.") if self.names() else None
            raise UsageError(message.filled(name=name), hint.filled(known=known) if hint is not None else None)
        try:
            return _KEPT.validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            message = Text("保存的对话已损坏：{path}", "The saved conversation is damaged: {path}")
            raise StoreError(message.filled(path=path), None) from error


def render_transcript(client: str, exchanges: Sequence[Exchange], language: Language) -> str:
    """The conversation as Markdown for people."""
    title = Text("# 对话：{client}", "# Conversation: {client}").filled(client=client).say(language)
    parts = [title]
    for each in exchanges:
        shown = "\n".join(re.sub(r"^(\[[NP]\d+\])", r"- \1", line) for line in each.lines).strip()
        parts += [f"## {each.question}", shown]
    return "\n\n".join(parts) + "\n"


_KEPT = TypeAdapter(list[Exchange])
