"""Builds interviews and guides: the part of `wiring` that only talks with interviewees need."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.adding import Added
from assistant.engagement import Engagement
from assistant.errors import UsageError
from assistant.journey import Role, Segment
from assistant.playbook import Playbook
from assistant.sessions.interview.greeting import ask_name, tell_opening, tell_unfinished
from assistant.sessions.interview.interviewing import Ended
from assistant.sessions.interview.opening import Desk
from assistant.sessions.interview.outcome import Outcome, sum_up
from assistant.sessions.interview.plan import Knowledge, build_plan, count_known
from assistant.sessions.interview.record import Record, Records
from assistant.sessions.interview.words import READING
from assistant.sessions.terminal import Terminal
from assistant.settings import Settings
from assistant.wiring import cache_folder, check_stage_model, open_engagement, own_knowledge, settings_in_force
from assistant.wording import Text, joined, same
from assistant.workspace import ClientFolder, Workspace

if TYPE_CHECKING:
    from assistant.model.opening import Surroundings
    from assistant.model_engine import Manner
    from assistant.sessions.interview.probing import Prober


@dataclass(frozen=True)
class Preparation:
    """What is settled before anybody is asked anything: the client, the settings, the playbook, what is known."""

    client: ClientFolder
    settings: Settings
    playbook: Playbook
    known: Knowledge
    segment: Segment | None


def prepare(
    workspace: Workspace,
    name: str,
    segment: str | None,
    flags: Mapping[str, Any],
    told: Callable[[Text], None],
    besides: str | None = None,
) -> Preparation:
    """The state of one client's map, as far as it does not come from the note `besides`.

    New notes are read; nothing leaves the machine. Raises UsageError, SettingsError.
    """
    from assistant.library import load_playbook

    client = workspace.client(name)
    settings = settings_in_force(workspace, client, flags).settings
    extra = own_knowledge(workspace)
    check_stage_model(settings.stage_model, extra)
    chosen = _find_segment(client, segment)
    engagement = open_engagement(workspace, name, {**flags, "engine": "extractive"}, told, sends=False)
    known = _count(engagement, client, chosen, besides) if engagement.note_count() else {}
    return Preparation(client, settings, load_playbook(settings.stage_model, extra), known, chosen)


def open_desk(
    workspace: Workspace,
    prepared: Preparation,
    told: Callable[[Text], None],
    *,
    manner: "Manner | None" = None,
    now: Callable[[], datetime] = datetime.now,
    surroundings: "Surroundings | None" = None,
) -> Desk:
    """Where interviews of the client begin and go on; with a chat model, it helps with follow-ups."""
    client = prepared.client
    return Desk(
        notes=client.notes,
        records=Records(client.state / "interviews"),
        plan=build_plan(prepared.playbook, prepared.known),
        known=prepared.known,
        people=client.profile.people,
        prober=_build_prober(workspace, prepared, told, manner, surroundings),
        now=now,
    )


@dataclass(frozen=True)
class Wanted:
    """Whom an interview is to be held with: a new one, or with `resume` the one that was left (of that person, if named)."""

    client: str
    person: str | None = None
    role: Role | None = None
    segment: str | None = None
    resume: bool = False


@dataclass(frozen=True)
class Held:
    """An interview as far as it came. `flags` are those of a draft of it: with its own language and stage model."""

    ended: Ended
    record: Record
    outcome: Outcome
    flags: Mapping[str, Any]


def hold_interview(
    workspace: Workspace,
    wanted: Wanted,
    flags: Mapping[str, Any],
    terminal: Terminal,
    told: Callable[[Text], None],
    manner: "Manner",
) -> Held:
    """Holds one interview at the terminal, until it is done, paused or broken off.

    Language and stage model of an interview that is gone on with are its own. Raises UsageError where there is none to
    go on with, StoreError, StorageError, SettingsError.
    """
    records = Records(workspace.client(wanted.client).state / "interviews")
    begun = records.find_open(wanted.person) if wanted.resume else None
    segment, person = wanted.segment, wanted.person
    if begun is not None:
        flags = {**flags, "language": begun.language, "stage_model": begun.stage_model}
        segment = begun.segment
    else:
        tell_unfinished(terminal, records)
        person = person if person is not None else ask_name(terminal)
    terminal.passing(READING)
    prepared = prepare(workspace, wanted.client, segment, flags, told, begun.note if begun is not None else None)
    desk = open_desk(workspace, prepared, told, manner=manner)
    if begun is not None:
        interview = desk.resume(terminal, begun)
    else:
        interview = desk.begin(
            terminal,
            person=person or "",
            role=wanted.role,
            segment=prepared.segment,
            interviewer=prepared.settings.consultant,
            language=prepared.settings.language,
            stage_model=prepared.settings.stage_model,
        )
    tell_opening(terminal, interview, resumed=begun is not None)
    ended = interview.run()
    outcome = sum_up(interview.record, interview.plan, prepared.playbook.model.stages, prepared.known)
    return Held(ended, interview.record, outcome, flags)


def write_guides(
    workspace: Workspace,
    prepared: Preparation,
    roles: Sequence[Role],
    minutes: int,
    folder: Path | None,
    now: Callable[[], datetime] = datetime.now,
) -> list[Path]:
    """One guide a side, in `folder` or a new one of the client's outputs; a file that is there is never overwritten.

    Raises StorageError.
    """
    from assistant.files import free_name, write_atomically
    from assistant.reports import Theme, next_report_folder
    from assistant.reports.guide import guide_title, render_guide
    from assistant.sessions.interview.guiding import build_guide
    from assistant.workspace import make_folder

    settings, client = prepared.settings, prepared.client
    outputs = workspace.root / settings.outputs
    target = folder or next_report_folder(outputs, client.root.name, now().date().isoformat())
    make_folder(target)
    plan = build_plan(prepared.playbook, prepared.known)
    paths: list[Path] = []
    for role in roles:
        guide = build_guide(
            plan, prepared.known, role, client=client.profile.name, language=settings.language, minutes=minutes,
            created=now(), segment=prepared.segment, interviewer=settings.consultant,
        )  # fmt: skip
        title = guide_title(guide).replace("：", "-").replace(": ", "-").replace(" ", "-")
        path = free_name(target, f"{title}.docx")
        write_atomically(path, render_guide(guide, Theme()))
        paths.append(path)
    return paths


def add_with_guides(
    client: ClientFolder, files: Sequence[Path], now: Callable[[], datetime] = datetime.now
) -> list[Added]:
    """Copies files into the notes; a filled interview guide goes in as the note that its answers make."""
    from tempfile import TemporaryDirectory

    from assistant.adding import add_notes
    from assistant.sessions.interview.guiding import write_filled_guide
    from assistant.sources.guides import is_guide

    with TemporaryDirectory() as place:
        folders = iter(range(10_000))

        def convert(path: Path) -> Path | None:
            if not is_guide(path):
                return None
            folder = Path(place) / str(next(folders))
            folder.mkdir()
            return write_filled_guide(path, folder, client.profile.people, now)

        return add_notes(client, files, convert)


def _build_prober(
    workspace: Workspace,
    prepared: Preparation,
    told: Callable[[Text], None],
    manner: "Manner | None",
    surroundings: "Surroundings | None",
) -> "Prober":
    from assistant.drafting.lexicon import shipped_lexicon
    from assistant.drafting.names import build_name_book
    from assistant.model.prompts import load_prompts
    from assistant.model_engine import Manner, Unattended
    from assistant.sessions.interview.probing import RuleProber
    from assistant.sessions.interview.probing_model import STEP, ModelProber
    from assistant.wiring_ask import open_asked_model

    settings, client = prepared.settings, prepared.client
    lexicon = shipped_lexicon()
    rules = RuleProber(prepared.playbook, lexicon, settings.language)
    asked = open_asked_model(
        client, settings, cache_folder(settings), tuple, told, manner or Manner(Unattended()), surroundings
    )
    if asked is None:
        return rules
    profile = client.profile
    return ModelProber(
        asked.open,
        load_prompts(workspace.root / "prompts").find(STEP, settings.language),
        rules,
        lexicon=lexicon,
        names=build_name_book(profile.people, (profile.name, *profile.brands)),
        language=settings.language,
        chance=random.SystemRandom(),
        told=told,
    )


def _count(engagement: Engagement, client: ClientFolder, segment: Segment | None, besides: str | None) -> Knowledge:
    if not engagement.has_statements():
        return {}
    coded = [pair for pair in engagement.code().pairs() if pair[0].document != besides]
    return count_known(coded, client.profile.people, segment.id if segment is not None else None)


def _find_segment(client: ClientFolder, wanted: str | None) -> Segment | None:
    """The segment by id or label. Raises UsageError with those that there are."""
    if wanted is None:
        return None
    for each in client.profile.segments:
        if wanted in (each.id, each.label, *each.aliases):
            return each
    known = joined([same(each.id) for each in client.profile.segments])
    raise UsageError(
        Text("客户“{client}”没有客群 {segment}。", "{client} has no segment {segment}.").filled(
            client=client.profile.name, segment=wanted
        ),
        Text("已有客群：{known}。", "Its segments: {known}.").filled(known=known)
        if client.profile.segments
        else Text("它还没有客群；请写进 client.toml。", "It has none yet; write them into client.toml."),
    )
