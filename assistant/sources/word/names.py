"""Names of the elements that carry text, and small questions about them."""

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFF = frozenset({"0", "false", "off", "none"})
WRAPPERS = tuple(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))


def is_on(element: Any) -> bool:
    """Whether a switch such as `w:vanish` is on: it is unless it says otherwise."""
    return element.get(f"{W}val", "1").lower() not in _OFF


def value_of(element: Any, path: str) -> str | None:
    """The `w:val` of a child, or None."""
    found = element.find(path) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def style_of(paragraph: Any) -> str | None:
    """The id of a paragraph's style."""
    return value_of(paragraph, f"{W}pPr/{W}pStyle")


def through(element: Any, tag: str) -> Iterator[Any]:
    """Children of that tag, also those wrapped in content controls or insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from through(child, tag)
