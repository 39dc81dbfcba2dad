"""Beginning an interview, and going on with one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from assistant.files import storage_error
from assistant.journey import Person, Role, Segment
from assistant.sessions.interview.interviewing import Interview, find_role
from assistant.sessions.interview.note import NAMELESS, InterviewNote, new_note_path
from assistant.sessions.interview.plan import Knowledge, PlannedQuestion
from assistant.sessions.interview.probing import Prober
from assistant.sessions.interview.record import Record, Records, Speaker
from assistant.sessions.terminal import Terminal
from assistant.wording import Language


@dataclass(frozen=True)
class Desk:
    """What every interview of one client needs: its notes folder, its records, its plan, and who is known."""

    notes: Path
    records: Records
    plan: Sequence[PlannedQuestion]
    known: Knowledge
    people: Sequence[Person]
    prober: Prober
    now: Callable[[], datetime]

    def begin(
        self,
        terminal: Terminal,
        *,
        person: str,
        role: Role | None,
        segment: Segment | None,
        interviewer: str,
        language: Language,
        stage_model: str,
    ) -> Interview:
        """A new interview with its note begun. Without a `person` answers are labelled by the side alone."""
        side = role or find_role(person, self.people) or Role.CUSTOMER
        speaker = Speaker(name=person or NAMELESS[side].say(language), role=side)
        started = self.now()
        note = InterviewNote(new_note_path(self.notes, speaker.name, started, language), language)
        note.begin(started, interviewer, [speaker], segment.label if segment is not None else None)
        order = [each.id for each in self.plan]
        roles = [place for place, each in enumerate(self.plan) if each.role is side]
        record = Record(
            id=self.records.new_id(self.now),
            note=note.path.name,
            language=language,
            stage_model=stage_model,
            segment=segment.id if segment is not None else None,
            started=started.isoformat(timespec="seconds"),
            interviewer=interviewer,
            speakers=[speaker],
            order=order,
            at=roles[0] if roles else 0,
        )
        self.records.save(record)
        return self._open(terminal, record, note)

    def resume(self, terminal: Terminal, record: Record) -> Interview:
        """The interview as it stood, to the line. Raises StorageError where its note is gone."""
        path = self.notes / record.note
        if not path.is_file():
            raise storage_error(FileNotFoundError(2, "the note is gone"), path)
        return self._open(terminal, record, InterviewNote(path, record.language))

    def _open(self, terminal: Terminal, record: Record, note: InterviewNote) -> Interview:
        return Interview(
            terminal, self.plan, self.known, self.records, record, note, self.prober, self.people, self.now
        )
