"""The conversation itself: questions answered in a row, commands obeyed, Ctrl-C understood."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.errors import JourneyError, StorageError
from assistant.sessions.answer import Answer, answer_json
from assistant.sessions.chat import words
from assistant.sessions.chat.backing import Backing
from assistant.sessions.chat.exchanges import Exchange
from assistant.sessions.chat.heard import StoppedError
from assistant.sessions.chat.running import RunningChat
from assistant.sessions.chat.scope import Scope
from assistant.sessions.commands import Typed, read_command
from assistant.sessions.entries import Citation
from assistant.sessions.grounding import Sentence
from assistant.sessions.telling import UNCHECKED, tell_answer, tell_sentence
from assistant.sessions.terminal import Terminal
from assistant.wording import Text

_HANG = 5


@dataclass(frozen=True, slots=True)
class Leave:
    """Why the conversation ended: for good, or for another client or model. `exchanges` are what was said until then."""

    client: str | None = None
    model: str | None = None
    interrupted: bool = False
    troubled: bool = False
    exchanges: tuple[Exchange, ...] = ()


Obey = Callable[["Talk", Typed], Leave | None]


@dataclass
class Talk:
    """One conversation at one terminal. `obey` carries out the commands, `running` keeps what is said as it is said."""

    terminal: Terminal
    backing: Backing
    obey: Obey
    running: RunningChat | None = None
    limit: int = 6
    give: Callable[[dict[str, Any]], None] = lambda _: None
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    scope: Scope = field(default_factory=Scope)
    multiline: bool = False
    troubled: bool = False
    _interrupts: int = 0
    _begun: Exchange = field(default_factory=lambda: Exchange("", "", (), (), (), found=False))

    def run(self) -> Leave:
        """Talks until the person leaves or the input ends."""
        try:
            leave = self._talk()
        except KeyboardInterrupt:  # a second one, while the first was being told
            leave = Leave(interrupted=True)
        return replace(leave, troubled=self.troubled, exchanges=tuple(self.exchanges))

    def _talk(self) -> Leave:
        while True:
            try:
                line = self.terminal.read(self.mark, multiline=self.multiline)
            except EOFError:
                return Leave()
            except KeyboardInterrupt:
                if self._interrupted(words.ONCE_MORE):
                    return Leave(interrupted=True)
                continue
            self._interrupts = 0
            leave = self._heed(line)
            if leave is not None:
                return leave

    @property
    def mark(self) -> str:
        """What stands before the cursor: the scope, if any."""
        language = self.terminal.language
        parts = [self.scope.stage.label.say(language)] if self.scope.stage is not None else []
        parts += [self.scope.segment.label] if self.scope.segment is not None else []
        return f"[{' · '.join(parts)}] > " if parts else "> "

    def ask(self, question: str) -> None:
        """Answers one question as far as the notes go, and remembers it."""
        if self.backing.refresh():
            self.terminal.tell(words.CHANGED, look="faint")
        before = [(each.understood, " ".join(each.said)) for each in self.exchanges]
        self._begun = Exchange(question, question, (), (), (), found=False, finished=False)
        self._keep(self._begun)
        try:
            understood = self.backing.rewriter.stand_alone(question, before)
            if understood != question:
                self._begun = replace(self._begun, understood=understood)
                self.terminal.tell(words.UNDERSTOOD.filled(question=understood), look="faint")
            self.terminal.passing(words.LOOKING)
            answer = self.backing.answering(self.scope).answer(understood, limit=self.limit, told=self._hear)
            self.terminal.passing("")
        except KeyboardInterrupt:
            self._leave_unchecked()
            self._interrupted(words.STOPPED)
            return
        self.give({**answer_json(answer), "question": question, "understood": understood})
        self._show(question, understood, answer)

    def keep_all(self) -> None:
        """Keeps the exchanges as they are now, after some were taken away or others loaded."""
        if self.running is not None and (self.exchanges or self.running.path.exists()):
            self.running.keep_all(self.exchanges)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What `/source` may show: the citations of the last answer."""
        return self.exchanges[-1].citations if self.exchanges else ()

    # ------------------------------------------------------------

    def _heed(self, line: str) -> Leave | None:
        typed = read_command(line) if "\n" not in line.strip() else None
        try:
            if typed is not None:
                return self.obey(self, typed)
            if line.strip():
                self.ask(" ".join(line.split()))
        except JourneyError as error:
            self.troubled = True
            self.terminal.tell(words.FAULT.filled(problem=error.message))
            if error.hint is not None:
                self.terminal.tell(error.hint, look="faint")
        except KeyboardInterrupt:
            self._interrupted(words.STOPPED)
        return None

    def _hear(self, sentence: Sentence, citations: tuple[Citation, ...]) -> None:
        shown = tell_sentence(sentence, self.terminal.language)
        begun = self._begun
        known = {each.key: each for each in (*begun.citations, *citations)}
        self._begun = replace(
            begun,
            said=(*begun.said, sentence.text),
            lines=(*begun.lines, shown),
            citations=tuple(known.values()),
            found=True,
        )
        self._keep(self._begun)
        # told only now: what anybody saw is on the disk already
        self.terminal.tell(shown)

    def _show(self, question: str, understood: str, answer: Answer) -> None:
        language = self.terminal.language
        stopped = isinstance(answer.fault, StoppedError)
        if stopped and not answer.sentences:
            self._remember(replace(self._begun, understood=understood))
            self._interrupted(words.STOPPED)
            return
        # that there is no model was said when the conversation began
        rest = list(tell_answer(answer, language, sentences=False, introduced=True))
        if not answer.sentences and rest and not rest[0]:
            rest = rest[1:]
        said = tuple(each.text for each in answer.sentences)
        lines = (*(tell_sentence(each, language) for each in answer.sentences), *rest)
        citations = (*answer.citations, *answer.nearest)
        try:
            for line in rest:
                self.terminal.tell(line, indent=_HANG)
            self.terminal.tell()
        finally:  # a long answer may be stopped while it is shown
            self._remember(Exchange(question, understood, said, lines, citations, found=bool(said) or bool(citations)))
        if stopped:
            self._interrupted(words.STOPPED)
        elif answer.fault is not None:
            self.troubled = True
            self.terminal.tell(words.FAULT.filled(problem=answer.fault.message))

    def _leave_unchecked(self) -> None:
        """Remembers what was said of an answer whose check was stopped, and says that it was."""
        begun = self._begun
        if not begun.said:
            self._remember(begun)
            return
        remark = UNCHECKED.say(self.terminal.language)
        self._remember(replace(begun, lines=(*begun.lines, remark)))
        self.terminal.tell(remark)

    def _remember(self, exchange: Exchange) -> None:
        told = replace(exchange, finished=True)
        self._keep(told)
        self.exchanges.append(told)

    def _keep(self, exchange: Exchange) -> None:
        """Keeps what is being said; a disk that cannot is told of once, and the conversation goes on."""
        if self.running is None:
            return
        try:
            self.running.keep(len(self.exchanges), exchange)
        except StorageError as error:
            self.running = None
            self.terminal.tell(words.FAULT.filled(problem=error.message))

    def _interrupted(self, told: Text) -> bool:
        """Notes one Ctrl-C; True for the second in a row."""
        self._interrupts += 1
        if self._interrupts == 1:
            self.terminal.passing("")
            self.terminal.tell(told, look="faint")
        return self._interrupts > 1
