"""Who speaks in a client's notes and on which side, and writing that down in `client.toml`."""

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


def find_segment(segments: Sequence[Segment], wanted: str, profile: Path) -> str:
    """The id of the customer group that is called so. Raises UsageError where there is none."""
    for each in segments:
        if wanted in (each.id, each.label, *each.aliases):
            return each.id
    message = Text("没有名为“{wanted}”的客群。", "There is no segment called {wanted}.")
    if segments:
        hint = Text("可选：{known}", "There are: {known}").filled(known=_listed([each.label for each in segments]))
    else:
        hint = Text("请先在 {path} 里写明 [[segments]]。", "Write [[segments]] into {path} first.").filled(path=profile)
    raise UsageError(message.filled(wanted=wanted), hint)


def cast_people(profile: Path, names: Sequence[str], role: Role, segment: str | None) -> None:
    """Write these people's role and segment into `client.toml`; all else that stands there stays as it is.

    Raises StorageError where it cannot be written.
    """
    document: Any = tomlkit.parse(profile.read_text(encoding="utf-8"))
    if "people" not in document:
        document.add(tomlkit.nl())
        document.append("people", tomlkit.aot())
    people = document["people"]
    for name in names:
        entry = next((each for each in people if each.get("name") == name), None)
        if entry is None:
            people.append(_entry(name, role, segment, inline=not isinstance(people, AoT)))
            continue
        entry["role"] = role.value
        if segment is not None:
            entry["segment"] = segment
        elif role is not Role.CUSTOMER:
            entry.pop("segment", None)
    write_atomically(profile, tomlkit.dumps(document))


def _entry(name: str, role: Role, segment: str | None, *, inline: bool) -> Any:
    entry: Any = tomlkit.inline_table() if inline else tomlkit.table()
    entry["name"] = name
    entry["role"] = role.value
    if segment is not None:
        entry["segment"] = segment
    return entry


def _listed(names: Sequence[str]) -> Text:
    return joined([same(each) for each in names], zh="、", en=", ")
