"""The commands of a chat, one function each."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.drafting.keys import EvidenceKeys
from assistant.drafting.quoting import quoted
from assistant.drafting.revision.accepting import OwnClaim
from assistant.files import write_atomically
from assistant.journey import Dimension, Role, Stage
from assistant.reports.words import DIMENSIONS
from assistant.retrieval.index import Found
from assistant.sessions.chat import words
from assistant.sessions.chat.claiming import Place, build_claim, gather_statements, guess_place
from assistant.sessions.chat.context import show_context
from assistant.sessions.chat.documents import tell_counts, tell_gaps, tell_history, tell_source, tell_stage
from assistant.sessions.chat.exchanges import KeptChats, render_transcript
from assistant.sessions.chat.greeting import tell_resumed
from assistant.sessions.chat.running import RunningChats
from assistant.sessions.chat.scope import Scope
from assistant.sessions.chat.talking import Leave, Talk
from assistant.sessions.commands import Typed, explain_unknown, list_commands
from assistant.sessions.entries import Kind
from assistant.sessions.interview.plan import count_known
from assistant.sessions.terminal import tell_table
from assistant.sources.folding import fold
from assistant.wording import joined, same

_COMPARED = 3
_ALL = {"all", "全部", "不限", "none", "-"}


@dataclass
class Commands:
    """Carries out what is typed behind a slash."""

    kept: KeptChats
    running: RunningChats
    clients: Callable[[], Sequence[str]]
    draft: Callable[[], object]
    edit: Callable[[], str | None]
    find_client: Callable[[str], object] = lambda name: name
    """Raises UsageError where there is no client of that name."""
    proposed: OwnClaim | None = None

    def __call__(self, talk: Talk, typed: Typed) -> Leave | None:
        """Obeys one command; gives a Leave where the conversation ends with it. Raises JourneyError."""
        name = {"quit": "exit", "q": "exit", "h": "help"}.get(typed.name, typed.name)
        if name not in words.COMMANDS:
            talk.terminal.tell(explain_unknown(typed.name, list(words.COMMANDS)))
            return None
        return getattr(self, f"_do_{name}")(talk, typed.rest)

    def complete(self, talk: Talk, typed: str) -> Iterable[str]:
        """What may stand where the cursor is: commands, and the names some of them take."""
        if not typed.startswith("/"):
            return []
        name, gap, rest = typed[1:].partition(" ")
        if not gap:
            return [f"/{each} " for each in words.COMMANDS if each.startswith(name)]
        language = talk.terminal.language
        stages = [each.label.say(language) for each in talk.backing.stages()]
        choices: Mapping[str, Callable[[], Sequence[str]]] = {
            "stage": lambda: [*stages, words.ALL.say(language)],
            "map": lambda: stages,
            "claim": lambda: [*stages, *(each.say(language) for each in DIMENSIONS.values())],
            "segment": lambda: [*(each.id for each in talk.backing.segments()), words.ALL.say(language)],
            "source": lambda: [each.key for each in talk.citations],
            "client": self.clients,
            "load": lambda: [words.LAST.say(language), *self.kept.names()],
            "model": lambda: ["off"],
        }
        last = rest.rpartition(" ")[2]
        return [each for each in choices.get(name, list)() if each.startswith(last)]

    # ------------------------------------------------------------ looking

    def _do_source(self, talk: Talk, rest: str) -> None:
        cited = {each.key: each for each in talk.citations}
        known = joined([same(each) for each in cited])
        if not cited:
            talk.terminal.tell(words.NO_ANSWER_YET)
            return
        key = f"N{rest}" if rest.isdigit() else rest.strip("[]").upper()
        if not rest:
            talk.terminal.tell(words.SOURCE_WHICH.filled(known=known))
        elif key not in cited:
            talk.terminal.tell(words.NO_SOURCE.filled(key=key, known=known))
        else:
            lines = show_context(cited[key], talk.backing.statements()) if cited[key].kind is Kind.NOTES else []
            tell_source(talk.terminal, cited[key], lines)
            if not lines and cited[key].kind is Kind.NOTES:
                talk.terminal.tell(words.SOURCE_GONE, look="faint")

    def _do_stage(self, talk: Talk, rest: str) -> None:
        stages = talk.backing.stages()
        language = talk.terminal.language
        names = _stage_names(stages)
        known = joined([each.label for each in stages])
        if rest:
            found = _pick(rest, names)
            if found is None and fold(rest) not in _ALL:
                talk.terminal.tell(words.NO_SUCH.filled(wanted=rest, known=known))
                return
            stage = next((each for each in stages if each.id == found), None)
            talk.scope = Scope(stage, talk.scope.segment)
        now = talk.scope.stage.label if talk.scope.stage is not None else words.ALL
        talk.terminal.tell(words.SCOPE_STAGE.filled(stage=now, known=known, all=words.ALL.say(language)))

    def _do_segment(self, talk: Talk, rest: str) -> None:
        segments = talk.backing.segments()
        if not segments:
            talk.terminal.tell(words.NO_SEGMENTS)
            return
        known = joined([same(f"{each.id} {each.label}") for each in segments])
        if rest:
            found = _pick(rest, {each.id: (each.id, each.label, *each.aliases) for each in segments})
            if found is None and fold(rest) not in _ALL:
                talk.terminal.tell(words.NO_SUCH.filled(wanted=rest, known=known))
                return
            segment = next((each for each in segments if each.id == found), None)
            talk.scope = Scope(talk.scope.stage, segment)
        now = same(talk.scope.segment.label) if talk.scope.segment is not None else words.ALL
        talk.terminal.tell(words.SCOPE_SEGMENT.filled(segment=now, known=known, all=words.ALL))

    def _do_compare(self, talk: Talk, rest: str) -> None:
        if not rest:
            talk.terminal.tell(words.COMPARE_WHAT)
            return
        talk.backing.refresh()
        for side, role in ((words.SIDE_CUSTOMERS, Role.CUSTOMER), (words.SIDE_STAFF, Role.STAFF)):
            talk.terminal.tell(side, look="strong")
            found = talk.backing.find(rest, _COMPARED, [role])
            for each in found:
                talk.terminal.tell(f"  - {_passage_line(each, talk)}", indent=4)
            if not found:
                talk.terminal.tell(words.SIDE_NOTHING)

    def _do_map(self, talk: Talk, rest: str) -> None:
        backing = talk.backing
        backing.refresh()
        stages = {each.id: each for each in backing.stages()}
        names = _stage_names(backing.stages())
        if not rest:
            segment = talk.scope.segment.id if talk.scope.segment is not None else None
            known = count_known(backing.coded(), backing.client.profile.people, segment)
            tell_counts(talk.terminal, backing.stages(), known)
            return
        found = _pick(rest, names)
        draft = backing.latest_draft()
        if found is None:
            known_names = joined([each.label for each in backing.stages()])
            talk.terminal.tell(words.NO_SUCH.filled(wanted=rest, known=known_names))
        elif draft is None:
            talk.terminal.tell(words.NO_DRAFT)
        else:
            tell_stage(talk.terminal, draft, stages[found], talk.scope)

    def _do_gaps(self, talk: Talk, rest: str) -> None:
        draft = talk.backing.latest_draft()
        if draft is None:
            talk.terminal.tell(words.NO_DRAFT)
        else:
            tell_gaps(talk.terminal, draft, talk.scope, everything=fold(rest) in _ALL)

    def _do_client(self, talk: Talk, rest: str) -> Leave | None:
        if rest:
            self.find_client(rest)  # a slip of the fingers must not end the conversation
            return Leave(client=rest)
        from assistant.drafting.store import draft_numbers

        profile = talk.backing.client.profile
        none = words.NONE
        told = words.CLIENT.filled(
            name=profile.name,
            segments=joined([same(each.label) for each in profile.segments]) if profile.segments else none,
            people=joined([same(each.name) for each in profile.people]) if profile.people else none,
            drafts=len(draft_numbers(talk.backing.client.drafts)),
        )
        talk.terminal.tell(told)
        talk.terminal.tell(words.CLIENTS.filled(known=joined([same(each) for each in self.clients()])), look="faint")
        return None

    def _do_model(self, talk: Talk, rest: str) -> Leave | None:
        if rest:
            return Leave(model=rest)
        talker = talk.backing.talker
        name = same(talker.name) if talker is not None else words.NO_MODEL_NAME
        talk.terminal.tell(words.MODEL.filled(model=name))
        return None

    def _do_cost(self, talk: Talk, _rest: str) -> None:
        from assistant.model.budget import render_money

        if talk.backing.talker is None:
            talk.terminal.tell(words.COST_NOTHING)
            return
        spent = talk.backing.talker.totals
        priced = bool(spent.currency) and (spent.cost > 0 or spent.calls == 0)
        cost = same(f"{render_money(spent.cost)} {spent.currency}") if priced else words.COST_UNKNOWN
        told = words.COST.filled(
            calls=spent.calls, cached=spent.cached, sent=spent.tokens_in, received=spent.tokens_out, cost=cost
        )
        talk.terminal.tell(told)

    # ------------------------------------------------------------ from talk to document

    def _do_note(self, talk: Talk, rest: str) -> None:
        if not rest:
            talk.terminal.tell(words.NOTE_WHAT)
            return
        path = talk.backing.add_note(rest)
        talk.terminal.tell(words.NOTED.filled(note=path.name))

    def _do_claim(self, talk: Talk, rest: str) -> None:
        backing = talk.backing
        backing.refresh()
        keys_given, rest = _take_keys(rest)
        said = "".join(talk.exchanges[-1].said) if talk.exchanges else ""
        chosen = [each for each in talk.citations if each.key in keys_given] if keys_given else talk.citations
        # without a model nobody has drawn the passages together: the nearest one speaks for itself
        cited = gather_statements(chosen if said or keys_given else chosen[:1], backing.statements())
        if not cited:
            talk.terminal.tell(words.NOTHING_TO_CLAIM)
            return
        stage, dimension, sentence = self._read_place(talk, rest)
        guessed = guess_place([each for each, _ in cited.values()], backing.codings())
        segment = talk.scope.segment.id if talk.scope.segment is not None else guessed.segment
        scoped = talk.scope.stage.id if talk.scope.stage is not None else None
        place = Place(segment, stage or scoped or guessed.stage, dimension or guessed.dimension)
        if place.stage is None or place.dimension is None:
            talk.terminal.tell(words.CLAIM_WHERE)
            return
        if backing.segments() and segment is None:
            talk.terminal.tell(words.CLAIM_SEGMENT)
            return
        text = sentence or said or next(iter(cited.values()))[1]
        checker = backing.checker()
        with backing.engagement.versions.turn():
            keys = EvidenceKeys(backing.client.keys)
            own = build_claim(text, place, cited, keys, _author(talk), checker)
            keys.save()
        self.proposed = own
        self._tell_proposed(talk, own)

    def _do_accept(self, talk: Talk, _rest: str) -> None:
        if self.proposed is None:
            talk.terminal.tell(words.NOTHING_PROPOSED)
            return
        draft = talk.backing.accept(self.proposed)
        author = self.proposed.claim.author
        self.proposed = None
        if draft is None:
            talk.terminal.tell(words.ACCEPTED_LATER.filled(author=author))
        else:
            talk.terminal.tell(words.ACCEPTED.filled(number=draft.number, author=author))

    def _do_draft(self, talk: Talk, _rest: str) -> None:
        talk.terminal.passing(words.DRAFTING)
        self.draft()

    # ------------------------------------------------------------ the conversation

    def _do_history(self, talk: Talk, _rest: str) -> None:
        if not talk.exchanges:
            talk.terminal.tell(words.NO_HISTORY)
        tell_history(talk.terminal, [each.question for each in talk.exchanges])

    def _do_save(self, talk: Talk, rest: str) -> None:
        name = rest or talk.backing.now().strftime("%Y-%m-%d %H%M%S")
        if name.lower().endswith(".md"):
            path = Path(name).expanduser()
            client = talk.backing.client.profile.name
            write_atomically(path, render_transcript(client, talk.exchanges, talk.terminal.language))
            talk.terminal.tell(words.SAVED.filled(where=path))
        else:
            talk.terminal.tell(words.SAVED.filled(where=self.kept.save(name, talk.exchanges).stem))

    def _do_load(self, talk: Talk, rest: str) -> None:
        last = self.running.find_last(talk.running)
        is_last = fold(rest) in {fold(each) for each in (words.LAST.zh, words.LAST.en)}
        if not rest or (is_last and last is None):
            names = [*([words.LAST] if last is not None else []), *(same(each) for each in self.kept.names())]
            talk.terminal.tell(words.LOAD_WHICH.filled(known=joined(names) if names else words.NONE))
            return
        talk.exchanges[:] = last[1] if is_last and last is not None else self.kept.load(rest)
        talk.keep_all()
        if is_last and talk.terminal.interactive:
            tell_resumed(talk.terminal, talk.exchanges)
        else:
            talk.terminal.tell(words.LOADED.filled(name=rest, n=len(talk.exchanges)))

    def _do_clear(self, talk: Talk, _rest: str) -> None:
        talk.exchanges.clear()
        talk.keep_all()
        self.proposed = None
        talk.terminal.tell(words.CLEARED)

    def _do_undo(self, talk: Talk, _rest: str) -> None:
        if not talk.exchanges:
            talk.terminal.tell(words.NOTHING_TO_UNDO)
            return
        talk.terminal.tell(words.UNDONE.filled(question=talk.exchanges.pop().question))
        talk.keep_all()

    def _do_editor(self, talk: Talk, _rest: str) -> None:
        written = self.edit() if talk.terminal.interactive else None
        if written is None:
            talk.terminal.tell(words.NO_EDITOR)
        elif written.strip():
            question = " ".join(written.split())
            talk.terminal.tell(f"{talk.mark}{question}")
            talk.ask(question)

    def _do_multiline(self, talk: Talk, _rest: str) -> None:
        talk.multiline = not talk.multiline
        talk.terminal.tell(words.MULTILINE_ON if talk.multiline else words.MULTILINE_OFF)

    def _do_help(self, talk: Talk, _rest: str) -> None:
        tell_table(talk.terminal, list_commands(words.COMMANDS, talk.terminal.language))

    def _do_exit(self, _talk: Talk, _rest: str) -> Leave:
        return Leave()

    # ------------------------------------------------------------

    def _read_place(self, talk: Talk, rest: str) -> tuple[str | None, Dimension | None, str]:
        """Stage and dimension at the beginning of what stands behind `/claim`, and the sentence after them."""
        stage: str | None = None
        dimension: Dimension | None = None
        pieces = rest.split()
        names = _stage_names(talk.backing.stages())
        while pieces:
            found = _pick(pieces[0], names) if stage is None else None
            meant = next(
                (key for key, said in words.DIMENSION_NAMES.items() if fold(pieces[0]) in {fold(one) for one in said}),
                None,
            )
            if found is not None:
                stage = found
            elif meant is not None and dimension is None:
                dimension = meant
            else:
                break
            pieces.pop(0)
        return stage, dimension, " ".join(pieces)

    def _tell_proposed(self, talk: Talk, own: OwnClaim) -> None:
        terminal, claim = talk.terminal, own.claim
        stage = next(each.label for each in talk.backing.stages() if each.id == claim.stage)
        parts = [stage, DIMENSIONS[claim.dimension]] if claim.dimension is not None else [stage]
        label = next((each.label for each in talk.backing.segments() if each.id == claim.segment), None)
        parts += [same(label)] if label is not None else []
        terminal.tell(words.PROPOSED.filled(place=joined(parts, " · ", " · ")), look="strong")
        terminal.tell(f"  {claim.text}", indent=2)
        terminal.tell(words.EVIDENCE)
        for each in own.evidence:
            who = " · ".join(filter(None, (each.speaker, each.document, each.locator.describe(terminal.language))))
            terminal.tell(f"  {each.key} {quoted(' '.join(each.quote.split()), terminal.language)} {who}", indent=4)
        if claim.doubts:
            doubts = joined([same(each.detail) for each in claim.doubts], "", " ")
            terminal.tell(words.DOUBTS.filled(doubts=doubts))
        terminal.tell(words.ACCEPT_HOW.filled(author=claim.author), look="faint")


def _author(talk: Talk) -> str:
    settings = talk.backing.settings
    return settings.consultant or words.CONSULTANT.say(settings.language)


def _take_keys(rest: str) -> tuple[list[str], str]:
    """Numbers of citations at the beginning, as keys, and what stands behind them."""
    found: list[str] = []
    pieces = rest.split()
    while pieces and re.fullmatch(r"\[?[Nn]?\d{1,3}\]?", pieces[0]):
        number = pieces.pop(0).strip("[]").upper()
        found.append(number if number.startswith("N") else f"N{number}")
    return found, " ".join(pieces)


def _stage_names(stages: Sequence[Stage]) -> dict[str, Sequence[str]]:
    return {
        each.id: (each.id, each.label.zh, each.label.en, each.label.say("zh-Hant"), *each.aliases) for each in stages
    }


def _pick(wanted: str, names: Mapping[str, Sequence[str]]) -> str | None:
    return next((key for key, said in names.items() if fold(wanted) in {fold(one) for one in said}), None)


def _passage_line(found: Found, talk: Talk) -> str:
    language = talk.terminal.language
    passage = found.passage
    place = " · ".join(filter(None, (passage.speaker, passage.document, passage.locator.describe(language))))
    return f"{quoted(' '.join(passage.text.split()), language)} {place}"
