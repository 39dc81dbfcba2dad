"""A file inside of another: an archive's member, a message's attachment; under a name that is safe to show and to keep."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.errors import SourceError
from assistant.wording import Text

_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_LONGEST = 120  # characters of one part of a name


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside of another: its name with forward slashes, its size in bytes, and why it must not be read.

    `place` is where its container has it.
    """

    name: str
    size: int
    place: int
    problem: SourceError | None = None


def safe_name(name: str, fallback: str) -> str:
    """The name without what would lead elsewhere, cannot be shown, or no system takes."""
    parts = [_UNSAFE.sub("_", part).strip(" .")[-_LONGEST:] for part in name.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part and part != "..") or fallback


def leads_outside(name: str) -> bool:
    """Whether a name points out of the folder it would be unpacked in."""
    plain = name.replace("\\", "/")
    return plain.startswith("/") or re.match(r"[A-Za-z]:", plain) is not None or ".." in plain.split("/")


def without_repeats(enclosed: Iterable[Enclosed]) -> Iterator[Enclosed]:
    """The files with a number in the name of each that has the name of one before."""
    seen: set[str] = set()
    for each in enclosed:
        name, number = each.name, 1
        while name.casefold() in seen:
            number += 1
            stem, dot, suffix = each.name.rpartition(".")
            name = f"{stem} ({number}){dot}{suffix}" if dot and "/" not in suffix else f"{each.name} ({number})"
        seen.add(name.casefold())
        yield replace(each, name=name)


def outside_error(name: str) -> SourceError:
    """The error for a file whose name points out of its container."""
    return SourceError(
        "outside",
        Text(
            f"压缩包内的路径指向包外，未读取：{name}", f"its path in the archive points outside of it, not read: {name}"
        ),
        Text("请确认文件来源，解压后手动放入。", "check where it comes from; unpack it by hand and put the file in."),
    )
