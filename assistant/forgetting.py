"""Forgetting a person: out of the notes, the index, caches, drafts and reviews of one client."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from assistant.drafting.delivery.codes import Codes
from assistant.drafting.roster import Roster
from assistant.errors import StorageError, UsageError
from assistant.files import remove_if_empty, storage_error, write_atomically
from assistant.journey import Person, Role, Statement
from assistant.privacy import KnownIdentities, find_personal, known_identities
from assistant.sources import read_notes
from assistant.wording import Text, joined, same
from assistant.workspace import CLIENT_FILE, ClientFolder

GONE = "（已删除）"
_PLAIN = frozenset((".md", ".markdown", ".txt", ".csv", ".tsv", ".vtt", ".srt"))
_SHORTEST = 6
"""Characters from which words are taken to be this person's when they stand in a draft; shorter ones anyone says."""
_KEPT = frozenset(
    (
        "drafts", "reviews", "own-claims.json", "evidence-keys.json", "settled-names.json", "codes.json",
        "corrected-codings.json", "interviews", "chats", "chat-history", "calls.jsonl",
    )
)  # fmt: skip
"""What of the client's state is cleaned; all the rest are caches and indexes, and go."""
_LOCKS = (".lock", ".holder")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done: notes removed and cleaned, notes that a person must clean, and files that still hold the words."""

    person: str
    removed: tuple[Path, ...]
    cleaned: tuple[Path, ...]
    by_hand: tuple[Path, ...]
    drafts: int
    signed: tuple[Path, ...]
    reports_removed: tuple[Path, ...]
    still_there: tuple[Path, ...]


@dataclass(frozen=True)
class _Trace:
    """What of a person can stand in a file: names, and the words they said."""

    person: Person
    known: KnownIdentities
    words: tuple[str, ...]

    def found_in(self, text: str) -> bool:
        return self.clean(text) != text

    def clean(self, text: str) -> str:
        for words in self.words:
            text = text.replace(words, GONE)
        pieces: list[str] = []
        done = 0
        for each in find_personal(text, self.known):
            if each.certainty == "known" and each.kind in ("person", "speaker"):
                pieces += [text[done : each.start], GONE]
                done = each.end
        return "".join([*pieces, text[done:]])


class Forgetting:
    """Forgets one person of one client. Nothing is changed before `forget` is called."""

    def __init__(
        self,
        client: ClientFolder,
        name: str,
        outputs: Path,
        codes: Codes,
        alone: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """Looks for the person. While `alone` is held nobody else works on the client.

        Raises UsageError where neither client.toml nor the notes know the name.
        """
        self._client = client
        self._codes = codes
        self._outputs = outputs / client.root.name
        self._alone = alone
        self._look(name)

    def _look(self, name: str) -> None:
        client, profile = self._client, self._client.profile
        self._notes = read_notes(client.notes, profile.people, profile.segments)
        self._person, self._said = self._find(name)
        names = (self._person.name, *self._person.aliases)
        words = {each.text for each in self._said} | {line for each in self._said for line in each.text.splitlines()}
        told = sorted((each for each in words if len(each) >= _SHORTEST), key=len, reverse=True)
        self._trace = _Trace(self._person, known_identities("", (), (self._person,), names), tuple(told))

    @property
    def person(self) -> str:
        """The name that is forgotten."""
        return self._person.name

    @property
    def statements(self) -> int:
        """How many statements of theirs the notes hold."""
        return len(self._said)

    def forget(self) -> Forgotten:
        """Remove the person. Signed versions and reports that people edited are left as they are, and listed.

        Raises BusyError where somebody is at work on the client, and StorageError where a file cannot be written.
        """
        with self._alone():
            self._look(self._person.name)  # notes may have come while the question was open
            return self._forget()

    def _forget(self) -> Forgotten:
        quotes = self._quotes()
        trace = _Trace(self._person, self._trace.known, tuple(dict.fromkeys((*self._trace.words, *quotes))))
        removed, cleaned, by_hand = self._clean_notes(trace)
        drafts, signed = self._clean_state(trace)
        self._clean_profile()
        reports, left = self._clean_reports(trace)
        self._codes.forget((self._person.name, *self._person.aliases, *(path.name for path in removed)))
        self._codes.save()
        return Forgotten(self._person.name, removed, cleaned, by_hand, drafts, signed, reports, tuple(left))

    # ---------------------------------------------------------------- finding

    def _find(self, name: str) -> tuple[Person, list[Statement]]:
        people = self._client.profile.people
        roster = Roster(people)
        listed = roster.find(name)
        if listed is not None:
            said = [each for each in self._notes.statements if roster.find(each.speaker) == listed]
            return listed, said
        said = [each for each in self._notes.statements if each.speaker == name]
        if said:
            return Person(name, said[0].role if said else Role.UNKNOWN), said
        known = dict.fromkeys(
            [*(each.name for each in people), *(each.speaker for each in self._notes.statements if each.speaker)]
        )
        raise UsageError(
            Text("“{name}”的笔记里没有“{person}”。", "The notes of {name} know nobody called {person}.").filled(
                name=self._client.profile.name, person=name
            ),
            Text("其中有：{known}。", "They know: {known}.").filled(known=joined([same(each) for each in known])),
        )

    def _quotes(self) -> list[str]:
        """What drafts quoted of this person, also from notes that are gone."""
        from assistant.drafting.store import load_drafts

        names = {self._person.name, *self._person.aliases}
        found: dict[str, None] = {}
        for draft in load_drafts(self._client.drafts):
            for each in draft.evidence:
                if each.speaker in names and len(each.quote) >= _SHORTEST:
                    found[each.quote] = None
        return sorted(found, key=len, reverse=True)

    # ---------------------------------------------------------------- cleaning

    def _clean_notes(self, trace: _Trace) -> tuple[tuple[Path, ...], tuple[Path, ...], tuple[Path, ...]]:
        """Files with this person alone go; others lose their words where the format is plain text."""
        mine = {each.document for each in self._said}
        others = {
            each.document
            for each in self._notes.statements
            if each not in self._said and each.role is not Role.INTERVIEWER
        }
        removed: list[Path] = []
        cleaned: list[Path] = []
        by_hand: list[Path] = []
        for path in sorted(each for each in self._client.notes.rglob("*") if each.is_file()):
            document = path.relative_to(self._client.notes).as_posix()
            if document in mine and document not in others:
                _remove(path)
                removed.append(path)
            elif path.suffix.lower() in _PLAIN:
                text = _read_text(path)
                if text is not None and trace.found_in(text):
                    write_atomically(path, trace.clean(text))
                    cleaned.append(path)
            elif document in mine or any(
                trace.found_in(each.text) for each in self._notes.statements if each.document == document
            ):
                by_hand.append(path)
        return tuple(removed), tuple(cleaned), tuple(by_hand)

    def _clean_state(self, trace: _Trace) -> tuple[int, tuple[Path, ...]]:
        """Caches and index go; drafts and reviews lose name and words, those of signed versions are kept and listed."""
        count = 0
        signed: list[Path] = []
        numbers: set[str] = set()
        for path in sorted(self._client.drafts.glob("draft-*.json")):
            content = _read_json(path)
            if content.get("status") == "signed":
                numbers.add(path.stem.rpartition("-")[2])
                signed += [path] if _cleaned(content, trace) != content else []
            else:
                count += _rewrite(path, content, trace)
        for path in sorted(self._client.reviews.glob("review-*.json")):
            content = _read_json(path)
            if path.stem.rpartition("-")[2] in numbers:
                signed += [path] if _cleaned(content, trace) != content else []
            else:
                _rewrite(path, content, trace)
        self._clean_corrections(trace)
        self._clean_sessions(trace)
        for each in self._client.state.iterdir() if self._client.state.is_dir() else ():
            if each.name not in _KEPT:
                _remove_all(each)
        return count, tuple(signed)

    def _clean_sessions(self, trace: _Trace) -> None:
        """Interviews that this person alone gave go; of others, of chats and of claims that wait, only the words."""
        state, names = self._client.state, {self._person.name, *self._person.aliases}
        for path in sorted(state.glob("interviews/*.json")):
            content = _read_json(path)
            if {each.get("name") for each in content.get("speakers", [])} <= names:
                _remove(path)
            else:
                _rewrite(path, content, trace)
        for path in (*sorted(state.glob("chats/*.json")), self._client.own_claims):
            if path.exists():
                _rewrite(path, _read_json(path), trace)
        history = state / "chat-history"
        said = _read_text(history)
        if said is not None and trace.found_in(said):
            write_atomically(history, trace.clean(said))

    def _clean_corrections(self, trace: _Trace) -> None:
        ids = {each.id for each in self._said}
        if self._client.corrections.exists():
            kept: list[Any] = [
                each for each in json.loads(self._client.corrections.read_bytes()) if each.get("statement") not in ids
            ]
            write_atomically(self._client.corrections, json.dumps(_cleaned(kept, trace), ensure_ascii=False, indent=1))
        settled = self._client.state / "settled-names.json"
        if settled.exists():
            record = json.loads(settled.read_bytes())
            names = {self._person.name, *self._person.aliases}
            for key in ("persons", "others"):
                record[key] = [each for each in record.get(key, []) if each not in names]
            write_atomically(settled, json.dumps(record, ensure_ascii=False, indent=1))

    def _clean_profile(self) -> None:
        path = self._client.root / CLIENT_FILE
        profile = tomlkit.parse(path.read_text(encoding="utf-8"))
        people: Any = profile.get("people")
        if people is None:
            return
        for place in reversed(range(len(people))):
            if people[place].get("name") == self._person.name:
                del people[place]
        write_atomically(path, tomlkit.dumps(profile))

    def _clean_reports(self, trace: _Trace) -> tuple[tuple[Path, ...], list[Path]]:
        """Reports that nobody edited go where they name the person; what people edited stays and is listed."""
        from assistant.reports import is_edited

        removed: list[Path] = []
        left: list[Path] = []
        for path in sorted(
            each for each in self._outputs.rglob("*") if each.is_file() and not each.name.startswith(".")
        ):
            if trace.found_in(_report_text(path)):
                if is_edited(path):
                    left.append(path)
                else:
                    _remove(path)
                    removed.append(path)
        return tuple(removed), left


def _report_text(path: Path) -> str:
    import zipfile

    from assistant.reports.client_copy import texts_of

    if path.suffix == ".docx":
        try:
            return "\n".join(texts_of(path.read_bytes()))
        except (OSError, zipfile.BadZipFile):
            return ""
    return _read_text(path) or ""


def _rewrite(path: Path, content: Any, trace: _Trace) -> bool:
    cleaned = _cleaned(content, trace)
    if cleaned == content:
        return False
    write_atomically(path, json.dumps(cleaned, ensure_ascii=False, indent=1) + "\n")
    return True


def _cleaned(value: Any, trace: _Trace) -> Any:
    """The same value with name and words gone from every text in it."""
    if isinstance(value, str):
        return trace.clean(value)
    if isinstance(value, list):
        return [_cleaned(each, trace) for each in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {key: _cleaned(each, trace) for key, each in value.items()}  # pyright: ignore[reportUnknownVariableType]
    return value


def _read_json(path: Path) -> Any:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StorageError(
            Text("文件“{path}”已损坏，没有删除任何内容。", "The file {path} is damaged; nothing was removed.").filled(
                path=path
            )
        ) from error
    return content


def _read_text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _remove_all(path: Path) -> None:
    """A file or folder; locks stay, they are held."""
    if not path.is_dir():
        if path.suffix not in _LOCKS:
            _remove(path)
        return
    for each in path.iterdir():
        _remove_all(each)
    remove_if_empty(path)


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise storage_error(error, path) from error
