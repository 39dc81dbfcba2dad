"""Interview guides: the plan as a form to print or fill in, and a filled form as a note."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from assistant.errors import UsageError
from assistant.journey import Person, Role, Segment
from assistant.reports.guide import Guide, GuideQuestion
from assistant.sessions.interview import words
from assistant.sessions.interview.interviewing import find_role
from assistant.sessions.interview.note import NAMELESS, InterviewNote, new_note_path
from assistant.sessions.interview.plan import Knowledge, Known, PlannedQuestion
from assistant.sessions.interview.record import Answered, Speaker
from assistant.sources.guides import FilledGuide, read_guide
from assistant.sources.language import detect_language
from assistant.wording import Language, Text

_MINUTES_OPEN, _MINUTES_KNOWN = 4, 2


def build_guide(
    plan: Sequence[PlannedQuestion],
    known: Knowledge,
    role: Role,
    *,
    client: str,
    language: Language,
    minutes: int,
    created: datetime,
    segment: Segment | None = None,
    interviewer: str = "",
) -> Guide:
    """The plan's questions for one side, in its order; four minutes for an open one, two for one that others answered."""
    return Guide(
        client,
        language,
        role,
        tuple(_question(each, known, language) for each in plan if each.role is role),
        minutes,
        created.astimezone().isoformat(timespec="seconds"),
        segment.label if segment is not None else "",
        interviewer,
    )


def _question(planned: PlannedQuestion, known: Knowledge, language: Language) -> GuideQuestion:
    held = known.get(planned.place, Known())
    told = words.KNOWN.filled(n=held.statements, people=held.speakers) if held.statements else words.KNOWN_NOTHING
    return GuideQuestion(
        planned.stage.label.say(language),
        planned.text.say(language),
        words.WHY[planned.dimension].filled(stage=planned.stage.label),
        told,
        _MINUTES_KNOWN if held.statements else _MINUTES_OPEN,
        not held.statements,
    )


def write_filled_guide(path: Path, folder: Path, people: Sequence[Person], now: Callable[[], datetime]) -> Path:
    """The note made of a filled guide, as a Markdown file in `folder`.

    Raises SourceError for a damaged guide, UsageError for one that nobody filled in.
    """
    guide = read_guide(path)
    if not guide.answers:
        raise UsageError(
            Text("访谈提纲里还没有填写回答：{name}", "Nothing is filled in yet in {name}.").filled(name=path.name)
        )
    language = detect_language(" ".join(each.question for each in guide.answers))
    speaker = _speaker(guide, people, language)
    note = InterviewNote(new_note_path(folder, speaker.name, now(), language), language)
    note.begin(guide.head.get("date") or now(), guide.head.get("interviewer", ""), [speaker], guide.head.get("segment"))
    for each in guide.answers:
        answered = Answered(
            question=each.question, asked=each.question, asked_at="", speaker=speaker.name, time="", text=each.text
        )
        note.add_answer(answered, each.stage, asked_before=False)
    return note.path


def _speaker(guide: FilledGuide, people: Sequence[Person], language: Language) -> Speaker:
    name = guide.head.get("interviewee", "")
    side = guide.role or find_role(name, people) or Role.CUSTOMER
    return Speaker(name=name or NAMELESS[side].say(language), role=side)
