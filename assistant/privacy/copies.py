"""Personal data in whole notes: what stands in which file, and copies of the notes with pseudonyms instead."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.files import write_atomically
from assistant.journey import Block, Document
from assistant.privacy.finding import assert_clean, find_personal
from assistant.privacy.found import Kind
from assistant.privacy.identities import KnownIdentities
from assistant.privacy.pseudonyms import Pseudonyms

_UNSAFE = re.compile(r"[^\w.\-/ ()（）]+")


@dataclass(frozen=True, slots=True)
class PersonalData:
    """How many places of a document hold personal data, by kind, and how many of them are sure."""

    document: str
    counts: Mapping[Kind, int]
    sure: int


def find_in_documents(documents: Sequence[Document], known: KnownIdentities) -> list[PersonalData]:
    """What each document holds, its speakers' names included; documents without any are not listed."""
    found: list[PersonalData] = []
    for document in documents:
        finds = [each for block in document.blocks for each in find_personal(_line(block), known)]
        if finds:
            counts: Counter[Kind] = Counter(each.kind for each in finds)
            sure = sum(each.certainty != "likely" for each in finds)
            found.append(PersonalData(document.path, dict(counts.most_common()), sure))
    return found


def write_copies(
    documents: Sequence[Document], pseudonyms: Pseudonyms, known: KnownIdentities, folder: Path
) -> list[Path]:
    """A Markdown copy of each document in `folder`, under a name without personal data; returns their paths.

    A pseudonym stands for the same person, number or address in all copies, now and later. The table is saved before
    the first copy is written. Raises StorageError, and LeakError should anything have slipped through: nothing is
    written then.
    """
    copies: list[tuple[Path, str]] = []
    taken: set[Path] = set()
    for document in documents:
        text = "\n\n".join(pseudonyms.mask(line).text for line in _lines(document)) + "\n"
        assert_clean(text, known)
        copies.append((_free(folder / _masked_name(document.path, pseudonyms), taken), text))
    pseudonyms.save()
    for path, text in copies:
        write_atomically(path, text)
    return [path for path, _ in copies]


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield f"## {_line(block)}" if block.kind == "heading" else _line(block)


def _line(block: Block) -> str:
    return f"{block.speaker}：{block.text}" if block.speaker else block.text


def _masked_name(path: str, pseudonyms: Pseudonyms) -> str:
    """The document's name with pseudonyms; the underscores that file names have would hide a name from the search."""
    spaced = path.replace("_", " ")
    masked = _UNSAFE.sub("-", pseudonyms.mask(spaced).text).strip(" .-/")
    name = re.sub(r"\s+", "_", masked.replace("..", "."))
    return name if name.endswith(".md") else f"{name}.md"


def _free(path: Path, taken: set[Path]) -> Path:
    number, free = 1, path
    while free in taken:
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    taken.add(free)
    return free
