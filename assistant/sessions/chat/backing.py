"""What a conversation about one client rests on: its index, its answers, its drafts; opened once and kept open."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.drafting.revision.accepting import OwnClaim
from assistant.drafting.store import draft_numbers, load_draft
from assistant.files import write_atomically
from assistant.journey import Coding, Draft, Role, Segment, Stage, Statement
from assistant.model.ledger import Totals
from assistant.playbook import Playbook
from assistant.retrieval.index import ClientIndex, Found
from assistant.sessions.answering import Answering
from assistant.sessions.chat.following import Rewriter
from assistant.sessions.chat.scope import Scope, ScopedFinder
from assistant.sessions.gathering import PassageFinder
from assistant.settings import Settings
from assistant.wording import Text
from assistant.workspace import ClientFolder

if TYPE_CHECKING:
    from assistant.drafting.verify import Checker
    from assistant.engagement import Engagement

_TITLE = Text("# 顾问笔记", "# Consultant's notes")
_DATE = Text("日期：{date}", "Date: {date}")
_BY = Text("访谈者：{name}", "Interviewer: {name}")
_NAMELESS = Text("顾问", "Consultant")
_LINE = Text("**{who}**（{time}）：{words}", "**{who}** ({time}): {words}")
_FILE = Text("顾问笔记-{date}.md", "consultant-notes-{date}.md")


class Talker(Protocol):
    """The chat model as far as a conversation tells of it."""

    @property
    def name(self) -> str: ...

    @property
    def totals(self) -> Totals: ...


@dataclass
class Backing:
    """Everything of one client that a chat uses. Each operation takes the client's lock and gives it back."""

    client: ClientFolder
    settings: Settings
    playbook: Playbook
    index: ClientIndex
    engagement: "Engagement"
    build_answering: Callable[[PassageFinder], Answering]
    rewriter: Rewriter
    talker: Talker | None
    now: Callable[[], datetime]
    close: Callable[[], None] = lambda: None
    _statements: tuple[Statement, ...] | None = None
    _codings: dict[str, Coding] | None = None
    _seen: object = None
    _answering: dict[Scope, Answering] = field(default_factory=dict[Scope, Answering])

    def warm(self) -> None:
        """Reads the notes and all that the first question needs."""
        self.refresh()
        if self.statements():
            self.answering(Scope()).warm()

    def refresh(self) -> bool:
        """Reads what changed in the notes since the last look, and says whether anything did."""
        seen = _signature(self.client.notes)
        if seen == self._seen:
            return False
        report = self.engagement.update_index()
        changed = self._seen is not None and bool(report.added or report.changed or report.removed)
        self._seen = seen
        self._statements, self._codings = None, None
        self._answering.clear()
        return changed

    def statements(self) -> tuple[Statement, ...]:
        """All statements of the notes."""
        if self._statements is None:
            self._statements = self.index.statements()
        return self._statements

    def codings(self) -> Mapping[str, Coding]:
        """The codings by statement, made once for the notes as they are; empty without anything to code."""
        if self._codings is None:
            told = any(each.role is not Role.INTERVIEWER for each in self.statements())
            found = self.engagement.code().codings if told else ()
            self._codings = {each.statement: each for each in found}
        return self._codings

    def coded(self) -> list[tuple[Statement, Coding]]:
        """Statements with their codings, in the order of the notes."""
        codings = self.codings()
        return [(each, codings[each.id]) for each in self.statements() if each.id in codings]

    def answering(self, scope: Scope) -> Answering:
        """Answers within the scope."""
        if scope not in self._answering:
            stage = scope.stage.id if scope.stage is not None else None
            within = {key for key, each in self.codings().items() if stage in each.stages} if stage is not None else ()
            finder = ScopedFinder(self.index, self.statements, scope, within)
            self._answering[scope] = self.build_answering(finder)
        return self._answering[scope]

    def find(self, question: str, limit: int, roles: Sequence[Role]) -> list[Found]:
        """Passages by these roles."""
        return self.index.find_passages(question, limit, roles=roles)

    def latest_draft(self) -> Draft | None:
        """The latest stored draft. Raises StoreError where it cannot be read."""
        return load_draft(self.client.drafts) if draft_numbers(self.client.drafts) else None

    def add_note(self, words: str) -> Path:
        """Add a dated note by the consultant: background like an interviewer's words, never evidence."""
        language, now = self.settings.language, self.now()
        who = self.settings.consultant or _NAMELESS.say(language)
        path = self.client.notes / _FILE.filled(date=now.strftime("%Y-%m-%d")).say(language)
        date = _DATE.filled(date=now.strftime("%Y-%m-%d")).say(language)
        head = "\n\n".join((_TITLE.say(language), date, _BY.filled(name=who).say(language)))
        text = path.read_text(encoding="utf-8").rstrip() if path.exists() else head
        line = _LINE.filled(who=who, time=now.strftime("%H:%M:%S"), words=" ".join(words.split())).say(language)
        write_atomically(path, f"{text}\n\n{line}\n")
        return path

    def accept(self, own: OwnClaim) -> Draft | None:
        """Put a claim into the draft; the new version, None where there is no draft yet."""
        created = self.now().astimezone().isoformat(timespec="seconds")
        return self.engagement.versions.accept(own, created, self.engagement.build_checker)

    def checker(self) -> "Checker":
        """What claims are checked against."""
        return self.engagement.build_checker(self.settings.language)

    def stages(self) -> tuple[Stage, ...]:
        """The stages of the client's model."""
        return self.playbook.model.stages

    def segments(self) -> tuple[Segment, ...]:
        """The client's segments."""
        return self.client.profile.segments


def _signature(notes: Path) -> object:
    """Names, sizes and times of the note files: whether it is worth reading them again."""
    found: list[tuple[str, int, int]] = []
    folders = [str(notes)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for each in entries:
                if each.is_dir(follow_symlinks=False):
                    folders.append(each.path)
                else:
                    stat = each.stat(follow_symlinks=False)
                    found.append((each.path, stat.st_size, stat.st_mtime_ns))
    return sorted(found)
