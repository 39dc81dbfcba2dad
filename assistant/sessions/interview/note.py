"""The note of an interview: plain Markdown that `index` reads like any other and a person may edit at any time."""

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from assistant.errors import StorageError
from assistant.files import storage_error, write_atomically
from assistant.journey import Role
from assistant.sessions.interview.record import Answered, Speaker
from assistant.wording import Language, Text
from assistant.workspace import folder_name

_TITLE = Text("# 访谈：{names}", "# Interview: {names}")
_DATE = Text("日期：{date}", "Date: {date}")
_INTERVIEWER = Text("访谈者：{name}", "Interviewer: {name}")
_INTERVIEWEE = Text("受访者：{names}", "Interviewee: {names}")
_SEGMENT = Text("客群：{segment}", "Segment: {segment}")
_SIDE = {Role.CUSTOMER: Text("客户", "customer"), Role.STAFF: Text("员工", "staff")}
_NAMED = Text("{name}（{side}）", "{name} ({side})")
_ASKS = Text("访谈者", "Interviewer")
_LINE = Text("**{who}**（{time}）：{words}", "**{who}** ({time}): {words}")
_TIMELESS = Text("**{who}**：{words}", "**{who}**: {words}")
_ASIDE = Text("【旁注】{words}", "[Note: {words}]")
_FILE = Text("访谈-{name}-{date}", "interview-{name}-{date}")
NAMELESS = {Role.CUSTOMER: Text("客户", "Customer"), Role.STAFF: Text("员工", "Staff")}
"""How somebody without a name is called; words that reading knows the side of."""
# What would make something else of a line of an answer: headings, rules, tables, fences.
_MARKUP = re.compile(r"^\s{0,3}(?=#{1,6}\s|[=]+\s*$|(?:[-*_]\s*){3,}$)")
_FENCE = re.compile(r"^(\s*)(?:```|~~~)")
_TABLE = re.compile(r"^(\s*)\|")


class InterviewNote:
    """One note file, only ever added to, so that what a person changed in it meanwhile stays."""

    def __init__(self, path: Path, language: Language) -> None:
        self.path = path
        self._language: Language = language

    def begin(
        self, started: datetime | str, interviewer: str, speakers: Sequence[Speaker], segment: str | None
    ) -> None:
        """Write the head of the note; `started` may be a date as somebody wrote it. Raises StorageError."""
        date = started if isinstance(started, str) else started.strftime("%Y-%m-%d %H:%M")
        names = ("、" if self._language != "en" else ", ").join(each.name for each in speakers)
        head = [
            self._say(_TITLE, names=names),
            self._say(_DATE, date=date),
            *([self._say(_INTERVIEWER, name=interviewer)] if interviewer else []),
            self._interviewees(speakers),
            *([self._say(_SEGMENT, segment=segment)] if segment else []),
        ]
        write_atomically(self.path, "\n\n".join(head) + "\n")

    def add_speaker(self, before: Sequence[Speaker], speaker: Speaker) -> None:
        """Name one more interviewee in the head; at its end where a person rewrote the line. Raises StorageError."""
        text = self._read()
        old, new = self._interviewees(before), self._interviewees([*before, speaker])
        if old not in text:
            first, gap, rest = text.partition("\n\n")
            text = f"{first}{gap}{self._interviewees([speaker])}\n\n{rest}"
        write_atomically(self.path, text.replace(old, new, 1))

    def add_answer(self, answered: Answered, heading: str, *, asked_before: bool) -> str:
        """Add an answer, below its stage's heading and with its question unless that stands there; returns the words."""
        text = self._read()
        parts: list[str] = []
        last = re.findall(r"^## (.+)$", text, re.MULTILINE)
        if not last or last[-1].strip() != heading:
            parts.append(f"## {heading}")
        if parts or not asked_before:
            parts.append(self._line(self._say(_ASKS), answered.asked_at, answered.asked))
        parts.append(self._line(answered.speaker, answered.time, guard_lines(answered.text)))
        added = "\n\n".join(parts)
        write_atomically(self.path, f"{text.rstrip()}\n\n{added}\n")
        return added

    def add_remark(self, words: str) -> None:
        """Add what the interviewer noticed: kept with the note, said by nobody. Raises StorageError."""
        text = self._read().rstrip()
        remark = self._say(_ASIDE, words=" ".join(words.split()).translate(_NO_BRACKETS))
        write_atomically(self.path, f"{text}\n\n{remark}\n")

    def holds(self, answered: Answered) -> bool:
        """Whether the answer stands in the note already: it was written before the state could be saved."""
        return self._line(answered.speaker, answered.time, guard_lines(answered.text)) in self._read()

    def _interviewees(self, speakers: Sequence[Speaker]) -> str:
        named = [self._say(_NAMED, name=each.name, side=_SIDE[each.role].say(self._language)) for each in speakers]
        return self._say(_INTERVIEWEE, names=("、" if self._language != "en" else "; ").join(named))

    def _line(self, who: str, time: str, words: str) -> str:
        return self._say(_LINE if time else _TIMELESS, who=who, time=time, words=words)

    def _say(self, text: Text, **values: object) -> str:
        return text.filled(**values).say(self._language)

    def _read(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            if isinstance(error, OSError):
                raise storage_error(error, self.path) from error
            message = Text("笔记不再是 UTF-8 文本：{path}", "The note is no longer UTF-8 text: {path}")
            hint = Text("请把它另存为 UTF-8，再继续访谈。", "Save it as UTF-8 and go on.")
            raise StorageError(message.filled(path=self.path), hint) from error


_NO_BRACKETS = str.maketrans("【】[]", "（）()")


def guard_lines(answer: str) -> str:
    """The answer so that reading the note takes every line of it for words: nothing in it is a heading or a table."""
    lines = (
        answer.replace("\r\n", "\n").replace("\r", "\n").replace("<!--", "").replace("-->", "").strip("\n").split("\n")
    )
    guarded = [_FENCE.sub(r"\1''", _TABLE.sub(r"\1｜", _MARKUP.sub("    ", line.rstrip()))) for line in lines]
    return "\n".join(guarded)


def new_note_path(notes: Path, name: str, day: datetime, language: Language) -> Path:
    """A file name of the client's notes that is free: the person and the day."""
    stem = _FILE.filled(name=folder_name(name), date=day.strftime("%Y-%m-%d")).say(language)
    path, number = notes / f"{stem}.md", 1
    while path.exists():
        number += 1
        path = notes / f"{stem}-{number}.md"
    return path
