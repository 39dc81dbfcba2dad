"""The state of one interview between two keystrokes: what was asked, who answered, where it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import StoreError, UsageError
from assistant.files import write_atomically
from assistant.journey import Role
from assistant.wording import Language, Text, same


class Speaker(BaseModel):
    """Someone who answers: the name that labels the answers, and the side."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=1)
    role: Role


class Answered(BaseModel):
    """One answer as it was given. `asked` is the question as it was put, `question` its id in the plan.

    `follow_up` tells an answer to a further question from the answer to the question itself.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    question: str
    asked: str
    asked_at: str
    speaker: str
    time: str
    text: str
    follow_up: bool = False


class Record(BaseModel):
    """One interview. `order` are the ids of the plan as it was drawn up, `at` the place in it.

    `unfinished` are the lines of the answer that is being typed. `pending` says that the last answer may not have
    reached the note yet.
    """

    model_config = ConfigDict(extra="forbid")
    schema_number: int = Field(default=1, alias="schema", ge=1, le=1)
    id: str
    note: str
    language: Language
    stage_model: str
    segment: str | None = None
    started: str
    interviewer: str = ""
    speakers: list[Speaker]
    current: int = 0
    order: list[str]
    at: int = 0
    asked: str = ""
    asked_at: str = ""
    follow_ups: int = 0
    answers: list[Answered] = []
    skipped: list[str] = []
    unfinished: list[str] = []
    pending: bool = False
    state: Literal["open", "done"] = "open"

    @property
    def speaker(self) -> Speaker:
        """Who is answering now."""
        return self.speakers[self.current]

    def answers_to(self, question: str) -> list[Answered]:
        """The answers given to one question of the plan, those to follow-ups included."""
        return [each for each in self.answers if each.question == question]


@dataclass(frozen=True, slots=True)
class Records:
    """The interviews of one client that were begun, one small JSON file each."""

    folder: Path

    def save(self, record: Record) -> None:
        """Keep the record as it is now. Raises StorageError."""
        write_atomically(self._path(record.id), record.model_dump_json(by_alias=True, indent=1))

    def list_open(self) -> list[Record]:
        """Those not brought to an end, the latest last. Raises StoreError for a damaged one."""
        if not self.folder.is_dir():
            return []
        found = [self._read(path) for path in sorted(self.folder.glob("*.json"))]
        return sorted((each for each in found if each.state == "open"), key=lambda each: each.started)

    def find_open(self, person: str | None) -> Record:
        """The latest open one, of that person if named. Raises UsageError where there is none."""
        found = self.list_open()
        if person is not None:
            found = [each for each in found if any(one.name == person for one in each.speakers)]
        if not found:
            raise UsageError(
                Text("没有可以继续的访谈。", "There is no interview to go on with."),
                Text("去掉 --resume 开始新的访谈。", "Leave --resume out to begin one."),
            )
        return found[-1]

    def new_id(self, now: Callable[[], datetime]) -> str:
        """An id that no interview of the client has, from the time of day."""
        wanted = now().strftime("%Y%m%d-%H%M%S")
        number = 1
        chosen = wanted
        while self._path(chosen).exists():
            number += 1
            chosen = f"{wanted}-{number}"
        return chosen

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _read(self, path: Path) -> Record:
        try:
            return Record.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            message = Text("访谈的状态文件已损坏：{path}", "The state of an interview is damaged: {path}")
            hint = Text(
                "已答的内容都在 notes 里；移走这个文件，再开始新的访谈。",
                "All answers are in the notes; move this file away and begin anew.",
            )
            raise StoreError(message.filled(path=same(str(path))), hint) from error
