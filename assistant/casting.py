"""Who speaks in a client's notes and on which side, and writing that and the customer groups down in `client.toml`."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT

from assistant.errors import UsageError
from assistant.files import write_atomically
from assistant.journey import Role, Segment, Statement
from assistant.wording import Text, joined, same
from assistant.workspace import pasteable


@dataclass(frozen=True, slots=True)
class Heard:
    """A speaker as the notes call them: how much they say, in which files, and what is known of them."""

    name: str
    role: Role
    segment: str | None
    statements: int
    documents: tuple[str, ...]


def list_heard(statements: Iterable[Statement]) -> list[Heard]:
    """The named speakers, those of unknown role first, then whoever says most. Whoever is not named is left out."""
    said: dict[tuple[str, Role, str | None], list[str]] = {}
    for each in statements:
        if each.speaker:
            said.setdefault((each.speaker, each.role, each.segment), []).append(each.document)
    heard = [
        Heard(name, role, segment, len(documents), tuple(dict.fromkeys(documents)))
        for (name, role, segment), documents in said.items()
    ]
    return sorted(heard, key=lambda each: (each.role is not Role.UNKNOWN, -each.statements, each.name))


def find_heard(heard: Sequence[Heard], names: Sequence[str]) -> list[str]:
    """The speakers of these names; without any, all whose role is not known. Raises UsageError where there are none."""
    known = {each.name for each in heard}
    strange = [name for name in names if name not in known]
    if strange:
        message = Text("笔记里没有叫“{names}”的说话人。", "Nobody in the notes is called {names}.")
        hint = Text("笔记里有：{known}", "The notes hear: {known}")
        names_said = joined([same(each) for each in strange], zh="”“", en=", ")
        raise UsageError(message.filled(names=names_said), hint.filled(known=_listed(sorted(known))))
    found = names or [each.name for each in heard if each.role is Role.UNKNOWN]
    if not found:
        raise UsageError(
            Text("没有角色未知的说话人。", "There is no speaker of unknown role."),
            Text("要改动某个人，请写出名字。", "Name a speaker to change theirs."),
        )
    return list(dict.fromkeys(found))


def find_segment(segments: Sequence[Segment], wanted: str, client: str) -> str:
    """The id of the customer group that is called so. Raises UsageError where there is none; `client` is how it is called."""
    for each in segments:
        if wanted in (each.id, each.label, *each.aliases):
            return each.id
    message = Text("没有名为“{wanted}”的客群。", "There is no segment called {wanted}.")
    if segments:
        hint = Text("可选：{known}", "There are: {known}").filled(known=_listed([each.label for each in segments]))
    else:
        hint = Text(
            "请先运行：journey client segments {client} {wanted}", "First: journey client segments {client} {wanted}"
        )
        hint = hint.filled(client=client, wanted=pasteable(wanted))
    raise UsageError(message.filled(wanted=wanted), hint)


def cast_people(profile: Path, names: Sequence[str], role: Role, segment: str | None) -> None:
    """Write these people's role and segment into `client.toml`; all else that stands there stays as it is.

    Raises StorageError where it cannot be written.
    """
    document: Any = tomlkit.parse(profile.read_text(encoding="utf-8"))
    people = _tables(document, "people")
    for name in names:
        entry = next((each for each in people if each.get("name") == name), None)
        if entry is None:
            group = {} if segment is None else {"segment": segment}
            people.append(_entry(people, name=name, role=role.value, **group))
            continue
        entry["role"] = role.value
        if segment is not None:
            entry["segment"] = segment
        elif role is not Role.CUSTOMER:
            entry.pop("segment", None)
    write_atomically(profile, tomlkit.dumps(document))


def add_segments(profile: Path, known: Sequence[Segment], labels: Sequence[str]) -> list[Segment]:
    """Write new customer groups of these labels into `client.toml`; all else that stands there stays as it is.

    A group's id is its label in small Latin letters, else its place among the groups. Raises UsageError where a label is
    taken already, StorageError where the file cannot be written.
    """
    taken = {name for each in known for name in (each.id, each.label, *each.aliases)}
    document: Any = tomlkit.parse(profile.read_text(encoding="utf-8"))
    groups = _tables(document, "segments")
    added: list[Segment] = []
    for label in map(str.strip, labels):
        if not label:
            raise UsageError(Text("客群要有名称。", "A segment needs a name."))
        if label in taken:
            raise UsageError(Text("客群“{label}”已经有了。", "There is a segment {label} already.").filled(label=label))
        segment = Segment(_segment_id(label, taken), label)
        taken |= {segment.id, label}
        groups.append(_entry(groups, id=segment.id, label=label))
        added.append(segment)
    write_atomically(profile, tomlkit.dumps(document))
    return added


def _segment_id(label: str, taken: set[str]) -> str:
    spelt = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-") if label.isascii() else ""
    ids = (spelt, *(f"{spelt or 'segment'}-{place}" for place in range(1, len(taken) + 2)))
    return next(each for each in ids if each and each not in taken)


def _tables(document: Any, key: str) -> Any:
    """The tables of that key, which are begun at the end of the file where there are none."""
    if key not in document:
        document.add(tomlkit.nl())
        document.append(key, tomlkit.aot())
    return document[key]


def _entry(tables: Any, **values: str) -> Any:
    """A table for the end of these: on lines of its own, or in one line where they are."""
    entry: Any = tomlkit.table() if isinstance(tables, AoT) else tomlkit.inline_table()
    entry.update(values)
    return entry


def _listed(names: Sequence[str]) -> Text:
    return joined([same(each) for each in names], zh="、", en=", ")
