"""What stands beside the text of a Word document: footnotes, endnotes, comments, headers and footers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.sources.word.names import W

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


@dataclass(frozen=True, slots=True)
class Beside:
    """A note or comment by its id, with its element; `author` of a comment."""

    id: str
    element: Any
    author: str = ""


def find_notes(part: Any, tag: str) -> dict[str, Beside]:
    """The footnotes or endnotes of a part by id, without the lines that separate them from the text."""
    if part is None:
        return {}
    return {
        each.get(f"{W}id", ""): Beside(each.get(f"{W}id", ""), each)
        for each in part.iter(f"{W}{tag}")
        if each.get(f"{W}type") not in _SEPARATORS
    }


def find_comments(part: Any) -> dict[str, Beside]:
    """The comments by id."""
    if part is None:
        return {}
    return {
        each.get(f"{W}id", ""): Beside(each.get(f"{W}id", ""), each, " ".join(each.get(f"{W}author", "").split()))
        for each in part.iter(f"{W}comment")
    }


def find_references(element: Any) -> Iterator[tuple[str, str]]:
    """What a paragraph refers to, in order: ("footnote" | "endnote" | "comment", id)."""
    for each in element.iter(f"{W}footnoteReference", f"{W}endnoteReference", f"{W}commentReference"):
        yield each.tag.removeprefix(W).removesuffix("Reference"), each.get(f"{W}id", "")
