"""One client's pseudonyms: put in before anything leaves the machine, and taken out of what comes back."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import StoreError
from assistant.files import write_atomically
from assistant.privacy.finding import find_personal
from assistant.privacy.found import Found
from assistant.privacy.identities import KnownIdentities
from assistant.privacy.tokens import (
    BLANK,
    BREAK,
    Token,
    TokenKind,
    TokenReader,
    is_of_code,
    runs_on,
    salt_for,
    write_token,
)
from assistant.wording import Text

_HAN = re.compile("[\u3400-\u9fff]")
# How many characters of a stream are held back, because a pseudonym may go on in what follows.
_HELD_BACK = 32


@dataclass(frozen=True, slots=True)
class Used:
    """A pseudonym that stands in a masked text, and what it stands for."""

    token: str
    kind: TokenKind
    value: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text that may leave the machine; `used` are its pseudonyms in order, each once."""

    text: str
    used: tuple[Used, ...]


class _Entry(BaseModel):
    """One person, number or address: its forms in the order they were met."""

    model_config = ConfigDict(extra="forbid")
    kind: TokenKind
    identity: str
    forms: list[str] = Field(min_length=1)


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_number: int = Field(default=1, alias="schema", ge=1, le=1)
    client: str
    salt: str = Field(pattern=r"^[A-Z]{2}$")
    entries: list[_Entry] = Field(default_factory=list[_Entry])


class Pseudonyms:
    """The table of one client's pseudonyms, kept in the JSON file `path` and never shared between clients.

    A value keeps its pseudonym for good. Save before sending: an answer can only be read with the table that masked the
    question. Safe for several threads; of several processes the one that holds the client's lock may write.
    """

    def __init__(self, path: Path, client: str, known: KnownIdentities) -> None:
        """Reads the table, or starts one. Raises StoreError where it is damaged or belongs to another client."""
        self._path = path
        self._known = known
        self._lock = threading.Lock()
        self._table = _read(path, client)
        self._saved = sum(len(each.forms) for each in self._table.entries)
        self._reader = TokenReader(self._table.salt)
        self._numbers = {_key(each.kind, each.identity): place for place, each in enumerate(self._table.entries)}
        # Listed people are numbered first and in their order, whatever text comes first.
        for person in known.people:
            self._place("person", person.name, person.name)

    def mask(self, text: str) -> Masked:
        """The text with a pseudonym in place of all personal data; `unmask` of it gives the text back.

        Numbers are given at the first meeting: mask texts in a fixed order to get the same pseudonyms in a fresh table.
        """
        used: dict[str, Used] = {}
        chinese = _HAN.search(text) is not None
        pieces: list[str] = []
        done = 0
        for found in self._find(text):
            pieces.append(text[done : found.start])
            pieces.append(self._token(found, used, chinese=chinese))
            done = found.end
        pieces.append(text[done:])
        return Masked("".join(_with_breaks(pieces)), tuple(used.values()))

    def _token(self, found: "Found | _Code", used: dict[str, Used], *, chinese: bool) -> str:
        place, form = self._place(found.kind, found.identity, found.value)
        if found.kind in ("person", "speaker", "company"):
            chinese = _HAN.search(found.value) is not None
        token = write_token(self._table.salt, found.kind, place + 1, form, chinese=chinese)
        used.setdefault(token, Used(token, found.kind, found.value))
        return token

    def unmask(self, text: str) -> str:
        """The text with every known pseudonym turned back into the very form it replaced; unknown ones stay."""
        pieces: list[str] = []
        done = 0
        for token in self._reader.find(text):
            value = self._value(token)
            if value is not None:
                pieces += [text[done : token.start], value]
                done = token.end
        return "".join([*pieces, text[done:]])

    def unmask_stream(self, pieces: Iterable[str]) -> Iterator[str]:
        """The same for a text that arrives in pieces: each part as soon as no pseudonym can still be open in it."""
        held = ""
        for piece in pieces:
            held += piece
            cut = len(held) - _HELD_BACK
            # A code begins a word: cutting inside of one would make a code of its second half.
            while cut > 0 and is_of_code(held[cut - 1]) and is_of_code(held[cut]):
                cut -= 1
            for token in reversed(list(self._reader.find(held))):
                if token.start < cut <= token.end:
                    cut = token.start
            if cut > 0:
                yield self.unmask(held[:cut])
                held = held[cut:]
        if held:
            yield self.unmask(held)

    def find_unknown(self, text: str) -> list[str]:
        """What a model wrote like a pseudonym and no value stands behind: mangled, invented, or another client's."""
        good = {(each.start, each.end) for each in self._reader.find(text) if self._value(each) is not None}
        spans = sorted(span for span in self._reader.find_odd(text) if span not in good)
        return list(dict.fromkeys(text[start:end] for start, end in spans))

    def save(self) -> None:
        """Write the table where something was added since it was read or saved. Raises StorageError."""
        with self._lock:
            size = sum(len(each.forms) for each in self._table.entries)
            if size != self._saved:
                write_atomically(self._path, self._table.model_dump_json(by_alias=True, indent=1))
                self._saved = size

    def _find(self, text: str) -> list["Found | _Code"]:
        """Personal data, and the client's own words that would be read as a pseudonym, in order and apart.

        What is found is blanked and the rest searched again until it is clean, because a number may only show when the
        one before it is gone: what `mask` returns always passes the guard.
        """
        found: list[Found | _Code] = []
        while True:
            rest, places = _blanked(text, found)
            more: list[Found | _Code] = [*find_personal(rest, self._known)]
            for start, end in self._reader.find_odd(rest):
                if not any(start < each.end and each.start < end for each in more):
                    more.append(_Code(start, end, rest[start:end]))
            if not more:
                return found
            for each in more:
                start = places[each.start]
                found.append(replace(each, start=start, end=start + len(each.value)))
            found.sort(key=lambda each: each.start)

    def _place(self, kind: TokenKind, identity: str, value: str) -> tuple[int, int]:
        with self._lock:
            place = self._numbers.setdefault(_key(kind, identity), len(self._table.entries))
            if place == len(self._table.entries):
                self._table.entries.append(_Entry(kind=kind, identity=identity, forms=[value]))
            forms = self._table.entries[place].forms
            if value not in forms:
                forms.append(value)
            return place, forms.index(value)

    def _value(self, token: Token) -> str | None:
        if not 0 < token.number <= len(self._table.entries):
            return None
        forms = self._table.entries[token.number - 1].forms
        return forms[token.form] if token.form < len(forms) else None


@dataclass(frozen=True, slots=True)
class _Code:
    start: int
    end: int
    value: str
    kind: TokenKind = "code"

    @property
    def identity(self) -> str:
        return self.value


def _key(kind: TokenKind, identity: str) -> tuple[str, str]:
    """People and speakers are the same to a pseudonym; digits written in several ways share one."""
    return ("person" if kind == "speaker" else kind), identity


def _with_breaks(pieces: list[str]) -> Iterator[str]:
    """Text and pseudonyms in turn, with the end mark wherever a code and what follows would run together."""
    for place, piece in enumerate(pieces):
        yield piece
        if place % 2:
            after = pieces[place + 1] or (pieces[place + 2] if place + 2 < len(pieces) else "")
            if runs_on(after[:1]):
                yield BREAK


def _blanked(text: str, found: list["Found | _Code"]) -> tuple[str, list[int]]:
    """The text with one blank for each find, and for each of its characters the place in `text`."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for each in found:
        pieces += [text[done : each.start], BLANK]
        places.extend(range(done, each.start + 1))
        done = each.end
    places.extend(range(done, len(text)))
    return "".join([*pieces, text[done:]]), places


def _read(path: Path, client: str) -> _Table:
    if not path.exists():
        return _Table(client=client, salt=salt_for(client))
    hint = Text(
        "请从备份恢复这个文件；不要删除，否则缓存的模型回答中的化名无法还原。",
        "Restore it from a backup. Do not delete it: pseudonyms in kept answers could no longer be read.",
    )
    try:
        table = _Table.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        message = Text("化名表“{path}”已损坏。", "The table of pseudonyms {path} is damaged.")
        raise StoreError(message.filled(path=path), hint) from error
    if table.client != client:
        message = Text("化名表“{path}”属于另一个客户。", "The table of pseudonyms {path} belongs to another client.")
        raise StoreError(message.filled(path=path), hint)
    return table
