"""The conversation of an interview: questions put, answers taken line by line, commands obeyed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.columns import shorten
from assistant.journey import Person, Role
from assistant.sessions.commands import Typed, explain_unknown, list_commands, read_command
from assistant.sessions.interview import words
from assistant.sessions.interview.note import NAMELESS, InterviewNote
from assistant.sessions.interview.plan import Knowledge, Known, PlannedQuestion
from assistant.sessions.interview.probing import MOST_FOLLOW_UPS, Prober, Reply
from assistant.sessions.interview.record import Answered, Record, Records, Speaker
from assistant.sessions.terminal import Terminal, tell_table
from assistant.sources.folding import fold
from assistant.wording import Text, joined, same

OTHER = "other"
"""The id under which answers stand that were given to no question of the plan."""
_ROLES = {
    **dict.fromkeys(("customer", "客户", "客戶", "顾客", "顧客"), Role.CUSTOMER),
    **dict.fromkeys(("staff", "员工", "員工"), Role.STAFF),
}
Ended = Literal["done", "paused", "interrupted"]


@dataclass
class Interview:
    """One interview at one terminal. Everything typed is on disk before the next line is asked for."""

    terminal: Terminal
    plan: Sequence[PlannedQuestion]
    known: Knowledge
    records: Records
    record: Record
    note: InterviewNote
    prober: Prober
    people: Sequence[Person]
    now: Callable[[], datetime]
    _ended: Ended | None = None
    _shown: tuple[int, str] | None = None

    def __post_init__(self) -> None:
        by_id = {each.id: each for each in self.plan}
        self.order = [by_id[each] for each in self.record.order if each in by_id]

    def run(self) -> Ended:
        """Asks until it is done, paused or broken off. Raises StorageError where an answer cannot be saved."""
        self._mend()
        self._ended = None
        try:
            while self._ended is None:
                self._ask_one()
        except KeyboardInterrupt:
            self.records.save(self.record)  # it may have come in the middle of saving the last line
            return "interrupted"
        return self._ended

    # ------------------------------------------------------------ questions

    def _ask_one(self) -> None:
        question = self._current()
        if not self.record.asked:
            self._set_asked(question.text.say(self.record.language) if question else self._closing())
        if self._shown != (self.record.at, self.record.asked):
            self._show(question)
            self._shown = (self.record.at, self.record.asked)
        answer = self._take()
        if isinstance(answer, Typed):
            self._obey(answer, question)
        elif answer is None:
            self._go_on()
        else:
            self._keep(answer, question)
            self._follow_up(question)

    def _current(self) -> PlannedQuestion | None:
        return self.order[self.record.at] if self.record.at < len(self.order) else None

    def _closing(self) -> str:
        return words.ANYTHING_ELSE.say(self.record.language)

    def _show(self, question: PlannedQuestion | None) -> None:
        tell = self.terminal.tell
        tell()
        if question is None:
            tell(words.ALL_ASKED, look="faint")
            tell(self.record.asked, look="strong")
        elif self.record.follow_ups:
            tell(words.FOLLOW_UP.filled(question=self.record.asked), look="strong", indent=2)
        else:
            done = {each.question for each in self.record.answers} | set(self.record.skipped)
            left = sum(each.id not in done for each in self._present())
            several = len({each.role for each in self.record.speakers}) > 1
            place = (words.PLACE_FOR if several else words.PLACE).filled(
                stage=question.stage.label,
                dimension=words.DIMENSIONS[question.dimension],
                side=words.SIDES[question.role],
                asked=len(done),
                left=left,
            )
            tell(place, look="faint")
            tell(self.record.asked, look="strong")
            tell(self._why(question), look="faint", indent=2)
            self._show_earlier(question)
        if self.record.unfinished:
            tell(words.SAVED_LINES, look="faint")
            for line in self.record.unfinished:
                tell(f"  {line}")

    def _why(self, question: PlannedQuestion) -> Text:
        held = self.known.get(question.place, Known())
        told = words.KNOWN.filled(n=held.statements, people=held.speakers) if held.statements else words.KNOWN_NOTHING
        why = words.WHY[question.dimension].filled(stage=question.stage.label)
        return words.WHY_LINE.filled(why=why, known=told)

    def _show_earlier(self, question: PlannedQuestion) -> None:
        given = self.record.answers_to(question.id)
        if given:
            self.terminal.tell(words.EARLIER.filled(words=shorten(given[-1].text, 60)), look="faint")

    def _present(self) -> list[PlannedQuestion]:
        """The questions for those who are there."""
        roles = {each.role for each in self.record.speakers}
        return [each for each in self.order if each.role in roles]

    def _go_on(self) -> None:
        """To the next question that nobody present has answered or left out; around to what a jump passed over."""
        done = {each.question for each in self.record.answers} | set(self.record.skipped)
        roles = {each.role for each in self.record.speakers}
        here = self.record.at + 1
        places = [*range(here, len(self.order)), *range(min(here, len(self.order)))]
        open_ = [each for each in places if self.order[each].id not in done and self.order[each].role in roles]
        self._move(self._for_speaker(open_) if open_ else len(self.order))

    def _for_speaker(self, places: Sequence[int]) -> int:
        """The first of these places, or the first of the same stage that is for whoever is answering now."""
        stage = self.order[places[0]].stage
        same_stage = [each for each in places if self.order[each].stage == stage]
        fitting = [each for each in same_stage if self.order[each].role is self.record.speaker.role]
        return fitting[0] if fitting else places[0]

    def _move(self, place: int) -> None:
        self.record.at = place
        self.record.follow_ups = 0
        self.record.asked = ""
        self.record.unfinished = []
        self.records.save(self.record)

    def _set_asked(self, asked: str) -> None:
        self.record.asked, self.record.asked_at = asked, self._clock()
        self.records.save(self.record)

    # ------------------------------------------------------------ answers

    def _take(self) -> str | Typed | None:
        """The answer, a command, or None for an empty line. Each line is saved before the next is read."""
        while True:
            try:
                line = self.terminal.read(f"{self.record.speaker.name}> ")
            except EOFError:
                self._ended = "paused"
                return Typed("pause", "")
            command = read_command(line) if "\n" not in line else None
            if command is not None:
                return command
            if line.strip():
                self.record.unfinished.append(line)
                self.records.save(self.record)
            elif self.record.unfinished:
                return "\n".join(self.record.unfinished)
            elif self.record.follow_ups or self._current() is None or self.record.answers_to(self._current_id()):
                return None
            else:
                self.terminal.tell(words.EMPTY, look="faint")

    def _current_id(self) -> str:
        question = self._current()
        return question.id if question is not None else OTHER

    def _keep(self, text: str, question: PlannedQuestion | None) -> None:
        """The state first, then the note: whatever happens in between, the answer is written once and not twice."""
        answered = Answered(
            question=question.id if question is not None else OTHER,
            asked=self.record.asked,
            asked_at=self.record.asked_at,
            speaker=self.record.speaker.name,
            time=self._clock(),
            text=text,
            follow_up=self.record.follow_ups > 0,
        )
        self.record.answers.append(answered)
        self.record.unfinished = []
        self.record.pending = True
        self.records.save(self.record)
        self._write(answered)

    def _write(self, answered: Answered) -> None:
        stages = {each.id: each.stage for each in self.order}
        stage = stages.get(answered.question)
        heading = (stage.label if stage is not None else words.OTHER).say(self.record.language)
        before = [each for each in self.record.answers[:-1][-1:] if each.asked == answered.asked]
        self.note.add_answer(answered, heading, asked_before=bool(before))
        self.record.pending = False
        self.records.save(self.record)

    def _mend(self) -> None:
        """An answer that was saved but did not reach the note before the program was killed reaches it now."""
        if self.record.pending and self.record.answers:
            answered = self.record.answers[-1]
            if self.note.holds(answered):
                self.record.pending = False
                self.records.save(self.record)
            else:
                self._write(answered)

    def _follow_up(self, question: PlannedQuestion | None) -> None:
        if question is not None and self.record.follow_ups < MOST_FOLLOW_UPS:
            given = self.record.answers[-1]
            before = [each.asked for each in self.record.answers_to(question.id) if each.follow_up]
            earlier = [each.text for each in self.record.answers[:-1]]
            self.terminal.passing(words.THINKING)
            asked = self.prober.follow_up(Reply(question, given.asked, given.text, earlier), before)
            if asked is not None:
                self.record.follow_ups += 1
                self._set_asked(asked)
                return
        self._go_on()

    # ------------------------------------------------------------ commands

    def _obey(self, typed: Typed, question: PlannedQuestion | None) -> None:
        if self.record.unfinished and typed.name not in ("note", "help"):
            self._keep("\n".join(self.record.unfinished), question)
        obey = getattr(self, f"_do_{typed.name}", None) if typed.name in words.COMMANDS else None
        if obey is None:
            self.terminal.tell(explain_unknown(typed.name, list(words.COMMANDS)))
        else:
            obey(typed.rest)

    def _do_skip(self, _rest: str) -> None:
        question = self._current()
        if question is None:
            self._ended = "done"
            return
        if not self.record.answers_to(question.id):
            self.record.skipped.append(question.id)
        self.terminal.tell(words.SKIPPED, look="faint")
        self._go_on()

    def _do_back(self, _rest: str) -> None:
        if self.record.follow_ups:
            self._move(self.record.at)
            return
        done = {each.question for each in self.record.answers} | set(self.record.skipped)
        before = [place for place in range(min(self.record.at, len(self.order))) if self.order[place].id in done]
        if not before:
            self.terminal.tell(words.FIRST, look="faint")
            return
        self.record.skipped = [each for each in self.record.skipped if each != self.order[before[-1]].id]
        self._move(before[-1])

    def _do_jump(self, rest: str) -> None:
        stages = list(dict.fromkeys(each.stage for each in self.order))
        known = joined([each.label for each in stages])
        wanted = [each for each in stages if _names_stage(rest, each.id, each.label, each.aliases)]
        if not wanted:
            self.terminal.tell(words.NO_STAGE.filled(stage=rest, known=known))
            return
        here = [
            place for place, each in enumerate(self.order) if each.stage.id == wanted[0].id and each in self._present()
        ]
        if not here:
            self.terminal.tell(words.NOTHING_THERE.filled(stage=wanted[0].label))
            return
        done = {each.question for each in self.record.answers}
        self._move(self._for_speaker([place for place in here if self.order[place].id not in done] or here))

    def _do_note(self, rest: str) -> None:
        if rest:
            self.note.add_remark(rest)
        self.terminal.tell(words.NOTED if rest else words.NOTE_WHAT, look="faint")

    def _do_who(self, rest: str) -> None:
        name, role = _read_who(rest)
        if name:
            self._switch_to(name, role)
        everyone = joined([describe(each) for each in self.record.speakers])
        self.terminal.tell(words.WHO_NOW.filled(who=describe(self.record.speaker), all=everyone))
        if not name:
            self.terminal.tell(words.WHO_HOW, look="faint")

    def _switch_to(self, name: str, role: Role | None) -> None:
        found = [place for place, each in enumerate(self.record.speakers) if fold(each.name) == fold(name)]
        if not found:
            speaker = Speaker(name=name, role=role or find_role(name, self.people) or self.record.speaker.role)
            self.note.add_speaker(self.record.speakers, speaker)
            self.record.speakers.append(speaker)
            found = [len(self.record.speakers) - 1]
        self.record.current = found[0]
        self.records.save(self.record)

    def _do_pause(self, _rest: str) -> None:
        self._ended = "paused"

    def _do_done(self, _rest: str) -> None:
        self.record.state = "done"
        self.records.save(self.record)
        self._ended = "done"

    def _do_help(self, _rest: str) -> None:
        tell_table(self.terminal, list_commands(words.COMMANDS, self.terminal.language))

    def _clock(self) -> str:
        return self.now().strftime("%H:%M:%S")


def find_role(name: str, people: Sequence[Person]) -> Role | None:
    """The side of someone whom the client's profile names; None for anyone else."""
    found = [each.role for each in people if fold(name) in {fold(one) for one in (each.name, *each.aliases)}]
    return found[0] if found and found[0] in (Role.CUSTOMER, Role.STAFF) else None


def describe(speaker: Speaker) -> Text:
    """The name with the side, where the name does not say it."""
    if any(speaker.name in (each.zh, each.en) for each in NAMELESS.values()):
        return same(speaker.name)
    return Text("{name}（{side}）", "{name} ({side})").filled(name=speaker.name, side=words.SIDES[speaker.role])


def _read_who(rest: str) -> tuple[str, Role | None]:
    """A name and a role behind `/who`, in either order and language."""
    named = [each for each in rest.replace("（", " ").replace("）", " ").split() if each.lower() not in _ROLES]
    roles = [
        _ROLES[each.lower()] for each in rest.replace("（", " ").replace("）", " ").split() if each.lower() in _ROLES
    ]
    return " ".join(named), roles[0] if roles else None


def _names_stage(words_given: str, stage: str, label: Text, aliases: Sequence[str]) -> bool:
    names = (stage, label.zh, label.en, label.say("zh-Hant"), *aliases)
    return bool(words_given) and fold(words_given) in {fold(each) for each in names}
